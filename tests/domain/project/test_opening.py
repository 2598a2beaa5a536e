"""A project comes on file: approved, or from old records with whatever they say."""

from datetime import date

import pytest
from pydantic import ValidationError

from domain.kernel.answer import Answer
from domain.kernel.ids import take
from domain.kernel.money import czk
from domain.project.commands import ChangeProjectBudget, ChangeProjectPeriod, RecordProjectNumber
from domain.project.events import (
    ProjectApproved,
    ProjectBudgetChanged,
    ProjectNumberFound,
    ProjectPeriodChanged,
    ProjectTakenOver,
)
from domain.project.project import Project
from tests.domain.project.pieces import APPROVAL, APPROVED_ON, NUMBER, approve, approved, on_file, take_over
from tests.domain.service.pieces import said
from tests.spec import given, inferred


def test_approved_project_is_recorded_with_budget_sources_and_period() -> None:
    """Everything essential is there from the day of the approval."""
    story = given(Project).when(approve(), on=APPROVED_ON).then(said(ProjectApproved, **APPROVAL)).then_notes()
    project, day = story.state, date(2022, 6, 1)
    assert (project.number, project.code, project.title) == (NUMBER, "IP9", "Rozvoj služeb")
    assert project.budget.on(day) == czk(1_000_000)
    assert [str(source.percent) for source in project.funding.on(day) or ()] == ["76.735", "18.265", "5"]
    assert project.sections_supported == ("43", "67")


def test_number_and_code_name_one_project() -> None:
    """Both are claimed; what people write is looked for as either, spaces in the number aside."""
    named = [take("project-number", NUMBER), take("project-code", "IP9")]
    assert list(said(ProjectApproved, **APPROVAL).claims()) == named
    assert list(said(ProjectTakenOver, code="IP1").claims()) == [take("project-code", "IP1")]
    assert list(said(ProjectTakenOver, description="planning").claims()) == []
    assert list(said(ProjectNumberFound, number="CZ.1.04 /1").claims()) == [take("project-number", "CZ.1.04/1")]
    assert ("project-number", NUMBER) in list(Project.keys(f" {NUMBER} "))
    assert ("project-code", "IP 9") in list(Project.keys("IP 9 "))


def test_project_is_opened_once() -> None:
    """Neither an approval nor a takeover opens it again."""
    approved().when(approve(), on=APPROVED_ON).then_refused("project.opened-once")
    on_file().when(take_over(code="IP1")).then_refused("project.opened-once")


def test_nothing_is_recorded_of_a_project_that_is_not_on_file() -> None:
    """A number alone opens nothing."""
    given(Project).when(said(RecordProjectNumber, number=NUMBER), on="2020-01-01").then_refused("project.opened-first")


def test_takeover_needs_something_to_call_the_project_by() -> None:
    """An owner alone names no project; a description does, and claims nothing."""
    given(Project).when(take_over(programme="OPZ")).then_refused("project.identified")
    for known in ({"number": NUMBER}, {"code": "IP1"}, {"title": "T"}, {"description": "planning"}):
        given(Project).when(take_over(**known)).then(said(ProjectTakenOver, **known)).then_notes()


def test_takeover_keeps_unknown_what_the_records_do_not_say() -> None:
    """No period, budget or owner is invented; whether it ran cannot be decided."""
    project = given(Project).when(take_over(code="IP1")).then_notes().state
    assert (project.owner, project.budget.latest, project.period.latest) == (None, None, None)
    assert project.runs_on(date(2010, 1, 1)) is Answer.CANNOT_BE_DECIDED
    assert project.has_ended_by(date(2030, 1, 1)) is Answer.CANNOT_BE_DECIDED


def test_takeover_remembers_what_it_concluded() -> None:
    """An owner that the page does not name is marked as inferred."""
    why = inferred("owner", "the page is the provider's own")
    story = given(Project).when(take_over(title="Centrum", owner={"name": "Pomoc, o.p.s."}), inferred=(why,))
    assert story.state.inferred == {"owner"}


