"""How often Python looks for cycles of objects that nobody needs any more."""

import gc

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


def collect_no_more() -> None:
    """At the end of a process, which takes everything along: to search it all once more is a tenth of a long report."""
    gc.disable()
    gc.freeze()
