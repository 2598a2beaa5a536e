"""What changes while a contract runs: the account, the provider; and payments that are held back for a while."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import accumulate

from adapters.synth.chance import Chance
from adapters.synth.days import later, workday, workday_before
from adapters.synth.lives.contract.paying import AccountChange
from adapters.synth.lives.contract.payments import Payment
from adapters.synth.lives.contract.terms import Terms
from adapters.synth.people import ADMINISTRATORS, CLERKS
from adapters.synth.step import File, Step
from domain.contract.commands import (
    DecideChange,
    RecordChangeRequest,
    RecordSuccession,
    ReleasePayment,
    SuspendPayment,
)

QUIET_DAYS = 12
"""Between two payments there must be so many for something to happen that touches neither."""

Quiet = tuple[date, date]


def quiet_times(payments: Sequence[Payment]) -> tuple[Quiet, ...]:
    """From the end of all payments so far to the order of the next, where there is time between."""
    done = accumulate((payment.done_on for payment in payments), max)
    pairs = zip(done, (payment.ordered_on for payment in payments[1:]), strict=False)
    return tuple((done_on, ordered_on) for done_on, ordered_on in pairs if (ordered_on - done_on).days >= QUIET_DAYS)


def draw_account_change(terms: Terms, payments: Sequence[Payment], chance: Chance) -> AccountChange | None:
    """Some providers change their bank between two payments."""
    quiet = quiet_times(payments)
    if not quiet or not chance.happens(0.05):
        return None
    _, ordered_on = chance.one_of(quiet)
    return AccountChange(workday_before(ordered_on), f"99-1{terms.provider.account[4:]}")


def account_strand(change: AccountChange | None, file: File, chance: Chance) -> Iterator[Step]:
    """The provider asks, the region agrees; it is no substantial change, so nobody resolves it."""
    if change is None:
        return
    clerk, name = chance.one_of(CLERKS), "change-1"
    asked_on = workday_before(change.on - timedelta(days=3))
    asked = {"change": name, "change_kind": "GRANT", "is_substantial": False}
    yield file.write(RecordChangeRequest, asked_on, {"subject": file.prose("another bank account"), **asked}, who=clerk)
    decided = {"change": name, "outcome": "approved", "is_substantial": False, "account": change.account}
    yield file.write(DecideChange, change.on, decided, who=clerk)


def suspension_strand(payments: Sequence[Payment], file: File, chance: Chance) -> Iterator[Step]:
    """A report is missing, and payments are held back until it comes."""
    quiet = quiet_times(payments)
    if not quiet or not chance.happens(0.03):
        return
    done_on, ordered_on = chance.one_of(quiet)
    administrator, grounds = chance.one_of(ADMINISTRATORS), file.prose("a report is overdue")
    yield file.write(SuspendPayment, workday(done_on + timedelta(days=1)), {"grounds": grounds}, who=administrator)
    yield file.write(ReleasePayment, workday_before(ordered_on), who=administrator)


def succession_strand(terms: Terms, last_day: date, file: File, chance: Chance) -> Iterator[Step]:
    """The provider merged into another while the contract ran."""
    succession = terms.services[0].succession
    if succession is None or not terms.effective_on < succession.on < last_day:
        return
    provider = {"provider": succession.to.name, "provider_ico": succession.to.ico, "ground": "succession"}
    written_on = later(succession.on, chance.number(5, 40))
    yield file.write(RecordSuccession, succession.on, provider, who=chance.one_of(CLERKS), written_on=written_on)
