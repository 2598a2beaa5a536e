"""`kronika decisions`: every recorded decision made again, and the ones that would come out otherwise."""

from collections import Counter
from collections.abc import Iterator
from typing import Any, get_args

from rich.table import Table

from adapters.cli.failures import Exit, usage
from adapters.cli.files import find, known_kind
from adapters.cli.moments import ask
from adapters.cli.progress import meter
from adapters.cli.session import Run, Session
from adapters.cli.tables import cell, table
from adapters.telling.frames import frame
from adapters.telling.words import Counted, Words
from application.reproduction import Reproduction, Result, reproduce, reproduce_file
from domain.kernel.unreadable import UnreadableEvent

DECISIONS = Counted(("decision", "decisions"), ("rozhodnutí", "rozhodnutí", "rozhodnutí", "rozhodnutí"))
BESIDE = Counted(("decision", "decisions"), ("rozhodnutí", "rozhodnutím", "rozhodnutím", "rozhodnutí"))
VERIFYING = Words("Deciding again", "Rozhoduji znovu")
COLUMNS = (
    Words("Entry no.", "Záznam č."),
    Words("Command", "Příkaz"),
    Words("Result", "Výsledek"),
    Words("Because", "Proč"),
)
RESULTS: dict[Result, Words] = {
    "reproduced": Words("reproduced", "souhlasí"),
    "differs": Words("differs", "liší se"),
    "not reproducible": Words("not reproducible", "nelze zopakovat"),
}
ALL_AGREE = Counted(
    ("The one decision comes out as recorded.", "All {decisions} come out as recorded."),
    (
        "Jediné rozhodnutí vychází, jak je zapsáno.",
        "Všechna {decisions} vycházejí, jak jsou zapsána.",
        "Všech {decisions} vychází, jak jsou zapsána.",
        "Všech {decisions} vychází, jak jsou zapsána.",
    ),
)
SOME_DIFFER = Words(
    "{differing} of {decisions} do not come out as recorded.", "{differing} z {decisions} nevychází, jak je zapsáno."
)
NONE = Words("There is no decision to make again.", "Není žádné rozhodnutí, které by šlo zopakovat.")
RULE_CHANGED = Words("rule {rule}: {then} → {now}", "pravidlo {rule}: {then} → {now}")
VALUE_CHANGED = Words("value {value}", "hodnota {value}")
OTHER_EVENTS = Words("records something else", "zapisuje něco jiného")
OTHER_FIELDS = Words("records otherwise: {fields}", "zapisuje jinak: {fields}")
MORE = Words(
    "Beside {decisions} the program would keep more today: {fields}.",
    "Program by dnes k {decisions} uchoval navíc: {fields}.",
)
NOT_ASKED = Words("not asked", "netázáno")
BOTH = Words("give KIND and ID, or neither", "zadejte DRUH i ID, nebo nic")


def verify(
    kind: str | None = None,
    id: str | None = None,  # noqa: A002  # as it is called on the help page
    /,
    *,
    session: Run,
) -> int:
    """Decide again what was decided, of one file or of all.

    Exit code 1 where anything comes out otherwise, 8 where something that is needed for it is damaged.
    """
    counts: Counter[Result] = Counter()
    otherwise: list[Reproduction] = []
    more: list[Reproduction] = []
    head = session.parts.ledger.head()
    with meter(session, VERIFYING, head) as gauge:
        for one in _again(session, kind, id):
            counts[one.result] += 1
            if one.result != "reproduced":
                otherwise.append(one)
            elif one.fields:
                more.append(one)
            gauge.moved(one.recorded.positions.stop - 1, counts.total())
    if session.is_json:
        told = {"otherwise": [_json(one) for one in otherwise], "more": [_json(one) for one in more]}
        data = {"decisions": _counts_json(counts), **told}
        session.answer(frame("decisions-verify", data, {"known_seq": head}, ok=not otherwise))
    else:
        _show(session, counts, otherwise)
        _show_more(session, more)
    if any(one.damaged for one in otherwise):
        return Exit.INTEGRITY
    return Exit.NEGATIVE if otherwise else Exit.OK


def _again(session: Session, kind: str | None, written: str | None) -> Iterator[Reproduction]:
    if kind is None:
        return reproduce(session.parts.engine)
    if written is None:
        raise usage(BOTH)
    asked = ask(session, valid=None, known=None, known_seq=None)
    return reproduce_file(session.parts.engine, find(session, known_kind(kind), written, asked).id)


def _counts_json(counts: Counter[Result]) -> dict[str, int]:
    return {result.replace(" ", "_"): counts[result] for result in get_args(Result)}


def _json(one: Reproduction) -> dict[str, Any]:
    row = one.recorded.command.row
    return {
        "first_position": one.recorded.positions.start,
        "last_position": one.recorded.positions.stop - 1,
        "command_id": row.command_id,
        "topic": row.topic,
        "aggregate_id": row.aggregate_id,
        "result": one.result.replace(" ", "_"),
        "rules": one.rules,
        "values": one.values,
        "has_other_events": one.has_other_events,
        "fields": one.fields,
        "missing": one.missing,
    }


def _show(session: Session, counts: Counter[Result], otherwise: list[Reproduction]) -> None:
    say = session.say
    if not counts:
        session.line(say(NONE))
        return
    decisions = say.count(counts.total(), DECISIONS)
    if not otherwise:
        session.line(say.form(counts.total(), ALL_AGREE).format(decisions=decisions))
        return
    session.line(say(SOME_DIFFER, differing=say.number(len(otherwise)), decisions=decisions))
    session.line()
    session.show(_table(session, otherwise))


def _show_more(session: Session, more: list[Reproduction]) -> None:
    """What the program did not keep yet when these were recorded: no difference in law, and not hidden either."""
    if more:
        fields = ", ".join(sorted({field for one in more for field in one.fields}))
        session.line(session.say(MORE, decisions=session.say.count(len(more), BESIDE), fields=fields))


def _table(session: Session, otherwise: list[Reproduction]) -> Table:
    grid = table(session, COLUMNS, numeric=(0,), fixed=(0, 2))
    for one in otherwise:
        row = one.recorded.command.row
        position = session.say.number(one.recorded.positions.start)
        grid.add_row(position, row.topic, session.say(RESULTS[one.result]), cell(*_because(session, one)))
    return grid


def _because(session: Session, one: Reproduction) -> Iterator[str]:
    say = session.say
    for rule in one.rules:
        then, now = (outcome or say(NOT_ASKED) for outcome in (rule.then, rule.now))
        yield say(RULE_CHANGED, rule=rule.rule, then=then, now=now)
    yield from (say(VALUE_CHANGED, value=value) for value in one.values)
    if one.damaged is not None:
        yield _damage(session, one.damaged)
    elif one.missing:
        yield one.missing
    if one.has_other_events:
        yield say(OTHER_FIELDS, fields=", ".join(one.fields)) if one.fields else say(OTHER_EVENTS)


def _damage(session: Session, damaged: UnreadableEvent) -> str:
    from adapters.cli.ending import DAMAGED

    return session.say(DAMAGED, position=damaged.position, topic=damaged.topic, reason=damaged.reason)
