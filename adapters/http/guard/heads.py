"""Every address that answers GET answers HEAD: the same headers, and nothing behind them (RFC 9110 § 9.3.2)."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from adapters.http.paths import ROOT

OWN = f"{ROOT}/evidence"
"""Files and uploads have an answer to HEAD of their own, for which nothing is read."""
EVENT_STREAM = b"text/event-stream"
ROUTED = ("route", "endpoint", "path_params")
"""What the router learns of a request, and who counts them wants to know."""


class Heads:
    """Asks for the answer to GET, and lets only its headers through."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "HEAD" or scope["path"].startswith(OWN):
            await self._app(scope, receive, send)
            return
        asked = {**scope, "method": "GET", "headers": _of_a_page(scope)}

        async def sending(message: Message) -> None:
            scope.update((name, asked[name]) for name in ROUTED if name in asked)
            await send({**message, "body": b""} if message["type"] == "http.response.body" else message)

        await self._app(asked, receive, sending)


def _of_a_page(scope: Scope) -> list[tuple[bytes, bytes]]:
    """Without the wish for a stream that never ends: its headers would come, and nothing would ever follow."""
    headers: list[tuple[bytes, bytes]] = scope["headers"]
    return [(name, value) for name, value in headers if name != b"accept" or EVENT_STREAM not in value]
