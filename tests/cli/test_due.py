"""`kronika due`: the most pressing first, and never all right where nobody can say so."""

import pytest

from adapters.cli.due import MISSING, STATES, TURNS
from adapters.cli.failures import Exit
from projections.deadlines import KINDS, Missing, State, Turn
from tests.cli.runner import Cli, kc

NUMBER = "OLP/9001/2017"


@pytest.fixture
def region(any_cli: Cli) -> Cli:
    """A contract of 3 July 2017, published two days late, that is to be settled by Saturday 2 February 2019."""
    cli = any_cli.it_is("2017-07-10")
    cli.did(
        "contract.record-conclusion",
        None,
        "--on",
        "2017-07-03",
        number=NUMBER,
        regime="grant",
        provider="Fokus Liberec",
        maximum=kc(1_000_000),
        settlement_due=[{"year": 2018, "due_on": "2019-02-02"}],
    )
    cli.it_is("2017-08-04").did("contract.record-publication", NUMBER, register_id="r-1")
    return cli


@pytest.fixture
def with_old_entry(region: Cli) -> Cli:
    """A standing in the network of which nobody knows until when it lasts."""
    region.did("network_entry.take-over", service_as_written="NZDM", section="62")
    return region


def test_what_is_due_and_whose_turn_it_is(region: Cli) -> None:
    """The legal last day with the safe one below, how much time is left, and where to look."""
    result = region.it_is("2019-01-31").ok("due", "--lang", "en")
    assert result.out.splitlines()[0].startswith("Valid on 2019-01-31 · Known on 2019-01-31 (entry no. ")
    line, safe = result.out.splitlines()[4:6]
    assert line.split() == ["2019-02-04", "4", "days", "left", "service", "provider", "settle", "the", "year:", "2018",
                            NUMBER, "1"]  # fmt: skip
    assert safe.strip() == "safe: 2019-02-01"
    assert result.out.splitlines()[-1] == "1 deadline"


def test_the_last_day_itself_is_not_overdue(region: Cli) -> None:
    """On Monday it is the last day, on Tuesday one day late."""
    assert "dnes je poslední den" in region.it_is("2019-02-04").ok("due", "--lang", "cs").out
    late = region.it_is("2019-02-05").ok("due", "--lang", "cs").out
    assert "PO TERMÍNU o 1 den" in late
    assert late.splitlines()[-1] == "1 lhůta · 1 po termínu"


def test_a_scheduled_run_learns_by_the_exit_code(region: Cli) -> None:
    """Nought always, one only where it was asked for and something is overdue."""
    region.it_is("2019-02-04")
    assert region("due", "--fail-on-overdue").code == Exit.OK
    region.it_is("2019-02-05")
    assert region("due").code == Exit.OK
    assert region("due", "--overdue").code == Exit.OK
    assert region("due", "--fail-on-overdue").code == Exit.NEGATIVE
    assert region("due", "--fail-on-overdue", "--turn", "region").code == Exit.OK
    assert region("due", "--fail-on-overdue", "--valid", "2019-02-04").code == Exit.OK


def test_the_frame_says_whether_all_is_well(region: Cli) -> None:
    """With the days to count by, the rule that judges, and the entry that set it."""
    frame = region.it_is("2019-02-05").ok("due", "--json").json
    assert (frame["schema"], frame["ok"], frame["valid"], frame["warnings"]) == (
        "kronika.due/1",
        False,
        "2019-02-05",
        [],
    )
    (row,) = frame["data"]
    expected = {
        "kind": "contract.settlement",
        "turn": "provider",
        "nature": "duty",
        "subject": "2018",
        "state": "overdue",
        "raw_end": "2019-02-02",
        "legal_last_day": "2019-02-04",
        "safe_last_day": "2019-02-01",
        "warns_on": "2019-02-01",
        "days_left": -1,
        "days_late": 1,
        "rule": "contract.settlement-in-time",
        "position": 1,
        "missing": None,
    }
    assert {name: row[name] for name in expected} == expected


