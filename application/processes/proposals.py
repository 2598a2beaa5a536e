"""Step → the command that takes it, filled with what the files say. What they do not say is left to somebody."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar
from uuid import UUID

from application.processes.bringing import bring_into_line
from application.processes.reactions import Mark, Step
from application.processes.suspicions import Reference, named, wanted
from domain.contract.commands import DraftContract
from domain.inspection.inspection import Inspection
from domain.kernel.aggregate import Aggregate
from domain.kernel.command import Command
from domain.kernel.entry import Entry
from domain.kernel.plain import plain
from domain.mandate.commands import IssueMandate, ProposeMandate
from domain.mandate.mandate import Mandate
from domain.network_entry.commands import IncludeService
from domain.network_entry.events import ServiceIncluded, UrgentInclusionGranted
from domain.network_entry.network_entry import NetworkEntry
from domain.service.payloads import Organisation
from domain.service.service import Service
from domain.tender.tender import Tender

A = TypeVar("A", bound=Aggregate)
Data = dict[str, Any]


class Files(Protocol):
    """The files as they are now."""

    def entries(self, identifier: UUID) -> Sequence[Entry]:
        """Every entry of a file, as recorded."""
        ...

    def state(self, identifier: UUID) -> Aggregate:
        """The file as it stands. Raises NotFound."""
        ...


@dataclass(frozen=True, slots=True)
class Proposal:
    """A command that takes a step, as far as the files already say what to put into it."""

    command: type[Command]
    data: Mapping[str, Any]
    target: UUID | None = None
    """None where the command opens a file."""
    parts: tuple[str, ...] = ()
    """What tells it apart from others that the same entry calls for."""
    follows: bool = False
    """Whether nothing is left to decide."""


class Proposals:
    """Reads the files that a step is about."""

    def __init__(self, files: Files) -> None:
        self._files = files

    def propose(self, step: Step, mark: Mark, why: Entry) -> Proposal | None:
        """`mark` calls for the step, `why` is the entry from which it follows; None where nothing is left to do."""
        match step:
            case Step.INCLUSION:
                return self.inclusion(mark)
            case Step.MANDATE:
                return self.mandate(why)
            case Step.ISSUE:
                return Proposal(IssueMandate, {}, target=mark.aggregate_id)
            case Step.CONTRACT:
                return self.contract(mark, why)
            case Step.SUSPICION:
                return self.suspicion(mark)

    def inclusion(self, mark: Mark) -> Proposal:
        """What the lot asked for enters the network; the service and the resolution somebody has to name."""
        lot = mark.key.split(" ", 2)[2]
        tender = self._file(Tender, mark.aggregate_id)
        assert tender is not None
        terms = tender.lots[lot].terms
        data: Data = {
            "tender": tender.id,
            "lot": lot,
            "project": tender.project,
            "capacities": tuple(_said(dict(one)) for one in terms.capacities if one.form is not None),
            "orp_shares": ({"orp": terms.orps[0], "share": "1"},) if len(terms.orps) == 1 else (),
            "target_groups": terms.target_groups,
        }
        return Proposal(IncludeService, data)

    def mandate(self, why: Entry) -> Proposal:
        """What stands in the network is entrusted to whoever won it, or whom the register names."""
        included = why.event
        assert isinstance(included, ServiceIncluded | UrgentInclusionGranted)
        data: Data = {
            "service": included.service,
            "network_entry": why.originator_id,
            "capacities": included.capacities,
            "orps": tuple(one.orp for one in included.orp_shares),
            "project": included.project if isinstance(included, ServiceIncluded) else None,
            "provider": self._winner(included) or self._registered(included.service, why),
        }
        return Proposal(ProposeMandate, data)

    def _winner(self, included: ServiceIncluded | UrgentInclusionGranted) -> Organisation | None:
        tender = self._file(Tender, included.tender) if isinstance(included, ServiceIncluded) else None
        if tender is None or not isinstance(included, ServiceIncluded) or included.lot is None:
            return None
        won = tender.award(included.lot)
        return won.provider if won else None

    def _registered(self, identifier: UUID, why: Entry) -> Organisation | None:
        service = self._file(Service, identifier)
        return service.provider.on(why.effective_on) if service else None

    def contract(self, mark: Mark, why: Entry) -> Proposal:
        """A contract on the award, for those services of the mandate that stand in the network by it."""
        _, _, lot = mark.key.split(" ", 2)
        tender, mandate = self._file(Tender, mark.aggregate_id), self._file(Mandate, why.originator_id)
        assert tender is not None
        won = tender.award(lot)
        services = [
            _said({"service": one.service, "registration": one.registration, "section": one.section})
            for one in (mandate.services.values() if mandate else ())
            if self._is_by_award(one.network_entry, tender.id, lot)
        ]
        data: Data = {
            "regime": "tender",
            "provider": won.provider.name if won else None,
            "provider_ico": won.provider.ico if won else None,
            "services": tuple(services),
            "orps": tender.lots[lot].terms.orps,
            "project": tender.project,
            "tender": _said({"tender": tender.id, "lot": lot, "round": won.round if won else None}),
        }
        return Proposal(DraftContract, data)

    def suspicion(self, mark: Mark) -> Proposal | None:
        """What brings a contract or mandate into line with what a finding says now."""
        _, file, name = mark.key.split(" ", 2)
        reference = Reference(UUID(file), name)
        inspection = self._file(Inspection, mark.aggregate_id)
        known = named(self._files.entries(mark.aggregate_id)).get(reference)
        held = self._files.state(reference.file)
        if inspection is None or known is None:
            return None
        asked = bring_into_line(held, reference, wanted(inspection, known))
        if asked is None:
            return None
        return Proposal(asked.command, asked.data, target=reference.file, parts=(mark.key,), follows=asked.follows)

    def _is_by_award(self, network_entry: UUID | None, tender: UUID, lot: str) -> bool:
        entry = self._file(NetworkEntry, network_entry)
        standings = [standing for _, standing in entry.standing if standing] if entry else []
        return any((one.tender, one.lot) == (tender, lot) for one in standings)

    def _file(self, kind: type[A], identifier: UUID | None) -> A | None:
        """The file as it stands; None where none of that kind is named."""
        state = self._files.state(identifier) if identifier is not None else None
        return state if isinstance(state, kind) else None


def _said(fields: Data) -> Data:
    return {name: plain(value) for name, value in fields.items() if value is not None}
