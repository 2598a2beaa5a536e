"""From the plan to the day: what may be planned, changed, dropped."""

from datetime import date
from typing import Any

import pytest

from domain.inspection.commands.planning import (
    CancelInspection,
    ChangeInspectionPlan,
    RecordPreparatoryAct,
)
from domain.inspection.events.planning import InspectionCancelled, InspectionPlanChanged, InspectionPlanned
from domain.inspection.inspection import Inspection
from domain.inspection.regimes import REGIMES
from domain.kernel.correction import CorrectEntry
from domain.kernel.ids import take
from tests.domain.inspection import stories as tell
from tests.domain.inspection.stories import (
    EARLIER,
    ICO,
    MANDATE,
    OTHER_ICO,
    PLANNED,
    SERVICE,
    STARTED,
    authorised,
    files,
    inspection,
    made,
    opened,
    plan,
)
from tests.spec import THIS, given

AGREED = {"clause": {"act": "contract", "provision": "art. 9"}, "protocol_days": 20}
ONLY_SERVICE = {"provider": ICO, "services": [SERVICE]}


def change(**fields: Any) -> ChangeInspectionPlan:
    return made(ChangeInspectionPlan, **{"why": "The risk is higher."} | fields)


def cancel() -> CancelInspection:
    return made(CancelInspection, ground="PROVIDER_ENDED", why="The provider ended the service.")


def preparatory(act: str = "website") -> RecordPreparatoryAct:
    return made(RecordPreparatoryAct, act=act, document=tell.DOCUMENT)


def test_a_plan_is_recorded_and_takes_its_file_mark() -> None:
    story = inspection()
    story.then(made(InspectionPlanned, **{k: v for k, v in plan().fields().items() if k != "target"}))
    assert list(story.entries[0].event.claims()) == [take("inspection-number", "LK-K 7/2026")]
    assert list(Inspection.keys(" LK-K  7/2026 ")) == [("inspection-number", "LK-K 7/2026")]
    assert (story.state.number, story.state.status.on(date(2026, 1, 5))) == ("LK-K 7/2026", "PLANNED")


def test_a_plan_is_made_once() -> None:
    inspection().when(plan(), on=PLANNED).then_refused("inspection.opened-once")


def test_a_plan_has_its_day() -> None:
    given(Inspection, others=files()).when(plan()).then_refused("inspection.day-known", "inspection.regime-in-force")


def test_nothing_is_recorded_about_an_inspection_that_is_not_on_file() -> None:
    given(Inspection, others=files()).when(cancel(), on=PLANNED).then_refused("inspection.opened-first")


# Regimes --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("regime", ["QUALITY_INSPECTION", "ESF_ON_THE_SPOT"])
def test_what_another_body_inspects_is_not_planned(regime: str) -> None:
    given(Inspection, others=files()).when(plan(regime=regime), on=PLANNED).then_refused(
        "inspection.regime-of-the-region"
    )


def test_there_are_seven_regimes_and_three_use_the_control_act() -> None:
    assert len(REGIMES) == 7
    using = {name for name, regime in REGIMES.items() if regime.uses_control_act(date(2026, 1, 1))}
    assert using == {"CONTROL_ACT", "FINANCIAL_CONTROL", "REGISTRATION_CONDITIONS"}


@pytest.mark.parametrize(("started_on", "uses"), [("2013-12-31", False), ("2014-01-01", True)])
def test_the_control_act_governs_inspections_that_start_from_2014(started_on: str, *, uses: bool) -> None:
    assert REGIMES["FINANCIAL_CONTROL"].uses_control_act(date.fromisoformat(started_on)) is uses


@pytest.mark.parametrize(("on", "codes"), [("2013-12-31", ("inspection.regime-in-force",)), ("2014-01-01", ())])
def test_a_plan_stands_on_a_law_that_is_in_force(on: str, codes: tuple[str, ...]) -> None:
    story = given(Inspection, others=files()).when(plan(), on=on)
    assert (story.refusal.codes if story.refusal else ()) == codes


