"""Mandates beside services, contracts and standings: who is entrusted with what, where, until when, by which act."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.read_models import SqliteDatabase
from domain.contract.events.conclusion import ContractConcluded
from domain.kernel.answer import Answer
from domain.kernel.event import Event
from domain.kernel.money import czk
from domain.kernel.prose import Prose
from domain.mandate.events import changes, ending, entrustment, takeover
from domain.mandate.mandate import Mandate
from domain.network_entry import events as network_entry
from domain.service.events import ServiceRegistered
from projections import builds
from projections.database import Database
from projections.network import NETWORK, MandateCells, NetworkFilter, NetworkRow, capacity_rows, network_rows
from projections.projector import Projector
from tests.domain.methodology.examples import made
from tests.domain.network_entry.examples import FOUND, NUMBER, PLAN, PROVIDER, SERVICE, STANDING
from tests.projections.chronicle import Chronicle

DAY = date.fromisoformat
ALL = NetworkFilter(in_force=frozenset(Answer))
GROUNDS = Prose.of("why", salt="00" * 16)
REGISTERED = made(ServiceRegistered, registration_number=NUMBER, provider=PROVIDER, section="43", forms=("T",))
TERMS = {
    "service": SERVICE,
    "registration": NUMBER,
    "orps": ("5105", "5102"),
    "capacities": ({"form": "T", "unit": "FTE", "amount": "4.5"},),
}
PROPOSED = made(entrustment.MandateProposed, number="PO-1", provider=PROVIDER, **TERMS)


def issued(**more: Any) -> entrustment.MandateIssued:
    period = {"start": "2018-01-01", "end": "2020-12-31"}
    return made(
        entrustment.MandateIssued, **{"instrument": "SEPARATE_ACT", "decision": "2012/21/EU", "period": period} | more
    )


def project(database: Database, chronicle: Chronicle) -> None:
    builds.prepare(database, [NETWORK])
    Projector(database, chronicle, [NETWORK], page_size=3).catch_up()


def rows(database: Database, valid: str | None = None, *, known: int | None = None) -> list[NetworkRow]:
    return list(network_rows(database, valid=DAY(valid) if valid else None, known=known, filters=ALL))


def mandate(database: Database, valid: str | None = None, *, known: int | None = None) -> MandateCells:
    (row,) = rows(database, valid, known=known)
    assert row.mandate is not None
    return row.mandate


@pytest.fixture
def entrusted(database: Database, chronicle: Chronicle) -> Database:
    """A service with a mandate for 2018–2020, amended and prolonged."""
    chronicle.record(REGISTERED, to=SERVICE, on="2015-01-01")
    chronicle.record(PROPOSED, to="mandate", on="2017-11-01")
    chronicle.record(issued(), to="mandate", on="2017-12-19")
    wider = made(changes.MandateAmended, amendment="1", services=({"orps": ("5105", "5102", "5110")},))
    chronicle.record(wider, to="mandate", on="2019-01-01")
    chronicle.record(changes.MandateProlonged(last_day=DAY("2021-12-31"), act="2"), to="mandate", on="2020-10-01")
    project(database, chronicle)
    return database


def test_a_service_shows_its_mandate_on_a_day(entrusted: Database) -> None:
    """Issued before it begins; valid from its first day; the act and its amendments say for which territory."""
    before = mandate(entrusted, "2017-12-31")
    assert (before.number, before.is_valid, before.first_day) == ("PO-1", Answer.NO, DAY("2018-01-01"))
    first = mandate(entrusted, "2018-01-01")
    assert (first.is_valid, first.decision, first.instrument) == (Answer.YES, "2012/21/EU", "SEPARATE_ACT")
    assert (first.territory, [one.amount for one in first.capacities]) == (("5105", "5102"), [made_amount("4.5")])
    assert mandate(entrusted, "2019-01-01").territory == ("5105", "5102", "5110")
    assert mandate(entrusted, "2021-06-30").is_valid is Answer.YES
    assert mandate(entrusted, "2021-06-30", known=4).is_valid is Answer.NO
    assert mandate(entrusted, "2022-01-01").is_valid is Answer.NO


def made_amount(text: str) -> Any:
    return made(network_entry.CapacityChanged, resolution="1/18/ZK", capacities=(_fte(text),)).capacities[0].amount


def _fte(amount: str) -> dict[str, str]:
    return {"form": "T", "unit": "FTE", "amount": amount}


def test_a_proposal_entrusts_nobody(entrusted: Database) -> None:
    """Neither before the issue nor as known before it."""
    assert [row.mandate for row in rows(entrusted, "2017-12-18")] == [None]
    assert [row.mandate for row in rows(entrusted, "2018-06-01", known=2)] == [None]


def test_every_cell_of_a_mandate_names_its_entry(entrusted: Database) -> None:
    assert mandate(entrusted).behind == {
        "mandate": (3,),
        "last_day": (5,),
        "decision": (3,),
        "territory": (4,),
        "capacities": (2,),
    }


def test_a_contract_shows_the_mandate_in_its_own_clause(entrusted: Database, chronicle: Chronicle) -> None:
    """Another contract shows the separate act; void, the clause entrusts nobody from the start."""
    own = {"number": "OLP/9001/2018", "regime": "tender", "services": ({"registration": NUMBER},), "maximum": czk(1)}
    for name, number in (("clause", "OLP/9001/2018"), ("other", "OLP/9002/2018")):
        chronicle.record(ContractConcluded.model_validate(own | {"number": number}), to=name, on="2018-04-01")
    clause = issued(instrument="CONTRACT_CLAUSE", contract=chronicle.identifier("clause"), clause="art. 3")
    chronicle.record(made(entrustment.MandateProposed, **TERMS), to="by clause", on="2018-04-01")
    chronicle.record(clause, to="by clause", on="2018-04-01")
    project(entrusted, chronicle)

    def instruments(known: int | None = None) -> dict[str | None, tuple[str | None, Answer | None]]:
        found = rows(entrusted, "2018-06-01", known=known)
        return {row.contract_number: (row.mandate.instrument, row.mandate.is_valid) for row in found if row.mandate}

    assert instruments() == {
        "OLP/9001/2018": ("CONTRACT_CLAUSE", Answer.YES),
        "OLP/9002/2018": ("SEPARATE_ACT", Answer.YES),
    }
    head = len(chronicle.entries)
    lost = changes.PreconditionLost(precondition="entrusting contract")
    chronicle.record(lost, to="by clause", on="2018-04-01")
    project(entrusted, chronicle)
    assert instruments()["OLP/9001/2018"] == ("CONTRACT_CLAUSE", Answer.NO)
    assert instruments(head)["OLP/9001/2018"] == ("CONTRACT_CLAUSE", Answer.YES)


def test_a_standing_in_the_network_names_its_mandate(entrusted: Database, chronicle: Chronicle) -> None:
    """And so does each of its capacities, as long as the mandate holds."""
    chronicle.record(made(network_entry.ServiceIncluded, **STANDING, plan=PLAN, **FOUND), to="entry", on="2018-01-01")
    project(entrusted, chronicle)
    assert {one.mandates for one in capacity_rows(rows(entrusted, "2018-06-01"))} == {("PO-1",)}
    chronicle.record(made(ending.MandateRevoked, grounds=GROUNDS), to="mandate", on="2018-05-31")
    project(entrusted, chronicle)
    assert {one.mandates for one in capacity_rows(rows(entrusted, "2018-06-01"))} == {()}
    assert mandate(entrusted, "2018-06-01").last_day == DAY("2018-05-31")


def test_an_old_mandate_says_what_its_paper_says(database: Database, chronicle: Chronicle) -> None:
    """Without days nobody can decide whether it held."""
    chronicle.record(REGISTERED, to=SERVICE, on="2008-01-01")
    old = made(takeover.MandateTakenOver, services=({"registration": NUMBER},), period_as_written="v období projektu")
    chronicle.record(old, to="mandate")
    project(database, chronicle)
    found = mandate(database, "2010-01-01")
    assert (found.is_valid, found.number, found.territory) == (Answer.CANNOT_BE_DECIDED, None, ())


# As the mandate itself answers -------------------------------------------------------------------------------------

FIRST = DAY("2017-12-01")
some_day = st.integers(0, 30).map(lambda number: FIRST + timedelta(days=10 * number))
periods = st.tuples(some_day, st.integers(0, 200)).map(
    lambda of: {"start": of[0], "end": of[0] + timedelta(days=of[1])}
)
written = st.sampled_from(["od 1.1.2018 do 31.5.2018", "od 1.6.2018 do 1.1.2018", "rok 2018"])
openings: st.SearchStrategy[list[Event]] = st.one_of(
    periods.map(lambda period: [PROPOSED, issued(period=period)]),
    written.map(lambda text: [made(takeover.MandateTakenOver, services=(TERMS,), period_as_written=text)]),
)
happenings: st.SearchStrategy[Event] = st.one_of(
    st.sampled_from(
        [
            made(changes.MandateSuspended, grounds=GROUNDS),
            changes.MandateResumed(),
            changes.PreconditionLost(precondition="entrusting contract"),
            changes.PreconditionRestored(precondition="entrusting contract"),
            changes.PreconditionLost(precondition="registration"),
            made(ending.MandateRevoked, grounds=GROUNDS),
            ending.MandateExpired(),
            made(changes.MandateLegalBasisMigrated, decision="2025/2630", act="3"),
        ]
    ),
    some_day.map(lambda last: changes.MandateProlonged(last_day=last, act="2")),
    st.sampled_from([("5105",), ("5110", "5101")]).map(
        lambda orps: made(changes.MandateAmended, amendment="1", services=({"orps": orps},))
    ),
)


@given(
    opening=openings,
    opened_on=st.none() | some_day,
    steps=st.lists(st.tuples(happenings, some_day), max_size=6),
    before=st.integers(0, 6),
)
def test_the_network_says_of_a_mandate_what_it_says_itself(
    opening: list[Event], opened_on: date | None, steps: list[tuple[Event, date]], before: int
) -> None:
    """Valid or not, in which territory, under which Decision: on any day, as known at some position."""
    chronicle = Chronicle()
    chronicle.record(REGISTERED, to=SERVICE)
    for event in opening:
        chronicle.record(event, to="mandate", on=opened_on)
    for event, on in steps:
        chronicle.record(event, to="mandate", on=on)
    known = max(1 + len(opening), len(chronicle.entries) - before)
    own = [entry for entry in chronicle.entries[:known] if entry.originator_id == chronicle.identifier("mandate")]
    state = Mandate.replay(chronicle.identifier("mandate"), own)
    with SqliteDatabase(":memory:") as database:
        project(database, chronicle)
        for on in (FIRST + timedelta(days=29 * number) for number in range(-1, 11)):
            (row,) = rows(database, on.isoformat(), known=known)
            if row.mandate is None:
                assert opened_on is not None
                assert on < opened_on
                continue
            assert row.mandate.is_valid is state.is_valid_on(on)
            assert row.mandate.territory == state.services[NUMBER].orps.on(on)
            assert (row.mandate.decision, row.mandate.last_day) == (state.decision_on(on), state.ends_on)
