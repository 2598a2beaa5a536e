"""`kronika timers`: what the law makes happen by itself, how far that has been noted, and the work that waits."""

import shlex
from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any

from cyclopts import Parameter

from adapters.cli.cards import file_number
from adapters.cli.failures import Exit, usage
from adapters.cli.files import NAMES
from adapters.cli.following import follow_findings, followed_json, followed_lines
from adapters.cli.moments import read_day
from adapters.cli.session import Run, Session
from adapters.clock import day_of
from adapters.logging import logger
from adapters.process_runner import DayInMind, ProcessTables
from adapters.telling.entries import event_words
from adapters.telling.frames import encoded, frame
from adapters.telling.problems import violation_json, violation_lines
from adapters.telling.words import Counted, Words
from application.engine import Engine
from application.processes.following import Followed
from application.processes.reactions import Step
from application.processes.run import Answer, Tally, TimerRun, days_to_run
from application.processes.work_list import WorkItem, WorkList
from application.rehearsal import Rehearsal
from application.replay import Replay
from application.states import kind_of
from domain.kernel.plain import plain
from domain.kernel.rule import Refused

Switch = Annotated[bool, Parameter(negative=())]
TIMERS = {
    "contract-expiry": Words("the contract ran out", "smlouva skončila uplynutím doby"),
    "contract-voidness": Words(
        "the contract is void: not published in three months",
        "smlouva je zrušena od počátku: tři měsíce nebyla zveřejněna",
    ),
    "amendment-voidness": Words(
        "amendment {subject} is void: not published in three months",
        "dodatek {subject} je zrušen od počátku: tři měsíce nebyl zveřejněn",
    ),
    "standstill": Words("the standstill is over: {subject}", "zákaz uzavřít smlouvu skončil: {subject}"),
    "mandate-expiry": Words("the mandate ran out", "pověření skončilo uplynutím doby"),
    "inspection-end": Words(
        "the inspection ended: nobody objected in time", "kontrola skončila: lhůta pro námitky marně uplynula"
    ),
}
"""What each timer notes."""


def tables_of(session: Session) -> ProcessTables:
    """What timers and work list keep, after every new entry was looked at."""
    parts = session.parts
    tables = ProcessTables(session.database, parts.ledger, Replay(parts.ledger, parts.decode))
    seen = tables.catch_up()
    logger().debug("timers.looked", files=seen, position=tables.position())
    return tables


# Run ------------------------------------------------------------------------------------------------------------------


def run(*, until: str | None = None, dry_run: Switch = False, session: Run) -> int:
    """Note what the law has made happen. Exit code 4 where something was refused, 130 where it was interrupted."""
    last = _last_day(session, until, is_rehearsal=dry_run)
    parts, tables = session.parts, tables_of(session)
    answers: list[Answer] = []

    def told(answer: Answer) -> None:
        answers.append(answer)
        _log(answer)
        if answer.outcome and not dry_run:
            session.recorded_up_to = max(session.recorded_up_to, answer.outcome.positions.stop - 1)
        if not session.is_json:
            for line in _answer_lines(session, answer):
                session.line(line)

    engine = parts.engine_over(Rehearsal(parts.ledger, parts.clock())) if dry_run else parts.engine
    agenda = DayInMind(tables) if dry_run else tables
    tally = TimerRun(engine, agenda, told, session.wish_to_stop).run(last)
    followed = [] if tally.is_interrupted else _follow(session, tables, engine, is_rehearsal=dry_run)
    logger().info("timers.ran", days=tally.days, recorded=tally.recorded, refused=tally.refused, until=str(tally.until))
    if session.is_json:
        session.answer(_run_frame(session, tally, answers, followed, is_rehearsal=dry_run))
    else:
        session.line(_summary(session, tally, last, is_rehearsal=dry_run))
    return Exit.REFUSED if any(one.failure for one in followed) and not tally.is_interrupted else _exit_of(tally)


def _follow(session: Session, tables: ProcessTables, engine: Engine, *, is_rehearsal: bool) -> list[Followed]:
    """What findings of inspections ask of contracts and mandates."""

    def told(answer: Followed) -> None:
        if answer.outcome and not is_rehearsal:
            session.recorded_up_to = max(session.recorded_up_to, answer.outcome.positions.stop - 1)
        if not session.is_json:
            for line in followed_lines(session, answer):
                session.line(line)

    return follow_findings(session, tables, engine, told)


