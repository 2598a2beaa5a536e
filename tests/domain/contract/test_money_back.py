"""Money that came back stays within what was paid and claimed, in whatever order both become known or are corrected."""

from typing import Any

from domain.contract.contract import Contract
from domain.contract.events.drawing import PaymentMade
from domain.contract.events.settlement import RefundReceived, RefundRequested
from domain.kernel.correction import CorrectEntry, TakeBackEntry
from domain.kernel.money import czk
from tests.domain.contract.payment_stories import grant, movement, paid, refund, refund_request, reversal
from tests.spec import THIS, Story

ABOVE = "REFUND_ABOVE_PAID"


def corrected(story: Story[Contract], event: type, *, on: str, **changed: Any) -> Story[Contract]:
    """The last entry of that kind reads differently."""
    target = next(entry for entry in reversed(story.entries) if isinstance(entry.event, event))
    reads = type(target.event).model_validate(target.event.fields() | changed)
    data = reads.model_dump(mode="json", exclude_none=True)
    return story.when(CorrectEntry(target=THIS, entry=target.event_id, data=data), on=on, reason="překlep")


def spent() -> Story[Contract]:
    """600 000 paid, and 130 000 of it came back."""
    story = paid(grant(), "m1", ("2018-02", 600_000), on="2018-02-15")
    return story.when(refund("b1", 130_000), on="2019-02-14").then_notes()


def test_a_refund_that_is_recorded_before_its_payment_is_settled_by_it() -> None:
    """The statement of February came later than that of the next year."""
    story = grant().when(refund("b1", 130_000), on="2019-02-14").then_notes(ABOVE)
    less = story.when(movement("m1", ("2018-02", 129_999)), on="2018-02-15").then_notes("NO_ORDER")
    less.when(movement("m2", ("2018-02", 1)), on="2018-02-15").then_closes(ABOVE)


def test_what_the_bank_takes_back_of_money_that_was_refunded_is_noted() -> None:
    """The same money cannot come back twice."""
    spent().when(reversal("r1", "m1", 470_000), on="2019-03-01").then_notes()
    twice = spent().when(reversal("r1", "m1", 470_001), on="2019-03-01").then_notes(ABOVE)
    twice.when(movement("m2", ("2018-03", 1)), on="2018-03-15").then_closes(ABOVE)


def test_a_corrected_payment_is_held_against_what_came_back() -> None:
    """60 000 were paid and not 600 000: of that 130 000 cannot have come back."""
    parts = [{"month": "2018-02", "amount": czk(60_000)}]
    lower = corrected(spent(), PaymentMade, on="2018-02-15", amount=czk(60_000), allocations=parts)
    lower.then_notes("AMOUNT_DIFFERS", ABOVE)
    corrected(lower, RefundReceived, on="2019-02-14", amount=czk(60_000)).then_notes().then_closes(ABOVE)
    back = next(entry for entry in lower.entries if isinstance(entry.event, RefundReceived))
    lower.when(TakeBackEntry(target=THIS, entry=back.event_id), on="2019-03-01", reason="jinam").then_closes(ABOVE)


def test_a_corrected_claim_is_held_against_what_came_in_on_it() -> None:
    story = paid(grant(), "m1", ("2018-02", 600_000), on="2018-02-15")
    story = story.when(refund_request("v1", 130_000, due_on="2019-02-15"), on="2019-02-01").then_notes()
    story = story.when(refund("b1", 130_000, claim="v1"), on="2019-02-14").then_notes()
    lower = corrected(story, RefundRequested, on="2019-02-01", amount=czk(129_999)).then_notes("CLAIM_OVERPAID")
    corrected(lower, RefundReceived, on="2019-02-14", amount=czk(129_999)).then_notes().then_closes("CLAIM_OVERPAID")
    corrected(lower, RefundRequested, on="2019-02-01", amount=czk(130_000)).then_closes("CLAIM_OVERPAID").then_open()
