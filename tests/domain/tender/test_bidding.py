"""Bids: received, withdrawn, opened, excluded."""

from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from domain.kernel.money import Money, czk
from domain.tender.commands import ExcludeParticipant, RecordBidWithdrawal
from domain.tender.events import BidReceived, BidsOpened, BidWithdrawn, ParticipantExcluded
from domain.tender.payloads import Delivery, Moment, prague_day
from tests.domain.tender.stories import (
    at,
    award,
    bid,
    bids_in,
    clarification,
    contract,
    evaluation,
    exclusion,
    free,
    one_lot,
    opened,
    opening,
    published,
    select,
    selected,
    under_old_act,
)
from tests.spec import THIS


def withdrawal(name: str, moment: str) -> RecordBidWithdrawal:
    return RecordBidWithdrawal(target=THIS, bid=name, withdrawn_at=at(moment))


def by_act(provision: str, act: str = "134/2016", **ground: Any) -> ExcludeParticipant:
    return exclusion(cites={"act": act, "provision": provision}, **ground)


# Bids ----------------------------------------------------------------------------------------------------------------


def test_a_bid_is_recorded_once_without_what_it_says() -> None:
    """Before the opening only the number of bids is known: the ledger holds no price."""
    story = published().when(bid("A1"), on="2017-03-01").then(BidReceived.of(bid("A1")))
    assert "price" not in BidReceived.model_fields
    story.when(bid("A1"), on="2017-03-02").then_refused("tender.recorded-once")


def test_a_bid_for_a_round_that_was_never_called_is_none() -> None:
    published().when(bid("A1", round=2), on="2017-03-01").then_refused("tender.on-record")
    published().when(bid("Z1"), on="2017-03-01").then_refused("tender.on-record")


def test_a_bid_at_the_last_moment_is_in_time_and_a_second_later_is_late() -> None:
    """A late bid is a fact: it is recorded and disregarded."""
    published().when(bid("A1", received_at=at("2017-03-03 10:00")), on="2017-03-03").then_notes()
    late = published().when(bid("A1", received_at=at("2017-03-03 10:00:01")), on="2017-03-03").then_notes("LATE_BID")
    assert late.state.lots["A"].rounds[1].participants == ()
    late.when(opening({"A1": czk(1)}), on="2017-03-03").then_refused("tender.opening-complete")
    late.when(opening({}), on="2017-03-03").then(BidsOpened.of(opening({})))


def test_the_offset_of_a_moment_does_not_matter() -> None:
    """10:00 in Prague in winter is 09:00 in UTC."""
    command = bid("A1", received_at=datetime(2017, 3, 3, 9, 0, tzinfo=UTC))
    published().when(command, on="2017-03-03").then_notes()
    assert command.received_at == bid("A1", received_at=at("2017-03-03 10:00")).received_at
    assert command.model_dump(mode="json")["received_at"] == "2017-03-03T09:00:00Z"


def test_a_bid_before_the_call_is_noted() -> None:
    early = published().when(bid("A1", received_at=at("2017-01-31 23:59")), on="2017-01-31")
    early.then_notes("BID_BEFORE_PUBLICATION")
    assert early.state.lots["A"].rounds[1].participants == ()
    published().when(bid("A1", received_at=at("2017-02-01 00:00")), on="2017-02-01").then_notes()


def test_more_time_given_before_it_came_makes_a_bid_be_in_time() -> None:
    """Whether a bid is late follows from the limit that holds, not from the one known when it was recorded."""
    story = published().when(bid("A1", received_at=at("2017-03-03 11:00")), on="2017-03-03").then_notes("LATE_BID")
    story = story.when(clarification(bids_until=at("2017-03-06 10:00")), on="2017-03-03").then_notes()
    assert [one.bid for one in story.state.lots["A"].rounds[1].participants] == ["A1"]


def test_under_the_old_act_a_late_bid_was_not_opened_either() -> None:
    story = under_old_act()
    story.when(bid("A1", received_at=at("2016-03-01 10:00")), on="2016-03-01").then_notes()
    story.when(bid("A1", received_at=at("2016-03-01 10:01")), on="2016-03-01").then_notes("LATE_BID")


