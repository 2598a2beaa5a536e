"""The card shows what was so on a day, and before the opening only how many bids have come."""

from datetime import date

import pytest

from domain.kernel.answer import Answer
from domain.kernel.money import czk
from domain.tender.commands import CloseTender
from domain.tender.tender import Tender
from tests.domain.tender.stories import (
    awarded,
    bid,
    bids_in,
    clarification,
    contract,
    petitioned,
    published,
)
from tests.domain.tender.test_ending import cancel_all, relaunch, unaward
from tests.domain.tender.test_preparation import change
from tests.domain.tender.test_review import measure
from tests.domain.tender.test_takeover import IP1, taken_over
from tests.spec import THIS, Story


def round_on(story: Story[Tender], day: str, *, lot: str = "A", number: int = 1) -> dict[str, object]:
    rounds: list[dict[str, object]] = story.state.card(date.fromisoformat(day))["lots"][lot]["rounds"]
    return rounds[number - 1]


@pytest.mark.parametrize(
    ("day", "status"),
    [
        ("2017-02-01", "CALLED"),
        ("2017-03-03", "BIDS_OPENED"),
        ("2017-03-10", "EVALUATED"),
        ("2017-03-15", "SELECTED"),
        ("2017-04-01", "STANDSTILL_ENDED"),
        ("2017-04-05", "AWARDED"),
        ("2017-04-10", "CONTRACTED"),
    ],
)
def test_a_round_goes_through_its_stages(day: str, status: str) -> None:
    story = awarded().when(contract(czk(400_000)), on="2017-04-10")
    assert round_on(story, day)["status"] == status


def test_when_the_time_is_over_the_bids_are_closed_though_nobody_says_so() -> None:
    assert round_on(published(), "2017-03-03")["status"] == "CALLED"
    assert round_on(published(), "2017-03-04")["status"] == "BIDS_CLOSED"


def test_before_its_call_a_lot_has_no_round() -> None:
    assert published().state.card(date(2017, 1, 31))["lots"]["A"]["rounds"] == []


def test_before_the_opening_only_the_number_of_bids_is_told() -> None:
    story = bids_in("A1", "A2").when(bid("A3", sender={"name": "Third s.r.o."}), on="2017-03-01")
    card = round_on(story, "2017-03-02")
    assert card["bids_received"] == 3
    assert "Third" not in str(story.state.card(date(2017, 3, 2)))
    assert round_on(story, "2017-02-28")["bids_received"] == 0


def test_the_award_shows_from_its_day_on() -> None:
    story = awarded().when(contract(czk(400_000)), on="2017-04-10")
    before, after = round_on(story, "2017-04-04"), round_on(story, "2017-04-10")
    assert (before["awarded_to"], before["price"], before["selected"]) == (None, None, "A1")
    assert after["price"] == czk(2_400_000)
    assert after["contracted"] == czk(400_000)
    assert round_on(story, "2017-03-14")["selected"] is None


def test_the_card_says_whether_the_contract_may_follow() -> None:
    story = petitioned().when(measure(), on="2017-06-01")
    assert (round_on(story, "2017-05-31")["may_conclude"], round_on(story, "2017-05-31")["against"]) == (
        Answer.NO,
        ("tender.petition-block-passed",),
    )
    card = story.state.card(date(2017, 6, 1))
    assert (card["petitions_pending"], card["measures_in_force"], card["objections"]) == (
        ["S0123/2017/VZ"],
        ["PO1"],
        ["N1"],
    )
    assert story.state.card(date(2017, 3, 30))["objections"] == []


def test_documents_are_counted_by_version() -> None:
    story = published().when(change(), on="2017-02-10").when(clarification(), on="2017-02-11")
    assert [round_on(story, day)["documents_version"] for day in ("2017-02-09", "2017-02-10")] == [1, 2]


def test_a_second_round_stands_beside_the_first() -> None:
    story = published().when(unaward(), on="2017-03-04").when(relaunch(), on="2017-05-02")
    assert round_on(story, "2017-05-02")["status"] == "UNAWARDED"
    assert round_on(story, "2017-05-02", number=2)["status"] == "CALLED"
    assert len(story.state.card(date(2017, 5, 1))["lots"]["A"]["rounds"]) == 1


def test_the_end_shows_from_its_day_on() -> None:
    story = published().when(cancel_all(), on="2017-03-10").when(CloseTender(target=THIS), on="2017-04-20")
    before, after = story.state.card(date(2017, 4, 19)), story.state.card(date(2017, 4, 20))
    assert (before["is_open"], before["closed_on"], before["documents_kept_until"]) == (Answer.YES, None, None)
    assert (after["is_open"], after["closed_on"]) == (Answer.NO, date(2017, 4, 20))
    assert after["documents_kept_until"] == date(2027, 4, 20)
    assert (before["status"], after["status"]) == ("PUBLISHED", "CLOSED")


def test_of_an_old_tender_the_card_shows_what_is_stated() -> None:
    card = taken_over(**IP1).state.card(date(2012, 1, 1))
    assert (card["status"], card["number"], card["started_on"], card["lots"]) == ("TAKEN_OVER", None, None, {})
    assert card["one_of"].tenders == 4
    assert taken_over(**IP1).state.card(None)["is_open"] is Answer.CANNOT_BE_DECIDED
