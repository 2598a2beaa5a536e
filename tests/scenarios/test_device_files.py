"""What devices recorded on site: whatever happens to their files on the way, the same state comes of it."""

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from application.cards import card
from application.importing.field_import import FieldImport
from application.importing.line import RawLine
from domain.inspection.inspection import Inspection
from tests.scenarios.devices import Device, bring, cut, file_of, state_of, two_devices
from tests.scenarios.inspections import CONTROLLER, GRANT, HEAD, Inspectors
from tests.scenarios.office import Office

NUMBER, CLIENT = "LK-K 7/2026", f"p-{'8' * 16}"


@pytest.fixture
def started(office: Office) -> Office:
    """An inspection has started; nothing was recorded on site yet."""
    Inspectors(office.it_is("2026-01-02")).open_files().start(NUMBER)
    return office


def whole(target: str) -> bytes:
    """Both devices, one after the other, as they wrote it."""
    one, two = two_devices(target)
    return file_of(one.count, *one.written, two.count, *two.written)


def told(state: Inspection) -> dict[str, Any]:
    """Everything that the state says but what differs from inspection to inspection."""
    answers = {
        key: (one.item, one.value, one.corrects, one.by, one.device, one.device_time, one.sequence, one.on)
        for key, one in sorted(state.checklists["C"].answers.items())
    }
    fields = {name: value for name, value in card(state, date(2026, 3, 1)).items() if name != "number"}
    sent = {device: sorted(numbers) for device, numbers in sorted(state.sent_by_device.items())}
    return {
        **fields,
        "answers": answers,
        "sent": sent,
        "evidence": sorted(state.evidence),
        "anomalies": sorted(ref.code for ref in state.open_anomalies),
    }


# One file -------------------------------------------------------------------------------------------------------------


def test_a_file_of_two_devices_is_taken_and_its_contradiction_is_shown(started: Office) -> None:
    receipt = bring(started, whole(NUMBER))
    assert (len(receipt.taken), receipt.not_taken, receipt.gaps) == (16, (), ())
    (one,) = receipt.contradictions
    assert (one.inspection, one.checklist, one.item) == (NUMBER, "C", "B2")
    assert one.answers == {"a3": "NOT_APPLICABLE", "b1": "DEFECT"}
    state = state_of(started, NUMBER)
    assert state.checklists["C"].value("C1") == "DEFECT"
    assert [state.missing_from(device) for device in ("tablet-1", "tablet-2")] == [(), ()]


def test_the_same_file_again_records_nothing(started: Office) -> None:
    """Nor does it where somebody else brings it, and the receipt names the same entries."""
    file = whole(NUMBER)
    first, head = bring(started, file), started.parts.ledger.head()
    again = bring(started, file)
    assert (again.taken, len(again.already_there), again.is_complete) == ((), 16, True)
    assert started.parts.ledger.head() == head
    assert [(one.sha256, one.positions) for one in again.lines] == [(one.sha256, one.positions) for one in first.lines]


def test_the_receipt_names_each_line_by_id_and_hash(started: Office) -> None:
    one, _ = two_devices(NUMBER)
    receipt = bring(started, file_of(*one.written))
    hashes = [hashlib.sha256(line).hexdigest() for line in one.written]
    assert [(told.place.id, told.sha256) for told in receipt.taken] == [
        (json.loads(line)["id"], sha256) for line, sha256 in zip(one.written, hashes, strict=True)
    ]
    entries = started.replay.entries(started.parts.resolver.identifier("inspection", NUMBER))
    by_position = {entry.position: entry for entry in entries}
    for line in receipt.taken:
        (position,) = line.positions
        stamp = by_position[position].stamp
        assert line.line is not None
        assert (stamp.source.kind, stamp.source.reference) == ("device", "tablet-1")
        assert (stamp.source.line, stamp.source.recorded_as) == (
            str(line.line.sequence),
            datetime.fromisoformat(line.line.device_time),
        )
        assert (stamp.actor.person, stamp.effective_on) == (HEAD, date(2026, 2, 3))


