"""What stands of a view of inspections as of two moments, in the order of recording, by inspection."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from projections.findings.view import INSPECTED, Inspected
from projections.report import Window
from projections.table import R, Table
from projections.told import Told


@dataclass
class About:
    """What an inspection is called and what it looks at now."""

    number: str | None = None
    regime: str | None = None
    provider: str | None = None
    contracts: tuple[UUID, ...] = ()
    mandates: tuple[UUID, ...] = ()


def standing(window: Window, table: Table, record: type[R]) -> Iterator[Told[R]]:
    """What was known and had effect by the day, as recorded; what has no day counts on every one."""
    for told in window.history(table, record):
        if window.valid is None or told.effective_on is None or told.effective_on <= window.valid:
            yield told


def inspected(window: Window) -> dict[UUID, About]:
    """By inspection; a later plan states the whole subject anew."""
    found: defaultdict[UUID, About] = defaultdict(About)
    for told in standing(window, INSPECTED, Inspected):
        said, own = told.record, found[told.record.inspection]
        own.number, own.regime = said.number or own.number, said.regime or own.regime
        own.provider = said.provider
        own.contracts = tuple(UUID(one) for one in said.contracts)
        own.mandates = tuple(UUID(one) for one in said.mandates)
    return found
