"""Changes that the provider asks for or announces, and a new provider in the place of the old."""

from typing import Literal

from domain.contract.payloads import Account, ChangeKind
from domain.kernel.event import Event, Payload
from domain.kernel.prose import Prose
from domain.kernel.registry import Ico, ResolutionNumber
from domain.kernel.stamp import Reference


class Change(Payload):
    """A change by its reference in the file; whether it is substantial is absent until somebody judged it."""

    change: Reference
    change_kind: ChangeKind
    subject: Prose | None = None
    is_substantial: bool | None = None


class ChangeRequested(Change, Event):
    """The provider asked for a change that needs consent."""

    topic = "contract.change-requested"


class ChangeNotified(Change, Event):
    """The provider announced a change that needs no consent."""

    topic = "contract.change-notified"


class ChangeDecision(Payload):
    """What was decided; `account` is the new account of the provider where the change was about it."""

    change: Reference
    outcome: Literal["approved", "rejected"]
    is_substantial: bool
    resolution: ResolutionNumber | None = None
    account: Account | None = None
    reasons: Prose | None = None


class ChangeDecided(ChangeDecision, Event):
    """The region decided on a change."""

    topic = "contract.change-decided"


class NewProvider(Payload):
    """Who takes the place of the provider, and by what.

    `reserved` in the tender documents (§ 100(2) Act 134/2016), universal `succession` such as a merger (§ 222(10)(b)),
    or the `consent` of the region alone.
    """

    provider: Reference
    provider_ico: Ico | None = None
    ground: Literal["reserved", "succession", "consent"]
    resolution: ResolutionNumber | None = None


class ProviderSucceeded(NewProvider, Event):
    """By law another person took the place of the provider."""

    topic = "contract.provider-succeeded"


class ContractAssigned(NewProvider, Event):
    """The provider assigned the contract to another with the consent of the region."""

    topic = "contract.assigned"
