"""A project ends: what must be done before, what is kept how long, what may still come, what is corrected."""

from datetime import date

import pytest

from domain.kernel.command import Command
from domain.kernel.correction import CorrectEntry, TakeBackEntry
from domain.kernel.ids import derived_id
from domain.project import commands as asked
from domain.project.events import ProjectApproved, ProjectClosed, ProjectTakenOver
from domain.project.project import Project
from tests.domain.project.pieces import APPROVAL, approved, on_file, service_id, services, take_over
from tests.domain.service.pieces import said
from tests.spec import Story, given

CLOSE = said(asked.CloseProject)
PERIOD = {"start": "2022-07-01", "end": "2022-12-31"}
REPORT = said(asked.SubmitImplementationReport, report="ZoR 1", period=PERIOD)
ADVANCE = said(asked.SubmitPaymentClaim, claim="ŽoP 1", claim_kind="advance", amount="10 CZK", period=PERIOD)
APPROVE_CLAIM = said(asked.RecordClaimDecision, claim="ŽoP 1", outcome="approved", approved="10 CZK")
RECEIVE = said(asked.RecordPaymentReceived, movement="1", amount="10 CZK")


def event_id(number: int) -> object:
    return derived_id("spec", "event", str(number))


def test_project_is_closed_when_its_period_is_over() -> None:
    """On its last day at the earliest, and once."""
    approved().when(CLOSE, on="2025-06-29").then_refused("project.closed-after-end")
    closed = approved().when(CLOSE, on="2025-06-30").then(ProjectClosed(retention_until=date(2035, 12, 31)))
    closed.when(CLOSE, on="2025-07-01").then_refused("project.closed-once")
    assert closed.state.closed_on == date(2025, 6, 30)
    given(Project).when(CLOSE, on="2025-06-30").then_refused("project.opened-first")


def test_project_of_unknown_end_cannot_be_closed() -> None:
    """Nobody can say whether it is over."""
    story = on_file().when(CLOSE, on="2025-06-30").then_refused("project.closed-after-end")
    assert story.refusal is not None
    assert story.refusal.violations[0].is_undecided


@pytest.mark.parametrize("waiting", [REPORT, ADVANCE], ids=lambda command: command.topic)
def test_project_is_not_closed_while_something_waits(waiting: Command) -> None:
    """A report or claim without a decision, or one that came back."""
    approved().when(waiting, on="2023-01-30").when(CLOSE, on="2025-06-30").then_refused(
        "project.nothing-awaits-decision"
    )


def test_returned_report_still_waits() -> None:
    """It must be handed in again; once approved, nothing waits."""
    returned = said(asked.RecordReportDecision, report="ZoR 1", outcome="returned")
    story = approved().when(REPORT, on="2023-01-30").when(returned, on="2023-02-10")
    story.when(CLOSE, on="2025-06-30").then_refused("project.nothing-awaits-decision")
    accepted = said(asked.RecordReportDecision, report="ZoR 1", outcome="approved")
    story = story.when(REPORT, on="2023-02-20").when(accepted, on="2023-03-01")
    story.when(CLOSE, on="2025-06-30").then_notes()


# How long the records are kept ----------------------------------------------------------------------------------------


def paid(on: str) -> Story[Project]:
    """A project that received all it claimed on that day."""
    story = approved().when(ADVANCE, on="2023-01-01").when(APPROVE_CLAIM, on="2023-01-10")
    return story.when(RECEIVE, on=on).then_notes()


def test_retention_of_opz_plus_takes_the_later_of_two_rules() -> None:
    """Ten years after the end of 2025; five after the year of the last payment where that is later."""
    assert paid("2023-02-01").when(CLOSE, on="2025-07-01").state.retention_until == date(2035, 12, 31)
    assert paid("2031-02-01").when(CLOSE, on="2031-03-01").state.retention_until == date(2036, 12, 31)


