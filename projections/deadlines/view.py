"""The steps of deadlines as events tell them; which event says what stands in the tables of the kinds."""

from collections import defaultdict
from collections.abc import Iterable

from domain.kernel.entry import Entry
from domain.kernel.event import Event
from projections.deadlines.contract import CONTRACT_KINDS
from projections.deadlines.inspection import INSPECTION_KINDS
from projections.deadlines.kinds import Kind, Says
from projections.deadlines.mandate import MANDATE_KINDS
from projections.deadlines.network_entry import NETWORK_ENTRY_KINDS
from projections.deadlines.steps import STEPS
from projections.deadlines.tender import TENDER_KINDS
from projections.view import Record, View, rows_of

KINDS: dict[str, Kind] = {
    kind.code: kind
    for kind in (*TENDER_KINDS, *NETWORK_ENTRY_KINDS, *MANDATE_KINDS, *CONTRACT_KINDS, *INSPECTION_KINDS)
}
"""Every kind of deadline by its code."""


def _by_event() -> dict[type[Event], list[tuple[str, Says]]]:
    found: defaultdict[type[Event], list[tuple[str, Says]]] = defaultdict(list)
    for kind in KINDS.values():
        for event, says in kind.steps:
            found[event].append((kind.code, says))
    return dict(found)


_SAYS = _by_event()


class Deadlines(View):
    """Steps of every kind of deadline but those of tenders, which TENDER_FUNNEL holds."""

    name = "deadlines"
    shape = 2
    tables = (STEPS,)

    @rows_of(*_SAYS)
    def steps(self, event: Event, entry: Entry) -> Iterable[Record]:
        file = entry.originator_id
        return [one._replace(file=file, kind=kind) for kind, says in _SAYS[type(event)] for one in says(event)]


DEADLINES = Deadlines()
