"""What a row of the network says of a service's standing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

import orjson

from domain.kernel.answer import Answer
from projections.later import Later, later
from projections.network.entry_view import EntrySaid
from projections.network.spans import EntrySpan
from projections.table import identifier_of
from projections.told import Told

if TYPE_CHECKING:
    from domain.kernel.period import Period
    from domain.network_entry.payloads import OrpShare
    from domain.service.payloads import Capacity


@dataclass(frozen=True)
class EntryCells(Later):
    """A service's standing in the network on the day asked for, or the last that is known. None is not known.

    `included` says whether it stood in the network on that day; None where no day was asked for. `ground` is why it
    stands there, or why it left. Capacities are the whole, `orp_shares` divide them. `behind` holds the positions of
    the entries that say what stands in a cell.
    """

    network_entry: UUID
    included: Answer | None
    since: date | None
    last_day: date | None
    validity_as_written: str | None
    ground: str | None
    plan: "Period | None"
    project: UUID | None
    project_reference: str | None
    level: str | None
    financing: str | None
    capacities: "tuple[Capacity, ...]"
    orp_shares: "tuple[OrpShare, ...]"
    target_groups: tuple[str, ...]
    methodology: UUID | None
    resolution: str | None
    tender: UUID | None
    lot: str | None
    inferred: dict[str, str] = field(default_factory=dict)
    behind: dict[str, tuple[int, ...]] = field(default_factory=dict)

    if TYPE_CHECKING:

        @property
        def standing_behind(self) -> dict[str, tuple[int, ...]]:
            """Of `behind` the level and the days of the standing, which take less time to find; made as cells are."""


def entry_cells(span: EntrySpan, on: date | None, said: Callable[[UUID], Sequence[Told[EntrySaid]]]) -> EntryCells:
    """What a row says of a standing; whatever the span does not hold is worked out from all that was said of it."""
    make = partial(_rest, span, on, said)
    return later(EntryCells, make, level=span.level)


def _rest(
    span: EntrySpan, on: date | None, said: Callable[[UUID], Sequence[Told[EntrySaid]]], cell: str
) -> dict[str, Any]:
    if cell == "network_entry":
        return {cell: identifier_of(span.network_entry)}
    if cell == "standing_behind":
        return {cell: {name: tuple(entries) for name, entries in orjson.loads(span.standing_behind).items()}}
    from projections.network.entries import entry_picture  # noqa: PLC0415  # few readers ask for more

    return entry_picture(said(identifier_of(span.network_entry))).cells(on)
