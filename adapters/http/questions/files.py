"""Questions about one file: its card at two moments, its entries, what differs, and which entry set a field."""

from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response

from adapters.http.document.commands import UNSUCCESSFUL
from adapters.http.paths import ROOT, collection, identifier_in
from adapters.http.problems import Problem
from adapters.http.questions.answers import answer, tag_of
from adapters.http.questions.moments import Asked, AsOf, SideA, SideB, as_of
from adapters.http.questions.reading import Reader, Reading
from adapters.telling.business import KINDS
from adapters.telling.cards import card_json, value_json
from adapters.telling.differing import difference_json
from adapters.telling.entries import entry_json
from adapters.telling.words import Words
from application.cards import card
from application.difference import difference
from application.errors import NotFound
from application.explain import NoSuchField, explain
from application.replay import Moment, NotYetRecorded, Replay
from application.rights.readings import file_of
from application.states import kind_of
from domain.kernel.card import Card
from domain.kernel.entry import Entry

NO_FIELD = Words("there is no field {field}", "pole {field} neexistuje")
LIMIT = 200
"""How many entries one answer holds, unless fewer are asked for."""


class File:
    """One file as it was known at a moment, for somebody who may read it.

    Raises NotAllowed and TooNarrow, NotFound also for a file out of reach, NotYetRecorded where it was not known yet.
    """

    def __init__(self, reader: Reader, kind: str, written: str, known: int) -> None:
        desk = reader.desk
        reader.check(file_of(kind))
        try:
            self.id = identifier_in(desk.parts.resolver, kind, written, at=known)
        except NotFound:
            self.id = identifier_in(desk.parts.resolver, kind, written)
        reader.check_file(kind, self.id, written=written)
        self.replay = Replay(desk.parts.ledger, desk.parts.decode)
        self.entries = self.replay.entries(self.id, known)
        recorded = self.entries or self.replay.entries(self.id)
        if not recorded or kind_of(recorded[0]) != kind:
            raise NotFound(kind, written)
        if not self.entries:
            raise NotYetRecorded(kind, self.id, known=known, first=recorded[0])

    def card(self, on: AsOf) -> Card:
        return card(self.replay.folded(self.id, self.entries, on.known), on.valid)


KIND_OF = {collection(kind): kind for kind in KINDS}
NO_FOLDER = Words("there is no folder {folder}", "složka {folder} neexistuje")


@dataclass(frozen=True, slots=True)
class About:
    """The parts of a path."""

    folder: str
    identifier: str

    @property
    def kind(self) -> str:
        """Raises Problem."""
        if self.folder not in KIND_OF:
            problem = Problem(HTTPStatus.NOT_FOUND, "no-folder", NO_FOLDER, folder=self.folder)
            raise problem.with_members(folders=sorted(KIND_OF))
        return KIND_OF[self.folder]


FileNamed = Annotated[About, Depends()]
FILE = f"{ROOT}/{{folder}}/{{identifier}}"


@dataclass(frozen=True, slots=True)
class Page:
    """Which part of the entries is asked for."""

    after: Annotated[int, Query(ge=0, le=2**53, description="Entries behind this number.")] = 0
    limit: Annotated[int, Query(ge=1, le=LIMIT)] = LIMIT


