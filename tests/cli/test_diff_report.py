"""`kronika diff network` and `diff report`: a report at two moments, row by row, with the entries that part them."""

from typing import Any

import pytest

from adapters.cli.failures import Exit
from tests.cli.contracts import NUMBER, conclude, pay, publish
from tests.cli.runner import Cli


@pytest.fixture
def told(any_cli: Cli) -> Cli:
    """Entries 1 to 3, of January 2018: concluded, published, paid in February. 4 to 6, a year later: see below."""
    conclude(any_cli.it_is("2018-03-01"))
    publish(any_cli)
    pay(any_cli, "m-1", 80_000, "2018-02-20")
    return any_cli


def diff(cli: Cli, *report: str, a: str, b: str) -> dict[str, Any]:
    found = cli("diff", *report, "--a", a, "--b", b, "--json")
    assert found.code in (Exit.OK, Exit.NEGATIVE)
    assert found.json["ok"] is (found.code == Exit.OK)
    data: dict[str, Any] = found.json["data"]
    return data


def cells(data: dict[str, Any]) -> dict[str, tuple[Any, Any, list[int]]]:
    (line,) = data["lines"]
    return {one["column"]: (one["a"], one["b"], one["entries"]) for one in line["cells"]}


def test_the_network_at_one_moment_is_the_same(told: Cli) -> None:
    found = told.ok("diff", "network", "--a", "valid=2018-06-30", "--b", "valid=2018-06-30")
    assert "The same at both moments." in found.out


def test_a_row_that_came_later_is_added_and_in_the_other_direction_gone(told: Cli) -> None:
    early, late = "valid=2017-12-31", "valid=2018-06-30"
    assert diff(told, "network", a=early, b=late)["counts"] == {"added": 1, "gone": 0, "changed": 0, "unchanged": 0}
    data = diff(told, "network", a=late, b=early)
    assert data["counts"] == {"added": 0, "gone": 1, "changed": 0, "unchanged": 0}
    assert cells(data)["net"] == ({"minor": 8_000_000, "currency": "CZK"}, None, [3])


def test_a_payment_changes_the_cells_that_it_adds_to(told: Cli) -> None:
    """A fact recorded a year later with effect then: known today it shows, known before it does not."""
    told.it_is("2019-03-01")
    pay(told, "m-2", 20_000, "2018-05-01")
    known = diff(told, "network", a="valid=2018-06-30,known=2018-12-31", b="valid=2018-06-30,known=today")
    assert {name: entries for name, (_, _, entries) in cells(known).items()} == {"gross": [4], "net": [4]}
    assert [entry["position"] for entry in known["entries"]] == [4]
    shown = told("diff", "network", "--a", "valid=2018-06-30,known=2018-12-31", "--b", "valid=2018-06-30")
    assert (shown.code, "1 row changed" in shown.out) == (Exit.NEGATIVE, True)
    assert "no. 4 · 2018-05-01" in shown.out


def test_a_correction_is_what_makes_the_difference(told: Cli) -> None:
    """The corrected entry stands behind both readings; the correction is named."""
    told.it_is("2019-03-01")
    (entry,) = [one for one in told.ok("log", "contract", NUMBER, "--json").lines if one["position"] == 1]
    corrected = {**entry["data"], "provider": "Another provider"}
    told.did("entry.correct", NUMBER, "--reason", "misread", entry=entry["event_id"], data=corrected)
    moments = {"a": "valid=2018-06-30,known-seq=3", "b": "valid=2018-06-30"}
    assert cells(diff(told, "network", **moments))["provider"] == ("Provider", "Another provider", [4])


def test_where_only_a_day_has_passed_that_is_said(told: Cli) -> None:
    """The contract ends with the year: nothing new is recorded."""
    shown = told("diff", "report", "deadlines", "--a", "valid=2018-01-10", "--b", "valid=2018-01-12")
    assert shown.code in (Exit.OK, Exit.NEGATIVE)
    data = diff(told, "report", "attention", a="valid=2018-03-01", b="valid=2018-03-09")
    assert {name: entries for name, (_, _, entries) in cells(data).items()} == {"days_open": []}
    czech = told("diff", "report", "attention", "--a", "valid=2018-03-01", "--b", "valid=2018-03-09", "--lang", "cs")
    assert "1 řádek se změnil" in czech.out


def test_any_report_is_compared_by_its_name(told: Cli) -> None:
    data = diff(told, "report", "drawdown", a="valid=2018-01-31", b="valid=2018-12-31")
    assert (data["report"], cells(data)["gross"][2]) == ("drawdown", [3])
    assert "did you mean drawdown?" in told("diff", "report", "drawdwn", "--a", "valid=today", "--b", "valid=today").err
    assert told("diff", "contract", "--a", "valid=today", "--b", "valid=today").code == Exit.USAGE
    assert told("diff", "report", "--a", "valid=today", "--b", "valid=today").code == Exit.USAGE
