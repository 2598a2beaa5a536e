"""`kronika mandate`: whether a service was paid too much in a year, and a contract paid outside every mandate."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any
from uuid import UUID

from rich.table import Table

from adapters.cli.cards import file_number
from adapters.cli.failures import Exit, usage
from adapters.cli.files import File, find, nothing_then, state_of
from adapters.cli.mandate_words import (
    COLUMNS,
    COVER_COLUMNS,
    COVERED,
    DETAILS,
    LABELS,
    MISSING,
    NO_MONTH,
    NO_PAYMENT,
    NO_SERVICE,
    NOT_ENTRUSTED,
    NOT_IN_YEAR,
    OUTCOMES,
    OUTSIDE,
    PAYMENTS,
    REPAID,
    REPAY_BY,
    UNDECIDED_PARTS,
)
from adapters.cli.moments import Asked, ask, header, strip
from adapters.cli.session import Run, Session
from adapters.cli.tables import table
from adapters.telling.frames import frame
from application.mandate_cover import PaidPart, cover, mandates_of
from application.replay import NotYetRecorded, Replay
from domain.contract.contract import Contract
from domain.kernel.answer import Answer
from domain.kernel.entry import CORRECTIONS, Entry
from domain.kernel.plain import plain
from domain.mandate.mandate import Mandate
from domain.mandate.payloads import Outcome
from domain.mandate.verdict import Line, Verdict

PAGE = 5_000
"""How many entries are read at once when mandates are looked for."""
Positions = Mapping[UUID, tuple[int, ...]]

# Check ----------------------------------------------------------------------------------------------------------------


def check(
    id: str,  # noqa: A002  # as it is called on the help page
    /,
    *,
    year: int,
    service: str | None = None,
    known: str | None = None,
    known_seq: int | None = None,
    session: Run,
) -> int:
    """The verdict on a service-year, with the calculation and the entries that it stands on."""
    asked = ask(session, valid=None, known=known, known_seq=known_seq)
    file = find(session, "mandate", id, asked)
    entries = _replay(session).entries(file.id, asked.known)
    try:
        mandate = state_of(session, file, entries, asked)
    except NotYetRecorded as error:
        return _nothing(session, file, asked, error, schema="mandate-check", data={"mandate": file.id, "verdicts": []})
    assert isinstance(mandate, Mandate)
    services = _services(mandate, service)
    _ask_year(mandate, year, services)
    verdicts = [mandate.verdict(year, one) for one in services]
    positions = _positions(entries)
    if session.is_json:
        data = {"mandate": file.id, "verdicts": [_verdict_json(one, positions) for one in verdicts]}
        session.answer(frame("mandate-check", data, {"known_seq": asked.known}))
        return Exit.OK
    strip(session, asked)
    session.line(header(session, asked))
    for verdict in verdicts:
        _print_verdict(session, file, verdict, positions)
    return Exit.OK


def _services(mandate: Mandate, service: str | None) -> Sequence[str | None]:
    """The one that was asked for, or each. Raises Failure for one that the mandate does not have."""
    if service is None:
        return tuple(mandate.services) or (None,)
    if service not in mandate.services:
        raise usage(NOT_ENTRUSTED, service=service, known=", ".join(mandate.services))
    return (service,)


def _ask_year(mandate: Mandate, year: int, services: Sequence[str | None]) -> None:
    """Raises Failure for a year that the mandate certainly does not reach and nothing was paid for."""
    first, last = mandate.first_day, mandate.ends_on
    has_money = any(mandate.book(mandate.service_key(one), year).has_money for one in services)
    if first is not None and last is not None and not first.year <= year <= last.year and not has_money:
        raise usage(NOT_IN_YEAR, year=str(year), first=first, last=last)


def _positions(entries: Sequence[Entry]) -> Positions:
    """The numbers of each entry and of those that correct it, by the event."""
    found: dict[UUID, tuple[int, ...]] = {}
    for entry in entries:
        event = entry.event.target if isinstance(entry.event, CORRECTIONS) else entry.event_id
        found[event] = (*found.get(event, ()), entry.position)
    return found


def _numbers(events: Sequence[UUID], positions: Positions) -> list[int]:
    return sorted({position for event in events for position in positions.get(event, ())})


def _verdict_json(verdict: Verdict, positions: Positions) -> dict[str, Any]:
    return {
        "service": verdict.service,
        "year": verdict.year,
        "outcome": verdict.outcome,
        "sentence": verdict.sentence,
        "missing": verdict.missing,
        "public_money": plain(verdict.public_money),
        "net_cost": plain(verdict.ceiling),
        "overcompensation": plain(verdict.overcompensation),
        "room": plain(verdict.room),
        "left_to_repay": plain(verdict.left_to_repay),
        "to_claim": plain(verdict.to_claim),
        "repay_by": verdict.repay_by,
        "lines": [
            {
                "label": line.label,
                "amount": plain(line.amount),
                "detail": line.detail,
                "entries": _numbers(line.events, positions),
            }
            for line in verdict.lines
        ],
    }


def _print_verdict(session: Session, file: File, verdict: Verdict, positions: Positions) -> None:
    session.line()
    session.line(" · ".join((file.name(session), verdict.service or session.say(NO_SERVICE), str(verdict.year))))
    session.line(verdict_sentence(session, verdict), style="bold")
    if not verdict.lines:
        return
    session.line()
    grid = table(session, COLUMNS, numeric=(1,), fixed=(1,))
    for line in verdict.lines:
        numbers = ", ".join(_ranges(_numbers(line.events, positions)))
        grid.add_row(_label(session, line), session.say.value(line.amount), numbers)
    session.show(grid)


def _ranges(numbers: Sequence[int]) -> Iterator[str]:
    """What follows each other is said by its ends: 3, 5–9."""
    for _, together in groupby(enumerate(numbers), key=lambda placed: placed[1] - placed[0]):
        run = [number for _, number in together]
        yield str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}"


def _label(session: Session, line: Line) -> str:
    if line.detail is None:
        return session.say(LABELS[line.label])
    detail = session.say(DETAILS[line.detail]) if line.detail in DETAILS else line.detail
    return f"{session.say(LABELS[line.label])} ({detail})"


def verdict_sentence(session: Session, verdict: Verdict) -> str:
    """The verdict in one sentence of the reader's language."""
    say = session.say
    words = OUTCOMES[verdict.outcome]
    if verdict.outcome is Outcome.REPAY and verdict.left_to_repay.is_zero:
        words = REPAID
    elif verdict.outcome is Outcome.REPAY and verdict.repay_by is not None:
        words = REPAY_BY
    return say(
        words,
        amount=verdict.overcompensation,
        room=verdict.room,
        year=str(verdict.to_year),
        day=verdict.repay_by,
        missing=", ".join(say(MISSING[one]) for one in verdict.missing),
    )


