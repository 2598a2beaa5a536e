"""A database as it stood, again and again: each death begins from the same moment."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from uuid import uuid4

from tests.postgres_server import Server

Copies = Callable[[], AbstractContextManager[str]]
"""Gives the URL of a fresh copy, which is dropped afterwards."""


def copies_of(url: str, server: Server | None) -> Copies:
    """Copies of a database to which nobody is connected any more."""
    return (lambda: _of_file(url)) if server is None else (lambda: _of_database(url, server))


@contextmanager
def _of_file(url: str) -> Iterator[str]:
    original = Path(url.removeprefix("sqlite:///"))
    copy = original.with_name(f"{uuid4().hex}.db")
    shutil.copyfile(original, copy)
    yield f"sqlite:///{copy}"
    for file in original.parent.glob(f"{copy.name}*"):
        file.unlink()


@contextmanager
def _of_database(url: str, server: Server) -> Iterator[str]:
    original, name = url.partition("?")[0].rpartition("/")[2], f"kronika_test_{uuid4().hex[:12]}"
    server.execute_when_free(f"CREATE DATABASE {name} TEMPLATE {original}")
    try:
        yield server.database_url(name)
    finally:
        server.execute_when_free(f"DROP DATABASE {name} WITH (FORCE)")
