"""Finding a file by a part of any number or name that it or its provider ever had, or of a place where it ever was.

Every word that is looked for must stand in one of these, however it is spelt. What fits better comes first: the whole,
then its beginning, then a part of it, at last what holds the words only together; a number before a name before a
place; what holds now before what does no more.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from typing import NamedTuple
from uuid import UUID

from projections.database import Database, Value
from projections.folding import folded
from projections.registry import ICO, LABEL, NAME, PROVIDER, REGISTRY, SAID, RegistryRow, labels
from projections.registry_places import SERVICE_PLACES, words_that_hold
from projections.report import Report, Window

NUMBERS = frozenset({LABEL, ICO})
PLACE, SEVERAL = "place", "several"
MANY = 10_000
"""More hits than this are not ranked: whoever looks for "a" is to say more."""
MOST_WORDS = 10
"""Of more words than these all have to stand in one text."""


class Fit(IntEnum):
    """How well a text fits what was looked for, the best first."""

    WHOLE = 0
    BEGINNING = 1
    PART = 2
    WORDS = 3
    """All the words stand in it, in another order or apart."""
    TOGETHER = 4
    """Several texts hold all the words together: some in the name, some in the place."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A file that was found: what it is called, and the number, name, provider, IČO or place by which it was found.

    Of several texts `matched` tells all. `is_old`: it is not called so, or not there any more, as far as is known.
    `position` is the entry that said so, of several the last.
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
        return self.fit, _place_in_order(self.text.what), self.is_old


def _place_in_order(what: str) -> int:
    return 0 if what in NUMBERS else 2 if what == PLACE else 1


def _matches(window: Window, wanted: str, kind: str | None) -> Iterator[_Match]:
    """Every text ever said that holds all the words, whether or not it was corrected since; then several together."""
    words = list(dict.fromkeys(wanted.split()))
    for one, file, is_old in _with_files(window, _texts(window, words, kind)):
        yield _Match(one, file, _fit(one.folded, wanted), is_old=is_old)
    if 1 < len(words) <= MOST_WORDS:
        yield from _together(window, words, kind)


def _together(window: Window, words: Sequence[str], kind: str | None) -> Iterator[_Match]:
    """Files of which no single text holds all the words, and all of them do."""
    by_file: defaultdict[UUID, list[tuple[_Text, bool]]] = defaultdict(list)
    files: dict[UUID, RegistryRow] = {}
    for text, file, is_old in _with_files(window, _texts_together(window, words, kind)):
        by_file[text.subject].append((text, is_old))
        files[text.subject] = file
    for subject, texts in by_file.items():
        texts.sort(key=lambda one: (one[1], _place_in_order(one[0].what), one[0].order_position))
        chosen = [next((one for one in texts if word in one[0].folded), None) for word in words]
        told = [one for one in dict.fromkeys(chosen) if one is not None]
        if None not in chosen and told:
            last = max((text for text, _ in told), key=lambda text: text.order_position)
            joined = last._replace(what=SEVERAL, text=", ".join(text.text for text, _ in told))
            yield _Match(joined, files[subject], Fit.TOGETHER, is_old=any(is_old for _, is_old in told))


def _with_files(window: Window, texts: Sequence[_Text]) -> Iterator[tuple[_Text, RegistryRow, bool]]:
    """Each with its file, and whether that is not called so any more."""
    files = labels(window.database, {one.subject for one in texts}, known=window.known)
    places = words_that_hold(window, {one.subject for one in texts if one.what == PLACE})
    for one in texts:
        if one.subject in files:
            file = files[one.subject]
            now: Collection[str | None] = places.get(one.subject, set()) if one.what == PLACE else {_called(file, one)}
            yield one, file, one.text not in now


def _texts(window: Window, words: Sequence[str], kind: str | None) -> Sequence[_Text]:
    """What the registry holds with all the words in it, of one kind of file or of all."""
    every = " AND ".join(_holding(words))
    found = [
        window.select(
            _Text, f"{select} AND {every} ORDER BY order_position, position LIMIT {MANY}", _parameters(words, kind)
        )
        for select in _selects(window, kind)
    ]
    return [one for rows in found for one in rows]


def _texts_together(window: Window, words: Sequence[str], kind: str | None) -> Sequence[_Text]:
    """What holds any of the words, of files that have all of them somewhere."""
    either = " OR ".join(_holding(words))
    every = " AND ".join(f"MAX(CASE WHEN {one} THEN 1 ELSE 0 END) = 1" for one in _holding(words))
    selects = " UNION ALL ".join(f"{select} AND ({either})" for select in _selects(window, kind))
    statement = f"""
        WITH texts AS MATERIALIZED ({selects})
        SELECT {", ".join(_Text._fields)}
        FROM texts
        WHERE subject IN (SELECT subject FROM texts GROUP BY subject HAVING {every})
        ORDER BY order_position, position
        LIMIT {MANY}
        """
    return window.select(_Text, statement, _parameters(words, kind))


def _selects(window: Window, kind: str | None) -> Sequence[str]:
    """How the texts of each table of the registry are read, to be narrowed further."""
    of_kind = "AND kind = :kind" if kind else ""
    what = {SAID: "what", SERVICE_PLACES: f"'{PLACE}' AS what"}
    return [
        f"""
        SELECT kind, subject, {column}, text, folded, order_position, position
        FROM {window.build.table(table)}
        WHERE position <= :known {of_kind}
        """
        for table, column in what.items()
    ]


def _holding(words: Sequence[str]) -> Sequence[str]:
    """That a text holds each of the words."""
    return [f"folded LIKE :w{number}" for number in range(len(words))]


def _parameters(words: Sequence[str], kind: str | None) -> Mapping[str, Value]:
    own = {"kind": kind} if kind else {}
    return {**own, **{f"w{number}": f"%{word}%" for number, word in enumerate(words)}}


def _called(file: RegistryRow, said: _Text) -> str | None:
    return {LABEL: file.label, NAME: file.name, PROVIDER: file.provider, ICO: file.ico}[said.what]


def _fit(text: str, wanted: str) -> Fit:
    if text == wanted:
        return Fit.WHOLE
    if text.startswith(wanted):
        return Fit.BEGINNING
    return Fit.PART if wanted in text else Fit.WORDS
