"""`kronika diff network` and `diff report`: a report at two moments, row by row, with the entries that part them."""

from typing import Any

import pytest

from adapters.cli.failures import Exit
from tests.cli.contracts import NUMBER, conclude, pay, publish
from tests.cli.runner import Cli, kc


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
    """The corrected entry stands behind both readings; it is named with its correction."""
    told.it_is("2019-03-01")
    (entry,) = [one for one in told.ok("log", "contract", NUMBER, "--json").lines if one["position"] == 1]
    corrected = {**entry["data"], "provider": "Another provider"}
    told.did("entry.correct", NUMBER, "--reason", "misread", entry=entry["event_id"], data=corrected)
    moments = {"a": "valid=2018-06-30,known-seq=3", "b": "valid=2018-06-30"}
    assert cells(diff(told, "network", **moments))["provider"] == ("Provider", "Another provider", [1, 4])


def made(data: dict[str, Any]) -> tuple[list[int], list[int], int]:
    """By which entries the only line reads differently, all entries that are named, and how many others there are."""
    (line,) = data["lines"]
    return line["entries"], [one["position"] for one in data["entries"]], data["other_entries"]


def test_what_stood_behind_a_line_before_is_not_what_took_it_out(told: Cli) -> None:
    """The contract was terminated: that makes the difference, and neither its conclusion nor what was paid does."""
    told.did("contract.terminate", NUMBER, "--on", "2018-07-31", mode="AGREEMENT", by="both")
    data = diff(told, "network", a="valid=2018-06-15", b="valid=2018-08-31")
    assert made(data) == ([4], [4], 3)
    assert all(one["entries"] in ([], [4]) for one in data["lines"][0]["cells"])
    shown = told("diff", "network", "--a", "valid=2018-06-15", "--b", "valid=2018-08-31")
    assert shown.out.splitlines()[-1] == "  and 3 other entries that changed nothing shown here"


def test_what_became_known_later_takes_a_line_out_and_taken_back_lets_it_in_again(told: Cli) -> None:
    told.it_is("2019-03-01")
    ended = told.did("contract.terminate", NUMBER, "--on", "2018-07-31", mode="AGREEMENT", by="both")
    told.did("entry.take-back", NUMBER, "--reason", "of another contract", entry=ended["entries"][0]["event_id"])
    then, since = "valid=2018-08-31,known-seq=3", "valid=2018-08-31,known-seq=4"
    assert made(diff(told, "network", a=then, b=since))[:2] == ([4], [4])
    assert made(diff(told, "network", a=since, b="valid=2018-08-31"))[:2] == ([4, 5], [4, 5])
    assert diff(told, "network", a=then, b="valid=2018-08-31")["lines"] == []


def test_an_anomaly_or_a_deadline_that_is_gone_names_what_settled_it(told: Cli) -> None:
    """Nothing in the line itself says so: it is the view that knows which entry closed it."""
    for report in ("publication-backlog", "deadlines"):
        data = diff(told, "report", report, a="valid=2018-01-10", b="valid=2018-02-28")
        gone = {one["key"]: one["entries"] for one in data["lines"] if one["fate"] == "gone"}
        waits = [entries for key, entries in gone.items() if "contract.publication|" in key]
        assert (waits, {2}) == ([[2]], {at for entries in gone.values() for at in entries})
    pay(told, "m-2", 2_000_000, "2018-02-21")
    back = {"reversal": "r-1", "movement": "m-2", "amount": kc(2_000_000)}
    told.did("contract.record-reversal", NUMBER, "--on", "2018-02-25", **back)
    data = diff(told, "report", "attention", a="valid=2018-02-22", b="valid=2018-02-26")
    gone = {one["key"].split("|")[0]: one["entries"] for one in data["lines"] if one["fate"] == "gone"}
    assert gone["ABOVE_MAXIMUM"] == [5]


def test_a_line_whose_place_another_file_takes_is_not_laid_to_the_day(cli: Cli) -> None:
    """The service stood in the network by itself; since its contract is known it stands there by that."""
    cli.it_is("2018-01-10")
    registered = {"registration_number": "3596108", "provider": {"name": "Fokus"}, "section": "43", "forms": ["T"]}
    cli.did("service.record-registration", None, "--on", "2017-01-01", **registered)
    cli.did("network_entry.take-over", None, "--on", "2018-01-01", service="3596108", level="1")
    conclude(cli, services=[{"registration": "3596108"}])
    publish(cli)
    moments = ("--a", "valid=2018-06-30,known-seq=2", "--b", "valid=2018-06-30")
    (gone,) = [one for one in cli("diff", "network", *moments, "--json").json["data"]["lines"] if one["fate"] == "gone"]
    assert gone["entries"] == []
    shown = cli("diff", "network", *moments)
    assert "other files" in shown.out
    assert "the day" not in shown.out


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
