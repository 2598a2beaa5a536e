"""A methodology is drafted, approved, amended, superseded; old ones are taken over as their records say."""

from datetime import date
from typing import Any

import pytest

from domain.kernel.answer import Answer
from domain.kernel.correction import CorrectEntry
from domain.kernel.ids import derived_id, take
from domain.kernel.period import Period
from domain.methodology import commands, events
from domain.methodology.methodology import Methodology
from domain.methodology.payloads import Approval, Chapter
from tests.domain.methodology.examples import (
    APPROVED,
    APPROVED_ON,
    ASSEMBLY,
    COMMITTEE,
    COUNCIL,
    DOCUMENT,
    DRAFTED,
    YEAR_2020,
    made,
    methodology,
    reference_value,
)
from tests.spec import THIS, given, inferred

OTHER_DOCUMENT = "21" * 32
SUCCESSOR = derived_id("spec", "the methodology of the next year")


def approve(**changed: Any) -> commands.ApproveMethodology:
    fields = {"approvals": (COUNCIL, ASSEMBLY, COMMITTEE), "validity": YEAR_2020, "document": DOCUMENT}
    return made(commands.ApproveMethodology, target=THIS, **fields | changed)


def amend(**changed: Any) -> commands.AmendMethodology:
    fields = {
        "amendment": "1",
        "approvals": (made(Approval, body="ZK", resolution="101/20/ZK"),),
        "document": OTHER_DOCUMENT,
    }
    return made(commands.AmendMethodology, target=THIS, **fields | changed)


def year(of: int) -> Period:
    return Period.model_validate({"start": f"{of}-01-01", "end": f"{of}-12-31"})


def in_force_in(of: int) -> Methodology:
    """A methodology that is approved for that year."""
    drafted = events.MethodologyDrafted(year=of, title=f"Metodika {of}")
    return given(Methodology, drafted, events.MethodologyApproved(**APPROVED.fields() | {"validity": year(of)})).state


# Drafted ----------------------------------------------------------------------------------------------------------


def test_draft_is_recorded_and_holds_its_year() -> None:
    """One year has one file; what replaces it inside the year is an amendment."""
    draft = commands.DraftMethodology(target=THIS, **DRAFTED.fields())
    given(Methodology).when(draft, on="2019-11-01").then(DRAFTED)
    assert list(DRAFTED.claims()) == [take("methodology", "2020")]


def test_draft_of_the_same_file_a_second_time_is_refused() -> None:
    draft = commands.DraftMethodology(target=THIS, **DRAFTED.fields())
    given(Methodology, DRAFTED).when(draft, on="2019-11-02").then_refused("methodology.opened-once")


def test_draft_is_not_in_force() -> None:
    assert given(Methodology, DRAFTED).state.in_force(YEAR_2020.start) is Answer.NO


@pytest.mark.parametrize(
    ("written", "keys"),
    [
        ("2020", [("methodology", "2020")]),
        ("Metodika 2020", [("methodology", "2020")]),
        ("17/2020", [("methodology", "2020")]),
        ("120201", []),
    ],
)
def test_people_call_a_methodology_by_its_year(written: str, keys: list[tuple[str, str]]) -> None:
    assert list(Methodology.keys(written)) == keys


# Approved ---------------------------------------------------------------------------------------------------------


def test_approval_is_recorded_with_all_its_resolutions() -> None:
    given(Methodology, DRAFTED).when(approve(), on=APPROVED_ON).then(APPROVED)


def test_approval_before_the_draft_is_refused() -> None:
    given(Methodology).when(approve(), on=APPROVED_ON).then_refused("methodology.opened-first")


def test_approval_a_second_time_is_refused() -> None:
    methodology().when(approve(), on=APPROVED_ON).then_refused("methodology.approved-once")


def test_approval_by_the_council_alone_is_refused() -> None:
    story = given(Methodology, DRAFTED).when(approve(approvals=(COUNCIL, COMMITTEE)), on=APPROVED_ON)
    story.then_refused("methodology.approved-by-competent-body")


def test_approval_by_the_assembly_alone_is_taken() -> None:
    given(Methodology, DRAFTED).when(approve(approvals=(ASSEMBLY,)), on=APPROVED_ON).then_notes()


