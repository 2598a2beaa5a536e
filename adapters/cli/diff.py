"""`kronika diff`: two moments of one file, or of a report, side by side, and the entries that make the difference."""

from collections.abc import Sequence
from typing import Annotated, Any, NamedTuple

from cyclopts import Parameter
from rich.table import Table

from adapters.cli.cards import field_words
from adapters.cli.diff_report import diff_report
from adapters.cli.differing import numbers_or, show_entries
from adapters.cli.failures import Exit, usage
from adapters.cli.files import File, find, known_kind, state_of
from adapters.cli.moments import Asked, header, read_moment
from adapters.cli.session import Run, Session
from adapters.cli.tables import cell, table
from adapters.telling.differing import difference_json
from adapters.telling.entries import Corrections
from adapters.telling.frames import frame
from adapters.telling.vocabulary import field_name
from adapters.telling.words import Words
from application.cards import card
from application.difference import Difference, difference
from application.replay import NotYetRecorded, Replay
from domain.kernel.card import Card

COLUMNS = (Words("Field", "Pole"), Words("A", "A"), Words("B", "B"), Words("By", "Čím"))
NETWORK, REPORT = "network", "report"
WHICH = Words("say which {kind}: its number or UUID", "řekněte, který spis ({kind}): číslo nebo UUID")
WHOLE = Words("network is compared as a whole, without {id}", "síť se porovnává celá, bez {id}")
NETWORK_ENTRY = Words(
    "one service's standing in it: kronika diff network_entry NUMBER",
    "jedna služba v ní: kronika diff network_entry ČÍSLO",
)
WHICH_REPORT = Words("say which report", "řekněte, která sestava")
LIST = Words("kronika report list names them all", "všechny vypíše kronika report list")
SAME = Words("The same at both moments.", "V obou okamžicích stejné.")
NOTHING = Words("nothing recorded then", "tehdy nic nezapsáno")


def diff(
    kind: str,
    id: str | None = None,  # noqa: A002  # as it is called on the help page
    /,
    *,
    a: str,
    b: str,
    unchanged: Annotated[bool, Parameter(negative=())] = False,
    session: Run,
) -> int:
    """Compare two moments. Exit code 0: the same, 1: different."""
    before, after = read_moment(session, a, "--a"), read_moment(session, b, "--b")
    report = _report(kind, id)
    if report is not None:
        return diff_report(session, report, before, after)
    kind = known_kind(kind)
    if id is None:
        raise usage(WHICH, kind=kind)
    latest = max(before, after, key=lambda moment: moment.known)
    file = find(session, kind, id, latest)
    sides = Side(before, _card(session, file, before)), Side(after, _card(session, file, after))
    entries = Replay(session.parts.ledger, session.parts.decode).entries(file.id, latest.known)
    found = difference(entries, before.moment, after.moment, cards=(sides[0].card, sides[1].card))
    if session.is_json:
        session.answer(_frame(file, found, sides))
    else:
        _show(session, file, found, sides, Corrections(entries), unchanged=unchanged)
    return Exit.OK if found.is_same else Exit.NEGATIVE


def _report(kind: str, id: str | None) -> str | None:  # noqa: A002  # the same
    """The report that is asked for: the network by its own name, any other as `report NAME`. Raises Failure."""
    if kind == NETWORK and id is not None:
        raise usage(WHOLE, NETWORK_ENTRY, id=id)
    if kind == REPORT and id is None:
        raise usage(WHICH_REPORT, LIST)
    return NETWORK if kind == NETWORK else id if kind == REPORT else None


class Side(NamedTuple):
    """One of the two moments, with the card as it read then; empty where nothing was recorded."""

    asked: Asked
    card: Card


def _card(session: Session, file: File, asked: Asked) -> Card:
    """The card at a moment; empty where nothing was recorded then."""
    entries = Replay(session.parts.ledger, session.parts.decode).entries(file.id, asked.known)
    try:
        return card(state_of(session, file, entries, asked), asked.valid)
    except NotYetRecorded:
        return {}


def _frame(file: File, found: Difference, sides: tuple[Side, Side]) -> dict[str, Any]:
    moments = {
        name: {**side.asked.times, "is_recorded": bool(side.card)} for name, side in zip("ab", sides, strict=True)
    }
    data = {
        "kind": file.kind,
        "id": file.id,
        **moments,
        **difference_json(found),
    }
    return frame("diff", data, sides[1].asked.times, ok=found.is_same)


def _show(
    session: Session,
    file: File,
    found: Difference,
    sides: tuple[Side, Side],
    corrections: Corrections,
    *,
    unchanged: bool,
) -> None:
    session.line(file.name(session), style="bold")
    for name, side in zip("AB", sides, strict=True):
        nothing = "" if side.card else f" – {session.say(NOTHING)}"
        session.line(f"{name}: {header(session, side.asked)}{nothing}")
    session.line()
    if found.is_same and not unchanged:
        session.line(session.say(SAME))
        return
    session.show(_table(session, found, sides, unchanged=unchanged))
    show_entries(session, found.entries, corrections, others=found.others)


def _table(session: Session, found: Difference, sides: tuple[Side, Side], *, unchanged: bool) -> Table:
    grid = table(session, COLUMNS, fixed=(0,))
    for change in found.changes:
        grid.add_row(*_row(session, change.field, sides), numbers_or(session.say, change.positions))
    for name in found.unchanged if unchanged else ():
        grid.add_row(*_row(session, name, sides), "", style="dim")
    return grid


def _row(session: Session, name: str, sides: tuple[Side, Side]) -> Sequence[str]:
    values = (cell(field_words(session, name, side.card.get(name))) if side.card else "–" for side in sides)
    return field_name(session.say, name), *values