def _last_day(session: Session, until: str | None, *, is_rehearsal: bool) -> date:
    """The day up to which timers run; a day to come can only be rehearsed. Raises Failure."""
    today = day_of(session.parts.clock())
    last = today if until is None else read_day(until, "--until", today)
    if last > today and not is_rehearsal:
        words = Words("--until: {day} is still to come", "--until: {day} ještě nenastal")
        raise usage(words, Words("it can be tried with --dry-run", "lze jej zkusit s --dry-run"), day=last)
    return last


def _exit_of(tally: Tally) -> Exit:
    if tally.is_interrupted:
        return Exit.INTERRUPTED
    return Exit.REFUSED if tally.refused else Exit.OK


def _log(answer: Answer) -> None:
    asked = answer.due
    log = logger().bind(timer=asked.timer, command_id=str(asked.command_id), day=answer.day.isoformat())
    if answer.failure is not None:
        codes = answer.failure.codes if isinstance(answer.failure, Refused) else (type(answer.failure).__name__,)
        log.warning("timer.refused", aggregate=str(asked.command.target), rules=",".join(codes))
    else:
        log.info("timer.noted", aggregate=str(asked.command.target), is_repeat=answer.is_repeat)


LINE = Words(
    "{day}  {kind} {number}: {what}, effective on {effective_on}", "{day}  {kind} {number}: {what}, k {effective_on}"
)
TAKEN_BACK = Words(
    " (noted before and taken back since; left alone)", " (zapsáno dříve a od té doby zrušeno; ponecháno)"
)
NOT_TAKEN = Words(" – refused", " – odmítnuto")
SUMMARY = Words("{days} up to {until}: {recorded} recorded", "{days} do {until}: zapsáno {recorded}")
REHEARSED = Words(
    "{days} up to {until}: {recorded} would be recorded; nothing was written",
    "{days} do {until}: zapsalo by se {recorded}; nic se nezapsalo",
)
REFUSALS = Words(", {refused} refused", ", odmítnuto {refused}")
STOPPED = Words("; interrupted, the next run goes on from here", "; přerušeno, další běh odtud pokračuje")
DAYS = Counted(("day", "days"), ("den", "dny", "dnů", "dne"))


def _answer_lines(session: Session, answer: Answer) -> Iterator[str]:
    say, asked = session.say, answer.due
    text = say(
        LINE,
        day=answer.day,
        kind=say(NAMES[asked.command.aggregate]),
        number=file_number(session, asked.command.target),
        what=say(TIMERS[asked.timer], subject=asked.subject),
        effective_on=asked.effective_on,
    )
    yield text + (say(TAKEN_BACK) if answer.is_repeat else say(NOT_TAKEN) if answer.failure else "")
    if isinstance(answer.failure, Refused):
        yield from violation_lines(say, answer.failure.violations)
    elif answer.failure is not None:
        yield f"  {answer.failure}"


def _summary(session: Session, tally: Tally, last: date, *, is_rehearsal: bool) -> str:
    say = session.say
    text = say(
        REHEARSED if is_rehearsal else SUMMARY,
        days=say.count(tally.days, DAYS),
        until=tally.until or last,
        recorded=say.number(tally.recorded),
    )
    refused = say(REFUSALS, refused=say.number(tally.refused)) if tally.refused else ""
    return text + refused + (say(STOPPED) if tally.is_interrupted else "")


def _run_frame(
    session: Session, tally: Tally, answers: list[Answer], followed: list[Followed], *, is_rehearsal: bool
) -> dict[str, Any]:
    data = {
        **_plain(tally),
        "is_rehearsal": is_rehearsal,
        "answers": [_answer_json(session, one) for one in answers],
        "followed": [followed_json(session, one) for one in followed],
    }
    head = session.parts.ledger.head()
    return frame("timers-run", data, {"known_seq": head}, ok=_exit_of(tally) == Exit.OK)


def _plain(tally: Tally) -> dict[str, Any]:
    document = plain(tally)
    assert isinstance(document, dict)
    return dict(document)


def _answer_json(session: Session, answer: Answer) -> dict[str, Any]:
    asked = answer.due
    violations = answer.failure.violations if isinstance(answer.failure, Refused) else ()
    return {
        "day": answer.day,
        "timer": asked.timer,
        "command": asked.command.topic,
        "command_id": asked.command_id,
        "aggregate": {"kind": asked.command.aggregate, "id": asked.command.target},
        "subject": asked.subject or None,
        "effective_on": asked.effective_on,
        "citations": [str(one) for one in asked.grounds.citations],
        "positions": list(answer.outcome.positions) if answer.outcome else [],
        "is_repeat": answer.is_repeat,
        "failure": None if answer.failure is None else str(answer.failure),
        "violations": [violation_json(session.say, one) for one in violations],
    }


