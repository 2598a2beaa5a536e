"""Reading one file: what held on a day, as it was known at a moment, who changed it and why."""

import re
from typing import Any

import pytest

from adapters.cli.failures import Exit
from tests.cli.conftest import sqlite_cli
from tests.cli.contracts import NUMBER as NUMBER_OF_2018
from tests.cli.contracts import conclude, pay, publish
from tests.cli.runner import Cli, Result, kc

NUMBER = "OLP/9040/2018"


def amend(cli: Cli, number: int, on: str, adds: int, maximum: int) -> Any:
    return cli.did(
        "contract.record-amendment",
        NUMBER,
        "--on",
        on,
        "--reason",
        f"more service, amendment {number}",
        number=number,
        ground="222(4)",
        adds=kc(adds),
        maximum=kc(maximum),
    )


def tell(cli: Cli) -> Cli:
    """Scenario 5: amendment 2 was recorded in January, amendment 1 was found in the file in February."""
    cli.it_is("2018-03-25")
    cli.did(
        "contract.record-conclusion",
        None,
        "--on",
        "2018-03-20",
        number=NUMBER,
        regime="tender",
        provider="Provider",
        maximum=kc(3_600_000),
        period={"start": "2018-04-01", "end": "2020-03-31"},
    )
    cli.it_is("2018-04-01").did("contract.record-publication", NUMBER, register_id="r-1")
    cli.it_is("2019-01-10")
    amend(cli, 2, "2019-01-01", 120_000, 3_900_000)
    cli.it_is("2019-02-05")
    amend(cli, 1, "2018-10-01", 180_000, 3_780_000)
    return cli


@pytest.fixture(scope="module")
def amended(tmp_path_factory: pytest.TempPathFactory) -> Cli:
    """The story in an SQLite file that every test of this module only reads."""
    cli = sqlite_cli(tmp_path_factory.mktemp("amended"))
    cli.ok("init")
    return tell(cli)


def fields(cli: Cli, **times: str) -> dict[str, Any]:
    options = [part for name, value in times.items() for part in (f"--{name.replace('_', '-')}", value)]
    found: dict[str, Any] = cli.ok("show", "contract", NUMBER, *options, "--json").json["data"]["fields"]
    return found


# show -----------------------------------------------------------------------------------------------------------------


def test_scenario_5_the_maximum_holds_by_effect_and_is_known_by_recording(any_cli: Cli) -> None:
    amended = tell(any_cli)
    asked = {
        ("2018-12-31", "2019-01-31"): 3_600_000,
        ("2019-01-31", "2019-01-31"): 3_900_000,
        ("2018-12-31", "2019-02-05"): 3_780_000,
        ("2019-01-31", "2019-02-05"): 3_900_000,
    }
    found = {
        (valid, known): fields(amended, valid=valid, known=known)["maximum"]["minor"] // 100 for valid, known in asked
    }
    assert found == asked
    assert fields(amended, valid="2018-12-31", known_seq="3")["maximum"]["minor"] == 360_000_000
    assert "AMENDMENT_GAP" in fields(amended, valid="2019-01-31", known="2019-01-31")["open_anomalies"]
    assert "AMENDMENT_GAP" not in fields(amended, valid="2019-01-31", known="2019-02-05")["open_anomalies"]


def test_the_header_says_both_times_and_the_entry_number(amended: Cli) -> None:
    result = amended.ok("show", "contract", NUMBER, "--valid", "31. 12. 2018", "--known", "31.1.2019")
    assert result.out.splitlines()[:2] == [
        f"Contract {NUMBER}",
        "Valid on 2018-12-31 · Known on 2019-01-31 (entry no. 3)",
    ]
    assert result.err.strip() == "You are viewing the state valid on 2018-12-31, as known on 2019-01-31."
    czech = amended.ok("show", "contract", NUMBER, "--known", "včera", "--lang", "cs")
    assert czech.out.splitlines()[1] == "Platné ke dni 5. 2. 2019 · Známo ke dni 4. 2. 2019 (záznam č. 3)"
    assert czech.err.strip() == "Díváte se na stav platný k 5. 2. 2019, jak byl znám k 4. 2. 2019."
    assert amended.ok("show", "contract", NUMBER).err == ""


