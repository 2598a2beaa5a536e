"""Checklists in their versions, answers of several devices, conflicts, corrections."""

from collections.abc import Sequence
from datetime import date
from itertools import permutations
from typing import Any

import pytest

from domain.inspection.card import inspection_card
from domain.inspection.commands.checklists import AnswerChecklistItem, CollectEvidence
from domain.inspection.events.checklists import ChecklistOpened
from domain.inspection.inspection import Inspection
from domain.inspection.records import Checklist
from domain.kernel.correction import TakeBackEntry
from tests.domain.inspection.stories import (
    CONTROLLER,
    DOCUMENT,
    HEAD,
    ICO,
    LAST_ACT,
    MANDATE,
    ON_SITE,
    OTHER_DOCUMENT,
    SERVICE,
    STRANGER,
    answer,
    files,
    inspection,
    made,
    on_site_done,
    open_checklist,
    opened,
    plan,
    taken,
)
from tests.spec import THIS, Story, configuration, given

Told = Story[Inspection]
CONFLICT, UNKNOWN = "CONFLICTING_ANSWERS", "CORRECTS_UNKNOWN_ANSWER"


def begun() -> Told:
    return taken(opened().when(open_checklist(), on=ON_SITE))


def checklist(story: Told) -> Checklist:
    return story.state.checklists["C"]


def on_device(device: str, key: str, sequence: int, **fields: Any) -> AnswerChecklistItem:
    time = f"2026-02-03T09:{sequence:02}:00+01:00"
    return answer(key, device=device, device_time=time, sequence=sequence, **fields)


def answered(story: Told, *commands: AnswerChecklistItem) -> Told:
    for command in commands:
        story = taken(story.when(command, on=ON_SITE))
    return story


# Templates ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("on", "version", "points"), [("2023-12-31", "2014/1", 18), ("2024-01-01", "2024/1", 20)])
def test_a_checklist_is_opened_in_the_version_in_force(on: str, version: str, points: int) -> None:
    story = taken(given(Inspection, others=files()).when(plan(), on="2023-01-05").when(open_checklist(), on=on))
    event = story.entries[-1].event
    assert isinstance(event, ChecklistOpened)
    assert (event.version, len(event.items)) == (version, points)


def test_a_template_that_is_not_in_force_is_not_opened() -> None:
    inspection().when(open_checklist(template="by heart"), on=ON_SITE).then_refused("inspection.template-in-force")


def test_a_checklist_is_opened_once() -> None:
    begun().when(open_checklist(), on=ON_SITE).then_refused("inspection.recorded-once")


def test_a_checklist_blocks_only_what_is_mandatory_here_and_says_why() -> None:
    only_mandate = inspection(subject={"provider": ICO, "mandates": [MANDATE]})
    missing = checklist(taken(only_mandate.when(open_checklist(), on=ON_SITE))).missing
    assert set(missing.values()) == {"MANDATE_INSPECTED"}
    assert (missing["B4"], "F1" in missing) == ("MANDATE_INSPECTED", False)
    only_service = inspection(subject={"provider": ICO, "services": [SERVICE]})
    missing = checklist(taken(only_service.when(open_checklist(), on=ON_SITE))).missing
    assert set(missing) == {"A1", "B1", "B2", "C1", "D1"}
    assert checklist(begun()).missing["A2"] == "CONTRACT_INSPECTED"


def test_every_template_can_be_opened_and_is_said_in_both_languages() -> None:
    """The point's code names its section, and every reason is one that an inspection can have."""
    told = [value for value in configuration() if value.name == "inspection.checklists"]
    assert len(told) == 2
    for template in (one for version in told for one in version.value.values()):
        codes = [point["item"] for point in template["items"]]
        assert len(codes) == len(set(codes))
        assert {code[0] for code in codes} == set("ABCDEFGHIJ")
        assert all(point["cs"].endswith(".") and point["en"].endswith(".") for point in template["items"])


# Answers --------------------------------------------------------------------------------------------------------------


