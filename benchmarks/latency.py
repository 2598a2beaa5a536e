"""One command on ledgers of several sizes, by turns: a contract of its own is paid, whatever lies beside it."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from functools import partial

from adapters.bootstrap import Parts, build
from adapters.settings import Settings
from application.block import Item
from benchmarks.measure import Preparation, Row, Work, in_turns
from benchmarks.regions import Brought
from benchmarks.work import concluded, payments, record

COMMANDS = 100
ROUNDS = 9


def rows(regions: Sequence[Brought]) -> Iterator[Row]:
    """Kronika's column holds the largest ledger, the floor's the least."""
    with ExitStack() as stack:
        parts = {region.size: stack.enter_context(build(Settings(database=region.url))) for region in regions}
        seconds = in_turns({size: _paying(one) for size, one in parts.items()}, rounds=ROUNDS)
    least, *others = regions
    for region in others:
        work = f"command, ledger {least.size} → {region.size} entries"
        ms = {size: taken / COMMANDS * 1e3 for size, taken in seconds.items()}
        yield Row(work, "ms", ms[region.size], ms[least.size], asked="≤ 1.1 ×")


def _paying(parts: Parts) -> Preparation:
    items = payments(concluded(parts))
    return partial(_prepared, parts, items)


def _prepared(parts: Parts, items: Iterator[Item]) -> Work:
    some = [next(items) for _ in range(COMMANDS)]

    def pay() -> None:
        for item in some:
            record(parts, item)

    return pay
