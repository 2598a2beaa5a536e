"""Texts are erased from both stores, for good, and nothing else with them."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from uuid import uuid4

import psycopg

from adapters.stores import initialise, open_ledger
from adapters.stores.schema_postgres import ROLE
from application.ledger import ProseRow, Write
from domain.kernel.prose import commit
from tests.contract.writes import AnyLedger, command, event

SALT = "00" * 16


def told(ledger: AnyLedger, *texts: str) -> list[str]:
    """Texts that one command brought; their commitments."""
    aggregate_id = uuid4()
    rows = tuple(ProseRow(commit(text, SALT), SALT, text) for text in texts)
    ledger.write(Write((event(aggregate_id),), command(aggregate_id), prose=rows))
    return [row.commitment for row in rows]


def test_an_erased_text_is_gone_and_the_others_stay(ledger: AnyLedger) -> None:
    first, second, third = told(ledger, "one", "two", "three")
    head = ledger.head()
    assert ledger.erase_prose([first, third]) == 2
    assert {row.text for row in ledger.select_prose([first, second, third]).values()} == {"two"}
    assert ledger.head() == head
    assert [entry.position for entry in ledger.select_entries(after=0, limit=10)] == [1]


def test_what_is_gone_or_was_never_there_is_erased_in_peace(ledger: AnyLedger) -> None:
    (text,) = told(ledger, "one")
    assert ledger.erase_prose([]) == 0
    assert ledger.erase_prose([text, "ab" * 32]) == 1
    assert ledger.erase_prose([text]) == 0


def test_others_see_at_once_that_it_is_gone(ledger: AnyLedger, another: Callable[[], AnyLedger]) -> None:
    (text,) = told(ledger, "one")
    reader = another()
    assert reader.select_prose([text])
    ledger.erase_prose([text])
    assert not reader.select_prose([text])


def test_many_texts_are_erased_at_once(ledger: AnyLedger) -> None:
    texts = told(ledger, *(f"text {number}" for number in range(1000)))
    assert ledger.erase_prose(texts) == 1000


def test_no_byte_of_an_erased_text_is_left_in_a_file(tmp_path: Path) -> None:
    """Neither in the database nor in its log of changes, be it long or short, while somebody else has it open."""
    url = f"sqlite:///{tmp_path / 'kronika.db'}"
    initialise(url)
    with closing(open_ledger(url)) as ledger, closing(open_ledger(url)) as reader:
        texts = told(ledger, *(f"Erase me {number} " + "x" * number * 100 for number in range(60)))
        told(ledger, "Keep me")
        assert reader.head() == 2
        assert b"Erase me" in bytes_in(tmp_path)
        ledger.erase_prose(texts)
        assert b"Erase me" not in bytes_in(tmp_path)
        assert b"Keep me" in bytes_in(tmp_path)


def bytes_in(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.iterdir())


def test_the_application_may_erase_texts_although_it_owns_no_table(postgres_url: str) -> None:
    """It may not clean the pages; that is left to the server, and erasing does not fail for it."""
    initialise(postgres_url)
    name = f"office_{uuid4().hex[:8]}"
    with psycopg.connect(postgres_url, autocommit=True) as owner:
        owner.execute(f"CREATE ROLE {name} LOGIN IN ROLE {ROLE}".encode())
    url = postgres_url + ("&" if "?" in postgres_url else "?") + f"user={name}"
    try:
        with closing(open_ledger(url)) as ledger:
            (text,) = told(ledger, "one")
            assert ledger.erase_prose([text]) == 1
    finally:
        with psycopg.connect(postgres_url, autocommit=True) as owner:
            owner.execute(f"DROP ROLE {name}".encode())