def test_a_value_that_differs_from_today_says_what_it_is_today(amended: Cli) -> None:
    shown = amended.ok("show", "contract", NUMBER, "--valid", "2018-12-31", "--known", "2019-01-31").out
    assert re.search(r"maximum +CZK 3,600,000  ← today: CZK 3,900,000", shown)
    assert "← today" not in amended.ok("show", "contract", NUMBER).out


def test_before_the_first_entry_the_answer_is_nothing_and_since_when(amended: Cli) -> None:
    then = amended.ok("show", "contract", NUMBER, "--known", "2018-03-24")
    said = "Nothing recorded then; the ledger first knows of it on 2018-03-25 (entry no. 1)."
    assert then.out.splitlines()[-1] == said
    assert amended.ok("log", "contract", NUMBER, "--known", "2018-03-24").out.splitlines()[-1] == said
    as_json = amended.ok("show", "contract", NUMBER, "--known-seq", "0", "--json").json
    assert (as_json["data"]["fields"], as_json["known_seq"]) == (None, 0)
    assert as_json["data"]["first_entry"]["position"] == 1


def test_today_knows_what_is_known_now(amended: Cli) -> None:
    """The last day that can be asked for; what will be known on a later one nobody can say."""
    assert fields(amended, known="2019-02-05") == fields(amended)
    assert amended("show", "contract", NUMBER, "--known", "2019-02-06").code == Exit.USAGE


@pytest.mark.parametrize("written", ["OLP/9040/2018", "olp 9040/2018", "OLP-9040-2018", "OLP – 9040 – 2018"])
def test_a_number_is_found_as_people_write_it(amended: Cli, written: str) -> None:
    assert amended.ok("show", "contract", written, "--json").json["data"]["kind"] == "contract"


def test_a_uuid_finds_its_file_and_no_file_of_another_kind(amended: Cli) -> None:
    identifier = amended.ok("show", "contract", NUMBER, "--json").json["data"]["id"]
    assert amended.ok("show", "contract", identifier).out.startswith(f"Contract {identifier}")
    for words in (("show", "project"), ("log", "project")):
        assert amended(*words, identifier).code == Exit.NOT_FOUND
        assert amended(*words, identifier, "--known-seq", "0").code == Exit.NOT_FOUND


def test_a_corrected_number_is_found_under_both_its_forms(cli: Cli) -> None:
    """A typo in a number is corrected; whoever knows the old form still finds the file, then and now."""
    cli.it_is("2018-01-01").did("contract.take-over", number="OLP/1/2017", provider="Fokus")
    (entry,) = cli.ok("log", "contract", "OLP/1/2017", "--json").lines
    data = entry["data"] | {"number": "OLP/7/2017"}
    cli.it_is("2018-02-01").did("entry.correct", "OLP/1/2017", "--reason", "a typo", entry=entry["event_id"], data=data)
    for written in ("OLP/1/2017", "OLP/7/2017"):
        assert cli.ok("show", "contract", written, "--json").json["data"]["fields"]["number"] == "OLP/7/2017"
    then = cli.ok("show", "contract", "OLP/7/2017", "--known", "2018-01-15", "--json").json["data"]["fields"]
    assert then["number"] == "OLP/1/2017"


def test_not_known_is_never_zero_or_empty(cli: Cli) -> None:
    cli.did("contract.take-over", number="OLP/1/2009")
    shown = cli.ok("show", "contract", "OLP/1/2009").out
    assert re.search(r"^paid +not known$", shown, re.MULTILINE)
    assert re.search(r"^maximum +not known$", shown, re.MULTILINE)
    assert re.search(r"^in force +cannot be decided: the day of conclusion is not known$", shown, re.MULTILINE)
    assert "CZK 0" not in shown
    czech = cli.ok("show", "contract", "OLP/1/2009", "--lang", "cs").out
    assert re.search(r"^vyplaceno +neuvedeno$", czech, re.MULTILINE)
    assert re.search(r"^platí +nelze rozhodnout: den uzavření není znám$", czech, re.MULTILINE)


