"""`kronika network`: who provides what, where, under which contract, for how much, as of two moments."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated
from uuid import UUID

from cyclopts import Parameter
from rich.table import Table

from adapters.cli.failures import Exit, usage
from adapters.cli.known_words import check_section
from adapters.cli.moments import NOTHING_FITS, ask, header, strip
from adapters.cli.session import Run, Session
from adapters.cli.tables import cell, table
from adapters.cli.views import up_to_date
from adapters.telling.frames import frame
from adapters.telling.quantities import quantity
from adapters.telling.words import INFERRED, NOT_KNOWN, UNDECIDED, Counted, Words
from domain.kernel.answer import Answer
from domain.kernel.registry import InvalidIdentifier, OrpCode
from projections.network import (
    NETWORK,
    EntryCells,
    MandateCells,
    NetworkFilter,
    NetworkRow,
    NetworkTotals,
    network_rows,
    network_totals,
)
from projections.report import Report

COLUMNS = (
    Words("Service and provider", "Služba a poskytovatel"),
    Words("Region", "Území"),
    Words("Contract or project", "Smlouva nebo projekt"),
    Words("Maximum", "Nejvýše"),
    Words("Paid", "Vyplaceno"),
    Words("In force", "Platí"),
)
ROWS = Counted(("row", "rows"), ("řádek", "řádky", "řádků", "řádku"))
CONTRACTS = Counted(("contract", "contracts"), ("smlouva", "smlouvy", "smluv", "smlouvy"))
TOTALS = Words(
    "{rows} · {contracts} · maximum together {maximum}", "{rows} · {contracts} · nejvýše dohromady {maximum}"
)
OF_CONTRACTS = Counted(("contract", "contracts"), ("smlouvy", "smluv", "smluv", "smlouvy"))
SERVICES = Counted(("service", "services"), ("služba", "služby", "služeb", "služby"))
WITHOUT = Words("{number} without a known maximum", "{number} bez známé nejvyšší částky")
AWARDED = Words("provided {amount} (not known whether paid)", "poskytnuto {amount} (není známo, zda vyplaceno)")
PROVIDED = Words("(provided)", "(poskytnuto)")
PAID = Words("paid {amount}", "vyplaceno {amount}")
NOT_TOLD = Words(
    "of {contracts} it is not known whether anything was paid", "u {contracts} není známo, zda se z nich platilo"
)
PERHAPS = Words("perhaps {orps}", "možná {orps}")
INCLUDED = {
    None: Words("known to the network", "síť o ní ví"),
    Answer.YES: Words("in the network", "v síti"),
    Answer.NO: Words("not in the network", "není v síti"),
    Answer.CANNOT_BE_DECIDED: Words("perhaps in the network", "snad v síti"),
}
HOLDS = {
    None: Words("mandate {number}", "pověření {number}"),
    Answer.YES: Words("mandate {number}", "pověření {number}"),
    Answer.NO: Words("mandate {number} does not hold", "pověření {number} neplatí"),
    Answer.CANNOT_BE_DECIDED: Words("mandate {number} holds perhaps", "pověření {number} snad platí"),
}
UNTIL = Words("{what} until {day}", "{what} do {day}")
LEVEL = Words("level {level}", "úroveň {level}")
EMPTY = Words("Nothing is known of the network then.", "O síti tehdy není nic známo.")


def network(
    *,
    valid: str | None = None,
    known: str | None = None,
    known_seq: int | None = None,
    provider: str | None = None,
    section: str | None = None,
    orp: str | None = None,
    project: str | None = None,
    ended: Annotated[bool, Parameter(negative=())] = False,
    session: Run,
) -> int:
    """Show the network."""
    asked = ask(session, valid=valid, known=known, known_seq=known_seq)
    filters = NetworkFilter(
        provider=provider,
        section=section.removeprefix("§").strip() if section else None,
        orp=_orp(orp),
        project=_project(session, project),
        in_force=frozenset(Answer) if ended else NetworkFilter().in_force,
    )
    database = up_to_date(session, NETWORK)
    report = network_rows(database, valid=asked.valid, known=asked.known, filters=filters)
    if not report.rows:
        check_section(filters.section)
    totals = network_totals(report)
    if session.is_json:
        data = {"rows": list(report), "totals": totals}
        session.answer(frame("network", data, {"valid": asked.valid, "known_seq": report.as_of_position}))
        return Exit.OK
    strip(session, asked)
    session.line(header(session, asked))
    session.line()
    if not report.rows:
        session.line(session.say(NOTHING_FITS if provider or section or orp or project else EMPTY))
        return Exit.OK
    session.show(_table(session, report))
    for line in _total_lines(session, report, totals):
        session.line(line)
    return Exit.OK


def _orp(written: str | None) -> str | None:
    """The code of an ORP that was given by code or name. Raises Failure."""
    if written is None:
        return None
    try:
        return OrpCode(written) if written.isdecimal() else OrpCode.named(written)
    except InvalidIdentifier as error:
        raise usage(Words("--orp: {message}", "--orp: {message}"), message=str(error)) from None


def _project(session: Session, written: str | None) -> UUID | None:
    return None if written is None else session.parts.resolver.identifier("project", written)


def _table(session: Session, report: Report[NetworkRow]) -> Table:
    grid = table(session, COLUMNS, numeric=(3, 4), fixed=(2, 3), widths={0: 24, 1: 14, 4: 9, 5: 9}, is_spaced=True)
    for row in report:
        grid.add_row(
            cell(*_first(session, row)),
            _region(session, row),
            _contract(session, row),
            _maximum(session, row),
            session.say.value(row.gross),
            _in_force(session, row),
        )
    return grid


def _first(session: Session, row: NetworkRow) -> Iterator[str]:
    """The service, its provider, how it stands in the network, and the mandate that it is entrusted by."""
    yield _service(session, row)
    yield _marked(session, row.provider, is_inferred=row.is_provider_inferred)
    yield from _standing(session, row.entry)
    yield _mandate(session, row.mandate)


def _marked(session: Session, value: str | None, *, is_inferred: bool) -> str:
    if value is None:
        return session.say(NOT_KNOWN)
    return session.say(INFERRED, value=value) if is_inferred else value


def _service(session: Session, row: NetworkRow) -> str:
    """The service by its name, its § of Act 108/2006 and its registration number, as far as they are known."""
    parts = (row.service_name, f"§ {row.section}" if row.section else None, row.registration_number)
    return ", ".join(part for part in parts if part) or session.say(NOT_KNOWN)


def _region(session: Session, row: NetworkRow) -> str:
    """As written; the ORPs that it is taken to mean stand below."""
    names = ", ".join(OrpCode(code).official_name for code in row.orps)
    perhaps = ", ".join(OrpCode(code).official_name for code in row.orps_perhaps)
    orps = _marked(session, names, is_inferred=row.are_orps_inferred) if names else ""
    written = f"“{row.region_as_written}”" if row.region_as_written else ""
    return cell(written, orps, session.say(PERHAPS, orps=perhaps) if perhaps else "") or session.say(NOT_KNOWN)


def _contract(session: Session, row: NetworkRow) -> str:
    several = session.say.count(row.services_in_contract, SERVICES) if row.services_in_contract > 1 else ""
    named = row.contract_number or (str(row.contract) if row.contract else "")
    return cell(named, several, row.project_name or "") or session.say(NOT_KNOWN)


def _maximum(session: Session, row: NetworkRow) -> str:
    if row.maximum is None and row.awarded is not None:
        return cell(session.say.money(row.awarded), session.say(PROVIDED))
    return session.say.value(row.maximum)


def _in_force(session: Session, row: NetworkRow) -> str:
    if row.in_force is None:
        return ""
    return session.say.value(row.in_force) if row.in_force.decided is not None else session.say(UNDECIDED)


def _standing(session: Session, entry: EntryCells | None) -> Iterator[str]:
    """Whether and until when it stands in the network, at which level, with how much."""
    if entry is None:
        return
    included = session.say(INCLUDED[entry.included])
    until = _until(session, included, entry.last_day) if entry.included is not Answer.NO else included
    level = "" if entry.level is None else session.say(LEVEL, level=entry.level)
    yield ", ".join(part for part in (until, level) if part)
    if entry.capacities:
        yield ", ".join(f"{one.form} {quantity(session.say, one.amount, one.unit)}" for one in entry.capacities)


def _mandate(session: Session, mandate: MandateCells | None) -> str:
    """The act that entrusts the service, and until when."""
    if mandate is None:
        return ""
    held = session.say(HOLDS[mandate.is_valid], number=mandate.number or str(mandate.mandate))
    return _until(session, held, mandate.last_day) if mandate.is_valid is not Answer.NO else held


def _until(session: Session, what: str, day: date | None) -> str:
    return what if day is None else session.say(UNTIL, what=what, day=day)


def _total_lines(session: Session, report: Report[NetworkRow], totals: NetworkTotals) -> list[str]:
    say = session.say
    first = say(
        TOTALS,
        rows=say.count(len(report), ROWS),
        contracts=say.count(totals.contracts, CONTRACTS),
        maximum=totals.maximum,
    )
    parts = [say(WITHOUT, number=totals.without_maximum)] if totals.without_maximum else []
    parts += [say(AWARDED, amount=totals.awarded)] if not totals.awarded.is_zero else []
    parts += [say(PAID, amount=totals.gross)] if totals.contracts > totals.not_known_whether_paid else []
    if totals.not_known_whether_paid:
        parts.append(say(NOT_TOLD, contracts=say.count(totals.not_known_whether_paid, OF_CONTRACTS)))
    return [first, *([" · ".join(parts)] if parts else [])]
