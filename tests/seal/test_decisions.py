"""What entries were decided from is sealed beside them, command by command, on both stores."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from uuid import UUID, uuid5

import psycopg
import pytest
from eventsourcing.persistence import StoredEvent

from adapters.bootstrap import Parts, build
from adapters.sealing.entries import LedgerDecisions
from adapters.settings import Settings
from application.ledger import CommandRow, Write
from projections.seal.fsck import Flaw, Harm

FILE = UUID("0b6f4b0e-5f0e-5c53-9d39-6d2b0a1c7f10")
SIZES = [1, 3, 1, 2, 5, 1, 1, 4]
"""How many entries each command recorded."""


@pytest.fixture
def parts(ledger_url: str, tmp_path: Path) -> Iterator[Parts]:
    with build(Settings(database=ledger_url, keys=tmp_path / "keys")) as made:
        version = 0
        for number, size in enumerate(SIZES):
            events = [StoredEvent(FILE, version + step, "contract.test", b"{}") for step in range(1, size + 1)]
            command = CommandRow(
                "clerk\n7" if number == 4 else "clerk-7", uuid5(FILE, str(number)), "contract.do", FILE, b"{}", b"[]"
            )
            made.ledger.write(Write(tuple(events), command))
            version += size
        yield made


def intrude(url: str, statement: str) -> None:
    """As somebody to whom the database belongs."""
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as file, file:
            file.execute("DROP TRIGGER commands_update")
            file.execute("DROP TRIGGER commands_delete")
            file.execute(statement)
    else:
        with psycopg.connect(url) as server:
            server.execute("ALTER TABLE commands DISABLE TRIGGER ALL")
            server.execute(statement.encode())


def test_each_entry_has_the_decision_of_its_command(parts: Parts) -> None:
    everything = LedgerDecisions(parts.ledger).read(after=0, limit=100)
    assert [one.position for one in everything] == list(range(1, sum(SIZES) + 1))
    assert [one.last_position - one.first_position + 1 for one in everything] == [n for n in SIZES for _ in range(n)]
    assert everything[8].leaf().startswith(b"kronika.decision/1\n9\n8 12\n20")
    assert everything[8].leaf().endswith(b"\ncontract.do\nclerk\\n7\n\n{}\n[]")


@pytest.mark.parametrize("limit", [1, 2, 3, 7])
def test_pages_of_any_size_read_the_same(parts: Parts, limit: int) -> None:
    decisions = LedgerDecisions(parts.ledger)
    paged = [one for after in range(0, sum(SIZES), limit) for one in decisions.read(after=after, limit=limit)]
    assert paged == decisions.read(after=0, limit=100)
    assert decisions.read(after=sum(SIZES), limit=5) == []


def test_a_long_hole_hides_nothing_behind_it(parts: Parts, ledger_url: str) -> None:
    parts.seal.advance()
    parts.decision_seal.advance()
    intrude(ledger_url, "DELETE FROM commands WHERE first_position BETWEEN 2 AND 13")
    assert LedgerDecisions(parts.ledger).read(after=1, limit=3)[0].position == 14
    assert parts.decision_seal.verify().compared.flaws == (Flaw(Harm.MISSING, 2, 13),)


def test_the_two_trees_are_two_origins_of_one_key(parts: Parts) -> None:
    entries, decisions = parts.seal.advance().note, parts.decision_seal.advance().note
    assert decisions.checkpoint().origin == f"{entries.checkpoint().origin}/decisions"
    assert entries.checkpoint().size == decisions.checkpoint().size == sum(SIZES)
    assert parts.seal.verify().is_whole
    assert parts.decision_seal.verify().is_whole
    proof = parts.decision_seal.inclusion(9)
    assert proof.holds(parts.decision_seal.leaf(9))
    assert not proof.holds(parts.seal.leaf(9))


def test_a_changed_reason_is_found(parts: Parts, ledger_url: str) -> None:
    """Whoever changes what a decision looked at is found out at each entry that it recorded."""
    parts.seal.advance()
    parts.decision_seal.advance()
    intrude(ledger_url, "UPDATE commands SET decision = body WHERE first_position = 8")
    assert parts.seal.verify().is_whole
    assert parts.decision_seal.verify().compared.flaws == (Flaw(Harm.ALTERED, 8, 12),)
