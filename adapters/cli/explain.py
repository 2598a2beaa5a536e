"""`kronika explain`: which entry made a field of a file read as it does."""

from collections.abc import Mapping, Sequence
from typing import Any

from rich.table import Table

from adapters.cli.cards import field_words
from adapters.cli.failures import Exit, unknown
from adapters.cli.files import File, checked, find, known_kind, nothing_then
from adapters.cli.moments import Asked, ask, header, strip
from adapters.cli.role_words import role_words
from adapters.cli.session import Run, Session
from adapters.cli.tables import cell, table
from adapters.telling.cards import value_json
from adapters.telling.entries import entry_json, event_words, later, texts_of, who, why
from adapters.telling.frames import frame
from adapters.telling.vocabulary import field_name
from adapters.telling.words import Words
from application.errors import NotFound
from application.explain import NoSuchField, Turn, explain
from application.replay import Replay
from domain.kernel.entry import Entry

COLUMNS = (
    Words("No.", "Č."),
    Words("Effective", "Kdy platí"),
    Words("Before → After", "Bylo → Je"),
    Words("What", "Co"),
    Words("Who", "Kdo"),
    Words("Why", "Proč"),
)
READS = Words("{field}: {value}", "{field}: {value}")
SET_BY = Words("It reads so since entry no. {position}.", "Tak zní od záznamu č. {position}.")
NEVER = Words("No entry says anything about it.", "Žádný záznam o tom nic neříká.")
CORRECTED_BY = Words("as corrected by entry no. {positions}", "ve znění opravy, záznam č. {positions}")


def explain_field(
    kind: str,
    id: str,  # noqa: A002  # as it is called on the help page
    field: str,
    /,
    *,
    valid: str | None = None,
    known: str | None = None,
    known_seq: int | None = None,
    session: Run,
) -> int:
    """Show every turn that a field of a file took, the one that holds last."""
    kind = known_kind(kind)
    asked = ask(session, valid=valid, known=known, known_seq=known_seq)
    file = find(session, kind, id, asked)
    replay = Replay(session.parts.ledger, session.parts.decode)
    entries = replay.entries(file.id, asked.known)
    checked(file, entries)
    if not entries:
        return _nothing(session, file, asked, replay.entries(file.id))
    turns = _turns(file, entries, field, asked)
    texts = texts_of(session.parts.ledger, [turn.entry for turn in turns])
    if session.is_json:
        data = {"kind": file.kind, "id": file.id, "field": field, "turns": [_turn_json(one, texts) for one in turns]}
        session.answer(frame("explain", data, asked.times))
    else:
        strip(session, asked)
        session.line(file.name(session), style="bold")
        session.line(header(session, asked))
        session.line()
        _show(session, field, turns, texts)
    return Exit.OK


def _turns(file: File, entries: Sequence[Entry], field: str, asked: Asked) -> Sequence[Turn]:
    """Raises Failure with the nearest name for a field that the card does not have."""
    try:
        return explain(file.id, entries, field.replace("-", "_"), asked.valid)
    except NoSuchField as error:
        raise unknown(Words("a field of this file", "pole tohoto spisu"), field, error.fields) from None


def _nothing(session: Session, file: File, asked: Asked, later_entries: Sequence[Entry]) -> int:
    if not later_entries:
        raise NotFound(file.kind, file.written)
    checked(file, later_entries)
    if session.is_json:
        data: dict[str, Any] = {"kind": file.kind, "id": file.id, "field": None, "turns": []}
        session.answer(frame("explain", data, asked.times))
    else:
        session.line(nothing_then(session, file, asked, later_entries[0]))
    return Exit.OK


def _turn_json(turn: Turn, texts: Mapping[str, str]) -> dict[str, Any]:
    return {
        "before": value_json(turn.before),
        "after": value_json(turn.after),
        "entry": entry_json(turn.entry, texts),
        "corrections": [entry.position for entry in turn.corrections],
    }


def _show(session: Session, field: str, turns: Sequence[Turn], texts: Mapping[str, str]) -> None:
    value = field_words(session, field, turns[-1].after if turns else None)
    session.line(session.say(READS, field=field_name(session.say, field), value=value), style="bold")
    if not turns:
        session.line(session.say(NEVER))
        return
    session.line(session.say(SET_BY, position=turns[-1].entry.position))
    session.line()
    session.show(_table(session, field, turns, texts))


def _table(session: Session, field: str, turns: Sequence[Turn], texts: Mapping[str, str]) -> Table:
    say = session.say
    grid = table(session, COLUMNS, numeric=(0,), fixed=(0, 1))
    for turn in turns:
        entry = turn.entry
        corrected = ", ".join(say.number(one.position) for one in turn.corrections)
        grid.add_row(
            say.number(entry.position),
            cell(say.value(entry.effective_on), later(say, entry)),
            f"{field_words(session, field, turn.before)} → {field_words(session, field, turn.after)}",
            cell(event_words(say, entry.event), say(CORRECTED_BY, positions=corrected) if corrected else ""),
            who(entry.stamp, role_words(session, entry.stamp.actor.role)),
            why(say, entry.stamp, texts),
        )
    return grid
