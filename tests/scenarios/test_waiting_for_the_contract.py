"""Objections, petitions, silence and measures: to which day the law keeps the contract waiting, and not a day longer.

The dates are counted by hand: 2019-04-19 is Good Friday, 2019-04-22 Easter Monday, 2019-05-01 and 05-08 are holidays.
"""

from datetime import date
from typing import Any

import pytest

from tests.scenarios.office import Office, anomaly, codes, kc
from tests.scenarios.procurement import (
    TENDER,
    WINNER,
    at,
    award,
    bid,
    box,
    end_standstill,
    notified,
    object_to,
    opened_bid,
    petition,
    published,
    reject,
    round_of,
    standstill_refused,
    tender,
)

WAIVED: dict[str, Any] = {"waived": ("tender.no-pending-petition",), "reason": "Služba nesmí být přerušena."}


@pytest.fixture
def file(office: Office) -> Office:
    return notified(office)


# Objections ----------------------------------------------------------------------------------------------------------


def test_the_standstill_lasts_to_the_rolled_fifteenth_day(file: Office) -> None:
    """Put in on Friday 15 March: 15 days end on Saturday 30, by law on Monday 1 April; the day after is free."""
    assert standstill_refused(file, "2019-04-01") == ("tender.objection-period-passed",)
    outcome = end_standstill(file, "2019-04-02")
    assert outcome.entries[0].event.model_dump(mode="json")["last_day"] == "2019-04-01"
    award(file, "2019-04-02")
    assert round_of(file).awarded is not None


def test_an_award_before_the_standstill_was_noted_as_ended_is_refused(file: Office) -> None:
    refusal = file.it_is("2019-04-02").refused("tender.award-lot", TENDER, lot="A", round=1, bid="A1")
    assert refusal.codes == ("tender.standstill-ended",)


def test_objections_put_in_ten_minutes_before_midnight_are_in_time(file: Office) -> None:
    """By the clock of the office; the answer is due on 16 April, silence lets a petition come until 26 April."""
    outcome = object_to(file, "2019-04-01 23:50", on="2019-04-03")
    assert codes(outcome) == []
    event = outcome.entries[0].event.model_dump(mode="json")
    assert event["due_on"] == "2019-04-01"
    assert event["answer_by"]["legal_last_day"] == "2019-04-16"
    assert event["petition_by_if_silent"]["legal_last_day"] == "2019-04-26"


def test_objections_put_in_ten_minutes_after_midnight_are_late_and_keep_nobody_waiting(file: Office) -> None:
    """In London it is still the last day, in Liberec it is not: recorded, late, the contract does not wait."""
    outcome = object_to(file, "2019-04-02 00:10", on="2019-04-03")
    assert codes(outcome) == ["LATE_OBJECTION"]
    facts = anomaly(outcome, "LATE_OBJECTION").facts
    assert (facts["counts_on"], facts["due_on"]) == ("2019-04-02", "2019-04-01")
    end_standstill(file, "2019-04-03")


def test_who_was_told_later_keeps_the_contract_waiting_longer(office: Office) -> None:
    """The loser's notice lay in the box on 20 March: 15 days end on Thursday 4 April."""
    notified(office)
    again = office.replay.entries(tender(office).id)
    told = next(
        e for e in again if getattr(e.event, "notice", "") == "SELECTION" and getattr(e.event, "bid", "") == "A2"
    )
    said = told.event.model_dump(mode="json", exclude_none=True, exclude={"objections_until"})
    new = said | {"delivery": box("2019-03-20 08:00")}
    office.it_is("2019-03-25").do("entry.take-back", TENDER, entry=str(told.event_id), reason="jiný den dodání")
    office.do("tender.record-notice-delivery", TENDER, on="2019-03-20", **new)
    assert standstill_refused(office, "2019-04-04") == ("tender.objection-period-passed",)
    end_standstill(office, "2019-04-05")


# Answers -------------------------------------------------------------------------------------------------------------


def test_after_a_rejection_the_contract_waits_for_ten_days_that_end_after_easter(file: Office) -> None:
    """Delivered on 10 April: raw end Saturday 20, then Sunday and Easter Monday; the last day is Tuesday 23 April."""
    object_to(file, "2019-04-01 23:50")
    assert codes(reject(file, "2019-04-10")) == []
    assert standstill_refused(file, "2019-04-23") == ("tender.petition-period-passed",)
    end_standstill(file, "2019-04-24")


def test_an_answer_after_fifteen_days_is_late_and_leaves_the_longer_limit(file: Office) -> None:
    """Due on Tuesday 16 April, sent on Wednesday 17 April: one day late.

    Reading: a late answer takes nothing from the 25 days of silence; ten days from 17 April end on Saturday 27 April,
    by law on Monday 29 April, later than 26 April, so 29 April counts.
    """
    object_to(file, "2019-04-01 12:00")
    outcome = reject(file, "2019-04-17")
    assert codes(outcome) == ["ANSWERED_LATE"]
    assert standstill_refused(file, "2019-04-29") == ("tender.petition-period-passed",)
    end_standstill(file, "2019-04-30")


