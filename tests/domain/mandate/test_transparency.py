"""What is published about a mandate, and what goes into the two-yearly report to the Commission."""

from typing import Any

import pytest

from domain.kernel.money import Money, czk
from domain.mandate import commands as asked
from domain.mandate import events
from domain.mandate.mandate import Mandate
from domain.mandate.payloads import Decision, ReportedService
from tests.domain.mandate.stories import (
    NUMBER,
    SISTER_NUMBER,
    START,
    add_sister,
    entrusted,
    give,
    give_back,
    issue,
    made,
    pay,
    proposed,
    two_services,
)
from tests.spec import Story

ACT = "https://example.cz/povereni"


def publish(crowns: int, *, year: int = 2018, **fields: Any) -> asked.PublishCompensation:
    usual = {
        "year": year,
        "url": "https://example.cz/2018",
        "amount": czk(crowns),
        "has_other_activities": True,
        "rate": {"czk_per_eur": 25, "day": f"{year + 1}-06-14"},
    }
    return made(asked.PublishCompensation, **usual | fields)


def with_payment(crowns: int, decision: Decision = "2012/21/EU") -> Story[Mandate]:
    year = START[decision]
    return entrusted(decision, crowns=1_000_000_000).when(pay("1", year, crowns), on=f"{year}-06-15").then_notes()


# Publication ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("decision", ["2012/21/EU", "2025/2630"])
@pytest.mark.parametrize(("crowns", "is_duty"), [(375_000_000, False), (375_000_001, True)])
def test_above_fifteen_million_euros_the_act_is_published_too(decision: Decision, crowns: int, is_duty: bool) -> None:
    """375 000 000 Kč at 25 are exactly 15 million; more to a provider with other activities is a duty."""
    year = START[decision]
    story = with_payment(crowns, decision)
    bare = story.when(publish(crowns, year=year), on=f"{year + 1}-06-15")
    if is_duty:
        bare.then_refused("mandate.published-in-full")
    else:
        bare.then_notes()
    command = publish(crowns, year=year, entrustment_url=ACT)
    full = story.when(command, on=f"{year + 1}-06-15")
    full.then(events.TransparencyPublished.of(command, amount_eur=Money(crowns * 4, "EUR"), is_duty=is_duty))
    assert full.state.published[year].is_duty is is_duty


def test_a_provider_without_other_activities_has_no_duty() -> None:
    story = with_payment(375_000_001)
    story.when(publish(375_000_001, has_other_activities=False), on="2019-06-15").then_notes()


@pytest.mark.parametrize("unknown", ["rate", "has_other_activities"])
def test_where_the_duty_is_open_the_act_is_published_too(unknown: str) -> None:
    story = with_payment(375_000_001)
    left_open: dict[str, Any] = {unknown: None}
    story.when(publish(375_000_001, **left_open), on="2019-06-15").then_refused("mandate.published-in-full")
    open_duty = publish(375_000_001, entrustment_url=ACT, **left_open)
    full = story.when(open_duty, on="2019-06-15").then_notes()
    assert full.state.published[2018].is_duty is None


def test_what_was_paid_is_published_and_once_in_one_wording() -> None:
    story = with_payment(1_000_000)
    story.when(publish(999_999), on="2019-06-15").then_refused("mandate.published-as-paid")
    story.when(publish(-1), on="2019-06-15").then_refused("mandate.amounts-not-negative")
    published = story.when(publish(1_000_000), on="2019-06-15").then_notes()
    published.when(publish(1_000_000), on="2019-06-16").then_refused("mandate.says-something-new")
    published.when(publish(1_000_000, url="https://example.cz/jinde"), on="2019-06-16").then_notes()
    proposed().when(publish(0), on="2019-06-15").then_refused("mandate.issued-first")


# Reports -------------------------------------------------------------------------------------------------------------


def include(year: int, report_year: int = 2020, **fields: Any) -> asked.IncludeInReport:
    return made(
        asked.IncludeInReport, **{"report": f"SGEI {report_year}", "report_year": report_year, "year": year} | fields
    )


def test_a_report_holds_the_figures_of_each_service_as_known_then() -> None:
    story = proposed().when(add_sister(), on="2017-11-02").when(issue(), on="2017-12-19")
    story = story.when(pay("1", 2018, 500_000, service=NUMBER), on="2018-06-15")
    story = story.when(give_back("2", 2018, 40_000, service=NUMBER), on="2018-12-15")
    story = story.when(give("f", 2018, 70_000, service=SISTER_NUMBER), on="2018-12-15")
    story = story.when(include(2018), on="2020-05-15").then_notes()
    first = ReportedService(service=NUMBER, section="43", compensation=czk(460_000), other_public_money=Money(0))
    second = ReportedService(service=SISTER_NUMBER, section="67", compensation=Money(0), other_public_money=czk(70_000))
    story.then(events.ReportToCommissionIncluded.of(include(2018), services=(first, second)))
    assert ("SGEI 2020", 2018) in story.state.reported
    story.when(include(2018), on="2020-05-16").then_refused("mandate.reported-once")
    story.when(include(2019), on="2020-05-16").then_notes()


@pytest.mark.parametrize(
    ("year", "report_year", "belongs"),
    [
        (2018, 2020, True),
        (2019, 2020, True),
        (2017, 2020, False),
        (2020, 2020, False),
        (2018, 2019, False),
        (2018, 2022, False),
    ],
)
def test_a_report_covers_the_two_years_before(year: int, report_year: int, belongs: bool) -> None:
    story = entrusted().when(include(year, report_year), on="2020-05-15")
    if belongs:
        story.then_notes()
    else:
        story.then_refused("mandate.reported-in-its-report")


def test_the_first_report_was_that_of_2014() -> None:
    entrusted().when(include(2010, 2012), on="2018-05-15").then_refused("mandate.reported-in-its-report")
    entrusted().when(include(2012, 2014), on="2018-05-15").then_notes()


def test_money_of_an_unknown_service_is_not_reported() -> None:
    story = two_services().when(pay("1", 2018, 1), on="2018-06-15")
    story.when(include(2018), on="2020-05-15").then_refused("mandate.reported-when-known")
    proposed().when(include(2018), on="2020-05-15").then_refused("mandate.issued-first")
