"""Monitoring reports, indicators, further sources, cost lines."""

import json
from decimal import Decimal

import pytest
from pydantic import ValidationError

from domain.contract.commands import (
    AcceptMonitoringReport,
    DecideCostLine,
    RecordFurtherSource,
    RecordIndicatorAchievement,
    RecordMonitoringReport,
    ReturnMonitoringReport,
    ReturnSettlement,
)
from domain.contract.contract import Contract
from domain.contract.events import (
    CostLineDecided,
    FurtherSourceReported,
    IndicatorAchievementRecorded,
    MonitoringReportAccepted,
    MonitoringReportReturned,
    MonitoringReportSubmitted,
)
from domain.kernel.money import Money, czk
from domain.kernel.prose import Prose
from tests.domain.contract.payment_stories import grant, order, settlement, tender
from tests.spec import THIS, Story, given

GROUNDS = Prose.of("why", salt="00" * 16)
YEAR = {"start": "2018-01-01", "end": "2018-12-31"}
RETURN = ReturnMonitoringReport(target=THIS, report="ZoR 1", grounds=GROUNDS)
ACCEPT = AcceptMonitoringReport(target=THIS, report="ZoR 1")


def report(**fields: object) -> RecordMonitoringReport:
    figures = {"persons": 34, "fte": "2.50", "units_direct": "1200", "units_in_favour": "300.5"}
    usual = {"report": "ZoR 1", "period": YEAR, "figures": figures, "costs": czk(900_000), "revenues": czk(10_000)}
    return RecordMonitoringReport.model_validate({"target": THIS} | usual | fields)


def achievement(**fields: object) -> RecordIndicatorAchievement:
    usual = {"indicator": "6 00 00", "period": YEAR, "value": "12", "fewest_hours": "40.5"}
    return RecordIndicatorAchievement.model_validate({"target": THIS} | usual | fields)


# Reports ---------------------------------------------------------------------------------------------------------


def test_a_report_is_submitted_returned_submitted_again_and_accepted() -> None:
    story = grant().when(report(), on="2019-01-10").then(MonitoringReportSubmitted.of(report()))
    story = story.when(RETURN, on="2019-01-20").then(MonitoringReportReturned.of(RETURN))
    story = story.when(report(costs=czk(1)), on="2019-01-25").then(MonitoringReportSubmitted.of(report(costs=czk(1))))
    story = story.when(ACCEPT, on="2019-02-01").then(MonitoringReportAccepted.of(ACCEPT))
    assert story.state.reports["ZoR 1"].stage == "accepted"


def test_a_report_is_submitted_once() -> None:
    story = grant().when(report(), on="2019-01-10")
    story.when(report(), on="2019-01-11").then_refused("contract.report-not-waiting")
    story.when(ACCEPT, on="2019-02-01").when(report(), on="2019-02-02").then_refused("contract.report-not-waiting")


@pytest.mark.parametrize("command", [RETURN, ACCEPT])
def test_only_a_waiting_report_is_decided(command: ReturnMonitoringReport | AcceptMonitoringReport) -> None:
    grant().when(command, on="2019-02-01").then_refused("contract.report-waits")
    story = grant().when(report(), on="2019-01-10").when(ACCEPT, on="2019-02-01")
    story.when(command, on="2019-02-02").then_refused("contract.report-waits")


@pytest.mark.parametrize(
    "command",
    [report(), achievement(), RecordFurtherSource(target=THIS, funder="a town", amount=czk(1), year=2018)],
)
def test_a_report_needs_a_contract_on_file(
    command: RecordMonitoringReport | RecordIndicatorAchievement | RecordFurtherSource,
) -> None:
    given(Contract).when(command, on="2019-01-10").then_refused("contract.on-file")


def test_figures_are_exact() -> None:
    """A JSON number with a decimal point is no exact figure; text is."""
    with pytest.raises(ValidationError, match="is not exact"):
        report(figures={"fte": 2.5})
    event = MonitoringReportSubmitted.of(report())
    stored = json.loads(event.model_dump_json(exclude_none=True))
    assert stored["figures"] == {"persons": 34, "fte": "2.5", "units_direct": "1200", "units_in_favour": "300.5"}
    assert MonitoringReportSubmitted.model_validate(stored) == event
    as_typed = stored | {"figures": stored["figures"] | {"fte": "2.50"}}
    assert MonitoringReportSubmitted.model_validate(as_typed) == event


@pytest.mark.parametrize(
    ("fte", "passes"), [("0", True), ("-0.01", False), ("0.01", True), ("0.001", False), ("9999999999.99", True)]
)
def test_a_figure_is_not_negative_and_has_two_decimals(fte: str, passes: bool) -> None:
    if passes:
        report(figures={"fte": fte})
        return
    with pytest.raises(ValidationError):
        report(figures={"fte": fte})