def test_in_silence_the_contract_waits_until_the_twenty_fifth_day(file: Office) -> None:
    """Put in on 1 April, never answered: a petition can come until Friday 26 April."""
    object_to(file, "2019-04-01 12:00")
    assert standstill_refused(file, "2019-04-26") == ("tender.objections-answered",)
    end_standstill(file, "2019-04-27")


@pytest.mark.parametrize(("day", "found"), [("2019-04-26", []), ("2019-04-27", ["LATE_PETITION"])])
def test_a_petition_after_silence_is_in_time_to_the_twenty_fifth_day(file: Office, day: str, found: list[str]) -> None:
    object_to(file, "2019-04-01 12:00")
    assert codes(petition(file, day)) == found


@pytest.mark.parametrize(("day", "found"), [("2019-04-23", []), ("2019-04-24", ["LATE_PETITION"])])
def test_a_petition_after_a_rejection_is_in_time_to_the_tenth_day(file: Office, day: str, found: list[str]) -> None:
    """The tenth day is Saturday 20 April, by law Tuesday 23 April."""
    object_to(file, "2019-04-01 12:00")
    reject(file, "2019-04-10")
    assert codes(petition(file, day)) == found


def test_objections_that_are_upheld_set_the_selection_aside_and_the_next_is_selected(file: Office) -> None:
    """The selection falls; whoever comes second cannot be taken while the first stands, the first again can."""
    object_to(file, "2019-04-01 12:00")
    said: dict[str, Any] = {"objection": "N1", "outcome": "UPHELD", "sets_aside": "SELECTION"}
    file.it_is("2019-04-12").do("tender.record-objection-decision", TENDER, **said)
    assert round_of(file).selected is None
    file.refused("tender.award-lot", TENDER, lot="A", round=1, bid="A1")
    assert file.refused("tender.select-supplier", TENDER, lot="A", round=1, bid="A2").codes == (
        "tender.best-bid-selected",
    )
    file.do("tender.select-supplier", TENDER, lot="A", round=1, bid="A1")


# Petitions -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def petitioned(file: Office) -> Office:
    """Proceedings from Tuesday 23 April: 60 days end on Saturday 22 June, by law on Monday 24 June."""
    object_to(file, "2019-04-01 12:00")
    reject(file, "2019-04-10")
    outcome = petition(file, "2019-04-23")
    blocked = outcome.entries[0].event.model_dump(mode="json")["blocked_until"]
    assert (blocked["raw_end"], blocked["legal_last_day"]) == ("2019-06-22", "2019-06-24")
    return file


def test_a_petition_blocks_to_the_sixtieth_day(petitioned: Office) -> None:
    assert standstill_refused(petitioned, "2019-06-24") == ("tender.petition-block-passed",)
    end_standstill(petitioned, "2019-06-25")


def test_sixty_days_that_end_on_a_working_day_end_there(file: Office) -> None:
    """Proceedings from Friday 12 April: the sixtieth day is Tuesday 11 June; Wednesday 12 June is free."""
    object_to(file, "2019-04-01 12:00")
    reject(file, "2019-04-10")
    petition(file, "2019-04-12")
    assert standstill_refused(file, "2019-06-11") == ("tender.petition-block-passed",)
    end_standstill(file, "2019-06-12")


def test_after_the_sixty_days_an_award_takes_a_reason_and_a_second_person(petitioned: Office) -> None:
    end_standstill(petitioned, "2019-06-25")
    refusal = petitioned.refused("tender.award-lot", TENDER, lot="A", round=1, bid="A1")
    assert refusal.codes == ("tender.no-pending-petition",)
    outcome = award(petitioned, "2019-06-25", **WAIVED)
    (waiver,) = outcome.entries[0].stamp.waivers
    assert (waiver.rule, waiver.second_person) == ("tender.no-pending-petition", "p-second")


def test_within_the_sixty_days_not_even_a_second_person_helps(petitioned: Office) -> None:
    petitioned.it_is("2019-06-24")
    refusal = petitioned.refused("tender.award-lot", TENDER, lot="A", round=1, bid="A1", **WAIVED)
    assert "tender.petition-block-passed" in refusal.codes


@pytest.mark.parametrize(
    ("day", "found"),
    [
        ("2019-06-24", {"CONTRACT_BEFORE_AWARD", "PETITION_BLOCK_PASSED"}),
        ("2019-06-25", {"PETITION_PENDING"}),
        ("2019-07-02", set()),
    ],
)
def test_a_contract_that_somebody_concluded_all_the_same_is_noted(
    petitioned: Office, day: str, found: set[str]
) -> None:
    """On the sixtieth day before the award, on the next without a second person; later nothing stands against it.

    The petition was rejected in force on 1 July.
    """
    end_standstill(petitioned, "2019-06-25")
    award(petitioned, "2019-06-25", **WAIVED)
    final: dict[str, Any] = {"petition": "S0150/2019/VZ", "outcome": "REJECTED", "final_on": "2019-07-01"}
    petitioned.it_is("2019-07-01").do("tender.record-review-decision", TENDER, **final)
    outcome = petitioned.it_is("2019-07-10").do(
        "contract.record-conclusion",
        on=day,
        number="OLP/9302/2019",
        regime="tender",
        provider=WINNER["name"],
        provider_ico=WINNER["ico"],
        maximum=kc(2_400_000),
        period={"start": "2019-08-01", "end": "2020-12-31"},
        tender={"tender": TENDER, "lot": "A", "round": 1},
    )
    assert set(codes(outcome)) == found


