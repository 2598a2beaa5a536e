"""`kronika replay`: what would have come of it, had one thing been otherwise. Nothing is recorded."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Annotated, Any
from uuid import UUID

import orjson
from cyclopts import Parameter
from rich.table import Table

from adapters.cli.anomalies import SEE_RULES
from adapters.cli.cards import field_words, file_number
from adapters.cli.failures import Exit, Failure, unknown, usage
from adapters.cli.files import NAMES, File, find, known_kind
from adapters.cli.moments import ask
from adapters.cli.replay_reports import changed_reports, difference_json, known_reports, show_difference
from adapters.cli.session import Run, Session
from adapters.cli.tables import cell, table
from adapters.telling.cards import value_json
from adapters.telling.entries import event_words
from adapters.telling.frames import frame
from adapters.telling.problems import anomaly_line
from adapters.telling.vocabulary import field_name
from adapters.telling.words import Counted, Words
from application.cards import card
from application.difference import Change
from application.engine import Engine
from application.replay import Replay
from application.states import kind_of
from application.what_if import Course, OtherDecision, WhatIf
from domain.kernel.aggregate import AGGREGATES
from domain.kernel.card import Card
from domain.kernel.configuration import Configuration, Configured
from domain.kernel.entry import Entry
from domain.kernel.rule import RULE_BOOK
from domain.kernel.stamp import Anomaly
from projections.sheets.difference import SheetDifference

Many = Annotated[list[str] | None, Parameter(negative=())]
COMMANDS = Counted(("command", "commands"), ("příkaz", "příkazy", "příkazů", "příkazu"))
ASKED = Words(
    "say what was otherwise: --without ENTRY, --without-rule CODE or --with-value NAME=JSON",
    "řekněte, co mělo být jinak: --without ZÁZNAM, --without-rule KÓD nebo --with-value NÁZEV=JSON",
)
NOT_BOTH = Words(
    "--without leaves a command out; rules and values are changed in a run of their own",
    "--without vynechá příkaz; pravidla a hodnoty se mění zvlášť",
)
NOT_OF_THIS_FILE = Words(
    "entry no. {position} is not an entry of {file}", "záznam č. {position} není záznamem spisu {file}"
)
STRUCTURAL = Words(
    "{rule} keeps the records readable and cannot be set aside",
    "{rule} drží záznamy čitelné a nelze je odložit",
)
WRONG_VALUE = Words(
    "--with-value: expected NAME=JSON, not {written}", "--with-value: očekává se NÁZEV=JSON, ne {written}"
)
UNUSABLE_VALUE = Words(
    "--with-value: no rule can work with {written} ({error})",
    "--with-value: s hodnotou {written} neumí pracovat žádné pravidlo ({error})",
)
LIKE = Words("as it is: {like}", "jak je: {like}")
NOTHING = Words("Nothing else would have been decided otherwise.", "Nic dalšího by nebylo rozhodnuto jinak.")
OTHERWISE = Words("{commands} would have ended otherwise:", "Jinak by skončilo: {commands}")
COLUMNS = (Words("Entry no.", "Záznam č."), Words("What", "Co"), Words("Then", "Pak"))
FATES = {
    "left out": Words("left out", "vynecháno"),
    "refused": Words("refused: {rules}", "odmítnuto: {rules}"),
    "recorded otherwise": Words("recorded otherwise", "zapsáno jinak"),
    "impossible": Words("not possible: {missing}", "nemožné: {missing}"),
}
NOT_NOTED = Words("no longer noted: {code}", "už by nebylo zaznamenáno: {code}")
OTHER_FIELDS = Words("reads otherwise: {fields}", "znělo by jinak: {fields}")
CARD_COLUMNS = (Words("Field", "Pole"), Words("As it is", "Jak je"), Words("As it would be", "Jak by bylo"))
UNTOUCHED = Words("The ledger was not touched.", "Kniha zůstala, jak byla.")


def replay(
    kind: str,
    id: str,  # noqa: A002  # as it is called on the help page
    /,
    *,
    without: int | None = None,
    without_rule: Many = None,
    with_value: Many = None,
    report: Many = None,
    valid: str | None = None,
    session: Run,
) -> int:
    """Decide again as if an entry had never been recorded, a rule not been in force, or another value been set."""
    asked = ask(session, valid=valid, known=None, known_seq=None)
    file = find(session, known_kind(kind), id, asked)
    reports = known_reports(report)
    if without is None and not without_rule and not with_value:
        raise usage(ASKED)
    if without is not None and (without_rule or with_value):
        raise usage(NOT_BOTH)
    found = _otherwise(session, file, without, without_rule or [], with_value or [])
    sides = [_Side.of(session, found, one, asked.valid) for one in sorted(found.files, key=str)]
    differences = changed_reports(session, found, reports, asked) if found.decisions else []
    if session.is_json:
        data = {
            "decisions": [_decision_json(one) for one in found.decisions],
            "files": [side.json() for side in sides],
            "reports": [difference_json(one) for one in differences],
        }
        session.answer(frame("replay", data, asked.times))
    else:
        _show(session, found, sides, differences)
    return Exit.OK


def _otherwise(
    session: Session, file: File, without: int | None, rules: Sequence[str], values: Sequence[str]
) -> WhatIf:
    if without is None:
        return _decided_anew(session, file, rules, values)
    stored = session.parts.ledger.select_entries(after=without - 1, limit=1, until=without)
    if not stored or stored[0].originator_id != file.id:
        facts = {"position": without, "file": file.written}
        raise Failure(Exit.NOT_FOUND, "not_found", NOT_OF_THIS_FILE, facts=facts)
    return Course(session.parts.engine).without(without)


def _decided_anew(session: Session, file: File, rules: Sequence[str], values: Sequence[str]) -> WhatIf:
    engine = _engine(session, rules, values)
    try:
        return Course(engine).decided_anew(file.id)
    except (ValueError, TypeError, LookupError, AttributeError, ArithmeticError) as error:
        if not values:
            raise
        names = [_value(written)[0] for written in values]
        now = {one.name: one.value for one in session.parts.facts.configuration if one.name in names}
        like = " ".join(f"{name}={orjson.dumps(now[name]).decode()}" for name in names)
        raise usage(UNUSABLE_VALUE, LIKE, written=" ".join(values), error=type(error).__name__, like=like) from error


def _engine(session: Session, rules: Sequence[str], values: Sequence[str]) -> Engine:
    """An engine under another law."""
    parts = session.parts
    for code in rules:
        if code not in RULE_BOOK:
            raise unknown(Words("a rule", "pravidlo"), code, list(RULE_BOOK), SEE_RULES)
        if RULE_BOOK[code].is_structural:
            raise usage(STRUCTURAL, rule=code)
    given = dict(_value(written) for written in values)
    known = {one.name for one in parts.facts.configuration}
    for name in given:
        if name not in known:
            raise unknown(Words("a configured value", "nastavená hodnota"), name, sorted(known))
    configuration = Configuration(_with(parts.facts.configuration, given))
    facts = replace(parts.facts, set_aside=frozenset(rules), configuration=configuration)
    return parts.engine_over(parts.ledger, facts=facts)


def _value(written: str) -> tuple[str, Any]:
    name, _, value = written.partition("=")
    try:
        return name, orjson.loads(value)
    except orjson.JSONDecodeError:
        raise usage(WRONG_VALUE, written=repr(written)) from None


def _with(configured: Configuration, given: dict[str, Any]) -> Iterator[Configured]:
    """The values as they are, but those that were given, which hold on every day."""
    yield from (one for one in configured if one.name not in given)
    for name, value in given.items():
        yield Configured(name, value, since=date.min, until=None, source="what if", confidence="L")


# What became of it ---------------------------------------------------------------------------------------------------


class _Side:
    """A file as it is and as it would be."""

    def __init__(self, kind: str, identifier: UUID, name: str, changes: Sequence[Change]) -> None:
        self.kind, self.id, self.name, self.changes = kind, identifier, name, changes

    @classmethod
    def of(cls, session: Session, found: WhatIf, identifier: UUID, valid: date) -> "_Side":
        real = Replay(session.parts.ledger, session.parts.decode).entries(identifier)
        would_be = [session.parts.decode(stored) for stored in found.entries(identifier)]
        kind = kind_of(real[0] if real else would_be[0])
        before, after = (_card(kind, identifier, entries, valid) for entries in (real, would_be))
        fields = dict.fromkeys((*before, *after))
        changes = [Change(n, before.get(n), after.get(n)) for n in fields if before.get(n) != after.get(n)]
        words = NAMES.get(kind)
        name = f"{session.say(words) if words else kind} {file_number(session, identifier)}"
        return cls(kind, identifier, name, changes)

    def json(self) -> dict[str, Any]:
        changes = [
            {"field": c.field, "is": value_json(c.before), "would_be": value_json(c.after)} for c in self.changes
        ]
        return {"kind": self.kind, "id": self.id, "changes": changes}


def _card(kind: str, identifier: UUID, entries: Sequence[Entry], valid: date) -> Card:
    return card(AGGREGATES[kind].replay(identifier, entries), valid) if entries else {}


def _decision_json(one: OtherDecision) -> dict[str, Any]:
    row = one.recorded.command.row
    return {
        "first_position": one.recorded.positions.start,
        "topic": row.topic,
        "aggregate_id": row.aggregate_id,
        "command_id": row.command_id,
        "fate": one.fate.replace(" ", "_"),
        "rules": one.rules,
        "missing": one.missing,
        "fields": _fields(one),
        "anomalies_before": [a.code for entry in one.before for a in entry.stamp.anomalies],
        "anomalies_after": [a.code for entry in one.after for a in entry.stamp.anomalies],
    }


def _show(session: Session, found: WhatIf, sides: Sequence[_Side], differences: Sequence[SheetDifference]) -> None:
    if found.decisions:
        session.line(session.say(OTHERWISE, commands=session.say.count(len(found.decisions), COMMANDS)))
        session.line()
        session.show(_decisions(session, found.decisions))
    else:
        session.line(session.say(NOTHING))
    for side in sides:
        if side.changes:
            session.line()
            session.line(side.name, style="bold")
            session.show(_changes(session, side))
    for difference in differences:
        show_difference(session, difference)
    session.line()
    session.line(session.say(UNTOUCHED))


def _decisions(session: Session, decisions: Sequence[OtherDecision]) -> Table:
    grid = table(session, COLUMNS, numeric=(0,), fixed=(0,))
    for one in decisions:
        fate = session.say(FATES[one.fate], rules=", ".join(one.rules), missing=one.missing or "")
        position = session.say.number(one.recorded.positions.start)
        grid.add_row(
            position, event_words(session.say, one.before[0].event), cell(fate, *_said_otherwise(session, one))
        )
    return grid


def _said_otherwise(session: Session, one: OtherDecision) -> Iterator[str]:
    """What would be noted beside it and is not, and the other way round; else the fields that say something else."""
    if not one.after:
        return
    before, after = _anomalies(one.before), _anomalies(one.after)
    yield from (f"! {anomaly_line(session.say, found)}" for found in after if found not in before)
    yield from (session.say(NOT_NOTED, code=found.code) for found in before if found not in after)
    fields = _fields(one)
    if fields:
        yield session.say(OTHER_FIELDS, fields=", ".join(field_name(session.say, name) for name in fields))


def _anomalies(entries: Sequence[Entry]) -> list[Anomaly]:
    return [found for entry in entries for found in entry.stamp.anomalies]


def _fields(one: OtherDecision) -> Sequence[str]:
    """The fields in which an entry would say something else; nothing of entries that would not be, or would be new."""
    pairs = ((before.event, after.event) for before, after in zip(one.before, one.after, strict=False))
    dumped = [(old.model_dump(), new.model_dump()) for old, new in pairs if type(old) is type(new)]
    return [*dict.fromkeys(name for old, new in dumped for name, value in new.items() if old[name] != value)]


def _changes(session: Session, side: _Side) -> Table:
    grid = table(session, CARD_COLUMNS, fixed=(0,))
    for change in side.changes:
        values = (field_words(session, change.field, one) for one in (change.before, change.after))
        grid.add_row(field_name(session.say, change.field), *values)
    return grid
