"""Reports on regions of several sizes: the network on days far apart, and those that read most on the last of them."""

import statistics
from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial

from adapters.bootstrap import Parts, build
from adapters.settings import Settings
from benchmarks.measure import Row, at_once, in_turns, timed
from benchmarks.regions import Brought
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
            yield from (_other(region, parts, name) for name in OTHERS)


def _network(region: Brought, parts: Parts) -> Row:
    """The slowest of the moments counts: people ask about any."""
    head = region.entries
    moments = [(day, head // share) for day, share in zip(DAYS, SHARES, strict=True)]
    seconds = in_turns(
        {f"{valid} {known}": at_once(partial(_make, parts, "network", valid, known)) for valid, known in moments}
    )
    work = f"report network, {region.size} entries"
    return Row(work, "ms", max(seconds.values()) * 1e3, asked="< 1 000 ms at 1 M")


def _other(region: Brought, parts: Parts, name: str) -> Row:
    make = partial(_make, parts, name, DAYS[-1], region.entries)
    seconds = statistics.median(timed(make) for _ in range(3))
    return Row(f"report {name}, {region.size} entries", "ms", seconds * 1e3)


def _make(parts: Parts, name: str, valid: date, known: int) -> None:
    SHEETS[name].make(parts.database, Asked(valid, known, parts.facts.calendar))
