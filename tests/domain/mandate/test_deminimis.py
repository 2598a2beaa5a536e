"""Small aid: the limit before the grant, the register after it, and no compensation beside it."""

from datetime import date
from typing import Any

import pytest

from domain.kernel.calendar import working_days_after
from domain.kernel.money import Money, czk
from domain.mandate import commands as asked
from domain.mandate import events
from domain.mandate.deminimis import first_day_that_counts, in_euros
from domain.mandate.mandate import Mandate
from domain.mandate.payloads import Rate
from tests.domain.mandate.stories import (
    NUMBER,
    SISTER_NUMBER,
    ceilings,
    commit,
    entrusted,
    issued,
    made,
    pay,
    two_services,
)
from tests.examples_calendar import CZECH_HOLIDAYS
from tests.spec import Story, given

NO_EUROS = Money(0, "EUR")


def eur(euros: int) -> Money:
    return Money(euros * 100, "EUR")


def grant(name: str, euros: int | Money, on: str, **fields: Any) -> asked.GrantDeMinimis:
    """The register was consulted on the day of the grant and showed nothing of others."""
    amount = euros if isinstance(euros, Money) else eur(euros)
    usual = {"grant": name, "amount": amount, "register_total": NO_EUROS, "register_seen_on": on}
    return made(asked.GrantDeMinimis, **usual | fields)


def granted(story: Story[Mandate], name: str, euros: int | Money, on: str, **fields: Any) -> Story[Mandate]:
    return story.when(grant(name, euros, on, **fields), on=on)


def long() -> Story[Mandate]:
    """For nine years, so that old grants can stop counting."""
    return issued(period={"start": "2018-01-01", "end": "2026-12-31"})


def test_the_register_shows_euros() -> None:
    """Crowns there are a slip of the pen, and so is less than nothing."""
    for shown in (czk(1), Money(-1, "EUR")):
        story = granted(long(), "g1", 1, "2018-06-15", register_total=shown)
        story.then_refused("mandate.register-total-in-euros")
    granted(long(), "g1", 1, "2018-06-15", register_total=Money(1, "EUR")).then_notes()


# The grant -----------------------------------------------------------------------------------------------------------


def test_a_grant_is_recorded_with_its_limit_in_the_register() -> None:
    """Friday 23 March 2018: the fifth working day after it is Tuesday 3 April, Easter lies between."""
    story = granted(long(), "g1", 10_000, "2018-03-23").then_notes()
    due = working_days_after(date(2018, 3, 23), 5, CZECH_HOLIDAYS)
    assert due.legal_last_day == date(2018, 4, 3)
    story.then(events.DeMinimisGranted.of(grant("g1", 10_000, "2018-03-23"), amount_eur=eur(10_000), register_by=due))
    granted(story, "g1", 1, "2018-03-24").then_refused("mandate.grant-number-unused")
    granted(story, "g2", 0, "2018-03-24").then_refused("mandate.amount-positive")
    nothing = given(Mandate).when(grant("g1", 1, "2018-03-24"), on="2018-03-24")
    nothing.then_refused("mandate.on-file")


def test_an_amount_in_crowns_is_converted_by_the_rate_of_the_day() -> None:
    """254 125 Kč at 25.4125 are 10 000.00 euros; on a Sunday the rate of Friday is valid."""
    rate = {"czk_per_eur": "25.4125", "day": "2018-03-23"}
    story = granted(long(), "g1", czk(254_125), "2018-03-25", rate=rate).then_notes()
    (event,) = story.decision.findings if story.decision else ()
    assert isinstance(event.event, events.DeMinimisGranted)
    assert event.event.amount_eur == eur(10_000)
    late = {"czk_per_eur": "25.4125", "day": "2018-03-22"}
    granted(long(), "g1", czk(254_125), "2018-03-25", rate=late).then_refused("mandate.rate-of-the-day")
    granted(long(), "g1", czk(254_125), "2018-03-25").then_refused("mandate.rate-stated")
    granted(long(), "g1", 10_000, "2018-03-25", rate=rate).then_refused("mandate.rate-stated")


def test_conversion_is_rounded_once_to_whole_cents() -> None:
    assert in_euros(Money(100), made(Rate, czk_per_eur="25", day="2018-03-23")) == Money(4, "EUR")
    assert in_euros(Money(113), made(Rate, czk_per_eur="25.111", day="2018-03-23")) == Money(5, "EUR")
    assert in_euros(Money(7, "EUR"), None) == Money(7, "EUR")


# The limit -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "limit"),
    [("2018-06-15", 500_000), ("2023-12-31", 500_000), ("2024-01-01", 750_000), ("2026-06-15", 750_000)],
)
def test_the_limit_is_that_of_the_regulation_in_force_on_the_day_of_the_grant(on: str, limit: int) -> None:
    """360/2012 to the end of 2023, 2023/2832 after it: to the cent."""
    granted(long(), "g1", limit, on).then_notes()
    above = granted(long(), "g1", Money(limit * 100 + 1, "EUR"), on)
    above.then_refused("mandate.de-minimis-within-limit")
    facts = above.facts_of("mandate.de-minimis-within-limit")
    assert facts["limit"] == {"currency": "EUR", "minor": limit * 100}


def test_what_others_granted_stands_in_the_register_and_counts() -> None:
    register = {"register_total": eur(499_000)}
    granted(long(), "g1", 1_000, "2018-06-15", **register).then_notes()
    granted(long(), "g1", 1_001, "2018-06-15", **register).then_refused("mandate.de-minimis-within-limit")


