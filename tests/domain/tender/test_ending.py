"""How rounds and the tender end: cancellation, no award, another round, the result, closing."""

from datetime import date
from typing import Any

import pytest

from domain.kernel.answer import Answer
from domain.kernel.ids import derived_id
from domain.kernel.money import czk
from domain.tender.commands import (
    CancelLot,
    CancelTender,
    CloseTender,
    LeaveLotUnawarded,
    RecordResultPublication,
    RelaunchLot,
)
from domain.tender.events import LotCancelled, LotRelaunched, LotUnawarded, TenderClosed, TenderResultPublished
from domain.tender.tender import Tender
from tests.domain.tender.stories import (
    ADOPTED,
    CRITERIA,
    IN_DOCUMENTS,
    NEW_DOCUMENTS,
    approved,
    at,
    award,
    awarded,
    bid,
    bids_in,
    contract,
    declaration,
    end_standstill,
    evaluation,
    exclusion,
    lot,
    notice,
    one_lot,
    opened,
    opening,
    owner,
    petitioned,
    planned,
    publish,
    published,
    select,
    small_scale,
    under_old_act,
)
from tests.spec import THIS, Story


def cancel(lot: str = "A", number: int = 1, **ground: Any) -> CancelLot:
    fields = {"target": THIS, "lot": lot, "round": number, "ground": IN_DOCUMENTS | ground}
    return CancelLot.model_validate(fields)


def cancel_all(**ground: Any) -> CancelTender:
    return CancelTender.model_validate({"target": THIS, "ground": IN_DOCUMENTS | ground})


def unaward(lot: str = "A", number: int = 1) -> LeaveLotUnawarded:
    return LeaveLotUnawarded(target=THIS, lot=lot, round=number)


def relaunch(number: int = 2, **fields: Any) -> RelaunchLot:
    usual = {
        "lot": "A",
        "round": number,
        "registers": ["VVZ"],
        "notice_number": "Z2017-009999",
        "documents": NEW_DOCUMENTS,
        "bids_until": at("2017-06-02 10:00"),
        "criteria": CRITERIA,
        "adopts": ADOPTED,
    }
    return RelaunchLot.model_validate({"target": THIS} | usual | fields)


CLOSE = CloseTender(target=THIS)

# Cancellation --------------------------------------------------------------------------------------------------------


def test_a_lot_is_cancelled_by_itself_once() -> None:
    command = cancel()
    story = opened().when(command, on="2017-03-20").then(LotCancelled.of(command))
    assert story.state.lots["B"].rounds[1].failed is None
    story.when(command, on="2017-03-21").then_refused("tender.round-open")
    story.when(select("A1"), on="2017-03-21").then_refused("tender.round-open")


def test_a_cancellation_stands_on_a_ground_and_says_why() -> None:
    act = {"act": "134/2016", "provision": "§ 127(2)(d)"}
    opened().when(cancel(cites=act), on="2017-03-20").then_notes()
    one_lot(adopts=()).when(cancel(cites=act), on="2017-03-20").then_refused("tender.ground-applies")
    opened().when(cancel(why=None), on="2017-03-20").then_refused("tender.decision-has-reason")
    opened().when(cancel(number=2), on="2017-03-20").then_refused("tender.on-record")


def test_a_lot_can_be_cancelled_after_its_award_until_the_contract() -> None:
    """With it the award falls."""
    fallen = awarded().when(cancel(), on="2017-04-08").then_notes()
    assert fallen.state.award("A") is None
    contracted = awarded().when(contract(), on="2017-04-10")
    contracted.when(cancel(), on="2017-04-11").then_refused("tender.cancelled-before-contract")


def test_the_whole_tender_is_cancelled_lot_by_lot() -> None:
    """What has ended stays as it ended."""
    command = cancel_all()
    both = published().when(command, on="2017-03-20")
    both.then(*(LotCancelled(lot=name, round=1, ground=command.ground) for name in ("A", "B")))
    rest = awarded().when(command, on="2017-04-08").then(LotCancelled(lot="B", round=1, ground=command.ground))
    rest.when(command, on="2017-04-09").then_refused("tender.step-first")


