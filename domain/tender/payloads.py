"""Small values that stand inside the tender's events and commands."""

from datetime import UTC, date, datetime
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field, StringConstraints

from domain.kernel.event import Payload
from domain.kernel.forms import CapacityUnit, Form
from domain.kernel.law import Citation
from domain.kernel.money import Money
from domain.kernel.prose import Prose, Sha256
from domain.kernel.quantity import Quantity
from domain.kernel.region import RegionAsWritten
from domain.kernel.registry import OrpCode
from domain.kernel.stamp import Reference
from domain.service.payloads import Organisation

_PRAGUE = ZoneInfo("Europe/Prague")


def prague_day(moment: datetime) -> date:
    """The day on which a moment falls where the office is."""
    return moment.astimezone(_PRAGUE).date()


def _in_utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a moment needs its offset from UTC; expected a text such as 2017-03-31T10:00:00+02:00")
    return moment.astimezone(UTC)


Moment = Annotated[datetime, AfterValidator(_in_utc)]
"""A point in time with its offset; kept in UTC, so that one moment has one form."""

TenderNumber = Annotated[
    str,
    StringConstraints(min_length=1, max_length=200),
    AfterValidator(lambda number: " ".join(number.split())),
]
"""The office's reference number of a tender, in any form; runs of spaces are one."""

Regime = Literal["SIMPLIFIED_129", "SMALL_SCALE", "OLD_137_2006"]
"""By what a tender is governed: the simplified regime of § 129 Act 134/2016, a small-scale contract outside the Act's
procedures (§ 31; under the old Act § 18(3)), or any procedure of Act 137/2006."""

NoticeKind = Literal["PRELIMINARY", "START"]
"""PRELIMINARY asks for preliminary interest (předběžné oznámení); START calls for bids."""

Register = Literal["VVZ", "TED", "PROFILE"]
"""Where a notice appears: the national journal, the Union's journal, the profile of the contracting authority."""

Share = Annotated[int, Field(ge=1, le=100)]
"""Per cent of something."""

Number = Annotated[int, Field(ge=1)]

Standstill = Literal["REQUIRED", "NOT_FOR_SOLE_PARTICIPANT", "NOT_FOR_SMALL_SCALE"]
"""Whether the contract has to wait after the selection, and if not, why."""

Decision = Literal["SELECTION", "EVALUATION", "EXCLUSION"]
"""A decision of the contracting authority that can be set aside. With the evaluation the selection falls too."""


class LotRound(Payload):
    """One round of one lot: what is not awarded in a round may be called again in the next."""

    lot: Reference
    round: Number


class LotCapacity(Payload):
    """How much of a service a lot asks for, in one form and unit."""

    form: Form | None = None
    unit: CapacityUnit
    amount: Quantity


class Criterion(Payload):
    """What bids are evaluated by, and its weight in per cent.

    POINTS are given by each evaluator from 0 to 100, their mean counts. LOWEST_PRICE gives the cheapest bid 100 points
    and every other 100 × lowest price ÷ its own price.
    """

    criterion: Reference
    name: Reference
    weight: Quantity
    method: Literal["POINTS", "LOWEST_PRICE"] = "POINTS"


class Call(Payload):
    """What a round of a lot is called with: where, until when, by which documents.

    `documents` is the SHA-256 of the tender documents. `adopts` names the provisions of Act 134/2016 that the documents
    adopt although § 129 leaves them out, for example § 48.
    """

    registers: tuple[Register, ...] = ()
    notice_number: Reference | None = None
    documents: Sha256 | None = None
    bids_until: Moment | None = None
    criteria: tuple[Criterion, ...] = ()
    adopts: tuple[Citation, ...] = ()


class Delivery(Payload):
    """How a paper reached its addressee.

    In a data box it is delivered at the moment when it was put in (§ 211(6) Act 134/2016), whenever somebody opened the
    box; otherwise on the day when it came.
    """

    way: Literal["DATA_BOX", "ELECTRONIC_TOOL", "POST", "IN_PERSON"]
    put_in_at: Moment | None = None
    came_on: date | None = None

    @property
    def counts_on(self) -> date | None:
        """The day from which limits run; None where what decides is not known."""
        if self.way == "DATA_BOX":
            return prague_day(self.put_in_at) if self.put_in_at else None
        return self.came_on


class Ground(Payload):
    """What a decision stands on: a provision of the Act or of the tender documents, and why it applies."""

    cites: Citation
    why: Prose | None = None


class OpenedBid(Payload):
    """What a bid says, known from its opening on; a legal person has a beneficial owner to check."""

    bid: Reference
    provider: Organisation
    is_legal_person: bool | None = None
    price: Money


class CommissionMember(Payload):
    """Who opened the bids, by a reference to the person and the role in the commission."""

    person: Reference
    role: Reference


class Score(Payload):
    """The points that one evaluator gave to one bid on one criterion, from 0 to 100."""

    evaluator: Reference
    bid: Reference
    criterion: Reference
    points: Quantity


class Ranked(Payload):
    """A bid's place in the ranking and its total as the report prints it, rounded half up to two decimals."""

    bid: Reference
    rank: Number
    total: Quantity


class RoundWon(Payload):
    """How many of several tenders were won in a round; never which ones."""

    tenders: Number
    round: Number | None = None


class OneOf(Payload):
    """A tender that its source names only together with others: how many there are, and in which rounds they were won.

    Which of them this one is, the source does not say.
    """

    group: Reference
    tenders: Number
    won: tuple[RoundWon, ...] = ()
    as_written: Reference | None = None


class StatedOutcome(Payload):
    """How an old tender, or a lot of one, ended, as far as the source says.

    `round_inferred` holds a round that somebody concluded from elsewhere; the stamp says from what.
    """

    is_won: bool | None = None
    winner: Organisation | None = None
    round: Number | None = None
    round_inferred: Number | None = None
    contract_number: Reference | None = None
    as_written: Reference | None = None


class LotTerms(Payload):
    """What a lot asks for. `compensation` is the payment (VP) that the highest price was set from."""

    lot: Reference
    number: Number | None = None
    title: Reference | None = None
    orps: tuple[OrpCode, ...] = ()
    region: RegionAsWritten | None = None
    target_groups: tuple[Reference, ...] = ()
    forms: tuple[Form, ...] = ()
    capacities: tuple[LotCapacity, ...] = ()
    estimated_value: Money | None = None
    price_maximum: Money | None = None
    compensation: Money | None = None
