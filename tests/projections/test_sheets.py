"""Reports: every sum is made of the entries that it names, and an independent sum over bare events agrees."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest

from adapters.clock import end_of
from adapters.exports.words import COLUMNS, TITLES
from adapters.synth.region import Region
from adapters.synth.step import Step
from application.block import BlockWriter
from domain.kernel.answer import Answer
from domain.kernel.money import Money, czk
from projections import builds
from projections.deadlines import ALL_STATES, DeadlineFilter, deadline_rows
from projections.network import NetworkFilter, network_rows
from projections.projector import Projector
from projections.sheets import SHEETS, Asked, Kind, Sheet
from projections.view import View
from projections.views import VIEWS
from tests.scenarios.office import Office
from tests.scenarios.raw_ledger import Raw, reads, stored

SIZES = (2, 6, 14)
DAYS = (date(2019, 12, 31), date(2022, 6, 30), date(2026, 12, 31))
SUMMED = {
    "drawdown": ("ordered", "gross", "reversed", "refunded", "net"),
    "drawdown-by-service-year": ("esf", "state", "region", "unstated", "gross"),
    "drawdown-by-cash-year": ("paid", "reversed", "refunded", "net"),
    "compensation": ("public_money",),
    "tenders": ("awarded", "contracted"),
}


@dataclass
class Told:
    """A region that was recorded over the years, ready to be reported on."""

    office: Office
    events: Sequence[Raw]

    def sheet(self, name: str, *, valid: date, known: date, key: str | None = None) -> Sheet:
        """A report, or as much of it as the line of a key needs."""
        position = self.office.parts.ledger.position_before(end_of(known))
        asked = Asked(valid, position, lambda: self.office.parts.facts.calendar)
        database, maker = self.office.parts.database, SHEETS[name]
        return maker.make(database, asked) if key is None else maker.make_for(database, asked, key)

    def said(self, *, known: date) -> list[Raw]:
        return reads(self.events, known=self.office.parts.ledger.position_before(end_of(known)))


@pytest.fixture(scope="module", params=SIZES)
def told(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Told]:
    """Each step was recorded on the day on which the office got to it."""
    folder: Path = tmp_path_factory.mktemp("region")
    office = Office(f"sqlite:///{folder / 'kronika.db'}", today="2007-01-01")
    writer = BlockWriter(office.parts.engine)
    steps: list[Step] = sorted(Region(request.param, seed=7, mess=0.5).steps(), key=lambda step: step.written_on)
    for day, written in groupby(steps, key=lambda step: step.written_on):
        office.it_is(day.isoformat())
        writer.write([step.item() for step in written])
    builds.prepare(office.parts.database, VIEWS)
    Projector(office.parts.database, office.parts.source, VIEWS).catch_up()
    yield Told(office, list(stored(office.parts.ledger)))
    office.close()


@pytest.mark.parametrize("name", SHEETS)
def test_every_report_answers_on_any_two_days(told: Told, name: str) -> None:
    """Keys are unique, cells stand under their columns, and nothing that came later shows."""
    for valid in DAYS:
        for known in DAYS:
            sheet = told.sheet(name, valid=valid, known=known)
            assert len({line.key for line in sheet.lines}) == len(sheet.lines)
            assert {len(line.cells) for line in sheet.lines} <= {len(sheet.columns)}
            behind = [part.position for line in sheet.lines for parts in line.behind.values() for part in parts]
            assert all(position <= sheet.as_of_position for position in behind)


@pytest.mark.parametrize(
    "behind", [view for view in VIEWS if any(view in one.views for one in SHEETS.values())], ids=lambda view: view.name
)
def test_a_report_goes_no_further_than_the_slowest_of_its_views(behind: View, tmp_path: Path) -> None:
    """Whichever lags: cells and the entries behind them are those of its position, and the report says so."""
    office = Office(f"sqlite:///{tmp_path / 'kronika.db'}", today="2027-01-01")
    writer = BlockWriter(office.parts.engine)
    steps = sorted(Region(3, seed=3, mess=0.5).steps(), key=lambda step: step.written_on)
    half = len(steps) // 2
    parts = office.parts
    builds.prepare(parts.database, VIEWS)
    writer.write([step.item() for step in steps[:half]])
    Projector(parts.database, parts.source, VIEWS).catch_up()
    reached = parts.ledger.head()
    writer.write([step.item() for step in steps[half:]])
    Projector(parts.database, parts.source, [view for view in VIEWS if view is not behind]).catch_up()
    told = Told(office, [])
    for name in [name for name, maker in SHEETS.items() if behind in maker.views]:
        asked = Asked(DAYS[-1], reached, lambda: parts.facts.calendar)
        lagging = told.sheet(name, valid=DAYS[-1], known=date(2027, 1, 1))
        assert lagging.as_of_position == reached
        assert lagging.lines == SHEETS[name].make(parts.database, asked).lines
    office.close()


KEYED = [name for name, maker in SHEETS.items() if maker.goes_by_key]
"""The reports of which one line is found without all others."""


@pytest.mark.parametrize("name", KEYED)
def test_a_line_asked_for_by_its_key_is_that_of_the_whole_report(told: Told, name: str) -> None:
    """Cells, moments and the entries behind; of a synthetic region a dozen lines on each of two days."""
    for valid in DAYS[1:]:
        whole = told.sheet(name, valid=valid, known=DAYS[-1])
        for line in whole.lines[:: 1 + len(whole.lines) // 12]:
            alone = told.sheet(name, valid=valid, known=DAYS[-1], key=line.key)
            assert alone.line(line.key) == line
            assert dict(alone.line(line.key).behind) == dict(line.behind)
            assert alone.as_of_position == whole.as_of_position


def test_a_line_is_found_without_all_others(told: Told) -> None:
    """Of a report over contracts no more is made than the contract asked for; where there is none, everything is."""
    whole = told.sheet("drawdown", valid=DAYS[-1], known=DAYS[-1])
    assert len(whole.lines) > 1
    assert len(told.sheet("drawdown", valid=DAYS[-1], known=DAYS[-1], key=whole.lines[0].key).lines) == 1
    assert told.sheet("drawdown", valid=DAYS[-1], known=DAYS[-1], key="none").lines == whole.lines


def test_whoever_asks_for_open_deadlines_gets_all_of_them(told: Told) -> None:
    """What is plainly over is not followed; following everything finds nothing else open."""
    database, calendar = told.office.parts.database, told.office.parts.facts.calendar
    for valid in DAYS:
        every = DeadlineFilter(states=ALL_STATES)
        rows = deadline_rows(database, valid=valid, calendar=calendar, filters=every)
        assert [row for row in rows if row.state.is_open] == list(
            deadline_rows(database, valid=valid, calendar=calendar)
        )


@pytest.mark.parametrize("name", SUMMED)
def test_a_sum_is_made_of_the_entries_that_it_names(told: Told, name: str) -> None:
    for valid in DAYS:
        sheet = told.sheet(name, valid=valid, known=DAYS[-1])
        for line in sheet.lines:
            cells = dict(zip([column.name for column in sheet.columns], line.cells, strict=True))
            for column in SUMMED[name]:
                parts = [part.adds for part in line.behind.get(column, ()) if part.adds is not None]
                cell = cells[column]
                minor = None if not isinstance(cell, Money) else cell.minor
                signed = sum(one.minor for one in parts)
                assert minor == signed or (minor is None and not parts), (line.key, column)


def test_an_independent_sum_over_bare_events_agrees(told: Told) -> None:
    """By contract: ordered, left the account, taken back, returned; on nine pairs of days."""
    for valid in DAYS:
        for known in DAYS:
            found = {
                line.key: [_minor(cell) for cell in line.cells[2:8]]
                for line in told.sheet("drawdown", valid=valid, known=known).lines
            }
            naive = _drawn(told.said(known=known), valid.isoformat())
            assert {key: sums for key, sums in found.items() if any(sums)} == naive


def _minor(cell: object) -> int:
    return cell.minor if isinstance(cell, Money) else 0


def _drawn(events: Sequence[Raw], valid: str) -> dict[str, list[int]]:
    """Number → ordered, outstanding, gross, reversed, refunded, net; contracts without money are left out."""
    numbers = {
        one.file: one.data["number"]
        for one in events
        if one.topic.startswith("contract.") and "number" in one.data and one.topic in OPENS
    }
    files: defaultdict[str, dict[str, Any]] = defaultdict(lambda: defaultdict(int))
    orders: defaultdict[str, dict[str, int]] = defaultdict(dict)
    paying: dict[tuple[str, str], str | None] = {}
    for one in [one for one in events if (one.on or "") <= valid]:
        own, data = files[one.file], one.data
        amount = data.get("amount", {}).get("minor", 0)
        match one.topic:
            case "contract.payment-ordered":
                own["ordered"] += amount
                orders[one.file][data["order"]] = amount
            case "contract.payment-made":
                own["gross"] += amount
                paying[one.file, data["movement"]] = data.get("order")
                _lower(orders[one.file], data.get("order"), amount)
            case "contract.payment-allocated":
                pass
            case "contract.payment-reversed":
                own["gross"] -= amount
                own["reversed"] += amount
                _lower(orders[one.file], paying.get((one.file, data["movement"])), -amount)
            case "contract.refund-received":
                own["refunded"] += amount
            case "contract.payment-rejected" | "contract.order-cancelled":
                orders[one.file].pop(data["order"], None)
    sums = {
        numbers[file]: [
            own["ordered"],
            sum(max(0, left) for left in orders[file].values()),
            own["gross"],
            own["reversed"],
            own["refunded"],
            own["gross"] - own["refunded"],
        ]
        for file, own in files.items()
        if file in numbers
    }
    return {number: found for number, found in sums.items() if any(found)}


OPENS = ("contract.drafted", "contract.concluded", "contract.taken-over")


def _lower(orders: dict[str, int], order: str | None, amount: int) -> None:
    if order in orders:
        orders[order] -= amount


# Known is honest ------------------------------------------------------------------------------------------------------


def test_what_is_recorded_today_does_not_change_what_was_known_yesterday(office: Office) -> None:
    """A payment of last year that comes to light today."""
    office.it_is("2019-02-01").do(
        "contract.record-conclusion", on="2018-01-02", number="OLP/1/2018", regime="tender", provider="Provider"
    )
    office.pay("OLP/1/2018", "m-1", 100, {"2018-01": 100}, on="2018-02-01")
    office.it_is("2020-02-01").pay("OLP/1/2018", "m-2", 50, {"2018-03": 50}, on="2018-04-01")
    builds.prepare(office.parts.database, VIEWS)
    Projector(office.parts.database, office.parts.source, VIEWS).catch_up()

    def paid(known: str) -> object:
        position = office.parts.ledger.position_before(end_of(date.fromisoformat(known)))
        asked = Asked(date(2018, 12, 31), position, lambda: office.parts.facts.calendar)
        return SHEETS["drawdown-by-service-year"].make(office.parts.database, asked).line("OLP/1/2018|2018").cells[-1]

    assert [paid(known) for known in ("2019-12-31", "2020-02-01")] == [czk(100), czk(150)]


def test_every_report_and_column_has_words() -> None:
    assert set(TITLES) == set(SHEETS)
    assert [maker.name for maker in SHEETS.values()] == list(SHEETS)
    assert set(COLUMNS) == {column.name for maker in SHEETS.values() for column in maker.columns}
    assert {column.kind for maker in SHEETS.values() for column in maker.columns} == set(Kind)


@pytest.fixture
def office(ledger_url: str) -> Iterator[Office]:
    opened = Office(ledger_url)
    yield opened
    opened.close()


def test_contracts_that_are_not_put_together_would_not_have_shown(told: Told) -> None:
    """What ended before the day, or begins after it, is left out while reading: the rows are the same as without."""
    parts = told.office.parts
    everything = NetworkFilter(in_force=frozenset(Answer))
    for known in (parts.ledger.position_before(end_of(day)) for day in DAYS):
        for valid in DAYS:
            rows = network_rows(parts.database, valid=valid, known=known)
            every = network_rows(parts.database, valid=valid, known=known, filters=everything)
            assert list(rows) == [row for row in every if row.in_force is not Answer.NO]
