"""Every entry in its order, for programs that follow the ledger: as pages of JSON, or as server-sent events."""

import time
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from threading import Event
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Query, Request, Response, Security
from fastapi.security import HTTPAuthorizationCredentials

from adapters.bootstrap import Parts
from adapters.http.document.commands import UNSUCCESSFUL
from adapters.http.guard.streams import StreamAnswer, Streams
from adapters.http.parts import Desks
from adapters.http.paths import ROOT
from adapters.http.people.caller import BEARER, caller_of
from adapters.http.problems import Problem
from adapters.http.questions.answers import answer
from adapters.http.questions.moments import BEYOND
from adapters.http.questions.reading import Reader, Reading, may_read
from adapters.identity.caller import NotKnown, TooNarrow
from adapters.telling.entries import entry_json
from adapters.telling.frames import encoded
from application.errors import NotAllowed
from domain.kernel.entry import Entry

PAGE = 500
WAIT_SECONDS = 15.0
"""After so long without a new entry a line is sent that says nothing, so that nobody takes the silence for an end."""
EVENT_STREAM = "text/event-stream"


@dataclass(frozen=True, slots=True)
class Page:
    """Which entries are asked for."""

    after: Annotated[int, Query(ge=0, le=2**53, description="Entries behind this number.")] = 0
    limit: Annotated[int, Query(ge=1, le=PAGE)] = PAGE
    last_event_id: Annotated[str | None, Header(alias="Last-Event-ID", max_length=16)] = None


def feed_routes() -> APIRouter:
    """Positions are dense, so that a reader who counts knows that nothing was left out."""
    router = APIRouter(tags=["feed"], dependencies=[may_read("events")])

    @router.get(
        f"{ROOT}/events",
        operation_id="events",
        summary="Entries in order; with Accept: text/event-stream they go on as they are recorded.",
        responses={200: {"content": {EVENT_STREAM: {}}}, **UNSUCCESSFUL},
    )
    def events(
        request: Request,
        reader: Reading,
        page: Annotated[Page, Depends()],
        shown: Annotated[HTTPAuthorizationCredentials | None, Security(BEARER)] = None,
    ) -> Response:
        parts, start = reader.desk.parts, max(page.after, _number(page.last_event_id))
        _check_there(parts, start)
        if EVENT_STREAM in request.headers.get("accept", ""):
            still = partial(_still_reader, request, shown)
            is_stopping = request.app.state.is_stopping
            pieces = _stream(parts, start, still, is_stopping)
            streams: Streams = request.app.state.streams
            return StreamAnswer(streams, pieces, owner=reader.caller.owner, media_type=EVENT_STREAM, headers=NO_STORE)
        entries = _page(parts, start, page.limit)
        _note(reader, entries)
        data = {"entries": _told(entries), "next_after": entries[-1].position if entries else start}
        return answer(request, "events", data, {"known_seq": parts.ledger.head()})

    return router


NO_STORE = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
Still = Callable[[], AbstractContextManager[Reader]]


def _check_there(parts: Parts, start: int) -> None:
    """Whoever has seen more than there is follows another ledger, or one that was restored. Raises Problem."""
    head = parts.ledger.head()
    if start > head:
        raise Problem(HTTPStatus.BAD_REQUEST, "beyond-the-ledger", BEYOND, head=head)


def _number(written: str | None) -> int:
    return int(written) if written and written.isascii() and written.isdecimal() else 0


def _page(parts: Parts, after: int, limit: int) -> list[Entry]:
    return [parts.decode(one) for one in parts.ledger.select_entries(after=after, limit=limit)]


def _told(entries: Iterable[Entry]) -> list[dict[str, Any]]:
    return [entry_json(entry) for entry in entries]


def _note(reader: Reader, entries: Sequence[Entry]) -> None:
    """The feed tells of inspections, too: which ones, and up to which position."""
    topics = {entry.originator_id: entry.event.topic for entry in reversed(entries)}
    looks = [(reader.kind_of(topic, file), file) for file, topic in topics.items()]
    reader.note("events", looks, known=entries[-1].position if entries else 0)


@contextmanager
def _still_reader(request: Request, shown: HTTPAuthorizationCredentials | None) -> Iterator[Reader]:
    """The caller as known now: a stream may outlive a token or a role. Raises NotKnown, NotAllowed, TooNarrow."""
    desks: Desks = request.app.state.desks
    with desks.desk() as desk:
        reader = Reader(desk, caller_of(request, desk, shown))
        reader.check("events")
        yield reader


def _stream(parts: Parts, after: int, still: Still, is_stopping: Event) -> Generator[str, None, None]:
    """Everything behind `after`, then whatever comes, until the server stops, the reader goes or may read no more."""
    spoken = time.monotonic()
    while not is_stopping.is_set():
        entries = _page(parts, after, PAGE)
        try:
            with still() as reader:
                _note(reader, entries)
        except (NotKnown, NotAllowed, TooNarrow, Problem):
            return
        if entries:
            after, spoken = entries[-1].position, time.monotonic()
            yield "".join(map(_event, _told(entries)))
        if not parts.ledger.await_entries(after, seconds=1.0) and time.monotonic() - spoken > WAIT_SECONDS:
            spoken = time.monotonic()
            yield ": nothing new\n\n"


def _event(told: Mapping[str, Any]) -> str:
    """An entry as an event of the stream; a page of them leaves at once."""
    return f"id: {told['position']}\nevent: {told['topic']}\ndata: {encoded(told)}\n\n"