def test_retention_of_opz_runs_ten_years_from_january() -> None:
    """A project that ended in 2020, whether a day or only the month is known."""
    period = {"raw": "do března 2020", "end": "března 2020"}
    opz = on_file(number="CZ.03.2.60/0.0/0.0/15_005/0003862", period=period)
    assert opz.when(CLOSE, on="2020-06-01").state.retention_until == date(2030, 12, 31)


def test_retention_without_a_configured_rule_is_not_promised() -> None:
    """For other programmes, and on days before the rules began, no end is named."""
    ended = {"raw": "do 31. 12. 2012", "end": "31. 12. 2012"}
    assert on_file(programme="OP LZZ", period=ended).when(CLOSE, on="2015-01-01").state.retention_until is None
    assert on_file(programme="SROP", period=ended).when(CLOSE, on="2015-01-01").state.retention_until is None
    assert on_file(programme="OPZ", period=ended).when(CLOSE, on="2013-12-31").state.retention_until is None
    assert on_file(programme="OPZ", period=ended).when(CLOSE, on="2014-01-01").state.retention_until == date(
        2022, 12, 31
    )


# After the end --------------------------------------------------------------------------------------------------------


def test_closed_project_refuses_our_acts_and_notes_the_world() -> None:
    """From the day of closing on; late news of the day before is still in order."""
    closed = approved(services()).when(CLOSE, on="2025-07-01")
    activity = said(asked.DefineKeyActivity, activity="1", name="A")
    closed.when(activity, on="2025-07-01").then_refused("project.changed-before-closing")
    closed.when(activity, on="2025-06-30").then_notes()
    closed.when(said(asked.RecordProjectNumber, number="X"), on="2025-07-01").then_refused("project.number-missing")
    late = closed.when(RECEIVE, on="2025-07-01")
    late.then_notes("AFTER_CLOSING", "RECEIVED_ABOVE_APPROVED")


@pytest.mark.parametrize(
    "act",
    [
        said(asked.ChangeProjectPeriod, period=PERIOD, decision="1"),
        said(asked.ChangeProjectBudget, budget="1 000 000 CZK", decision="1"),
        said(asked.SetIndicatorTarget, indicator="x", name="X", value=1),
        said(asked.AllocateMaximum, service=service_id("psb"), maximum="1 CZK"),
        REPORT,
        ADVANCE,
    ],
    ids=lambda command: command.topic,
)
def test_closed_project_takes_no_further_act(act: Command) -> None:
    """Whatever it is about."""
    closed = approved(services()).when(CLOSE, on="2025-07-01")
    closed.when(act, on="2025-07-02").then_refused("project.changed-before-closing")


# Corrections ----------------------------------------------------------------------------------------------------------


def correct(number: int, data: dict[str, object]) -> CorrectEntry:
    return said(CorrectEntry, entry=event_id(number), data=data)


def approval(**other: object) -> dict[str, object]:
    """The whole payload of the approval as it should read."""
    return said(ProjectApproved, **APPROVAL | other).model_dump(mode="json", exclude_none=True)


def test_corrected_date_settles_what_was_noted() -> None:
    """31.11. becomes 30.11. with a reason: the impossible date is settled, the length still does not fit."""
    period = {
        "raw": "36 měsíců od 1.10.2009 do 31.11.2012",
        "start": "1.10.2009",
        "end": "31.11.2012",
        "months_stated": 36,
    }
    story = given(Project).when(take_over(code="IP1", period=period))
    story.then_open("IMPOSSIBLE_DATE", "LENGTH_MISMATCH")
    right = said(ProjectTakenOver, code="IP1", period=period | {"end": "30.11.2012"})
    story = story.when(correct(1, right.model_dump(mode="json", exclude_none=True)), reason="another paper says so")
    story.then_closes("IMPOSSIBLE_DATE", "LENGTH_MISMATCH").then_notes("LENGTH_MISMATCH").then_open("LENGTH_MISMATCH")


