"""`kronika due`: what is due, whose turn it is, until when; met or missed where that is asked for."""

import re
from collections.abc import Sequence
from typing import Annotated, Any, Literal

from cyclopts import Parameter
from rich.table import Table

from adapters.cli.cards import file_number
from adapters.cli.failures import Exit, usage
from adapters.cli.moments import NOTHING_FITS, Asked, ask, header, strip
from adapters.cli.session import Run, Session
from adapters.cli.tables import cell, table
from adapters.cli.views import up_to_date
from adapters.telling.entries import DAYS
from adapters.telling.frames import frame, members
from adapters.telling.words import NOT_KNOWN, Counted, Words
from projections.deadlines import (
    ALL_STATES,
    DEADLINES,
    KINDS,
    OPEN_STATES,
    DeadlineFilter,
    DeadlineRow,
    Missing,
    State,
    Turn,
    deadline_rows,
)
from projections.report import Report
from projections.tender_funnel import TENDER_FUNNEL

Switch = Annotated[bool, Parameter(negative=())]
WhoseTurn = Literal["region", "provider", "participant", "authority"]

COLUMNS = (
    Words("Last day", "Poslední den"),
    Words("How it stands", "Jak to stojí"),
    Words("Whose turn", "Kdo je na tahu"),
    Words("What", "Co"),
    Words("File", "Spis"),
    Words("Entry no.", "Záznam č."),
)
TURNS = {
    Turn.REGION: Words("region", "kraj"),
    Turn.PROVIDER: Words("service provider", "poskytovatel služby"),
    Turn.PARTICIPANT: Words("participant", "účastník"),
    Turn.AUTHORITY: Words("another authority", "jiný úřad"),
}
STATES = {
    State.OPEN: Words("{days} left", "ještě {days}"),
    State.OVERDUE: Words("OVERDUE by {days}", "PO TERMÍNU o {days}"),
    State.NOT_COMPUTED: Words("CANNOT BE COMPUTED", "NELZE SPOČÍTAT"),
    State.MET: Words("met on {day}", "splněno {day}"),
    State.MISSED: Words("missed", "nesplněno včas"),
    State.NOT_JUDGED: Words("done; whether in time cannot be decided", "provedeno; zda včas, nelze rozhodnout"),
    State.PASSED: Words("over", "uplynulo"),
    State.DROPPED: Words("no longer asked for", "odpadlo"),
}
TODAY = Words("today is the last day", "dnes je poslední den")
LATE = Words("missed: {days} late, on {day}", "nesplněno včas: o {days}, {day}")
MISSING = {
    Missing.DELIVERY: Words("the day of delivery is missing", "chybí den doručení"),
    Missing.NOT_SET: Words("nobody set a day", "nikdo neurčil den"),
    Missing.NOT_READ: Words("the source states no day that can be read", "pramen neuvádí čitelný den"),
    Missing.OPEN_END: Words("it lasts until it is ended", "trvá, dokud neskončí rozhodnutím"),
    Missing.CALENDAR: Words("the calendar does not cover that year", "kalendář ten rok neobsahuje"),
    Missing.UNKNOWN_START: Words("the day that it runs from is missing", "chybí den, od kterého běží"),
}
"""Why a last day cannot be told."""
SAFE = Words("safe: {day}", "bezpečně do {day}")
LEFT = Words("{amount} left", "zbývá {amount}")
DEADLINES_COUNTED = Counted(("deadline", "deadlines"), ("lhůta", "lhůty", "lhůt", "lhůty"))
OVERDUE = Words("{number} overdue", "{number} po termínu")
NOT_COMPUTED = Words("{number} cannot be computed", "{number} nelze spočítat")
NOTHING = Words("Nothing is due.", "Žádná lhůta neběží.")
NOTHING_LATE = Words("Nothing is overdue.", "Žádná lhůta neuplynula.")
NOT_SHOWN = Words(
    "Besides, {number} cannot be computed and may be overdue; kronika due shows them.",
    "Kromě toho {number} nelze spočítat a mohou být po termínu; ukáže je kronika due.",
)
BOTH = Words("give --overdue or --within, not both", "zadejte --overdue nebo --within, ne obojí")
NO_SPAN = Words("--within: {written} is no number of days", "--within: {written} není počet dnů")
EXPECTED_SPAN = Words("expected a number such as 30d", "očekává se počet, například 30d")


