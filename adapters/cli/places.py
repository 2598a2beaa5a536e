"""Where a ledger lies, in words that give no password away."""

from urllib.parse import urlsplit


def place_of(database: str) -> str:
    """The database without user and password."""
    parts = urlsplit(database)
    if parts.scheme == "sqlite":
        return database.removeprefix("sqlite:///")
    host = parts.hostname or ""
    netloc = f"{host}:{parts.port}" if parts.port else host
    return f"{parts.scheme}://{netloc}{parts.path}"
