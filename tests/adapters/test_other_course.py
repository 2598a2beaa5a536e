"""The entries of another course of events, as read models take them in."""

from datetime import UTC, datetime
from typing import Any

from adapters.other_course import _at_places_of_their_own
from application.ledger import StoredEntry
from domain.kernel.ids import derived_id

FILE = derived_id("spec", "a file")
NOON = datetime(2018, 1, 1, 12, tzinfo=UTC)


def stored(position: int, version: int) -> StoredEntry:
    return StoredEntry(position, FILE, version, "topic", b"", NOON)


def places(*given: tuple[int, int], head: int) -> list[Any]:
    found = _at_places_of_their_own([stored(position, version) for position, version in given], head=head)
    return [(entry.position, entry.originator_version) for entry in found]


def test_entries_stand_where_they_were_recorded() -> None:
    assert places((5, 2), (3, 1), head=9) == [(3, 1), (5, 2)]


def test_what_is_more_than_was_recorded_stands_behind_the_end() -> None:
    """Two commands that would each have recorded more entries than they have."""
    assert places((3, 1), (3, 2), (7, 3), (7, 4), (7, 5), head=9) == [(3, 1), (7, 3), (10, 2), (11, 4), (12, 5)]