def test_the_four_answers() -> None:
    story = answered(
        begun(),
        answer("1", "A1"),
        answer("2", "A2", "DEFECT", note="Another company signed."),
        answer("3", "B1", "NOT_APPLICABLE"),
        answer("4", "B2", "NOT_CHECKED"),
    )
    held = checklist(story)
    assert [held.value(item) for item in ("A1", "A2", "B1", "B2", "C1")] == [
        "OK",
        "DEFECT",
        "NOT_APPLICABLE",
        "NOT_CHECKED",
        None,
    ]
    assert held.answered == 4
    assert {"A1", "A2", "B1"}.isdisjoint(held.missing)
    assert {"B2", "C1"} <= set(held.missing)


def test_a_defect_is_explained() -> None:
    begun().when(answer("1", value="DEFECT"), on=ON_SITE).then_refused("inspection.defect-explained")
    taken(begun().when(answer("1", value="DEFECT", note="why"), on=ON_SITE))
    taken(begun().when(answer("1", value="DEFECT", evidence=[{"evidence": DOCUMENT}]), on=ON_SITE))


def test_an_answer_is_to_a_point_of_an_open_checklist_and_given_once() -> None:
    opened().when(answer("1"), on=ON_SITE).then_refused("inspection.on-record")
    begun().when(answer("1", "Z9"), on=ON_SITE).then_refused("inspection.on-record")
    answered(begun(), answer("1")).when(answer("1"), on=ON_SITE).then_refused("inspection.recorded-once")


def test_only_who_is_authorised_answers() -> None:
    begun().when(answer("1", by=STRANGER), on=ON_SITE).then_refused("inspection.authorised-on-the-day")


def test_nothing_is_answered_after_the_last_control_act() -> None:
    done = on_site_done(begun())
    taken(done.when(answer("1"), on=LAST_ACT))
    done.when(answer("1"), on="2026-02-28").then_refused("inspection.before-last-act")


# Corrections and conflicts --------------------------------------------------------------------------------------------


def test_correcting_an_answer_is_another_entry() -> None:
    story = answered(begun(), answer("1"), answer("2", value="DEFECT", note="why", corrects=["1"]))
    assert checklist(story).value("A1") == "DEFECT"
    assert [one.answer for one in checklist(story).of_item("A1")] == ["1", "2"]
    story.then_notes()


def test_answers_of_two_devices_stand_beside_each_other() -> None:
    """Never the last one: both stand, the conflict is shown, and somebody says which holds."""
    story = answered(begun(), on_device("tablet-1", "1", 1))
    story = story.when(on_device("tablet-2", "2", 1, value="DEFECT", note="why", by=HEAD), on=ON_SITE)
    story = story.then_notes(CONFLICT)
    held = checklist(story)
    assert (held.value("A1"), held.conflicts) == (None, ("A1",))
    assert {one.answer for one in held.standing("A1")} == {"1", "2"}
    assert "A1" in held.missing
    story = story.when(answer("3", value="OK", corrects=["1", "2"]), on=ON_SITE).then_closes(CONFLICT)
    story.then_open()
    assert (checklist(story).value("A1"), checklist(story).conflicts) == ("OK", ())


def test_equal_answers_of_two_devices_are_no_conflict() -> None:
    story = answered(begun(), on_device("tablet-1", "1", 1)).when(on_device("tablet-2", "2", 1), on=ON_SITE)
    story.then_notes()
    assert (checklist(story).value("A1"), len(checklist(story).standing("A1"))) == ("OK", 2)


def test_a_correction_that_comes_before_what_it_corrects_holds_all_the_same() -> None:
    """A file from a device may be shuffled."""
    late = answer("2", value="DEFECT", note="why", corrects=["1"])
    story = begun().when(late, on=ON_SITE).then_notes(UNKNOWN)
    story = story.when(answer("1"), on=ON_SITE).then_closes(UNKNOWN).then_notes().then_open()
    assert checklist(story).value("A1") == "DEFECT"


def test_an_answer_corrects_others_to_the_same_point() -> None:
    begun().when(answer("1", corrects=["1"]), on=ON_SITE).then_refused("inspection.corrects-another")
    story = answered(begun(), answer("1", "A1"))
    story.when(answer("2", "A2", corrects=["1"]), on=ON_SITE).then_refused("inspection.corrects-same-item")