def test_approval_before_there_were_regions_asks_no_assembly() -> None:
    """The rule begins on the day on which Act 129/2000 and the regions did."""
    story = given(Methodology, DRAFTED)
    story.when(approve(approvals=(COUNCIL,)), on="2000-11-11").then_notes()
    story.when(approve(approvals=(COUNCIL,)), on="2000-11-12").then_refused("methodology.approved-by-competent-body")


def test_number_of_another_body_is_refused_even_in_old_records() -> None:
    wrong = made(Approval, body="ZK", resolution="1451/19/RK")
    given(Methodology, DRAFTED).when(approve(approvals=(wrong,)), on=APPROVED_ON).then_refused(
        "methodology.resolution-of-body"
    )
    take_over = commands.TakeOverMethodology(target=THIS, year=2020, approvals=(wrong,))
    given(Methodology).when(take_over).then_refused("methodology.resolution-of-body")


def test_approval_without_a_number_is_taken() -> None:
    """A paper may name the body and the day only."""
    unnumbered = made(Approval, body="ZK", adopted_on="2016-12-20")
    given(Methodology, DRAFTED).when(approve(approvals=(unnumbered,)), on=APPROVED_ON).then_notes()


@pytest.mark.parametrize(
    ("start", "end", "is_taken"),
    [
        ("2020-01-01", "2020-12-31", True),
        ("2020-07-01", "2020-12-31", True),
        ("2019-12-31", "2020-12-31", False),
        ("2020-01-01", "2021-01-01", False),
        ("2020-01-01", None, False),
    ],
)
def test_validity_lies_in_the_year_of_the_methodology(start: str, end: str | None, is_taken: bool) -> None:
    validity = Period.model_validate({"start": start, "end": end})
    story = given(Methodology, DRAFTED).when(approve(validity=validity), on=APPROVED_ON)
    story.then_notes() if is_taken else story.then_refused("methodology.valid-in-its-year")


def test_validity_outside_the_year_is_taken_with_a_reason_and_a_second_person() -> None:
    validity = Period.model_validate({"start": "2020-01-01", "end": "2021-03-31"})
    story = given(Methodology, DRAFTED).when(
        approve(validity=validity), on=APPROVED_ON, reason="no successor", waived=["methodology.valid-in-its-year"]
    )
    story.then_notes()


@pytest.mark.parametrize(
    ("day", "answer"),
    [("2019-12-31", Answer.NO), ("2020-01-01", Answer.YES), ("2020-12-31", Answer.YES), ("2021-01-01", Answer.NO)],
)
def test_approved_methodology_is_in_force_within_its_validity(day: str, answer: Answer) -> None:
    assert methodology().state.in_force(year(2020).start.fromisoformat(day)) is answer


def test_whether_a_methodology_is_in_force_on_an_unknown_day_cannot_be_decided() -> None:
    assert methodology().state.in_force(None) is Answer.CANNOT_BE_DECIDED


# Amended ----------------------------------------------------------------------------------------------------------


def test_amendment_is_recorded_and_its_wording_holds_from_its_day() -> None:
    story = methodology().when(amend(), on="2020-06-01")
    story.then(events.MethodologyAmended(**{n: v for n, v in amend().fields().items() if n != "target"}))
    state = story.state
    assert state.document.on(YEAR_2020.start) == DOCUMENT
    assert state.document.on(YEAR_2020.end) == OTHER_DOCUMENT
    assert state.card(date(2020, 5, 31))["amendments"] == ()
    assert state.card(date(2020, 6, 1))["amendments"] == ("1",)


def test_amendment_of_a_draft_is_refused() -> None:
    given(Methodology, DRAFTED).when(amend(), on="2020-06-01").then_refused("methodology.approved-first")


def test_amendment_a_second_time_is_refused() -> None:
    story = methodology().when(amend(), on="2020-06-01")
    story.when(amend(), on="2020-06-01").then_refused("methodology.amendment-once")
    story.when(amend(amendment="2"), on="2020-06-01").then_notes()


def test_amendment_by_the_council_alone_is_refused() -> None:
    story = methodology().when(amend(approvals=(COUNCIL,)), on="2020-06-01")
    story.then_refused("methodology.approved-by-competent-body")


def test_amendment_outside_the_validity_is_refused() -> None:
    methodology().when(amend(), on="2020-12-31").then_notes()
    methodology().when(amend(), on="2021-01-01").then_refused("methodology.within-validity")


