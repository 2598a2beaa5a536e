"""What is said while another program holds the file of the ledger: who waits for what, and how to stop."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from adapters.cli.places import place_of
from adapters.telling.words import Words
from adapters.waiting import TELL

if TYPE_CHECKING:
    from adapters.cli.session import Session

WAITING = Words(
    "Another program is writing to {place}; waiting for it, {seconds} s at the most. "
    "Ctrl+C ends the waiting, nothing is lost.",
    "Do {place} právě zapisuje jiný program; čekám na něj, nejvýš {seconds} s. Čekání ukončí Ctrl+C, nic se neztratí.",
)


@contextmanager
def waiting_told(session: "Session") -> Iterator[None]:
    """Whoever waits in the meantime says so on stderr."""
    place = place_of(session.settings.database)
    before = TELL.set(lambda seconds: session.tell(WAITING, place=place, seconds=round(seconds)))
    try:
        yield
    finally:
        TELL.reset(before)
