"""A sheet as CSV, JSON or XLSX. Each takes every row; CSV and XLSX open properly in a Czech Excel."""

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, BinaryIO

from adapters.clock import PRAGUE
from adapters.exports.codes import CODES
from adapters.exports.words import COLUMNS, HOW_IT_STANDS, MEANINGS, TITLES
from adapters.telling.frames import encoded, frame
from adapters.telling.speech import Speech
from adapters.telling.words import Words
from domain.kernel.money import Money
from projections.sheets import Cell, Column, Kind, Line, Part, Sheet

if TYPE_CHECKING:
    from xlsxwriter import Workbook

ABOUT = Words("About this export", "O exportu")
VALID = Words("Valid on", "Platné ke dni")
KNOWN_ON = Words("Known on", "Známo ke dni")
KNOWN = Words("Known up to entry no.", "Známo po záznam č.")
ROWS = Words("Rows", "Řádků")
REPORT = Words("Report", "Sestava")
MADE = Words("Made on", "Vytvořeno")
MEANING = Words("What the columns mean", "Co znamenají sloupce")
CURRENCY_FORMATS = {"CZK": '#,##0.00 "Kč"', "EUR": '#,##0.00 "€"'}
"""As files spell them: the comma stands for the separator of the reader's country, a space in Czech."""
NO_WORDS: Mapping[str, Words] = MappingProxyType({})
BYTE_ORDER_MARK = "\ufeff"
FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""How a text begins that a spreadsheet takes for a formula; the last four are the wide signs of East Asian ones."""
USUAL_CURRENCY = "CZK"
"""An amount in CSV is a number that can be added up; in any other currency it says which, and is none."""
LONGEST_SHEET_NAME = 31
"""What Excel allows."""
NOT_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\]+ *")


@dataclass(frozen=True)
class Export:
    """A sheet on its way out: in which language, and when."""

    sheet: Sheet
    say: Speech
    made_at: datetime
    title_words: Words | None = None
    """Of a sheet that is no report and has its title with it."""
    notes: tuple[tuple[Words, str], ...] = ()
    """What else a reader must know: which rows were asked for."""
    own_heads: Mapping[str, Words] = field(default_factory=dict)
    """What this sheet calls columns that are called otherwise elsewhere."""
    known_on: date | None = None
    """The day as known on which the sheet holds, where whoever asked can tell."""

    @property
    def title(self) -> str:
        return self.say(self.title_words or TITLES[self.sheet.name])

    def heads(self) -> list[str]:
        """What stands above the columns."""
        return [head_of(self.say, column, self.own_heads) for column in self.sheet.columns]

    def facts(self) -> list[tuple[str, Any]]:
        """What a reader must know who has only this file."""
        return [
            (self.say(REPORT), self.title),
            (self.say(VALID), self.sheet.valid),
            *([(self.say(KNOWN_ON), self.known_on)] if self.known_on else []),
            (self.say(KNOWN), self.sheet.as_of_position),
            (self.say(ROWS), len(self.sheet.lines)),
            *((self.say(words), said) for words, said in self.notes),
            (self.say(MADE), self.made_at),
        ]

    def meanings(self) -> Iterator[tuple[str, str]]:
        """The columns that could be taken for others."""
        for column in self.sheet.columns:
            if column.name in MEANINGS:
                yield self.say(COLUMNS[column.name]), self.say(MEANINGS[column.name])

    def cells(self, line: Line) -> Iterator[tuple[Column, Cell]]:
        """The cells with their columns; codes in the words of the reader."""
        for column, cell in zip(self.sheet.columns, line.cells, strict=True):
            yield column, in_words(self.say, column, cell)


def head_of(say: Speech, column: Column, own: Mapping[str, Words] = NO_WORDS) -> str:
    """What stands above a column of a sheet, with a capital letter; `own` is what the sheet itself calls some."""
    head = say(HOW_IT_STANDS) if _is_standing(column) else _column_head(say, column.name, own)
    return f"{head[:1].upper()}{head[1:]}"


def _column_head(say: Speech, name: str, own: Mapping[str, Words]) -> str:
    """Above one inside another, both names."""
    outer, dot, inner = name.partition(".")
    if dot and name not in own:
        return f"{_column_head(say, outer, own)}: {_column_head(say, inner, NO_WORDS)}"
    words = own.get(name) or COLUMNS.get(name) or _head_of_rows(name)
    return say(words) if words else _field_name(say, name)


def _field_name(say: Speech, name: str) -> str:
    from adapters.telling.vocabulary import field_name  # noqa: PLC0415  # as with the words below

    return field_name(say, name)


def _head_of_rows(name: str) -> Words | None:
    """What stands above a column that no report has."""
    from adapters.exports.row_words import ROW_COLUMNS  # noqa: PLC0415  # as with the words below

    return ROW_COLUMNS.get(name)


def _is_standing(column: Column) -> bool:
    return column.name == "state" and column.kind is Kind.CODE


CITED = ("breached", "power")
"""Columns that hold the stable form of a citation."""
IN_WORDS = ("scope", "financing", *CITED)
"""Columns of text whose words are those of the program."""


def is_in_words(column: Column) -> bool:
    """Whether the texts of a column are those of the program, which each language has words for."""
    return column.kind is Kind.CODE or column.name in IN_WORDS


def in_words(say: Speech, column: Column, cell: Cell) -> Cell:
    """A code in the words of the reader; anything else as it is."""
    if not isinstance(cell, str) or not is_in_words(column):
        return cell
    if column.name in CITED:
        return _cited(say, cell)
    words = CODES.get(cell) or _word_of_rows(cell)
    return say(words) if words else cell


def _cited(say: Speech, text: str) -> str:
    """A citation, kept in its stable form, as the reader's language writes it."""
    from domain.kernel.law import Citation  # noqa: PLC0415  as with the words below

    act, _, provision = text.partition(" ")
    return say.citation(Citation(act, provision))


