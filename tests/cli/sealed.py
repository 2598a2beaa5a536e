"""A small ledger that was sealed three times, and an intruder who does with its database what no program does."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import psycopg

from tests.cli.runner import Cli

SEALED = (3, 5, 6)
"""After how many entries a checkpoint was signed."""
COLUMNS = "originator_id, originator_version, topic, state, recorded_at"
SECOND = "(SELECT {column} FROM stored_events WHERE position = 2)"
DROP_TRIGGERS = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
TABLES = ("stored_events", "commands", "seal_checkpoint", "seal_tile", "ledger")


def with_keys(cli: Cli) -> Cli:
    """Its keys lie in the folder of the test, whatever its database."""
    cli.environment["KRONIKA_KEYS"] = str(cli.folder / "keys")
    return cli


def record(cli: Cli, count: int, *, first: int = 1) -> None:
    for number in range(first, first + count):
        cli.did("contract.take-over", None, number=f"OLP/{number}/2017", provider=f"Provider {number}")


def sealed(cli: Cli) -> Cli:
    """Six entries; after the third, the fifth and the sixth they were sealed, and a checkpoint was given away."""
    before = 0
    for size in SEALED:
        record(with_keys(cli), size - before, first=before + 1)
        cli.ok("seal", "make")
        cli.ok("seal", "checkpoint", "--output", str(given(cli, size)))
        before = size
    return cli


def given(cli: Cli, size: int) -> Path:
    """The checkpoint of so many entries that is in other hands."""
    return cli.folder / f"checkpoint-{size}.txt"


def copied(source: Cli, folder: Path) -> Cli:
    """The same ledger with its keys and checkpoints in another folder; SQLite only."""
    shutil.copytree(source.folder, folder, dirs_exist_ok=True)
    return with_keys(Cli(folder, {"KRONIKA_DATABASE": f"sqlite:///{folder / 'kronika.db'}"}))


def intrude(cli: Cli, *statements: str) -> None:
    """Switch off what the database refuses, and change what is stored."""
    url = cli.environment["KRONIKA_DATABASE"]
    if not url.startswith("sqlite:///"):
        with psycopg.connect(url) as connection:
            for table in TABLES:
                connection.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER".encode())
            for statement in statements:
                connection.execute(statement.encode())
        return
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as database:
        for (name,) in database.execute(DROP_TRIGGERS).fetchall():
            database.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            database.execute(statement)
        database.commit()


def altered(position: int) -> str:
    """That entry says what the second one says."""
    return f"UPDATE stored_events SET state = {SECOND.format(column='state')} WHERE position = {position}"
