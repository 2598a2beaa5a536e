"""`kronika rules | events | commands | schema`: the books of the domain, from the code itself."""

import inspect
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeVar

import orjson
from pydantic import BaseModel

from adapters.cli.failures import Exit, unknown
from adapters.cli.schema_words import shapes, type_words
from adapters.cli.session import Run, Session
from adapters.cli.streams import for_programs
from adapters.cli.tables import table
from adapters.telling.business import our_rules, ours
from adapters.telling.entries import sentence
from adapters.telling.examples import DAY, command_example
from adapters.telling.frames import frame
from adapters.telling.speech import Speech
from adapters.telling.vocabulary import COMMANDS_CS, EVENTS_CS, FIELDS, field_name
from adapters.telling.words import NO, Words
from application.schemas import command_schema
from domain.kernel.command import COMMANDS, Command
from domain.kernel.event import CATALOGUE, Event
from domain.kernel.rule import Rule, Version

One = TypeVar("One")
Json = dict[str, Any]
EXAMPLE = Words("For example", "Například")
ENTRY = Words("entry: its number, or its UUID", "záznam: jeho číslo, nebo UUID")
OF_ENTRIES = "entry"
"""What corrections are commands on: an entry of any file."""
FIELD_COLUMNS = Words("Field", "Pole"), Words("Required", "Povinné"), Words("What", "Co")
PART_COLUMNS = Words("Part", "Část"), *FIELD_COLUMNS[1:]
FORCE = Words("in force from {since}", "platí od {since}")
FORCE_UNTIL = Words("in force from {since} until {until}", "platí od {since} do {until}")
STRUCTURAL = Words("Structural: refuses whatever the kind of command.", "Strukturální: odmítne jakýkoli druh příkazu.")
REFUSES = Words(
    "Refuses an act; beside an observed fact it is the anomaly {label}.",
    "Odmítne vlastní úkon; vedle pozorované skutečnosti je to anomálie {label}.",
)
WAIVABLE = Words("May be set aside with a reason and a second person.", "Lze prominout s důvodem a druhou osobou.")
LOOKS_AT = Words("looks at {facts}", "dívá se na {facts}")
KINDS = {
    "act": Words("our own act; the rules may refuse it", "vlastní úkon; pravidla jej mohou odmítnout"),
    "observation": Words(
        "a fact of the world; a broken rule becomes an anomaly", "skutečnost; porušené pravidlo je anomálie"
    ),
    "takeover": Words("old records; unknowns allowed", "staré záznamy; neznámé je dovoleno"),
}


# Rules ---------------------------------------------------------------------------------------------------------------


def rules(code: str | None = None, /, *, session: Run) -> int:
    """The rule book, or one rule in full."""
    book = our_rules()
    labels = {rule.label for rule in book.values()}
    several = {} if code in labels else _containing(book, code)
    chosen = list(several.values()) or [_rule(book, code or "")]
    if session.is_json:
        session.answer(frame("rules", [_rule_json(rule) for rule in chosen]))
        return Exit.OK
    if not several:
        _show_rule(session, chosen[0])
        return Exit.OK
    grid = table(
        session, (Words("Code", "Kód"), Words("Rule", "Pravidlo"), Words("Where it is written", "Kde je napsáno"))
    )
    for rule in chosen:
        grid.add_row(
            rule.code, _sentence(session.say, rule.versions[-1]), session.say.citation(rule.versions[-1].cites)
        )
    session.show(grid)
    return Exit.OK


def _containing(book: Mapping[str, One], written: str | None) -> dict[str, One]:
    """Those whose name holds what was written, all for nothing; none for a whole name."""
    return {} if written in book else {name: one for name, one in book.items() if (written or "") in name}


def _rule(book: Mapping[str, Rule[...]], code: str) -> Rule[...]:
    by_label = [rule for rule in book.values() if rule.label == code]
    if code in book:
        return book[code]
    if by_label:
        return by_label[0]
    otherwise = Words("kronika rules lists them all", "všechna vypíše kronika rules")
    raise unknown(Words("a rule", "pravidlo"), code, [*book, *(rule.label for rule in book.values())], otherwise)


def _sentence(say: Speech, version: Version[...]) -> str:
    return version.sentence_cs if say.language == "cs" else version.sentence


def _show_rule(session: Session, rule: Rule[...]) -> None:
    say = session.say
    session.line(rule.code, style="bold")
    session.line(say(STRUCTURAL) if rule.is_structural else say(REFUSES, label=rule.label))
    if rule.is_waivable:
        session.line(say(WAIVABLE))
    for version in rule.versions:
        session.line()
        session.line(_sentence(say, version))
        words = FORCE_UNTIL if version.until else FORCE
        session.line(f"  {say.citation(version.cites)}; {say(words, since=version.since, until=version.until)}")
        session.line(f"  {say(LOOKS_AT, facts=', '.join(_facts(version)) or '–')}")


def _facts(version: Version[...]) -> list[str]:
    """What the rule looks at, by name; what a refusal only shows besides is left out."""
    return [name for name in inspect.signature(version.expression).parameters if not name.startswith("_")]


def _rule_json(rule: Rule[...]) -> dict[str, Any]:
    return {
        "code": rule.code,
        "label": rule.label,
        "is_structural": rule.is_structural,
        "is_waivable": rule.is_waivable,
        "versions": [
            {
                "since": version.since,
                "until": version.until,
                "citation": str(version.cites),
                "sentence": version.sentence,
                "sentence_cs": version.sentence_cs,
                "facts": _facts(version),
            }
            for version in rule.versions
        ],
    }


