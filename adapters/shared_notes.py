"""A small file of texts by name that several processes change: never half written, and written through to the disk."""

import fcntl
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Generic, TypeVar

from adapters.disk import settle

T = TypeVar("T", int, str)


class SharedNotes(Generic[T]):
    """Numbers or texts by name, in a file of JSON; made with the first of them, in a folder for its owner alone."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> dict[str, T]:
        try:
            found: dict[str, T] = json.loads(self._path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        return found

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Nobody else is alone meanwhile."""
        self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with self._path.with_suffix(".lock").open("w", encoding="ascii") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    @contextmanager
    def changing(self) -> Iterator[dict[str, T]]:
        """What stands there, while nobody else changes it; what it is made into is written at the end."""
        with self.alone():
            notes = self.read()
            before = dict(notes)
            yield notes
            if notes != before:
                self.write(notes)

    def write(self, notes: Mapping[str, T]) -> None:
        """All of them anew; only for who is alone."""
        draft = self._path.with_suffix(".part")
        with draft.open("w", encoding="utf-8") as written:
            json.dump(notes, written, sort_keys=True, ensure_ascii=False)
            settle(written)
        draft.replace(self._path)
