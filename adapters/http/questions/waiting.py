"""Waiting until views have seen an entry: bounded, on the server's loop, so that whoever waits holds no thread."""

import asyncio
import time
from collections.abc import Callable, Sequence
from http import HTTPStatus
from typing import Any

from fastapi import Depends, Request
from starlette.concurrency import run_in_threadpool

from adapters.http.parts import Desks
from adapters.http.people.caller import Known
from adapters.http.problems import Problem
from adapters.http.questions.moments import Asked, as_of
from adapters.telling.words import Words
from projections.report import as_of_position
from projections.view import View

BEHIND = Words(
    "the view has reached entry no. {reached}, not yet no. {wanted}; try again",
    "přehled došel k záznamu č. {reached}, ještě ne k č. {wanted}; zkuste to znovu",
)
CROWDED = Words(
    "too many wait for views already; try again", "na přehledy už čeká příliš mnoho dotazů; zkuste to znovu"
)
MOST_WAITING = 32
"""Each keeps its connection while it waits."""
PAUSE_SECONDS = 0.05
RETRY_SECONDS = 2


class Waiting:
    """How far views have come, looked up once for all who wait for the same."""

    def __init__(self, desks: Desks, *, seconds: float) -> None:
        self._desks = desks
        self._seconds = seconds
        self._looks: dict[tuple[View, ...], asyncio.Task[int]] = {}
        self._waiting = 0

    async def until(self, views: tuple[View, ...], position: int) -> None:
        """Return when all of them have seen that entry. Raises Problem where they have not in time."""
        reached = await self._look(views)
        if reached >= position:
            return
        if self._waiting >= MOST_WAITING:
            raise not_yet(CROWDED, reached=reached, wanted=position)
        self._waiting += 1
        try:
            await self._wait(views, position)
        finally:
            self._waiting -= 1

    async def _wait(self, views: tuple[View, ...], position: int) -> None:
        deadline = time.monotonic() + self._seconds
        while (reached := await self._look(views)) < position:
            if time.monotonic() >= deadline:
                raise not_yet(BEHIND, reached=reached, wanted=position)
            await asyncio.sleep(PAUSE_SECONDS)

    async def _look(self, views: tuple[View, ...]) -> int:
        """One look at a time, shared by all who come meanwhile."""
        look = self._looks.get(views)
        if look is None:
            look = self._looks[views] = asyncio.ensure_future(run_in_threadpool(self._reached, views))
            look.add_done_callback(lambda _: self._looks.pop(views, None))
        return await asyncio.shield(look)

    def _reached(self, views: tuple[View, ...]) -> int:
        with self._desks.desk() as desk:
            return as_of_position(desk.up_to_date(*views), views)


def not_yet(words: Words, *, reached: int, wanted: int) -> Problem:
    """503, and when to try again."""
    problem = Problem(HTTPStatus.SERVICE_UNAVAILABLE, "behind", words, reached=reached, wanted=wanted)
    problem.headers = {"Retry-After": str(RETRY_SECONDS)}
    return problem.with_members(reached=reached, wanted=wanted)


def views_seen(views_of: Callable[[Request], Sequence[View]]) -> Any:  # noqa: ANN401  what the framework makes of a dependency
    """A dependency of a route: the views of the question have seen what the caller names, or the ledger has it not."""

    async def wait(request: Request, _: Known, asked: Asked) -> None:
        if asked.min_position is None and asked.known_seq is None:
            return
        parts, waiting = request.app.state.parts, request.app.state.waiting
        at = await run_in_threadpool(as_of, parts, asked)
        position = max(asked.min_position or 0, 0 if asked.known_seq is None else at.known)
        views = tuple(views_of(request))
        if position and views:
            await waiting.until(views, position)

    return Depends(wait)
