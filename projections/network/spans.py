"""What held of services, contracts, standings and mandates from one day to another: what a row of the network reads.

Each record begins as a Span does; without a day `in_force` is None. Identifiers are texts, and texts that hold
documents are read when somebody asks.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, Self

import orjson

from domain.kernel.answer import Answer
from projections.network.documents import Document
from projections.network.entry_view import ENTRIES
from projections.network.held import document_text
from projections.network.mandate_view import MANDATES
from projections.network.tables import LIFE, PLACES, PROJECTS, SERVICES, SHARES, TERMS
from projections.spans import Spans
from projections.told import Told

if TYPE_CHECKING:
    from projections.network.contracts import ContractPicture
    from projections.network.entries import EntryPicture
    from projections.network.mandates import MandatePicture
    from projections.network.projects import ProjectPicture, SharesPicture
    from projections.network.services import ServicePicture


class About(NamedTuple):
    """What is on file of the service of a row."""

    service: str | None = None
    registration_number: str | None = None
    section: str | None = None
    name: str | None = None
    provider: str | None = None
    provider_ico: str | None = None
    is_provider_inferred: bool = False
    region_as_written: str | None = None
    orps: str = ""
    """Codes of ORPs, stated or inferred, with commas between."""
    orps_perhaps: str = ""
    """Codes of ORPs that the words of the source may mean too, in the same way."""
    are_orps_inferred: bool = False
    behind: str = "{}"
    """A document: cell → positions of the entries that say what stands in it."""
    inferred: str = "{}"
    """A document: field → what it was concluded from."""

    def or_as_said(self, reference: Document, contract: "ContractSpan") -> "About":
        """What a contract says of the service that it pays for, where the service itself does not say it."""
        number, section, name = (reference.get(field) for field in ("registration", "section", "name_as_written"))
        is_section, is_name = self.section is None and section is not None, self.name is None and name is not None
        if not (is_section or is_name or (number and not self.registration_number)):
            return self
        said_at = orjson.loads(contract.behind).get("services_in_contract", [])
        cells = [cell for cell, is_said in (("section", is_section), ("service_name", is_name)) if is_said]
        return self._replace(
            registration_number=self.registration_number or (str(number) if number else None),
            section=str(section) if is_section else self.section,
            name=str(name) if is_name else self.name,
            behind=document_text(orjson.loads(self.behind) | dict.fromkeys(cells, said_at)),
        )


class ServiceSpan(NamedTuple):
    """A registered service; `in_force` is whether it is registered. The last fields are those of About."""

    service: str
    begun_at: int
    in_force: str | None
    has_begun: bool
    """Whether it was on file by that day."""
    registration_number: str | None
    section: str | None
    name: str | None
    provider: str | None
    provider_ico: str | None
    is_provider_inferred: bool
    region_as_written: str | None
    orps: str
    orps_perhaps: str
    are_orps_inferred: bool
    behind: str
    inferred: str

    @property
    def about(self) -> About:
        return About(self.service, *self[4:])


class EntrySpan(NamedTuple):
    """A standing; `in_force` is whether the service stands in the network. The last fields are those of About."""

    network_entry: str
    begun_at: int
    in_force: str | None
    project: str | None
    level: str | None
    standing_behind: str
    """A document: the level and the days → positions of the entries that say them."""
    service: str | None
    registration_number: str | None
    section: str | None
    name: str | None
    provider: str | None
    provider_ico: str | None
    is_provider_inferred: bool
    region_as_written: str | None
    orps: str
    orps_perhaps: str
    are_orps_inferred: bool
    behind: str
    inferred: str

    @property
    def about(self) -> About:
        """As the standing itself, or old records, speak of its service."""
        return About(*self[6:])


class ProjectSpan(NamedTuple):
    """A project of the money; `in_force` is whether it runs."""

    project: str
    begun_at: int
    in_force: str | None
    name: str | None
    """Its number; where it has none its code or title."""
    programme: str | None

    @classmethod
    def unknown(cls, project: str) -> Self:
        """A project that others speak of and that is not on file."""
        return cls(project, 0, Answer.CANNOT_BE_DECIDED.value, None, None)


class ShareSpan(NamedTuple):
    """The most that a service may get from a project; `in_force` is whether the allocation holds by its own day."""

    project: str
    begun_at: int
    in_force: str | None
    service: str
    maximum: int
    currency: str
    said_at: int
    """The position of the entry that says the maximum."""


class MandateSpan(NamedTuple):
    """A service that a mandate is for; `in_force` is whether the provider is entrusted."""

    mandate: str
    begun_at: int
    in_force: str | None
    named: str
    """The number of the service, or its name."""
    service: str | None
    registration: str | None
    number: str | None
    project: str | None
    contract: str | None
    stands_at: int | None
    """The position of the entry by which the mandate stands."""


class ContractSpan(NamedTuple):
    """A contract, with its own provider and region where it says them."""

    contract: str
    begun_at: int
    in_force: str | None
    number: str | None
    regime: str | None
    project: str | None
    programme: str | None
    services: str
    """A document: the services that it pays for, as it names them."""
    provider: str | None
    provider_ico: str | None
    is_provider_inferred: bool
    region_at: int | None
    """The position of the entry that says the region; None where the contract says none."""
    region_as_written: str | None
    orps: str
    orps_perhaps: str
    are_orps_inferred: bool
    maximum: int | None
    currency: str | None
    awarded: int | None
    awarded_currency: str | None
    is_taken_over: bool
    behind: str
    inferred: str


# Pictures -------------------------------------------------------------------------------------------------------------
# What makes them comes with the first row that is written: whoever only reads spans need not wait for it.


def _service(known: Sequence[Told[Any]]) -> "ServicePicture | None":
    from projections.network.services import service_picture  # noqa: PLC0415

    return service_picture(known)


def _entry(known: Sequence[Told[Any]]) -> "EntryPicture":
    from projections.network.entries import entry_picture  # noqa: PLC0415

    return entry_picture(known)


def _mandate(known: Sequence[Told[Any]]) -> "MandatePicture":
    from projections.network.mandates import mandate_picture  # noqa: PLC0415

    return mandate_picture(known)


def _contract(known: Sequence[Told[Any]]) -> "ContractPicture | None":
    from projections.network.contracts import contract_picture  # noqa: PLC0415

    return contract_picture(known)


def _project(known: Sequence[Told[Any]]) -> "ProjectPicture":
    from projections.network.projects import project_picture  # noqa: PLC0415

    return project_picture(known)


def _shares(known: Sequence[Told[Any]]) -> "SharesPicture":
    from projections.network.projects import shares_picture  # noqa: PLC0415

    return shares_picture(known)


SERVICE_SPANS = Spans("network_service_spans", ServiceSpan, (SERVICES, PLACES), _service)
ENTRY_SPANS = Spans("network_entry_spans", EntrySpan, (ENTRIES,), _entry)
MANDATE_SPANS = Spans("network_mandate_spans", MandateSpan, (MANDATES,), _mandate)
PROJECT_SPANS = Spans("network_project_spans", ProjectSpan, (PROJECTS,), _project)
SHARE_SPANS = Spans("network_share_spans", ShareSpan, (SHARES,), _shares)
CONTRACT_SPANS = Spans("network_contract_spans", ContractSpan, (TERMS, LIFE), _contract)
