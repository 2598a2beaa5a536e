"""How long a body may be, and how long a sender may be silent in the midst of it. Uploads have limits of their own."""

import asyncio
from dataclasses import dataclass
from http import HTTPStatus

from fastapi import Request
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from adapters.http.language import speech_of
from adapters.http.paths import ROOT
from adapters.http.problems import Problem, response
from adapters.telling.words import Words

WITH_OWN_LIMITS = (f"{ROOT}/evidence", f"{ROOT}/field-files")
"""Where files are brought: larger ones, and slowly."""
SILENCE_SECONDS = 30.0
TOO_LARGE = Words("a request has at most {limit} bytes", "požadavek má nejvýše {limit} bajtů")
SILENT = Words("nothing came for {seconds} s", "po {seconds} s nic nepřišlo")
CLOSE = {"Connection": "close"}


class BodyLimits:
    """Answers 413 or 408 in place of the application, which sees a sender who has gone."""

    def __init__(self, app: ASGIApp, *, most_bytes: int, silence_seconds: float = SILENCE_SECONDS) -> None:
        self._app = app
        self._most_bytes = most_bytes
        self._silence_seconds = silence_seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith(WITH_OWN_LIMITS):
            await self._app(scope, receive, send)
            return
        announced = _announced(scope)
        if announced is None:
            await self._app(scope, receive, send)
            return
        body = _Body(receive, send, self._most_bytes, self._silence_seconds)
        if announced > self._most_bytes:
            body.problem = too_large(self._most_bytes)
        else:
            await body.run(self._app, scope)
        if body.problem is not None:
            await response(body.problem, speech_of(Request(scope)))(scope, receive, send)


@dataclass
class _Body:
    """One request's body on its way to the application."""

    receive: Receive
    send: Send
    most_bytes: int
    silence_seconds: float
    problem: Problem | None = None
    is_whole: bool = False
    is_answered: bool = False
    size: int = 0

    async def run(self, app: ASGIApp, scope: Scope) -> None:
        try:
            await app(scope, self.receiving, self.sending)
        except ClientDisconnect:
            if self.problem is None:
                raise

    async def receiving(self) -> Message:
        if self.is_whole:  # what comes now is the end of the connection, for which a feed waits long
            return await self.receive()
        try:
            async with asyncio.timeout(self.silence_seconds):
                message = await self.receive()
        except TimeoutError:
            return self._given_up(silent(self.silence_seconds))
        self.size += len(message.get("body", b""))
        self.is_whole = not message.get("more_body", False)
        return self._given_up(too_large(self.most_bytes)) if self.size > self.most_bytes else message

    async def sending(self, message: Message) -> None:
        if self.problem is None or self.is_answered:
            self.is_answered = True
            await self.send(message)

    def _given_up(self, problem: Problem) -> Message:
        self.is_whole = True
        if not self.is_answered:
            self.problem = problem
        return {"type": "http.disconnect"}


def too_large(limit: int) -> Problem:
    problem = Problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too-large", TOO_LARGE, limit=limit)
    problem.headers = CLOSE
    return problem


def silent(seconds: float) -> Problem:
    problem = Problem(HTTPStatus.REQUEST_TIMEOUT, "silent", SILENT, seconds=int(seconds))
    problem.headers = CLOSE
    return problem


def _announced(scope: Scope) -> int | None:
    """The length that the sender announces; 0 where it is not told, None where there is no body."""
    told = dict(scope["headers"])
    written = told.get(b"content-length", b"")
    if written.isdigit():
        return int(written)
    return 0 if b"transfer-encoding" in told or written else None
