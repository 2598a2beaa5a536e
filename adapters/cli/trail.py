"""`kronika trail`: every entry of an inspection in one sentence, with who, when, by what, and what it changed."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from functools import cache
from uuid import UUID

from rich.table import Table

from adapters.cli.cards import file_number
from adapters.cli.failures import Exit, usage
from adapters.cli.inspected import wanted
from adapters.cli.known_words import check_role
from adapters.cli.log import ENTRIES
from adapters.cli.moments import NOTHING_FITS, ask, header, strip
from adapters.cli.role_words import role_words
from adapters.cli.session import Run, Session
from adapters.cli.tables import cell, table
from adapters.cli.views import up_to_date
from adapters.exports.trail import Named, Teller, kept_texts, told
from adapters.telling.entries import CORRECTED_BY, TAKEN_BACK_BY
from adapters.telling.frames import frame
from adapters.telling.words import Words
from projections.inspection_trail import INSPECTION_TRAIL, TrailFilter, TrailRow, trail_rows

COLUMNS = (
    Words("No.", "Č."),
    Words("When", "Kdy"),
    Words("Who", "Kdo"),
    Words("What, and what it changed", "Co a co to změnilo"),
    Words("By what, on what evidence", "Podle čeho, na jakém důkazu"),
)
EFFECTIVE = Words("effective {day}", "platí {day}")
RECEIVED = Words("received {day}", "došlo {day}")
RECORDED = Words("recorded {day}", "zapsáno {day}")
INSPECTION = Words("inspection {number}", "kontrola {number}")
NOTHING = Words("No entry is known then.", "Tehdy není znám žádný záznam.")
OF_WHAT = Words(
    "say of which inspection: ID, --provider or --contract", "řekněte, které kontroly: ID, --provider, --contract"
)


def trail(
    id: str | None = None,  # noqa: A002  # as it is called on the help page
    /,
    *,
    provider: str | None = None,
    contract: str | None = None,
    role: str | None = None,
    person: str | None = None,
    provision: str | None = None,
    valid: str | None = None,
    known: str | None = None,
    known_seq: int | None = None,
    session: Run,
) -> int:
    """Show the trail of an inspection, or of all inspections of a provider or contract."""
    if id is None and provider is None and contract is None:
        raise usage(OF_WHAT)
    asked = ask(session, valid=valid, known=known, known_seq=known_seq)
    about = wanted(session, asked, inspection=id, provider=provider, contract=contract)
    filters = TrailFilter(**asdict(about), role=role, person=person, provision=provision)
    database = up_to_date(session, INSPECTION_TRAIL)
    on: date | None = None if valid is None else asked.valid
    report = trail_rows(database, valid=on, known=asked.known, filters=filters)
    if not report.rows:
        check_role(session, role)
    kept = kept_texts(session.parts.ledger, report)
    if session.is_json:
        rows = [told(row, kept, named(session)) for row in report]
        session.answer(frame("trail", rows, {"valid": asked.valid, "known_seq": report.as_of_position}))
        return Exit.OK
    strip(session, asked)
    session.line(header(session, asked))
    session.line()
    if report.rows:
        session.show(_table(session, report, Teller(session.say, named(session), kept)))
    session.line(session.say.count(len(report), ENTRIES) if report.rows else session.say(_nothing(filters)))
    return Exit.OK


def _nothing(filters: TrailFilter) -> Words:
    """Where less was asked for than all that is known, there may be more."""
    return NOTHING_FITS if filters.role or filters.person or filters.provision else NOTHING


def named(session: Session) -> Named:
    """The number of a file, asked for once."""

    @cache
    def number(identifier: UUID) -> str:
        return file_number(session, identifier)

    return number


def _table(session: Session, rows: Sequence[TrailRow], teller: Teller) -> Table:
    grid = table(session, COLUMNS, numeric=(0,), fixed=(0, 1), widths={3: 30}, is_spaced=True)
    is_of_many = len({row.inspection for row in rows}) > 1
    for row in rows:
        grid.add_row(
            session.say.number(row.position),
            cell(*_days(session, row)),
            cell(role_words(session, row.role), row.person or "", row.organisation or ""),
            cell(
                session.say(INSPECTION, number=row.number or str(row.inspection)) if is_of_many else "",
                teller.sentence(row),
                *teller.changes(row),
                *teller.texts(row),
                *_since(session, row),
            ),
            cell(*teller.citations(row), *(f"{digest[:12]}…" for digest in row.documents), *row.anomalies),
        )
    return grid


def _days(session: Session, row: TrailRow) -> list[str]:
    """By law, at the filing room, in the ledger."""
    say = session.say
    received = [say(RECEIVED, day=row.received_on)] if row.received_on else []
    return [say(EFFECTIVE, day=row.effective_on), *received, say(RECORDED, day=row.recorded_at)]


def _since(session: Session, row: TrailRow) -> list[str]:
    by = ((CORRECTED_BY, row.corrected_by), (TAKEN_BACK_BY, row.taken_back_by))
    return [session.say(words, position=position) for words, position in by if position is not None]
