"""The same rows as JSON, CSV or XLSX, and no answer where the caller has it already."""

import csv
import io
import re
from datetime import date, timedelta
from zipfile import ZipFile

import pytest

from adapters.exports.codes import CODES
from adapters.exports.formats import FORMULAS, harmless
from adapters.exports.row_words import ROW_CODES, ROW_COLUMNS
from adapters.exports.words import COLUMNS
from adapters.http.questions.answers import FORMAT_OF
from adapters.http.questions.table import QUESTIONS, SEARCH
from adapters.telling.words_fields import FIELDS
from projections.deadlines import KINDS
from projections.sheets import SHEETS
from tests.http.conftest import Caller, House

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NETWORK = "/api/v1/network?valid=2018-02-01&in_force=known"
PATHS = (
    *(f"/api/v1/{one.name}{'?text=olp' if one is SEARCH else ''}" for one in (*QUESTIONS, SEARCH)),
    *(f"/api/v1/reports/{name}" for name in SHEETS),
)


@pytest.fixture
def told(house: House, clerk: Caller) -> Caller:
    """Three contracts."""
    del house
    for number in range(1, 4):
        clerk.conclude(f"OLP/900{number}/2018")
    return clerk


def lines(content: bytes) -> list[list[str]]:
    assert content.startswith("\ufeff".encode())
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


def sheet_of(content: bytes, name: str) -> dict[str, str]:
    """The cells of one sheet as they stand in the file."""
    with ZipFile(io.BytesIO(content)) as book:
        written = book.read(name).decode()
    cells = re.findall(r'<c r="([A-Z]+[0-9]+)"[^>]*>(?:<is><t>([^<]*)</t></is>|<v>([^<]*)</v>)', written)
    return {place: text or number for place, text, number in cells}


def test_a_sheet_holds_every_row_whatever_page_is_asked_for(told: Caller) -> None:
    """With the heads in the language of the caller, money as Czech spreadsheets read it, files by their numbers."""
    query = f"{NETWORK}&limit=1&start=1&sort=-contract_number&maximum=known"
    head, *rows = lines(told.get(query, Accept="text/csv", **{"Accept-Language": "cs"}).content)
    assert [row[head.index("Smlouva")] for row in rows] == [f"OLP/900{number}/2018" for number in (3, 2, 1)]
    assert {row[head.index("Nejvýše")] for row in rows} == {"1000000,00"}
    assert rows[0][head.index("Spis smlouvy")] == "OLP/9003/2018"
    cursor = told.get(f"{NETWORK}&limit=1").json()["data"]["next"]
    told.conclude("OLP/9004/2018")
    assert len(lines(told.get(f"/api/v1/network?cursor={cursor}", Accept="text/csv").content)) == 1 + 3


@pytest.mark.parametrize("language", ["cs", "en"])
@pytest.mark.parametrize("path", PATHS)
def test_every_column_has_a_head_of_its_own(told: Caller, path: str, language: str) -> None:
    """Programs that read a sheet by its heads take two for one, also where they differ in case only."""
    head, *_ = lines(told.get(path, Accept="text/csv", **{"Accept-Language": language}).content)
    assert [one for one in head if not one or one[0].islower()] == []
    assert len({one.casefold() for one in head}) == len(head)


def test_a_column_is_called_by_what_it_holds_there(told: Caller) -> None:
    """The source of an entry is no source of money, and a number of an allocation no per cent of a target."""
    heads = {
        name: lines(told.get(f"/api/v1/{name}", Accept="text/csv").content)[0]
        for name in ("trail", "contract-ledger", "indicators")
    }
    assert "Came by" in heads["trail"]
    assert ("Allocation no." in heads["contract-ledger"], "Source of money" in heads["contract-ledger"]) == (True, True)
    assert "Per cent of the target" in heads["indicators"]


def test_the_sheet_beside_says_which_rows_these_are(told: Caller) -> None:
    """Both moments, the number of rows, conditions and order, for whoever has only the file."""
    answer = told.get(f"{NETWORK}&sort=-maximum", Accept=XLSX, **{"Accept-Language": "cs"})
    assert answer.headers["content-disposition"] == 'attachment; filename="network.xlsx"'
    with ZipFile(io.BytesIO(answer.content)) as book:
        about = book.read("xl/worksheets/sheet2.xml").decode()
        assert "O exportu" in book.read("xl/workbook.xml").decode()
    said = ("Stav sítě", "Platné ke dni", "Známo po záznam č.", "Jen řádky, kde", "in_force = known", "-maximum")
    assert [text for text in said if text not in about] == []


@pytest.mark.parametrize("path", [NETWORK, "/api/v1/reports/drawdown?valid=2018-02-01"])
@pytest.mark.parametrize(
    ("known", "day"),
    [("", date(2018, 3, 1)), ("&known=2018-02-10", date(2018, 2, 10)), ("&known_seq=1", date(2018, 3, 1))],
)
def test_the_sheet_beside_says_on_which_day_this_was_known(told: Caller, path: str, known: str, day: date) -> None:
    """Both days, however the moment was asked for: whoever has only the file knows no numbers of entries."""
    answer = told.get(f"{path}{known}", Accept=XLSX, **{"Accept-Language": "cs"})
    about = sheet_of(answer.content, "xl/worksheets/sheet2.xml")
    assert (about["A3"], about["B3"]) == ("Známo ke dni", str((day - date(1899, 12, 30)).days))
    made = next(place for place, said in about.items() if said == "Vytvořeno").replace("A", "B")
    assert round(float(about[made]) * 24) == (date(2018, 3, 1) - date(1899, 12, 30)).days * 24 + 10, "in Prague"


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\uff1d"])
def test_no_text_is_taken_for_a_formula(told: Caller, begin: str) -> None:
    """Whatever somebody called a provider, the spreadsheet of a reader computes and fetches nothing."""
    told.conclude("OLP/9009/2018", provider=f"{begin}1+1")
    head, *rows = lines(told.get("/api/v1/reports/drawdown", Accept="text/csv").content)
    shown = {row[0]: row[head.index("Service provider")] for row in rows}
    assert shown["OLP/9009/2018"] == f"'{begin}1+1"


