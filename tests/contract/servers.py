"""What can happen to a server: it closes every connection, or the wire to it is cut at a chosen moment."""

import socket
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Thread
from typing import Literal
from urllib.parse import quote, urlsplit

import psycopg
from psycopg.conninfo import conninfo_to_dict

Moment = Literal["before the request", "before the answer"]


def as_user(url: str, user: str) -> str:
    """The same database for somebody else."""
    parts = urlsplit(url)
    return parts._replace(netloc=f"{user}@{parts.netloc.rpartition('@')[2]}").geturl()


def close_every_connection(url: str) -> None:
    """As the server does when it is restarted."""
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


def wait_until_somebody_listens(url: str) -> None:
    """Until a subscription has told the server that it wants to be notified."""
    statement = "SELECT FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%'"
    with psycopg.connect(url, autocommit=True) as server:
        while not server.execute(statement).fetchall():
            time.sleep(0.01)


class Wire:
    """Passes everything on, until it is told to cut the connection over which the next request comes."""

    def __init__(self, server: str, folder: Path) -> None:
        self._server = server
        self._cut_at: Moment | None = None
        self._is_dead = False
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(str(folder / ".s.PGSQL.5432"))
        self._listener.listen()
        Thread(target=self._accept, daemon=True).start()

    def cut(self, moment: Moment, *, for_good: bool = False) -> None:
        """Cut the next request off; for good: and let nobody connect again."""
        self._cut_at = moment
        self._is_dead = for_good

    def close(self) -> None:
        self._listener.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                if self._is_dead:
                    client.close()
                    continue
                Thread(target=self._serve, args=(client, self._connect()), daemon=True).start()

    def _connect(self) -> socket.socket:
        info = conninfo_to_dict(self._server)
        host, port = str(info.get("host", "localhost")), int(str(info.get("port", 5432)))
        if not host.startswith("/"):
            return socket.create_connection((host, port))
        server = socket.socket(socket.AF_UNIX)
        server.connect(f"{host}/.s.PGSQL.{port}")
        return server

    def _serve(self, client: socket.socket, server: socket.socket) -> None:
        """Read what the client says here, and what the server says in a thread of its own."""
        swallows: list[bool] = []
        Thread(target=self._pass_answers, args=(server, client, swallows), daemon=True).start()
        with suppress(OSError):
            while data := client.recv(65536):
                moment, self._cut_at = self._cut_at, None
                if moment == "before the request" or (moment is None and self._is_dead):
                    break
                if moment == "before the answer":
                    swallows.append(True)
                server.sendall(data)
        if not swallows:
            _close(client, server)

    def _pass_answers(self, server: socket.socket, client: socket.socket, swallows: list[bool]) -> None:
        with suppress(OSError):
            while data := server.recv(65536):
                if swallows:
                    break
                client.sendall(data)
        _close(client, server)


def _close(*ends: socket.socket) -> None:
    for end in ends:
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
        end.close()


@contextmanager
def wire_to(server: str) -> Iterator[tuple[str, Wire]]:
    """The URL of the same database over a wire, and the wire."""
    with tempfile.TemporaryDirectory(prefix="wire-") as folder:
        wire = Wire(server, Path(folder))
        info = conninfo_to_dict(server)
        user, database = info.get("user", ""), urlsplit(server).path
        try:
            yield f"postgresql://{user}@{database}?host={quote(folder, safe='')}", wire
        finally:
            wire.close()
