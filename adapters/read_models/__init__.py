"""Where read models lie: in the same SQLite file or PostgreSQL database as the ledger, in tables of their own."""

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from adapters.read_models.sqlite import URI, SqliteDatabase
from projections.database import Database

if TYPE_CHECKING:
    from adapters.read_models.postgres import PostgresDatabase

__all__ = ["SqliteDatabase", "open_read_models"]


def open_read_models(url: str) -> "SqliteDatabase | PostgresDatabase":
    """A connection of its own to the read models: `sqlite:///path` or `postgresql://…`. Raises ValueError.

    Never shared between threads; whoever opens it closes it.
    """
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        path = unquote(parts.path.removeprefix("/"))
        return SqliteDatabase(f"{path}?{parts.query}" if path.startswith(URI) else Path(path))
    if parts.scheme in ("postgresql", "postgres"):
        from adapters.read_models.postgres import PostgresDatabase  # noqa: PLC0415  a driver that SQLite does without

        return PostgresDatabase(url)
    raise ValueError(f"{parts.scheme or url!r} is no store for read models; expected sqlite:///path or postgresql://…")


def _is_database(database: "SqliteDatabase | PostgresDatabase") -> Database:
    """Both are what the projections ask for; the type checker compares them here."""
    return database