def test_a_tender_can_be_given_up_before_it_was_called() -> None:
    """Its lots have no round; a call made all the same would have no lot."""
    command = cancel_all()
    story = approved().when(command, on="2017-01-20")
    story.then(*(LotCancelled(lot=name, ground=command.ground) for name in ("A", "B")))
    story.when(publish(), on="2017-02-01").then_refused("tender.has-lots")
    story.when(relaunch(), on="2017-02-01").then_refused("tender.relaunched-after-failure")
    story.when(CLOSE, on="2017-01-21").then_notes()


def test_a_lot_defined_after_others_were_given_up_is_called_alone() -> None:
    given_up = approved().when(cancel_all(), on="2017-01-20")
    story = given_up.when(lot("C", estimated_value=czk(1)), on="2017-01-20")
    story.when(publish(), on="2017-02-01").then_refused("tender.value-of-lots")


# No award ------------------------------------------------------------------------------------------------------------


def test_a_round_without_bids_ends_unawarded_after_the_limit() -> None:
    published().when(unaward(), on="2017-03-03").then_refused("tender.unawarded-without-participant")
    story = published().when(unaward(), on="2017-03-04").then(LotUnawarded.of(unaward()))
    story.when(unaward(), on="2017-03-05").then_refused("tender.round-open")


def test_a_round_whose_participants_are_all_excluded_ends_unawarded() -> None:
    story = opened().when(exclusion("A1"), on="2017-03-07")
    story.when(unaward(), on="2017-03-08").then_refused("tender.unawarded-without-participant")
    story.when(exclusion("A2"), on="2017-03-08").when(unaward(), on="2017-03-08").then_notes()


def test_a_late_bid_is_no_participant() -> None:
    late = published().when(bid("A1", received_at=at("2017-03-03 10:01")), on="2017-03-03")
    late.when(unaward(), on="2017-03-04").then_notes()


# Another round -------------------------------------------------------------------------------------------------------


def test_a_lot_that_failed_is_called_again_and_the_old_round_stays() -> None:
    command = relaunch(price_maximum=czk(2_600_000))
    failed = bids_in("A1").when(cancel(), on="2017-04-01")
    story = failed.when(command, on="2017-05-02").then(LotRelaunched.of(command, previous_round=1))
    first, second = (story.state.lots["A"].rounds[number] for number in (1, 2))
    assert (first.failed, list(first.bids)) == ("CANCELLED", ["A1"])
    assert (second.failed, second.bids, second.price_maximum) == (None, {}, czk(2_600_000))
    assert second.documents[0].documents == NEW_DOCUMENTS


def test_a_lot_is_called_again_only_after_it_failed() -> None:
    published().when(relaunch(), on="2017-05-02").then_refused("tender.relaunched-after-failure")
    awarded().when(relaunch(), on="2017-05-02").then_refused("tender.relaunched-after-failure")
    approved().when(relaunch(), on="2017-05-02").then_refused("tender.relaunched-after-failure")
    published().when(relaunch(lot="Z"), on="2017-05-02").then_refused("tender.on-record")
    again = published().when(cancel(), on="2017-04-01").when(relaunch(), on="2017-05-02")
    again.when(relaunch(3), on="2017-05-03").then_refused("tender.relaunched-after-failure")


@pytest.mark.parametrize("number", [1, 3])
def test_rounds_follow_each_other(number: int) -> None:
    story = published().when(unaward(), on="2017-03-04")
    story.when(relaunch(number), on="2017-05-02").then_refused("tender.round-follows")


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"bids_until": None}, "tender.call-complete"),
        ({"criteria": ()}, "tender.call-complete"),
        ({"criteria": CRITERIA[:1]}, "tender.weights-add-up"),
        ({"bids_until": at("2017-05-02 23:00")}, "tender.deadline-lies-ahead"),
        ({"price_maximum": czk(0)}, "tender.amount-positive"),
    ],
)
def test_a_new_call_says_what_the_first_one_said(fields: dict[str, Any], code: str) -> None:
    story = published().when(unaward(), on="2017-03-04")
    story.when(relaunch(**fields), on="2017-05-02").then_refused(code)


