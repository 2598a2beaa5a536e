"""What a row of the network says of the mandate of its service, and which mandate that is."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

from domain.kernel.answer import Answer
from projections.later import Later, later
from projections.network.mandate_view import MandateSaid
from projections.network.spans import MandateSpan
from projections.network.standings import CERTAINTY, named_by
from projections.table import identifier_of
from projections.told import Told

if TYPE_CHECKING:
    from domain.service.payloads import Capacity


@dataclass(frozen=True)
class MandateCells(Later):
    """The mandate of a service on the day asked for, or as it was last. None is not known.

    `is_valid` is None where no day was asked for. `territory` and `capacities` are those of the service of the row.
    `behind` holds the positions of the entries that say what stands in a cell.
    """

    mandate: UUID
    number: str | None
    is_valid: Answer | None
    first_day: date | None
    last_day: date | None
    decision: str | None
    instrument: str | None
    contract: UUID | None
    territory: tuple[str, ...]
    capacities: "tuple[Capacity, ...]"
    behind: dict[str, tuple[int, ...]] = field(default_factory=dict)

    if TYPE_CHECKING:

        @property
        def stands_at(self) -> int | None:
            """Of `behind` the entry by which it stands, which takes less time to find; made as cells are."""


def mandate_cells(
    span: MandateSpan, on: date | None, said: Callable[[UUID], Sequence[Told[MandateSaid]]]
) -> MandateCells:
    """What a row says of a mandate; whatever the span does not hold is worked out from all that was said of it."""
    return later(MandateCells, partial(_rest, span, on, said), number=span.number)


def _rest(
    span: MandateSpan, on: date | None, said: Callable[[UUID], Sequence[Told[MandateSaid]]], cell: str
) -> dict[str, Any]:
    if cell in ("mandate", "is_valid", "stands_at"):
        mandate = identifier_of(span.mandate)
        return {"mandate": mandate, "is_valid": span.in_force and Answer(span.in_force), "stands_at": span.stands_at}
    from projections.network.mandates import mandate_picture  # noqa: PLC0415  # few readers ask for more

    return mandate_picture(said(identifier_of(span.mandate))).cells(span.named, on)


class Entrustments:
    """Mandates by the services that they are for, on one day or on whichever was last."""

    def __init__(
        self, spans: Iterable[MandateSpan], *, on: date | None, said: Callable[[UUID], Sequence[Told[MandateSaid]]]
    ) -> None:
        self._on = on
        self._said = said
        self._by_service: defaultdict[str, list[MandateSpan]] = defaultdict(list)
        for span in spans:
            for key in (span.service, span.registration):
                if key is not None:
                    self._by_service[key].append(span)

    def of(
        self, service: str | None, registration_number: str | None, *, contract: str | None, project: str | None
    ) -> MandateCells | None:
        """That in the contract itself, else that for its project, else whichever surely holds."""
        found = named_by(self._by_service, service, registration_number)

        def rank(one: MandateSpan) -> tuple[bool, bool, int, int]:
            is_other = contract is None or one.contract != contract
            return is_other, one.project != project, CERTAINTY[one.in_force], one.begun_at

        if not found:
            return None
        return mandate_cells(min(found, key=rank) if len(found) > 1 else found[0], self._on, self._said)
