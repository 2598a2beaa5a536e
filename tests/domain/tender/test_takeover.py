"""Old tenders strictly as written: what the pages do not state stays unknown."""

from datetime import date
from typing import Any

import pytest

from domain.kernel.answer import Answer
from domain.kernel.ids import take
from domain.kernel.money import Money, czk
from domain.tender.commands import CloseTender, TakeOverTender
from domain.tender.events import TenderTakenOver
from domain.tender.tender import Tender
from tests.domain.tender.stories import approve, bid, contract, publish
from tests.spec import THIS, Story, given, inferred


def takeover(**fields: Any) -> TakeOverTender:
    return TakeOverTender.model_validate({"target": THIS} | fields)


def taken_over(**fields: Any) -> Story[Tender]:
    return given(Tender).when(takeover(**fields))


IP1 = {
    "service_as_written": "Sociálněterapeutické dílny Liberecko",
    "section": "67",
    "one_of": {
        "group": "IP1",
        "tenders": 4,
        "won": [{"tenders": 3, "round": 1}, {"tenders": 1, "round": 2}],
        "as_written": "Ze 4 výběrových řízení jsme tři vyhráli v prvním kole, a čtvrté ve druhém kole.",
    },
    "outcome": {"is_won": True, "winner": {"name": "Provider"}, "contract_number": "OLP/306/2010"},
}


def test_a_page_that_tells_only_of_several_tenders_together_is_kept_so() -> None:
    """Three were won in the first round, one in the second; which one, nobody states."""
    story = taken_over(**IP1).then(TenderTakenOver.of(takeover(**IP1))).then_notes()
    state = story.state
    assert state.one_of is not None
    assert [(one.round, one.tenders) for one in state.one_of.won] == [(1, 3), (2, 1)]
    assert state.outcome is not None
    assert (state.outcome.round, state.outcome.round_inferred) == (None, None)
    assert state.lots == {}
    assert state.started_on is None


def test_what_was_concluded_from_elsewhere_is_marked_as_inferred() -> None:
    """The number of the contract is of 2010, so its tender is likely the one of the second round."""
    outcome = IP1["outcome"] | {"round_inferred": 2}  # type: ignore[operator]  # a dict
    why = inferred("outcome.round_inferred", "the contract number is of 2010")
    story = given(Tender).when(takeover(**IP1 | {"outcome": outcome}), inferred=(why,)).then_notes()
    assert story.state.inferred == {"outcome.round_inferred"}
    assert story.state.outcome is not None
    assert story.state.outcome.round is None


def test_sixteen_tenders_of_one_sentence_are_sixteen_files() -> None:
    """No dates, no winners, no contracts: each says only that it is one of sixteen."""
    one = {
        "section": "62",
        "forms": ["A", "T"],
        "price_percent": 85,
        "one_of": {"group": "NZDM", "tenders": 16, "as_written": "16 částí – 16 samostatných veřejných zakázek"},
    }
    state = taken_over(**one).then_notes().state
    assert (state.price_percent, state.outcome, state.estimated_value) == (85, None, None)
    assert state.may_conclude(lot="?", number=1, on=date(2018, 1, 1)).answer is Answer.CANNOT_BE_DECIDED


@pytest.mark.parametrize(
    ("won", "notes"),
    [(({"tenders": 3}, {"tenders": 1}), ()), (({"tenders": 3}, {"tenders": 2}), ("ROUNDS_DO_NOT_ADD_UP",))],
)
def test_rounds_that_do_not_add_up_are_noted(won: tuple[dict[str, int], ...], notes: tuple[str, ...]) -> None:
    taken_over(one_of={"group": "IP1", "tenders": 4, "won": won}).then_notes(*notes)


@pytest.mark.parametrize("known", [{"number": "17/2009"}, {"title": "t"}, {"service_as_written": "s"}])
def test_a_tender_is_called_by_something(known: dict[str, str]) -> None:
    taken_over(**known).then_notes()


def test_a_tender_that_nothing_names_is_none() -> None:
    taken_over(section="62").then_refused("tender.identified")


def test_a_number_is_taken_where_it_is_stated() -> None:
    (entry,) = taken_over(number="17/2009").entries
    assert list(entry.event.claims()) == [take("tender-number", "17/2009")]
    (entry,) = taken_over(title="t").entries
    assert not list(entry.event.claims())


def test_a_file_is_opened_once() -> None:
    taken_over(title="t").when(takeover(title="t")).then_refused("tender.opened-once")


def test_a_start_that_is_no_day_is_kept_as_written() -> None:
    story = taken_over(title="t", started_on="31.11.2012").then_notes("IMPOSSIBLE_DATE")
    assert story.state.started_on is None
    assert story.state.started_as_written is not None
    assert story.state.started_as_written.raw == "31.11.2012"


