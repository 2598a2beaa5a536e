"""Who may inspect, what is asked for beforehand, and the notice of the start."""

from datetime import date
from typing import Literal

from domain.inspection.payloads import Delivery, Member, Person
from domain.kernel.calendar import TimeLimit
from domain.kernel.event import Event, Payload
from domain.kernel.prose import Prose, Sha256
from domain.kernel.stamp import Reference


class Authorising(Payload):
    """The authorisation to inspect (pověření ke kontrole, § 4): by whom it was issued, and for whom.

    `issued_by` is the head of the body or whom the head empowered: the controllers' superior.
    """

    authorisation: Reference
    form: Literal["FOR_THIS_INSPECTION", "CARD"]
    issued_by: Person
    issued_as: Literal["HEAD_OF_BODY", "EMPOWERED"]
    team: tuple[Member, ...]
    document: Sha256 | None = None


class AuthorisationIssued(Authorising, Event):
    """Somebody was authorised to inspect from the effective day on."""

    topic = "inspection.authorisation-issued"


class AuthorisationAmendment(Payload):
    """Who joins and who leaves the group; a member who is stated anew changes role."""

    amendment: Reference
    issued_by: Person
    joins: tuple[Member, ...] = ()
    leaves: tuple[Person, ...] = ()
    document: Sha256 | None = None
    why: Prose | None = None


class AuthorisationAmended(AuthorisationAmendment, Event):
    """The group that inspects changed from the effective day on."""

    topic = "inspection.authorisation-amended"


class SteppingIn(Payload):
    """A substitute acts instead of somebody of the group, from the effective day to `until`."""

    substitute: Person
    stands_in_for: Person
    until: date | None = None
    why: Prose | None = None


class SubstituteSteppedIn(SteppingIn, Event):
    """A substitute stepped in for somebody of the group."""

    topic = "inspection.substitute-stepped-in"


class Invitation(Payload):
    """Somebody with special knowledge takes part (přizvaná osoba, § 6); the reason stands in the protocol."""

    person: Person
    issued_by: Person
    expertise: Reference
    reason: Prose
    document: Sha256 | None = None


class PersonInvited(Invitation, Event):
    """Somebody was invited to help with the inspection."""

    topic = "inspection.person-invited"


class DocumentsRequest(Payload):
    """What the controlled person is to hand over, and by which day."""

    request: Reference
    items: tuple[Reference, ...]
    due_on: date
    document: Sha256 | None = None


class DocumentsRequested(DocumentsRequest, Event):
    """Documents were asked for; `due` is the limit as it counts when the day is no working day."""

    topic = "inspection.documents-requested"

    due: TimeLimit


class DocumentsDelivery(Payload):
    """What came of what was asked for; sent and received are both kept."""

    request: Reference
    items: tuple[Reference, ...]
    sent_on: date | None = None
    documents: tuple[Sha256, ...] = ()


class DocumentsReceived(DocumentsDelivery, Event):
    """Documents that were asked for came, all or some."""

    topic = "inspection.documents-received"


class Notice(Payload):
    """The notice of the start (§ 5(2)(b)) with the authorisation or the list of controllers."""

    document: Sha256
    planned_start: date | None = None


class NoticeIssued(Notice, Event):
    """The start of the inspection was announced."""

    topic = "inspection.notice-issued"


class NoticeDelivery(Payload):
    """How and when the notice reached the controlled person."""

    delivery: Delivery


class NoticeDelivered(NoticeDelivery, Event):
    """The notice of the start reached the controlled person."""

    topic = "inspection.notice-delivered"


class NoticeWaiver(Payload):
    """Why the start is not announced beforehand."""

    ground: Literal["PURPOSE_WOULD_FAIL", "DANGER", "COMPLAINT", "AGREED", "OTHER"]
    why: Prose


class NoticeWaived(NoticeWaiver, Event):
    """It was decided not to announce the inspection."""

    topic = "inspection.notice-waived"
