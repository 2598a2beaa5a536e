"""How much memory a process takes at most, on the least and on the largest region; each command is a process."""

from collections.abc import Callable, Iterator, Sequence

from benchmarks.measure import Row
from benchmarks.regions import Brought, Ran, ran

ASKED = "flat"


def rows(regions: Sequence[Brought]) -> Iterator[Row]:
    """Kronika's column holds the largest region, the floor's the least: their ratio says how flat it is."""
    least, largest = regions[0], regions[-1]
    sizes = f"{least.size} → {largest.size} entries"
    for work, command in WORKS.items():
        small, large = command(least), command(largest)
        yield Row(f"memory of {work}, {sizes}", "MB", large.megabytes, small.megabytes, asked=ASKED)


def _rebuild(region: Brought) -> Ran:
    return ran(region.url, "projections", "rebuild")


def _verify(region: Brought) -> Ran:
    return ran(region.url, "projections", "verify")


def _export(region: Brought) -> Ran:
    return ran(region.url, "report", "show", "network", "--valid", "2019-06-30", "--format", "csv")


WORKS: dict[str, Callable[[Brought], Ran]] = {
    "an import": lambda region: region.imported,
    "a rebuild of all views": _rebuild,
    "verifying all views": _verify,
    "a report as CSV": _export,
}
