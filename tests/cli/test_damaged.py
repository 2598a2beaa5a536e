"""An entry whose bytes are damaged: whoever would read it stops and says where, everybody else goes on."""

import sqlite3
from contextlib import closing

import pytest

from adapters.cli.failures import Exit
from tests.cli.runner import Cli

DAMAGES = {
    "no JSON": b"{not json",
    "no payload": b'{"stamp":{}}',
    "another shape": b'{"data":{"nonsense":1},"stamp":{}}',
}
ASK = ("contract_ledger", "network", "registry")
"""Views that ask for old contracts."""


def damage(cli: Cli, position: int, state: bytes) -> None:
    """What no program of ours does: the rows of the ledger cannot be changed while its triggers stand."""
    with closing(sqlite3.connect(cli.folder / "kronika.db")) as database:
        database.execute("DROP TRIGGER stored_events_update")
        database.execute("UPDATE stored_events SET state = ? WHERE position = ?", (state, position))
        database.commit()


@pytest.fixture
def damaged(cli: Cli, request: pytest.FixtureRequest) -> Cli:
    """Three old records, the second of them damaged before any view has seen it."""
    cli.did("project.take-over", None, number="CZ.1.04/3.1.00/05.00001", programme="OPLZZ")
    cli.did("contract.take-over", None, number="OLP/1/2017")
    cli.did("project.take-over", None, number="CZ.1.04/3.1.00/05.00002", programme="OPLZZ")
    damage(cli, 2, DAMAGES[getattr(request, "param", "no JSON")])
    return cli


@pytest.mark.parametrize("damaged", DAMAGES, indirect=True)
def test_views_that_ask_for_it_stop_before_it_and_the_others_go_on(damaged: Cli) -> None:
    assert damaged("report", "drawdown", "--quiet").code == Exit.INTEGRITY
    told = damaged("projections", "verify", "--json")
    assert (told.code, told.json["ok"]) == (Exit.INTEGRITY, False)
    result = damaged("projections", "status", "--json")
    assert result.code == Exit.INTEGRITY
    views = {one["view"]: one for one in result.json["data"]}
    assert {name: (views[name]["position"], views[name]["lag"]) for name in ASK} == dict.fromkeys(ASK, (1, 2))
    stopped = views["network"]["quarantine"]
    assert (stopped["position"], stopped["topic"]) == (2, "contract.taken-over")
    assert stopped["reason"].startswith(("JSONDecodeError at ", "KeyError at ", "ValidationError ("))
    assert (views["tender_funnel"]["position"], views["tender_funnel"]["quarantine"]) == (3, None)


def test_it_is_said_where_it_is_and_what_to_do(damaged: Cli) -> None:
    for words in (("show", "contract", "OLP/1/2017"), ("log", "contract", "OLP/1/2017")):
        result = damaged(*words, "--lang", "en")
        assert (result.code, result.out) == (Exit.INTEGRITY, "")
        first, then = result.err.splitlines()
        assert first.startswith("error: entry no. 2 (contract.taken-over) cannot be read: JSONDecodeError at ")
        assert "kronika restore" in then
    assert damaged("show", "contract", "OLP/1/2017", "--json").json["error"]["position"] == 2
    rebuilt = damaged("projections", "rebuild", "network", "--json")
    assert (rebuilt.code, rebuilt.json["error"]["view"], rebuilt.json["error"]["position"]) == (8, "network", 2)


def test_what_does_not_need_it_is_answered(damaged: Cli) -> None:
    assert damaged.ok("report", "tenders", "--json").json["known_seq"] == 3
    assert damaged.ok("show", "project", "CZ.1.04/3.1.00/05.00002", "--json").json["ok"]


def test_decisions_that_need_it_are_told_and_all_others_are_made_again(damaged: Cli) -> None:
    """Three decisions: the one that recorded it cannot be made again, with the place and the reason; two come out."""
    told = damaged("decisions", "verify", "--json")
    assert (told.code, told.json["ok"]) == (Exit.INTEGRITY, False)
    assert told.json["data"]["decisions"] == {"reproduced": 2, "differs": 0, "not_reproducible": 1}
    (lost,) = told.json["data"]["otherwise"]
    assert (lost["first_position"], lost["result"]) == (2, "not_reproducible")
    assert lost["missing"].startswith("position 2 (contract.taken-over): JSONDecodeError at ")
    shown = damaged("decisions", "verify", "--lang", "cs").out
    assert "1 z 3 rozhodnutí nevychází, jak je zapsáno." in shown
    assert "záznam č. 2 (contract.taken-over) nelze přečíst" in " ".join(shown.split())