def _nothing(
    session: Session, file: File, asked: Asked, error: NotYetRecorded, *, schema: str, data: Mapping[str, Any]
) -> int:
    """The answer for a time before the first entry of the file; `data` is the empty one."""
    if session.is_json:
        session.answer(frame(schema, data, {"known_seq": asked.known}, warnings=["nothing recorded then"]))
    else:
        session.line(nothing_then(session, file, asked, error.first))
    return Exit.OK


# Cover ----------------------------------------------------------------------------------------------------------------


def mandate_cover(*, contract: str, known: str | None = None, known_seq: int | None = None, session: Run) -> int:
    """The payments of a contract that lie outside every mandate, and those of which it cannot be told."""
    asked = ask(session, valid=None, known=known, known_seq=known_seq)
    file = find(session, "contract", contract, asked)
    entries = _replay(session).entries(file.id, asked.known)
    try:
        state = state_of(session, file, entries, asked)
    except NotYetRecorded as error:
        data = {"contract": file.id, "mandates": [], "payments": [], "outside": 0}
        return _nothing(session, file, asked, error, schema="mandate-cover", data=data)
    assert isinstance(state, Contract)
    mandates = mandates_of(state, _mandates(session, asked.known))
    parts = cover(state, mandates)
    outside = [part for part in parts if part.covered is Answer.NO]
    if session.is_json:
        data = {
            "contract": file.id,
            "mandates": [one.id for one in mandates],
            "payments": [_part_json(part, _positions(entries)) for part in parts],
            "outside": len(outside),
        }
        session.answer(frame("mandate-cover", data, {"known_seq": asked.known}, ok=not outside))
    else:
        strip(session, asked)
        session.line(header(session, asked))
        session.line()
        _print_cover(session, file, parts, _positions(entries))
    return Exit.NEGATIVE if outside else Exit.OK


def _replay(session: Session) -> Replay:
    return Replay(session.parts.ledger, session.parts.decode)


def _mandates(session: Session, known: int) -> Iterator[Mandate]:
    """Every mandate as known then: found by the topics of the ledger, none of which is read but those of mandates."""
    replay, position = _replay(session), 0
    while page := session.parts.ledger.select_entries(after=position, limit=PAGE, until=known):
        position = page[-1].position
        for stored in page:
            if stored.originator_version == 1 and stored.topic.startswith("mandate."):
                mandate = replay.state(stored.originator_id, known)
                assert isinstance(mandate, Mandate)
                yield mandate


def _part_json(part: PaidPart, positions: Positions) -> dict[str, Any]:
    return {
        "movement": part.movement,
        "amount": plain(part.amount),
        "paid_on": part.paid_on,
        "month": part.month,
        "service": part.service,
        "covered": part.covered,
        "mandates": part.mandates,
        "entries": _numbers(part.events, positions),
    }


def _print_cover(session: Session, file: File, parts: Sequence[PaidPart], positions: Positions) -> None:
    if not parts:
        session.line(session.say(NO_PAYMENT, file=file.name(session)))
        return
    by_answer = {answer: [part for part in parts if part.covered is answer] for answer in Answer}
    inside = by_answer[Answer.YES]
    if inside:
        numbers = dict.fromkeys(file_number(session, one) for part in inside for one in part.mandates)
        session.line(
            session.say(COVERED, payments=session.say.count(len(inside), PAYMENTS), mandates=", ".join(numbers))
        )
    for answer, words in ((Answer.NO, OUTSIDE), (Answer.CANNOT_BE_DECIDED, UNDECIDED_PARTS)):
        if by_answer[answer]:
            counted = session.say.count(len(by_answer[answer]), PAYMENTS)
            session.line(session.say(words, payments=counted), style="bold")
            session.show(_cover_table(session, by_answer[answer], positions))


def _cover_table(session: Session, parts: Sequence[PaidPart], positions: Positions) -> Table:
    grid = table(session, COVER_COLUMNS, numeric=(3,), fixed=(1, 2, 3))
    for part in parts:
        grid.add_row(
            part.movement,
            session.say.value(part.paid_on),
            str(part.month or session.say(NO_MONTH)),
            session.say.value(part.amount),
            part.service or session.say(NO_SERVICE),
            ", ".join(str(number) for number in _numbers(part.events, positions)),
        )
    return grid