def test_limits_are_agreed_only_outside_the_control_act() -> None:
    given(Inspection, others=files()).when(plan(agreed=AGREED), on=PLANNED).then_refused(
        "inspection.limits-of-its-regime"
    )
    story = inspection(regime="CONTRACTUAL", agreed=AGREED)
    assert (story.state.uses_control_act, story.state.agreed.protocol_days if story.state.agreed else None) == (
        False,
        20,
    )


# The subject ----------------------------------------------------------------------------------------------------------


def test_a_plan_says_what_is_inspected() -> None:
    nothing = plan(subject={"provider": ICO})
    given(Inspection, others=files()).when(nothing, on=PLANNED).then_refused("inspection.something-inspected")
    inspection(subject=ONLY_SERVICE)


@pytest.mark.parametrize("kind", ["service", "contract", "mandate"])
def test_what_is_inspected_belongs_to_the_provider(kind: str) -> None:
    story = given(Inspection, others=files()).when(
        plan(subject=plan().subject.fields() | {"provider": OTHER_ICO}), on=PLANNED
    )
    story.then_refused("inspection.subject-of-provider")
    named = {"service": SERVICE, "contract": tell.CONTRACT, "mandate": MANDATE}[kind]
    assert story.facts_of("inspection.subject-of-provider")["others"][str(named)] == ICO


def test_a_contract_whose_provider_has_no_number_may_be_inspected() -> None:
    """Old contracts name the provider only; what is unknown does not speak against the plan."""
    bare = tell.contract_without_number()
    inspection(files=files(contract=bare))


# Why ------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reason", "support"),
    [
        ("PLAN", {"plan_reference": "plan 2026"}),
        ("COMPLAINT", {"complaint": "LK-S 12/2026"}),
        ("FOLLOW_UP", {"follow_up_of": EARLIER}),
        ("RISK", {"risk_score": 0}),
    ],
)
def test_a_reason_has_what_it_stands_on(reason: str, support: dict[str, Any]) -> None:
    others = files(earlier=tell.earlier())
    bare = {"reason": reason, "plan_reference": None}
    given(Inspection, others=others).when(plan(**bare), on=PLANNED).then_refused("inspection.reason-supported")
    inspection(files=others, **bare | support)


def test_what_the_law_orders_needs_no_other_reason() -> None:
    inspection(
        reason="LAW",
        plan_reference=None,
        regime="SGEI_OVERCOMPENSATION",
        subject={"provider": ICO, "mandates": [MANDATE]},
    )


def test_a_risk_score_is_the_sum_of_its_factors() -> None:
    factors = [{"factor": "size", "points": 3}, {"factor": "earlier findings", "points": "1.5"}]
    wrong = plan(risk_score=4, risk_factors=factors)
    given(Inspection, others=files()).when(wrong, on=PLANNED).then_refused("inspection.risk-score-adds-up")
    assert inspection(risk_score="4.5", risk_factors=factors).state.risk_factors[0].factor == "size"


def test_a_follow_up_follows_another_inspection_of_the_same_provider() -> None:
    fields = {"reason": "FOLLOW_UP", "follow_up_of": EARLIER}
    of_other = files(earlier=tell.earlier_of_another())
    given(Inspection, others=of_other).when(plan(**fields), on=PLANNED).then_refused(
        "inspection.follow-up-of-same-provider"
    )
    assert inspection(files=files(earlier=tell.earlier()), **fields).state.follow_up_of == EARLIER


def test_an_inspection_does_not_follow_itself() -> None:
    story = given(Inspection, others=files()).when(plan(reason="FOLLOW_UP", follow_up_of=THIS), on=PLANNED)
    story.then_refused("inspection.follow-up-of-same-provider")


# Changing and dropping ------------------------------------------------------------------------------------------------