def _word_of_rows(code: str) -> Words | None:
    """Of a code that few reports hold; with these words comes every kind of deadline."""
    from adapters.exports.row_words import ROW_CODES  # noqa: PLC0415

    return ROW_CODES.get(code)


def to_json(export: Export, out: BinaryIO) -> None:
    """One frame: columns, rows by column, and the entries behind each cell."""
    names = [column.name for column in export.sheet.columns]
    rows = [
        {"key": line.key, **dict(zip(names, line.cells, strict=True)), "behind": _parts(line.behind)}
        for line in export.sheet.lines
    ]
    data = {"columns": export.sheet.columns, "rows": rows}
    times = {"valid": export.sheet.valid, "known_seq": export.sheet.as_of_position}
    out.write(encoded(frame(f"report-{export.sheet.name}", data, times)).encode() + b"\n")


def _parts(behind: Mapping[str, Sequence[Part]]) -> dict[str, list[dict[str, int | Money | None]]]:
    """What the encoder would find out of each of a hundred thousand parts by itself; the same often say many cells."""
    cells = list(behind.items())
    once = {id(parts): parts for _, parts in cells}
    made = {one: [{"position": at, "adds": adds} for at, adds in parts] for one, parts in once.items()}
    return {column: made[id(parts)] for column, parts in cells}