def test_an_answer_taken_back_settles_its_conflict() -> None:
    story = answered(begun(), answer("1"))
    story = story.when(answer("2", value="NOT_APPLICABLE"), on=ON_SITE).then_notes(CONFLICT)
    back = TakeBackEntry(target=THIS, entry=story.entries[-2].event_id)
    story = story.when(back, on=ON_SITE, reason="not ours").then_closes(CONFLICT).then_open()
    assert checklist(story).value("A1") == "NOT_APPLICABLE"


def test_taking_back_the_settling_answer_opens_the_conflict_again() -> None:
    story = answered(begun(), answer("1"), answer("2", value="NOT_APPLICABLE"), answer("3", corrects=["1", "2"]))
    back = TakeBackEntry(target=THIS, entry=story.entries[-1].event_id)
    story.when(back, on=ON_SITE, reason="too early").then_notes(CONFLICT)


def test_taking_back_what_was_corrected_is_noted() -> None:
    story = answered(begun(), answer("1"), answer("2", corrects=["1"]))
    back = TakeBackEntry(target=THIS, entry=story.entries[-2].event_id)
    story.when(back, on=ON_SITE, reason="not ours").then_notes(UNKNOWN)


def _told(commands: Sequence[AnswerChecklistItem]) -> tuple[object, ...]:
    """What readers see after these came in this order."""
    story = answered(begun(), *commands)
    held = checklist(story)
    points = {
        item: (
            held.value(item),
            [one.answer for one in held.of_item(item)],
            [one.answer for one in held.standing(item)],
        )
        for item in held.items
    }
    missing = [story.state.missing_from(device) for device in ("tablet-1", "tablet-2")]
    return points, held.conflicts, held.missing, missing, sorted(ref.code for ref in story.state.open_anomalies)


def test_every_order_of_two_devices_leads_to_the_same_state() -> None:
    """Two answers, a correction of each, and a settlement, in all 120 orders."""
    commands = (
        on_device("tablet-1", "1", 1),
        on_device("tablet-1", "3", 3, value="NOT_APPLICABLE", corrects=["1"]),
        on_device("tablet-2", "2", 1, value="DEFECT", note="why"),
        on_device("tablet-2", "4", 2, value="DEFECT", note="better said", corrects=["2"]),
        on_device("tablet-2", "5", 4, item="A2"),
    )
    first = _told(commands)
    assert first[1] == ("A1",)
    assert first[3] == [(2,), (3,)]
    assert first[4] == [CONFLICT]
    assert all(_told(order) == first for order in permutations(commands))
    settled = (*commands, answer("9", corrects=["3", "4"]))
    assert {tuple(map(str, _told(order))) for order in (settled, settled[::-1], settled[3:] + settled[:3])} == {
        tuple(map(str, _told(settled)))
    }


# Evidence and devices -------------------------------------------------------------------------------------------------


def test_evidence_is_a_file_by_its_hash_and_is_collected_once() -> None:
    fields = {
        "by": CONTROLLER,
        "key": "E1",
        "evidence": {"evidence": DOCUMENT, "preview": OTHER_DOCUMENT, "what": "PHOTO"},
        "device": "tablet-1",
        "sequence": 2,
    }
    story = taken(opened().when(made(CollectEvidence, **fields), on=ON_SITE))
    assert story.state.evidence["E1"].evidence.preview == OTHER_DOCUMENT
    assert (story.state.missing_from("tablet-1"), story.state.missing_from("tablet-2")) == ((1,), ())
    story.when(made(CollectEvidence, **fields), on=ON_SITE).then_refused("inspection.recorded-once")


def test_the_card_shows_every_answer_in_conflict() -> None:
    story = answered(begun(), answer("1"), answer("2", value="NOT_APPLICABLE"))
    card = inspection_card(story.state, date(2026, 2, 3))
    assert card["checklists"]["C"]["conflicts"] == {"A1": {"1": "OK", "2": "NOT_APPLICABLE"}}
