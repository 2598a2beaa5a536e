"""`kronika network` on any two days is what folding the bare events by hand comes to."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from pathlib import Path
from random import Random
from typing import Any

import pytest

from adapters.clock import end_of
from adapters.synth.region import Region
from adapters.synth.step import Step
from application.block import BlockWriter
from tests.projections.network_fold import Row, network
from tests.scenarios.liberec import bring_in, kronika, record_files
from tests.scenarios.office import Office, kc
from tests.scenarios.raw_ledger import Raw, stored

PAIRS = 20
FIRST, LAST = date(2009, 1, 1), date(2026, 12, 31)
REGION = Region(24, seed=5, mess=0.6)
"""More than one neighbourhood, and something goes wrong in most of its contracts."""


@dataclass
class Told:
    """A ledger that was written over the years, its events as bare JSON, and days to ask about."""

    url: str
    office: Office
    events: Sequence[Raw]
    days: Sequence[date]

    def position(self, day: date) -> int:
        return self.office.parts.ledger.position_before(end_of(day))


def pairs(told: Told, seed: str) -> Iterator[tuple[date, date]]:
    """(valid, known), drawn from the days on which something changed and those beside them; often known today."""
    chance = Random(seed)
    for _ in range(PAIRS):
        valid, known = (chance.choice(told.days) + timedelta(chance.randint(-1, 1)) for _ in range(2))
        yield valid, LAST if chance.random() < 0.4 else known


def _told(url: str, office: Office) -> Told:
    events = list(stored(office.parts.ledger))
    said = {date.fromisoformat(one.on) for one in events if one.on}
    recorded = {date.fromisoformat(one.recorded[:10]) for one in events}
    days = sorted(day for day in said | recorded | {FIRST, LAST} if FIRST <= day <= LAST)
    return Told(url, office, events, days)


@pytest.fixture(scope="module")
def region(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Told]:
    """Each step was recorded on the day on which the office got to it."""
    folder: Path = tmp_path_factory.mktemp("region")
    url = f"sqlite:///{folder / 'kronika.db'}"
    office = Office(url, today="2007-01-01")
    writer = BlockWriter(office.parts.engine)
    steps: list[Step] = sorted(REGION.steps(), key=lambda step: step.written_on)
    for day, written in groupby(steps, key=lambda step: step.written_on):
        office.it_is(day.isoformat())
        writer.write([step.item() for step in written])
    _entrust_and_correct(office)
    yield _told(url, office)
    office.close()


def _entrust_and_correct(office: Office) -> None:
    """Later in 2026: mandates of some services; ceilings that read differently, and a payment that never left."""
    office.it_is("2026-01-05")
    numbers = [
        one.data["registration_number"] for one in stored(office.parts.ledger) if one.topic == "service.registered"
    ]
    for number in numbers[:6]:
        start = 2018 if number in numbers[:3] else 2019
        written = {which: {"raw": day, "parsed": day} for which, day in _days(start).items()}
        office.do(
            "mandate.take-over",
            on=f"{start - 1}-12-19",
            number=f"PO-{number}",
            services=[{"registration": number, "orps": ["5105"]}],
            decision="2012/21/EU",
            period_as_written={"raw": "tři roky", **written},
        )
    office.it_is("2026-02-05")
    for number in numbers[:3]:
        office.do("mandate.record-expiry", f"PO-{number}", on="2019-06-30")
    over = ("contract.voided-for-non-publication", "contract.closed")
    ended = {one.file for one in stored(office.parts.ledger) if one.topic in over}
    amended: dict[str, Any] = {"number": 9, "ground": "other", "maximum": kc(1)}
    for one in [one for one in stored(office.parts.ledger) if one.topic == "contract.concluded"]:
        day = date.fromisoformat(one.on or "")
        if one.file not in ended:
            office.do("contract.record-amendment", one.file, on=(day + timedelta(20)).isoformat(), **amended)
            published = (day + timedelta(50)).isoformat()
            office.do("contract.record-amendment-publication", one.file, on=published, number=9, register_id="r-9")
    concluded = [
        one for one in stored(office.parts.ledger) if one.topic == "contract.concluded" and "maximum" in one.data
    ]
    for one in concluded[:4]:
        office.it_is("2026-03-05")
        changed = one.data | {"maximum": {"currency": "CZK", "minor": one.data["maximum"]["minor"] + 100}}
        _correct(office, one, changed, on="2018-03-01" if one is concluded[0] else None)
    office.it_is("2026-04-05")
    paid = [one for one in stored(office.parts.ledger) if one.topic == "contract.payment-made"]
    office.do("entry.take-back", paid[0].file, entry=paid[0].event, reason="nikdy neodešla", acting_as="approver")


def _days(start: int) -> dict[str, str]:
    return {"start": f"{start}-01-01", "end": f"{start + 2}-12-31"}


def _correct(office: Office, one: Raw, data: dict[str, Any], *, on: str | None) -> None:
    office.do("entry.correct", one.file, entry=one.event, data=data, on=on, reason="překlep", acting_as="approver")


@pytest.fixture(scope="module")
def liberec(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Told]:
    """The public records, a file a month; and what might have become of one of their contracts."""
    folder: Path = tmp_path_factory.mktemp("liberec")
    url = f"sqlite:///{folder / 'kronika.db'}"
    office = Office(url, today="2026-01-05")
    for month, file in enumerate(record_files(), start=1):
        office.it_is(f"2026-{month:02}-05")
        bring_in(office, file)
    office.it_is("2026-12-01")
    office.pay("OLP/1900/2017", "m-1", 1_000_000, {"2018-01": 1_000_000}, on="2018-02-20")
    office.do("contract.record-publication", "OLP/1900/2017", on="2017-09-01", register_id="r-1")
    office.do(
        "contract.record-amendment", "OLP/1902/2017", on="2018-05-01", number=1, ground="other", maximum=kc(4_000_000)
    )
    yield _told(url, office)
    office.close()


def shown(told: Told, valid: date, known: date) -> list[Row]:
    """What the command line answers, in the cells that the fold knows."""
    asked = ("--valid", valid.isoformat(), "--known", known.isoformat(), "--ended")
    code, answer = kronika(told.url, "network", *asked, today="2026-12-31")
    assert (code, answer["known_seq"]) == (0, told.position(known))
    return [_cells(row) for row in answer["data"]["rows"]]


def _cells(row: Row) -> Row:
    names = (
        "service",
        "registration_number",
        "section",
        "provider",
        "project",
        "contract",
        "contract_number",
        "in_force",
    )
    money = {name: row[name] and row[name]["minor"] for name in ("maximum", "gross", "net")}
    return (
        {name: row[name] for name in names}
        | money
        | {"entry": _entry(row["entry"]), "mandate": _mandate(row["mandate"])}
    )


def _entry(cells: Row | None) -> tuple[Any, ...] | None:
    if cells is None:
        return None
    capacities = sorted((one["form"], one["unit"], one["amount"]) for one in cells["capacities"])
    shares = [(one["orp"], one["share"]) for one in cells["orp_shares"]]
    return cells["network_entry"], cells["included"], cells["level"], cells["financing"], capacities, shares


def _mandate(cells: Row | None) -> tuple[Any, ...] | None:
    return None if cells is None else (cells["mandate"], cells["is_valid"], cells["territory"])


def folded(told: Told, valid: date, known: date) -> list[Row]:
    rows = network(told.events, valid=valid.isoformat(), known=told.position(known))
    return [{name: cell for name, cell in row.items() if name != "kind"} for row in rows]


def in_order(rows: Sequence[Row]) -> list[str]:
    return sorted(str(sorted(row.items())) for row in rows)


def assert_alike(told: Told, seed: str) -> int:
    """For every pair of days the same rows with the same cells; how many rows there were in all."""
    rows = 0
    for valid, known in pairs(told, seed):
        ours, theirs = in_order(shown(told, valid, known)), in_order(folded(told, valid, known))
        assert ours == theirs, (valid, known)
        rows += len(ours)
    return rows


@pytest.mark.parametrize("seed", ["first", "second", "third", "fourth"])
def test_a_synthetic_region_is_what_its_events_say(region: Told, seed: str) -> None:
    assert assert_alike(region, seed) > PAIRS


def test_the_public_records_are_what_their_events_say(liberec: Told) -> None:
    assert assert_alike(liberec, "liberec") > PAIRS


def test_the_last_day_shows_something_of_everything(region: Told) -> None:
    """So that the twenty pairs are not about the easy part."""
    days = [date(year, 6, 30) for year in range(2017, 2024)]
    rows = [row for day in days for row in folded(region, day, LAST)]
    assert all(any(row[name] is not None for row in rows) for name in ("contract", "entry", "mandate", "project"))
    assert {row["in_force"] for row in rows} >= {"YES", "NO"}
    assert any(row["gross"] for row in rows)