def test_amendment_may_bring_its_own_validity() -> None:
    shorter = Period.model_validate({"start": "2020-01-01", "end": "2020-06-30"})
    state = methodology().when(amend(validity=shorter), on="2020-06-01").state
    assert state.in_force(shorter.end) is Answer.YES
    assert state.in_force(YEAR_2020.end) is Answer.NO


# Superseded -------------------------------------------------------------------------------------------------------


def supersede(successor: Any = SUCCESSOR) -> commands.SupersedeMethodology:
    return commands.SupersedeMethodology(target=THIS, successor=successor)


def test_succession_is_recorded_and_ends_the_force() -> None:
    others = {SUCCESSOR: in_force_in(2020)}
    story = given(Methodology, DRAFTED, (APPROVED_ON, APPROVED), others=others).when(supersede(), on="2020-07-01")
    story.then(events.MethodologySuperseded(successor=SUCCESSOR))
    assert story.state.in_force(year(2020).start) is Answer.YES
    assert story.state.in_force(year(2020).start.replace(month=6, day=30)) is Answer.YES
    assert story.state.in_force(year(2020).start.replace(month=7, day=1)) is Answer.NO


def test_succession_by_a_methodology_that_is_not_in_force_is_refused() -> None:
    others = {SUCCESSOR: in_force_in(2021)}
    story = given(Methodology, DRAFTED, (APPROVED_ON, APPROVED), others=others)
    story.when(supersede(), on="2020-12-31").then_refused("methodology.successor-in-force")
    story.when(supersede(), on="2021-01-01").then_notes()


def test_succession_of_a_draft_is_refused() -> None:
    story = given(Methodology, DRAFTED, others={SUCCESSOR: in_force_in(2020)}).when(supersede(), on="2020-07-01")
    story.then_refused("methodology.approved-first")


def test_succession_a_second_time_is_refused() -> None:
    others = {SUCCESSOR: in_force_in(2020)}
    story = given(Methodology, DRAFTED, (APPROVED_ON, APPROVED), others=others).when(supersede(), on="2020-07-01")
    story.when(supersede(), on="2020-07-01").then_refused("methodology.superseded-once")


def test_methodology_does_not_supersede_itself() -> None:
    methodology().when(supersede(THIS), on="2020-07-01").then_refused("methodology.successor-another")


def test_superseded_methodology_changes_only_before_that_day() -> None:
    superseded = events.MethodologySuperseded(successor=SUCCESSOR)
    story = methodology(("2020-07-01", superseded))
    story.when(amend(), on="2020-06-30").then_notes()
    story.when(amend(), on="2020-07-01").then_refused("methodology.not-superseded")


# Old records ------------------------------------------------------------------------------------------------------


def test_methodology_of_2017_is_taken_over_with_what_is_known() -> None:
    """The day of the assembly is known, the number of its resolution and the validity are not."""
    annexes = ("request for substantial change", "report on multi-source financing", "final report")
    command = commands.TakeOverMethodology.model_validate(
        {
            "target": THIS,
            "year": 2017,
            "approvals": [{"body": "ZK", "adopted_on": "2016-12-20"}],
            "contents": [{"number": str(n), "title": t, "part": "annex"} for n, t in enumerate(annexes, 1)],
        }
    )
    story = given(Methodology).when(command)
    story.then_notes()
    state = story.state
    assert state.contents[0] == Chapter(number="1", title="request for substantial change", part="annex")
    assert state.in_force(year(2017).start) is Answer.CANNOT_BE_DECIDED
    assert state.time_unit_minutes(year(2017).start) is None


def test_methodology_of_2024_is_taken_over_with_its_three_resolutions() -> None:
    resolutions = [("RK", "2118/23/RK"), ("ZK", "573/23/ZK"), ("VSV", "10/23/VSV/88")]
    command = commands.TakeOverMethodology.model_validate(
        {
            "target": THIS,
            "year": 2024,
            "approvals": [{"body": body, "resolution": number} for body, number in resolutions],
            "validity": year(2024),
            "contents": [{"number": "16", "title": "control"}, {"number": "17", "title": "archiving"}],
        }
    )
    story = given(Methodology).when(command, inferred=(inferred("validity", "methodologies are yearly"),))
    story.then_notes()
    assert story.state.in_force(year(2024).start) is Answer.YES
    assert story.state.inferred == {"validity"}


