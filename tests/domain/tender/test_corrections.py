"""A wrong entry is corrected by a further one: anomalies come and go, and what stood on it says nothing."""

from typing import Any

from domain.kernel.correction import CorrectEntry, TakeBackEntry
from domain.kernel.money import czk
from domain.tender.tender import Tender
from tests.domain.tender.stories import (
    OTHER_CONTRACT,
    at,
    award,
    awarded,
    bid,
    contract,
    end_standstill,
    free,
    notified,
    objection,
    opened,
    owner,
    petitioned,
    published,
    rejection,
    select,
)
from tests.domain.tender.test_ending import result
from tests.spec import THIS, Story


def corrected(story: Story[Tender], number: int, on: str | None = None, **changed: Any) -> Story[Tender]:
    """The entry with this number (from 1, from the end with a minus) reads differently."""
    entry = story.entries[number - 1 if number > 0 else number]
    data = entry.event.model_dump(mode="json", exclude_none=True) | changed
    command = CorrectEntry(target=THIS, entry=entry.event_id, data=data)
    return story.when(command, on=on or entry.effective_on, reason="Misread.")


def taken_back(story: Story[Tender], topic: str) -> Story[Tender]:
    """The last entry with this topic should not have been recorded."""
    entry = next(entry for entry in reversed(story.entries) if entry.event.topic == topic)
    return story.when(TakeBackEntry(target=THIS, entry=entry.event_id), on="2017-12-01", reason="It was another file.")


def test_a_misread_moment_makes_a_late_bid_be_in_time() -> None:
    story = published().when(bid("A1", received_at=at("2017-03-03 10:30")), on="2017-03-03").then_open("LATE_BID")
    mended = corrected(story, -1, received_at="2017-03-03T09:30:00+01:00").then_closes("LATE_BID").then_open()
    assert [one.bid for one in mended.state.lots["A"].rounds[1].participants] == ["A1"]


def test_a_corrected_limit_makes_a_bid_late() -> None:
    story = published().when(bid("A1", received_at=at("2017-03-03 09:30")), on="2017-03-03")
    broken = corrected(story, 5, bids_until="2017-03-03T09:00:00+01:00").then_notes("LATE_BID")
    assert broken.state.lots["A"].rounds[1].participants == ()


def test_a_corrected_publication_day_shows_a_bid_before_it() -> None:
    story = published().when(bid("A1", received_at=at("2017-02-10 09:30")), on="2017-02-10").then_notes()
    corrected(story, 5, on="2017-02-15").then_notes("BID_BEFORE_PUBLICATION")


def test_corrected_contracts_come_back_under_the_award() -> None:
    story = awarded().when(contract(czk(2_400_000)), on="2017-04-10")
    story = story.when(contract(czk(1), contract=OTHER_CONTRACT), on="2017-04-11").then_open("ABOVE_AWARD")
    amount = {"currency": "CZK", "minor": 239_999_900}
    corrected(story, -2, amount=amount).then_closes("ABOVE_AWARD").then_open()


def test_a_corrected_delivery_of_objections_is_judged_again() -> None:
    """The box shows the minute: one day too late was one minute before midnight."""
    story = notified().when(objection("2017-04-01 00:00"), on="2017-04-03").then_open("LATE_OBJECTION")
    delivery = {"way": "DATA_BOX", "put_in_at": "2017-03-31T21:59:00Z"}
    corrected(story, -1, delivery=delivery).then_closes("LATE_OBJECTION").then_open()
    answered = story.when(rejection(), on="2017-04-20").then_open("LATE_OBJECTION", "ANSWERED_LATE")
    answered = corrected(answered, -1, on="2017-04-18")
    assert "ANSWERED_LATE" not in [ref.code for ref in answered.state.open_anomalies]


def test_a_corrected_day_of_the_result_is_judged_again() -> None:
    story = awarded().when(contract(), on="2017-04-10").when(result(), on="2017-05-11").then_open("RESULT_LATE")
    corrected(story, -1, on="2017-05-10").then_closes("RESULT_LATE").then_open()


def test_a_corrected_start_changes_the_law() -> None:
    corrected(published(), 5, on="2016-09-30").then_notes("REGIME_NOT_IN_FORCE")


def test_what_stood_on_an_entry_that_was_taken_back_says_nothing() -> None:
    """Every entry of a long story is taken back in turn; the file can still be read and led on."""
    stories = (
        free().when(award(), on="2017-04-05").when(contract(), on="2017-04-10").when(result(), on="2017-04-12"),
        petitioned().when(end_standstill(), on="2017-06-20"),
    )
    for story in stories:
        for entry in story.entries[1:]:
            command = TakeBackEntry(target=THIS, entry=entry.event_id)
            after = story.when(command, on="2017-12-01", reason="It was another file.")
            assert after.refusal is None
            assert after.state.card(after.entries[-1].effective_on)["number"] == "LK-0017/2017"
            after.when(award(), on="2017-12-02")
            after.when(select("A1"), on="2017-12-02")
            after.when(contract(czk(1), contract=OTHER_CONTRACT), on="2017-12-02")


def test_without_its_bid_an_award_cannot_be_made() -> None:
    story = taken_back(free(), "tender.bids-opened")
    story.when(award(), on="2017-12-02").then_refused("tender.bid-stands")
    story = opened().when(owner(), on="2017-03-20")
    assert taken_back(story, "tender.beneficial-owner-checked").state.bids["A1"].owner is None
