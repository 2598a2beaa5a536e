"""docs/import.md tells the truth: its worked example runs, word by word."""

import re
from pathlib import Path

import pytest

from application.importing.line import OWN_FIELDS, ProblemKind
from tests.cli.runner import HOUSE, Cli

PAGE = (HOUSE / "docs" / "import.md").read_text(encoding="utf-8")
EXAMPLE = PAGE[PAGE.index("## A worked example") :]


def _blocks(language: str, text: str = EXAMPLE) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", text, flags=re.DOTALL)


def _timeless(text: str) -> str:
    return re.sub(r"in \d+\.\d s", "in … s", text)


def test_the_worked_example_runs_word_by_word(cli: Cli, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    (lines,) = _blocks("json")
    first, second = _blocks("console")
    for shown, written in ((first, lines), (second, lines.replace("600 000 Kč", "400 000 Kč"))):
        Path("bank.jsonl").write_text(written, encoding="utf-8")
        command, _, output = shown.partition("\n")
        result = cli(*command.removeprefix("$ kronika ").split())
        assert _timeless(result.err + result.out) == _timeless(output)


def test_every_field_of_a_stamp_and_every_kind_of_problem_is_on_the_page() -> None:
    assert [name for name in OWN_FIELDS if f"`{name}`" not in PAGE] == []
    assert [kind for kind in ProblemKind if f"`{kind.value}`" not in PAGE] == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_a_table_becomes_lines_as_the_page_says(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, encoding: str
) -> None:
    """The program runs as it stands, on the table beside it; twice records nothing twice."""
    monkeypatch.chdir(tmp_path)
    (table,), (program,) = _blocks("csv", PAGE), _blocks("python", PAGE)
    Path("contracts.csv").write_text(table, encoding=encoding)
    for taken in (2, 0):
        exec(compile(program, "docs/import.md", "exec"), {})
        assert cli.ok("import", "contracts.jsonl", "--json").json["data"]["taken"] == taken
    fields = cli.ok("show", "contract", "OLP/9301/2019", "--json").json["data"]["fields"]
    assert fields["maximum"] == {"currency": "CZK", "minor": 125_000_050}
    assert fields["provider"] == "Příklad, z. ú."
