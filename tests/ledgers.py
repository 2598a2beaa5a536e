"""Empty ledgers, ready to use: copies, for making their hundreds of tables takes far longer."""

import tempfile
from functools import cache
from pathlib import Path

import psycopg

SQLITE = "sqlite:///"


def sqlite_ledger(folder: Path, name: str = "kronika.db") -> str:
    """The URL of a new file in this folder with an empty ledger in it."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(_empty())
    return f"{SQLITE}{folder / name}"


def ensured(url: str) -> str:
    """The same URL, with an empty ledger behind it where there was none."""
    if url.startswith(SQLITE):
        place = Path(url.removeprefix(SQLITE))
        return url if place.exists() else sqlite_ledger(place.parent, place.name)
    return url if _is_there(url) else initialised(url)


def initialised(url: str) -> str:
    """The same URL after what `kronika init` does; imported late, because most tests need no business."""
    from adapters.bootstrap import initialise
    from adapters.settings import Settings

    initialise(Settings(database=url))
    return url


@cache
def _empty() -> bytes:
    with tempfile.TemporaryDirectory(prefix="kronika-ledger-") as folder:
        place = Path(folder) / "kronika.db"
        initialised(f"{SQLITE}{place}")
        return place.read_bytes()


def _is_there(url: str) -> bool:
    with psycopg.connect(url) as connection:
        return connection.execute("SELECT to_regclass('ledger') IS NOT NULL").fetchone() == (True,)
