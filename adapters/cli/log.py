"""`kronika log`: every entry of one file in the order of recording, with both its dates."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fnmatch import fnmatchcase
from typing import Annotated

from cyclopts import Parameter
from rich.table import Table

from adapters.cli.card_codes import code_words
from adapters.cli.failures import Exit, unknown, usage
from adapters.cli.files import File, checked, find, known_kind, nothing_then
from adapters.cli.moments import Asked, ask, header, read_day, strip
from adapters.cli.role_words import role_words
from adapters.cli.session import Run, Session
from adapters.cli.tables import cell, table
from adapters.telling.entries import (
    Corrections,
    days_late,
    details,
    entry_json,
    event_words,
    later,
    texts_of,
    who,
    why,
)
from adapters.telling.words import Counted, Words
from application.errors import NotFound
from application.replay import Replay
from domain.kernel.entry import Entry
from domain.kernel.event import CATALOGUE

ENTRIES = Counted(("entry", "entries"), ("záznam", "záznamy", "záznamů", "záznamu"))
COLUMNS = (
    Words("No.", "Č."),
    Words("Effective", "Kdy platí"),
    Words("Recorded", "Kdy zapsáno"),
    Words("What", "Co"),
    Words("Who", "Kdo"),
    Words("Why", "Proč"),
)
A_KIND_OF_ENTRY = Words("a kind of entry", "druh záznamu")
ENDS_FIRST = Words("--to {last} is before --from {first}", "--to {last} je dříve než --from {first}")
SHOWN = Words("{entries} of {all}", "{entries} z {all}")
LEFT_OUT = Words(
    "left out because their day of effect is not known: {entries}", "vynechány, protože den účinku není znám: {entries}"
)
Many = Annotated[list[str] | None, Parameter(negative=())]


def log(
    kind: str,
    id: str,  # noqa: A002  # as it is called on the help page
    /,
    *,
    valid: str | None = None,
    known: str | None = None,
    known_seq: int | None = None,
    kinds: Annotated[Many, Parameter(name="--kind")] = None,
    since: Annotated[str | None, Parameter(name="--from")] = None,
    until: Annotated[str | None, Parameter(name="--to")] = None,
    retroactive: Annotated[bool, Parameter(negative=())] = False,
    session: Run,
) -> int:
    """Show the entries of a file; with --json one line of JSON for each."""
    kind = known_kind(kind)
    asked = ask(session, valid=valid, known=known, known_seq=known_seq)
    first, last = _day(since, "--from", asked), _day(until, "--to", asked)
    if first and last and last < first:
        raise usage(ENDS_FIRST, first=first, last=last)
    file = find(session, kind, id, asked)
    replay = Replay(session.parts.ledger, session.parts.decode)
    entries = replay.entries(file.id, asked.known)
    checked(file, entries)
    if not entries:
        return _nothing(session, file, asked, replay.entries(file.id))
    shown = list(entries)
    if valid is not None:
        shown = [entry for entry in shown if entry.effective_on is None or entry.effective_on <= asked.valid]
    if kinds:
        _check_kinds(kind, kinds)
        shown = [entry for entry in shown if _is_of(entry, kinds)]
    if retroactive:
        shown = [entry for entry in shown if days_late(entry)]
    shown = _between(session, shown, first, last)
    _answer(session, file, asked, entries, shown)
    return Exit.OK


def _day(written: str | None, option: str, asked: Asked) -> date | None:
    return None if written is None else read_day(written, option, asked.today)


def _check_kinds(kind: str, wanted: Iterable[str]) -> None:
    """Raises Failure for a kind of entry that no file of this kind can hold."""
    topics = [one for one in CATALOGUE if one.partition(".")[0] in {kind, "entry"}]
    known = [name for topic in topics for name in (topic.partition(".")[2], topic)]
    for one in wanted:
        if not any(fnmatchcase(topic, one) for topic in CATALOGUE) and one not in known:
            see = Words(f"kronika events {kind} lists them", f"vypíše je kronika events {kind}")
            raise unknown(A_KIND_OF_ENTRY, one, known, see)


def _is_of(entry: Entry, kinds: Iterable[str]) -> bool:
    topic = entry.event.topic
    return any(fnmatchcase(topic, kind) or topic.partition(".")[2] == kind for kind in kinds)


def _between(session: Session, entries: list[Entry], since: date | None, until: date | None) -> list[Entry]:
    """Entries with effect between these days; those of an unknown day are left out, and that is said."""
    if since is None and until is None:
        return entries
    undated = [entry for entry in entries if entry.effective_on is None]
    if undated:
        session.tell(LEFT_OUT, entries=session.say.count(len(undated), ENTRIES))
    first, last = since or date.min, until or date.max
    return [entry for entry in entries if entry.effective_on is not None and first <= entry.effective_on <= last]


def _nothing(session: Session, file: File, asked: Asked, later_entries: Sequence[Entry]) -> int:
    if not later_entries:
        raise NotFound(file.kind, file.written)
    checked(file, later_entries)
    if not session.is_json:
        session.line(nothing_then(session, file, asked, later_entries[0]))
    return Exit.OK


def _answer(session: Session, file: File, asked: Asked, entries: Sequence[Entry], shown: Sequence[Entry]) -> None:
    texts = texts_of(session.parts.ledger, shown)
    if session.is_json:
        for entry in shown:
            session.answer({"schema": "kronika.log/1", **entry_json(entry, texts)})
        return
    strip(session, asked)
    session.line(file.name(session), style="bold")
    session.line(header(session, asked))
    session.line()
    session.show(_table(session, entries, shown, texts))
    counted = session.say.count(len(shown), ENTRIES)
    every = session.say.number(len(entries))
    session.line(counted if len(shown) == len(entries) else session.say(SHOWN, entries=counted, all=every))


def _table(session: Session, entries: Sequence[Entry], shown: Sequence[Entry], texts: Mapping[str, str]) -> Table:
    say = session.say
    corrections = Corrections(entries)
    grid = table(session, COLUMNS, numeric=(0,), fixed=(0, 1))
    for entry in shown:
        recorded = say.value(entry.recorded_at)
        what = [event_words(say, entry.event), details(say, entry.event, code_words), corrections.words(say, entry)]
        grid.add_row(
            say.number(entry.position),
            say.value(entry.effective_on) if entry.effective_on else _as_written(session, entry),
            cell(recorded, later(say, entry)),
            cell(*what),
            who(entry.stamp, role_words(session, entry.stamp.actor.role)),
            why(say, entry.stamp, texts),
        )
    return grid


def _as_written(session: Session, entry: Entry) -> str:
    written = entry.stamp.effective_as_written
    return f"“{written}”" if written else session.say.value(None)