@pytest.mark.parametrize("at", [0, 1, 200, 1_000, 2_500])
def test_a_file_that_was_cut_gives_what_is_whole_and_says_what_is_missing(started: Office, at: int) -> None:
    """Also in the middle of a line; the rest comes later and records only what was missing."""
    one, _ = two_devices(NUMBER)
    file = file_of(one.count, *one.written)
    part = cut(file, at)
    receipt = bring(started, part)
    numbers = [told.line.sequence for told in receipt.lines if told.line is not None]
    expected = [number for number in range(1, 11) if number not in numbers]
    is_count_there = part.startswith(one.count)
    missing = [number for gap in receipt.gaps for first, last in gap.missing for number in range(first, last + 1)]
    assert missing == (expected if is_count_there else [])
    broken = [told for told in receipt.not_taken if told.line is None]
    assert len(broken) == (0 if part[-1:] in (b"", b"\n") else 1)
    assert all(told.problem is not None and told.problem.kind == "not-json" for told in broken)
    rest = bring(started, file)
    assert (len(rest.taken), rest.gaps) == (10 - len(receipt.taken), ())


def test_a_gap_in_the_middle_is_named_by_device_and_number(started: Office) -> None:
    one, two = two_devices(NUMBER)
    receipt = bring(started, file_of(*one.written[:2], *one.written[4:6], *one.written[8:], two.written[3]))
    assert [(gap.device, gap.inspection, gap.last, gap.missing) for gap in receipt.gaps] == [
        ("tablet-1", NUMBER, 10, ((3, 4), (7, 8))),
        ("tablet-2", NUMBER, 4, ((1, 3),)),
    ]


def test_every_kind_of_line_counts_as_come(started: Office) -> None:
    """Also one whose entry does not state its number: the card shows nothing that was not sent."""
    device = Device("tablet-1", HEAD, NUMBER)
    device.write("open-checklist", checklist="C", template="on-site")
    given: dict[str, Any] = {
        "person": CLIENT,
        "purpose": "FILE",
        "given_by": "ONESELF",
        "document": "ab" * 32,
    }
    device.write("record-consent", consent="C1", **given)
    device.write("record-consent-withdrawal", consent="C1")
    device.write("draw-sample", sample="S", subject="files", population=1, frame=["K1"], method="FULL", size=1)
    device.write("review-sample-unit", sample="S", unit="K1", result="OK")
    device.write("extrapolate-sample", sample="S", by="MEAN")
    device.answer("a1", "A1", "OK")
    receipt = bring(started, file_of(device.count, *device.written))
    assert [told.problem for told in receipt.not_taken] == []
    assert (len(receipt.taken), receipt.gaps) == (7, ())
    assert state_of(started, NUMBER).sent_by_device == {"tablet-1": {1, 2, 3, 4, 5, 6, 7}}
    assert "not_sent_yet" not in card(state_of(started, NUMBER), date(2026, 3, 1))


@pytest.mark.parametrize("number", [10**20, 10**12])
def test_a_number_that_nobody_counts_to_does_no_harm(started: Office, number: int) -> None:
    device = Device("tablet-1", HEAD, NUMBER)
    line = json.loads(device.write("record-presence", presence="1", present=[]))
    sent = Device("tablet-2", CONTROLLER, NUMBER)
    sent.write("record-presence", presence="2", present=[])
    receipt = bring(started, file_of(json.dumps(line | {"sequence": number}).encode(), *sent.written))
    assert [told.place.id for told in receipt.taken] == [f"{NUMBER} tablet-2 1"]
    (told,) = receipt.not_taken
    assert told.problem is not None
    assert [field.path for field in told.problem.fields] == ["sequence"]


# What is not taken ----------------------------------------------------------------------------------------------------


