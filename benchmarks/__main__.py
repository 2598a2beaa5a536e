"""Measure, print a table, write benchmarks/results.json.

    python -m benchmarks                  everything, on regions of 10 and 80 thousand entries
    python -m benchmarks --quick          a tenth of the import, and regions a tenth as large
    python -m benchmarks --full           regions of 10 thousand, 200 thousand and a million entries: an hour

Every figure stands beside its floor – the same rows without rules and library – and the stock library, measured in the
same run, in turns. Ratios travel between machines; absolute figures do not. PostgreSQL runs with fsync and synchronous
commit on. No figure fails: what is asked is printed beside what was reached. But work that is not what it is said to be
(a refusal, an anomaly that nobody expects) ends the run.
"""

import json
import os
import platform
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

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
    serving,
)
from benchmarks.measure import Row
from tests.postgres_server import DURABLE, SETTINGS, Server, database, debian, started, wheel

RESULTS = Path(__file__).parent / "results.json"
IMPORTED = 100_000
REBUILT = 260
"""Contracts of the region of which all views are built anew: some twenty thousand entries."""
HEADING = f"{'work':60} {'unit':>11} {'kronika':>10} {'floor':>10} {'× floor':>8} {'stock':>10} {'× stock':>8}  asked"


@contextmanager
def postgres() -> Iterator[Server]:
    """A server of our own that loses nothing it has acknowledged."""
    binaries = wheel(18) or debian()
    assert binaries is not None, "run make setup, or install PostgreSQL"
    with started(binaries, {**SETTINGS, **DURABLE}) as url:
        yield Server(url)


def rows(imported: int, sizes: Sequence[int]) -> Iterator[Row]:
    """Every measurement, one after another."""
    yield from appending.on_sqlite()
    yield from appending.growing_contract()
    yield from serving.on_sqlite()
    yield from replaying.on_sqlite()
    yield from importing.on_sqlite(imported)
    yield from on_regions(sizes)
    yield from rebuilding.on_sqlite(REBUILT)
    with postgres() as server:
        with database(server) as url, database(server) as stock:
            yield from appending.on_postgres(url, stock)
        with database(server) as url, database(server) as stock:
            yield from serving.on_postgres(url, stock)
        with database(server) as url, database(server) as stock:
            yield from replaying.on_postgres(url, stock)
        with database(server) as url, database(server) as stock:
            yield from importing.on_postgres(url, stock, imported)
        with database(server) as url, database(server) as stock:
            yield from rebuilding.on_postgres(url, stock, REBUILT)


def on_regions(contracts: Sequence[int]) -> Iterator[Row]:
    """What is asked of ledgers of several sizes, the least first."""
    with ExitStack() as stack:
        brought = [stack.enter_context(regions.brought(number)) for number in contracts]
        yield from following.rows(brought[0])
        yield from latency.rows(brought)
        yield from reporting.rows(brought)
        yield from memory.rows(brought)


def main() -> None:
    is_quick, is_full = "--quick" in sys.argv[1:], "--full" in sys.argv[1:]
    sizes = regions.QUICK if is_quick else regions.FULL if is_full else regions.USUAL
    print(HEADING)
    measured = []
    for row in rows(IMPORTED // 10 if is_quick else IMPORTED, sizes):
        measured.append(row)
        print(_line(row), flush=True)
    RESULTS.write_text(
        json.dumps({**_machine(), "is_quick": is_quick, "rows": measured}, indent=2, default=asdict) + "\n"
    )


def _machine() -> dict[str, str | int | None]:
    return {
        "python": platform.python_version(),
        "machine": platform.machine(),
        "processors": os.cpu_count(),
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
    }


def _line(row: Row) -> str:
    floor, stock = (_figure(value) for value in (row.floor, row.stock))
    to_floor, to_stock = (_ratio(row.ratio_to(value)) for value in (row.floor, row.stock))
    ours = f"{row.work:60} {row.unit:>11} {_figure(row.kronika):>10}"
    return f"{ours} {floor:>10} {to_floor:>8} {stock:>10} {to_stock:>8}  {row.asked}"


def _figure(value: float | None) -> str:
    return "" if value is None else f"{value:,.0f}".replace(",", " ") if value >= 100 else f"{value:.2f}"


def _ratio(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}"


if __name__ == "__main__":
    main()
