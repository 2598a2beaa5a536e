"""Every report is what folding the bare events by hand comes to: on three sizes of region, on any two days.

Drawdown by contract, verdicts and the network have recomputations of their own: test_sheets, test_verdicts_of_a_region,
test_network_fold.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any, cast
from uuid import UUID

import pytest

from domain.kernel.money import Money
from projections.sheets import Cell, Line, Sheet
from tests.projections.naive.attention import attention
from tests.projections.naive.capacity import capacity
from tests.projections.naive.compensation import compensation
from tests.projections.naive.deadlines import backlog, deadlines
from tests.projections.naive.drawdown import by_cash_year, by_service_year
from tests.projections.naive.findings import findings, measures
from tests.projections.naive.indicators import indicators
from tests.projections.naive.plan import plan
from tests.projections.naive.region import LAST, Told, told_region
from tests.projections.naive.retention import retention
from tests.projections.naive.saying import Cells, Report, files, number_of
from tests.projections.naive.sgei import sgei
from tests.projections.naive.tenders import tenders
from tests.scenarios.raw_ledger import Raw

pytestmark = pytest.mark.slow
SIZES = ((1, 1), (8, 6), (40, 20))
"""Contracts of the region with its providers, tenders and inspections; mandates with a wilder life beside it."""
PAIRS = 12
Fold = Callable[[Sequence[Raw], str], Report]
Keys = Callable[[Line, Cells], Any]


@pytest.fixture(scope="module", params=SIZES, ids=lambda size: f"{size[0]} contracts")
def told(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Told]:
    contracts, mandates = request.param
    with told_region(contracts, mandates, tmp_path_factory.mktemp("region")) as found:
        yield found


def plain(cell: Cell) -> Any:
    """A cell as the folds write it."""
    if isinstance(cell, Money):
        return cell.minor
    if isinstance(cell, date):
        return cell.isoformat()
    return cell


def lines_of(sheet: Sheet, key: Keys) -> Report:
    """The lines by the key of the fold, with their cells by name."""
    names = [column.name for column in sheet.columns]
    found: Report = {}
    for line in sheet.lines:
        cells = dict(zip(names, map(plain, line.cells), strict=True))
        own = key(line, cells)
        assert own not in found, own
        found[own] = cells
    return found


def assert_alike(told: Told, name: str, fold: Fold, key: Callable[[Sequence[Raw]], Keys]) -> int:
    """The same lines, and the same in every cell that the fold knows; how many lines there were."""
    lines = 0
    for valid, known in (*told.pairs(PAIRS, name), (LAST, LAST)):
        said = told.said(known=known)
        said += told.corrections(known=known) if name == "attention" else []
        ours = lines_of(told.sheet(name, valid=valid, known=known), key(said))
        theirs = fold(said, valid.isoformat())
        assert set(ours) == set(theirs), (name, valid, known)
        for one, cells in theirs.items():
            assert {column: ours[one][column] for column in cells} == cells, (name, valid, known, one)
        lines += len(ours)
    return lines


def by(*columns: str) -> Callable[[Sequence[Raw]], Keys]:
    """Lines that are named by their own cells."""

    def key(_: Line, cells: Cells) -> Any:
        return cells[columns[0]] if len(columns) == 1 else tuple(cells[column] for column in columns)

    return lambda _: key


def by_file(column: str, *others: str) -> Callable[[Sequence[Raw]], Keys]:
    """Lines that name their file by its number."""

    def keys(said: Sequence[Raw]) -> Keys:
        numbered = {number_of(own) or file: file for file, own in files(said).items()}

        def key(_: Line, cells: Cells) -> Any:
            file = numbered.get(cells[column], cells[column])
            return (file, *(cells[other] or "" for other in others)) if others else file

        return key

    return keys


def by_anomaly(_: Sequence[Raw]) -> Keys:
    places: Counter[tuple[str, int]] = Counter()

    def key(line: Line, cells: Cells) -> Any:
        code, position = cells["code"], line.behind["code"][0].position
        assert line.about is not None
        *_, file = cast("tuple[str, int, UUID]", line.about())
        cells["file"] = str(file)
        places[code, position] += 1
        return code, position, places[code, position] - 1

    return key


def by_service_year_of_mandate(said: Sequence[Raw]) -> Keys:
    """Lines that are named by their mandate's number, where it has one."""
    numbered = {number_of(own) or file: file for file, own in files(said).items()}

    def key(line: Line, cells: Cells) -> Any:
        mandate = line.key.split("|")[0]
        return numbered.get(mandate, mandate), cells["registration_number"] or "", cells["year"]

    return key


def by_subject(_: Sequence[Raw]) -> Keys:
    """Lines whose key says it all."""
    return lambda line, _cells: tuple(line.key.split("|"))


def by_deadline(said: Sequence[Raw]) -> Keys:
    """Lines that are named by the entry that set a last day."""
    where = {one.position: one.file for one in said}

    def key(line: Line, cells: Cells) -> Any:
        return where[line.behind["legal_last_day"][0].position], cells["kind"], cells["subject"] or ""

    return key


REPORTS: dict[str, tuple[Fold, Callable[[Sequence[Raw]], Keys]]] = {
    "attention": (attention, by_anomaly),
    "indicators": (indicators, by_file("file", "indicator")),
    "capacity": (capacity, by_subject),
    "retention": (retention, by_file("file")),
    "findings": (findings, by("inspection", "finding")),
    "measures": (measures, by("inspection", "measure")),
    "inspection-plan": (plan, by_subject),
    "sgei": (sgei, lambda _: lambda _line, cells: (cells["year"], cells["section"] or "")),
    "tenders": (tenders, by("number")),
    "drawdown-by-cash-year": (by_cash_year, by_file("contract_number", "cash_year")),
    "drawdown-by-service-year": (by_service_year, by_file("contract_number", "service_year")),
    "deadlines": (deadlines, by_deadline),
    "publication-backlog": (backlog, by_deadline),
    "compensation": (compensation, by_service_year_of_mandate),
}


@pytest.mark.parametrize("name", REPORTS)
def test_a_report_is_what_its_events_say(told: Told, name: str) -> None:
    assert_alike(told, name, *REPORTS[name])


@pytest.mark.parametrize("told", SIZES[-1:], indirect=True, ids=["the largest region"])
@pytest.mark.parametrize("name", REPORTS)
def test_the_largest_region_has_something_in_every_report(told: Told, name: str) -> None:
    """So that nothing agrees for want of anything to disagree about."""
    fold, _ = REPORTS[name]
    assert any(any(cells.values()) for cells in fold(told.said(known=LAST), LAST.isoformat()).values())