# Number and owner -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "programme", "notes"),
    [
        ("CZ.03.2.60/0.0/0.0/15_005/0003862", "OPZ", ()),
        ("CZ.1.04/3.1.00/05.00088", "OP LZZ", ()),
        ("CZ.03.2.60/0.0/0.0/15_005/3862", "OPZ", ("NUMBER_FORM",)),
        ("CZ.03.2.60/0.0/0.0/15_005/3862", None, ("NUMBER_FORM",)),
        ("CZ.04.1.03/2.1.00.1/0001", "SROP", ()),
        ("CZ.03.2.60/0.0/0.0/15_005/0003862", "OPZ+", ("NUMBER_OF_ANOTHER_PROGRAMME",)),
        ("CZ.03.2.60/0.0/0.0/15_005/0003862", "Operační program Zaměstnanost", ()),
    ],
)
def test_old_number_that_does_not_fit_is_kept_and_noted(
    number: str, programme: str | None, notes: tuple[str, ...]
) -> None:
    """Three programmes give their numbers a form; other words and other programmes are not compared."""
    story = given(Project).when(take_over(number=number, programme=programme)).then_notes(*notes)
    assert story.state.number == number


def test_approved_number_must_fit_its_programme() -> None:
    """Our own act is refused; a number of no known form is not even read."""
    given(Project).when(approve(programme="OPZ"), on=APPROVED_ON).then_refused("project.number-of-programme")
    with pytest.raises(ValidationError, match="OP LZZ"):
        approve(number="CZ.03/1")


def test_number_found_later_is_added_once() -> None:
    """A project that was called by its code gets its number; a second number is a correction."""
    story = on_file(programme="OP LZZ").when(
        said(RecordProjectNumber, number="CZ.1.04/3.1.00/05.00088"), on="2026-01-01"
    )
    story.then(said(ProjectNumberFound, number="CZ.1.04/3.1.00/05.00088")).then_notes()
    story.when(said(RecordProjectNumber, number=NUMBER), on="2026-01-02").then_refused("project.number-missing")
    other = said(RecordProjectNumber, number=NUMBER)
    on_file(programme="OP LZZ").when(other, on="2026-01-01").then_notes("NUMBER_OF_ANOTHER_PROGRAMME")
    on_file().when(said(RecordProjectNumber, number="1"), on="2026-01-01").then_notes("NUMBER_FORM")


def test_impossible_ico_of_the_owner_is_noted_or_refused() -> None:
    """Kept as written in a takeover; our own approval waits for a right one."""
    wrong = {"name": "Kraj", "ico_as_written": "70891509"}
    given(Project).when(take_over(code="IP1", owner=wrong)).then_notes("IMPOSSIBLE_ICO")
    given(Project).when(approve(owner=wrong), on=APPROVED_ON).then_refused("project.owner-ico")
    given(Project).when(approve(owner=wrong | {"ico_as_written": "70891508"}), on=APPROVED_ON).then_notes()


# Budget and sources ---------------------------------------------------------------------------------------------------


def test_rounded_budget_is_kept_as_written_without_an_amount() -> None:
    """11,5 million is not 11 500 000: the words stay, the amount stays unknown."""
    story = given(Project).when(take_over(code="IP3", budget_as_written="11,5 mil. Kč")).then_notes("AMOUNT_NOT_EXACT")
    assert story.facts_of("AMOUNT_NOT_EXACT") == {"as_written": "11,5 mil. Kč"}
    assert story.state.budget.latest is None
    assert story.state.budget_as_written == "11,5 mil. Kč"