def test_corrected_approval_is_measured_again() -> None:
    """A smaller budget, wrong shares, another programme and an impossible IČO are all noted."""
    story = approved(services()).when(
        said(asked.AllocateMaximum, service=service_id("psb"), maximum="600 000 CZK"), on="2022-08-01"
    )
    story = story.when(ADVANCE, on="2023-01-01").when(APPROVE_CLAIM, on="2023-01-10").when(RECEIVE, on="2023-02-01")
    wrong = approval(
        budget="5 CZK",
        programme="OPZ",
        funding=[{"source": "esf", "percent": 99}],
        owner={"name": "Kraj", "ico_as_written": "2"},
        price_rule={"percent_of_compensation": 101},
    )
    noted = {
        "NUMBER_OF_ANOTHER_PROGRAMME",
        "IMPOSSIBLE_ICO",
        "PRICE_ABOVE_COMPENSATION",
        "FUNDING_NOT_WHOLE",
        "ALLOCATED_ABOVE_BUDGET",
        "CLAIMED_ABOVE_BUDGET",
    }
    story = story.when(correct(1, wrong), on="2022-06-01", reason="the decision reads otherwise")
    assert {ref.code for ref in story.state.open_anomalies} == noted
    story = story.when(correct(1, approval()), on="2022-06-01", reason="it does not")
    story.then_notes().then_open()


def test_corrected_claim_is_measured_against_what_came() -> None:
    """An approval that was smaller than recorded leaves money without one."""
    story = (
        approved().when(ADVANCE, on="2023-01-01").when(APPROVE_CLAIM, on="2023-01-10").when(RECEIVE, on="2023-02-01")
    )
    smaller: dict[str, object] = {
        "claim": "ŽoP 1",
        "outcome": "approved in part",
        "approved": {"currency": "CZK", "minor": 900},
    }
    story.when(correct(3, smaller), on="2023-01-10", reason="read again").then_notes("RECEIVED_ABOVE_APPROVED")


def test_corrected_support_is_added_up_again() -> None:
    """Total, tenders and number of a taken-over project."""
    told = {"support": "whole", "amount": "2 CZK", "parts": [{"contract_number": "OLP/1/2009", "amount": "2 CZK"}]}
    story = on_file().when(said(asked.TakeOverSupport, **told, tenders_entered=1, tenders_won=[{"tenders": 1}]))
    wrong = said(asked.TakeOverSupport, **told, tenders_entered=1, tenders_won=[{"tenders": 2}])
    data = wrong.model_dump(mode="json", exclude_none=True, exclude={"target"}) | {"amount": "3 CZK"}
    story.when(correct(2, data), reason="read again").then_notes("TOTAL_MISMATCH", "TENDERS_MISMATCH")
    number = said(ProjectTakenOver, code="IP1", number="CZ.1").model_dump(mode="json", exclude_none=True)
    on_file().when(correct(1, number), reason="read again").then_notes("NUMBER_FORM")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (REPORT, said(asked.RecordReportDecision, report="ZoR 1", outcome="approved")),
        (ADVANCE, APPROVE_CLAIM),
        (
            said(asked.SetIndicatorTarget, indicator="x", name="X", value=1),
            said(asked.ChangeIndicatorTarget, indicator="x", value=2),
        ),
    ],
    ids=lambda command: command.topic,
)
def test_history_reads_on_when_its_beginning_is_taken_back(first: Command, second: Command) -> None:
    """What stood on an entry that is gone has no effect, and nothing breaks."""
    story = approved().when(first, on="2023-01-30").then_notes().when(second, on="2023-02-10").then_notes()
    back = said(TakeBackEntry, entry=event_id(2))
    state = story.when(back, on="2023-03-01", reason="another project was meant").then_notes().state
    assert (state.reports, state.payment_claims, state.indicator_targets) == ({}, {}, {})
