"""Breach of budget discipline, levy and penalty; contract penalty; what was paid on a void contract."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from domain.kernel.calendar import TimeLimit
from domain.kernel.event import Event, Payload
from domain.kernel.ids import ClaimChange, take
from domain.kernel.money import Money
from domain.kernel.prose import Prose
from domain.kernel.registry import ResolutionNumber
from domain.kernel.stamp import Reference

BreachGround = Literal["unauthorised use", "retention"]
"""The two ways to breach budget discipline: money used against the law or the contract, money not returned in time."""

Demand = Literal["remedy", "return"]

AppealOutcome = Literal["confirmed", "changed", "cancelled"]


class RateDays(Payload):
    """A rate in per mille a day, as text, and the days that it was in force."""

    per_mille: str
    days: int


class Interest(Payload):
    """Penalty interest as computed: `days` from `first_day` to `last_day`, both counted, at the rates then in force.

    `rates` holds for each rate, in per mille a day, on how many days it was in force.
    """

    principal: Money
    first_day: date
    last_day: date
    days: int
    rates: tuple[RateDays, ...]
    amount: Money


class Suspicion(Payload):
    """Money that may have been used or kept against budget discipline."""

    breach: Reference
    amount: Money
    ground: BreachGround
    description: Prose | None = None


class BudgetBreachSuspected(Suspicion, Event):
    """A breach of budget discipline is suspected; for retention, which claim was paid late, by which line, how late.

    `interest` is absent where it was not computed.
    """

    topic = "contract.budget-breach-suspected"

    claim: Reference | None = None
    movement: Reference | None = None
    first_day_of_delay: date | None = None
    days_of_delay: int | None = None
    interest: Interest | None = None


class Dismissal(Payload):
    """Why a suspicion did not prove true."""

    breach: Reference
    grounds: Prose


class BudgetBreachDismissed(Dismissal, Event):
    """A suspected breach was dropped."""

    topic = "contract.budget-breach-dismissed"


class BreachRevision(Payload):
    """What a suspicion is about now, for example after objections to the finding that raised it."""

    breach: Reference
    amount: Money
    grounds: Prose | None = None


class BudgetBreachRevised(BreachRevision, Event):
    """A suspected breach is about another amount than was first noted."""

    topic = "contract.budget-breach-revised"


class Call(Payload):
    """What the provider is called to do before a levy is imposed, and until when."""

    breach: Reference
    demand: Demand
    due_on: date
    amount: Money | None = None


class RemedyCalled(Call, Event):
    """The region called the provider to remedy a breach or to return the money (§ 22 Act 250/2000)."""

    topic = "contract.remedy-called"

    due: TimeLimit


class Remedy(Payload):
    """That a breach was remedied, or the money returned."""

    breach: Reference
    description: Prose | None = None


class BreachRemedied(Remedy, Event):
    """The provider did what it was called to do; as far as that goes no levy is imposed."""

    topic = "contract.breach-remedied"


class Levy(Payload):
    """A payment order of the regional office for a breach of budget discipline."""

    claim: Reference
    breach: Reference
    amount: Money
    due_on: date


class LevyImposed(Levy, Event):
    """The regional office imposed a levy."""

    topic = "contract.levy-imposed"

    due: TimeLimit


class Appeal(Payload):
    """An appeal against a levy, to the Ministry of Finance."""

    claim: Reference


class LevyAppealed(Appeal, Event):
    """The provider appealed against a levy."""

    topic = "contract.levy-appealed"


class AppealDecision(Payload):
    """What the Ministry of Finance decided; `amount` is the levy as changed."""

    claim: Reference
    outcome: AppealOutcome
    amount: Money | None = None


class LevyAppealDecided(AppealDecision, Event):
    """The Ministry of Finance decided about an appeal."""

    topic = "contract.levy-appeal-decided"


class Charge(Payload):
    """Penalty interest on a levy for the days of delay, both counted."""

    claim: Reference
    levy: Reference
    first_day: date
    last_day: date
    due_on: date


class PenaltyCharged(Charge, Event):
    """The regional office charged penalty interest on a levy."""

    topic = "contract.penalty-charged"

    interest: Interest
    due: TimeLimit


class ClaimPayment(Payload):
    """A line of the bank statement by which a claim was paid, whole or in part."""

    movement: Reference
    claim: Reference
    amount: Money

    def claims(self) -> Iterator[ClaimChange]:
        """The bank's reference, used once in the ledger."""
        yield take("bank-movement", self.movement)


class LevyPaid(ClaimPayment, Event):
    """The provider paid a levy, or penalty interest on it."""

    topic = "contract.levy-paid"


class Waiver(Payload):
    """How much of a levy or of penalty interest the grantor gives up, by which resolution."""

    claim: Reference
    amount: Money
    resolution: ResolutionNumber


class LevyWaived(Waiver, Event):
    """The grantor gave up a levy or penalty interest, whole or in part."""

    topic = "contract.levy-waived"


class ContractPenalty(Payload):
    """A penalty that the contract agreed on, by its clause."""

    claim: Reference
    amount: Money
    clause: Annotated[str, Field(min_length=1, max_length=200)]
    due_on: date


class ContractPenaltyImposed(ContractPenalty, Event):
    """The region claimed a contract penalty."""

    topic = "contract.penalty-imposed"

    due: TimeLimit


class ContractPenaltyPaid(ClaimPayment, Event):
    """The provider paid a contract penalty."""

    topic = "contract.penalty-paid"


class Enrichment(Payload):
    """What was paid on a contract that is void from the start."""

    claim: Reference
    amount: Money
    due_on: date


class UnjustEnrichmentClaimed(Enrichment, Event):
    """The region claimed back what it had paid without a legal ground: neither a levy nor a refund of unused money."""

    topic = "contract.unjust-enrichment-claimed"

    due: TimeLimit


class UnjustEnrichmentRepaid(ClaimPayment, Event):
    """The provider repaid what it had received on a void contract."""

    topic = "contract.unjust-enrichment-repaid"
