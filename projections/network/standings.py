"""Which standing in the network belongs to a row: that for the project of its contract, else that by the plan."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar

from domain.kernel.answer import Answer
from projections.network.spans import EntrySpan

T = TypeVar("T")

CERTAINTY: dict[str | None, int] = {None: 0, Answer.YES: 0, Answer.CANNOT_BE_DECIDED: 1, Answer.NO: 2}
"""Of several that go on in some way the one that surely does comes first."""


def named_by(found: Mapping[str, Sequence[T]], service: str | None, number: str | None) -> Sequence[T]:
    """What is on file of a service, by its identifier and by its number: most files say both, and count once."""
    own = found.get(service, ()) if service is not None else ()
    others = found.get(number, ()) if number is not None else ()
    if not own or not others:
        return own or others
    if len(own) == len(others) == 1 and own[0] is others[0]:
        return own
    return [*own, *(one for one in others if all(one is not other for other in own))]


class Standings:
    """Network entries by the services that they are about, on one day or on whichever was last."""

    def __init__(self, spans: Sequence[EntrySpan]) -> None:
        self._spans = spans
        self._by_service: defaultdict[str, list[EntrySpan]] = defaultdict(list)
        for span in spans:
            for key in (span.service, span.registration_number):
                if key is not None:
                    self._by_service[key].append(span)

    def of(self, service: str | None, registration_number: str | None, *, project: str | None) -> EntrySpan | None:
        """That of a service under a contract of this project; a standing for another project is none of it."""
        found = named_by(self._by_service, service, registration_number)
        fitting = found if project is None else [one for one in found if one.project is None or one.project == project]
        if len(fitting) > 1:
            return min(fitting, key=lambda one: _rank(one, project))
        return fitting[0] if fitting else None

    def going_on(self) -> Iterator[EntrySpan]:
        """Those that stand in the network on the day, or may do so."""
        return (span for span in self._spans if span.in_force != Answer.NO)


def _rank(entry: EntrySpan, project: str | None) -> tuple[bool, int, bool, int]:
    """That of the project before that by the plan, then the one that surely goes on, then the first recorded."""
    is_other = entry.project != project
    return is_other, CERTAINTY[entry.in_force], entry.project is not None, entry.begun_at
