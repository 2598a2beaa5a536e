"""Where services are, or were, provided, and contracts apply: the words by which a place is looked for."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from typing import NamedTuple
from uuid import UUID

from domain.kernel.entry import Entry
from domain.kernel.region import RegionAsWritten
from domain.kernel.registry import OrpCode
from domain.service.events import PlaceRemoved, ServiceRegistered, ServiceTakenOver
from domain.service.payloads import Place
from projections.folding import folded
from projections.report import FIRST_FIRST, Window, one_of
from projections.table import Table


class PlaceSaid(NamedTuple):
    """A word for a place of a service or contract: its short name, municipality, ORP or region. None: no longer there.

    `place` is the key by which an entry names it; `folded` is the text as it is looked for.
    """

    kind: str
    subject: UUID
    place: str
    text: str | None
    folded: str


SERVICE_PLACES = Table("registry_places", PlaceSaid, indexes=(("subject",),))

TERRITORY = ""
"""The key of the territory of a contract, which is one."""
AT_ONCE = 500


def provided_in(places: Collection[Place], entry: Entry) -> Iterator[PlaceSaid]:
    """Every word for these places, each once."""
    for one in places:
        orp = one.orp.official_name if one.orp else None
        words = (one.place, one.municipality, orp, _raw(one.region))
        yield from _said("service", entry, one.place, words)


def of_service(event: ServiceRegistered | ServiceTakenOver, entry: Entry) -> Iterator[PlaceSaid]:
    """The places that a service has from the beginning."""
    return provided_in(event.places, entry)


def left(event: PlaceRemoved, entry: Entry) -> PlaceSaid:
    """The service is not there any more."""
    return PlaceSaid("service", entry.originator_id, event.place, None, "")


def of_contract(orps: Collection[OrpCode], entry: Entry, region: RegionAsWritten | None = None) -> Iterator[PlaceSaid]:
    """Where a contract applies, in the place of what was said before."""
    if entry.originator_version > 1:
        yield PlaceSaid("contract", entry.originator_id, TERRITORY, None, "")
    words = (*(one.official_name for one in orps), _raw(region))
    yield from _said("contract", entry, TERRITORY, words)


def _raw(region: RegionAsWritten | None) -> str | None:
    return None if region is None else region.raw


def _said(kind: str, entry: Entry, place: str, words: Collection[str | None]) -> Iterator[PlaceSaid]:
    for text in dict.fromkeys(word for word in words if word):
        yield PlaceSaid(kind, entry.originator_id, place, text, folded(text))


def words_that_hold(window: Window, subjects: Collection[UUID]) -> dict[UUID, set[str]]:
    """The words for the places that these still have, as far as is known."""
    held: defaultdict[UUID, defaultdict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    wanted = sorted(subjects, key=str)
    for start in range(0, len(wanted), AT_ONCE):
        among, parameters = one_of("subject", wanted[start : start + AT_ONCE])
        statement = f"""
            SELECT kind, subject, place, text, folded
            FROM {window.standing(SERVICE_PLACES)} standing
            WHERE {among}
            ORDER BY {FIRST_FIRST}
            """
        for said in window.select(PlaceSaid, statement, parameters):
            words = held[said.subject][said.place]
            if said.text is None:
                words.clear()
            else:
                words.add(said.text)
    return {subject: set().union(*places.values()) for subject, places in held.items()}
