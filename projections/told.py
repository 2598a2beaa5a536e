"""What rows of a view tell, with the place of their entries in the ledger."""

from collections.abc import Sequence
from datetime import date
from typing import Generic, NamedTuple

from projections.database import Values
from projections.table import R, maker, read_columns


class Told(NamedTuple, Generic[R]):
    """A record with the place of its entry in the ledger and the day from which it holds; None is unknown.

    `since` is the position from which the entry reads like this: its own, or that of the correction.
    """

    position: int
    effective_on: date | None
    record: R
    since: int


PLACE = 3
"""How many columns stand before those of a record: position, effective day, since."""


def read_told(record: type[R], stored: Sequence[Values]) -> tuple[Told[R], ...]:
    """The records of what `Window.stored` found, in its order."""
    columns = list(zip(*stored, strict=True))
    if not columns:
        return ()
    positions, days, since = columns[:PLACE]
    effective = [None if day is None else date.fromisoformat(day) for day in days]
    return tuple(map(maker(Told), zip(positions, effective, read_columns(record, columns[PLACE:]), since, strict=True)))
