"""Standings in the basic network beside the contracts: what service, how much, for whom, until when."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.read_models import SqliteDatabase
from domain.contract.events.conclusion import ContractConcluded
from domain.contract.events.ending import ContractExpired
from domain.kernel.answer import Answer
from domain.kernel.entry import Entry, settle
from domain.kernel.event import Event
from domain.kernel.money import czk
from domain.kernel.period import Period
from domain.kernel.region import RegionAsWritten
from domain.network_entry import events
from domain.network_entry.network_entry import NetworkEntry
from domain.project.events import MaximumAllocated, ProjectApproved
from domain.service.events import ServiceRegistered
from domain.service.payloads import Capacity
from projections import builds
from projections.database import Database
from projections.network import (
    NETWORK,
    EntryCells,
    NetworkFilter,
    NetworkRow,
    capacity_rows,
    capacity_totals,
    network_rows,
    network_totals,
)
from projections.projector import Projector
from tests.domain.methodology.examples import made
from tests.domain.network_entry.examples import (
    FOR_PROJECT,
    INCLUDED,
    NUMBER,
    PLAN,
    PROJECT,
    PROJECT_NUMBER,
    PROVIDER,
    RESOLVED,
    SERVICE,
    STANDING,
    SUBMITTED,
)
from tests.projections.chronicle import Chronicle

DAY = date.fromisoformat
ALL = NetworkFilter(in_force=frozenset(Answer))
FOUND = {"registration_number": NUMBER, "section": "43"}
IN_PROJECT = made(events.ServiceIncluded, **STANDING | FOR_PROJECT, **FOUND, project_reference=PROJECT_NUMBER)
REGISTERED = made(
    ServiceRegistered,
    registration_number=NUMBER,
    provider=PROVIDER,
    section="43",
    name="Podpora samostatného bydlení",
    forms=("T",),
    places=({"place": "a", "orp": "5105"},),
)


def changed(event: type[Event], **fields: Any) -> Event:
    return made(event, **RESOLVED, **fields)


def fte(amount: str, form: str = "T") -> dict[str, str]:
    return {"form": form, "unit": "FTE", "amount": amount}


def project(database: Database, chronicle: Chronicle) -> None:
    builds.prepare(database, [NETWORK])
    Projector(database, chronicle, [NETWORK], page_size=3).catch_up()


def rows(
    database: Database, valid: str | None = None, *, known: int | None = None, filters: NetworkFilter = ALL
) -> list[NetworkRow]:
    return list(network_rows(database, valid=DAY(valid) if valid else None, known=known, filters=filters))


def cells(database: Database, valid: str | None = None, *, known: int | None = None) -> EntryCells:
    """The standing on the only row that has one."""
    (found,) = [row.entry for row in rows(database, valid, known=known) if row.entry is not None]
    return found


@pytest.fixture
def standing(database: Database, chronicle: Chronicle) -> Database:
    """In the network by the plan of 2018–2020; the resolution on less capacity was recorded before one for more."""
    chronicle.record(REGISTERED, to=SERVICE, on="2015-01-01")
    chronicle.record(SUBMITTED, to="entry", on="2017-03-01")
    chronicle.record(INCLUDED, to="entry", on="2018-01-01")
    chronicle.record(changed(events.CapacityChanged, capacities=(fte("3"),)), to="entry", on="2019-01-01")
    chronicle.record(changed(events.CapacityChanged, capacities=(fte("6"),)), to="entry", on="2018-07-01")
    chronicle.record(changed(events.LevelChanged, level="2"), to="entry", on="2019-01-01")
    chronicle.record(
        changed(events.InclusionProlonged, last_day="2023-12-31", plan={"start": "2021-01-01", "end": "2023-12-31"}),
        to="entry",
        on="2020-12-31",
    )
    project(database, chronicle)
    return database


# One standing ------------------------------------------------------------------------------------------------------


def test_a_service_stands_in_the_network_without_a_contract(standing: Database) -> None:
    """One row: the service, with the whole of its standing on that day."""
    (row,) = rows(standing, "2018-01-01")
    assert (row.contract, row.service, row.section, row.in_force) == (None, SERVICE, "43", Answer.YES)
    entry = cells(standing, "2018-01-01")
    assert (entry.included, entry.since, entry.last_day) == (Answer.YES, DAY("2018-01-01"), DAY("2020-12-31"))
    assert (entry.ground, entry.plan) == ("PLAN", Period.model_validate(PLAN))
    assert (entry.level, entry.financing, entry.resolution) == ("1", "state", "258/17/ZK")
    assert entry.capacities == (made(Capacity, **fte("4.5")),)
    assert [(one.orp, one.share) for one in entry.orp_shares] == [("5105", Fraction(2, 3)), ("5102", Fraction(1, 3))]


def test_capacity_by_effect_and_by_recording(standing: Database) -> None:
    """6 from July 2018 was learnt after 3 from 2019: each holds from its own day."""

    def amount(valid: str, known: int) -> Decimal:
        (one,) = cells(standing, valid, known=known).capacities
        return one.amount

    assert [amount("2018-12-31", known) for known in (3, 4, 5)] == [Decimal("4.5"), Decimal("4.5"), Decimal(6)]
    assert [amount("2019-01-01", known) for known in (3, 4, 5)] == [Decimal("4.5"), Decimal(3), Decimal(3)]


def test_the_last_day_and_the_plan_grow_with_a_prolongation(standing: Database) -> None:
    """From its own day on; as known before it the service would have left the network with 2020."""
    assert cells(standing, "2020-12-30").last_day == DAY("2020-12-31")
    assert cells(standing, "2020-12-31").last_day == DAY("2023-12-31")
    assert cells(standing, "2021-06-30").included is Answer.YES
    assert cells(standing, "2021-06-30", known=6).included is Answer.NO
    assert cells(standing, "2024-01-01").included is Answer.NO
    assert rows(standing, "2024-01-01")[0].in_force is Answer.YES


def test_every_cell_of_a_standing_names_its_entry(standing: Database) -> None:
    """From a cell back to the entry that says it."""
    assert cells(standing).behind == {
        "since": (3,),
        "ground": (3,),
        "last_day": (7,),
        "plan": (7,),
        "capacities": (4,),
        "orp_shares": (3,),
        "level": (6,),
        "financing": (3,),
        "resolution": (7,),
    }


def test_before_it_was_included_the_service_has_no_standing(standing: Database) -> None:
    """An intention alone is none, and neither is one that is not known yet."""
    assert [row.entry for row in rows(standing, "2017-12-31")] == [None]
    assert [row.entry for row in rows(standing, "2018-01-01", known=2)] == [None]


def test_an_excluded_service_is_still_registered(standing: Database, chronicle: Chronicle) -> None:
    """Its row stays with what the register says; nothing of its capacity counts any more."""
    exclusion = changed(events.ServiceExcluded, ground="COMPLIANCE_LOST")
    chronicle.record(exclusion, to="entry", on="2019-07-01")
    project(standing, chronicle)
    (row,) = rows(standing, "2019-07-01")
    assert (row.in_force, row.entry is not None and row.entry.included) == (Answer.YES, Answer.NO)
    entry = cells(standing, "2019-07-01")
    assert (entry.since, entry.last_day, entry.ground, entry.capacities) == (None, None, "COMPLIANCE_LOST", ())
    assert cells(standing, "2019-06-30").included is Answer.YES


def test_a_corrected_standing_reads_from_its_own_day(standing: Database, chronicle: Chronicle) -> None:
    """The paper said half, half; known before the correction it still reads two thirds and one third."""
    halves = ({"orp": "5105", "share": "1/2"}, {"orp": "5110", "share": "1/2"})
    corrected = made(events.ServiceIncluded, **STANDING | {"orp_shares": halves}, plan=PLAN)
    chronicle.correct(chronicle.entries[2], corrected)
    project(standing, chronicle)
    assert [one.orp for one in cells(standing, "2018-02-01").orp_shares] == ["5105", "5110"]
    assert [one.orp for one in cells(standing, "2018-02-01", known=7).orp_shares] == ["5105", "5102"]


# Beside contracts and projects -------------------------------------------------------------------------------------


def contract(number: str, **more: Any) -> ContractConcluded:
    usual = {"number": number, "regime": "tender", "provider": "Domov", "maximum": czk(2_400_000)}
    return ContractConcluded.model_validate(usual | {"services": ({"registration": NUMBER},)} | more)


@pytest.fixture
def both(standing: Database, chronicle: Chronicle) -> Database:
    """The same service also stands in the network for a project; one contract for the project, one for none."""
    approved = {
        "number": PROJECT_NUMBER,
        "title": "Podpora",
        "programme": "OPZ",
        "owner": {"name": "Liberecký kraj"},
        "grant_decision": "OPZ/1",
        "budget": czk(100),
        "period": {"start": "2018-04-01", "end": "2020-03-31"},
        "resolution": "1/17/ZK",
    }
    chronicle.record(made(ProjectApproved, **approved), to=PROJECT, on="2017-01-01")
    chronicle.record(IN_PROJECT, to="entry for the project", on="2018-04-01")
    chronicle.record(contract("OLP/9001/2018", project=PROJECT), to="one", on="2018-04-01")
    chronicle.record(contract("OLP/9002/2018"), to="other", on="2018-04-01")
    project(standing, chronicle)
    return standing


def test_a_contract_shows_the_standing_for_its_project(both: Database) -> None:
    """And one without a project that by the plan; no standing has a row of its own beside them."""
    found = {
        row.contract_number: row.entry.project_reference for row in rows(both, "2018-06-01") if row.entry is not None
    }
    assert found == {"OLP/9001/2018": PROJECT_NUMBER, "OLP/9002/2018": None}
    assert [cell.financing for row in rows(both, "2018-06-01") if (cell := row.entry)] == ["esf", "state"]


def test_a_standing_outlives_its_contract(both: Database, chronicle: Chronicle) -> None:
    """The contract has ended; the service stays in the network by the plan, on a row of its own."""
    for name in ("one", "other"):
        chronicle.record(ContractExpired(), to=name, on="2019-12-31")
    project(both, chronicle)
    found = rows(both, "2020-06-01", filters=NetworkFilter())
    assert [(row.contract, row.entry is not None and row.entry.ground) for row in found] == [(None, "PLAN")]
    assert len(rows(both, "2020-01-15", filters=NetworkFilter())) == 2


def test_a_share_of_a_project_shows_the_standing_for_it(both: Database, chronicle: Chronicle) -> None:
    """The maximum of the share counts once, with and without the standing."""
    chronicle.record(MaximumAllocated(service=SERVICE, maximum=czk(33)), to=PROJECT, on="2018-04-01")
    project(both, chronicle)
    (share,) = [row for row in rows(both, "2018-06-01") if row.contract is None]
    assert (share.maximum, share.entry is not None and share.entry.ground) == (czk(33), "PROJECT")
    assert network_totals(rows(both, "2018-06-01")).maximum == czk(4_800_033)
    assert network_totals(rows(both, "2024-06-01")).maximum == czk(4_800_033)


def test_filters_of_standings(both: Database) -> None:
    """By form, level, financing, and by an ORP that only the shares name."""

    def numbers(**wanted: Any) -> list[str | None]:
        return [row.contract_number for row in rows(both, "2018-06-01", filters=NetworkFilter(**wanted))]

    assert numbers(financing="esf") == ["OLP/9001/2018"]
    assert numbers(level="1", form="T") == ["OLP/9001/2018", "OLP/9002/2018"]
    assert numbers(form="P") == numbers(level="2") == []
    assert numbers(orp="5102") == ["OLP/9001/2018", "OLP/9002/2018"]
    assert numbers(orp="5101") == []


# By capacity -------------------------------------------------------------------------------------------------------


def test_capacity_by_form_unit_and_orp(both: Database) -> None:
    """4.5 field workers, two thirds for Liberec: exactly 3; each standing once, whatever its contracts."""
    found = capacity_rows(rows(both, "2018-06-01"))
    assert [(one.orp, one.part, one.financing, one.contracts) for one in found] == [
        ("5105", Fraction(3), "esf", ("OLP/9001/2018",)),
        ("5102", Fraction(3, 2), "esf", ("OLP/9001/2018",)),
        ("5105", Fraction(3), "state", ("OLP/9002/2018",)),
        ("5102", Fraction(3, 2), "state", ("OLP/9002/2018",)),
    ]
    totals = [(one.section, one.form, one.unit, one.orp, one.part, one.standings) for one in capacity_totals(found)]
    assert totals == [("43", "T", "FTE", "5102", Fraction(3), 2), ("43", "T", "FTE", "5105", Fraction(6), 2)]


def test_capacity_without_shares_is_nobody_s_in_particular(database: Database, chronicle: Chronicle) -> None:
    """Old records state a capacity and no shares: the whole is shown, for no ORP."""
    old = made(events.NetworkEntryTakenOver, service_as_written="NZDM", section="62", capacities=(fte("48"),))
    chronicle.record(old, to="entry")
    project(database, chronicle)
    (one,) = capacity_rows(rows(database))
    assert (one.orp, one.share, one.part, one.capacity) == (None, None, Fraction(48), Decimal(48))


def test_what_has_left_the_network_has_no_capacity(standing: Database) -> None:
    """After the last day there is nothing to add up."""
    assert capacity_rows(rows(standing, "2024-06-01")) == ()


# Old records -------------------------------------------------------------------------------------------------------


def test_old_records_may_not_say_until_when(database: Database, chronicle: Chronicle) -> None:
    """Whether the service stood in the network cannot be decided; a validity in words decides where it is certain."""
    region = RegionAsWritten.read("Liberecko")
    old = made(events.NetworkEntryTakenOver, provider=PROVIDER, section="62", region=region, financing="esf")
    chronicle.record(old, to="silent")
    written = made(events.NetworkEntryTakenOver, service_as_written="SAS", validity="od 1.1.2014 do 31.12.2015")
    chronicle.record(written, to="written")
    project(database, chronicle)
    silent, sas = sorted(rows(database, "2014-06-01"), key=lambda row: row.service_name is not None)
    assert silent.in_force is Answer.CANNOT_BE_DECIDED
    assert (silent.provider, silent.section, silent.region_as_written, silent.orps) == (
        "Domov Raspenava, příspěvková organizace",
        "62",
        "Liberecko",
        ("5105",),
    )
    assert (sas.in_force, sas.service_name) == (Answer.YES, "SAS")
    assert len(rows(database, "2016-01-01", filters=NetworkFilter())) == 1


# As the file itself answers ----------------------------------------------------------------------------------------

FIRST = DAY("2017-12-20")
some_day = st.integers(0, 12).map(lambda number: FIRST + timedelta(days=5 * number))
amount = st.sampled_from(["0", "1", "2.5"])
begins = some_day.map(lambda last: made(events.ServiceIncluded, **STANDING | {"last_day": last}, plan=PLAN, **FOUND))
taken_over = st.sampled_from([None, "od 1.1.2018 do 31.1.2018", "rok 2018"]).map(
    lambda validity: made(events.NetworkEntryTakenOver, service=SERVICE, validity=validity, capacities=(fte("2"),))
)
openings: st.SearchStrategy[Event] = st.one_of(begins, taken_over, st.just(SUBMITTED))
happenings: st.SearchStrategy[Event] = st.one_of(
    begins,
    begins,
    st.just(made(events.UrgentInclusionGranted, **STANDING | {"capacities": (fte("1", "A"),), "level": None})),
    st.tuples(st.sampled_from("TA"), amount).map(
        lambda of: changed(events.CapacityChanged, capacities=(fte(of[1], of[0]),))
    ),
    st.sampled_from(["1", "2"]).map(lambda level: changed(events.LevelChanged, level=level)),
    st.sampled_from(["state", "esf"]).map(lambda kind: changed(events.FinancingChanged, financing=kind)),
    st.just(changed(events.OrpAllocationChanged, orp_shares=({"orp": "5110", "share": 1},))),
    some_day.map(lambda last: changed(events.InclusionProlonged, last_day=last)),
    st.just(changed(events.ServiceExcluded, ground="OWN_REQUEST")),
    st.just(made(events.NetworkVersionApproved, resolution="86/18/ZK")),
)
lives = st.tuples(st.tuples(openings, some_day), st.lists(st.tuples(happenings, some_day), max_size=8)).map(
    lambda life: [life[0], *life[1]]
)
ASKED = tuple(FIRST + timedelta(days=number) for number in range(-1, 62, 13))


@given(life=lives, undone=st.integers(0, 15), before=st.integers(0, 9))
def test_the_network_answers_as_the_file_does(life: list[tuple[Event, date]], undone: int, before: int) -> None:
    """As known at the end, perhaps with an entry taken back, and as known before."""
    chronicle = Chronicle()
    for event, on in life:
        is_undated = isinstance(event, events.NetworkEntryTakenOver) and on == FIRST
        chronicle.record(event, to="entry", on=None if is_undated else on)
    if undone < len(life):
        chronicle.take_back(chronicle.entries[undone])
    identifier, head = chronicle.identifier("entry"), len(chronicle.entries)
    with SqliteDatabase(":memory:") as database:
        project(database, chronicle)
        for known in {head, max(1, head - before)}:
            state = NetworkEntry.replay(identifier, chronicle.entries[:known])
            for on in ASKED:
                found = [row.entry for row in rows(database, on.isoformat(), known=known) if row.entry]
                if found:
                    assert_same(found[0], state, on)
                else:
                    assert state.included_on(on) is Answer.NO


def assert_same(found: EntryCells, state: NetworkEntry, on: date) -> None:
    card = state.card(on)
    assert found.included is card["included"]
    assert found.capacities == card["capacities"]
    names = ("since", "last_day", "plan", "level", "financing", "resolution", "ground")
    if found.included is not Answer.NO:
        assert [getattr(found, name) for name in names] == [card[name] for name in names]
        assert found.orp_shares == (card["orp_shares"] or ())


@given(one=lives, other=lives, before=st.integers(0, 9))
def test_the_capacity_of_the_network_is_that_of_a_naive_fold(
    one: list[tuple[Event, date]], other: list[tuple[Event, date]], before: int
) -> None:
    """Two services, every event in one loop: the capacity for each ORP on a day, as known at a position."""
    chronicle = Chronicle()
    for number, life in enumerate((one, other)):
        for event, on in life:
            chronicle.record(event, to=f"entry {number}", on=on)
    known = max(1, len(chronicle.entries) - before)
    with SqliteDatabase(":memory:") as database:
        project(database, chronicle)
        for on in ASKED:
            read = capacity_rows(rows(database, on.isoformat(), known=known))
            found = sorted((row.form, row.orp or "", row.part) for row in read)
            assert found == sorted(naive_capacities(chronicle.entries[:known], on))


BEGINS = events.ServiceIncluded | events.UrgentInclusionGranted | events.NetworkEntryTakenOver


def naive_capacities(entries: Sequence[Entry], on: date) -> list[tuple[str, str, Fraction]]:
    """The entries one by one, those of a day in the order of recording: what stands at the end of the day."""
    standing: dict[UUID, dict[str, Any]] = {}
    happened = [(entry.effective_on, entry) for entry in settle(entries) if entry.effective_on is not None]
    for day, entry in sorted(happened, key=lambda one: (one[0], one[1].position)):
        if day <= on:
            standing[entry.originator_id] = naive_step(standing.get(entry.originator_id, {}), entry.event)
    found = []
    for current in filter(None, standing.values()):
        shares = [(one.orp, one.share) for one in current["shares"]] or [("", Fraction(1))]
        for form, whole in current["amounts"].items() if may_go_on(current, on) else ():
            found += [(form, orp, Fraction(whole) * share) for orp, share in shares if whole]
    return found


def naive_step(current: dict[str, Any], event: Event) -> dict[str, Any]:
    """What one event makes of a standing; an empty one is none."""
    if isinstance(event, BEGINS):
        return {
            "amounts": {one.form: one.amount for one in event.capacities},
            "shares": event.orp_shares,
            "last_day": getattr(event, "last_day", None),
            "written": getattr(event, "validity", None),
        }
    if not current or isinstance(event, events.ServiceExcluded):
        return {}
    if isinstance(event, events.CapacityChanged):
        return current | {"amounts": current["amounts"] | {one.form: one.amount for one in event.capacities}}
    if isinstance(event, events.OrpAllocationChanged):
        return current | {"shares": event.orp_shares}
    return current | ({"last_day": event.last_day} if isinstance(event, events.InclusionProlonged) else {})


def may_go_on(current: dict[str, Any], on: date) -> bool:
    if current["last_day"] is not None:
        return bool(on <= current["last_day"])
    return current["written"] is None or current["written"].covers(on) is not Answer.NO
