"""How a mandate ends, and how long its records stay."""

from datetime import date
from typing import Any

import pytest

from domain.kernel.answer import Answer
from domain.kernel.calendar import months_after
from domain.mandate import commands as asked
from domain.mandate import events
from domain.mandate.mandate import Mandate
from domain.mandate.payloads import Decision
from tests.domain.mandate.stories import (
    DECISIONS,
    START,
    check,
    commit,
    entrusted,
    issued,
    made,
    pay,
    proposed,
    repay,
    request,
    year_with,
)
from tests.examples_calendar import CZECH_HOLIDAYS
from tests.spec import Story

YES, NO = Answer.YES, Answer.NO
REVOKE = made(asked.RevokeMandate, grounds="poskytovatel službu ukončil")
EXPIRE = made(asked.RecordExpiry)


def final_check_by(day: date) -> Any:
    return months_after(day, 6, CZECH_HOLIDAYS)


# The end -------------------------------------------------------------------------------------------------------------


def test_a_revoked_mandate_ends_with_the_effective_day() -> None:
    story = issued().when(REVOKE, on="2019-06-30")
    last = date(2019, 6, 30)
    story.then(events.MandateRevoked.of(REVOKE, final_check_by=final_check_by(last), records_until=date(2029, 6, 30)))
    assert [story.state.is_valid_on(day) for day in (last, date(2019, 7, 1))] == [YES, NO]
    assert (story.state.ends_on, story.state.last_day) == (last, date(2020, 12, 31))
    assert {one.check_by for one in story.state.services.values()} == {None}


def test_a_mandate_expires_with_its_last_day() -> None:
    story = issued().when(EXPIRE, on="2020-12-31").then_notes()
    last = date(2020, 12, 31)
    story.then(events.MandateExpired(final_check_by=final_check_by(last), records_until=date(2030, 12, 31)))
    assert story.state.expired_on == last
    issued().when(EXPIRE, on="2021-01-01").then_notes("EXPIRED_ON_ANOTHER_DAY")


@pytest.mark.parametrize(("on", "goes_on"), [("2020-12-30", True), ("2020-12-31", False)])
def test_only_a_mandate_that_would_go_on_is_revoked(on: str, goes_on: bool) -> None:
    story = issued().when(REVOKE, on=on)
    if goes_on:
        story.then_notes()
    else:
        story.then_refused("mandate.revoked-before-its-end")


def test_a_mandate_ends_once_after_it_began() -> None:
    ended = issued().when(REVOKE, on="2019-06-30")
    ended.when(REVOKE, on="2019-07-30").then_refused("mandate.ends-once")
    ended.when(EXPIRE, on="2020-12-31").then_refused("mandate.ends-once")
    prolong = made(asked.ProlongMandate, last_day="2021-12-31", act="d")
    ended.when(prolong, on="2019-06-01").then_refused("mandate.ends-once")
    issued().when(EXPIRE, on="2020-12-31").when(EXPIRE, on="2020-12-31").then_refused("mandate.ends-once")
    issued().when(REVOKE, on="2017-12-31").then_refused("mandate.ends-after-start")
    issued().when(REVOKE, on="2018-01-01").then_notes()
    proposed().when(REVOKE, on="2018-06-30").then_refused("mandate.issued-first")


def test_the_end_settles_what_the_mandate_had_lost() -> None:
    loss = made(asked.RecordPreconditionLoss, precondition="registration")
    story = issued().when(loss, on="2018-06-01").then_open("MANDATE_WITHOUT_REGISTRATION")
    story.when(REVOKE, on="2018-06-30").then_closes("MANDATE_WITHOUT_REGISTRATION").then_open()


@pytest.mark.parametrize(("on", "lasts"), [("2019-06-30", True), ("2019-07-01", False)])
def test_nothing_new_is_committed_after_the_end_but_its_months_are_paid(on: str, lasts: bool) -> None:
    story = entrusted().when(REVOKE, on="2019-06-30")
    committed = story.when(commit(2019, 1, months=("2019-06",)), on=on)
    if lasts:
        committed.then_notes()
    else:
        committed.then_refused("mandate.committed-while-it-lasts")
    story.when(pay("1", 2019, 1, months=("2019-06",)), on=on).then_notes()
    story.when(pay("1", 2019, 1, months=("2019-07",)), on=on).then_notes("OUTSIDE_MANDATE_PERIOD")


# The records ---------------------------------------------------------------------------------------------------------

RELEASE = made(asked.ReleaseRecords, disposal="SKR 1/2031")


@pytest.mark.parametrize("decision", DECISIONS)
def test_records_are_kept_ten_years_from_the_end(decision: Decision) -> None:
    last = START[decision] + 2
    story = issued(decision).when(EXPIRE, on=f"{last}-12-31")
    story.when(RELEASE, on=f"{last + 10}-12-31").then_refused("mandate.records-kept-ten-years")
    released = story.when(RELEASE, on=f"{last + 11}-01-01").then(events.RecordsReleased.of(RELEASE))
    released.when(RELEASE, on=f"{last + 11}-01-02").then_refused("mandate.released-once")
    assert released.state.released_on == date(last + 11, 1, 1)


def test_records_of_a_mandate_whose_end_is_not_recorded_stay() -> None:
    """The clock has not begun."""
    issued().when(RELEASE, on="2040-01-01").then_refused("mandate.records-kept-ten-years")
    proposed().when(RELEASE, on="2040-01-01").then_refused("mandate.issued-first")


def test_a_legal_hold_keeps_the_records_until_it_is_lifted() -> None:
    hold = made(asked.PlaceLegalHold, hold="audit 7", ground="audit")
    lift = made(asked.ReleaseLegalHold, hold="audit 7")
    story = issued().when(EXPIRE, on="2020-12-31").when(hold, on="2025-01-02")
    story.then(events.LegalHoldPlaced.of(hold))
    story.when(hold, on="2025-01-03").then_refused("mandate.hold-number-unused")
    story.when(RELEASE, on="2031-01-01").then_refused("mandate.no-legal-hold")
    lifted = story.when(lift, on="2030-01-02").then(events.LegalHoldReleased.of(lift))
    lifted.when(lift, on="2030-01-03").then_refused("mandate.hold-known")
    released = lifted.when(RELEASE, on="2031-01-01").then_notes()
    released.when(hold, on="2031-02-01").then_refused("mandate.released-once")


def _paid_too_much() -> Story[Mandate]:
    """200 000 too much in the only year, the mandate revoked at its end."""
    story = year_with(entrusted(), 2018, paid=1_000_000, net=800_000)
    return story.when(REVOKE, on="2018-12-31").then_notes()


def test_records_are_released_after_every_year_was_checked_and_everything_repaid() -> None:
    story = _paid_too_much()
    story.when(RELEASE, on="2029-01-01").then_refused("mandate.released-after-final-check")
    story = story.when(check(2018), on="2019-05-15").then_notes()
    claimed = story.when(request("v1", 2018, 200_000, due_on="2019-06-30"), on="2019-05-16").then_notes()
    claimed.when(RELEASE, on="2029-01-01").then_refused("mandate.released-after-final-check")
    repaid = claimed.when(repay("b1", "v1", 200_000), on="2019-06-30").then_notes()
    repaid.when(RELEASE, on="2029-01-01").then_notes()


def test_a_payment_can_still_be_recorded_after_the_end() -> None:
    """What happened is recorded, whenever it becomes known."""
    _paid_too_much().when(pay("late", 2018, 1), on="2019-02-01").then_notes("OVER_COMPENSATION_RISK")
