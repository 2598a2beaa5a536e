"""The parts of the benchmark: each measures some rows, on ledgers that are made when the first part asks for them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from functools import cached_property
from typing import NamedTuple, Self

from benchmarks import (
    appending,
    following,
    importing,
    latency,
    memory,
    rebuilding,
    regions,
    replaying,
    reporting,
    sealing,
    serving,
)
from benchmarks.measure import Row
from benchmarks.regions import Brought
from tests.postgres_server import DURABLE, SETTINGS, Server, database, debian, started, wheel


class Sizes(NamedTuple):
    """How much is measured. A contract of a region brings some eighty entries."""

    name: str
    imported: int
    """Commands of an import."""
    regions: tuple[int, ...]
    """Contracts of the regions that are asked, the least first."""


QUICK = Sizes("quick", 4_000, (13, 130))
USUAL = Sizes("usual", 20_000, (130, 600))
FULL = Sizes("full", 100_000, (130, 2_500, 12_500))
"""Regions of 10 thousand, 200 thousand and a million entries: an hour and a half."""


class Bench:
    """What the parts stand on. Made once, when it is first asked for; gone at the end."""

    def __init__(self, sizes: Sizes, tell: Callable[[str], None]) -> None:
        self.sizes = sizes
        self._tell = tell
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    @cached_property
    def regions(self) -> Sequence[Brought]:
        return [self._region(contracts) for contracts in self.sizes.regions]

    def _region(self, contracts: int) -> Brought:
        self._tell(f"a region of {contracts} contracts is written to a file and imported")
        return self._stack.enter_context(regions.brought(contracts))

    @cached_property
    def server(self) -> Server:
        """A server of our own that loses nothing it has acknowledged."""
        binaries = wheel(18) or debian()
        assert binaries is not None, "run make setup, or install PostgreSQL"
        return Server(self._stack.enter_context(started(binaries, {**SETTINGS, **DURABLE})))

    @contextmanager
    def databases(self) -> Iterator[tuple[str, str]]:
        """Two empty ones: for Kronika, and for those that it is compared with."""
        with database(self.server) as url, database(self.server) as stock:
            yield url, stock


Part = Callable[[Bench], Iterator[Row]]


def _on_postgres(measure: Callable[[str, str], Iterator[Row]]) -> Part:
    """On two empty databases of the server: one for Kronika, one for those that it is compared with."""

    def rows(bench: Bench) -> Iterator[Row]:
        with bench.databases() as urls:
            yield from measure(*urls)

    return rows


def _import_on_postgres(bench: Bench) -> Iterator[Row]:
    with bench.databases() as urls:
        yield from importing.on_postgres(*urls, bench.sizes.imported)


def _rebuild_on_sqlite(bench: Bench) -> Iterator[Row]:
    for region in bench.regions:
        yield from rebuilding.on_sqlite(region)


def _rebuild_on_postgres(bench: Bench) -> Iterator[Row]:
    for region in bench.regions:
        with bench.databases() as urls:
            yield from rebuilding.on_postgres(*urls, region)


PARTS: Mapping[str, Part] = {
    "append-sqlite": lambda _: appending.on_sqlite(),
    "append-postgres": _on_postgres(appending.on_postgres),
    "long-contract": lambda _: appending.growing_contract(),
    "serve-sqlite": lambda _: serving.on_sqlite(),
    "serve-postgres": _on_postgres(serving.on_postgres),
    "replay-sqlite": lambda _: replaying.on_sqlite(),
    "replay-postgres": _on_postgres(replaying.on_postgres),
    "import-sqlite": lambda bench: importing.on_sqlite(bench.sizes.imported),
    "import-postgres": _import_on_postgres,
    "feed": lambda bench: following.rows(bench.regions[0]),
    "latency": lambda bench: latency.rows(bench.regions),
    "reports": lambda bench: reporting.rows(bench.regions),
    "rebuild-sqlite": _rebuild_on_sqlite,
    "rebuild-postgres": _rebuild_on_postgres,
    "seal": lambda bench: sealing.rows(bench.regions[-1]),
    "memory": lambda bench: memory.rows(bench.regions),
}
"""By the name under which a part is asked for."""
