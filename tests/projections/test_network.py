"""The network as reporters ask for it: who, what, where, under which contract, for how much, and what nobody knows."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.read_models import SqliteDatabase
from domain.contract.contract import Contract
from domain.contract.events.amendments import (
    AmendmentConcluded,
    AmendmentPublishedInRegister,
    AmendmentVoidedForNonPublication,
)
from domain.contract.events.changes import ProviderSucceeded
from domain.contract.events.conclusion import ContractConcluded, ContractDrafted
from domain.contract.events.drawing import PaymentMade, PaymentReversed
from domain.contract.events.ending import ContractExpired, ContractTerminated
from domain.contract.events.publication import (
    ContractBecameEffective,
    ContractPublishedInRegister,
    ContractVoidedForNonPublication,
)
from domain.contract.events.settlement import RefundReceived
from domain.contract.events.takeover import ContractTakenOver
from domain.contract.payloads import PublicationDuty
from domain.kernel.answer import Answer
from domain.kernel.as_written import PeriodAsWritten
from domain.kernel.calendar import TimeLimit
from domain.kernel.event import Event
from domain.kernel.money import Money, czk
from domain.kernel.period import Period
from domain.kernel.region import RegionAsWritten
from domain.kernel.stamp import Inference
from domain.project.events import MaximumAllocated, ProjectTakenOver
from domain.service.events import (
    PlaceAdded,
    PlaceRemoved,
    ProviderChanged,
    ServiceDeregistered,
    ServiceParametersChanged,
    ServiceTakenOver,
)
from projections import builds
from projections.database import Database
from projections.network import NETWORK, NetworkFilter, NetworkRow, cash_positions, network_rows, network_totals
from projections.projector import Projector
from tests.projections.chronicle import Chronicle

DAY = date.fromisoformat
ALL = NetworkFilter(in_force=frozenset(Answer))
IP1_PERIOD = PeriodAsWritten.read("36 měsíců – od 1.10.2009 do 31.11.2012", scope="whole support")


def old_contract(number: str, crowns: int, **more: Any) -> ContractTakenOver:
    usual = {
        "number": number,
        "amount": czk(crowns),
        "amount_kind": "awarded",
        "provider": "we",
        "provider_inferred": "Fokus Liberec o.p.s.",
        "region": RegionAsWritten.read("Liberecko"),
        "period_as_written": IP1_PERIOD,
        "services": ({"name_as_written": "PSB", "section": "43"},),
    }
    return ContractTakenOver.model_validate(usual | more)


def concluded(number: str = "OLP/9001/2017", **more: Any) -> ContractConcluded:
    usual = {"number": number, "regime": "tender", "provider": "Provider o.p.s.", "maximum": czk(2_400_000)}
    return ContractConcluded.model_validate(usual | more)


def limit(day: str) -> TimeLimit:
    return TimeLimit(legal_last_day=DAY(day), raw_end=DAY(day), safe_last_day=DAY(day))


DUTY = PublicationDuty(publish_by=limit("2017-08-02"), void_after=limit("2017-10-03"))


def project(database: Database, chronicle: Chronicle) -> None:
    builds.prepare(database, [NETWORK])
    Projector(database, chronicle, [NETWORK], page_size=3).catch_up()


def rows(
    database: Database, *, valid: str | None = None, known: int | None = None, filters: NetworkFilter = ALL
) -> list[NetworkRow]:
    return list(network_rows(database, valid=DAY(valid) if valid else None, known=known, filters=filters))


# Old records (scenario 6) ------------------------------------------------------------------------------------------


@pytest.fixture
def ip1(database: Database, chronicle: Chronicle) -> Database:
    """Four contracts of which the page states amounts and one period of the whole support."""
    inferred = (Inference(field="provider_inferred", why="same services and target group"),)
    amounts = {
        "OLP/2132/2009": 4_284_985,
        "OLP/306/2010": 3_900_000,
        "OLP/2133/2009": 3_723_610,
        "OLP/2118/2009": 3_335_610,
    }
    for number, crowns in amounts.items():
        chronicle.record(old_contract(number, crowns), to=number, inferred=inferred)
    project(database, chronicle)
    return database


def test_what_is_not_stated_stays_unknown(ip1: Database) -> None:
    """Unknown dates: always there, in force cannot be decided; paid is not known, which is not zero."""
    for valid in ("2009-01-01", "2012-09-30", "2012-10-15", "2026-11-21"):
        found = rows(ip1, valid=valid, filters=NetworkFilter())
        assert [row.in_force for row in found] == [Answer.CANNOT_BE_DECIDED] * 4
        assert {(row.gross, row.net, row.maximum) for row in found} == {(None, None, None)}


def test_sums_of_old_contracts(ip1: Database) -> None:
    """15 244 205 provided; nobody knows whether it was paid; no ceiling is known."""
    totals = network_totals(rows(ip1))
    assert (totals.contracts, totals.awarded) == (4, czk(15_244_205))
    assert (totals.without_maximum, totals.not_known_whether_paid, totals.gross) == (4, 4, czk(0))


def test_what_is_inferred_is_marked(ip1: Database) -> None:
    """Provider and ORPs are concluded from elsewhere; the region stays as written."""
    row = rows(ip1)[0]
    assert (row.provider, row.is_provider_inferred) == ("Fokus Liberec o.p.s.", True)
    assert (row.region_as_written, row.orps, row.are_orps_inferred) == ("Liberecko", ("5105",), True)
    assert row.inferred == {"provider_inferred": "same services and target group"}


def test_nothing_was_known_before_it_was_recorded(ip1: Database) -> None:
    """The ledger first knows with its first entry."""
    assert rows(ip1, known=0) == []
    assert len(rows(ip1, known=2)) == 2


def test_every_cell_names_its_entry(ip1: Database) -> None:
    """From a cell back to the entry that says it."""
    row = next(row for row in rows(ip1) if row.contract_number == "OLP/306/2010")
    assert {row.behind[cell] for cell in ("contract_number", "provider", "awarded", "region", "section")} == {(2,)}


# Contracts over time -----------------------------------------------------------------------------------------------


def test_a_contract_from_draft_to_end(database: Database, chronicle: Chronicle) -> None:
    """Drafted it is there but not in force; in force from its publication until its last day."""
    chronicle.record(
        ContractDrafted.model_validate({"regime": "tender", "provider": "Provider o.p.s."}), on="2017-06-01"
    )
    chronicle.record(
        concluded(publication=DUTY, period=Period(start=DAY("2017-07-03"), end=DAY("2018-12-31"))), on="2017-07-03"
    )
    chronicle.record(ContractPublishedInRegister(register_id="1"), on="2017-08-04")
    chronicle.record(ContractTerminated.model_validate({"mode": "AGREEMENT", "by": "both"}), on="2018-06-30")
    project(database, chronicle)
    assert rows(database, valid="2017-05-31") == []
    answers = {
        valid: rows(database, valid=valid)[0].in_force
        for valid in ("2017-06-15", "2017-08-03", "2017-08-04", "2018-06-30", "2018-07-01")
    }
    assert answers == {
        "2017-06-15": Answer.NO,
        "2017-08-03": Answer.NO,
        "2017-08-04": Answer.YES,
        "2018-06-30": Answer.YES,
        "2018-07-01": Answer.NO,
    }
    assert rows(database, valid="2018-07-01", known=3)[0].in_force is Answer.YES
    assert rows(database, valid="2018-07-01", filters=NetworkFilter()) == []


def test_the_ceiling_by_effect_not_by_recording(database: Database, chronicle: Chronicle) -> None:
    """Scenario 5: amendment 2 was recorded before amendment 1."""
    chronicle.record(concluded(maximum=czk(3_600_000)), on="2018-04-01")
    for number, crowns, on in ((2, 3_900_000, "2019-01-01"), (1, 3_780_000, "2018-10-01")):
        amendment = {"number": number, "ground": "222(4)", "maximum": czk(crowns)}
        chronicle.record(AmendmentConcluded.model_validate(amendment), on=on)
    project(database, chronicle)
    asked = [("2018-12-31", 2), ("2019-01-31", 2), ("2018-12-31", 3), ("2019-01-31", 3)]
    ceilings = [rows(database, valid=valid, known=known)[0].maximum for valid, known in asked]
    assert ceilings == [czk(3_600_000), czk(3_900_000), czk(3_780_000), czk(3_900_000)]
    assert [rows(database, valid=valid)[0].behind["maximum"] for valid in ("2018-12-31", "2019-01-31")] == [(3,), (2,)]


@pytest.mark.parametrize(("extended_to", "shown"), [(None, [True, True]), ("2020-12-31", [True, False])])
def test_a_contract_goes_on_as_long_as_an_amendment_lets_it(
    database: Database, chronicle: Chronicle, extended_to: str | None, shown: list[bool]
) -> None:
    """Its own last day is not the end of it; where the amendment states none, it is open."""
    chronicle.record(concluded(period=Period(start=DAY("2018-01-01"), end=DAY("2018-12-31"))), on="2018-01-01")
    project(database, chronicle)
    assert rows(database, valid="2019-06-30", filters=NetworkFilter()) == []
    period = Period(start=DAY("2018-01-01"), end=DAY(extended_to) if extended_to else None)
    amendment = {"number": 1, "ground": "222(4)", "period": period}
    chronicle.record(AmendmentConcluded.model_validate(amendment), on="2018-12-01")
    project(database, chronicle)
    days = ("2019-06-30", "2021-01-01")
    assert [bool(rows(database, valid=day, filters=NetworkFilter())) for day in days] == shown
    assert rows(database, valid="2019-06-30", known=1, filters=NetworkFilter()) == []


def test_money_gross_and_net(database: Database, chronicle: Chronicle) -> None:
    """Movements without what the bank took back; net without refunds as well; and the entries behind the sums."""
    chronicle.record(concluded(), on="2018-01-01")
    chronicle.record(PaymentMade(movement="m1", amount=czk(100)), on="2018-02-01")
    chronicle.record(PaymentMade(movement="m2", amount=czk(100)), on="2018-02-01")
    chronicle.record(PaymentReversed(movement="m2", reversal="r", amount=czk(100)), on="2018-02-03")
    chronicle.record(RefundReceived(movement="m3", amount=czk(30)), on="2019-02-01")
    project(database, chronicle)
    found = {
        valid: (row.gross, row.net)
        for valid in ("2018-01-01", "2018-02-01", "2018-12-31", "2019-12-31")
        for row in rows(database, valid=valid)
    }
    assert found == {
        "2018-01-01": (czk(0), czk(0)),
        "2018-02-01": (czk(200), czk(200)),
        "2018-12-31": (czk(100), czk(100)),
        "2019-12-31": (czk(100), czk(70)),
    }
    assert cash_positions(database, chronicle.identifier("contract"), valid=DAY("2018-02-02")) == (2, 3)


def test_a_payment_makes_an_old_contract_s_money_known(database: Database, chronicle: Chronicle) -> None:
    """From not known to an amount."""
    chronicle.record(old_contract("OLP/306/2010", 100))
    chronicle.record(PaymentMade(movement="m1", amount=czk(60)), on="2010-05-01")
    project(database, chronicle)
    assert rows(database, known=1)[0].gross is None
    assert rows(database)[0].gross == czk(60)


def test_a_successor_provides_from_its_day(database: Database, chronicle: Chronicle) -> None:
    """Who provided on a day, whoever provides today."""
    chronicle.record(concluded(), on="2018-01-01")
    chronicle.record(
        ProviderSucceeded.model_validate({"provider": "Successor z.ú.", "ground": "succession"}), on="2019-01-01"
    )
    project(database, chronicle)
    assert [rows(database, valid=valid)[0].provider for valid in ("2018-12-31", "2019-01-01")] == [
        "Provider o.p.s.",
        "Successor z.ú.",
    ]


# Services, places, projects ----------------------------------------------------------------------------------------


def old_service(**more: Any) -> ServiceTakenOver:
    usual = {
        "registration_number": "3596108",
        "provider": {"name": "Fokus Liberec o.p.s."},
        "section": "70",
        "name": "Sociální rehabilitace",
        "places": ({"place": "a", "region": RegionAsWritten.read("Liberecko")}, {"place": "b", "orp": "5107"}),
    }
    return ServiceTakenOver.model_validate(usual | more)


def test_a_contract_shows_the_service_that_it_names(database: Database, chronicle: Chronicle) -> None:
    """By registration number: section, name and places come from the service, provider from the contract."""
    chronicle.record(old_service(), to="service")
    chronicle.record(concluded(services=({"registration": "3596108"},)), on="2018-01-01")
    project(database, chronicle)
    (row,) = rows(database)
    assert (row.service, row.section, row.service_name) == (
        chronicle.identifier("service"),
        "70",
        "Sociální rehabilitace",
    )
    assert (row.region_as_written, row.orps, row.are_orps_inferred) == ("Liberecko", ("5105", "5107"), True)
    assert row.provider == "Provider o.p.s."


def test_a_contract_with_several_services_counts_once(database: Database, chronicle: Chronicle) -> None:
    """A row for each service, the sum of the contract in each, and once in the total."""
    named = ({"name_as_written": "PSB", "section": "43"}, {"name_as_written": "STD", "section": "67"})
    chronicle.record(concluded(services=named), on="2018-01-01")
    project(database, chronicle)
    found = rows(database)
    assert [(row.section, row.services_in_contract, row.maximum) for row in found] == [
        ("43", 2, czk(2_400_000)),
        ("67", 2, czk(2_400_000)),
    ]
    assert (network_totals(found).maximum, network_totals(found).contracts) == (czk(2_400_000), 1)


def test_a_share_of_a_project_is_no_contract(database: Database, chronicle: Chronicle) -> None:
    """The page states a ceiling for a registered service: a maximum without contract, and nothing about payments."""
    service = chronicle.identifier("service")
    chronicle.record(old_service(), to="service")
    chronicle.record(ProjectTakenOver.model_validate({"number": "CZ.03.02.01/00/22_003/0001885"}), to="project")
    chronicle.record(MaximumAllocated(service=service, maximum=czk(33_209_104)), to="project")
    project(database, chronicle)
    (row,) = rows(database, valid="2024-01-01")
    assert (row.contract, row.maximum, row.gross) == (None, czk(33_209_104), None)
    assert (row.project_name, row.in_force) == ("CZ.03.02.01/00/22_003/0001885", Answer.CANNOT_BE_DECIDED)
    assert (network_totals([row]).contracts, network_totals([row]).maximum) == (0, czk(33_209_104))
    assert rows(database, known=1)[0].maximum is None


def test_a_service_over_time(database: Database, chronicle: Chronicle) -> None:
    """Provider, kind and places on the day asked for; gone once it is deregistered."""
    chronicle.record(old_service(), to="service", on="2010-01-01")
    chronicle.record(ServiceParametersChanged.model_validate({"section": "67"}), to="service", on="2012-01-01")
    chronicle.record(
        ProviderChanged.model_validate({"provider": {"name": "Successor z.ú."}}), to="service", on="2013-01-01"
    )
    chronicle.record(PlaceAdded.model_validate({"place": "c", "orp": "5101"}), to="service", on="2014-01-01")
    chronicle.record(PlaceRemoved(place="a"), to="service", on="2014-01-01")
    chronicle.record(ServiceDeregistered(), to="service", on="2020-01-01")
    project(database, chronicle)
    assert rows(database, valid="2009-12-31") == []
    found = {
        valid: row
        for valid in ("2011-01-01", "2012-06-01", "2013-06-01", "2014-06-01")
        for row in rows(database, valid=valid)
    }
    assert [row.section for row in found.values()] == ["70", "67", "67", "67"]
    assert [row.provider for row in found.values()] == ["Fokus Liberec o.p.s."] * 2 + ["Successor z.ú."] * 2
    assert [row.orps for row in found.values()] == [("5105", "5107")] * 3 + [("5107", "5101")]
    assert {row.in_force for row in found.values()} == {Answer.YES}
    assert rows(database, valid="2020-01-01")[0].in_force is Answer.NO


def test_a_service_stays_when_its_contract_has_ended(database: Database, chronicle: Chronicle) -> None:
    """It is still registered; nothing pays for it any more."""
    chronicle.record(old_service(), to="service", on="2010-01-01")
    chronicle.record(concluded(services=({"registration": "3596108"},)), on="2018-01-01")
    chronicle.record(ContractExpired(), on="2018-12-31")
    project(database, chronicle)
    assert [row.contract_number for row in rows(database, valid="2018-06-01")] == ["OLP/9001/2017"]
    assert [row.contract_number for row in rows(database, valid="2019-06-01", filters=NetworkFilter())] == [None]


# Filters -----------------------------------------------------------------------------------------------------------


def test_filters(ip1: Database, chronicle: Chronicle) -> None:
    """By part of the provider's name or IČO, section, ORP (also where it may be meant), and project."""
    ours = chronicle.identifier("project")
    region = RegionAsWritten.read("Českolipsko")
    terms = {"provider": "Jiný, z.ú.", "provider_ico": "70891508", "services": ({"section": "67"},), "project": ours}
    chronicle.record(old_contract("OLP/1/2010", 5, provider_inferred=None, region=region, **terms), to="other")
    project(ip1, chronicle)

    def numbers(**wanted: Any) -> set[str | None]:
        return {row.contract_number for row in rows(ip1, filters=NetworkFilter(**wanted))}

    assert numbers(provider="jiný") == numbers(provider="70891508") == numbers(section="67") == {"OLP/1/2010"}
    assert numbers(orp="5101") == numbers(project=ours) == {"OLP/1/2010"}
    assert region.perhaps
    assert numbers(orp=region.perhaps[0]) == {"OLP/1/2010"}
    assert len(numbers(section="43", provider="FOKUS")) == 4
    assert numbers(section="43", orp="5101") == set()