# Status ---------------------------------------------------------------------------------------------------------------

RAN = Words("Run up to {day}; {missed} to catch up", "Proběhlo do {day}; zbývá dohnat {missed}")
NEVER_RAN = Words("Never run", "Dosud neproběhlo")
WAITING = Words("Due now, in so many files: {files}", "Nyní na řadě, v tolika spisech: {files}")
NEXT = Words("Next due on {day}", "Příště na řadě {day}")
NOTHING_NEXT = Words("Nothing is due on any day that is known", "V žádný známý den není nic na řadě")


def status(*, session: Run) -> int:
    """How far the timers have run, and what is due. Exit code 1 where days were missed or something is due."""
    today = day_of(session.parts.clock())
    tables = tables_of(session)
    last, following = tables.last_day(), tables.next_day()
    missed = 0 if last is None or last >= today else len(list(days_to_run(last, today)))
    waiting = len(tables.waiting(today))
    ended = Exit.NEGATIVE if missed or waiting else Exit.OK
    if session.is_json:
        data = {"last_day": last, "missed_days": missed, "due_now": waiting, "next_day": following}
        session.answer(frame("timers-status", data, {"known_seq": tables.position()}, ok=ended == Exit.OK))
        return ended
    say = session.say
    session.line(say(NEVER_RAN) if last is None else say(RAN, day=last, missed=say.count(missed, DAYS)))
    session.line(say(WAITING, files=waiting))
    session.line(say(NEXT, day=following) if following else say(NOTHING_NEXT))
    return ended


# Work -----------------------------------------------------------------------------------------------------------------

STEPS = {
    Step.INCLUSION: Words("include the service in the network", "zařadit službu do sítě"),
    Step.MANDATE: Words("prepare a mandate", "připravit pověření"),
    Step.ISSUE: Words("issue the mandate", "vydat pověření"),
    Step.CONTRACT: Words("draft the contract", "připravit smlouvu"),
    Step.SUSPICION: Words("bring a suspicion into line with its finding", "uvést podezření do souladu se zjištěním"),
}
BECAUSE = Words(
    "because: {what} {kind} {number}, {day}, entry no. {position}",
    "protože: {what} {kind} {number}, {day}, záznam č. {position}",
)
MISSING = Words("to be added to the data: {fields}", "do dat je třeba doplnit: {fields}")
SENDERS = Words("may be sent by: {roles}", "smí poslat: {roles}")
NOBODY = Words("nobody", "nikdo")
NO_WORK = Words("Nothing waits.", "Nic nečeká.")
ITEMS = Counted(("step", "steps"), ("krok", "kroky", "kroků", "kroku"))


def work(*, session: Run) -> int:
    """What follows from awards, mandates, findings … and is not done, each with the command that does it."""
    parts, tables = session.parts, tables_of(session)
    items = list(WorkList(tables, Replay(parts.ledger, parts.decode), parts.permissions).items())
    if session.is_json:
        session.answer(frame("timers-work", [_item_json(one) for one in items], {"known_seq": tables.position()}))
        return Exit.OK
    if not items:
        session.line(session.say(NO_WORK))
        return Exit.OK
    for one in items:
        for line in _item_lines(session, one):
            session.line(line)
        session.line()
    session.line(session.say.count(len(items), ITEMS))
    return Exit.OK


def _item_lines(session: Session, item: WorkItem) -> Iterator[str]:
    """What is to be done, why, and the command line that does it."""
    say, why = session.say, item.why
    yield say(STEPS[item.step])
    facts = {"kind": say(NAMES[kind_of(why)]), "number": file_number(session, why.originator_id)}
    what = event_words(say, why.event)
    yield "  " + say(BECAUSE, what=what, day=why.effective_on, position=why.position, **facts)
    where = f"--target {item.target} --id {item.command_id}"
    yield f"  kronika do {item.topic} {where} --data {shlex.quote(encoded(item.data))}"
    if item.missing:
        yield "  " + say(MISSING, fields=", ".join(item.missing))
    yield "  " + say(SENDERS, roles=", ".join(item.roles) or say(NOBODY))


def _item_json(item: WorkItem) -> dict[str, Any]:
    return {
        "step": item.step,
        "why": {
            "topic": item.why.event.topic,
            "event_id": item.causation_id,
            "aggregate_id": item.why.originator_id,
            "position": item.why.position,
            "effective_on": item.why.effective_on,
        },
        "command": item.topic,
        "command_id": item.command_id,
        "target": item.target,
        "data": dict(item.data),
        "missing": list(item.missing),
        "roles": list(item.roles),
    }