def test_within_counts_to_the_safe_day(region: Cli) -> None:
    """Safe on Friday 1 February: on Tuesday due within three days, though the law leaves six."""
    region.it_is("2019-01-29")
    assert len(region.ok("due", "--within", "3d", "--json").json["data"]) == 1
    assert region.ok("due", "--within", "2", "--json").json["data"] == []
    assert region.ok("due", "--within", "2d", "--lang", "en").out.splitlines()[-1] == "Nothing is due."


def test_met_and_missed_are_shown_when_asked_for(region: Cli) -> None:
    """Published on 4 August, two days late, and long before the contract would have been void."""
    rows = region.it_is("2019-01-31").ok("due", "--all", "--json").json["data"]
    assert [(row["kind"], row["state"], row["days_late"]) for row in rows] == [
        ("contract.publication", "missed", 2),
        ("contract.voidness", "met", None),
        ("contract.settlement", "open", None),
    ]
    out = region.ok("due", "--all", "--lang", "en", COLUMNS="200").out
    assert "missed: 2 days late, on 2017-08-04" in " ".join(out.split())
    assert "met on 2017-08-04" in " ".join(out.split())


def test_as_known_before_the_publication_it_was_overdue(region: Cli) -> None:
    """Two questions: how it was on that day, and what was known of it then."""
    then = ("due", "--all", "--valid", "2017-08-04", "--json")
    assert {row["state"] for row in region.ok(*then).json["data"]} >= {"missed", "met"}
    before = region.ok(*then, "--known-seq", "1").json
    assert before["known_seq"] == 1
    assert [row["state"] for row in before["data"]] == ["overdue", "open", "open"]
    assert region.ok("due", "--known-seq", "0", "--json").json["data"] == []


def test_what_cannot_be_computed_is_said_and_stands_first(with_old_entry: Cli) -> None:
    """Also where only what is overdue is asked for: it may be."""
    out = with_old_entry.it_is("2019-02-05").ok("due", "--lang", "en", COLUMNS="200").out
    first = " ".join(out.splitlines()[4].split())
    assert first.startswith("not known CANNOT BE COMPUTED region the service leaves the network")
    assert "the source states no day that can be read" in " ".join(out.split())
    assert out.splitlines()[-1] == "2 deadlines · 1 overdue · 1 cannot be computed"
    overdue = with_old_entry.ok("due", "--overdue", "--lang", "en").out.splitlines()
    assert overdue[-1] == "Besides, 1 cannot be computed and may be overdue; kronika due shows them."
    assert len(with_old_entry.ok("due", "--overdue", "--json").json["warnings"]) == 1
    assert len(with_old_entry.ok("due", "--within", "0d", "--json").json["data"]) == 2


def test_by_whose_turn_it_is(with_old_entry: Cli) -> None:
    """The region's own, or somebody else's."""
    with_old_entry.it_is("2019-01-31")
    kinds = {
        turn: [row["kind"] for row in with_old_entry.ok("due", "--turn", turn, "--json").json["data"]]
        for turn in ("region", "provider", "participant")
    }
    assert kinds == {"region": ["network_entry.end"], "provider": ["contract.settlement"], "participant": []}


@pytest.mark.parametrize(
    ("words", "message", "hint"),
    [
        (("--overdue", "--within", "3d"), "give --overdue or --within, not both", None),
        (("--within", "soon"), "--within: 'soon' is no number of days", "expected a number such as 30d"),
        (("--within=-1d",), "--within: '-1d' is no number of days", "expected a number such as 30d"),
    ],
)
def test_wrong_usage_ends_with_two(cli: Cli, words: tuple[str, ...], message: str, hint: str | None) -> None:
    result = cli("due", *words, "--lang", "en")
    assert (result.code, result.out) == (Exit.USAGE, "")
    assert result.err.splitlines() == [f"error: {message}", *([f"  → {hint}"] if hint else [])]


def test_before_init_it_says_what_to_do(bare: Cli) -> None:
    result = bare("due", "--lang", "en")
    assert result.code == Exit.STORAGE
    assert "run kronika init first" in result.err


def test_every_state_turn_and_reason_has_words() -> None:
    """And every kind of deadline says in both languages what is due."""
    assert set(STATES) == set(State)
    assert set(TURNS) == set(Turn)
    assert set(MISSING) == set(Missing)
    assert all(kind.cs != kind.en for kind in KINDS.values())