def test_a_new_round_keeps_the_share_of_the_compensation() -> None:
    story = one_lot(price_percent=85, lot_fields={"price_maximum": czk(850_000), "compensation": czk(1_000_000)})
    story = story.when(unaward(), on="2017-03-04")
    story.when(relaunch(price_maximum=czk(900_000)), on="2017-05-02").then_refused("tender.price-from-compensation")
    more = relaunch(price_maximum=czk(900_000), compensation=czk(1_100_000))
    story.when(more, on="2017-05-02").then_notes()


def test_a_lot_may_go_on_in_another_tender() -> None:
    """Then nothing is called here; the other tender has its own rounds."""
    other = derived_id("tender", "other")
    command = RelaunchLot(target=THIS, lot="A", round=2, new_tender=other)
    story = published().when(unaward(), on="2017-03-04").when(command, on="2017-05-02").then_notes()
    assert story.state.lots["A"].continued_in == other
    assert list(story.state.lots["A"].rounds) == [1]
    story.when(relaunch(), on="2017-05-03").then_refused("tender.step-once")


def second_round() -> Story[Tender]:
    """Lot A found nobody in March; in the second round the third provider bids, is selected and waits for nobody."""
    story = published().when(unaward(), on="2017-03-04").when(relaunch(), on="2017-05-02")
    story = story.when(bid("A3", round=2, received_at=at("2017-06-01 09:00")), on="2017-06-01")
    prices = {"A3": czk(2_450_000)}
    story = story.when(opening(prices, round=2, opened_at=at("2017-06-02 11:00")), on="2017-06-02")
    story = story.when(select("A3", round=2), on="2017-06-06").when(owner("A3"), on="2017-06-06")
    return story.when(award("A3", 2), on="2017-06-07").then_notes()


def test_the_second_round_has_another_winner_and_an_award_of_its_own() -> None:
    state = second_round().state
    found = state.award("A")
    assert found is not None
    assert (found.round, found.provider.name, found.price) == (2, "Third s.r.o.", czk(2_450_000))
    assert state.award("A", 1) is None
    second_round().when(award("A3", 2), on="2017-06-08").then_refused("tender.awarded-once")


def test_a_petition_against_the_first_round_does_not_stop_the_second() -> None:
    """It keeps its own round waiting, which is over."""
    story = petitioned().when(cancel(), on="2017-04-25").when(relaunch(), on="2017-05-02").then_notes()
    answer = story.state.may_conclude(lot="A", number=2, on=date(2017, 5, 3))
    assert answer.answer is Answer.YES
    assert story.state.may_conclude(lot="A", number=1, on=date(2017, 5, 3)).answer is Answer.NO


def test_the_second_round_is_objected_to_by_itself() -> None:
    """Two bids of the second round: told on 2017-06-12, objections until 06-27."""
    story = published().when(unaward(), on="2017-03-04").when(relaunch(), on="2017-05-02")
    for name in ("A1", "A2"):
        story = story.when(bid(name, round=2, received_at=at("2017-06-01 09:00")), on="2017-06-01")
        story = story.when(declaration(f"e{name[1]}"), on="2017-06-02")
    prices = {"A1": czk(2_000_000), "A2": czk(2_000_000)}
    story = story.when(opening(prices, round=2, opened_at=at("2017-06-02 11:00")), on="2017-06-02")
    points = {"A1": (90, 90), "A2": (80, 80)}
    story = story.when(evaluation(points, (("A1", 94), ("A2", 88)), round=2), on="2017-06-06")
    story = story.when(select("A1", round=2), on="2017-06-09").when(notice("A2", "2017-06-12 10:00"), on="2017-06-12")
    story.when(end_standstill(round=2), on="2017-06-27").then_refused("tender.objection-period-passed")
    story = story.when(end_standstill(round=2), on="2017-06-28").when(owner(), on="2017-06-28")
    story.when(award("A1", 2), on="2017-06-28").then_notes()


# The result ----------------------------------------------------------------------------------------------------------


def result(**fields: Any) -> RecordResultPublication:
    usual = {"lots": ("A",), "registers": ["VVZ"], "notice_number": "Z2017-011111"}
    return RecordResultPublication.model_validate({"target": THIS} | usual | fields)


