"""An old contract as its papers show it."""

from typing import Annotated

from pydantic import Field

from domain.contract.events.conclusion import Terms
from domain.contract.payloads import AmountKind, PublicationDuty, Target
from domain.kernel.as_written import DateAsWritten, PeriodAsWritten
from domain.kernel.event import Event
from domain.kernel.money import Money
from domain.kernel.prose import Prose
from domain.kernel.region import RegionAsWritten
from domain.kernel.stamp import Reference


class OldContract(Terms):
    """What the papers state, word by word; what they do not state is absent, never guessed.

    `provider_inferred` and `round_inferred` hold what somebody concluded from elsewhere; the stamp says from what.
    `amount_kind` tells a ceiling from money provided, `amount_as_written` how the paper calls it. The scope of
    `period_as_written` says whose period it is: "contract", "support" or "project". A target that several
    contracts reach together names the others in `shared_with`.
    """

    provider_inferred: Reference | None = None
    region: RegionAsWritten | None = None
    amount: Money | None = None
    amount_kind: AmountKind | None = None
    amount_as_written: Reference | None = None
    period_as_written: PeriodAsWritten | None = None
    targets: tuple[Target, ...] = ()
    concluded_on: DateAsWritten | None = None
    effective_from: DateAsWritten | None = None
    published_on: DateAsWritten | None = None
    round_inferred: Annotated[int, Field(ge=1)] | None = None
    note: Prose | None = None


class ContractTakenOver(OldContract, Event):
    """An old contract was brought in; none of its steps is invented."""

    topic = "contract.taken-over"

    publication: PublicationDuty | None = None
