"""HTTP for senders who take too long or say too much before they ask: headers have ten seconds, and an end.

What is answered leaves in one piece where it can: each write is a call of the system, and wakes whoever waits for it.
"""

import asyncio
from typing import Any, cast

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

HEADER_SECONDS = 10.0
TOO_MUCH = "Request headers are too large."
MOST_HELD = 16 * 1024
"""Bytes of an answer that wait for the next ones, and not longer than the event loop has something else to do."""


class _InOnePiece(asyncio.Transport):
    """Keeps what is written until the answer is whole, or the loop's next turn; the rest is the transport's own."""

    def __init__(self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__()
        self._own, self._loop = transport, loop
        self._held: list[bytes] = []
        self._size = 0

    def write(self, data: bytes | bytearray | memoryview) -> None:
        if not self._held:
            self._loop.call_soon(self.flush)
        self._held.append(bytes(data))
        self._size += len(data)
        if self._size > MOST_HELD:
            self.flush()

    def flush(self) -> None:
        if self._held:
            written, self._held, self._size = b"".join(self._held), [], 0
            self._own.write(written)

    def close(self) -> None:
        self.flush()
        self._own.close()

    def is_closing(self) -> bool:
        return self._own.is_closing()

    def pause_reading(self) -> None:
        self._own.pause_reading()

    def resume_reading(self) -> None:
        self._own.resume_reading()

    def get_extra_info(self, name: str, default: Any = None) -> Any:  # noqa: ANN401  # as in the library
        return self._own.get_extra_info(name, default)


class ImpatientProtocol(HttpToolsProtocol):
    """Hangs up where headers are begun, or a connection opened, and nothing whole comes of it.

    Of what follows a body nothing is a header: a proxy before us has looked at the headers alone.
    """

    _patience: asyncio.TimerHandle | None = None
    _is_in_body = False
    _begun = 0
    """Bytes that came for headers which are not whole yet."""
    _read = 0
    """Bytes of the headers that were read."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as in the library
        self._out = _InOnePiece(transport, self.loop)
        super().connection_made(self._out)
        self._wait()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        cycle = cast(RequestResponseCycle | None, self.cycle)  # none before the first request
        if self._is_in_body or not (cycle is None or cycle.response_complete):
            self._begun = 0
            self._stop_waiting()
            return
        self._wait()
        self._begun += len(data)
        if self._begun > self._most_bytes and not self.transport.is_closing():
            self.send_400_response(TOO_MUCH)

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_waiting()
        super().connection_lost(exc)

    # What the parser tells -------------------------------------------------------------------------------------------

    def on_message_begin(self) -> None:
        self._is_in_body, self._read = False, 0
        super().on_message_begin()

    def on_url(self, url: bytes) -> None:
        self._count(url)
        super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        self._count(name, value)
        if not self._is_in_body:
            super().on_header(name, value)

    def on_headers_complete(self) -> None:
        self._is_in_body = True
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        self._is_in_body = False
        super().on_message_complete()

    def _count(self, *read: bytes) -> None:
        """Raises ValueError, which the parser hands on as a request that is not well-formed."""
        self._read += sum(map(len, read))
        if self._read > self._most_bytes:
            raise ValueError(TOO_MUCH)

    @property
    def _most_bytes(self) -> int:
        return cast(int, self.config.h11_max_incomplete_event_size)

    def on_response_complete(self) -> None:
        self._out.flush()
        super().on_response_complete()

    # Patience --------------------------------------------------------------------------------------------------------

    def _wait(self) -> None:
        if self._patience is None:
            self._patience = self.loop.call_later(HEADER_SECONDS, self.transport.close)

    def _stop_waiting(self) -> None:
        if self._patience is not None:
            self._patience.cancel()
            self._patience = None