# log ------------------------------------------------------------------------------------------------------------------


def test_a_retroactive_entry_says_how_many_days_later_it_was_recorded(amended: Cli) -> None:
    shown = amended.ok("log", "contract", NUMBER).out
    assert "recorded 127 days later" in shown
    assert "zapsáno o 127 dnů později" in amended.ok("log", "contract", NUMBER, "--lang", "cs").out
    late = {entry["position"]: entry["days_late"] for entry in amended.ok("log", "contract", NUMBER, "--json").lines}
    assert late == {1: 5, 2: 0, 3: 9, 4: 127}


def test_the_log_has_the_columns_of_the_house(amended: Cli) -> None:
    english = amended.ok("log", "contract", NUMBER).out.splitlines()[3]
    assert re.split(r"  +", english) == ["No.", "Effective", "Recorded", "What", "Who", "Why"]
    czech = amended.ok("log", "contract", NUMBER, "--lang", "cs").out.splitlines()[3]
    assert re.split(r"  +", czech) == ["Č.", "Kdy platí", "Kdy zapsáno", "Co", "Kdo", "Proč"]


def positions(result: Result) -> list[int]:
    return [entry["position"] for entry in result.lines]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ((), [1, 2, 3, 4]),
        (("--retroactive",), [1, 3, 4]),
        (("--kind", "amendment-concluded"), [3, 4]),
        (("--kind", "contract.amendment-*", "--kind", "contract.concluded"), [1, 3, 4]),
        (("--from", "2018-10-01"), [3, 4]),
        (("--to", "1. 10. 2018"), [1, 2, 4]),
        (("--from", "2018-04-01", "--to", "2018-12-31"), [2, 4]),
        (("--known", "2019-01-31"), [1, 2, 3]),
        (("--valid", "2018-12-31"), [1, 2, 4]),
        (("--kind", "closed"), []),
    ],
)
def test_the_log_is_filtered(amended: Cli, options: tuple[str, ...], expected: list[int]) -> None:
    assert positions(amended.ok("log", "contract", NUMBER, *options, "--json")) == expected


def test_a_filtered_log_says_of_how_many(amended: Cli) -> None:
    assert amended.ok("log", "contract", NUMBER, "--retroactive").out.splitlines()[-1] == "3 entries of 4"
    assert amended.ok("log", "contract", NUMBER).out.splitlines()[-1] == "4 entries"


def test_an_unknown_day_of_effect_is_said_and_left_out_of_a_span(cli: Cli) -> None:
    data = {"number": "OLP/1/2009"}
    cli.did("contract.take-over", **data)
    assert "not known" in cli.ok("log", "contract", "OLP/1/2009").out
    result = cli.ok("log", "contract", "OLP/1/2009", "--from", "2009-01-01")
    assert "left out because their day of effect is not known: 1 entry" in result.err
    assert result.out.splitlines()[-1] == "0 entries of 1"


# diff -----------------------------------------------------------------------------------------------------------------


def test_the_same_day_as_known_then_and_now(amended: Cli) -> None:
    """What did we know of that day then, and what do we know now: the question that auditors really have."""
    moments = ("--a", "valid=2018-12-31,known=2019-01-31", "--b", "valid=2018-12-31,known=today")
    result = amended("diff", "contract", NUMBER, *moments)
    assert result.code == Exit.NEGATIVE
    assert re.search(r"^maximum +CZK 3,600,000 +CZK 3,780,000 +4$", result.out, re.MULTILINE)
    assert "The difference is made by:" in result.out
    assert "no. 4 · 2018-10-01 ·" in result.out
    as_json = amended("diff", "contract", NUMBER, *moments, "--json").json
    assert as_json["ok"] is False
    changes = {change["field"]: (change["a"], change["b"], change["entries"]) for change in as_json["data"]["changes"]}
    assert changes["maximum"] == (
        {"currency": "CZK", "minor": 360_000_000},
        {"currency": "CZK", "minor": 378_000_000},
        [4],
    )
    assert [entry["position"] for entry in as_json["data"]["entries"]] == [4]