@pytest.mark.parametrize(("day", "passes"), [("2019-01-31", False), ("2019-02-01", True)])
def test_an_instalment_that_depends_on_a_report_waits_for_its_acceptance(day: str, passes: bool) -> None:
    plan = [{"number": 2, "amount": czk(400_000), "after_report": "ZoR 1"}]
    second = order("2", ("2018-12", 400_000), instalment=2)
    story = grant(payment_plan=plan)
    story.when(second, on=day).then_refused("contract.instalment-after-report")
    waiting = story.when(report(), on="2019-01-10")
    waiting.when(second, on=day).then_refused("contract.instalment-after-report")
    accepted = waiting.when(ACCEPT, on="2019-02-01").when(second, on=day)
    accepted.then_notes() if passes else accepted.then_refused("contract.instalment-after-report")


# Indicators ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "notes"),
    [
        ({"fewest_hours": "40.01"}, ()),
        ({"fewest_hours": "40"}, ("BELOW_BAGATELLE",)),
        ({"indicator": "600 000", "fewest_hours": "40"}, ("BELOW_BAGATELLE",)),
        ({"indicator": "6 70 01", "fewest_hours": "40"}, ()),
        ({"fewest_hours": None}, ()),
    ],
)
def test_a_person_counts_above_forty_hours_only(fields: dict[str, object], notes: tuple[str, ...]) -> None:
    one = achievement(**fields)
    story = grant().when(one, on="2019-01-10").then(IndicatorAchievementRecorded.of(one)).then_notes(*notes)
    assert [a.value for a in story.state.achievements] == [Decimal(12)]


def test_before_2014_there_is_no_small_support_limit() -> None:
    grant().when(achievement(fewest_hours="1"), on="2013-12-31").then_notes()
    grant().when(achievement(fewest_hours="1"), on="2014-01-01").then_notes("BELOW_BAGATELLE")


def test_what_an_indicator_reached_may_be_recorded_again() -> None:
    """A later figure does not replace the earlier one: both were reported."""
    story = grant().when(achievement(), on="2019-01-10").when(achievement(value="13"), on="2019-02-10").then_notes()
    assert [a.value for a in story.state.achievements] == [Decimal(12), Decimal(13)]


# Further sources and cost lines ----------------------------------------------------------------------------------


def test_a_further_source_is_recorded_each_time() -> None:
    source = RecordFurtherSource(target=THIS, funder="a town", amount=czk(50_000), year=2018)
    story = grant().when(source, on="2019-01-10").then(FurtherSourceReported.of(source))
    story = story.when(source, on="2019-01-11").then(FurtherSourceReported.of(source))
    assert [s.amount for s in story.state.further_sources] == [czk(50_000), czk(50_000)]
    zero = source.model_copy(update={"amount": Money(0)})
    grant().when(zero, on="2019-01-10").then_refused("contract.amount-positive")


def settled() -> Story[Contract]:
    lines = [{"item": "rent", "amount": czk(170_000)}]
    return grant().when(settlement(2018, 0, 0, cost_lines=lines), on="2019-01-31").then_notes()


def decision(crowns: int, **fields: object) -> DecideCostLine:
    usual = {"year": 2018, "item": "rent", "ineligible": czk(crowns), "grounds": GROUNDS}
    return DecideCostLine.model_validate({"target": THIS} | usual | fields)


@pytest.mark.parametrize(("ineligible", "passes"), [(0, True), (170_000, True), (170_001, False), (-1, False)])
def test_no_more_than_the_line_is_ineligible(ineligible: int, passes: bool) -> None:
    story = settled().when(decision(ineligible), on="2019-02-20")
    if passes:
        story.then(CostLineDecided.of(decision(ineligible)))
    else:
        story.then_refused("contract.ineligible-within-line")


def test_a_later_decision_about_a_line_replaces_the_earlier() -> None:
    story = settled().when(decision(170_000), on="2019-02-20").when(decision(20_000), on="2019-02-25")
    assert story.state.settlements["", 2018].ineligible == {"rent": czk(20_000)}


def test_only_a_line_of_a_waiting_settlement_is_decided() -> None:
    settled().when(decision(1, item="wages"), on="2019-02-20").then_refused("contract.cost-line-known")
    settled().when(decision(1, year=2019), on="2019-02-20").then_refused("contract.settlement-waits")
    back = ReturnSettlement(target=THIS, year=2018, grounds=GROUNDS)
    settled().when(back, on="2019-02-19").when(decision(1), on="2019-02-20").then_refused("contract.settlement-waits")
    euro = decision(1, ineligible=Money(1, "EUR"))
    settled().when(euro, on="2019-02-20").then_refused("contract.amount-in-one-currency")


def test_a_tender_contract_reports_too() -> None:
    tender().when(report(), on="2019-01-10").then_notes()
