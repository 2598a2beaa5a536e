"""What a benchmark has measured is there whatever ends it."""

import json
from pathlib import Path

import pytest

from benchmarks.measure import Row
from benchmarks.results import Results

APPEND, IMPORT = Row("append", "commands/s", 600.0, 1000.0), Row("import", "commands/s", 1500.0, 2000.0, 8000.0)


def rows(path: Path) -> dict[str, float]:
    return {row["work"]: row["kronika"] for row in json.loads(path.read_text())["rows"]}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "results.json"


def test_every_row_is_written_as_soon_as_it_is_measured(path: Path) -> None:
    """Whoever interrupts the next part finds it."""
    results = Results("usual", path)
    results.take(APPEND)
    assert rows(path) == {"append": 600.0}
    results.take(IMPORT)
    assert rows(path) == {"append": 600.0, "import": 1500.0}


def test_a_part_that_is_measured_again_leaves_the_others(path: Path) -> None:
    """One part alone can be measured anew; each row says when it was."""
    for row in (APPEND, IMPORT):
        Results("usual", path).take(row)
    Results("full", path).take(Row("append", "commands/s", 700.0))
    assert rows(path) == {"append": 700.0, "import": 1500.0}
    assert [row["sizes"] for row in json.loads(path.read_text())["rows"]] == ["full", "usual"]


def test_what_a_whole_run_does_not_measure_any_more_goes(path: Path) -> None:
    """Rows of an earlier program go once everything has been measured, not before."""
    Results("usual", path).take(APPEND)
    whole = Results("usual", path)
    whole.take(IMPORT)
    assert rows(path) == {"append": 600.0, "import": 1500.0}
    whole.forget_others()
    assert rows(path) == {"import": 1500.0}


def test_a_row_says_how_it_stands_to_floor_and_stock(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Figures beside their ratios, in the columns of the table."""
    Results("usual", path).take(IMPORT)
    assert capsys.readouterr().out.split() == [
        "import",
        "commands/s",
        "1",
        "500",
        "2",
        "000",
        "0.75",
        "8",
        "000",
        "0.19",
    ]
