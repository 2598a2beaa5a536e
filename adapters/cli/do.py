"""`kronika do`: any one command, and what it recorded."""

import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID, uuid4

from cyclopts import Parameter
from pydantic import ValidationError

from adapters.cli.acting import acting, given, reference
from adapters.cli.failures import Exit, Failure, unknown, usage
from adapters.cli.moments import read_day
from adapters.cli.session import Run, Session
from adapters.clock import day_of
from adapters.logging import logger
from adapters.telling.business import ours
from adapters.telling.entries import entry_json, event_words
from adapters.telling.field_problems import field_json, field_line
from adapters.telling.frames import frame
from adapters.telling.json_problems import json_reason
from adapters.telling.problems import anomaly_line
from adapters.telling.words import Words
from application.engine import Outcome
from application.errors import NotAllowed
from application.importing.line import LineProblem, read_json
from application.rehearsal import Rehearsal
from domain.kernel.as_sent import read_as_sent
from domain.kernel.command import COMMANDS, Command
from domain.kernel.ids import derived_id
from domain.kernel.rule import Refused
from domain.kernel.stamp import Source, Stamp
from domain.kernel.wrong_fields import field_problems

Many = Annotated[list[str] | None, Parameter(negative=())]
Switch = Annotated[bool, Parameter(negative=())]
Text = Annotated[str, Parameter(allow_leading_hyphen=True)]
NOT_JSON = Words("the data are no JSON object: {reason}", "data nejsou objekt JSON: {reason}")
QUOTED = Words(
    "in a shell the data stand between single quotes, names and texts between double ones; or in a file: @file.json",
    "v příkazovém řádku patří data mezi apostrofy, názvy a texty mezi uvozovky; nebo do souboru: @soubor.json",
)


def do(
    topic: str,
    /,
    *,
    data: Text = "{}",
    target: str | None = None,
    on: str | None = None,
    reason: Text | None = None,
    document: Many = None,
    as_: Annotated[str | None, Parameter(name="--as")] = None,
    by: str | None = None,
    id: str | None = None,  # noqa: A002  # the name of the option
    waive: Many = None,
    waive_reason: Text | None = None,
    second_person: str | None = None,
    dry_run: Switch = False,
    session: Run,
) -> int:
    """Send one command. Exit code 4 where it is refused, 5 where its data are wrong."""
    if topic not in ours(COMMANDS):
        raise unknown(Words("a command of the ledger", "příkaz pro knihu"), topic, list(ours(COMMANDS)), LISTED)
    command_id = _command_id(id)
    try:
        command = _command(session, COMMANDS[topic], _read_data(session, data), target, command_id)
    except Failure as wrong:
        raise _with_day(session, wrong, on) from None
    stamp = _stamp(
        session,
        {
            "command_id": command_id,
            "actor": acting(session, as_, by),
            "source": Source(kind="cli"),
            "effective_on": _effective_on(session, command, on),
            "reason": None if reason is None else given(reason),
            "documents": tuple(document or ()),
            "waivers": _waivers(waive or (), waive_reason, second_person),
        },
    )
    return _answer(session, command, _handle(session, command, stamp, is_rehearsal=dry_run), is_rehearsal=dry_run)


LISTED = Words("kronika commands lists them all", "všechny vypíše kronika commands")


# What was asked ------------------------------------------------------------------------------------------------------


def _read_data(session: Session, written: str) -> dict[str, Any]:
    """The JSON object that was given: as it stands, from @file, or from standard input."""
    if written == "-":
        text = session.stdin.read()
    elif written.startswith("@"):
        path = Path(written[1:])
        if not path.is_file():
            words = Words("there is no file {path}", "soubor {path} neexistuje")
            raise Failure(Exit.NOT_FOUND, "no_file", words, facts={"path": written[1:]})
        text = path.read_bytes()
    else:
        text = written.encode("utf-8", "surrogateescape")
    try:
        return read_json(text.removeprefix(b"\xef\xbb\xbf"))
    except LineProblem as problem:
        reason = json_reason(str(problem.facts.get("reason", problem.kind.value)))
        raise Failure(
            Exit.INVALID, "not_json", NOT_JSON, QUOTED, facts={"reason": reason}, details=problem.facts
        ) from None


def _command_id(written: str | None) -> UUID:
    if written is None:
        return uuid4()
    try:
        return UUID(written)
    except ValueError:
        raise usage(Words("--id: {written} is no UUID", "--id: {written} není UUID"), written=written) from None


def _command(
    session: Session, command: type[Command], data: dict[str, Any], target: str | None, command_id: UUID
) -> Command:
    """The command with its numbers resolved; what it opens follows from the command id. Raises Failure."""
    if target is not None:
        if data.setdefault("target", target) != target:
            words = Words("--target and the data name different files", "--target a data jmenují různé spisy")
            raise usage(words)
    elif command.opens and "target" not in data and command.model_fields["target"].is_required():
        data["target"] = str(derived_id("cli", str(command_id), "target"))
    try:
        return session.parts.resolver.command(command.topic, data)
    except ValidationError as error:
        raise invalid(session, error, command, Words("the data are wrong", "data jsou chybná")) from None


