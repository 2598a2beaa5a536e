"""Ledgers of synthetic regions, and commands on them in processes of their own, whose memory can be told."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from adapters.bootstrap import Parts, build
from adapters.settings import Settings
from adapters.synth.record import Recorder
from adapters.synth.region import Region
from application.block import BlockWriter
from application.import_line import Problem
from projections import builds
from projections.projector import Projector
from projections.views import VIEWS

QUICK, USUAL, FULL = (13, 130), (130, 1000), (130, 2500, 12500)
"""Contracts of the regions, the least first: of the last three 10 thousand, 200 thousand and a million entries."""


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


def recorded(parts: Parts, contracts: int) -> int:
    """Record a region in this process; the number of entries."""
    Recorder(BlockWriter(parts.engine), tell=_fail).record(Region(contracts))
    return parts.ledger.head()


def caught_up(parts: Parts) -> None:
    """Bring every view up to the head of the ledger."""
    builds.prepare(parts.database, VIEWS)
    Projector(parts.database, parts.source, VIEWS).catch_up()


def _fail(problem: Problem) -> None:
    raise AssertionError(problem)