def test_a_refused_line_is_named_and_holds_no_other_back(started: Office) -> None:
    """A defect without a note is refused; the answer after it is taken."""
    device = Device("tablet-1", HEAD, NUMBER)
    device.write("open-checklist", checklist="C", template="on-site")
    device.answer("a1", "B2", "DEFECT", note=None)
    device.answer("a2", "A1", "OK")
    receipt = bring(started, file_of(*device.written))
    assert [told.place.id for told in receipt.taken] == [f"{NUMBER} tablet-1 1", f"{NUMBER} tablet-1 3"]
    (refused,) = receipt.not_taken
    assert refused.problem is not None
    assert (refused.place.line, refused.problem.code) == (2, "inspection.defect-explained")
    assert receipt.gaps == ()


def test_a_finding_under_a_key_that_is_taken_is_not_overwritten(started: Office) -> None:
    """Two devices called different things F1: the second stays on its device, and is named."""
    one, two = Device("tablet-1", HEAD, NUMBER), Device("tablet-2", CONTROLLER, NUMBER)
    said = {"has_defect": False, "evidence": ["33" * 32]}
    one.write("record-finding", finding="F1", wording=said)
    two.write("record-finding", finding="F1", wording=said | {"text": "Jiné zjištění."})
    receipt = bring(started, file_of(*two.written, *one.written))
    (refused,) = receipt.not_taken
    assert refused.problem is not None
    assert (refused.place.id, refused.problem.code) == (f"{NUMBER} tablet-2 1", "inspection.recorded-once")