def test_exact_budget_as_written_is_read() -> None:
    """A certain amount is read from its words; one that says otherwise than its words is noted."""
    read = given(Project).when(take_over(code="X", budget_as_written="1 000 000,- Kč")).then_notes()
    assert read.state.budget.on(None) == czk(1_000_000)
    other = take_over(code="X", budget="1000001 CZK", budget_as_written="1 000 000,- Kč")
    given(Project).when(other).then_notes("AMOUNT_DIFFERS_FROM_WRITTEN")


@pytest.mark.parametrize("budget", ["0 CZK", "-1 CZK"])
def test_budget_is_above_zero(budget: str) -> None:
    """No project without money, not even an old one."""
    given(Project).when(approve(budget=budget), on=APPROVED_ON).then_refused("project.amount-positive")
    given(Project).when(take_over(code="X", budget=budget)).then_refused("project.amount-positive")


@pytest.mark.parametrize(
    ("shares", "fits"),
    [
        (("85", "15"), True),
        (("85", "14.999999"), False),
        (("85", "15.000001"), False),
        (("110", "-10"), False),
        (("100", "0"), True),
    ],
)
def test_shares_of_the_sources_make_a_hundred_per_cent(shares: tuple[str, str], *, fits: bool) -> None:
    """Exactly, and none below zero: our act is refused, an old record noted."""
    funding = [{"source": source, "percent": share} for source, share in zip(("esf", "state"), shares, strict=True)]
    act = given(Project).when(approve(funding=funding), on=APPROVED_ON)
    old = given(Project).when(take_over(code="X", funding=funding))
    if fits:
        act.then_notes()
        old.then_notes()
    else:
        act.then_refused("project.funding-whole")
        old.then_notes("FUNDING_NOT_WHOLE")


@pytest.mark.parametrize(
    ("percent", "notes"), [("101", ("FUNDING_NOT_WHOLE",)), ("-1", ("FUNDING_NOT_WHOLE",)), ("100", ()), ("0", ())]
)
def test_a_share_that_makes_no_sense_by_itself_is_noted(percent: str, notes: tuple[str, ...]) -> None:
    """The other source states no share: whether both make a hundred cannot be decided, that this one cannot be, can."""
    funding = ({"source": "esf", "percent": percent}, {"source": "state"})
    given(Project).when(take_over(code="X", funding=funding)).then_notes(*notes)


@pytest.mark.parametrize(
    "funding", [(), ({"source": "esf"}, {"source": "state"}), ({"source": "esf", "percent": 100}, {"source": "state"})]
)
def test_sources_without_shares_are_recorded_but_not_approved(funding: tuple[dict[str, object], ...]) -> None:
    """An old record may name the sources alone; an approval cannot be decided without the shares."""
    story = given(Project).when(approve(funding=funding), on=APPROVED_ON).then_refused("project.funding-whole")
    assert story.refusal is not None
    assert story.refusal.violations[0].is_undecided
    given(Project).when(take_over(code="X", funding=funding)).then_notes()


@pytest.mark.parametrize(
    ("percent", "notes"),
    [("85", ()), ("100", ()), ("100.01", ("PRICE_ABOVE_COMPENSATION",)), ("0", ("PRICE_ABOVE_COMPENSATION",))],
)
def test_price_is_set_within_the_compensation(percent: str, notes: tuple[str, ...]) -> None:
    """85 % of the compensation payment is a fact of one project; more than all of it needs attention."""
    given(Project).when(take_over(code="X", price_rule={"percent_of_compensation": percent})).then_notes(*notes)


# Periods --------------------------------------------------------------------------------------------------------------


def test_period_of_an_approved_project_bounds_its_days() -> None:
    """Both days included, and asked before the approval too."""
    project = approved().state
    answers = [project.runs_on(date(*day)) for day in ((2022, 6, 30), (2022, 7, 1), (2025, 6, 30), (2025, 7, 1))]
    assert answers == [Answer.NO, Answer.YES, Answer.YES, Answer.NO]
    assert project.runs_on(date(2022, 5, 1)) is Answer.NO
    assert project.runs_on(None) is Answer.CANNOT_BE_DECIDED