def test_equal_moments_end_with_zero(amended: Cli) -> None:
    result = amended("diff", "contract", NUMBER, "--a", "valid=2019-02-01", "--b", "valid=2019-02-02")
    assert (result.code, result.out.splitlines()[-1]) == (0, "The same at both moments.")
    every = amended("diff", "contract", NUMBER, "--a", "valid=2019-02-01", "--b", "valid=2019-02-02", "--unchanged")
    assert "maximum" in every.out


def test_two_days_differ_by_what_took_effect_between_them(amended: Cli) -> None:
    result = amended("diff", "contract", NUMBER, "--a", "valid=2018-09-30", "--b", "valid=2019-01-01", "--json").json
    assert [entry["position"] for entry in result["data"]["entries"]] == [3, 4]


def test_a_moment_before_the_first_entry_is_nothing(amended: Cli) -> None:
    result = amended("diff", "contract", NUMBER, "--a", "known-seq=0", "--b", "known-seq=1")
    assert result.code == Exit.NEGATIVE
    assert "A: Valid on 2019-02-05 · Known on 2019-02-05 (no entry yet) – nothing recorded then" in result.out
    assert amended("diff", "contract", NUMBER, "--a", "known-seq=0", "--b", "known-seq=0").code == 0


def test_a_correction_is_named_as_what_makes_the_difference(cli: Cli) -> None:
    cli.it_is("2018-01-01").did("contract.take-over", number="OLP/1/2017", provider="Fokus")
    (entry,) = cli.ok("log", "contract", "OLP/1/2017", "--json").lines
    corrected = entry["data"] | {"provider": "Fokus Liberec"}
    cli.it_is("2018-02-01").did("entry.correct", "OLP/1/2017", "--reason", "r", entry=entry["event_id"], data=corrected)
    result = cli("diff", "contract", "OLP/1/2017", "--a", "known-seq=1", "--b", "known-seq=2", "--json").json
    assert {change["field"] for change in result["data"]["changes"]} == {"provider"}
    assert [one["position"] for one in result["data"]["entries"]] == [1, 2]
    shown = cli("diff", "contract", "OLP/1/2017", "--a", "known-seq=1", "--b", "known-seq=2")
    assert re.search(r"^provider +Fokus +Fokus Liberec +1, 2$", shown.out, re.MULTILINE)
    assert "no. 1 · not known · " in shown.out
    assert " · corrected by entry no. 2\n" in shown.out


def test_what_changed_nothing_is_counted_and_what_days_did_is_said(cli: Cli) -> None:
    """An auditor who is to be told why a figure moved is not to read every entry of two years."""
    conclude(cli.it_is("2018-02-01"))
    publish(cli)
    cli.did("contract.record-change-request", NUMBER_OF_2018, "--on", "2018-01-30", change="c-1", change_kind="NETWORK")
    pay(cli, "m-1", 80_000, "2018-01-31")
    shown = cli("diff", "contract", NUMBER_OF_2018, "--a", "valid=2018-01-31,known-seq=2", "--b", "valid=2018-01-31")
    assert re.search(r"^paid +CZK 0 +CZK 80,000 +4$", shown.out, re.MULTILINE)
    assert shown.out.splitlines()[-1] == "  and 1 other entry that changed nothing shown here"
    assert "no. 3" not in shown.out
    later = cli(
        "diff", "contract", NUMBER_OF_2018, "--a", "valid=2018-12-31", "--b", "valid=2019-01-01", "--lang", "cs"
    )
    assert re.search(r"^platí +ano +ne +den$", later.out, re.MULTILINE)
