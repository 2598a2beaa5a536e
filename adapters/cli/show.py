"""`kronika show`: one file as it was on a day, as known at a moment."""

from collections.abc import Mapping, Sequence
from typing import Any

from rich.table import Table
from rich.text import Text

from adapters.cli.cards import field_words
from adapters.cli.failures import Exit
from adapters.cli.files import File, find, known_kind, nothing_then, state_of
from adapters.cli.moments import Asked, ask, header, strip
from adapters.cli.session import Run, Session
from adapters.cli.streams import printable
from adapters.clock import day_of
from adapters.telling.cards import card_json
from adapters.telling.frames import frame
from adapters.telling.vocabulary import field_name
from adapters.telling.words import Words
from application.cards import card
from application.replay import NotYetRecorded, Replay
from domain.kernel.aggregate import Aggregate
from domain.kernel.card import Card
from domain.kernel.entry import Entry

TODAY = Words("today: {value}", "dnes: {value}")
RECORDED_IN = Words(
    "Recorded as entries no. {first} to {last}; first known on {day}.",
    "Zapsáno v záznamech č. {first} až {last}; poprvé známo {day}.",
)
RECORDED_ONCE = Words(
    "Recorded as entry no. {first}; first known on {day}.", "Zapsáno v záznamu č. {first}; poprvé známo {day}."
)


def show(
    kind: str,
    id: str,  # noqa: A002  # as it is called on the help page
    /,
    *,
    valid: str | None = None,
    known: str | None = None,
    known_seq: int | None = None,
    session: Run,
) -> int:
    """Show the card of a file."""
    kind = known_kind(kind)
    asked = ask(session, valid=valid, known=known, known_seq=known_seq)
    file = find(session, kind, id, asked)
    replay = Replay(session.parts.ledger, session.parts.decode)
    entries = replay.entries(file.id, asked.known)
    try:
        state = state_of(session, file, entries, asked)
    except NotYetRecorded as error:
        return _nothing_then(session, file, asked, error)
    values = card(state, asked.valid)
    if session.is_json:
        session.answer(frame("show", _json(file, state, values, entries), asked.times))
        return Exit.OK
    now = values if asked.is_now else card(replay.state(file.id), asked.today)
    _print(session, file, asked, entries, _table(session, values, now))
    return Exit.OK


def _json(file: File, state: Aggregate, values: Card, entries: Sequence[Entry]) -> dict[str, Any]:
    return {
        "kind": file.kind,
        "id": file.id,
        "fields": card_json(values),
        "open_anomalies": [{"event_id": ref.event_id, "code": ref.code} for ref in state.open_anomalies],
        "entries": [entry.position for entry in entries],
    }


def _print(session: Session, file: File, asked: Asked, entries: Sequence[Entry], fields: Table) -> None:
    strip(session, asked)
    session.line(file.name(session), style="bold")
    session.line(header(session, asked))
    session.line()
    session.show(fields)
    session.line()
    first, last = entries[0], entries[-1]
    assert first.recorded_at is not None
    words = RECORDED_ONCE if first is last else RECORDED_IN
    session.line(session.say(words, first=first.position, last=last.position, day=day_of(first.recorded_at)))


def _nothing_then(session: Session, file: File, asked: Asked, error: NotYetRecorded) -> int:
    if session.is_json:
        first = {"position": error.first.position, "recorded_at": error.first.recorded_at}
        data: dict[str, Any] = {"kind": file.kind, "id": file.id, "fields": None, "first_entry": first}
        session.answer(frame("show", data, asked.times, warnings=["nothing recorded then"]))
    else:
        session.line(nothing_then(session, file, asked, error.first))
    return Exit.OK


def _table(session: Session, values: Card, now: Mapping[str, Any]) -> Table:
    """Field by field; a value that differs from today says what it is today."""
    grid = Table.grid(padding=(0, 3))
    grid.add_column(no_wrap=True, style="dim")
    grid.add_column(overflow="fold")
    for name, value in values.items():
        text = Text(str(printable(field_words(session, name, value))))
        if now.get(name) != value:
            text.append("  ← " + session.say(TODAY, value=field_words(session, name, now.get(name))), style="yellow")
        grid.add_row(field_name(session.say, name), text)
    return grid
