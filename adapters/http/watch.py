"""Around every request: a number of its own, a line in the log without anything that was said, headers that protect."""

import time
from uuid import uuid4

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from adapters.logging import logger

PROTECTING = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
"""What every answer carries: it is data, nothing in it is to be run, framed or guessed at."""


class Watch:
    """Numbers and logs requests. The path is logged, never query, body or token."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        number, started, status = str(uuid4()), time.monotonic(), 0

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                headers["X-Request-Id"] = number
                for name, value in PROTECTING.items():
                    headers[name] = value
            await send(message)

        try:
            await self._app(scope, receive, sending)
        finally:
            took = round((time.monotonic() - started) * 1000)
            logger().info(
                "http.answered", request=number, method=scope["method"], path=scope["path"], status=status, took_ms=took
            )