@pytest.mark.parametrize(
    ("changed", "code", "paths"),
    [
        ({"target": "LK-K 99/2026"}, "import.unknown-reference", []),
        ({"command": "inspection.sing"}, "import.unknown-command", []),
        ({"command": "inspection.plan"}, "import.invalid", ["command"]),
        ({"sequence": 0}, "import.invalid", ["sequence"]),
        ({"by": "the head"}, "import.invalid", ["by"]),
        ({"device_time": "2026-02-03T10:00:00"}, "import.invalid", ["device_time"]),
        ({"stamp": {"actor": {"role": "approver"}}}, "import.invalid", ["stamp.actor"]),
        ({"stamp": {"effective_on": "yesterday"}}, "import.invalid", ["stamp.effective_on"]),
        ({"data": {"presence": "1", "present": [], "device": "tablet-9"}}, "import.invalid", ["data.device"]),
        ({"data": {"presence": "1", "present": [], "colour": "red"}}, "import.invalid", ["data.colour"]),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_a_wrong_line_is_told_by_its_fields(
    started: Office, changed: dict[str, Any], code: str, paths: list[str]
) -> None:
    device = Device("tablet-1", HEAD, NUMBER)
    line = json.loads(device.write("record-presence", presence="1", present=[]))
    receipt = bring(started, file_of(json.dumps(line | changed).encode()))
    (told,) = receipt.not_taken
    assert told.problem is not None
    assert (told.problem.code, [field.path for field in told.problem.fields]) == (code, paths)


def test_the_same_id_with_other_content_is_a_conflict(started: Office) -> None:
    device = Device("tablet-1", HEAD, NUMBER)
    line = json.loads(device.write("open-checklist", checklist="C", template="on-site"))
    bring(started, file_of(*device.written))
    receipt = bring(started, file_of(json.dumps(line | {"data": {"checklist": "D", "template": "on-site"}}).encode()))
    (told,) = receipt.not_taken
    assert told.problem is not None
    assert told.problem.code == "import.reused"


def test_a_target_that_is_no_inspection_is_not_found(started: Office) -> None:
    contract = started.parts.resolver.identifier("contract", GRANT)
    device = Device("tablet-1", HEAD, str(contract))
    device.write("open-checklist", checklist="C", template="on-site")
    receipt = bring(started, file_of(device.count, *device.written))
    (told,) = receipt.not_taken
    assert told.problem is not None
    assert (told.problem.code, receipt.gaps, receipt.contradictions) == ("import.unknown-reference", (), ())


def test_whoever_stops_it_brings_the_rest_another_time(started: Office) -> None:
    """What was written stays; what was not tried is neither taken nor refused."""
    parts, asked = started.parts, count()
    raw = [RawLine("d", number, text) for number, text in enumerate(whole(NUMBER).splitlines(), start=1)]
    field_import = FieldImport(parts.engine, parts.resolver, started.replay, role="methodologist", block=5)
    field_import.should_stop = lambda: next(asked) == 1
    receipt = field_import.take(raw)
    assert (len(receipt.taken), receipt.is_interrupted, receipt.is_complete) == (5, True, False)
    rest = bring(started, whole(NUMBER))
    assert (len(rest.already_there), len(rest.taken), rest.is_complete) == (5, 11, True)


def test_an_organisation_of_whoever_brings_it_makes_no_other_command(started: Office) -> None:
    parts, head = started.parts, bring(started, whole(NUMBER))
    raw = [RawLine("d", number, text) for number, text in enumerate(whole(NUMBER).splitlines(), start=1)]
    lent = FieldImport(
        parts.engine, parts.resolver, started.replay, role="methodologist", organisation="another office"
    )
    assert len(lent.take(raw).already_there) == len(head.taken)


def test_a_role_that_does_not_inspect_takes_nothing(started: Office) -> None:
    receipt = bring(started, whole(NUMBER), role="clerk")
    assert receipt.taken == ()
    assert {told.problem.code for told in receipt.not_taken if told.problem} == {"import.not-allowed"}


def test_a_device_whose_clock_is_a_day_behind_is_taken_all_the_same(started: Office) -> None:
    """By the clocks its answers come before the checklist is opened; the opening is taken first all the same."""
    one = Device("tablet-1", HEAD, NUMBER)
    two = Device("tablet-2", CONTROLLER, NUMBER, clock=datetime(2026, 2, 2, 9, tzinfo=UTC))
    one.write("open-checklist", checklist="C", template="on-site")
    two.answer("b1", "A1", "OK")
    receipt = bring(started, file_of(*two.written, *one.written))
    assert (len(receipt.taken), receipt.not_taken) == (2, ())


# Whatever happens on the way ------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def inspecting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Inspectors]:
    """An office on SQLite in which every example opens an inspection of its own."""
    folder: Path = tmp_path_factory.mktemp("devices")
    office = Office(f"sqlite:///{folder / 'kronika.db'}")
    yield Inspectors(office.it_is("2026-01-02")).open_files()
    office.close()


NUMBERS = count(1001)
"""All of the same length, and so their files: where a file is cut is drawn within its length."""


def straight(inspectors: Inspectors, file: bytes, number: str) -> dict[str, Any]:
    inspectors.start(number)
    bring(inspectors.office, file)
    return told(state_of(inspectors.office, number))


@given(data=st.data())
def test_shuffled_duplicated_cut_and_mixed_files_lead_to_the_state_of_the_straight_one(
    inspecting: Inspectors, data: st.DataObject
) -> None:
    """In whatever portions and however often they come; at last everything has come once."""
    plain, tangled = (f"LK-K {next(NUMBERS)}/2026" for _ in range(2))
    expected = straight(inspecting, whole(plain), plain)
    inspecting.start(tangled)
    lines = whole(tangled).splitlines()
    for _ in range(data.draw(st.integers(0, 3))):
        portion = data.draw(st.lists(st.sampled_from(lines), max_size=len(lines)))
        file = file_of(*portion)
        bring(inspecting.office, cut(file, data.draw(st.integers(0, len(file)))))
    last = bring(inspecting.office, file_of(*data.draw(st.permutations(lines))))
    assert (last.not_taken, last.gaps) == ((), ())
    assert told(state_of(inspecting.office, tangled)) == expected


def test_devices_one_after_the_other_in_either_order_lead_to_the_same_state(started: Office) -> None:
    """On both stores: first what depends on the other, then what it depends on, then the rest again."""
    inspectors = Inspectors(started)
    expected = straight(inspectors, whole("LK-K 8/2026"), "LK-K 8/2026")
    one, two = two_devices(NUMBER)
    bring(started, cut(file_of(*two.written), 700))
    bring(started, file_of(*reversed(one.written)))
    bring(started, file_of(*two.written[::2], *two.written))
    assert told(state_of(started, NUMBER)) == expected
