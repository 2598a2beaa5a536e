"""Files and folders that a command writes where somebody says. None is ever overwritten; all commands say so alike."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from adapters.cli.failures import Exit, Failure
from adapters.telling.words import Words

IS_THERE = Words("{path} is there already; nothing is overwritten", "{path} už existuje; nic se nepřepisuje")
OTHER_NAME = Words("name another, or remove what is there", "zvolte jiné jméno, nebo odstraňte, co tam je")
CANNOT_WRITE = Words("{path} cannot be written: {reason}", "{path} nelze zapsat: {reason}")


def refuse_existing(path: Path | None) -> None:
    """Before there is anything to write. Raises Failure where the name is taken, be it by a link that leads nowhere."""
    if path is not None and os.path.lexists(path):
        raise already_there(path)


@contextmanager
def new_file(path: Path, hint: Words | None = None) -> Iterator[BinaryIO]:
    """A file of that name, which goes again where it cannot be finished. Raises Failure; `hint` is what helps then."""
    try:
        with path.open("xb") as out, _gone_if_not_finished(path):
            yield out
    except FileExistsError:
        raise already_there(path) from None
    except OSError as error:
        raise cannot_write(path, error, hint) from None


@contextmanager
def _gone_if_not_finished(path: Path) -> Iterator[None]:
    try:
        yield
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def already_there(path: Path) -> Failure:
    """What is said of a name that is taken."""
    return Failure(Exit.CONFLICT, "file_exists", IS_THERE, OTHER_NAME, {"path": str(path)}, {"path": str(path)})


def cannot_write(path: Path, error: OSError, hint: Words | None = None) -> Failure:
    """What is said where a disk does not do what it is asked."""
    from adapters.cli.storage_failures import os_reason  # few runs come here

    facts = {"path": str(path), "reason": os_reason(error)}
    return Failure(Exit.STORAGE, "cannot_write", CANNOT_WRITE, hint, facts=facts)
