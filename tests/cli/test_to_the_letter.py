"""A number is no day, a word is no truth: each such field is named, with what is expected, in the reader's language."""

import json
from typing import Any

import pytest

from tests.cli.runner import Cli, kc

NUMBER = "OLP/9001/2017"
PERIOD = {"start": "2017-07-01", "end": "2018-12-31"}
WRONG: dict[str, Any] = {
    "number": NUMBER,
    "regime": "tender",
    "provider": "Pro\u200bvider",
    "maximum": kc(100_000),
    "period": {"start": 0, "end": "1514764800"},
    "effect_agreed_on": 20180101,
    "is_effect_conditional": "yes",
    "settlement_due": [{"year": 2018.0, "due_on": 1.5e9}],
}
TOLD = {
    "cs": (
        "provider: obsahuje neviditelný znak U+200B; napište ho znovu",
        "period.start: “0” musí být den, například 2018-06-30",
        "period.end: “1514764800” musí být den, například 2018-06-30",
        "effect_agreed_on: “20180101” musí být den, například 2018-06-30",
        "is_effect_conditional: musí být true nebo false, bez uvozovek",
        "settlement_due.0.year: “2018.0” musí být celé číslo, například 12, bez uvozovek a tečky",
        "settlement_due.0.due_on: “1500000000.0” musí být den, například 2018-06-30",
    ),
    "en": (
        "provider: holds the invisible sign U+200B; type it anew",
        "period.start: “0” must be a day such as 2018-06-30",
        "period.end: “1514764800” must be a day such as 2018-06-30",
        "effect_agreed_on: “20180101” must be a day such as 2018-06-30",
        "is_effect_conditional: must be true or false, without quotes",
        "settlement_due.0.year: “2018.0” must be a whole number such as 12, without quotes or a point",
        "settlement_due.0.due_on: “1500000000.0” must be a day such as 2018-06-30",
    ),
}


@pytest.mark.parametrize("language", ["cs", "en"])
def test_each_guess_that_is_not_made_is_told_with_its_field(cli: Cli, language: str) -> None:
    result = cli.do("contract.record-conclusion", None, "--lang", language, **WRONG)
    assert result.code == 5
    assert [line for line in TOLD[language] if line not in result.err] == []


@pytest.mark.parametrize("language", ["cs", "en"])
def test_the_wording_of_a_correction_is_read_just_so(cli: Cli, language: str) -> None:
    concluded = {"number": NUMBER, "regime": "tender", "provider": "P", "maximum": kc(1), "period": PERIOD}
    cli.did("contract.record-conclusion", None, "--on", "2017-06-30", **concluded)
    result = cli.do("entry.correct", NUMBER, "--reason", "omyl", "--lang", language, entry="1", data=WRONG)
    assert result.code == 4
    assert [line for line in TOLD[language] if f"data.{line}" not in result.err] == []


@pytest.mark.parametrize("field", ["effective_on", "received_on"])
@pytest.mark.parametrize("value", [0, 20180101, 1.5e9, True, "1514764800", "2018-06-30T00:00:00"])
@pytest.mark.parametrize("is_default", [False, True])
def test_a_line_of_a_file_names_its_day_as_a_day(cli: Cli, field: str, value: object, *, is_default: bool) -> None:
    said = {field: value}
    line = {"id": "1", "command": "contract.take-over", "data": {"number": NUMBER}}
    header = {"source": "test", "defaults": said if is_default else {}}
    path = cli.file("a.jsonl", header, line if is_default else {**line, "stamp": said})
    result = cli("import", path, "--lang", "cs", "--json")
    (problem,) = result.json["data"]["problems"]
    assert (result.code, problem["code"], result.json["known_seq"]) == (5, "import.invalid", 0)
    (wrong,) = problem["fields"]
    assert wrong["path"] == f"stamp.{field}"
    assert "musí být den" in wrong["message"]


def test_the_data_of_a_line_are_read_just_so(cli: Cli) -> None:
    path = cli.file("a.jsonl", {"source": "test"}, {"id": "1", "command": "contract.record-conclusion", "data": WRONG})
    (problem,) = cli("import", path, "--json").json["data"]["problems"]
    assert {one["path"] for one in problem["fields"]} == {f"data.{line.split(':')[0]}" for line in TOLD["en"]}


@pytest.mark.parametrize("written", ["0", "20180101", "1514764800", "1.5e9", "2018"])
def test_a_day_on_the_command_line_is_no_number(cli: Cli, written: str) -> None:
    result = cli.do("contract.take-over", None, "--on", written, "--lang", "en", number=NUMBER)
    assert (result.code, result.err.splitlines()[0]) == (2, f"error: --on: {written!r} is no day")


def test_white_space_around_what_is_named_is_dropped(cli: Cli) -> None:
    """Out of a table a name often comes with a space that nobody sees; it is the same name."""
    cli.did("contract.take-over", None, number=f"\u00a0{NUMBER} ", provider=" Provider\u00a0")
    shown = json.loads(cli.ok("show", "contract", NUMBER, "--json").out)
    assert shown["data"]["fields"]["provider"] == "Provider"
