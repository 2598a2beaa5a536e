"""`kronika report explain`: the entries that a cell of a report comes from, each as it reads now."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from adapters.cli.failures import Exit, Failure, unknown
from adapters.cli.moments import ask, header
from adapters.cli.report import sheet_of
from adapters.cli.session import Run, Session
from adapters.cli.tables import cell, table
from adapters.exports.words import COLUMNS
from adapters.telling.entries import event_words
from adapters.telling.frames import frame
from adapters.telling.words import Words
from application.explain import standing_corrections
from application.replay import Replay
from domain.kernel.entry import Entry, settle
from projections.sheets import Line, Part, Sheet

NO_LINE = Words("the report has no line {key} then", "sestava tehdy nemá řádek {key}")
LINES = Words("its lines are called like {near}", "její řádky se jmenují například {near}")
A_FEW = 3
"""How many lines are named to whoever asked for one that is none."""
GRID = (
    Words("Entry no.", "Záznam č."),
    Words("Adds", "Přičítá"),
    Words("What", "Co"),
    Words("Effective", "Kdy platí"),
)
NOT_SUMMED = Words("No entry stands behind this cell alone.", "Za touto buňkou nestojí žádný záznam sám.")
CORRECTED_BY = Words(
    "as corrected by entry no. {position}, recorded {recorded_at}",
    "ve znění opravy, záznam č. {position}, zapsáno {recorded_at}",
)


class Reading(NamedTuple):
    """An entry as it reads, and the corrections by which it does so."""

    entry: Entry
    corrections: Sequence[Entry]


def explain(
    name: str,
    line: str,
    column: str,
    /,
    *,
    valid: str | None = None,
    known: str | None = None,
    known_seq: int | None = None,
    session: Run,
) -> int:
    """Show the entries that a cell comes from: of a sum every part, which together make it."""
    asked = ask(session, valid=valid, known=known, known_seq=known_seq)
    sheet = sheet_of(session, name, asked, key=line)
    names = [one.name for one in sheet.columns]
    if column not in names:
        raise unknown(Words("a column of this report", "sloupec této sestavy"), column, names)
    found = _line(sheet, line)
    parts = found.behind.get(column, ())
    read = _readings(session, parts, known=sheet.as_of_position)
    value = found.cells[names.index(column)]
    if session.is_json:
        told = [_part_json(part, read[part.position]) for part in parts]
        data = {"report": name, "key": found.key, "column": column, "cell": value, "parts": told}
        session.answer(frame("report-explain", data, {"valid": sheet.valid, "known_seq": sheet.as_of_position}))
        return Exit.OK
    session.line(header(session, asked))
    session.line(f"{session.say(COLUMNS[column])}: {session.say.value(value)}", style="bold")
    session.line()
    if parts:
        _show(session, parts, read)
    else:
        session.line(session.say(NOT_SUMMED))
    return Exit.OK


def _line(sheet: Sheet, key: str) -> Line:
    """The line of a key; a number that people write finds the only line that begins with it."""
    try:
        return sheet.line(key)
    except KeyError:
        near = [line for line in sheet.lines if line.key.startswith(f"{key}|") or line.key.endswith(f":{key}")]
        if len(near) == 1:
            return near[0]
    from difflib import get_close_matches

    keys = [one.key for one in sheet.lines]
    like = [one.key for one in near] or get_close_matches(key, keys, n=A_FEW) or keys
    facts = {"key": key, "near": ", ".join(like[:A_FEW])}
    hint = LINES if like else None
    raise Failure(Exit.NOT_FOUND, "not_found", NO_LINE, hint, facts=facts, details={"near": like[:A_FEW]})


def _readings(session: Session, parts: Sequence[Part], *, known: int) -> Mapping[int, Reading]:
    """The entries of these parts by position, as they read when so much was known."""
    wanted = {part.position for part in parts}
    found: dict[int, Reading] = {}
    for position in sorted(wanted):
        if position not in found:
            (stored,) = session.parts.ledger.select_entries(after=position - 1, limit=1, until=position)
            entries = Replay(session.parts.ledger, session.parts.decode).entries(stored.originator_id, known)
            found |= {at: reading for at, reading in _as_they_read(entries) if at in wanted}
    return found


def _as_they_read(entries: Sequence[Entry]) -> Iterator[tuple[int, Reading]]:
    """Of a file. What was taken back reads as it was recorded."""
    settled = {entry.event_id: entry for entry in settle(entries)}
    corrections = standing_corrections(entries)
    for entry in entries:
        yield entry.position, Reading(settled.get(entry.event_id, entry), corrections.get(entry.event_id, ()))


def _part_json(part: Part, reading: Reading) -> dict[str, Any]:
    corrections = [{"position": one.position, "recorded_at": one.recorded_at} for one in reading.corrections]
    return {**part._asdict(), "corrections": corrections}


def _show(session: Session, parts: Sequence[Part], read: Mapping[int, Reading]) -> None:
    say = session.say
    grid = table(session, GRID, numeric=(0, 1), fixed=(0, 1, 3))
    for part in parts:
        entry, corrections = read[part.position]
        corrected = [say(CORRECTED_BY, position=one.position, recorded_at=one.recorded_at) for one in corrections]
        adds = "" if part.adds is None else say.value(part.adds)
        day = say.value(entry.effective_on)
        grid.add_row(say.number(part.position), adds, cell(event_words(say, entry.event), *corrected), day)
    session.show(grid)
