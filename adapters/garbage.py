"""How often Python looks for cycles of objects that nobody needs any more."""

import atexit
import gc
import os
import sys
import threading
from typing import NoReturn

COLLECT_AFTER = 50_000, 10, 10
"""How many new objects call for a search for cycles. A block of an import makes more than a hundred thousand that live
until it is written and hold no cycle, and the classes of the business live for ever: with Python's own 700 every fifth
second of an import and every sixth of a start would go into the search.
"""


def collect_seldom() -> None:
    """From now on."""
    gc.set_threshold(*COLLECT_AFTER)


def collect_nothing() -> None:
    """While a program is being loaded: what is made lives as long as its process."""
    gc.disable()


def collect_from_now() -> None:
    """What was loaded meanwhile is never searched; nothing where the search goes on anyway."""
    if not gc.isenabled():
        gc.freeze()
        gc.enable()


def leave(code: int) -> NoReturn:
    """End the process, whose streams are written out: to take apart all that it made is a twentieth of a long report.

    Where other threads still work the interpreter waits for them, as ever.
    """
    gc.disable()
    gc.freeze()
    if threading.active_count() > 1:
        sys.exit(code)
    atexit._run_exitfuncs()  # noqa: SLF001  # what libraries asked to be done at the end
    os._exit(code)