# Withdrawal ----------------------------------------------------------------------------------------------------------


def test_a_bid_is_withdrawn_until_the_limit() -> None:
    story = bids_in("A1", "A2")
    command = withdrawal("A1", "2017-03-03 10:00")
    withdrawn = story.when(command, on="2017-03-03").then(BidWithdrawn.of(command)).then_notes()
    assert [one.bid for one in withdrawn.state.lots["A"].rounds[1].participants] == ["A2"]
    withdrawn.when(command, on="2017-03-03").then_refused("tender.step-once")
    withdrawn.when(opening({"A2": czk(1)}), on="2017-03-03").then_notes()


def test_a_later_withdrawal_is_noted_and_the_bid_stays() -> None:
    """After the limit the participant is bound."""
    story = bids_in("A1").when(withdrawal("A1", "2017-03-03 10:01"), on="2017-03-03").then_notes("WITHDRAWN_LATE")
    assert [one.bid for one in story.state.lots["A"].rounds[1].participants] == ["A1"]


def test_what_was_never_received_cannot_be_withdrawn() -> None:
    published().when(withdrawal("A1", "2017-03-03 09:00"), on="2017-03-03").then_refused("tender.on-record")


# Opening -------------------------------------------------------------------------------------------------------------


def test_bids_are_opened_after_the_limit() -> None:
    """Opened at the very last moment of the limit would be too early."""
    story, prices = bids_in("A1"), {"A1": czk(1)}
    early = opening(prices, opened_at=at("2017-03-03 10:00"))
    story.when(early, on="2017-03-03").then_refused("tender.opening-after-deadline")
    command = opening(prices, opened_at=at("2017-03-03 10:00:01"))
    story.when(command, on="2017-03-03").then(BidsOpened.of(command))


@pytest.mark.parametrize("names", [("A1",), ("A1", "A2", "A3"), ("A1", "A1", "A2"), ("A1", "B1")])
def test_all_bids_in_time_are_opened_and_no_others(names: tuple[str, ...]) -> None:
    story = bids_in("A1", "A2", "B1")
    command = opening({"A1": czk(1)})
    bids = [command.bids[0].model_copy(update={"bid": name}) for name in names]
    story.when(command.model_copy(update={"bids": tuple(bids)}), on="2017-03-03").then_refused(
        "tender.opening-complete"
    )


def test_a_price_is_positive_and_in_the_currency_of_the_tender() -> None:
    bids_in("A1").when(opening({"A1": czk(0)}), on="2017-03-03").then_refused("tender.amount-positive")
    bids_in("A1").when(opening({"A1": Money(1, "EUR")}), on="2017-03-03").then_refused("tender.one-currency")


def test_a_round_is_opened_once() -> None:
    opened().when(opening({"A1": czk(1), "A2": czk(1)}), on="2017-03-04").then_refused("tender.step-once")


# Exclusion -----------------------------------------------------------------------------------------------------------


def test_a_participant_is_excluded_once_on_a_ground_of_the_documents() -> None:
    command = exclusion()
    story = opened().when(command, on="2017-03-07").then(ParticipantExcluded.of(command))
    assert [one.bid for one in story.state.lots["A"].rounds[1].remaining] == ["A2"]
    story.when(exclusion(), on="2017-03-08").then_refused("tender.bid-stands")


@pytest.mark.parametrize(
    ("provision", "is_taken"), [("§ 48(2)(a)", True), ("§ 122", True), ("§ 124(2)", False), ("§ 49(1)", True)]
)
def test_in_the_simplified_regime_part_four_applies_where_it_is_adopted(provision: str, is_taken: bool) -> None:
    """The documents adopt §§ 48, 122 and 127; § 49 stands in the part that applies by itself."""
    story = opened().when(by_act(provision), on="2017-03-07")
    if is_taken:
        story.then_notes()
    else:
        story.then_refused("tender.ground-applies")


