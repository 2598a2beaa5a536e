"""The entries that make a difference, as they are listed below two moments of a file or of a report."""

from collections.abc import Sequence

from adapters.cli.session import Session
from adapters.cli.tables import cell
from adapters.telling.entries import Corrections, event_words
from adapters.telling.speech import Speech
from adapters.telling.words import Counted, Words
from domain.kernel.entry import Entry

TIME = Words("the day", "den")
ELSEWHERE = Words("other files", "jiné spisy")
EITHER = Words("the day or other files", "den nebo jiné spisy")
MADE_BY = Words("The difference is made by:", "Rozdíl působí:")
ENTRY = Words("no. {position} · {effective_on} · {what}", "č. {position} · {effective_on} · {what}")
OTHERS = Words("and {entries} that changed nothing shown here", "a {entries} bez vlivu na to, co je zde uvedeno")
OTHER_ENTRIES = Counted(
    ("other entry", "other entries"), ("další záznam", "další záznamy", "dalších záznamů", "dalšího záznamu")
)


def numbers_or(say: Speech, positions: Sequence[int], otherwise: Words = TIME) -> str:
    """The numbers of the entries that made something read differently; without any, what else did."""
    return ", ".join(say.number(at) for at in positions) or say(otherwise)


def show_entries(session: Session, entries: Sequence[Entry], corrections: Corrections, *, others: int = 0) -> None:
    """Every entry that makes the difference, and how many more there are that make none."""
    say = session.say
    more = [say(OTHERS, entries=say.count(others, OTHER_ENTRIES))] if others else []
    if not entries and not more:
        return
    session.line()
    if entries:
        session.line(say(MADE_BY))
    session.lines(f"  {one}" for one in (*(_words(say, entry, corrections) for entry in entries), *more))


def _words(say: Speech, entry: Entry, corrections: Corrections) -> str:
    what = cell(event_words(say, entry.event), corrections.words(say, entry))
    return say(ENTRY, position=entry.position, effective_on=entry.effective_on, what=what.replace("\n", " · "))
