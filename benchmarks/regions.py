"""Ledgers of synthetic regions, and commands on them in processes of their own, whose memory can be told."""

import json
import os
import resource
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from eventsourcing.persistence import StoredEvent

from adapters.bootstrap import Parts, build
from adapters.settings import Settings
from application.importing.importer import BLOCK
from application.ledger import Write
from projections import builds
from projections.projector import Projector
from projections.views import VIEWS


class Ran(NamedTuple):
    """What a process took."""

    seconds: float
    """Of the processor."""
    megabytes: float
    """At most at one time."""


@dataclass(frozen=True)
class Brought:
    """A region that was imported from a file, with its views."""

    url: str
    entries: int
    imported: Ran

    @property
    def size(self) -> str:
        """In thousands of entries: "82 k"."""
        return f"{round(self.entries / 1000):,} k".replace(",", " ")


@contextmanager
def brought(contracts: int) -> Iterator[Brought]:
    """A region in an SQLite ledger of its own: written to a file, the file imported, all views up to the head."""
    with TemporaryDirectory(prefix="kronika-bench-") as folder:
        url, file = f"sqlite:///{Path(folder) / 'ledger.db'}", Path(folder) / "region.jsonl"
        ran(url, "init")
        ran(url, "synth", "--contracts", str(contracts), "--to", str(file))
        imported = ran(url, "import", str(file))
        file.unlink()
        with build(Settings(database=url)) as parts:
            caught_up(parts)
            yield Brought(url, parts.ledger.head(), imported)


def ran(url: str, *arguments: str) -> Ran:
    """One command of Kronika in a process of its own. Raises CalledProcessError where it does not end well."""
    environment = {**os.environ, "KRONIKA_DATABASE": url}
    command = [sys.executable, "-m", "benchmarks.alone", *arguments, "--quiet"]
    told = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True).stdout
    return Ran(**json.loads(told.splitlines()[-1]))


def whole(url: str, *arguments: str) -> float:
    """The seconds of the processor that a command takes as it is typed, from the start of the program to its end.

    Raises CalledProcessError where it does not end well.
    """
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [str(Path(sys.executable).with_name("kronika")), *arguments, "--quiet"]
    environment = {**os.environ, "KRONIKA_DATABASE": url}
    subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def copy_entries(region: Brought, parts: Parts) -> None:
    """The entries of a region, without their commands, into another ledger."""
    with build(Settings(database=region.url)) as found:
        for after in range(0, region.entries, BLOCK):
            entries = found.ledger.select_entries(after=after, limit=BLOCK, until=region.entries)
            events = [StoredEvent(one.originator_id, one.originator_version, one.topic, one.state) for one in entries]
            parts.ledger.write_all([Write(events=tuple(events))])


def caught_up(parts: Parts) -> None:
    """Bring every view up to the head of the ledger."""
    builds.prepare(parts.database, VIEWS)
    Projector(parts.database, parts.source, VIEWS).catch_up()