# Events and commands -------------------------------------------------------------------------------------------------


def events(topic: str | None = None, /, *, session: Run) -> int:
    """What the ledger may hold."""
    return _models(session, "events", ours(CATALOGUE), topic)


def commands(topic: str | None = None, /, *, session: Run) -> int:
    """What may be asked of the ledger."""
    return _models(session, "commands", ours(COMMANDS), topic)


def _models(session: Session, book: str, models: Mapping[str, Any], topic: str | None) -> int:
    several = _containing(models, topic)
    chosen = several or {str(topic): _model(book, models, str(topic))}
    if session.is_json:
        session.answer(frame(book, [_model_json(session.say, model) for model in chosen.values()]))
    elif several:
        grid = table(session, (Words("Topic", "Název"), Words("What", "Co")), fixed=(0,))
        for name, model in chosen.items():
            grid.add_row(name, about(session.say, model))
        session.show(grid)
    else:
        _show_model(session, chosen[str(topic)])
    return Exit.OK


def _model(book: str, models: Mapping[str, Any], topic: str) -> Any:  # noqa: ANN401  # an event or a command, as the book has it
    if topic in models:
        return models[topic]
    what = Words("an event", "záznam") if book == "events" else Words("a command of the ledger", "příkaz pro knihu")
    otherwise = Words(f"kronika {book} lists them all", f"všechny vypíše kronika {book}")
    raise unknown(what, topic, list(models), otherwise)


def about(say: Speech, model: type[BaseModel]) -> str:
    """What an event or command is for, in one sentence."""
    catalogue = COMMANDS_CS if issubclass(model, Command) else EVENTS_CS
    topic = str(getattr(model, "topic", ""))
    return catalogue[topic] if say.language == "cs" and topic in catalogue else sentence(model)


def _show_model(session: Session, model: type[BaseModel]) -> None:
    say = session.say
    session.line(str(getattr(model, "topic", "")), style="bold")
    session.line(about(say, model) if say.language == "cs" else inspect.getdoc(model) or "")
    if issubclass(model, Command):
        session.line(say(KINDS[model.kind]))
    session.line()
    schema = command_schema(model) if issubclass(model, Command) else model.model_json_schema()
    grid = table(session, FIELD_COLUMNS, fixed=(0, 1))
    rows = _field_rows(say, schema, schema.get("$defs", {}))
    for row in _of_entries(say, rows) if issubclass(model, Command) and model.aggregate == OF_ENTRIES else rows:
        grid.add_row(*row)
    session.show(grid)
    _show_shapes(session, schema)
    if issubclass(model, Command):
        session.line()
        session.line(f"{say(EXAMPLE)}:")
        session.line(f"  {_typed(model)}")


def _field_rows(say: Speech, schema: Json, definitions: Json, within: str = "") -> Iterator[tuple[str, str, str]]:
    """Each field of an object: its name, whether it must be there, what it holds. A Czech reader gets its word too."""
    for name, described in schema.get("properties", {}).items():
        is_required = name in schema.get("required", ())
        holds = type_words(say, described, definitions)
        has_word = say.language == "cs" and name in FIELDS and name != "target"
        yield f"{within}{name}", say.value(is_required), f"{field_name(say, name)} – {holds}" if has_word else holds


def _of_entries(say: Speech, rows: Iterable[tuple[str, str, str]]) -> Iterator[tuple[str, str, str]]:
    """The fields of a correction as the ledger takes them from people: by number, the file follows from the entry."""
    for name, required, holds in rows:
        if name == "target":
            yield name, say(NO), holds
        else:
            yield name, required, say(ENTRY) if name == "entry" else holds


def _show_shapes(session: Session, schema: Json) -> None:
    """What the objects named above consist of."""
    found = shapes(schema)
    if not found:
        return
    session.line()
    grid = table(session, PART_COLUMNS, fixed=(0, 1))
    for name, one in found.items():
        for row in _field_rows(session.say, one, schema.get("$defs", {}), f"{name}."):
            grid.add_row(*row)
    session.show(grid)


def _typed(command: type[Command]) -> str:
    """The command as somebody may type it; a correction names its entry by number, and with it the file."""
    corrects = command.aggregate == OF_ENTRIES
    target = " --target …" if command.model_fields["target"].is_required() and not (command.opens or corrects) else ""
    day = f" --on {DAY}" if command.needs_day else " --reason '…'" if corrects else ""
    data = orjson.dumps(command_example(command) | ({"entry": 42} if corrects else {})).decode()
    data = data.replace("'", "\\u0027")
    return f"kronika do {command.topic}{target}{day} --data '{data}'"


def _model_json(say: Speech, model: type[BaseModel]) -> dict[str, Any]:
    document = {
        "topic": getattr(model, "topic", ""),
        "about": about(say, model),
        "fields": [{"name": name, "is_required": field.is_required()} for name, field in model.model_fields.items()],
    }
    if issubclass(model, Command):
        document |= {"kind": model.kind, "aggregate": model.aggregate, "opens": model.opens}
    if issubclass(model, Event):
        document |= {"schema_version": model.schema_version}
    return document


def schema(topic: str, /, *, session: Run) -> int:
    """The JSON Schema of the data of a command, as it is given in a file or on the command line."""
    command = _model("commands", ours(COMMANDS), topic)
    document = command_schema(command)
    if session.is_json:
        session.answer(frame("schema", document))
        return Exit.OK
    for_programs(session.stdout).write(orjson.dumps(document, option=orjson.OPT_INDENT_2).decode() + "\n")
    return Exit.OK