@pytest.mark.parametrize(
    ("fields", "on", "notes"),
    [
        ({}, "2017-05-10", ()),
        ({}, "2017-05-11", ("RESULT_LATE",)),
        ({"is_grouped": True}, "2017-07-31", ()),
        ({"is_grouped": True}, "2017-08-01", ("RESULT_LATE",)),
    ],
)
def test_the_result_is_published_in_thirty_days_of_the_contract(
    fields: dict[str, Any], on: str, notes: tuple[str, ...]
) -> None:
    """Contract on 2017-04-10: by itself until 05-10, grouped until 30 days after the quarter, rolled to 07-31."""
    command = result(**fields)
    story = awarded().when(contract(), on="2017-04-10").when(command, on=on)
    story.then(TenderResultPublished.of(command)).then_notes(*notes)
    story.when(command, on=on).then_refused("tender.step-once")


def test_under_the_old_act_the_result_was_due_in_fifteen_days_and_never_grouped() -> None:
    """Contract on 2016-04-04: until 04-19."""
    story = under_old_act().when(bid("A1", received_at=at("2016-02-20 10:00")), on="2016-02-20")
    story = story.when(opening({"A1": czk(1)}, opened_at=at("2016-03-01 11:00")), on="2016-03-01")
    story = story.when(declaration("e1"), on="2016-03-01").when(
        evaluation({"A1": (100,)}, (("A1", 100),)), on="2016-03-02"
    )
    story = story.when(select("A1"), on="2016-03-03").when(award(), on="2016-03-04")
    story = story.when(contract(czk(1)), on="2016-04-04").then_notes()
    story.when(result(is_grouped=True), on="2016-04-19").then_notes()
    story.when(result(is_grouped=True), on="2016-04-20").then_notes("RESULT_LATE")


def test_without_a_contract_no_result_is_late() -> None:
    awarded().when(result(), on="2018-01-01").then_notes()
    story = small_scale().when(award(), on="2017-03-15").when(contract(czk(900_000)), on="2017-03-20")
    story.when(result(), on="2019-01-01").then_notes()
    published().when(result(lots=("Z",)), on="2018-01-01").then_refused("tender.on-record")


# The end -------------------------------------------------------------------------------------------------------------


def test_a_tender_is_closed_when_every_lot_has_ended() -> None:
    """Documentation is kept ten years from then on (§ 216)."""
    unfinished = awarded().when(CLOSE, on="2017-04-20").then_refused("tender.lots-ended-before-closing")
    assert unfinished.facts_of("tender.lots-ended-before-closing")["still_open"] == ["B"]
    story = awarded().when(unaward("B"), on="2017-04-06").when(CLOSE, on="2017-04-20")
    story.then(TenderClosed(documents_kept_until=date(2027, 4, 20)))
    story.when(CLOSE, on="2017-04-21").then_refused("tender.not-closed")


@pytest.mark.parametrize("end", [cancel("B"), unaward("B")])
def test_cancelled_and_unawarded_lots_have_ended(end: Any) -> None:
    awarded().when(end, on="2017-04-06").when(CLOSE, on="2017-04-20").then_notes()


def test_a_lot_called_again_is_open_again() -> None:
    story = published().when(unaward(), on="2017-03-04").when(unaward("B"), on="2017-03-04")
    story.when(CLOSE, on="2017-03-05").then_notes()
    story.when(relaunch(), on="2017-05-02").when(CLOSE, on="2017-05-03").then_refused(
        "tender.lots-ended-before-closing"
    )


def test_after_the_end_acts_are_refused_and_facts_noted() -> None:
    closed = awarded().when(unaward("B"), on="2017-04-06").when(CLOSE, on="2017-04-20")
    closed.when(cancel(), on="2017-04-21").then_refused("tender.not-closed")
    closed.when(bid("B1"), on="2017-04-21").then_notes("AFTER_CLOSING")


def test_a_plan_that_came_to_nothing_is_closed_without_lots() -> None:
    planned().when(CLOSE, on="2017-06-01").then_notes()


def test_before_the_call_only_the_office_itself_can_be_cited() -> None:
    """No documents have adopted anything yet."""
    by_act = cancel_all(cites={"act": "134/2016", "provision": "§ 127(2)(d)"})
    approved().when(by_act, on="2017-01-20").then_refused("tender.ground-applies")
    published().when(by_act, on="2017-03-20").then_notes()
