"""Around every request: a number of its own, a line in the log without anything that was said, headers that protect."""

import re
import time
import traceback
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from uuid import uuid4

from fastapi import Request
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from structlog.contextvars import bound_contextvars

from adapters.http.language import speech_of
from adapters.http.notes import Handled, Notes, notes_in
from adapters.http.operations.metrics import Metrics
from adapters.http.paths import METRICS, PROBES
from adapters.http.problems import failed, response
from adapters.logging import logger

PROTECTING = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
"""What every answer carries unless it says its own: it is data, nothing in it is to be run, framed or guessed at."""
A_YEAR = "max-age=31536000"
GONE = 499
"""In log and metrics: whoever asked did not wait for the answer."""
WELL_FORMED = re.compile(r"[A-Za-z0-9._-]{8,64}")
LONGEST_PATH = 200
PLACES = 5
"""How many places of an error are logged: files and lines of the program, nothing of what it worked on."""
HOUSE = Path(__file__).parents[3]


class Watch:
    """Numbers, counts and logs requests. The path is logged, never query, body, token or name.

    The number is always ours. One that was sent, as by a proxy, is logged beside it if it is well-formed.
    """

    def __init__(self, app: ASGIApp, *, metrics: Metrics, is_https: bool) -> None:
        self._app = app
        self._metrics = metrics
        protecting = PROTECTING | ({"Strict-Transport-Security": A_YEAR} if is_https else {})
        self._protecting = [(name.lower().encode(), value.encode()) for name, value in protecting.items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        watched = _Watched(scope, send, self._protecting)
        with self._metrics.in_flight.track_inprogress(), bound_contextvars(request=watched.number):
            await watched.run(self._app, receive)
            watched.log()
        self._metrics.answered(scope, watched.notes, status=watched.status, seconds=watched.seconds)


class _Watched:
    """One request."""

    def __init__(self, scope: Scope, send: Send, protecting: Sequence[tuple[bytes, bytes]]) -> None:
        self._scope, self._send, self._protecting = scope, send, protecting
        self.number = str(uuid4())
        self.notes: Notes = notes_in(scope)
        self.status = 0
        self.seconds = 0.0

    async def run(self, app: ASGIApp, receive: Receive) -> None:
        """Have it answered, whatever happens."""
        started = time.perf_counter()
        try:
            await app(self._scope, receive, self._sending)
        except ClientDisconnect:
            self.status = GONE
        except Exception as error:  # noqa: BLE001  # an error in Kronika; nothing of it leaves the house but its number
            logger().error("http.failed", error=type(error).__name__, at=list(_places(error)))
            if not self.status:
                say = speech_of(Request(self._scope))
                await response(failed(self.number), say)(self._scope, receive, self._sending)
        self.seconds = time.perf_counter() - started

    async def _sending(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            message["headers"] = [*message.get("headers", ()), *self._added(message)]
        await self._send(message)

    def _added(self, message: Message) -> Iterator[tuple[bytes, bytes]]:
        """What the answer does not say by itself.

        One that can be asked for again by its tag may stay with whoever asked; the rest is kept nowhere.
        """
        told = {name.lower() for name, _ in message.get("headers", ())}
        yield b"x-request-id", self.number.encode()
        yield from ((name, value) for name, value in self._protecting if name not in told)
        if b"cache-control" not in told:
            is_tagged = b"etag" in told and self._scope["method"] in ("GET", "HEAD")
            yield b"cache-control", b"private, no-cache" if is_tagged else b"no-store"

    def log(self) -> None:
        """One line; where it carried several commands, one for each of them before it."""
        handled = self.notes.handled
        for one in handled if len(handled) > 1 else ():
            logger().info("command.handled", **_command(one))
        is_watching = self._scope["path"] in PROBES or self._scope["path"] == METRICS
        told = logger().debug if is_watching else logger().info
        told(
            "http.answered",
            method=self._scope["method"],
            path=self._scope["path"][:LONGEST_PATH],
            status=self.status,
            took_ms=round(self.seconds * 1000),
            **self._sent_as(),
            **_who(self.notes),
            **(_command(handled[0]) if len(handled) == 1 else {"commands": len(handled)} if handled else {}),
        )

    def _sent_as(self) -> Mapping[str, str]:
        sent = next((value.decode("latin-1") for name, value in self._scope["headers"] if name == b"x-request-id"), "")
        return {"sent_as": sent} if WELL_FORMED.fullmatch(sent) else {}


def _who(notes: Notes) -> Mapping[str, str]:
    """Role, random reference of the person, and the public name of the token or session."""
    caller = notes.caller
    if caller is None:
        return {}
    known = {"role": caller.actor.role, "person": caller.actor.person, "token": caller.token, "session": caller.session}
    return {name: value for name, value in known.items() if value is not None}


def _command(one: Handled) -> Mapping[str, str]:
    rules = {"rules": ",".join(one.rules)} if one.rules else {}
    return {"command": one.topic, "command_id": str(one.command_id), "outcome": one.outcome, **rules}


def _places(error: BaseException) -> Iterator[str]:
    """Where in the program it happened, the innermost last."""
    for frame in traceback.extract_tb(error.__traceback__)[-PLACES:]:
        path = Path(frame.filename)
        own = path.relative_to(HOUSE) if path.is_relative_to(HOUSE) else Path(*path.parts[-2:])
        yield f"{own}:{frame.lineno} {frame.name}"