def test_a_plan_is_changed_before_the_start() -> None:
    story = inspection().when(change(risk_score=7, subject=ONLY_SERVICE), on="2026-01-06")
    assert isinstance(tell.taken(story).entries[-1].event, InspectionPlanChanged)
    assert story.state.risk_score == 7
    assert story.state.subject is not None
    assert story.state.subject.contracts == ()
    assert story.state.period == plan().period
    opened().when(change(risk_score=7), on=STARTED).then_refused("inspection.step-once")


def test_a_change_changes_something() -> None:
    inspection().when(change(), on="2026-01-06").then_refused("inspection.change-says-something")


def test_a_changed_plan_keeps_the_rules_of_a_plan() -> None:
    wrong = change(subject={"provider": ICO}, risk_score=1, risk_factors=[{"factor": "size", "points": 2}])
    codes = ("inspection.something-inspected", "inspection.risk-score-adds-up")
    inspection().when(wrong, on="2026-01-06").then_refused(*codes)
    nothing = change(subject={"provider": ICO})
    inspection().when(nothing, on="2026-01-06").then_refused("inspection.something-inspected")


def test_factors_and_period_may_change_alone() -> None:
    story = inspection().when(change(period={"start": "2024-01-01", "end": "2024-12-31"}), on="2026-01-06")
    story = tell.taken(story).when(
        change(risk_score=2, risk_factors=[{"factor": "size", "points": 2}]), on="2026-01-07"
    )
    assert tell.taken(story).state.risk_factors[0].points == 2
    later = {"start": "2026-05-01", "end": "2026-05-31"}
    story = tell.taken(story.when(change(planned_for=later), on="2026-01-08"))
    assert story.state.planned_for is not None
    assert (str(story.state.planned_for.start), story.state.period and story.state.period.start.year) == (
        "2026-05-01",
        2024,
    )


def test_a_dropped_inspection_goes_no_further() -> None:
    story = inspection().when(cancel(), on="2026-01-10")
    assert isinstance(story.entries[-1].event, InspectionCancelled)
    assert story.state.status.on(date(2026, 1, 10)) == "CANCELLED"
    story.when(tell.authorise(), on="2026-01-12").then_refused("inspection.not-cancelled")
    story.when(cancel(), on="2026-01-12").then_refused("inspection.step-once")
    opened().when(cancel(), on=STARTED).then_refused("inspection.step-once")


# Before the start -----------------------------------------------------------------------------------------------------


def test_a_preparatory_act_is_recorded_once_and_comes_before_the_start() -> None:
    story = authorised().when(preparatory(), on="2026-01-15").then_notes()
    story.when(preparatory(), on="2026-01-16").then_refused("inspection.recorded-once")
    opened().when(preparatory(), on=STARTED).then_notes()
    late = opened().when(preparatory(), on="2026-02-03")
    late.then_notes("PREPARED_AFTER_START")


def test_a_corrected_start_mends_what_was_noted_about_preparation() -> None:
    story = opened().when(preparatory(), on="2026-02-03").then_notes("PREPARED_AFTER_START")
    started = story.entries[2]
    data = started.event.model_dump(mode="json", exclude_none=True)
    fix = CorrectEntry(target=THIS, entry=started.event_id, data=data)
    story.when(fix, on="2026-02-03", reason="The start was on the 3rd.").then_closes("PREPARED_AFTER_START")


def test_nothing_of_the_old_act_is_asked_about_preparation() -> None:
    """An inspection that started under Act 552/1991 keeps no rule of the Control Act."""
    others = files()
    story = given(Inspection, others=others).when(plan(regime="FINANCIAL_CONTROL"), on="2013-01-05")
    story = tell.taken(story).when(tell.authorise(), on="2013-01-12").when(tell.start(), on="2013-02-02")
    tell.taken(story).when(preparatory(), on="2013-02-10").then_notes()