@pytest.mark.parametrize("begin", FORMULAS)
def test_however_a_formula_begins_it_is_shown_as_text(begin: str) -> None:
    """No name begins with a tabulator any more; what was recorded before may."""
    assert harmless(f"{begin}1+1") == f"'{begin}1+1"


def test_an_amount_in_another_currency_says_so(told: Caller) -> None:
    """Nobody adds euros to crowns: in CSV such an amount is no number."""
    told.conclude("OLP/9009/2018", maximum="1000.50 EUR")
    head, *rows = lines(told.get(NETWORK, Accept="text/csv", **{"Accept-Language": "cs"}).content)
    shown = {row[head.index("Smlouva")]: row[head.index("Nejvýše")] for row in rows}
    assert (shown["OLP/9001/2018"], shown["OLP/9009/2018"]) == ("1000000,00", "1000,50 EUR")


def test_every_column_and_every_word_in_it_is_said_in_both_languages() -> None:
    """Of all questions, values inside others as well."""
    columns = [column for one in (*QUESTIONS, SEARCH) for column in one.columns.own.values()]
    names = {part for column in columns for part in column.name.split(".")}
    assert names - COLUMNS.keys() - ROW_COLUMNS.keys() - FIELDS.keys() == set()
    choices = {choice for column in columns for choice in column.value.choices}
    assert choices - CODES.keys() - ROW_CODES.keys() == set()


def test_a_sheet_of_deadlines_reads_like_one(told: Caller) -> None:
    """Kinds, states and turns in words, days late as a number, how it stands is not the State."""
    query = "/api/v1/deadlines?valid=2018-03-01&contract=OLP-9001-2018&overdue=true"
    head, row = lines(told.get(query, Accept="text/csv", **{"Accept-Language": "cs"}).content)
    shown = dict(zip(head, row, strict=True))
    assert (shown["Na tahu"], shown["Jak stojí"], shown["Zbývá dnů"]) == ("kraj", "po termínu", "-28")
    assert (shown["Spis"], shown["Po termínu"]) == ("OLP/9001/2018", "ano")
    assert shown["Druh"] == KINDS["contract.publication"].cs


@pytest.mark.parametrize("media", FORMAT_OF)
def test_every_list_comes_in_every_format_and_once(told: Caller, house: House, media: str) -> None:
    """Who shows the tag gets nothing; in another language, after another entry, on another day it is another answer."""
    tag = ""
    for path in PATHS:
        first = told.get(path, Accept=media)
        assert (first.status_code, first.headers["content-type"].partition(";")[0]) == (200, media), path
        tag = first.headers["ETag"]
        for shown in (tag, f'W/{tag}, "other"', "*"):
            again = told.get(path, Accept=media, **{"If-None-Match": shown})
            assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", tag), path
    told.conclude("OLP/9009/2018")
    house.now += timedelta(days=1)
    assert told.get(NETWORK, Accept=media, **{"If-None-Match": tag}).status_code == 200


def test_a_tag_stands_for_all_that_shapes_an_answer(told: Caller) -> None:
    """Language of a sheet, format, condition, order, page, both moments, and who asks."""
    csv_type = {"Accept": "text/csv"}
    tags = [
        told.get(NETWORK).headers["ETag"],
        told.get(f"{NETWORK}&limit=1").headers["ETag"],
        told.get(f"{NETWORK}&start=1").headers["ETag"],
        told.get(f"{NETWORK}&sort=maximum").headers["ETag"],
        told.get(f"{NETWORK}&maximum=known").headers["ETag"],
        told.get(f"{NETWORK}&known_seq=2").headers["ETag"],
        told.get(NETWORK.replace("02-01", "02-02")).headers["ETag"],
        told.get(NETWORK, **csv_type).headers["ETag"],
        told.get(NETWORK, **csv_type, **{"Accept-Language": "cs"}).headers["ETag"],
        told.get("/api/v1/deadlines?valid=2018-02-01").headers["ETag"],
        told.get("/api/v1/reports/network?valid=2018-02-01").headers["ETag"],
        told.get("/api/v1/reports/network?valid=2018-02-01", **csv_type).headers["ETag"],
    ]
    assert len(set(tags)) == len(tags)
    assert "Accept-Language" in told.get(NETWORK).headers["Vary"]


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("text/csv;q=0.5, application/json", "application/json"),
        (f"{XLSX};q=0.9, text/csv;q=0.8", XLSX),
        ("text/csv;q=0", "application/json"),
        ("application/pdf", "application/json"),
        ("TEXT/CSV ; header=present", "text/csv"),
        ("text/csv;q=much", "text/csv"),
        (";;,,;q=", "application/json"),
    ],
)
def test_the_format_is_the_one_that_the_caller_likes_best(told: Caller, accept: str, media: str) -> None:
    assert told.get(NETWORK, Accept=accept).headers["content-type"].partition(";")[0] == media