def invalid(session: Session, error: ValidationError, model: type[Any], words: Words) -> Failure:
    """Every wrong field with its reason."""
    problems = field_problems(error, model)
    hint = Words("kronika schema {topic} describes the data", "data popisuje kronika schema {topic}")
    return Failure(
        Exit.INVALID,
        "invalid",
        words,
        hint if hasattr(model, "topic") else None,
        facts={"topic": getattr(model, "topic", "")},
        details={"fields": [field_json(session.say, one) for one in problems]},
        lines=[field_line(session.say, one) for one in problems],
    )


def _with_day(session: Session, wrong: Failure, written: str | None) -> Failure:
    """A wrong day is told with the wrong data, so that nobody mends one and then meets the other."""
    try:
        _day(session, written)
    except Failure as day:
        message = session.say(day.message, **day.facts)
        field = {"path": "--on", "type": "day", "message": message, "nearest": None}
        fields = [*wrong.details.get("fields", ()), field]
        return replace(wrong, lines=[*wrong.lines, f"  {message}"], details={**wrong.details, "fields": fields})
    return wrong


def _effective_on(session: Session, command: Command, written: str | None) -> date | None:
    return _day(session, written) or (day_of(session.parts.clock()) if command.needs_day else None)


def _day(session: Session, written: str | None) -> date | None:
    """Raises Failure."""
    return None if written is None else read_day(written, "--on", day_of(session.parts.clock()))


def _waivers(rules: Sequence[str], reason: str | None, second_person: str | None) -> tuple[dict[str, str], ...]:
    if rules and (reason is None or second_person is None):
        words = Words(
            "--waive needs --waive-reason and --second-person", "--waive potřebuje --waive-reason a --second-person"
        )
        raise usage(words)
    second = reference(second_person, option="--second-person") or ""
    if reason is not None:
        given(reason, option="--waive-reason")
    return tuple({"rule": rule, "reason": reason or "", "second_person": second} for rule in rules)


def _stamp(session: Session, fields: dict[str, Any]) -> Stamp:
    try:
        return read_as_sent(Stamp, fields)
    except ValidationError as error:
        raise invalid(session, error, Stamp, Words("the stamp is wrong", "údaje o příkazu jsou chybné")) from None


# What became of it ---------------------------------------------------------------------------------------------------


def _handle(session: Session, command: Command, stamp: Stamp, *, is_rehearsal: bool) -> Outcome:
    parts = session.parts
    engine = parts.engine_over(Rehearsal(parts.ledger, parts.clock())) if is_rehearsal else parts.engine
    log = logger().bind(command=command.topic, command_id=str(stamp.command_id), role=stamp.actor.role)
    started = time.monotonic()
    try:
        outcome = engine.handle(command, stamp)
    except (Refused, NotAllowed) as refusal:
        codes = refusal.codes if isinstance(refusal, Refused) else ("not-allowed",)
        log.info("command.refused", rules=",".join(codes))
        raise
    log.info(
        "command.handled",
        aggregate=str(outcome.aggregate_id),
        events=len(outcome.positions),
        took_ms=round((time.monotonic() - started) * 1000),
    )
    return outcome


RECORDED = Words("Recorded as entry no. {position}, {recorded_at}", "Zapsáno jako záznam č. {position}, {recorded_at}")
REPEATED = Words(
    "Already recorded, as entry no. {position}, {recorded_at}",
    "Už bylo zapsáno jako záznam č. {position}, {recorded_at}",
)
WOULD_RECORD = Words("Would be recorded; nothing was written", "Bylo by zapsáno; nic se nezapsalo")


def _answer(session: Session, command: Command, outcome: Outcome, *, is_rehearsal: bool) -> int:
    if session.is_json:
        data = {
            "aggregate": {"kind": command.aggregate, "id": outcome.aggregate_id},
            "entries": [entry_json(entry) for entry in outcome.entries],
            "anomalies": [anomaly.model_dump(mode="json", exclude_none=True) for anomaly in outcome.anomalies],
            "is_repeat": outcome.is_repeat,
            "is_rehearsal": is_rehearsal,
        }
        session.answer(frame("do", data))
        return Exit.OK
    words = WOULD_RECORD if is_rehearsal else REPEATED if outcome.is_repeat else RECORDED
    for entry in outcome.entries:
        session.line(session.say(words, position=entry.position, recorded_at=entry.recorded_at or outcome.recorded_at))
        session.line(f"  {event_words(session.say, entry.event)} ({entry.event.topic})")
    if command.opens:
        session.line(f"  {command.aggregate} {outcome.aggregate_id}")
    for anomaly in outcome.anomalies:
        session.line(f"  ! {anomaly_line(session.say, anomaly)}", style="yellow")
    return Exit.OK
