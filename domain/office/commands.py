"""What may be asked of the office. All of it is decided by the region itself."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from domain.kernel.command import Act
from domain.kernel.ids import derived_id
from domain.office.payloads import (
    Deputising,
    DeputisingNamed,
    Grant,
    GrantNamed,
    Hold,
    HoldNamed,
    IssuedReport,
    Leaving,
    Loss,
    PersonErasure,
    Registration,
)

OFFICE = derived_id("office")
"""One ledger belongs to one authority: its office has the same identifier in every ledger."""

Target = Annotated[UUID, Field(description="The one office of the ledger; need not be named.")]


AnyFile = Annotated[UUID, Field(description="A file of any kind, by its UUID.")]


class OfficeAct(Act):
    """An act on the one office; whichever comes first opens its file."""

    opens = True

    target: Target = OFFICE


class RegisterPerson(Registration, OfficeAct):
    """Register somebody under a key of the vault."""

    topic = "office.register-person"


class RecordLeaving(Leaving, OfficeAct):
    """Record that somebody has left, or is a contact no more; the effective day is the last day."""

    topic = "office.record-leaving"


class ErasePerson(PersonErasure, OfficeAct):
    """Decide that name and contacts of somebody are erased.

    `kept_files` name the person and are still to be kept, `held_files` are held as well. `kronika erase person` looks
    for them, asks this, and erases.
    """

    topic = "office.erase-person"

    kept_files: tuple[AnyFile, ...] = ()
    held_files: tuple[AnyFile, ...] = ()


class GrantRole(Grant, OfficeAct):
    """Give somebody a role from the effective day on; from the first one on, roles are checked."""

    topic = "office.grant-role"


class RevokeRole(GrantNamed, OfficeAct):
    """Take a role away; the effective day is the first day without it."""

    topic = "office.revoke-role"


class AppointDeputy(Deputising, OfficeAct):
    """Let somebody stand in for somebody else from the effective day on."""

    topic = "office.appoint-deputy"


class EndDeputising(DeputisingNamed, OfficeAct):
    """End a deputising; the effective day is the first day without it."""

    topic = "office.end-deputising"


class PlaceLegalHold(Hold, OfficeAct):
    """Hold somebody, or everybody: no name and no word of them may be erased."""

    topic = "office.place-legal-hold"


class LiftLegalHold(HoldNamed, OfficeAct):
    """Lift a hold."""

    topic = "office.lift-legal-hold"


class IssueReport(IssuedReport, OfficeAct):
    """Issue a report officially, under a number. `kronika report issue` makes the file, keeps it and asks this."""

    topic = "office.issue-report"


class AcceptLoss(Loss, OfficeAct):
    """Accept that entries which others have seen are lost; the reason says why. `kronika restore` asks this."""

    topic = "office.accept-loss"
