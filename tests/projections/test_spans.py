"""Spans: what the rows of a key say together on a day, as it was known, is found as if all had been read anew."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any, NamedTuple
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.read_models import SqliteDatabase
from domain.contract.events.drawing import PaymentMade
from domain.kernel.answer import Answer
from domain.kernel.dated import Dated
from domain.kernel.entry import CORRECTIONS, Entry, settle
from domain.kernel.money import czk
from projections import builds
from projections.builds import Build
from projections.database import Database
from projections.network import NETWORK
from projections.network.spans import CONTRACT_SPANS, PROJECT_SPANS, SERVICE_SPANS
from projections.projector import Projector
from projections.rebuild import rebuild, verify
from projections.report import Window
from projections.spans import Picture, Spans, keep_up
from projections.table import Table
from projections.told import Told
from projections.view import Changes, Record, View, rows_of
from tests.projections.chronicle import Chronicle
from tests.projections.naive.region import told_region
from tests.scenarios.liberec import bring_in, record_files
from tests.scenarios.office import Office

# A view whose spans are easy to say once more -------------------------------------------------------------------------

THIRD_YEAR = date(2019, 1, 1)


class Level(NamedTuple):
    """A movement says a level, which holds until another one does or the third year ends it."""

    account: UUID
    movement: str
    level: int


class LevelSpan(NamedTuple):
    """The level of an account on a day; `in_force` until the third year."""

    account: str
    begun_at: int
    in_force: str
    level: int


@dataclass
class LevelPicture:
    """Cannot be made of a level of 13 crowns."""

    told: Sequence[Told[Level]]
    levels: Dated[int] = field(default_factory=Dated)

    def __post_init__(self) -> None:
        for told in self.told:
            if told.record.level == 1300:
                raise ValueError(f"{told.record.level} is not to be seen in any log")
            self.levels.set(told.record.level, effective_on=told.effective_on, position=told.position)

    def turns(self) -> Iterator[date | None]:
        yield from self.levels.days
        yield THIRD_YEAR

    def on(self, day: date) -> Iterator[LevelSpan]:
        level = self.levels.on(day)
        if level is not None:
            in_force = Answer.YES if day < THIRD_YEAR else Answer.NO
            yield LevelSpan(str(self.told[0].record.account), self.told[0].position, in_force.value, level)


LEVELS = Table("levels_said", Level, indexes=(("account",),))
LEVEL_SPANS = Spans("levels_spans", LevelSpan, (LEVELS,), LevelPicture)


class Levels(View):
    """The level of each account."""

    name = "levels"
    tables = (LEVELS,)
    spans = (LEVEL_SPANS,)

    @rows_of(PaymentMade)
    def made(self, event: PaymentMade, entry: Entry) -> Iterator[Record]:
        yield Level(entry.originator_id, event.movement, event.amount.minor)


VIEW = Levels()


def paid(crowns: int) -> PaymentMade:
    return PaymentMade(movement="m", amount=czk(crowns))


class Asked(NamedTuple):
    """Two moments, and in which ways a level is to be in force."""

    valid: date | None
    known: int
    answers: tuple[Answer, ...] = tuple(Answer)


def levels(database: Database, asked: Asked) -> dict[str, int]:
    window = Window.open(database, VIEW, valid=asked.valid, known=asked.known)
    return {span.account: span.level for span in window.spans(LEVEL_SPANS, in_force=asked.answers)}


def naive(chronicle: Chronicle, asked: Asked) -> dict[str, int]:
    """The same from the settled entries."""
    day = asked.valid
    if day is not None and (Answer.YES if day < THIRD_YEAR else Answer.NO) not in asked.answers:
        return {}
    held: dict[str, Dated[int]] = {}
    entries = chronicle.entries[: asked.known]
    for account in dict.fromkeys(entry.originator_id for entry in entries):
        for entry in settle(one for one in entries if one.originator_id == account):
            if isinstance(entry.event, PaymentMade):
                dated = held.setdefault(str(account), Dated())
                dated.set(entry.event.amount.minor, effective_on=entry.effective_on, position=entry.position)
    found = {account: dated.latest if day is None else dated.on(day) for account, dated in held.items()}
    return {account: level for account, level in found.items() if level is not None}


STEP = st.tuples(
    st.sampled_from(["record", "record", "correct", "take back"]),
    st.integers(0, 30),
    st.sampled_from([None, "2018-01-01", "2018-02-01", "2018-12-31", "2019-02-01"]),
    st.integers(1, 3),
)
DAYS = (None, date.min, date(2018, 1, 15), date(2018, 2, 1), date(2018, 12, 31), THIRD_YEAR, date(2019, 6, 1), date.max)


@given(steps=st.lists(STEP, max_size=20), page_size=st.integers(1, 9))
def test_a_span_says_what_all_rows_together_say(steps: list[tuple[str, int, str | None, int]], page_size: int) -> None:
    """Whatever is recorded, corrected and taken back, in pages of any size; and a rebuild comes to the same rows."""
    chronicle = Chronicle()
    for kind, target, on, crowns in steps:
        account = f"account {target % 2}"
        entries = [e for e in chronicle.entries if e.originator_id == chronicle.identifier(account)]
        if kind == "record" or not entries:
            chronicle.record(paid(crowns), on=on, to=account)
        elif kind == "correct" and not isinstance(entries[target % len(entries)].event, CORRECTIONS):
            chronicle.correct(entries[target % len(entries)], paid(crowns), on=on)
        else:
            chronicle.take_back(entries[target % len(entries)])
    with SqliteDatabase(":memory:") as database:
        builds.prepare(database, [VIEW])
        Projector(database, chronicle, [VIEW], page_size=page_size).catch_up()
        for known in range(len(chronicle.entries) + 1):
            for day in DAYS:
                for answers in (tuple(Answer), (Answer.YES,)):
                    asked = Asked(day, known, answers if day else tuple(Answer))
                    assert levels(database, asked) == naive(chronicle, asked)
        assert verify(database, chronicle, VIEW, page_size=1 + page_size % 3).is_clean


def test_both_stores_hold_the_same_spans(database: Database, chronicle: Chronicle) -> None:
    """Many keys at once, live and rebuilt; nothing drifts."""
    builds.prepare(database, [VIEW])
    first = [chronicle.record(paid(1), on="2018-01-01", to=f"account {number}") for number in range(1_100)]
    Projector(database, chronicle, [VIEW], page_size=500).catch_up()
    for entry in first[::2]:
        chronicle.correct(entry, paid(2), on="2018-02-01")
    Projector(database, chronicle, [VIEW]).catch_up()
    for valid, known in ((date(2018, 1, 15), 1_100), (date(2018, 1, 15), 1_650), (None, 1_650), (THIRD_YEAR, 1_200)):
        asked = Asked(valid, known)
        assert levels(database, asked) == naive(chronicle, asked)
    assert verify(database, chronicle, VIEW).is_clean
    assert rebuild(database, chronicle, VIEW).version == 2
    last = Asked(THIRD_YEAR, 1_650)
    assert levels(database, last) == naive(chronicle, last)


def test_changed_spans_are_drift(database: Database, chronicle: Chronicle) -> None:
    """Somebody wrote into the table."""
    builds.prepare(database, [VIEW])
    chronicle.record(paid(1), on="2018-01-01")
    Projector(database, chronicle, [VIEW]).catch_up()
    with database.transaction():
        database.execute("UPDATE levels_spans_1 SET said = '[500]' WHERE in_force = 'YES'")
    drift = verify(database, chronicle, VIEW).drifts[0]
    assert (drift.table, drift.expected, drift.found) == ("levels_spans", {"said": "[100]"}, {"said": "[500]"})


def test_rows_that_do_not_go_together_quarantine_the_view_where_they_begin_to(
    database: Database, chronicle: Chronicle
) -> None:
    """What came before is read on; the reason names the place in the program and no value."""
    builds.prepare(database, [VIEW])
    for crowns in (1, 2, 13, 4):
        chronicle.record(paid(crowns))
    (quarantine,) = Projector(database, chronicle, [VIEW]).catch_up().quarantined
    assert (quarantine.position, quarantine.topic) == (3, "contract.payment-made")
    assert quarantine.reason.startswith("ValueError at test_spans.py:")
    (said,) = database.select("SELECT COUNT(*) FROM levels_said_1 WHERE superseded_position IS NULL")
    assert said == (2,)


# The network ----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def region(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """Recorded over the years, some of it corrected and taken back."""
    with told_region(24, 12, tmp_path_factory.mktemp("region")) as told:
        yield told.office.parts.database


@pytest.fixture(scope="module")
def liberec(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """The public records, with periods in the words of old papers, projected in small pages."""
    office = Office(f"sqlite:///{tmp_path_factory.mktemp('spans') / 'kronika.db'}", today="2026-01-05")
    for file in record_files():
        bring_in(office, file)
    builds.prepare(office.parts.database, [NETWORK])
    Projector(office.parts.database, office.parts.source, [NETWORK], page_size=7).catch_up()
    yield office.parts.database
    office.close()


@dataclass
class Pictured:
    """What the rows of every key say together, as it was known at a position."""

    window: Window
    spans: Spans[Any]
    pictures: list[Picture] = field(default_factory=list)

    def __post_init__(self) -> None:
        rows = [one for table in self.spans.sources for one in self.window.history(table, table.record)]
        by_key: dict[str, list[Told[Any]]] = {}
        for one in sorted(rows, key=lambda told: told.position):
            by_key.setdefault(str(one.record[0]), []).append(one)
        self.pictures = [made for own in by_key.values() if (made := self.spans.picture(own)) is not None]

    def days(self, chance: Random) -> list[date]:
        """Some of the days beside those on which something may change, and some others."""
        turns = {day for picture in self.pictures for day in picture.turns() if day is not None}
        beside = [day + timedelta(days=by) for day in turns if date.min < day < date.max for by in (-1, 0, 1)]
        drawn = [date(2005, 1, 1) + timedelta(days=chance.randrange(9_000)) for _ in range(30)]
        return sorted({*chance.sample(sorted(beside), min(len(beside), 60)), *drawn})

    def said(self, day: date) -> set[str]:
        return {comparable(record) for picture in self.pictures for record in picture.on(day)}


def comparable(record: Record) -> str:
    return str(tuple(record))


def assert_pictured(database: Database, spans: Spans[Any]) -> int:
    """On each day the spans are what the pictures say; how many there were."""
    chance, found = Random(spans.name), 0
    reached = Window.open(database, NETWORK, valid=None, known=None).known
    for known in (reached, chance.randrange(reached // 2, reached)):
        pictured = Pictured(Window.open(database, NETWORK, valid=None, known=known), spans)
        for day in pictured.days(chance):
            said = {comparable(one) for one in Window.open(database, NETWORK, valid=day, known=known).spans(spans)}
            assert said == pictured.said(day), (day, known)
            found += len(said)
    return found


@pytest.mark.parametrize("spans", NETWORK.spans, ids=lambda spans: spans.name)
def test_a_picture_of_a_region_names_every_day_on_which_something_changes(region: Database, spans: Spans[Any]) -> None:
    """What it says on any day stands in the spans."""
    assert assert_pictured(region, spans) > 100


@pytest.mark.parametrize("spans", [CONTRACT_SPANS, SERVICE_SPANS, PROJECT_SPANS], ids=lambda spans: spans.name)
def test_a_picture_of_old_records_names_every_day_on_which_something_changes(
    liberec: Database, spans: Spans[Any]
) -> None:
    """Periods in the words of a paper begin and end perhaps."""
    assert assert_pictured(liberec, spans) > 100


def test_nothing_is_written_where_nothing_changed(liberec: Database) -> None:
    """A page without rows of theirs leaves the spans as they are."""
    version = builds.live_version(liberec, NETWORK)
    assert version is not None
    build = Build(NETWORK, version)
    counted = f"SELECT COUNT(*), MAX(position) FROM {build.table(CONTRACT_SPANS.table)}"
    before = liberec.select(counted)
    with liberec.transaction():
        keep_up(liberec, build, Changes())
    assert liberec.select(counted) == before
