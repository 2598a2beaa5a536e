"""Which standing in the network belongs to a row: that for the project of its contract, else that by the plan."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import TypeVar
from uuid import UUID

from domain.kernel.period import Answer
from projections.network.entries import EntryPicture

T = TypeVar("T")

_CERTAINTY = (Answer.YES, Answer.CANNOT_BE_DECIDED, Answer.NO)


def named_by(found: Mapping[UUID | str, Sequence[T]], service: UUID | None, number: str | None) -> Sequence[T]:
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

    def __init__(self, entries: Mapping[UUID, EntryPicture], *, on: date | None) -> None:
        self._on = on
        self._is_included: dict[UUID, Answer] = {}
        self._entries = [entry for entry in entries.values() if entry.exists_on(on)]
        self._by_service: defaultdict[UUID | str, list[EntryPicture]] = defaultdict(list)
        for entry in self._entries:
            for key in (entry.service, entry.registration_number):
                if key is not None:
                    self._by_service[key].append(entry)

    def of(self, service: UUID | None, registration_number: str | None, *, project: UUID | None) -> EntryPicture | None:
        """That of a service under a contract of this project; a standing for another project is none of it."""
        found = named_by(self._by_service, service, registration_number)
        fitting = found if project is None else [one for one in found if one.project is None or one.project == project]
        if len(fitting) > 1:
            return min(fitting, key=lambda entry: self._rank(entry, project))
        return fitting[0] if fitting else None

    def _rank(self, entry: EntryPicture, project: UUID | None) -> tuple[bool, int, bool, int]:
        """That of the project before that by the plan, then the one that surely goes on, then the first recorded."""
        is_other = entry.project != project
        return is_other, _CERTAINTY.index(self.included(entry)), entry.project is not None, entry.position

    def included(self, entry: EntryPicture) -> Answer:
        """Whether it stands in the network on the day: asked for every row that it may belong to, worked out once."""
        if self._on is None:
            return Answer.YES
        found = self._is_included.get(entry.network_entry)
        if found is None:
            found = self._is_included[entry.network_entry] = entry.included_on(self._on)
        return found

    def going_on(self) -> Iterator[EntryPicture]:
        """Those that stand in the network on the day, or may do so."""
        return (entry for entry in self._entries if self.included(entry) is not Answer.NO)
