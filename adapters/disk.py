"""What is to outlive a power failure: written through to the disk, contents and names alike."""

import os
from pathlib import Path
from typing import IO, Any


def settle(written: IO[Any]) -> None:
    """Wait until the disk has everything that was written to an open file."""
    written.flush()
    os.fsync(written.fileno())


def settle_names(folder: Path) -> None:
    """Wait until the disk has the names in a folder: of files made, renamed, linked or removed there."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
