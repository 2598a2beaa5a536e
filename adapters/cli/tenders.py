"""`kronika tenders`: how far tenders have come, in which rounds, with how many bids and objections, for how much."""

from collections.abc import Iterator
from typing import Annotated, Any

from cyclopts import Parameter
from rich.table import Table

from adapters.cli.failures import Exit
from adapters.cli.known_words import check_section
from adapters.cli.moments import NOTHING_FITS, ask, header, strip
from adapters.cli.session import Run, Session
from adapters.cli.tables import cell, table
from adapters.cli.views import up_to_date
from adapters.telling.entries import DAYS
from adapters.telling.frames import frame, members
from adapters.telling.words import NOT_KNOWN, Counted, Words
from projections.report import Report
from projections.tender_funnel import (
    TENDER_FUNNEL,
    FunnelRow,
    FunnelTotals,
    LotOutcome,
    Outcome,
    RoundRow,
    Stage,
    StageDay,
    TenderFilter,
    funnel_totals,
    tender_rows,
)

Switch = Annotated[bool, Parameter(negative=())]

COLUMNS = (
    Words("Tender", "Zakázka"),
    Words("Lots", "Části"),
    Words("Bids", "Nabídky"),
    Words("Review", "Přezkum"),
    Words("Last stage", "Poslední krok"),
    Words("Outcome", "Výsledek"),
    Words("Awarded", "Zadáno"),
    Words("Contracted", "Nasmlouváno"),
)
STAGES = {
    Stage.PLANNED: Words("planned", "naplánována"),
    Stage.APPROVED: Words("approved", "schválena"),
    Stage.ANNOUNCED: Words("announced", "předběžně oznámena"),
    Stage.CALLED: Words("called", "zahájena"),
    Stage.BIDS_CLOSED: Words("time for bids over", "konec lhůty pro nabídky"),
    Stage.OPENED: Words("bids opened", "nabídky otevřeny"),
    Stage.EVALUATED: Words("evaluated", "vyhodnoceno"),
    Stage.SELECTED: Words("supplier selected", "vybrán dodavatel"),
    Stage.STANDSTILL_ENDED: Words("standstill over", "zákaz uzavřít smlouvu skončil"),
    Stage.AWARDED: Words("awarded", "zadáno"),
    Stage.CONTRACTED: Words("contracted", "uzavřena smlouva"),
    Stage.CANCELLED: Words("cancelled", "zrušeno"),
    Stage.UNAWARDED: Words("not awarded", "nezadáno"),
    Stage.RESULT: Words("result published", "výsledek uveřejněn"),
    Stage.CLOSED: Words("closed", "ukončena"),
}
OUTCOMES = {
    Outcome.OPEN: Words("open", "probíhá"),
    Outcome.AWARDED: Words("awarded", "zadána"),
    Outcome.PARTLY_AWARDED: Words("partly awarded", "zadána zčásti"),
    Outcome.NOT_AWARDED: Words("not awarded", "nezadána"),
    Outcome.NOT_KNOWN: NOT_KNOWN,
}
LOT_OUTCOMES = {
    LotOutcome.OPEN: Words("open", "probíhá"),
    LotOutcome.AWARDED: Words("awarded", "zadána"),
    LotOutcome.CONTRACTED: Words("contracted", "uzavřena smlouva"),
    LotOutcome.CANCELLED: Words("cancelled", "zrušena"),
    LotOutcome.UNAWARDED: Words("no participant left", "nezbyl účastník"),
    LotOutcome.CONTINUED: Words("called again in another tender", "vyhlášena znovu v jiné zakázce"),
    LotOutcome.NOT_WON: Words("not won", "nevyhrána"),
    LotOutcome.NOT_KNOWN: NOT_KNOWN,
}
LOTS = Counted(("lot", "lots"), ("část", "části", "částí", "části"))
ROUNDS = Counted(("round", "rounds"), ("kolo", "kola", "kol", "kola"))
BIDS = Counted(("bid", "bids"), ("nabídka", "nabídky", "nabídek", "nabídky"))
TENDERS = Counted(("tender", "tenders"), ("zakázka", "zakázky", "zakázek", "zakázky"))
OF_TENDERS = Counted(("tender", "tenders"), ("zakázky", "zakázek", "zakázek", "zakázky"))
LATE = Words("{number} late", "{number} pozdě")
EXCLUDED = Words("{number} excluded", "vyloučeno {number}")
OBJECTIONS = Words("objections: {number}", "námitky: {number}")
PETITIONS = Words("petitions: {number}", "návrhy k ÚOHS: {number}")
ONE_OF = Words("one of {tenders} ({group})", "jedna z {tenders} ({group})")
IN_ALL = Words("{days} in all", "celkem {days}")
LATER = Words("{days} later", "o {days} později")
TOTALS = Words(
    "{tenders} · {lots} · {rounds} · {bids} · contracted {contracted}",
    "{tenders} · {lots} · {rounds} · {bids} · nasmlouváno {contracted}",
)
NOT_TOLD = Words(
    "of {tenders} from old records it is not known for how much", "u {tenders} ze starých záznamů není známo, za kolik"
)
LOT_ROUND = Words("lot {lot}, round {round}: {outcome}", "část {lot}, kolo {round}: {outcome}")
NOTHING = Words("No tender is on file then.", "Žádná zakázka tehdy není ve spisu.")


