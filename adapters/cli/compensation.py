"""`kronika compensation`: what each service may get, got and cost in a year, the verdict, and whose turn it is."""

from collections.abc import Iterator

from rich.table import Table

from adapters.cli.cards import file_number
from adapters.cli.compensation_words import (
    ABOVE,
    BALANCES,
    BY,
    CARRIED,
    CARRIED_IN,
    CARRIED_OVER,
    CHECKED,
    COLUMNS,
    COMMITTED,
    COMPENSATION_PAID,
    DECLARED_ONLY,
    IN_ALL_REPAID,
    LACKING,
    LACKS,
    MANDATE,
    NEWS,
    NO_SERVICE,
    NOT_DECIDED,
    NOTHING,
    OUTDATED,
    REPAID,
    REPAY,
    RETURNED,
    ROOM,
    SAFE,
    SERVICE_YEARS,
    SOURCE,
    STEPS,
    SUPERSEDED,
    TO_REPAY,
    TOTALS,
    TURN,
    UNDECIDED,
    UNKNOWN_DAY,
    WITHOUT,
)
from adapters.cli.due import TURNS
from adapters.cli.failures import Exit
from adapters.cli.moments import NOTHING_FITS, ask, header, strip
from adapters.cli.session import Run, Session
from adapters.cli.tables import cell, table
from adapters.cli.views import up_to_date
from adapters.telling.frames import frame
from adapters.telling.words import NOT_KNOWN
from domain.mandate.payloads import Outcome
from projections.compensation import (
    COMPENSATION,
    CompensationFilter,
    CompensationRow,
    CompensationTotals,
    SourceLine,
    Verdict,
    compensation_rows,
    compensation_totals,
)
from projections.report import Report


def compensation(
    *,
    year: int | None = None,
    provider: str | None = None,
    service: str | None = None,
    valid: str | None = None,
    known: str | None = None,
    known_seq: int | None = None,
    session: Run,
) -> int:
    """Show service-years."""
    asked = ask(session, valid=valid, known=known, known_seq=known_seq)
    filters = CompensationFilter(year=year, provider=provider, service=service)
    database = up_to_date(session, COMPENSATION)
    report = compensation_rows(database, valid=asked.valid, known=asked.known, filters=filters)
    totals = compensation_totals(report)
    if session.is_json:
        data = {"rows": list(report), "totals": totals}
        session.answer(frame("compensation", data, {"valid": asked.valid, "known_seq": report.as_of_position}))
        return Exit.OK
    strip(session, asked)
    session.line(header(session, asked))
    session.line()
    if not report.rows:
        session.line(session.say(NOTHING_FITS if year or provider or service else NOTHING))
        return Exit.OK
    session.show(_table(session, report))
    for line in _total_lines(session, totals):
        session.line(line)
    return Exit.OK


def _table(session: Session, report: Report[CompensationRow]) -> Table:
    grid = table(session, COLUMNS, numeric=(3,), fixed=(3,), widths={0: 16, 4: 16, 5: 12}, is_spaced=True)
    for row in report:
        grid.add_row(
            _named(session, row),
            _ceiling(session, row),
            cell(session.say.money(row.public_money), *(_source(session, line) for line in row.sources)),
            _cost(session, row),
            cell(*_verdict(session, row.verdict), *_check(session, row)),
            _next(session, row),
        )
    return grid


def _named(session: Session, row: CompensationRow) -> str:
    say = session.say
    service = f"{row.service or say(NO_SERVICE)} {row.year}"
    number = row.mandate_number or str(row.mandate)
    return cell(service, row.provider or say(NOT_KNOWN), say(MANDATE, mandate=number))


