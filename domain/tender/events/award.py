"""Award, contracts on it, cancellation, a further round, the result, the end."""

from datetime import date

from domain.kernel.calendar import TimeLimit
from domain.kernel.event import Event, Payload
from domain.kernel.ids import ContractId, TenderId
from domain.kernel.money import Money
from domain.kernel.prose import Prose
from domain.kernel.stamp import Reference
from domain.service.payloads import Organisation
from domain.tender.payloads import Call, Ground, LotRound, Number, Register


class Award(LotRound):
    """The bid to which a lot goes in a round."""

    bid: Reference


class LotAwarded(Award, Event):
    """A lot was awarded: to whom, at which price. The contract follows."""

    topic = "tender.lot-awarded"

    provider: Organisation
    price: Money


class Contracting(LotRound):
    """A contract on an award and the most that it may cost. The effective day is that of its conclusion."""

    contract: ContractId
    amount: Money


class LotContracted(Contracting, Event):
    """A contract was concluded on an award.

    `result_by` is the limit for the notice of the result, `grouped_result_by` the one for a notice that groups the
    results of a quarter.
    """

    topic = "tender.lot-contracted"

    result_by: TimeLimit | None = None
    grouped_result_by: TimeLimit | None = None


class ContractRelease(LotRound):
    """A contract that no longer takes up its award, and why."""

    contract: ContractId
    why: Prose | None = None


class LotContractReleased(ContractRelease, Event):
    """A contract on an award is void or was never performed: its amount can be contracted again."""

    topic = "tender.lot-contract-released"


class LotCancellation(LotRound):
    """The procedure for one lot is cancelled in this round."""

    ground: Ground


class TenderCancellation(Payload):
    """The procedure for every lot that is still open is cancelled."""

    ground: Ground


class LotCancelled(Event):
    """A lot was cancelled; without a round, before it was ever called."""

    topic = "tender.lot-cancelled"

    lot: Reference
    round: Number | None = None
    ground: Ground


class Unaward(LotRound):
    """A round ends without a participant to award the lot to."""

    note: Prose | None = None


class LotUnawarded(Unaward, Event):
    """A round ended without an award because no participant was left."""

    topic = "tender.lot-unawarded"


class Relaunch(LotRound, Call):
    """A lot is called again in this round, or goes on in another tender.

    `price_maximum` and `compensation` hold for the new round where they are said.
    """

    new_tender: TenderId | None = None
    price_maximum: Money | None = None
    compensation: Money | None = None


class LotRelaunched(Relaunch, Event):
    """A lot that was not awarded is called again; the round before stays as it was."""

    topic = "tender.lot-relaunched"

    previous_round: Number


class ResultNotice(Payload):
    """A notice of the result of these lots; `is_grouped` where it groups the results of a quarter."""

    lots: tuple[Reference, ...]
    registers: tuple[Register, ...] = ()
    notice_number: Reference | None = None
    is_grouped: bool = False


class TenderResultPublished(ResultNotice, Event):
    """The result of lots was published on the effective day."""

    topic = "tender.result-published"


class Closing(Payload):
    """The tender is at its end."""

    note: Prose | None = None


class TenderClosed(Closing, Event):
    """Every lot ended; the documentation is kept until `documents_kept_until`."""

    topic = "tender.closed"

    documents_kept_until: date | None = None