def test_an_interim_measure_forbids_what_a_second_person_would_allow(petitioned: Office) -> None:
    """Issued on 10 June, ended on 12 August: on 11 August nothing helps, from 12 August the way is free."""
    said: dict[str, Any] = {"measure": "PO-7", "petition": "S0150/2019/VZ"}
    petitioned.it_is("2019-06-10").do("tender.record-interim-measure", TENDER, **said)
    assert standstill_refused(petitioned, "2019-06-25") == ("tender.no-interim-measure",)
    petitioned.it_is("2019-08-12").do("tender.record-interim-measure-end", TENDER, measure="PO-7")
    last = petitioned.refused("tender.end-standstill", TENDER, lot="A", round=1, on="2019-08-11")
    assert last.codes == ("tender.no-interim-measure",)
    end_standstill(petitioned, "2019-08-12")
    award(petitioned, "2019-08-12", **WAIVED)


def test_a_petition_that_was_rejected_for_good_blocks_no_more(petitioned: Office) -> None:
    """Rejected in force on 3 June: on 2 June the block still runs, on 3 June nobody has to waive anything."""
    said: dict[str, Any] = {"petition": "S0150/2019/VZ", "outcome": "REJECTED", "final_on": "2019-06-03"}
    petitioned.it_is("2019-06-03").do("tender.record-review-decision", TENDER, **said)
    blocked = petitioned.refused("tender.end-standstill", TENDER, lot="A", round=1, on="2019-06-02")
    assert blocked.codes == ("tender.petition-block-passed",)
    end_standstill(petitioned, "2019-06-03")
    award(petitioned, "2019-06-03")


def test_a_petition_without_objections_is_recorded_and_noted(file: Office) -> None:
    said: dict[str, Any] = {"petition": "S0151/2019/VZ", "petitioner": WINNER, "lots": ["A"]}
    outcome = file.it_is("2019-03-25").do("tender.record-review-petition", TENDER, **said)
    assert "PETITION_WITHOUT_OBJECTIONS" in codes(outcome)


# Nobody to wait for --------------------------------------------------------------------------------------------------


def test_a_sole_participant_waits_for_nobody(office: Office) -> None:
    """One bid, § 122 adopted: selected without evaluation on 7 March and awarded on the same day."""
    published(office)
    bid(office, "A1", "2019-03-04 14:00")
    office.it_is("2019-03-05")
    opened: dict[str, Any] = {"opened_at": at("2019-03-05 10:30"), "bids": [opened_bid("A1", WINNER, 2_400_000)]}
    office.do("tender.open-bids", TENDER, lot="A", round=1, **opened)
    office.it_is("2019-03-07")
    outcome = office.do("tender.select-supplier", TENDER, lot="A", round=1, bid="A1")
    assert outcome.entries[0].event.model_dump(mode="json")["standstill"] == "NOT_FOR_SOLE_PARTICIPANT"
    office.do("tender.check-beneficial-owner", TENDER, bid="A1", outcome="IDENTIFIED")
    award(office, "2019-03-07")
    awarded = round_of(office).awarded
    assert awarded is not None
    assert awarded.on == date(2019, 3, 7)


def test_a_late_second_bid_makes_nobody_a_participant(office: Office) -> None:
    """It came at 10:00:01: recorded and disregarded, and the first stays alone."""
    published(office)
    bid(office, "A1", "2019-03-04 14:00")
    assert codes(bid(office, "A2", "2019-03-05 10:00:01")) == ["LATE_BID"]
    both = [opened_bid("A1", WINNER, 2_400_000), opened_bid("A2", WINNER, 1)]
    said: dict[str, Any] = {"lot": "A", "round": 1, "opened_at": at("2019-03-05 10:30")}
    assert office.refused("tender.open-bids", TENDER, **said, bids=both).codes == ("tender.opening-complete",)
    office.do("tender.open-bids", TENDER, **said, bids=both[:1])
    assert office.refused("tender.select-supplier", TENDER, lot="A", round=1, bid="A2").codes == ("tender.bid-stands",)
    outcome = office.do("tender.select-supplier", TENDER, lot="A", round=1, bid="A1")
    assert outcome.entries[0].event.model_dump(mode="json")["standstill"] == "NOT_FOR_SOLE_PARTICIPANT"


def test_a_bid_in_the_last_minute_is_in_time(office: Office) -> None:
    published(office)
    assert codes(bid(office, "A1", "2019-03-05 10:00")) == []