def _ceiling(session: Session, row: CompensationRow) -> str:
    """The compensation payment, what is promised, and what is left of it."""
    say = session.say
    if row.room is None:
        left = ""
    else:
        left = say(ABOVE, amount=abs(row.room)) if row.room.is_negative else say(ROOM, amount=row.room)
    committed = "" if row.committed.is_zero else say(COMMITTED, amount=row.committed)
    carried = "" if row.carried_in.is_zero else say(CARRIED_IN, amount=row.carried_in)
    return cell(say.value(row.compensation), committed, carried, left)


def _source(session: Session, line: SourceLine) -> str:
    """Whose money it is: the funder, or the contract or reference with the source; what went back."""
    say = session.say
    if line.kind == "returned":
        return say(RETURNED, amount=line.amount)
    if line.funder is not None:
        return say(SOURCE, source=line.funder, amount=line.amount)
    under = file_number(session, line.contract) if line.contract is not None else line.reference
    named = " ".join(part for part in (line.source, under) if part)
    return say(SOURCE, source=named, amount=line.amount) if named else say(COMPENSATION_PAID, amount=line.amount)


def _cost(session: Session, row: CompensationRow) -> str:
    """As verified; what is only declared says so."""
    if row.verified is not None:
        return session.say.money(row.verified.net_cost)
    if row.declared is not None:
        return session.say(DECLARED_ONLY, amount=row.declared.net_cost)
    return session.say(NOT_KNOWN)


def _verdict(session: Session, verdict: Verdict) -> Iterator[str]:
    say = session.say
    yield say(BALANCES[verdict.balance], amount=None if verdict.difference is None else abs(verdict.difference))
    if verdict.outcome is Outcome.CARRY_OVER:
        yield say(CARRIED, year=str(verdict.to_year))
    if verdict.outcome is Outcome.REPAY:
        is_repaid = verdict.left_to_repay.is_zero
        yield say(REPAID) if is_repaid else say(REPAY, amount=verdict.left_to_repay)
    if verdict.outcome is Outcome.CANNOT_BE_DECIDED and verdict.overcompensation is not None:
        yield say(UNDECIDED)
    if verdict.missing:
        yield say(LACKS, missing=", ".join(say(LACKING[one]) for one in verdict.missing))


def _check(session: Session, row: CompensationRow) -> Iterator[str]:
    """When it was checked, and what became known since."""
    if not row.checks:
        return
    say, standing = session.say, row.checks[-1]
    on = say(UNKNOWN_DAY) if standing.checked_on is None else say.day(standing.checked_on)
    yield say(SUPERSEDED if row.is_outdated else CHECKED, day=on)
    if row.is_outdated and row.news:
        yield say(NEWS, entries=", ".join(map(str, row.news)))


def _next(session: Session, row: CompensationRow) -> str:
    """Whose turn it is, what is to be done, and by when."""
    say, following = session.say, row.next
    words = say(STEPS[following.step], day=following.legal_last_day)
    if following.turn is None:
        return words
    safe = following.safe_last_day
    is_earlier = safe is not None and following.legal_last_day is not None and safe < following.legal_last_day
    return cell(
        say(TURN, who=say(TURNS[following.turn]), step=words),
        "" if following.legal_last_day is None else say(BY, day=following.legal_last_day),
        say(SAFE, day=safe) if is_earlier else "",
    )


def _total_lines(session: Session, totals: CompensationTotals) -> Iterator[str]:
    say = session.say
    yield say(
        TOTALS,
        rows=say.count(totals.service_years, SERVICE_YEARS),
        compensation=totals.compensation,
        committed=totals.committed,
        public=totals.public_money,
    )
    amounts = ((TO_REPAY, totals.to_repay), (IN_ALL_REPAID, totals.repaid), (CARRIED_OVER, totals.carried_over))
    counts = ((NOT_DECIDED, totals.undecided), (WITHOUT, totals.without_compensation), (OUTDATED, totals.outdated))
    parts = [say(words, amount=amount) for words, amount in amounts if not amount.is_zero]
    parts += [say(words, number=say.number(number)) for words, number in counts if number]
    if parts:
        yield " · ".join(parts)