def test_impossible_end_is_kept_and_noted() -> None:
    """31.11.2012 and 36 months that would be 38: both are noted, and no day in between is guessed."""
    period = {"raw": "36 měsíců – od 1.10.2009 do 31.11.2012", "start": "1.10.2009", "end": "31.11.2012"}
    told = take_over(code="IP1", period=period | {"months_stated": 36})
    story = given(Project).when(told).then_notes("IMPOSSIBLE_DATE", "LENGTH_MISMATCH")
    assert story.state.runs_on(date(2012, 9, 30)) is Answer.YES
    assert story.state.runs_on(date(2012, 10, 15)) is Answer.CANNOT_BE_DECIDED


def test_month_of_the_end_is_no_day() -> None:
    """It ran to March 2020: by the end of March it is over, in the middle nobody can say."""
    period = {"raw": "do března 2020", "end": "března 2020"}
    project = given(Project).when(take_over(code="X", period=period)).then_notes("IMPRECISE_DATE").state
    assert project.has_ended_by(date(2020, 2, 28)) is Answer.NO
    assert project.has_ended_by(date(2020, 3, 1)) is Answer.CANNOT_BE_DECIDED
    assert project.has_ended_by(date(2020, 3, 31)) is Answer.YES
    assert project.runs_on(date(2020, 4, 1)) is Answer.NO


def test_other_periods_stand_beside_the_project_period() -> None:
    """A phase of works is not the project: it is kept with its scope and noted with its own doubts."""
    works = {"raw": "březen–červen 2015", "scope": "realisation", "end": "června 2015"}
    story = given(Project).when(take_over(title="T", other_periods=[works])).then_notes("IMPRECISE_DATE")
    assert story.state.period.latest is None
    assert [period.scope for period in story.state.other_periods] == ["realisation"]


def test_period_changes_from_the_day_of_the_decision() -> None:
    """A prolonged project: what was asked before the decision is answered by the period before."""
    longer = {"period": {"start": "2022-07-01", "end": "2026-06-30"}, "decision": "změna č. 1"}
    story = approved().when(said(ChangeProjectPeriod, **longer), on="2025-03-01")
    story.then(said(ProjectPeriodChanged, **longer))
    assert story.state.has_ended_by(date(2025, 6, 30)) is Answer.NO
    assert story.state.runs_on(date(2026, 6, 30)) is Answer.YES
    assert story.state.period.on(date(2025, 2, 28)) == approved().state.period.latest


def test_budget_changes_from_the_day_of_the_decision() -> None:
    """Another budget, and other shares where they change; shares that make no whole are refused."""
    other = {"budget": "1 200 000 CZK", "decision": "změna č. 2"}
    story = approved().when(said(ChangeProjectBudget, **other), on="2023-01-01")
    story.then(said(ProjectBudgetChanged, **other))
    assert story.state.budget.on(date(2022, 12, 31)) == czk(1_000_000)
    assert story.state.budget.on(date(2023, 1, 1)) == czk(1_200_000)
    assert len(story.state.funding.on(date(2023, 1, 1)) or ()) == 3
    half = said(ChangeProjectBudget, **other, funding=[{"source": "esf", "percent": 50}])
    approved().when(half, on="2023-01-01").then_refused("project.funding-whole")
    whole = said(ChangeProjectBudget, **other, funding=[{"source": "esf", "percent": 100}])
    assert len(approved().when(whole, on="2023-01-01").state.funding.on(date(2023, 1, 1)) or ()) == 1


def test_project_is_kept_in_one_currency() -> None:
    """A budget in crowns does not turn into euros."""
    euros = said(ChangeProjectBudget, budget="50000.00 EUR", decision="1")
    approved().when(euros, on="2023-01-01").then_refused("project.one-currency")
    assert given(Project).when(approve(budget="50000.00 EUR"), on=APPROVED_ON).then_notes().state.currency == "EUR"
