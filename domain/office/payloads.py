"""What the office is made of: values that its commands and events share. People by key, never by name."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from domain.kernel.event import Payload
from domain.kernel.ids import ProjectId
from domain.kernel.person import PersonKey
from domain.kernel.prose import Prose, Sha256
from domain.kernel.registry import Ico
from domain.kernel.stamp import Reference

RoleName = Literal[
    "clerk",
    "approver",
    "budget-administrator",
    "chief-accountant",
    "methodologist",
    "inspection-superior",
    "auditor",
    "reporter",
    "provider",
    "administrator",
]
"""The roles that a person can be given; what each may record stands in the table of the application."""

Capacity = Literal["staff", "contact", "external"]
"""Of the office itself; who speaks for a provider or another body; anybody else, an auditor or an invited person."""

HoldGround = Literal["audit", "court", "irregularity", "inspection", "other"]


class Registration(Payload):
    """Somebody got a key; name and contacts lie in the vault under it."""

    person: PersonKey
    capacity: Capacity


class Leaving(Payload):
    """Somebody has left, or is a contact no more. The effective day is the last day."""

    person: PersonKey


class Grant(Payload):
    """A role for a person from the effective day on, to the end of `until`; `appointment` is unique in the office.

    With a project or a provider the role holds for its files alone; with neither, for the whole region.
    """

    appointment: Reference
    person: PersonKey
    role: RoleName
    project: ProjectId | None = None
    provider: Ico | None = None
    until: date | None = None


class GrantNamed(Payload):
    """Which appointment is revoked. The effective day is the first day without it."""

    appointment: Reference


class Deputising(Payload):
    """Who stands in for whom from the effective day to the end of `until`; in all roles where none is named."""

    deputising: Reference
    person: PersonKey
    deputy: PersonKey
    roles: tuple[RoleName, ...] = ()
    until: date | None = None


class DeputisingNamed(Payload):
    """Which deputising ends. The effective day is the first day without it."""

    deputising: Reference


class Hold(Payload):
    """Why names may not be erased although their time is over; `hold` is unique in the office.

    It holds one person or, where none is named, everybody and the words of every file. A single file is held by its
    own hold, where its kind knows one.
    """

    hold: Reference
    ground: HoldGround
    person: PersonKey | None = None
    note: Prose | None = None


class HoldNamed(Payload):
    """Which hold is lifted."""

    hold: Reference


class PersonErasure(Payload):
    """Name and contacts of a person go from the vault, for good; the key stays wherever it stands."""

    person: PersonKey


ReportFormat = Literal["csv", "json", "xlsx"]


class IssuedReport(Payload):
    """A report as it was handed out: which one, as of which two moments, and the file by its digest.

    `known_position` is the last entry that it takes into account, `rows` how many lines it has. `cells` is the digest
    of every cell with the entries behind it, as JSON: any later day they are computed again and compared. Both files
    lie in the evidence store.
    """

    number: Reference
    report_name: Reference
    valid_on: date
    known_position: Annotated[int, Field(ge=0)]
    format: ReportFormat
    language: Literal["cs", "en"]
    file: Sha256
    cells: Sha256
    rows: Annotated[int, Field(ge=0)]


class Loss(Payload):
    """Entries that others have seen are lost: the ledger was brought back from a copy that ends earlier.

    Entries after `kept_position` up to `published_position` were handed out; their numbers are given anew.
    """

    kept_position: Annotated[int, Field(ge=0)]
    published_position: Annotated[int, Field(ge=1)]
