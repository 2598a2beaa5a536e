"""Finding a file by a part of any number or name that it ever had, or of a place where its service ever was.

Every word that is looked for must stand in one number, name or place, however it is spelt. What fits better comes
first: the whole, then its beginning, then a part of it; a number before a name before a place; what holds now before
what does no more.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from typing import NamedTuple
from uuid import UUID

from projections.database import Database, Value
from projections.folding import folded
from projections.registry import ICO, LABEL, NAME, REGISTRY, SAID, RegistryRow, labels
from projections.registry_places import SERVICE_PLACES, words_that_hold
from projections.report import Report, Window
from projections.table import Table

NUMBERS = frozenset({LABEL, ICO})
PLACE = "place"
MANY = 10_000
"""More hits than this are not ranked: whoever looks for "a" is to say more."""


class Fit(IntEnum):
    """How well a text fits what was looked for, the best first."""

    WHOLE = 0
    BEGINNING = 1
    PART = 2
    WORDS = 3
    """All the words stand in it, in another order or apart."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A file that was found: what it is called, and the number, name, IČO or place by which it was found.

    `is_old`: it is not called so, or not there any more, as far as is known. `position` is the entry that said so.
    """

    kind: str
    subject: UUID
    label: str | None
    name: str | None
    opened_position: int
    opened_on: date | None
    what: str
    matched: str
    is_old: bool
    fit: Fit
    position: int


class _Text(NamedTuple):
    kind: str
    subject: UUID
    what: str
    text: str
    folded: str
    order_position: int
    position: int


def search_rows(database: Database, text: str, *, known: int | None = None, kind: str | None = None) -> Report[Hit]:
    """The files that a text finds, the best first, each once. An empty text finds nothing. Raises ViewUnavailable."""
    window = Window.open(database, REGISTRY, valid=None, known=known)
    wanted = folded(text)
    best: dict[UUID, _Match] = {}
    for match in _matches(window, wanted, kind) if wanted else ():
        held = best.setdefault(match.text.subject, match)
        if match.rank < held.rank:
            best[match.text.subject] = match
    ordered = sorted(
        best.values(), key=lambda match: (*match.rank, match.text.kind, match.text.text, match.text.position)
    )
    return window.report([_hit(match) for match in ordered])


def _hit(match: "_Match") -> Hit:
    text, file = match.text, match.file
    return Hit(
        kind=file.kind,
        subject=file.subject,
        label=file.label,
        name=file.name,
        opened_position=file.opened_position,
        opened_on=file.opened_on,
        what=text.what,
        matched=text.text,
        is_old=match.is_old,
        fit=match.fit,
        position=text.order_position,
    )


@dataclass(frozen=True, slots=True)
class _Match:
    text: _Text
    file: RegistryRow
    fit: Fit
    is_old: bool

    @property
    def rank(self) -> tuple[int, int, bool]:
        """The smaller the better: how well it fits, a number first and a place last, what holds now first."""
        what = self.text.what
        return self.fit, 0 if what in NUMBERS else 2 if what == PLACE else 1, self.is_old


def _matches(window: Window, wanted: str, kind: str | None) -> Iterator[_Match]:
    """Every text ever said that holds all the words, whether or not it was corrected since."""
    said = _texts(window, SAID, "what", wanted, kind)
    in_places = _texts(window, SERVICE_PLACES, f"'{PLACE}'", wanted, kind)
    texts = (*said, *in_places)
    files = labels(window.database, {one.subject for one in texts}, known=window.known)
    places = words_that_hold(window, {one.subject for one in in_places})
    for one in texts:
        if one.subject in files:
            file = files[one.subject]
            now = places.get(one.subject, set()) if one.what == PLACE else {_called(file, one.what)}
            yield _Match(one, file, _fit(one.folded, wanted), is_old=one.text not in now)


def _texts(window: Window, table: Table, what: str, wanted: str, kind: str | None) -> tuple[_Text, ...]:
    """What a table of the registry holds with all the words in it, of one kind of file or of all."""
    words = {f"w{number}": f"%{word}%" for number, word in enumerate(wanted.split())}
    parameters: dict[str, Value] = {**words, **({"kind": kind} if kind else {})}
    conditions = [f"folded LIKE :{name}" for name in words] + (["kind = :kind"] if kind else [])
    statement = f"""
        SELECT kind, subject, {what}, text, folded, order_position, position
        FROM {window.build.table(table)}
        WHERE position <= :known AND {" AND ".join(conditions)}
        ORDER BY order_position, position
        LIMIT {MANY}
        """
    return window.select(_Text, statement, parameters)


def _called(file: RegistryRow, what: str) -> str | None:
    return {LABEL: file.label, NAME: file.name, ICO: file.ico}[what]


def _fit(text: str, wanted: str) -> Fit:
    if text == wanted:
        return Fit.WHOLE
    if text.startswith(wanted):
        return Fit.BEGINNING
    return Fit.PART if wanted in text else Fit.WORDS
