"""The key of a line, read backwards: which files it may be about, where only that line is asked for."""

from collections.abc import Iterable
from itertools import accumulate
from uuid import UUID

from projections.database import Database
from projections.registry import files_called
from projections.sheets.sheet import Asked


def files_of(database: Database, asked: Asked) -> frozenset[UUID] | None:
    """The files that the line asked for may be about, and few others; None where every line is asked for.

    Of lines whose keys begin with what a file is called. Raises ViewUnavailable.
    """
    if asked.key is None:
        return None
    named = heads(asked.key)
    return files_called(database, named, known=asked.known) | identifiers(named)


def heads(key: str) -> tuple[str, ...]:
    """What may be the first part of a key: "a|b|c" may begin with a, with a|b, or be one part."""
    return tuple(accumulate(key.split("|"), "{}|{}".format))


def identifiers(texts: Iterable[str]) -> frozenset[UUID]:
    """Those that files go by where nobody has called them anything."""
    return frozenset(found for found in map(_identifier, texts) if found is not None)


def _identifier(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
