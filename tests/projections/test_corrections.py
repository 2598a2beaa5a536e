"""Corrections at both clocks: what was known then stays readable, what is known now is right, nothing is lost."""

from dataclasses import dataclass
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.read_models import SqliteDatabase
from domain.contract.events.drawing import PaymentMade
from domain.kernel.entry import CORRECTIONS, settle
from domain.kernel.money import czk
from projections import builds
from projections.database import Database
from projections.projector import Projector
from projections.report import Window
from tests.projections.breaking import MARKS, Lenient, Mark
from tests.projections.chronicle import Chronicle

VIEW = Lenient()


def paid(movement: str, crowns: int = 100) -> PaymentMade:
    return PaymentMade(movement=movement, amount=czk(crowns))


@dataclass
class Reader:
    """Projects what is there and reads movements with crowns, in order, as of two moments."""

    database: Database
    chronicle: Chronicle
    page_size: int

    def read(self, *, known: int | None = None, valid: str | date | None = None) -> list[tuple[str, int]]:
        day = date.fromisoformat(valid) if isinstance(valid, str) else valid
        Projector(self.database, self.chronicle, [VIEW], page_size=self.page_size).catch_up()
        window = Window.open(self.database, VIEW, valid=day, known=known)
        marks = window.select(
            Mark,
            f"""
            SELECT movement, number
            FROM {window.standing(MARKS)} r
            ORDER BY effective_on NULLS FIRST, order_position
            """,
        )
        return [(mark.movement, mark.number // 100) for mark in marks]

    def latest(self, *, valid: str, known: int | None = None) -> dict[str, int]:
        Projector(self.database, self.chronicle, [VIEW], page_size=self.page_size).catch_up()
        window = Window.open(self.database, VIEW, valid=date.fromisoformat(valid), known=known)
        found = window.select(Mark, f"SELECT movement, number FROM {window.latest(MARKS, 'movement')} r")
        return {mark.movement: mark.number // 100 for mark in found}


@pytest.fixture(params=[1, 2, 100])
def reader(request: pytest.FixtureRequest, database: Database, chronicle: Chronicle) -> Reader:
    """With pages of one, of two, and with everything in one page."""
    builds.prepare(database, [VIEW])
    return Reader(database, chronicle, request.param)


def test_the_replacement_stands_where_the_target_stood(reader: Reader, chronicle: Chronicle) -> None:
    """The amount was wrong; the order of entries and the effective date stay."""
    first = chronicle.record(paid("a", 1), on="2018-01-01")
    chronicle.record(paid("b", 2), on="2018-01-01")
    chronicle.correct(first, paid("a", 7))
    assert reader.read(known=2) == [("a", 1), ("b", 2)]
    assert reader.read() == [("a", 7), ("b", 2)]


def test_a_corrected_date_moves_the_row(reader: Reader, chronicle: Chronicle) -> None:
    """The effective day of the correction is the right one for the target."""
    first = chronicle.record(paid("a"), on="2018-03-01")
    chronicle.correct(first, paid("a"), on="2018-02-01")
    assert reader.read(valid="2018-02-15", known=1) == []
    assert reader.read(valid="2018-02-15") == [("a", 100)]


def test_an_unknown_day_becomes_known(reader: Reader, chronicle: Chronicle) -> None:
    """Without a date it always counts; with its date it counts from then on."""
    first = chronicle.record(paid("a"))
    chronicle.correct(first, paid("a"), on="2018-02-01")
    assert reader.read(valid="2017-01-01", known=1) == [("a", 100)]
    assert reader.read(valid="2017-01-01") == []


def test_what_is_taken_back_is_gone_and_can_come_back(reader: Reader, chronicle: Chronicle) -> None:
    """Taken back, the taking back taken back, and that taken back again."""
    first = chronicle.record(paid("a"), on="2018-01-01")
    once = chronicle.take_back(first)
    twice = chronicle.take_back(once)
    chronicle.take_back(twice)
    assert [reader.read(known=known) for known in (1, 2, 3, 4)] == [[("a", 100)], [], [("a", 100)], []]


def test_taking_back_a_correction_restores_the_wording_before(reader: Reader, chronicle: Chronicle) -> None:
    """Of several corrections the last one that stands holds."""
    first = chronicle.record(paid("a", 1), on="2018-01-01")
    chronicle.correct(first, paid("a", 2), on="2018-01-02")
    last = chronicle.correct(first, paid("a", 3), on="2018-01-03")
    chronicle.take_back(last)
    assert reader.read(known=3) == [("a", 3)]
    assert reader.read() == [("a", 2)]
    assert reader.read(valid="2018-01-01") == []


def test_a_late_correction_of_something_taken_back_brings_it_back(reader: Reader, chronicle: Chronicle) -> None:
    """The last correction holds, whatever its kind."""
    first = chronicle.record(paid("a", 1))
    chronicle.take_back(first)
    chronicle.correct(first, paid("a", 2))
    assert [reader.read(known=known) for known in (1, 2, 3)] == [[("a", 1)], [], [("a", 2)]]


def test_ties_of_one_day_stay_with_the_position_of_the_target(reader: Reader, chronicle: Chronicle) -> None:
    """Of two entries of one day the later recorded holds; correcting the earlier one does not make it the later."""
    first = chronicle.record(paid("a", 1), on="2018-01-01")
    chronicle.record(paid("a", 2), on="2018-01-01")
    chronicle.correct(first, paid("a", 7))
    assert reader.latest(valid="2018-01-01") == {"a": 2}


def test_an_undated_value_holds_until_a_dated_one(reader: Reader, chronicle: Chronicle) -> None:
    """A takeover without a day comes before every day, though it was recorded later."""
    chronicle.record(paid("a", 5), on="2018-01-01")
    chronicle.record(paid("a", 3))
    assert reader.latest(valid="2017-12-31") == {"a": 3}
    assert reader.latest(valid="2018-01-01") == {"a": 5}


def test_a_late_back_dated_entry_lands_at_its_day(reader: Reader, chronicle: Chronicle) -> None:
    """10 from January, 12 from March, an 11 from February recorded last reads 12 in April and 11 in February."""
    chronicle.record(paid("a", 10), on="2018-01-01")
    chronicle.record(paid("a", 12), on="2018-03-01")
    chronicle.record(paid("a", 11), on="2018-02-01")
    assert reader.latest(valid="2018-04-01") == {"a": 12}
    assert reader.latest(valid="2018-02-10") == {"a": 11}
    assert reader.latest(valid="2018-02-10", known=2) == {"a": 10}


step = st.tuples(
    st.sampled_from(["record", "record", "correct", "take back"]),
    st.integers(0, 30),
    st.sampled_from([None, "2018-01-01", "2018-02-01", "2018-03-01"]),
    st.integers(1, 9),
)


@given(steps=st.lists(step, max_size=25), page_size=st.integers(1, 9))
def test_reading_at_any_two_moments_equals_settling_the_entries(
    steps: list[tuple[str, int, str | None, int]], page_size: int
) -> None:
    """Whatever is recorded, corrected and taken back, corrections of corrections included."""
    chronicle = Chronicle()
    for kind, target, on, crowns in steps:
        aggregate = f"contract {target % 2}"
        entries = [e for e in chronicle.entries if e.originator_id == chronicle.identifier(aggregate)]
        if kind == "record" or not entries:
            chronicle.record(paid(f"m{target % 4}", crowns), on=on, to=aggregate)
        elif kind == "correct" and not isinstance(entries[target % len(entries)].event, CORRECTIONS):
            chronicle.correct(entries[target % len(entries)], paid(f"m{target % 4}", crowns), on=on)
        else:
            chronicle.take_back(entries[target % len(entries)])
    with SqliteDatabase(":memory:") as database:
        builds.prepare(database, [VIEW])
        reader = Reader(database, chronicle, page_size)
        for known in range(len(chronicle.entries) + 1):
            for day in (None, "2017-01-01", "2018-01-15", "2018-02-15"):
                assert reader.read(known=known, valid=day) == naive(chronicle, known=known, valid=day)


def naive(chronicle: Chronicle, *, known: int, valid: str | None) -> list[tuple[str, int]]:
    """The same answer straight from the settled entries, one aggregate after the other."""
    entries = chronicle.entries[:known]
    settled = [
        entry
        for aggregate in dict.fromkeys(e.originator_id for e in entries)
        for entry in settle(e for e in entries if e.originator_id == aggregate)
        if valid is None or entry.effective_on is None or entry.effective_on <= date.fromisoformat(valid)
    ]
    settled.sort(key=lambda entry: (entry.effective_on or date.min, entry.position))
    return [(e.event.movement, e.event.amount.minor // 100) for e in settled if isinstance(e.event, PaymentMade)]