def test_the_regime_decides_which_act_can_be_cited() -> None:
    """What is neither in the documents nor in the Act of the tender is no ground."""
    opened().when(by_act("§ 48", act="137/2006"), on="2017-03-07").then_refused("tender.ground-applies")
    old = under_old_act().when(bid("A1", received_at=at("2016-02-20 10:00")), on="2016-02-20")
    old = old.when(opening({"A1": czk(1)}, opened_at=at("2016-03-01 11:00")), on="2016-03-01")
    old.when(by_act("§ 60(1)", act="137/2006"), on="2016-03-02").then_notes()
    old.when(by_act("§ 48"), on="2016-03-02").then_refused("tender.ground-applies")


def test_in_a_small_scale_contract_only_what_is_adopted_applies() -> None:
    small = one_lot(regime="SMALL_SCALE").when(bid("A1"), on="2017-03-01")
    small = small.when(opening({"A1": czk(1)}), on="2017-03-03").then_notes()
    small.when(by_act("§ 48(2)"), on="2017-03-07").then_notes()
    small.when(by_act("§ 49"), on="2017-03-07").then_refused("tender.ground-applies")


def test_an_exclusion_says_why() -> None:
    """In the ground or in the reason of the entry."""
    opened().when(exclusion(why=None), on="2017-03-07").then_refused("tender.decision-has-reason")
    opened().when(exclusion(why=None), on="2017-03-07", reason="No registration.").then_notes()


def test_a_bid_that_does_not_stand_cannot_be_excluded() -> None:
    bids_in("A1").when(exclusion(), on="2017-03-07").then_refused("tender.bid-stands")
    late = published().when(bid("A1", received_at=at("2017-03-04 10:00")), on="2017-03-04")
    late.when(exclusion(), on="2017-03-07").then_refused("tender.bid-stands")
    opened().when(exclusion("A9"), on="2017-03-07").then_refused("tender.on-record")


def test_with_the_selected_bid_the_selection_falls() -> None:
    """The next in the ranking can then be selected."""
    story = selected().when(exclusion(), on="2017-03-20").then_notes()
    assert story.state.lots["A"].rounds[1].selected is None
    story.when(select("A2"), on="2017-03-22").then_notes()


def test_exclusion_before_evaluation_leaves_the_others_to_be_evaluated() -> None:
    story = opened().when(exclusion("A2"), on="2017-03-07")
    story.when(evaluation({"A1": (100, 80)}, (("A1", 94),)), on="2017-03-10").then_notes()


def test_once_a_contract_is_concluded_nobody_is_excluded_from_it() -> None:
    """Before it the award falls; after it only the others could still be excluded."""
    story = free().when(award(), on="2017-04-05")
    fallen = story.when(exclusion(), on="2017-04-10").then_notes()
    assert fallen.state.award("A") is None
    contracted = story.when(contract(), on="2017-04-10").then_notes()
    contracted.when(exclusion(), on="2017-04-11").then_refused("tender.excluded-before-contract")
    contracted.when(exclusion("A2"), on="2017-04-11").then_notes()


# Moments and deliveries ----------------------------------------------------------------------------------------------


def test_a_moment_without_offset_is_refused() -> None:
    with pytest.raises(ValidationError, match="offset"):
        TypeAdapter(Moment).validate_python(datetime(2017, 3, 3, 10))  # noqa: DTZ001  that is the point


def test_a_paper_in_a_data_box_is_delivered_when_put_in() -> None:
    """Nobody has to log in; by other ways the day on which it came counts."""
    put_in = Delivery.model_validate({"way": "DATA_BOX", "put_in_at": at("2017-03-31 23:59"), "came_on": "2017-04-03"})
    assert put_in.counts_on == prague_day(at("2017-03-31 23:59"))
    assert Delivery.model_validate({"way": "DATA_BOX", "came_on": "2017-04-03"}).counts_on is None
    posted = Delivery.model_validate({"way": "POST", "came_on": "2017-04-03"})
    assert str(posted.counts_on) == "2017-04-03"


def test_midnight_in_prague_parts_the_days() -> None:
    assert str(prague_day(at("2017-07-01 00:00"))) == "2017-07-01"
    assert str(prague_day(at("2017-07-01 23:59"))) == "2017-07-01"
