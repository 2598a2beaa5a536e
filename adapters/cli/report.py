"""`kronika report`: every report as of two moments, on the screen or as a file."""

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from adapters.cli.failures import Exit, unknown, usage
from adapters.cli.moments import Asked, ask, header, known_day, strip
from adapters.cli.output_files import new_file, refuse_existing
from adapters.cli.session import Run, Session
from adapters.cli.streams import for_programs
from adapters.cli.views import up_to_date
from adapters.exports.formats import FORMATS, Export, head_of, in_words, is_in_words
from adapters.exports.words import COLUMNS, TITLES
from adapters.telling.frames import frame
from adapters.telling.speech import Speech
from adapters.telling.words import Counted, Words
from domain.kernel.money import Money
from projections.sheets import SHEETS, Cell, Column, Kind, Sheet
from projections.sheets import Asked as SheetAsked
from projections.undisturbed import undisturbed

ROWS = Counted(("row", "rows"), ("řádek", "řádky", "řádků", "řádku"))
LIST_COLUMNS = (Words("Report", "Sestava"), Words("What it shows", "Co ukazuje"))
EMPTY = Words("Nothing is known of this then.", "Tehdy o tom není nic známo.")
NO_ROW = Words("The report has no row then.", "Sestava tehdy nemá žádný řádek.")
SUM = Words("{column} {amount}", "{column} {amount}")
WRITTEN = Words("{rows} in {path}", "{rows} v {path}")
NO_FILE = Words(
    "--format {format} makes a file: say where with --output FILE",
    "--format {format} tvoří soubor: řekněte kam, --output SOUBOR",
)
JSON_OR = Words(
    "--json and --format {format} are two answers: choose one, or name a file with --output",
    "--json a --format {format} jsou dvě odpovědi: vyberte jednu, nebo pojmenujte soubor pomocí --output",
)
WHICH_FORMAT = Words(
    "{path}: its ending is no format; say one with --format ({known})",
    "{path}: jeho přípona není formát; řekněte jej pomocí --format ({known})",
)
Format = Literal["table", "json", "csv", "xlsx"]


def show(
    name: str,
    /,
    *,
    valid: str | None = None,
    known: str | None = None,
    known_seq: int | None = None,
    format: Format = "table",  # noqa: A002  the name of the option
    output: Annotated[Path | None, Parameter(name=("--output", "-o"))] = None,
    session: Run,
) -> int:
    """Make a report. CSV and JSON go to stdout where no file is named."""
    chosen = _format(session, format, output)
    refuse_existing(output)
    asked = ask(session, valid=valid, known=known, known_seq=known_seq)
    session.kept = sheet = sheet_of(session, name, asked)
    with undisturbed():
        if chosen == "table":
            _show(session, name, asked, sheet)
        else:
            export = Export(sheet, session.say, session.parts.clock(), known_on=known_day(asked))
            _write(session, export, chosen, output)
    return Exit.OK


def _format(session: Session, asked: Format, output: Path | None) -> str:
    """What is made: what --format says, or the ending of the file, or --json. Raises Failure."""
    if output is None and session.is_json and asked not in {"table", "json"}:
        raise usage(JSON_OR, format=asked)
    if output is None and asked == "xlsx":
        raise usage(NO_FILE, format=asked)
    if asked != "table":
        return asked
    ending = output.suffix.removeprefix(".").casefold() if output else ""
    if ending not in FORMATS and output and not session.is_json:
        raise usage(WHICH_FORMAT, path=str(output), known=", ".join(FORMATS))
    return ending if ending in FORMATS else "json" if session.is_json else asked


def _show(session: Session, name: str, asked: Asked, sheet: Sheet) -> None:
    strip(session, asked)
    session.line(session.say(TITLES[name]), style="bold")
    session.line(header(session, asked))
    session.line()
    if sheet.lines:
        _show_rows(session, sheet)
        session.line(_sums(session, sheet))
    else:
        session.line(session.say(NO_ROW if asked.known else EMPTY))


