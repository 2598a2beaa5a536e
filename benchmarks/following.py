"""The feed of entries over HTTP, from the first entry to the last: server-sent events, read by one program."""

import socket
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial

from adapters.bootstrap import build
from adapters.identity.tokens import Tokens
from adapters.settings import Settings
from benchmarks.measure import Row, at_once, in_turns
from benchmarks.regions import Brought
from benchmarks.serving import kronika
from benchmarks.work import CLERK

RECEIVED = 1 << 18


def rows(region: Brought) -> Iterator[Row]:
    with build(Settings(database=region.url)) as parts:
        now = datetime.now(UTC)
        secret = Tokens(parts.side).issue("bench-feed", CLERK, now=now, expires_at=now + timedelta(days=1))
    with kronika(region.url) as port:
        follow = partial(_follow, port, secret, region.entries)
        seconds = in_turns({"kronika": at_once(follow)})["kronika"]
    work = f"feed of {region.size} entries over HTTP"
    yield Row(work, "entries/s", region.entries / seconds, asked="≥ 2 000/s")


def _follow(port: int, secret: str, last: int) -> None:
    """Until the last entry of the ledger has come."""
    head = f"GET /api/v1/events HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {secret}\r\n"
    end, tail, started = f"id: {last}\n".encode(), b"", time.monotonic()
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(f"{head}Accept: text/event-stream\r\n\r\n".encode())
        while end not in tail:
            received = connection.recv(RECEIVED)
            assert received, f"the feed ended after {time.monotonic() - started:.1f} s"
            tail = tail[-len(end) :] + received
