"""Every entry in its order, for programs that follow the ledger: as pages of JSON, or as server-sent events."""

import time
from collections.abc import Iterator
from threading import Event
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Query, Request, Response
from fastapi.responses import StreamingResponse

from adapters.bootstrap import Parts
from adapters.http.caller import caller_of
from adapters.http.documents import UNSUCCESSFUL
from adapters.http.files import answer
from adapters.http.parts import AtDesk
from adapters.http.paths import ROOT
from adapters.telling.entries import entry_json
from adapters.telling.frames import encoded

PAGE = 500
WAIT_SECONDS = 15.0
"""After so long without a new entry a line is sent that says nothing, so that nobody takes the silence for an end."""
EVENT_STREAM = "text/event-stream"

After = Annotated[int, Query(ge=0, le=2**53, description="Entries behind this number.")]


def feed_routes() -> APIRouter:
    """Positions are dense, so that a reader who counts knows that nothing was left out."""
    router = APIRouter(tags=["feed"], dependencies=[Depends(caller_of)])

    @router.get(
        f"{ROOT}/events",
        operation_id="events",
        summary="Entries in order; with Accept: text/event-stream they go on as they are recorded.",
        responses={200: {"content": {EVENT_STREAM: {}}}, **UNSUCCESSFUL},
    )
    def events(
        request: Request,
        desk: AtDesk,
        after: After = 0,
        limit: Annotated[int, Query(ge=1, le=PAGE)] = PAGE,
        last_event_id: Annotated[str | None, Header(alias="Last-Event-ID")] = None,
    ) -> Response:
        start = max(after, _number(last_event_id))
        if EVENT_STREAM in request.headers.get("accept", ""):
            is_stopping = request.app.state.is_stopping
            return StreamingResponse(_stream(desk.parts, start, is_stopping), media_type=EVENT_STREAM, headers=NO_STORE)
        entries = _page(desk.parts, start, limit)
        data = {"entries": entries, "next_after": entries[-1]["position"] if entries else start}
        return answer(request, "events", data, {"known_seq": desk.parts.ledger.head()})

    return router


NO_STORE = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


def _number(written: str | None) -> int:
    return int(written) if written and written.isascii() and written.isdecimal() else 0


def _page(parts: Parts, after: int, limit: int) -> list[dict[str, Any]]:
    stored = parts.ledger.select_entries(after=after, limit=limit)
    return [entry_json(parts.decode(one)) for one in stored]


def _stream(parts: Parts, after: int, is_stopping: Event) -> Iterator[str]:
    """Everything behind `after`, then whatever comes, until the server stops or the reader goes."""
    spoken = time.monotonic()
    while not is_stopping.is_set():
        for entry in _page(parts, after, PAGE):
            after, spoken = entry["position"], time.monotonic()
            yield f"id: {after}\nevent: {entry['topic']}\ndata: {encoded(entry)}\n\n"
        if not parts.ledger.await_entries(after, seconds=1.0) and time.monotonic() - spoken > WAIT_SECONDS:
            spoken = time.monotonic()
            yield ": nothing new\n\n"