def reports(*, session: Run) -> int:
    """The names of all reports."""
    if session.is_json:
        data = [{"name": name, "columns": [one.name for one in maker.columns]} for name, maker in SHEETS.items()]
        session.answer(frame("report-list", data))
        return Exit.OK
    from adapters.cli.tables import table

    grid = table(session, LIST_COLUMNS, fixed=(0,))
    for name in SHEETS:
        grid.add_row(name, session.say(TITLES[name]))
    session.show(grid)
    return Exit.OK


def sheet_of(session: Session, name: str, asked: Asked, *, key: str | None = None) -> Sheet:
    """A report; where a line is asked for by its key, no more of it than that needs."""
    if name not in SHEETS:
        raise unknown(Words("a report", "sestava"), name, list(SHEETS))
    maker = SHEETS[name]
    database = up_to_date(session, *maker.views)
    moments = SheetAsked(asked.valid, asked.known, lambda: session.parts.calendar)
    return maker.make(database, moments) if key is None else maker.make_for(database, moments, key)


def _write(session: Session, export: Export, chosen: str, output: Path | None) -> None:
    if output is None:
        buffer = BytesIO()
        FORMATS[chosen](export, buffer)
        for_programs(session.stdout).write(buffer.getvalue().decode())
        return
    with new_file(output) as out:
        FORMATS[chosen](export, out)
    rows = len(export.sheet.lines)
    if session.is_json:
        times = {"valid": export.sheet.valid, "known_seq": export.sheet.as_of_position}
        session.answer(frame("report-written", {"path": str(output), "format": chosen, "rows": rows}, times))
    else:
        session.tell(WRITTEN, rows=session.say.count(rows, ROWS), path=str(output))


def _show_rows(session: Session, sheet: Sheet) -> None:
    """The rows; a currency that is every amount's stands in the heading of its column, where it takes less room."""
    from adapters.cli.tables import show_rows

    say = session.say
    only = [_only_currency(sheet, place) for place in range(len(sheet.columns))]
    words = [_headed(say, column, currency) for column, currency in zip(sheet.columns, only, strict=True)]
    figures = {Kind.MONEY, Kind.NUMBER, Kind.COUNT}
    numeric = tuple(place for place, column in enumerate(sheet.columns) if column.kind in figures)
    days = tuple(place for place, column in enumerate(sheet.columns) if column.kind is Kind.DAY)
    columns = zip(sheet.columns, zip(*(line.cells for line in sheet.lines), strict=True), only, strict=True)
    texts = [_texts(say, column, cells, currency) for column, cells, currency in columns]
    show_rows(session, words, [*zip(*texts, strict=True)], numeric=numeric, fixed=days)


def _only_currency(sheet: Sheet, place: int) -> str | None:
    """The currency of every amount in a column; None where there are several, or no amounts."""
    if sheet.columns[place].kind is not Kind.MONEY:
        return None
    found = {cell.currency for line in sheet.lines if isinstance(cell := line.cells[place], Money)}
    return found.pop() if len(found) == 1 else None


def _headed(say: Speech, column: Column, currency: str | None) -> Words:
    head = head_of(say, column)
    text = head if currency is None else f"{head}, {say.currency(currency)}"
    return Words(text, text)


def _texts(say: Speech, column: Column, cells: Sequence[Cell], currency: str | None) -> list[str]:
    """What stands in a column, row by row."""
    is_text = not is_in_words(column)
    return [
        cell if is_text and type(cell) is str else _cell(say, in_words(say, column, cell), currency) for cell in cells
    ]


def _cell(say: Speech, cell: Cell, currency: str | None) -> str:
    if cell is None:
        return ""
    return say.amount(cell) if isinstance(cell, Money) and currency else say.value(cell)


def _sums(session: Session, sheet: Sheet) -> str:
    """How many rows, and what each column of money adds up to."""
    rows = session.say.count(len(sheet.lines), ROWS)
    money = [column.name for column in sheet.columns if column.kind is Kind.MONEY]
    sums = [(name, sheet.total(name)) for name in money]
    said = [session.say(SUM, column=COLUMNS[name], amount=amount) for name, amount in sums if isinstance(amount, Money)]
    return " · ".join([rows, *said])
