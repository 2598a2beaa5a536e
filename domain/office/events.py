"""What happened in the office."""

from collections.abc import Iterator
from datetime import date

from domain.kernel.event import Event
from domain.kernel.ids import ClaimChange, take
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

OFFICE_CLAIM = "office"
"""The one name of the one office: `kronika log office office`."""


class OfficeEvent(Event):
    """Something of the office; whichever came first took its name."""

    def claims(self) -> Iterator[ClaimChange]:
        yield take(OFFICE_CLAIM, OFFICE_CLAIM)


class PersonRegistered(Registration, OfficeEvent):
    """Somebody was registered under a key of the vault."""

    topic = "office.person-registered"


class PersonLeft(Leaving, OfficeEvent):
    """Somebody left; the effective day was the last one.

    `records_until` is the last day on which name and contacts are kept, as was configured on that day.
    """

    topic = "office.person-left"

    records_until: date | None = None


class PersonErased(PersonErasure, OfficeEvent):
    """It was decided that name and contacts of somebody are erased from the vault."""

    topic = "office.person-erased"


class RoleGranted(Grant, OfficeEvent):
    """Somebody was given a role."""

    topic = "office.role-granted"


class RoleRevoked(GrantNamed, OfficeEvent):
    """A role was taken from somebody; the effective day was the first without it."""

    topic = "office.role-revoked"


class DeputyAppointed(Deputising, OfficeEvent):
    """Somebody was appointed to stand in for somebody else."""

    topic = "office.deputy-appointed"


class DeputisingEnded(DeputisingNamed, OfficeEvent):
    """Somebody no longer stands in; the effective day was the first without it."""

    topic = "office.deputising-ended"


class LegalHoldPlaced(Hold, OfficeEvent):
    """Somebody, or everybody, is held: no name and no word of them is erased."""

    topic = "office.legal-hold-placed"


class LegalHoldLifted(HoldNamed, OfficeEvent):
    """What was held is free again."""

    topic = "office.legal-hold-lifted"


class ReportIssued(IssuedReport, OfficeEvent):
    """A report was handed out officially, under a number; its cells can be computed again at any time."""

    topic = "office.report-issued"


class LossAccepted(Loss, OfficeEvent):
    """It was accepted that entries which others had seen are lost; what follows bears their numbers."""

    topic = "office.loss-accepted"