def test_old_methodology_may_bring_its_values() -> None:
    command = commands.TakeOverMethodology.model_validate(
        {
            "target": THIS,
            "year": 2019,
            "validity": year(2019),
            "reference_values": [reference_value()],
            "indicators": [{"code": "6 00 00", "name_cs": "Účastníci", "unit": "PERSON", "programme": "OPZ"}],
            "time_unit_minutes": 30,
            "bagatelle_thresholds": [{"programme": "OPZ", "hours": 40}],
        }
    )
    state = given(Methodology).when(command, on="2019-01-01").state
    day = year(2019).end
    assert state.reference_value("43", reference_value().form, reference_value().unit, day) == reference_value()
    assert state.indicator("60000", day) is not None
    assert state.time_unit_minutes(day) == 30
    assert state.bagatelle_hours(command.bagatelle_thresholds[0].programme, day) == 40


def test_old_records_with_a_broken_rule_are_taken_with_an_anomaly() -> None:
    command = commands.TakeOverMethodology(target=THIS, year=2019, validity=year(2020))
    given(Methodology).when(command).then_notes("VALIDITY_OUTSIDE_YEAR")


def test_old_validity_that_cannot_be_read_is_kept_as_written() -> None:
    command = commands.TakeOverMethodology.model_validate(
        {"target": THIS, "year": 2012, "validity_as_written": "od 1.1.2012 do 31.11.2012"}
    )
    story = given(Methodology).when(command)
    story.then_notes("IMPOSSIBLE_DATE")
    assert story.state.in_force(year(2012).start) is Answer.YES
    assert story.state.in_force(year(2012).end.replace(month=11, day=30)) is Answer.CANNOT_BE_DECIDED  # type: ignore[union-attr]  # the year has an end


def test_taking_over_a_second_time_is_refused() -> None:
    command = commands.TakeOverMethodology(target=THIS, year=2017)
    given(Methodology).when(command).when(command).then_refused("methodology.opened-once")


def test_methodology_from_old_records_can_be_amended_but_not_approved() -> None:
    taken_over = events.MethodologyTakenOver(year=2020, validity=YEAR_2020)
    given(Methodology, taken_over).when(amend(), on="2020-06-01").then_notes()
    given(Methodology, taken_over).when(approve(), on="2020-06-01").then_refused("methodology.approved-once")


# Corrected and shown ----------------------------------------------------------------------------------------------


def test_correction_settles_what_the_old_wording_broke() -> None:
    """Validity was typed with the wrong year; the corrected one breaks nothing."""
    story = given(Methodology).when(commands.TakeOverMethodology(target=THIS, year=2019, validity=year(2020)))
    story.then_open("VALIDITY_OUTSIDE_YEAR")
    wrong = story.entries[0]
    data = {"year": 2019, "validity": {"start": "2019-01-01", "end": "2019-12-31"}}
    story = story.when(made(CorrectEntry, target=THIS, entry=wrong.event_id, data=data), reason="typing error")
    story.then_closes("VALIDITY_OUTSIDE_YEAR").then_open()


def test_correction_to_a_number_of_another_body_is_refused() -> None:
    story = methodology()
    data = APPROVED.model_dump(mode="json", exclude_none=True) | {
        "approvals": [{"body": "ZK", "resolution": "1451/19/RK"}]
    }
    story.when(
        made(CorrectEntry, target=THIS, entry=story.entries[1].event_id, data=data),
        on=APPROVED_ON,
        reason="typing error",
    ).then_refused("methodology.resolution-of-body")


def test_correction_that_breaks_a_rule_leaves_an_anomaly() -> None:
    values = made(events.ReferenceValuesApproved, resolution="340/19/ZK", values=(reference_value(),))
    story = methodology(("2020-01-01", values))
    turned = reference_value(revenues=reference_value().costs, costs=reference_value().revenues)
    data = {"resolution": "340/19/ZK", "values": [turned.model_dump(mode="json")]}
    story.when(
        made(CorrectEntry, target=THIS, entry=story.entries[2].event_id, data=data),
        on="2020-01-01",
        reason="as printed",
    ).then_notes("REVENUES_ABOVE_COSTS")


def test_card_says_what_is_known_on_a_day_and_none_where_nothing_is() -> None:
    card = methodology().state.card(YEAR_2020.start)
    assert card["year"] == 2020
    assert card["in_force"] is Answer.YES
    assert card["approvals"] == (COUNCIL, ASSEMBLY, COMMITTEE)
    assert card["time_unit_minutes"] is None
    assert card["reference_values"] == ()