@pytest.mark.parametrize(
    ("started_on", "notes"), [("30. 9. 2016", ("REGIME_NOT_IN_FORCE",)), ("1. 10. 2016", ()), (None, ())]
)
def test_a_regime_that_was_not_in_force_is_noted(started_on: str | None, notes: tuple[str, ...]) -> None:
    taken_over(title="t", regime="SIMPLIFIED_129", started_on=started_on).then_notes(*notes)


def test_lots_of_old_tenders_are_unique_and_add_up() -> None:
    a, b = ({"lot": name, "estimated_value": czk(100)} for name in "ab")
    taken_over(title="t", lots=(a, b), estimated_value=czk(200)).then_notes()
    taken_over(title="t", lots=(a, b), estimated_value=czk(201)).then_refused("tender.value-of-lots")
    taken_over(title="t", lots=(a, a)).then_refused("tender.recorded-once")
    taken_over(title="t", lots=(a,), estimated_value=czk(201)).then_refused("tender.value-of-lots")
    euros = {"lot": "c", "estimated_value": Money(1, "EUR")}
    taken_over(title="t", lots=(a, euros)).then_refused("tender.one-currency")
    unknown = {"lot": "c"}
    taken_over(title="t", lots=(a, unknown), estimated_value=czk(500)).then_notes()


@pytest.mark.parametrize("amount", [Money(0), Money(-1)])
def test_an_old_price_is_more_than_nothing(amount: Money) -> None:
    taken_over(title="x", estimated_value=amount).then_refused("tender.amount-positive")
    for name in ("estimated_value", "price_maximum", "compensation"):
        taken_over(title="x", lots=({"lot": "A", name: amount},)).then_refused("tender.amount-positive")
        taken_over(title="x", lots=({"lot": "A", name: Money(1)},)).then_notes()


def test_an_old_tender_is_in_one_currency() -> None:
    lots = ({"lot": "A", "price_maximum": Money(1)}, {"lot": "B", "compensation": Money(1, "EUR")})
    taken_over(title="x", lots=lots).then_refused("tender.one-currency")


@pytest.mark.parametrize(("amount", "is_taken"), [("0.1", True), ("0", False), ("-1", False)])
def test_a_capacity_of_an_old_lot_is_more_than_nothing(amount: str, *, is_taken: bool) -> None:
    lots = ({"lot": "A", "capacities": ({"unit": "FTE", "amount": amount},)},)
    story = taken_over(title="x", lots=lots)
    assert (story.refusal.codes if story.refusal else ()) == (() if is_taken else ("tender.capacity-positive",))


def test_whether_an_old_tender_went_on_nobody_can_tell() -> None:
    """Until somebody leads it on, or closes it."""
    won = {"lot": "a", "outcome": {"is_won": True}}
    old = taken_over(title="t", lots=(won,), regime="SIMPLIFIED_129")
    assert old.state.is_open(date(2018, 1, 1)) is Answer.CANNOT_BE_DECIDED
    closed = old.when(CloseTender(target=THIS), on="2020-01-01").state
    assert closed.is_open(date(2020, 1, 1)) is Answer.NO


def test_a_lot_whose_end_is_stated_has_ended() -> None:
    won = {"lot": "a", "outcome": {"is_won": True, "round": 1}}
    unknown = {"lot": "b", "outcome": {"as_written": "?"}}
    taken_over(title="t", lots=(won,)).when(CloseTender(target=THIS), on="2020-01-01").then_notes()
    story = taken_over(title="t", lots=(won, unknown)).when(CloseTender(target=THIS), on="2020-01-01")
    story.then_refused("tender.lots-ended-before-closing")
    story.when(bid("b1"), on="2020-01-01").then_refused("tender.on-record")
    story.when(contract(lot="a"), on="2020-01-01").then_refused("tender.on-record")


def test_an_old_tender_that_still_goes_on_is_led_on() -> None:
    """What is known of it is enough to call it; the regime has to be known then."""
    lots = ({"lot": "A", "estimated_value": czk(100)},)
    story = taken_over(title="t", lots=lots, regime="SIMPLIFIED_129").when(approve(), on="2017-01-17")
    led_on = story.when(publish(), on="2017-02-01").then_notes()
    assert led_on.state.is_open(date(2017, 2, 2)) is Answer.YES
    unknown = taken_over(title="t", lots=lots).when(approve(), on="2017-01-17").when(publish(), on="2017-02-01")
    unknown.then_refused("tender.regime-by-total-value", "tender.regime-of-its-time")