def test_where_the_own_grants_are_more_than_the_register_shows_they_count() -> None:
    story = granted(long(), "g1", 300_000, "2018-06-15")
    granted(story, "g2", 200_000, "2018-07-16").then_notes()
    granted(story, "g2", 200_001, "2018-07-16").then_refused("mandate.de-minimis-within-limit")
    both = granted(story, "g2", 200_001, "2018-07-16", register_total=eur(100_000))
    both.then_refused("mandate.de-minimis-within-limit")


def test_without_the_register_nothing_is_granted() -> None:
    story = granted(long(), "g1", 1, "2018-06-15", register_seen_on=None)
    story.then_refused("mandate.register-consulted")
    granted(long(), "g1", 1, "2018-06-15", register_seen_on="2018-06-14").then_refused("mandate.register-consulted")
    granted(long(), "g1", 1, "2018-06-15", register_total=None).then_refused("mandate.de-minimis-within-limit")


@pytest.mark.parametrize(("on", "counts"), [("2020-12-31", True), ("2021-01-01", False)])
def test_three_fiscal_years_counted_under_the_old_regulation(on: str, counts: bool) -> None:
    """What was granted in June 2018 counts to the end of 2020."""
    story = granted(granted(long(), "g1", 500_000, "2018-06-15"), "g2", 1, on)
    if counts:
        story.then_refused("mandate.de-minimis-within-limit")
    else:
        story.then_notes()


@pytest.mark.parametrize(("on", "counts"), [("2027-02-28", True), ("2027-03-01", False)])
def test_any_three_years_count_under_the_new_regulation(on: str, counts: bool) -> None:
    """What was granted on 1 March 2024 counts to 28 February 2027."""
    story = issued(period={"start": "2018-01-01", "end": "2027-12-31"})
    story = granted(granted(story, "g1", 750_000, "2024-03-01"), "g2", 1, on)
    if counts:
        story.then_refused("mandate.de-minimis-within-limit")
    else:
        story.then_notes()


def test_the_years_that_count() -> None:
    assert first_day_that_counts(date(2020, 12, 31), years=3, period="fiscal years") == date(2018, 1, 1)
    assert first_day_that_counts(date(2027, 2, 28), years=3, period="rolling") == date(2024, 2, 29)
    assert first_day_that_counts(date(2027, 3, 1), years=3, period="rolling") == date(2024, 3, 2)


def test_before_the_first_regulation_there_was_no_such_aid() -> None:
    """No limit was in force on the day."""
    story = issued("2005/842/EC")
    granted(story, "g1", 1, "2012-04-28").then_notes()
    granted(story, "g1", 500_001, "2012-04-30").then_refused("mandate.de-minimis-within-limit")


# No cumulation -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("year", [2018, 2024])
def test_small_aid_is_not_joined_with_compensation_for_the_same_service(year: int) -> None:
    """Under both regulations, in both orders, for paid and for committed money."""
    story = long().when(
        made(asked.AmendMandate, amendment="1", compensations=({"year": year, "compensation": czk(9)},)),
        on="2018-01-02",
    )
    on = f"{year}-06-15"
    for money in (commit(year, 1), pay("1", year, 1)):
        compensated = story.when(money, on=on).then_notes()
        granted(compensated, "g1", 1, on).then_refused("mandate.not-cumulated")
    aided = granted(story, "g1", 1, on).then_notes()
    aided.when(commit(year, 1), on=on).then_refused("mandate.not-cumulated")
    aided.when(pay("1", year, 1), on=on).then_notes("DE_MINIMIS_CUMULATED")


def test_small_aid_for_a_sister_service_may_stand_beside_compensation() -> None:
    story = two_services(compensations=ceilings(service=NUMBER)).when(commit(2018, 1, service=NUMBER), on="2018-06-15")
    granted(story, "g1", 1, "2018-06-15", service=SISTER_NUMBER).then_notes()
    granted(story, "g1", 1, "2018-06-15", service=NUMBER).then_refused("mandate.not-cumulated")
    granted(story, "g1", 1, "2018-06-15").then_refused("mandate.each-service-on-its-own")
    granted(entrusted(), "g1", 1, "2018-06-15", service=SISTER_NUMBER).then_refused("mandate.service-entrusted")


# The register --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("on", "days"), [("2018-04-03", 0), ("2018-04-04", 1)])
def test_a_grant_is_entered_in_the_register_within_five_working_days(on: str, days: int) -> None:
    story = granted(long(), "g1", 10_000, "2018-03-23")
    entry = made(asked.RecordDeMinimisEntry, grant="g1", register_id="RDM 1")
    story = story.when(entry, on=on).then_notes(*["DE_MINIMIS_RECORDED_LATE"] * (days > 0))
    story.then(events.DeMinimisRecorded.of(entry))
    if days:
        assert story.facts_of("DE_MINIMIS_RECORDED_LATE")["days_late"] == days
    kept = story.state.grants["g1"]
    assert (kept.register_id, kept.recorded_on, kept.is_recorded) == ("RDM 1", date.fromisoformat(on), True)
    story.when(entry, on="2018-04-05").then_refused("mandate.grant-waits")


def test_only_what_was_granted_is_entered() -> None:
    entry = made(asked.RecordDeMinimisEntry, grant="g9", register_id="RDM 1")
    long().when(entry, on="2018-04-03").then_refused("mandate.grant-waits")