def tenders(
    *,
    project: str | None = None,
    section: str | None = None,
    rounds: Switch = False,
    valid: str | None = None,
    known: str | None = None,
    known_seq: int | None = None,
    session: Run,
) -> int:
    """Show tenders."""
    asked = ask(session, valid=valid, known=known, known_seq=known_seq)
    filters = TenderFilter(
        project=None if project is None else session.parts.resolver.identifier("project", project),
        section=section.removeprefix("§").strip() if section else None,
    )
    database = up_to_date(session, TENDER_FUNNEL)
    report = tender_rows(database, valid=asked.valid, known=asked.known, filters=filters)
    if not report.rows:
        check_section(filters.section)
    totals = funnel_totals(report)
    if session.is_json:
        data = {"rows": [_json(row) for row in report], "totals": totals}
        session.answer(frame("tenders", data, {"valid": asked.valid, "known_seq": report.as_of_position}))
        return Exit.OK
    strip(session, asked)
    session.line(header(session, asked))
    session.line()
    if not report.rows:
        session.line(session.say(NOTHING_FITS if project or section else NOTHING))
        return Exit.OK
    session.show(_table(session, report))
    for line in (*(_rounds(session, report) if rounds else ()), *_total_lines(session, totals)):
        session.line(line)
    return Exit.OK


def _json(row: FunnelRow) -> dict[str, Any]:
    counted = {name: getattr(row, name) for name in ("rounds", "bids", "late_bids", "exclusions", "days")}
    return members(row) | counted


# Rows ------------------------------------------------------------------------------------------------------------


def _table(session: Session, report: Report[FunnelRow]) -> Table:
    say = session.say
    grid = table(session, COLUMNS, numeric=(6, 7), fixed=(1, 2, 6, 7))
    for row in report:
        grid.add_row(
            _name(session, row),
            cell(say.count(len(row.lots), LOTS), say.count(row.rounds, ROUNDS)) if row.lots else "",
            _bids(session, row),
            _review(session, row),
            _stage(session, row.stages[-1]) if row.stages else say(NOT_KNOWN),
            _outcome(session, row),
            say.value(row.awarded),
            say.value(row.contracted),
        )
    return grid


def _name(session: Session, row: FunnelRow) -> str:
    """The number and title, or how the source calls the service; and among which it is counted."""
    called = row.title or row.service_as_written or ""
    group = ""
    if row.one_of is not None:
        group = session.say(ONE_OF, tenders=row.one_of.tenders, group=row.one_of.group)
    return cell(row.number or "", called, group) or str(row.tender)


def _bids(session: Session, row: FunnelRow) -> str:
    say = session.say
    if not row.rounds:
        return say(NOT_KNOWN) if row.is_taken_over else ""
    late = say(LATE, number=row.late_bids) if row.late_bids else ""
    excluded = say(EXCLUDED, number=row.exclusions) if row.exclusions else ""
    return cell(say.count(row.bids, BIDS), late, excluded)


def _review(session: Session, row: FunnelRow) -> str:
    say = session.say
    objections = say(OBJECTIONS, number=row.objections) if row.objections else ""
    return cell(objections, say(PETITIONS, number=row.petitions) if row.petitions else "")


def _stage(session: Session, stage: StageDay) -> str:
    return cell(session.say(STAGES[stage.stage]), session.say.value(stage.on))


def _outcome(session: Session, row: FunnelRow) -> str:
    """How it ended, and after how many days."""
    days = "" if row.days is None else session.say(IN_ALL, days=session.say.count(row.days, DAYS))
    return cell(session.say(OUTCOMES[row.outcome]), days)


# Below the table -------------------------------------------------------------------------------------------------


def _rounds(session: Session, report: Report[FunnelRow]) -> Iterator[str]:
    """Each round with its stages, and the days between them."""
    for row in report:
        yield _name(session, row).replace("\n", " · ")
        for lot in row.lots:
            yield from (_round_line(session, round_) for round_ in lot.rounds)
        yield ""


def _round_line(session: Session, one: RoundRow) -> str:
    say = session.say
    named = say(LOT_ROUND, lot=one.lot, round=one.round, outcome=LOT_OUTCOMES[one.outcome])
    return "  " + " · ".join([named, *(_stage_words(session, stage) for stage in one.stages)])


def _stage_words(session: Session, stage: StageDay) -> str:
    say = session.say
    since = "" if stage.days is None else f" ({say(LATER, days=say.count(stage.days, DAYS))})"
    return f"{say(STAGES[stage.stage])} {say.value(stage.on)}{since}"


def _total_lines(session: Session, totals: FunnelTotals) -> Iterator[str]:
    say = session.say
    yield say(
        TOTALS,
        tenders=say.count(totals.tenders, TENDERS),
        lots=say.count(totals.lots, LOTS),
        rounds=say.count(totals.rounds, ROUNDS),
        bids=say.count(totals.bids, BIDS),
        contracted=totals.contracted,
    )
    if totals.not_known_how_much:
        yield say(NOT_TOLD, tenders=say.count(totals.not_known_how_much, OF_TENDERS))