def due(
    *,
    overdue: Switch = False,
    within: str | None = None,
    turn: WhoseTurn | None = None,
    all: Switch = False,  # noqa: A002  # the name of the option
    fail_on_overdue: Switch = False,
    valid: str | None = None,
    known: str | None = None,
    known_seq: int | None = None,
    session: Run,
) -> int:
    """Show deadlines, the most pressing first. Exit code 1 with --fail-on-overdue where one is overdue."""
    if overdue and within is not None:
        raise usage(BOTH)
    asked = ask(session, valid=valid, known=known, known_seq=known_seq)
    filters = DeadlineFilter(
        states=ALL_STATES if all else OPEN_STATES,
        turn=Turn(turn) if turn else None,
        within_days=None if within is None else _days(within),
    )
    database = up_to_date(session, DEADLINES, TENDER_FUNNEL)
    calendar = session.parts.calendar
    report = deadline_rows(database, valid=asked.valid, known=asked.known, calendar=calendar, filters=filters)
    shown = [row for row in report if row.state is State.OVERDUE] if overdue else list(report)
    is_late = any(row.state is State.OVERDUE for row in report)
    nothing = NOTHING_LATE if overdue else NOTHING_FITS if turn else NOTHING
    _answer(session, asked, report, shown, nothing)
    return Exit.NEGATIVE if fail_on_overdue and is_late else Exit.OK


def _days(written: str) -> int:
    """The days of a span such as 30d. Raises Failure."""
    found = re.fullmatch(r"([0-9]{1,5}) *d?", written.strip())
    if found is None:
        raise usage(NO_SPAN, EXPECTED_SPAN, written=repr(written))
    return int(found[1])


def _answer(
    session: Session, asked: Asked, report: Report[DeadlineRow], shown: Sequence[DeadlineRow], nothing: Words
) -> None:
    hidden = sum(row.state is State.NOT_COMPUTED for row in report) - sum(
        row.state is State.NOT_COMPUTED for row in shown
    )
    if session.is_json:
        times = {"valid": asked.valid, "known_seq": report.as_of_position}
        warnings = [session.say(NOT_SHOWN, number=hidden)] if hidden else []
        is_late = any(row.state is State.OVERDUE for row in report)
        session.answer(frame("due", [_json(row) for row in shown], times, ok=not is_late, warnings=warnings))
        return
    strip(session, asked)
    session.line(header(session, asked))
    session.line()
    if shown:
        session.show(_table(session, shown))
    session.line(_counts(session, shown) if shown else session.say(nothing))
    if hidden:
        session.line(session.say(NOT_SHOWN, number=hidden))


def _json(row: DeadlineRow) -> dict[str, Any]:
    counted = {"days_left": row.days_left, "days_late": row.days_late, "warns_on": row.warns_on}
    return {**members(row), **counted, "rule": KINDS[row.kind].rule}


def _counts(session: Session, shown: Sequence[DeadlineRow]) -> str:
    parts = [session.say.count(len(shown), DEADLINES_COUNTED)]
    for state, words in ((State.OVERDUE, OVERDUE), (State.NOT_COMPUTED, NOT_COMPUTED)):
        number = sum(row.state is state for row in shown)
        parts += [session.say(words, number=number)] if number else []
    return " · ".join(parts)


# Rows ------------------------------------------------------------------------------------------------------------


def _table(session: Session, shown: Sequence[DeadlineRow]) -> Table:
    grid = table(session, COLUMNS, numeric=(5,), fixed=(0, 2, 5))
    for row in shown:
        grid.add_row(
            _last_day(session, row),
            _standing(session, row),
            session.say(TURNS[row.turn]),
            _what(session, row),
            file_number(session, row.file),
            session.say.number(row.position),
        )
    return grid


def _last_day(session: Session, row: DeadlineRow) -> str:
    """The legal one; the safe one below it where it comes earlier."""
    say = session.say
    if row.legal_last_day is None:
        return say(NOT_KNOWN) if row.raw_end is None else say.value(row.raw_end)
    is_earlier = row.safe_last_day is not None and row.safe_last_day < row.legal_last_day
    return cell(say.value(row.legal_last_day), say(SAFE, day=row.safe_last_day) if is_earlier else "")


def _standing(session: Session, row: DeadlineRow) -> str:
    say = session.say
    why = say(MISSING[row.missing]) if row.missing and row.state is State.NOT_COMPUTED else ""
    if row.state is State.OPEN and row.days_left == 0:
        return say(TODAY)
    if row.state is State.MISSED and row.days_late and row.closed_on:
        return say(LATE, days=say.count(row.days_late, DAYS), day=row.closed_on)
    days = row.days_left if row.state is State.OPEN else row.days_late
    counted = "" if days is None else say.count(days, DAYS)
    return cell(say(STATES[row.state], days=counted, day=row.closed_on), why)


def _what(session: Session, row: DeadlineRow) -> str:
    kind = KINDS[row.kind]
    words = kind.cs if session.say.language == "cs" else kind.en
    left = session.say(LEFT, amount=row.left) if row.left is not None and not row.left.is_zero else ""
    return cell(f"{words}: {row.subject}" if row.subject else words, left)