def file_routes() -> APIRouter:
    """The same questions for every kind of file."""
    router = APIRouter(tags=["files"])

    @router.get(FILE, operation_id="show", summary="A file as it was", responses={**UNSUCCESSFUL})
    def show(request: Request, reader: Reading, about: FileNamed, asked: Asked) -> Response:
        at = as_of(reader.desk.parts, asked)
        file = File(reader, about.kind, about.identifier, at.known)
        reader.note("show", [(about.kind, file.id)], known=at.known)
        version = _version(file.entries)
        data = {"kind": about.kind, "id": file.id, "fields": card_json(file.card(at)), "version": version}
        tag = f"{version}-{tag_of(about.kind, file.id, at.valid, at.known)}"
        return answer(request, "show", data, at.times, tag=tag)

    @router.get(f"{FILE}/entries", operation_id="log", summary="The entries of a file", responses={**UNSUCCESSFUL})
    def log(
        request: Request,
        reader: Reading,
        about: FileNamed,
        asked: Asked,
        page_asked: Annotated[Page, Depends()],
    ) -> Response:
        at = as_of(reader.desk.parts, asked)
        file = File(reader, about.kind, about.identifier, at.known)
        reader.note("log", [(about.kind, file.id)], known=at.known)
        rest = [entry for entry in file.entries if entry.position > page_asked.after]
        page = rest[: page_asked.limit]
        data = {
            "kind": about.kind,
            "id": file.id,
            "entries": [entry_json(entry) for entry in page],
            "next_after": page[-1].position if len(rest) > len(page) else None,
        }
        return answer(request, "log-page", data, {"known_seq": at.known})

    _add_comparing(router)
    return router


def _add_comparing(router: APIRouter) -> None:
    """The questions that look at several entries at once: two moments, and the turns of a field."""

    @router.get(f"{FILE}/diff", operation_id="diff", summary="A file at two moments", responses={**UNSUCCESSFUL})
    def diff(request: Request, reader: Reading, about: FileNamed, a: SideA, b: SideB) -> Response:
        moments = (as_of(reader.desk.parts, a), as_of(reader.desk.parts, b))
        last = max(moments, key=lambda one: one.known)
        file = File(reader, about.kind, about.identifier, last.known)
        reader.note("diff", [(about.kind, file.id)], known=last.known)
        return answer(request, "diff", _difference(reader, about.kind, file, moments), last.times)

    @router.get(
        f"{FILE}/fields/{{field}}",
        operation_id="explain",
        summary="Which entry set a field of a file",
        responses={**UNSUCCESSFUL},
    )
    def explain_field(request: Request, reader: Reading, about: FileNamed, field: str, asked: Asked) -> Response:
        at = as_of(reader.desk.parts, asked)
        file = File(reader, about.kind, about.identifier, at.known)
        explained = _explained(about.kind, file, field, at)
        reader.note("explain", [(about.kind, file.id)], known=at.known, detail=field)
        return answer(request, "explain", explained, at.times)


def _version(entries: Sequence[Entry]) -> int:
    return entries[-1].originator_version


def _difference(reader: Reader, kind: str, file: File, moments: tuple[AsOf, AsOf]) -> dict[str, Any]:
    cards = tuple(_card_then(reader, kind, file.id, at) for at in moments)
    a, b = (Moment(at.valid, at.known) for at in moments)
    found = difference(file.entries, a, b, cards=(cards[0], cards[1]))
    return {
        "kind": kind,
        "id": file.id,
        "a": moments[0].times,
        "b": moments[1].times,
        **difference_json(found),
    }


def _card_then(reader: Reader, kind: str, identifier: UUID, at: AsOf) -> Card:
    """The card at a moment; empty where nothing was recorded then."""
    try:
        return File(reader, kind, str(identifier), at.known).card(at)
    except NotYetRecorded:
        return {}


def _explained(kind: str, file: File, field: str, at: AsOf) -> dict[str, Any]:
    try:
        turns = explain(file.id, file.entries, field, at.valid)
    except NoSuchField as error:
        problem = Problem(HTTPStatus.NOT_FOUND, "no-field", NO_FIELD, field=field)
        raise problem.with_members(fields=list(error.fields)) from None
    return {
        "kind": kind,
        "id": file.id,
        "field": field,
        "turns": [
            {
                "before": value_json(turn.before),
                "after": value_json(turn.after),
                "entry": entry_json(turn.entry),
                "corrections": [entry.position for entry in turn.corrections],
            }
            for turn in turns
        ],
    }