# As the contract itself answers ------------------------------------------------------------------------------------

FIRST = DAY("2017-06-01")
some_day = st.integers(0, 40).map(lambda number: FIRST + timedelta(days=7 * number))
maybe_day = st.none() | some_day
ceiling = st.none() | st.integers(1, 9).map(lambda crowns: Money(crowns * 100))
period = st.none() | st.tuples(some_day, st.integers(0, 200)).map(
    lambda at: Period(start=at[0], end=at[0] + timedelta(days=at[1]))
)
WRITTEN = st.sampled_from([None, IP1_PERIOD, PeriodAsWritten.read("od 1.8.2017 do 31.11.2017", scope="contract")])

openings: st.SearchStrategy[Event] = st.one_of(
    st.builds(
        lambda maximum, own, agreed, conditional, duty, written: concluded(
            maximum=maximum,
            period=own,
            effect_agreed_on=agreed,
            is_effect_conditional=conditional,
            publication=duty,
            period_as_written=written,
        ),
        ceiling,
        period,
        maybe_day,
        st.booleans(),
        st.sampled_from([None, DUTY]),
        WRITTEN,
    ),
    st.builds(
        lambda written, kind, day: old_contract(
            "OLP/1/2017",
            7,
            period_as_written=written,
            amount_kind=kind,
            concluded_on=day and day.isoformat(),
            effective_from=day and (day + timedelta(days=3)).isoformat(),
        ),
        WRITTEN,
        st.sampled_from(["maximum", "awarded"]),
        maybe_day,
    ),
)
amended = st.builds(
    lambda number, maximum, own, duty: AmendmentConcluded(
        number=number, ground="100", maximum=maximum, period=own, publication=duty
    ),
    st.integers(1, 2),
    ceiling,
    period,
    st.sampled_from([None, DUTY]),
)
later = st.one_of(
    amended,
    amended,
    st.sampled_from(
        [
            ContractPublishedInRegister(register_id="1"),
            ContractBecameEffective(),
            ContractVoidedForNonPublication(established_on=FIRST),
            ContractTerminated.model_validate({"mode": "NOTICE", "by": "region"}),
            ContractExpired(),
            AmendmentPublishedInRegister(number=1, register_id="1"),
            AmendmentVoidedForNonPublication(number=1, established_on=FIRST),
        ]
    ),
)


