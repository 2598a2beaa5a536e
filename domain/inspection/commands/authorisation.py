"""Who may inspect, what is asked for beforehand, and the notice of the start."""

from domain.inspection.events.authorisation import (
    AuthorisationAmendment,
    Authorising,
    DocumentsDelivery,
    DocumentsRequest,
    Invitation,
    Notice,
    NoticeDelivery,
    NoticeWaiver,
    SteppingIn,
)
from domain.kernel.command import Act, Observation


class IssueAuthorisation(Authorising, Act):
    """Authorise the group that is to inspect."""

    topic = "inspection.issue-authorisation"


class AmendAuthorisation(AuthorisationAmendment, Act):
    """Let somebody join or leave the group, or change a role, from the effective day on."""

    topic = "inspection.amend-authorisation"


class CallSubstitute(SteppingIn, Act):
    """Let a substitute step in for somebody of the group."""

    topic = "inspection.call-substitute"


class InvitePerson(Invitation, Act):
    """Invite somebody with special knowledge."""

    topic = "inspection.invite-person"


class RequestDocuments(DocumentsRequest, Act):
    """Ask the controlled person for documents by a day."""

    topic = "inspection.request-documents"


class RecordDocuments(DocumentsDelivery, Observation):
    """Documents came; the effective day is the day on which they were received."""

    topic = "inspection.record-documents"


class IssueNotice(Notice, Act):
    """Announce the start of the inspection."""

    topic = "inspection.issue-notice"


class RecordNoticeDelivery(NoticeDelivery, Observation):
    """The notice of the start reached the controlled person."""

    topic = "inspection.record-notice-delivery"


class WaiveNotice(NoticeWaiver, Act):
    """Decide, with a reason, not to announce the inspection."""

    topic = "inspection.waive-notice"
