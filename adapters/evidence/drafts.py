"""Files on their way into the evidence store. What a killed process left behind is swept away by the next one."""

import fcntl
import os
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

SUFFIX = ".part"
STALE_SECONDS = 60
"""How long a draft may stand without being written before it may be a leftover; its writer holds a lock as well."""


@contextmanager
def draft(folder: Path) -> Iterator[tuple[Path, BinaryIO]]:
    """A new file to be written, gone at the end whatever happens; a store gives it another name meanwhile."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    sweep(folder)
    path = folder / f"{secrets.token_hex(16)}{SUFFIX}"
    with path.open("xb") as opened:
        fcntl.flock(opened, fcntl.LOCK_EX)
        try:
            yield path, opened
        finally:
            path.unlink(missing_ok=True)


def sweep(folder: Path) -> int:
    """Remove what nobody is writing any more; how many there were."""
    removed = 0
    for leftover in folder.glob(f"*{SUFFIX}"):
        with suppress(FileNotFoundError):
            if time.time() - leftover.stat().st_mtime > STALE_SECONDS and _is_nobodys(leftover):
                leftover.unlink(missing_ok=True)
                removed += 1
    return removed


def _is_nobodys(path: Path) -> bool:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    else:
        return True
    finally:
        os.close(descriptor)
