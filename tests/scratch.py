"""Where tests write: into memory where there is room for it, because a disk makes a run half as long again.

Nothing that is tested tells the two apart: processes are killed, machines are not.
"""

import os
import shutil
import tempfile
from pathlib import Path

MEMORY = Path("/dev/shm")
ENOUGH = 512 * 1024**2
"""Bytes for each processor's test process: its PostgreSQL server, and the files of the tests that it is at."""


def write_to_memory() -> None:
    """Make temporary folders of this process and its children in memory; whoever has set TMPDIR has decided already."""
    if "TMPDIR" not in os.environ and has_room(MEMORY):
        os.environ["TMPDIR"] = str(MEMORY)
        tempfile.tempdir = None  # so that it is asked for again


def has_room(folder: Path) -> bool:
    """Whether this folder is there for us, has room for all processors, and programs in it may run."""
    if not folder.is_dir() or not os.access(folder, os.W_OK | os.X_OK):
        return False
    may_run = not os.statvfs(folder).f_flag & getattr(os, "ST_NOEXEC", 0)
    return may_run and shutil.disk_usage(folder).free >= ENOUGH * (os.cpu_count() or 1)