@given(opening=openings, steps=st.lists(st.tuples(later, some_day), max_size=7), opened_on=some_day)
def test_the_network_answers_as_the_contract_does(
    opening: Event, steps: list[tuple[Event, date]], opened_on: date
) -> None:
    """Ceiling and effect on any day, as known at any position, equal those of the replayed contract."""
    chronicle = Chronicle()
    chronicle.record(opening, on=None if isinstance(opening, ContractTakenOver) else opened_on)
    numbers: set[int] = set()
    for event, on in steps:
        if isinstance(event, AmendmentConcluded):
            numbers.add(event.number)
        elif isinstance(event, AmendmentPublishedInRegister | AmendmentVoidedForNonPublication) and not numbers & {1}:
            continue
        chronicle.record(event, on=on)
    identifier = chronicle.identifier("contract")
    with SqliteDatabase(":memory:") as database:
        project(database, chronicle)
        for known in range(1, len(chronicle.entries) + 1):
            contract = Contract.replay(identifier, chronicle.entries[:known])
            for weeks in range(0, 50, 4):
                on = FIRST + timedelta(days=7 * weeks)
                found = rows(database, valid=on.isoformat(), known=known)
                if not found:
                    assert on < opened_on
                    continue
                assert found[0].in_force is contract.in_force(on)
                assert found[0].maximum == contract.maximum.on(on)
