"""Reports on regions of several sizes: the network on days far apart, and those that read most on the last of them."""

import statistics
from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial

from adapters.bootstrap import Parts, build
from adapters.settings import Settings
from benchmarks.measure import Row, at_once, in_turns, timed
from benchmarks.regions import Brought, whole
from projections.sheets import SHEETS, Asked

DAYS = (date(2016, 3, 31), date(2019, 6, 30), date(2026, 11, 1))
SHARES = (2, 1, 1)
"""What was known: half of the ledger, then all of it."""
OTHERS = ("compensation", "deadlines", "drawdown", "drawdown-by-service-year", "indicators")
"""They put together whatever was ever said of contracts and mandates: the later the day, the more."""


def rows(regions: Sequence[Brought]) -> Iterator[Row]:
    for region in regions:
        with build(Settings(database=region.url)) as parts:
            yield _network(region, parts)
            yield from _typed(region)
            yield from (_other(region, parts, name) for name in OTHERS)


def _network(region: Brought, parts: Parts) -> Row:
    """The slowest of the moments counts: people ask about any."""
    makes = {f"{valid} {known}": partial(_make, parts, "network", valid, known) for valid, known in _moments(region)}
    seconds = in_turns({moment: at_once(make) for moment, make in makes.items()})
    work = f"report network, {region.size} entries"
    return Row(work, "ms", max(seconds.values()) * 1e3, asked="< 1 000 ms at 1 M")


def _typed(region: Brought) -> Iterator[Row]:
    """The same as somebody types it: the program is started, asked once at each moment, and writes its answer."""
    for written in ("table", "csv", "json"):
        took = [_asked(region, written, valid, known) for valid, known in _moments(region)]
        work = f"kronika report network --format {written}, {region.size} entries"
        yield Row(work, "ms", max(took) * 1e3, asked="< 1 000 ms at 1 M")


def _asked(region: Brought, written: str, valid: date, known: int) -> float:
    """The seconds of the processor, of the quickest of a few starts: what another program takes does not count."""
    options = ("--format", written, "--valid", valid.isoformat(), "--known-seq", str(known))
    return min(whole(region.url, "report", "network", *options) for _ in range(3))


def _moments(region: Brought) -> list[tuple[date, int]]:
    return [(day, region.entries // share) for day, share in zip(DAYS, SHARES, strict=True)]


def _other(region: Brought, parts: Parts, name: str) -> Row:
    make = partial(_make, parts, name, DAYS[-1], region.entries)
    seconds = statistics.median(timed(make) for _ in range(3))
    return Row(f"report {name}, {region.size} entries", "ms", seconds * 1e3)


def _make(parts: Parts, name: str, valid: date, known: int) -> None:
    SHEETS[name].make(parts.database, Asked(valid, known, lambda: parts.facts.calendar))