def to_csv(export: Export, out: BinaryIO) -> None:
    """UTF-8 with a byte order mark, semicolons, decimal commas: as Czech spreadsheets read it."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(export.heads())
    cells = zip(*(line.cells for line in export.sheet.lines), strict=True)
    columns = [_csv_column(export, column, own) for column, own in zip(export.sheet.columns, cells, strict=False)]
    writer.writerows(zip(*columns, strict=True))
    out.write((BYTE_ORDER_MARK + text.getvalue()).encode())


def _csv_column(export: Export, column: Column, cells: Sequence[Cell]) -> list[str]:
    """The cells of a column, most of them texts that stay as they are."""
    if is_in_words(column):
        cells = [in_words(export.say, column, cell) for cell in cells]
    return [cell if type(cell) is str and not cell.startswith(FORMULAS) else _csv(export, cell) for cell in cells]


def _csv(export: Export, cell: Cell) -> str:
    if cell is None:
        return ""
    comma = "," if export.say.language == "cs" else "."
    if isinstance(cell, Money):
        whole, part = divmod(abs(cell.minor), 100)
        amount = f"{'-' if cell.minor < 0 else ''}{whole}{comma}{part:02d}"
        return amount if cell.currency == USUAL_CURRENCY else f"{amount} {cell.currency}"
    if isinstance(cell, Decimal):
        return str(cell).replace(".", comma)
    if isinstance(cell, date):
        return export.say.day(cell)
    if isinstance(cell, int):
        return str(cell)
    return harmless(str(cell))


def harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(FORMULAS) else text


def to_xlsx(export: Export, out: BinaryIO) -> None:
    """The rows on one sheet, and on another what they are: both dates, the entry number, the meaning of columns."""
    from xlsxwriter import Workbook  # noqa: PLC0415  # a library that only this format needs

    buffer = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(buffer, options) as book:
        book.set_properties({"title": export.title, "created": export.made_at.replace(tzinfo=None)})
        _write_rows(export, book)
        _write_about(export, book)
    out.write(buffer.getvalue())


def _write_rows(export: Export, book: "Workbook") -> None:
    page = book.add_worksheet(_sheet_name(export.title))
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
    formats = {kind: book.add_format(style) for kind, style in _STYLES.items()}
    money = {currency: book.add_format({"num_format": style}) for currency, style in CURRENCY_FORMATS.items()}
    for place, column in enumerate(export.sheet.columns):
        page.set_column(place, place, _WIDTHS[column.kind])
    page.freeze_panes(1, 0)
    page.autofilter(0, 0, max(1, len(export.sheet.lines)), len(export.sheet.columns) - 1)
    for place, text in enumerate(export.heads()):
        page.write_string(0, place, text, head)
    for number, line in enumerate(export.sheet.lines, start=1):
        for place, (column, cell) in enumerate(export.cells(line)):
            _write_cell(page, (number, place), cell, formats[column.kind], money)


def _sheet_name(title: str) -> str:
    """Without signs that Excel does not take, and no longer than it takes; a word is not cut in two."""
    name = NOT_IN_SHEET_NAMES.sub(" ", title)
    if len(name) <= LONGEST_SHEET_NAME:
        return name
    return name[:LONGEST_SHEET_NAME].rpartition(" ")[0] + "…"


_STYLES: Mapping[Kind, dict[str, str]] = {
    Kind.TEXT: {},
    Kind.CODE: {},
    Kind.DAY: {"num_format": "d. m. yyyy"},
    Kind.MONEY: {"num_format": "#,##0.00"},
    Kind.NUMBER: {},
    Kind.COUNT: {"num_format": "0"},
}
_WIDTHS = {Kind.TEXT: 24, Kind.CODE: 18, Kind.DAY: 13, Kind.MONEY: 18, Kind.NUMBER: 12, Kind.COUNT: 9}


def _write_cell(
    page: Any,  # noqa: ANN401  the library's worksheet has no types
    at: tuple[int, int],
    cell: Cell,
    style: Any,  # noqa: ANN401  the same
    money: Mapping[str, Any],
) -> None:
    if cell is None:
        return
    if isinstance(cell, Money):
        page.write_number(*at, cell.minor / 100, money.get(cell.currency, style))
    elif isinstance(cell, date):
        page.write_datetime(*at, datetime(cell.year, cell.month, cell.day), style)  # noqa: DTZ001  a day has no zone
    elif isinstance(cell, int | Decimal):
        page.write_number(*at, float(cell), style)
    else:
        page.write_string(*at, cell, style)


def _write_about(export: Export, book: "Workbook") -> None:
    page = book.add_worksheet(export.say(ABOUT))
    bold = book.add_format({"bold": True})
    page.set_column(0, 0, 32)
    page.set_column(1, 1, 80)
    row, write = 0, _fact_writer(page, book)
    for row, (name, value) in enumerate(export.facts()):
        page.write_string(row, 0, name, bold)
        write(row, value)
    page.write_string(row + 2, 0, export.say(MEANING), bold)
    for below, (name, meaning) in enumerate(export.meanings(), start=row + 3):
        page.write_string(below, 0, name)
        page.write_string(below, 1, meaning)


def _fact_writer(page: Any, book: "Workbook") -> Callable[[int, Any], None]:  # noqa: ANN401  the same
    """Writes a fact as what it is: a day and a moment of Prague as dates that a spreadsheet can reckon with."""
    day = book.add_format({"num_format": "d. m. yyyy", "align": "left"})
    moment = book.add_format({"num_format": "d. m. yyyy h:mm:ss", "align": "left"})
    left = book.add_format({"align": "left"})

    def write(row: int, value: Any) -> None:  # noqa: ANN401  whatever a reader must know
        if isinstance(value, datetime):
            page.write_datetime(row, 1, value.astimezone(PRAGUE).replace(tzinfo=None, microsecond=0), moment)
        else:
            _write_cell(page, (row, 1), value, day if isinstance(value, date) else left, {})

    return write


FORMATS: Mapping[str, Callable[[Export, BinaryIO], None]] = {"json": to_json, "csv": to_csv, "xlsx": to_xlsx}
"""By the name that --format takes; a table for the terminal is made where it is shown."""
