"""One line of an import file: what can be wrong with it, and how that is said."""

from datetime import date
from uuid import uuid4

import pytest

from application.importing.line import (
    MAX_LINE_BYTES,
    Header,
    Line,
    LineProblem,
    ProblemKind,
    is_header,
    read_header,
    read_json,
    read_line,
    read_stamp,
)
from domain.kernel.ids import derived_id
from tests.domain.kernel.toy import FindCoins, OpenJar


def problem_of(text: bytes | None) -> LineProblem:
    with pytest.raises(LineProblem) as raised:
        read_json(text)
    return raised.value


def test_an_object_is_read() -> None:
    assert read_json('{"id": "1", "data": {"name": "Česká Lípa"}}'.encode()) == {
        "id": "1",
        "data": {"name": "Česká Lípa"},
    }


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (b"{", "Expecting property name enclosed in double quotes"),
        (b"[1, 2]", "not an object in braces"),
        (b"null", "not an object in braces"),
        (b'{"a": NaN}', "NaN is no JSON number"),
        (b'{"a": -Infinity}', "-Infinity is no JSON number"),
        (b'{"a": 1, "a": 2}', "the name 'a' stands twice in one object"),
        (b'{"a": {"b": 1, "b": 1}}', "the name 'b' stands twice in one object"),
        (b'{"a": ["x\\u0000"]}', "a sign that no text holds, in a"),
        (b'{"a": {"b": "\\ud800"}}', "a sign that no text holds, in a.b"),
        (b'{"\\udfff": 1}', "a sign that no text holds, in a key"),
        (b'{"a": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", "nested too deeply"),
        (b'{"id": "x"} {"id": "y"}', "Extra data"),
    ],
)
def test_what_is_no_json_object_is_told_with_its_reason(text: bytes, reason: str) -> None:
    problem = problem_of(text)
    assert (problem.kind, problem.facts["reason"]) == (ProblemKind.NOT_JSON, reason)


def test_a_number_of_five_thousand_digits_is_no_json_number() -> None:
    """Python refuses to read it; that is an answer for the line, not an error of ours."""
    assert problem_of(b'{"a": ' + b"9" * 5000 + b"}").kind is ProblemKind.NOT_JSON


def test_bytes_that_are_not_utf8_are_told_with_their_place() -> None:
    problem = problem_of('{"name": "Česká"}'.encode("cp1250"))
    assert (problem.kind, problem.facts) == (ProblemKind.NOT_UTF8, {"byte": 11})


def test_a_line_that_is_too_long_was_not_even_read() -> None:
    problem = problem_of(None)
    assert (problem.kind, problem.facts) == (ProblemKind.TOO_LONG, {"limit": MAX_LINE_BYTES})


def test_a_smiley_in_two_escapes_is_a_text() -> None:
    assert read_json(b'{"a": "\\ud83d\\ude00"}') == {"a": "\U0001f600"}


# Header -----------------------------------------------------------------------------------------------------------


def test_a_header_names_a_source_and_no_command() -> None:
    assert is_header({"source": "liberec"})
    assert is_header({"defaults": {}})
    assert not is_header({"id": "1", "command": "jar.open"})
    assert not is_header({"id": "1"})
    assert read_header({"source": "liberec", "defaults": {"reason": "x"}}) == Header(
        source="liberec", defaults={"reason": "x"}
    )


@pytest.mark.parametrize("source", ["", " x", "x ", "a/b", "x" * 101, 5])
def test_a_source_has_a_name_without_slashes_and_spaces_around(source: object) -> None:
    with pytest.raises(LineProblem) as raised:
        read_header({"source": source})
    assert raised.value.kind is ProblemKind.INVALID_HEADER
    assert [field.path for field in raised.value.fields] == ["source"]


# Line and stamp -----------------------------------------------------------------------------------------------------


def test_wrong_fields_of_a_line_are_all_named_with_the_nearest_right_one() -> None:
    with pytest.raises(LineProblem) as raised:
        read_line({"id": 5, "comand": "jar.open", "data": []})
    found = {field.path: (field.type, field.nearest) for field in raised.value.fields}
    assert found == {
        "id": ("string_type", None),
        "command": ("missing", None),
        "data": ("dict_type", None),
        "comand": ("extra_forbidden", "command"),
    }


FIND = FindCoins(target=uuid4(), count=1)


def line(**stamp: object) -> Line:
    return Line(id="7", command="jar.find-coins", stamp=dict(stamp))


def test_the_stamp_of_a_line_stands_over_the_defaults_and_follows_from_source_and_id() -> None:
    defaults = {"actor": {"role": "clerk", "organisation": "region"}, "effective_on": "2018-01-01"}
    given = line(effective_on="2018-06-30", actor={"person": "p-2"}, recorded_as="2018-07-01T08:00:00+02:00")
    stamp = read_stamp(given, FIND, source="bank", defaults=defaults)
    assert stamp.command_id == derived_id("bank", "7")
    assert stamp.effective_on == date(2018, 6, 30)
    assert (stamp.actor.role, stamp.actor.person, stamp.actor.organisation) == ("clerk", "p-2", "region")
    assert (stamp.source.kind, stamp.source.reference, stamp.source.line) == ("import", "bank", "7")
    assert stamp.source.recorded_as is not None


def stamp_problems(given: Line) -> list[tuple[str, str, str | None]]:
    with pytest.raises(LineProblem) as raised:
        read_stamp(given, FIND, source="bank", defaults={"actor": {"role": "clerk"}})
    return [(field.path, field.type, field.nearest) for field in raised.value.fields]


def test_only_a_takeover_may_leave_the_day_of_effect_unknown() -> None:
    assert stamp_problems(line()) == [("stamp.effective_on", "needs_day", None)]


def test_a_wrong_stamp_names_each_wrong_field() -> None:
    assert stamp_problems(line(efective_on="2018-01-01")) == [("stamp.efective_on", "extra_forbidden", "effective_on")]
    assert stamp_problems(line(command_id=str(uuid4())))[0][:2] == ("stamp.command_id", "extra_forbidden")
    assert stamp_problems(line(effective_on="31. 6. 2018"))[0][:2] == (
        "stamp.effective_on",
        "date_from_datetime_parsing",
    )
    assert stamp_problems(line(documents=["x"], effective_on="2018-01-01"))[0][0] == "stamp.documents.0"
    assert stamp_problems(line(actor="clerk", effective_on="2018-01-01"))[0][0] == "stamp.actor"


def test_an_act_needs_its_day_as_well() -> None:
    with pytest.raises(LineProblem):
        read_stamp(
            line(), OpenJar(target=uuid4(), label="a", size=1), source="s", defaults={"actor": {"role": "clerk"}}
        )
