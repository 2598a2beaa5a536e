"""What is due, whose turn it is, until when, met or missed; what cannot be computed is never shown as all right."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.read_models import SqliteDatabase
from domain.contract.contract import Contract
from domain.contract.events import amendments, breaches, ending, publication, reporting, settlement
from domain.contract.events.conclusion import ContractConcluded, ContractDrafted
from domain.contract.events.takeover import ContractTakenOver
from domain.contract.payloads import PublicationDuty
from domain.inspection.inspection import Inspection
from domain.kernel.calendar import TimeLimit
from domain.kernel.event import Event
from domain.kernel.money import Money, czk
from domain.kernel.prose import Prose
from domain.kernel.registry import ResolutionNumber
from domain.kernel.rule import RULE_BOOK
from domain.mandate.events import changes as mandate_changes
from domain.mandate.events import deminimis, entrustment, overcompensation
from domain.mandate.events import ending as mandate_ending
from domain.mandate.events.takeover import MandateTakenOver
from domain.mandate.mandate import Mandate
from domain.mandate.payloads import CheckResult, Outcome
from domain.network_entry import events as network_entry
from domain.network_entry.network_entry import NetworkEntry
from domain.tender.tender import Tender
from projections import builds
from projections.database import Database
from projections.deadlines import (
    ALL_STATES,
    DEADLINES,
    KINDS,
    DeadlineFilter,
    DeadlineRow,
    Missing,
    Nature,
    State,
    Turn,
    deadline_rows,
)
from projections.projector import Projector
from projections.tender_funnel import TENDER_FUNNEL
from tests.domain.methodology.examples import made
from tests.domain.network_entry.examples import FOUND, PLAN, RESOLVED, STANDING
from tests.examples_calendar import CZECH_HOLIDAYS
from tests.projections.chronicle import Chronicle

DAY = date.fromisoformat
GROUNDS = Prose.of("why", salt="00" * 16)


def limit(legal: str, *, raw: str | None = None, safe: str | None = None) -> TimeLimit:
    return TimeLimit(legal_last_day=DAY(legal), raw_end=DAY(raw or legal), safe_last_day=DAY(safe or legal))


DUTY = PublicationDuty(publish_by=limit("2017-08-02"), void_after=limit("2017-10-03"))


def concluded(**more: Any) -> ContractConcluded:
    return ContractConcluded.model_validate({"number": "OLP/9001/2017", "regime": "grant"} | more)


def project(database: Database, chronicle: Chronicle) -> None:
    builds.prepare(database, [DEADLINES, TENDER_FUNNEL])
    Projector(database, chronicle, [DEADLINES, TENDER_FUNNEL], page_size=3).catch_up()


def rows(
    database: Database, valid: str, kind: str | None = None, *, known: int | None = None, **wanted: Any
) -> list[DeadlineRow]:
    """By default in every state."""
    filters = DeadlineFilter(**{"states": ALL_STATES, "kind": kind} | wanted)
    return list(deadline_rows(database, valid=DAY(valid), known=known, calendar=CZECH_HOLIDAYS, filters=filters))


def one(database: Database, valid: str, kind: str, *, known: int | None = None) -> DeadlineRow:
    (found,) = rows(database, valid, kind, known=known)
    return found


def states(database: Database, kind: str, *days: str) -> list[State]:
    """Of the only deadline of a kind on these days."""
    return [one(database, day, kind).state for day in days]


Given = Callable[..., Database]


@pytest.fixture
def given_events(database: Database, chronicle: Chronicle) -> Given:
    """Record events of one file, each with its day, and project them."""

    def record(*happened: tuple[str | None, Event], to: str = "contract") -> Database:
        for on, event in happened:
            chronicle.record(event, on=on, to=to)
        project(database, chronicle)
        return database

    return record


# The register of contracts -----------------------------------------------------------------------------------------


def test_a_contract_is_to_be_published_and_was_two_days_late(given_events: Given) -> None:
    """Open to the legal last day, overdue from the next, missed once it was published; void it is not."""
    database = given_events(
        ("2017-07-03", concluded(publication=DUTY)),
        ("2017-08-04", publication.ContractPublishedInRegister(register_id="1")),
    )
    days = ("2017-08-02", "2017-08-03", "2017-08-04")
    assert states(database, "contract.publication", *days) == [State.OPEN, State.OVERDUE, State.MISSED]
    assert [one(database, day, "contract.publication").days_late for day in days] == [None, 1, 2]
    found = one(database, "2026-01-01", "contract.publication")
    assert (found.turn, found.opened_on, found.closed_on) == (Turn.REGION, DAY("2017-07-03"), DAY("2017-08-04"))
    assert (found.position, found.closed_position) == (1, 2)
    assert states(database, "contract.voidness", "2017-08-03", "2017-08-04") == [State.OPEN, State.MET]


def test_nothing_is_due_before_it_is_known_or_set(given_events: Given) -> None:
    """On the day before the conclusion, and as known before it was recorded; as known then it was overdue."""
    database = given_events(
        ("2017-07-03", concluded(publication=DUTY)),
        ("2017-08-02", publication.ContractPublishedInRegister(register_id="1")),
    )
    assert rows(database, "2017-07-02") == rows(database, "2017-08-03", known=0) == []
    assert one(database, "2017-08-03", "contract.publication", known=1).state is State.OVERDUE
    assert one(database, "2017-08-03", "contract.publication").state is State.MET


def test_a_void_contract_missed_its_publication(given_events: Given) -> None:
    """From the day on which that was established, though it is void from its conclusion."""
    voided = publication.ContractVoidedForNonPublication(established_on=DAY("2017-10-10"))
    database = given_events(("2017-07-03", concluded(publication=DUTY)), ("2017-07-03", voided))
    days = ("2017-10-03", "2017-10-04", "2017-10-10")
    assert states(database, "contract.voidness", *days) == [State.OPEN, State.OVERDUE, State.MISSED]
    assert states(database, "contract.publication", "2017-10-10") == [State.MISSED]


def test_an_old_contract_whose_day_of_publication_cannot_be_read_is_not_judged(given_events: Given) -> None:
    """It was published, nobody knows when; a day that can be read is."""
    old = {"number": "OLP/1/2017", "concluded_on": "3. 7. 2017", "publication": DUTY}
    database = given_events(
        (None, ContractTakenOver.model_validate(old | {"published_on": "v srpnu 2017"})),
    )
    found = one(database, "2017-08-01", "contract.publication")
    assert (found.state, found.opened_on, found.closed_on) == (State.NOT_JUDGED, DAY("2017-07-03"), None)
    given_events((None, ContractTakenOver.model_validate(old | {"published_on": "2. 8. 2017"})), to="other")
    assert {row.state for row in rows(database, "2017-09-01", "contract.publication")} == {
        State.NOT_JUDGED,
        State.MET,
    }


def test_each_amendment_is_published_by_itself(given_events: Given) -> None:
    """The limit runs from its conclusion, whenever it has effect."""
    duty = PublicationDuty(publish_by=limit("2018-10-01"), void_after=limit("2018-12-03"))

    def amendment(number: int) -> amendments.AmendmentConcluded:
        fields = {"number": number, "ground": "222(4)", "concluded_on": "2018-09-01", "publication": duty}
        return amendments.AmendmentConcluded.model_validate(fields)

    database = given_events(
        ("2018-01-01", concluded()),
        ("2019-01-01", amendment(1)),
        ("2019-01-01", amendment(2)),
        ("2018-10-01", amendments.AmendmentPublishedInRegister(number=2, register_id="2")),
    )
    found = {row.subject: row.state for row in rows(database, "2018-10-02", "contract.amendment-publication")}
    assert found == {"1": State.OVERDUE, "2": State.MET}
    given_events(
        ("2018-09-01", amendments.AmendmentVoidedForNonPublication(number=1, established_on=DAY("2018-12-10")))
    )
    found = {row.subject: row.state for row in rows(database, "2018-12-10", "contract.amendment-voidness")}
    assert found == {"1": State.MISSED, "2": State.MET}


def test_a_repaired_publication_shows_whether_it_was_in_time(given_events: Given) -> None:
    """Its limit is known only with the repair; where nobody says when the error was learnt, it is not judged."""
    repair = publication.PublicationCorrected(
        version="2", learnt_on=DAY("2017-09-01"), repair_by=limit("2017-10-02", raw="2017-10-01", safe="2017-09-29")
    )
    database = given_events(("2017-10-02", repair), ("2017-11-01", publication.PublicationCorrected(version="3")))
    found = {row.subject: row.state for row in rows(database, "2017-12-01", "contract.publication-repair")}
    assert found == {"2": State.MET, "3": State.NOT_JUDGED}


# Settlements and reports -------------------------------------------------------------------------------------------

SERVICES = ({"registration": "3596108"}, {"registration": "5563434"})
DUE = ({"year": 2018, "due_on": "2019-02-02"}, {"year": 2019, "due_on": "2020-02-15"})
"""2 February 2019 and 15 February 2020 are Saturdays."""


def settled(year: int, service: str | None = None, *, due: TimeLimit | None = None) -> settlement.SettlementSubmitted:
    return made(settlement.SettlementSubmitted, year=year, used=czk(1), unused=czk(0), service=service, due=due)


def test_a_year_is_settled_by_the_agreed_day_moved_to_a_working_day(given_events: Given) -> None:
    """Safe is Friday, legal is Monday."""
    database = given_events(
        ("2018-01-01", concluded(settlement_due=DUE)),
        ("2019-02-04", settled(2018)),
    )
    first, second = rows(database, "2019-02-03", "contract.settlement")
    assert (first.subject, first.raw_end, first.legal_last_day, first.safe_last_day) == (
        "2018",
        DAY("2019-02-02"),
        DAY("2019-02-04"),
        DAY("2019-02-01"),
    )
    assert (first.state, first.turn, first.days_left) == (State.OPEN, Turn.PROVIDER, 1)
    assert (second.subject, second.legal_last_day) == ("2019", DAY("2020-02-17"))
    assert [row.state for row in rows(database, "2019-02-04", "contract.settlement")] == [State.MET, State.OPEN]


def test_the_limit_that_a_settlement_was_judged_by_is_not_computed_again(given_events: Given) -> None:
    """The calendar of that time knew another holiday."""
    stored = limit("2019-02-05", raw="2019-02-02", safe="2019-02-01")
    database = given_events(("2018-01-01", concluded(settlement_due=DUE)), ("2019-02-05", settled(2018, due=stored)))
    found = rows(database, "2019-03-01", "contract.settlement")[0]
    assert (found.legal_last_day, found.state) == (DAY("2019-02-05"), State.MET)


def test_every_service_of_a_contract_is_settled_by_itself(given_events: Given) -> None:
    """One of two is not enough; the second comes late."""
    database = given_events(
        ("2017-12-01", ContractDrafted.model_validate({"regime": "grant", "services": SERVICES})),
        ("2018-01-01", concluded(settlement_due=DUE[:1])),
        ("2019-01-31", settled(2018, "3596108")),
        ("2019-02-08", settled(2018, "5563434")),
    )
    days = ("2019-01-31", "2019-02-05", "2019-02-08")
    assert states(database, "contract.settlement", *days) == [State.OPEN, State.OVERDUE, State.MISSED]
    assert one(database, "2019-02-08", "contract.settlement").days_late == 4


def test_a_returned_settlement_waits_for_its_completion_without_a_day(given_events: Given) -> None:
    """It was in time; nobody set a day for the rest, so nobody can say that it is all right."""
    returned = settlement.SettlementReturned(year=2018, grounds=GROUNDS)
    database = given_events(
        ("2018-01-01", concluded(services=SERVICES[:1], settlement_due=DUE[:1])),
        ("2019-01-31", settled(2018)),
        ("2019-02-20", returned),
        ("2019-03-05", settled(2018, "3596108")),
    )
    assert states(database, "contract.settlement", "2019-02-20", "2019-03-05") == [State.MET, State.MET]
    waiting = one(database, "2019-02-20", "contract.settlement-completion")
    assert (waiting.state, waiting.missing, waiting.turn) == (State.NOT_COMPUTED, Missing.NOT_SET, Turn.PROVIDER)
    assert states(database, "contract.settlement-completion", "2019-03-05") == [State.NOT_JUDGED]


def agreed_anew(number: int, due_on: str, **more: Any) -> amendments.AmendmentConcluded:
    fields = {"number": number, "ground": "100", "settlement_due": ({"year": 2018, "due_on": due_on},)}
    return amendments.AmendmentConcluded.model_validate(fields | more)


def test_an_amendment_moves_a_settlement_unless_it_is_void(given_events: Given) -> None:
    """From its effect on, not before; the years that it leaves out are agreed on no more."""
    database = given_events(
        ("2018-01-01", concluded(settlement_due=DUE)),
        ("2018-06-01", agreed_anew(1, "2019-03-15")),
        ("2018-09-01", agreed_anew(2, "2019-04-15", publication=DUTY)),
    )
    assert [row.subject for row in rows(database, "2018-05-31", "contract.settlement")] == ["2018", "2019"]
    assert one(database, "2018-06-01", "contract.settlement").legal_last_day == DAY("2019-03-15")
    assert one(database, "2018-09-01", "contract.settlement").legal_last_day == DAY("2019-04-15")
    given_events(("2018-10-01", amendments.AmendmentPublishedInRegister(number=2, register_id="1")))
    assert one(database, "2018-09-01", "contract.settlement").legal_last_day == DAY("2019-03-15")
    assert one(database, "2018-10-01", "contract.settlement").legal_last_day == DAY("2019-04-15")
    voided = amendments.AmendmentVoidedForNonPublication(number=2, established_on=DAY("2018-10-05"))
    given_events(("2018-09-01", voided))
    assert one(database, "2018-10-05", "contract.settlement").legal_last_day == DAY("2019-03-15")


def test_years_after_the_end_and_void_contracts_are_not_settled(given_events: Given) -> None:
    """Terminated in 2018, the year 2019 falls away; void, all of them do."""
    terminated = ending.ContractTerminated.model_validate({"mode": "AGREEMENT", "by": "both"})
    database = given_events(("2018-01-01", concluded(settlement_due=DUE)), ("2018-06-30", terminated))
    found = {row.subject: row.state for row in rows(database, "2019-02-05", "contract.settlement")}
    assert found == {"2018": State.OVERDUE, "2019": State.DROPPED}
    given_events(("2018-01-01", publication.ContractVoidedForNonPublication(established_on=DAY("2018-07-15"))))
    assert {row.state for row in rows(database, "2019-02-05", "contract.settlement")} == {State.DROPPED}


def test_a_year_that_the_calendar_does_not_cover_is_not_computed(given_events: Given) -> None:
    """The agreed day is shown, but nobody knows whether it is a working day."""
    due = ({"year": 2098, "due_on": "2099-02-15"},)
    database = given_events(("2018-01-01", concluded(settlement_due=due)))
    found = one(database, "2018-02-01", "contract.settlement")
    assert (found.state, found.missing, found.raw_end) == (State.NOT_COMPUTED, Missing.CALENDAR, DAY("2099-02-15"))


def test_a_returned_report_is_completed_each_time_it_comes_back(given_events: Given) -> None:
    """Once by Monday, because the day fell on a Saturday, then without a day."""
    submitted = made(
        reporting.MonitoringReportSubmitted, report="1", period={"start": "2018-01-01", "end": "2018-06-30"}
    )
    returned = reporting.MonitoringReportReturned(report="1", grounds=GROUNDS, complete_by=DAY("2018-08-18"))
    database = given_events(
        ("2018-07-31", submitted),
        ("2018-08-01", returned),
        ("2018-08-20", submitted),
        ("2018-08-25", reporting.MonitoringReportReturned(report="1", grounds=GROUNDS)),
    )
    assert one(database, "2018-08-19", "contract.report-completion").legal_last_day == DAY("2018-08-20")
    found = [row.state for row in rows(database, "2018-08-25", "contract.report-completion")]
    assert sorted(found) == [State.MET, State.NOT_COMPUTED]


# Money that is to come back ----------------------------------------------------------------------------------------


def refund(claim: str = "c", crowns: int = 130) -> settlement.RefundRequested:
    due = limit("2019-02-18", raw="2019-02-16", safe="2019-02-15")
    return settlement.RefundRequested(
        claim=claim, amount=czk(crowns), ground="unused", due_on=DAY("2019-02-16"), due=due
    )


def returned(crowns: int, movement: str, claim: str | None = "c") -> settlement.RefundReceived:
    return settlement.RefundReceived(movement=movement, amount=czk(crowns), claim=claim)


def test_money_is_back_when_nothing_is_left(given_events: Given) -> None:
    """100 in time, 30 a day late: missed; money that names no claim pays none."""
    database = given_events(
        ("2019-02-01", refund()),
        ("2019-02-10", returned(100, "m1")),
        ("2019-02-12", returned(30, "m2", None)),
        ("2019-02-19", returned(30, "m3")),
    )
    found = {day: one(database, day, "contract.refund") for day in ("2019-02-09", "2019-02-18", "2019-02-19")}
    assert [row.left for row in found.values()] == [czk(130), czk(30), czk(0)]
    assert [row.state for row in found.values()] == [State.OPEN, State.OPEN, State.MISSED]
    assert (found["2019-02-19"].days_late, found["2019-02-19"].closed_position) == (1, 4)


def test_a_claim_that_is_given_up_is_neither_met_nor_missed(given_events: Given) -> None:
    database = given_events(
        ("2019-02-01", refund()),
        ("2019-03-01", settlement.ClaimWrittenOff(claim="c", grounds=GROUNDS)),
    )
    assert states(database, "contract.refund", "2019-02-28", "2019-03-01") == [State.OVERDUE, State.DROPPED]
    assert one(database, "2019-03-01", "contract.refund").left == czk(0)


def levy(crowns: int) -> breaches.LevyImposed:
    due = limit("2019-05-15")
    return breaches.LevyImposed(claim="L1", breach="B1", amount=czk(crowns), due_on=DAY("2019-05-15"), due=due)


def waived(crowns: int) -> breaches.LevyWaived:
    return breaches.LevyWaived(claim="L1", amount=czk(crowns), resolution=ResolutionNumber("258/17/ZK"))


def appeal(outcome: str, crowns: int | None = None) -> breaches.LevyAppealDecided:
    amount = None if crowns is None else czk(crowns)
    return breaches.LevyAppealDecided.model_validate({"claim": "L1", "outcome": outcome, "amount": amount})


def paid(crowns: int, movement: str = "m") -> breaches.LevyPaid:
    return breaches.LevyPaid(movement=movement, claim="L1", amount=czk(crowns))


@pytest.mark.parametrize(
    ("later", "left", "state"),
    [
        ([], 100, State.OVERDUE),
        ([paid(100)], 0, State.MET),
        ([waived(60), paid(40)], 0, State.MET),
        ([paid(40), waived(60)], 0, State.DROPPED),
        ([appeal("changed", 40), paid(40)], 0, State.MET),
        ([paid(40), appeal("cancelled")], 0, State.DROPPED),
        ([appeal("confirmed"), paid(90)], 10, State.OVERDUE),
        ([paid(100), appeal("changed", 120)], 20, State.OVERDUE),
    ],
)
def test_a_levy_is_met_by_payments_and_dropped_by_what_is_given_up(
    given_events: Given, later: list[Event], left: int, state: State
) -> None:
    """Whatever closes it last says which."""
    database = given_events(("2019-04-01", levy(100)), *(("2019-05-01", event) for event in later))
    found = one(database, "2019-06-01", "contract.levy")
    assert (found.left, found.state) == (czk(left), state)


def test_a_call_to_remedy_ends_with_the_levy(given_events: Given) -> None:
    """Not remedied, so it was missed; remedied before, it was met."""
    due = limit("2019-03-01")
    call = breaches.RemedyCalled(breach="B1", demand="return", due_on=DAY("2019-03-01"), due=due)
    database = given_events(("2019-02-01", call), ("2019-04-01", levy(100)))
    days = ("2019-03-01", "2019-03-02", "2019-04-01")
    assert states(database, "contract.remedy", *days) == [State.OPEN, State.OVERDUE, State.MISSED]
    given_events(("2019-02-28", breaches.BreachRemedied(breach="B1")))
    assert states(database, "contract.remedy", "2019-04-01") == [State.MET]


# The network and mandates ------------------------------------------------------------------------------------------


def test_a_standing_in_the_network_ends_by_itself(given_events: Given) -> None:
    """Open until its last day, a Thursday or not; prolonged, it ends later; nothing of this is ever overdue."""
    prolonged = made(network_entry.InclusionProlonged, **RESOLVED, last_day="2023-12-31")
    database = given_events(
        ("2018-01-01", made(network_entry.ServiceIncluded, **STANDING, plan=PLAN, **FOUND)),
        ("2021-01-01", prolonged),
        to="entry",
    )
    found = {day: one(database, day, "network_entry.end") for day in ("2020-12-31", "2021-01-01", "2024-01-01")}
    assert [row.legal_last_day for row in found.values()] == [DAY("2020-12-31"), DAY("2023-12-31"), DAY("2023-12-31")]
    assert [row.state for row in found.values()] == [State.OPEN, State.OPEN, State.PASSED]
    assert one(database, "2021-01-02", "network_entry.end", known=1).state is State.PASSED
    given_events(("2022-01-01", made(network_entry.ServiceExcluded, **RESOLVED, ground="OWN_REQUEST")), to="entry")
    assert states(database, "network_entry.end", "2021-12-31", "2022-01-01") == [State.OPEN, State.DROPPED]


def test_an_old_standing_ends_on_a_day_that_can_be_read(given_events: Given) -> None:
    """The second source does not say until when, the third contradicts itself."""
    database = given_events((None, made(network_entry.NetworkEntryTakenOver, validity="od 1.1.2014 do 31.12.2015")))
    given_events((None, made(network_entry.NetworkEntryTakenOver, section="62")), to="other")
    given_events((None, made(network_entry.NetworkEntryTakenOver, validity="od 1.1.2014 do 31.12.2013")), to="third")
    found = {row.legal_last_day: (row.state, row.missing) for row in rows(database, "2015-06-01", "network_entry")}
    assert found == {DAY("2015-12-31"): (State.OPEN, None), None: (State.NOT_COMPUTED, Missing.NOT_READ)}


ONE_SERVICE = entrustment.MandateProposed.model_validate({"registration": "3596108"})
ANOTHER = entrustment.ServiceAdded.model_validate({"registration": "5563434"})
NO_OVERCOMPENSATION = CheckResult(
    outcome=Outcome.NO_OVERCOMPENSATION,
    public_money=czk(1),
    carried_in=czk(0),
    net_cost=czk(1),
    overcompensation=czk(0),
)


def issued(**more: Any) -> entrustment.MandateIssued:
    usual = {
        "instrument": "SEPARATE_ACT",
        "period": {"start": "2018-01-01", "end": "2020-12-31"},
        "check_by": limit("2021-01-04", raw="2021-01-01", safe="2020-12-31"),
    }
    return entrustment.MandateIssued.model_validate(usual | more)


def checked(service: str | None, check_by: TimeLimit | None) -> overcompensation.OvercompensationCheckPerformed:
    fields = {"year": 2018, "service": service, "result": NO_OVERCOMPENSATION, "check_by": check_by}
    return made(overcompensation.OvercompensationCheckPerformed, **fields)


def test_each_service_of_a_mandate_is_checked_again_and_again(given_events: Given) -> None:
    """The check of one service is met and its next one set; the other is overdue, and dropped with the mandate."""
    database = given_events(
        ("2017-12-01", ONE_SERVICE),
        ("2017-12-01", ANOTHER),
        ("2018-01-01", issued()),
        ("2020-06-01", checked("3596108", limit("2023-06-01"))),
    )
    found = {(row.subject, row.legal_last_day): row.state for row in rows(database, "2021-01-05", "mandate.check")}
    assert found == {
        ("3596108", DAY("2021-01-04")): State.MET,
        ("3596108", DAY("2023-06-01")): State.OPEN,
        ("5563434", DAY("2021-01-04")): State.OVERDUE,
    }
    given_events(("2021-01-10", mandate_ending.MandateExpired(final_check_by=limit("2021-07-12"))))
    finals = {row.subject: row.state for row in rows(database, "2021-07-12", "mandate.final-check")}
    assert finals == {"3596108": State.OPEN, "5563434": State.OPEN}
    assert {row.state for row in rows(database, "2021-07-12", "mandate.check")} == {State.MET, State.DROPPED}


def test_a_check_that_names_no_service_is_of_the_only_one(given_events: Given) -> None:
    """The final check a day late; as known before, it was overdue."""
    final = overcompensation.FinalOvercompensationCheckPerformed(year=2020, result=NO_OVERCOMPENSATION)
    database = given_events(
        ("2017-12-01", ONE_SERVICE),
        ("2018-01-01", issued()),
        ("2020-06-01", checked(None, None)),
        ("2020-12-31", mandate_ending.MandateExpired(final_check_by=limit("2021-06-30"))),
        ("2021-07-01", final),
    )
    assert one(database, "2021-01-10", "mandate.check").state is State.MET
    assert one(database, "2021-07-01", "mandate.final-check").state is State.MISSED
    assert one(database, "2021-07-01", "mandate.final-check", known=4).state is State.OVERDUE


def test_a_mandate_of_which_no_service_is_named_is_checked_as_a_whole(given_events: Given) -> None:
    """And where no check could be set, that is said."""
    database = given_events(("2018-01-01", issued(check_by=None)))
    found = one(database, "2019-01-01", "mandate.check")
    assert (found.subject, found.state, found.missing) == ("", State.NOT_COMPUTED, Missing.UNKNOWN_START)


def test_overcompensation_is_to_be_repaid_unless_the_request_is_taken_back(given_events: Given) -> None:
    due = limit("2020-03-31")

    def requested(claim: str) -> overcompensation.OvercompensationRepaymentRequested:
        return overcompensation.OvercompensationRepaymentRequested(
            claim=claim, amount=czk(100), due_on=DAY("2020-03-31"), due=due, year=2018
        )

    database = given_events(
        ("2020-03-01", requested("R1")),
        ("2020-03-01", requested("R2")),
        ("2020-03-31", overcompensation.OvercompensationRepaid(claim="R1", movement="m", amount=czk(100))),
        ("2020-04-02", overcompensation.RepaymentRequestWithdrawn(claim="R2", grounds=GROUNDS)),
    )
    on_the_first = {row.subject: row.state for row in rows(database, "2020-04-01", "mandate.repayment")}
    assert on_the_first == {"R1": State.MET, "R2": State.OVERDUE}
    assert {row.state for row in rows(database, "2020-04-02", "mandate.repayment")} == {State.MET, State.DROPPED}


def test_small_aid_is_entered_within_five_working_days(given_events: Given) -> None:
    granted = deminimis.DeMinimisGranted(
        grant="G1", amount=czk(1), amount_eur=Money(1, "EUR"), register_by=limit("2024-03-11")
    )
    database = given_events(
        ("2024-03-04", granted), ("2024-03-12", deminimis.DeMinimisRecorded(grant="G1", register_id="1"))
    )
    assert states(database, "mandate.de-minimis-entry", "2024-03-11", "2024-03-12") == [State.OPEN, State.MISSED]


def test_a_mandate_ends_and_warns_before(given_events: Given) -> None:
    """Prolonged to 2022 and revoked in 2021; of an old one nobody can read until when."""
    prolonged = mandate_changes.MandateProlonged(last_day=DAY("2022-12-31"), act="2")
    database = given_events(
        ("2018-01-01", issued()),
        ("2020-11-01", prolonged),
        ("2021-06-30", mandate_ending.MandateRevoked(grounds=GROUNDS)),
    )
    found = {day: one(database, day, "mandate.end") for day in ("2020-10-31", "2020-11-01", "2021-06-30")}
    assert [row.legal_last_day for row in found.values()] == [DAY("2020-12-31"), DAY("2022-12-31"), DAY("2022-12-31")]
    assert [row.state for row in found.values()] == [State.OPEN, State.OPEN, State.DROPPED]
    given_events((None, MandateTakenOver()), to="old")
    assert {row.state for row in rows(database, "2021-01-01", "mandate.end")} == {State.OPEN, State.NOT_COMPUTED}


# Asking ------------------------------------------------------------------------------------------------------------


def test_what_is_due_within_some_days_by_its_safe_day(given_events: Given) -> None:
    """Safe on Friday the 15th, legal on Monday the 18th: two days before the safe day it is due within two."""
    database = given_events(("2019-02-01", refund()))
    assert rows(database, "2019-02-13", within_days=1) == []
    assert [row.warns_on for row in rows(database, "2019-02-13", within_days=2)] == [DAY("2019-02-15")]
    assert len(rows(database, "2019-03-13", within_days=0)) == 1


def test_what_cannot_be_computed_may_be_due_any_day(given_events: Given) -> None:
    """So it stands in front of everything that is due within a week."""
    returned_report = reporting.MonitoringReportReturned(report="1", grounds=GROUNDS)
    database = given_events(("2019-02-01", returned_report), ("2019-02-01", refund()))
    found = rows(database, "2019-02-13", within_days=7)
    assert [row.kind for row in found] == ["contract.report-completion", "contract.refund"]


def test_only_what_is_open_unless_more_is_asked_for(given_events: Given, chronicle: Chronicle) -> None:
    """By whose turn it is, by kind or the beginning of its code, and by file."""
    database = given_events(
        ("2017-07-03", concluded(publication=DUTY)),
        ("2017-08-04", publication.ContractPublishedInRegister(register_id="1")),
        ("2019-02-01", refund()),
    )
    given_events(("2018-01-01", issued()), to="mandate")

    def kinds(**wanted: Any) -> list[str]:
        found = deadline_rows(
            database, valid=DAY("2019-02-10"), calendar=CZECH_HOLIDAYS, filters=DeadlineFilter(**wanted)
        )
        return [row.kind for row in found]

    assert kinds() == ["contract.refund", "mandate.check", "mandate.end"]
    assert kinds(turn=Turn.PROVIDER) == kinds(files={chronicle.identifier("contract")}) == ["contract.refund"]
    assert kinds(kind="mandate") == ["mandate.check", "mandate.end"]
    assert kinds(kind="contract.ref") == []
    assert len(kinds(states=ALL_STATES, kind="contract")) == 3


def test_a_corrected_limit_is_judged_anew(given_events: Given, chronicle: Chronicle) -> None:
    """The contract was concluded a month later than first recorded; known before, its publication was late."""
    database = given_events(
        ("2017-07-03", concluded(publication=DUTY)),
        ("2017-08-04", publication.ContractPublishedInRegister(register_id="1")),
    )
    later = PublicationDuty(publish_by=limit("2017-09-04"), void_after=limit("2017-11-03"))
    chronicle.correct(chronicle.entries[0], concluded(publication=later), on="2017-08-03")
    project(database, chronicle)
    assert one(database, "2017-09-01", "contract.publication").state is State.MET
    assert one(database, "2017-09-01", "contract.publication", known=2).state is State.MISSED


def test_the_board_is_as_of_the_view_that_is_furthest_behind(given_events: Given, chronicle: Chronicle) -> None:
    """Tenders are read from a view of their own: what only the other one has seen is not shown yet."""
    database = given_events(("2017-07-03", concluded(publication=DUTY)))
    chronicle.record(publication.ContractPublishedInRegister(register_id="1"), on="2017-08-02")
    Projector(database, chronicle, [DEADLINES]).catch_up()
    report = deadline_rows(database, valid=DAY("2017-08-03"), calendar=CZECH_HOLIDAYS)
    assert (report.as_of_position, [row.state for row in report]) == (1, [State.OVERDUE, State.OPEN])
    Projector(database, chronicle, [TENDER_FUNNEL]).catch_up()
    assert deadline_rows(database, valid=DAY("2017-08-03"), calendar=CZECH_HOLIDAYS).rows == ()


def test_every_kind_says_in_both_languages_what_is_due() -> None:
    """A kind is one entry: a code of its file, whose turn it is, and words."""
    assert len({kind.en for kind in KINDS.values()}) == len({kind.cs for kind in KINDS.values()}) == len(KINDS)
    for code, kind in KINDS.items():
        assert kind.code == code
        assert code.partition(".")[0] in {"contract", "tender", "mandate", "network_entry", "inspection"}
        assert kind.en
        assert kind.cs
        assert not kind.en.endswith(".")


# As a naive reading and the contract itself say --------------------------------------------------------------------

FIRST = DAY("2019-01-01")
some_day = st.integers(0, 30).map(lambda number: FIRST + timedelta(days=3 * number))
claims = st.sampled_from(["L1", "L2"])
crowns = st.integers(1, 3).map(lambda number: czk(50 * number))


def _imposed(claim: str, amount: Money, due: date) -> breaches.LevyImposed:
    until = TimeLimit(legal_last_day=due, raw_end=due, safe_last_day=due)
    return breaches.LevyImposed(claim=claim, breach="B", amount=amount, due_on=due, due=until)


def _decided(claim: str, outcome: str, amount: Money) -> breaches.LevyAppealDecided:
    changed = amount if outcome == "changed" else None
    return breaches.LevyAppealDecided.model_validate({"claim": claim, "outcome": outcome, "amount": changed})


later: st.SearchStrategy[Event] = st.one_of(
    st.builds(lambda claim, amount: breaches.LevyPaid(movement="m", claim=claim, amount=amount), claims, crowns),
    st.builds(lambda claim, amount: breaches.LevyPaid(movement="m", claim=claim, amount=amount), claims, crowns),
    st.builds(
        lambda claim, amount: breaches.LevyWaived(claim=claim, amount=amount, resolution=ResolutionNumber("258/17/ZK")),
        claims,
        crowns,
    ),
    st.builds(_decided, claims, st.sampled_from(["confirmed", "changed", "cancelled"]), crowns),
    claims.map(lambda claim: settlement.ClaimWrittenOff(claim=claim, grounds=GROUNDS)),
)


@given(
    first=st.tuples(crowns, some_day, some_day),
    second=st.tuples(crowns, some_day, some_day),
    steps=st.lists(st.tuples(later, some_day), max_size=9),
    before=st.integers(0, 9),
)
def test_levies_stand_as_a_naive_reading_and_the_contract_say(
    first: tuple[Money, date, date], second: tuple[Money, date, date], steps: list[tuple[Event, date]], before: int
) -> None:
    """What is left as the contract keeps it, and the state as a loop over the days finds it."""
    chronicle = Chronicle()
    for claim, (amount, on, due) in (("L1", first), ("L2", second)):
        chronicle.record(_imposed(claim, amount, due), on=on)
    for number, (event, on) in enumerate(steps):
        numbered = {"movement": f"m{number}"} if isinstance(event, breaches.LevyPaid) else {}
        chronicle.record(event.model_copy(update=numbered), on=on)
    known = max(2, len(chronicle.entries) - before)
    contract = Contract.replay(chronicle.identifier("contract"), chronicle.entries[:known])
    with SqliteDatabase(":memory:") as database:
        project(database, chronicle)
        for on in (FIRST + timedelta(days=number) for number in range(0, 120, 17)):
            for row in rows(database, on.isoformat(), "contract.levy", known=known):
                assert row.state is naive_state(chronicle, known, row.subject, on)
        for row in rows(database, "2030-01-01", "contract.levy", known=known):
            assert row.left == contract.claim_left(row.subject)


def naive_state(chronicle: Chronicle, known: int, claim: str, on: date) -> State:
    """Day by day: what is asked, what came in, what was given up, and which of it left nothing."""
    own = [e for e in chronicle.entries[:known] if getattr(e.event, "claim", None) == claim]
    until = [e for e in own if e.effective_on is not None and e.effective_on <= on]
    imposed = own[0].event
    assert isinstance(imposed, breaches.LevyImposed)
    asked, settled_so_far, closed = imposed.amount.minor, 0, None
    for entry in sorted(until, key=lambda e: (e.effective_on, e.position)):
        event = entry.event
        if isinstance(event, settlement.ClaimWrittenOff):
            return State.DROPPED
        if isinstance(event, breaches.LevyPaid | breaches.LevyWaived):
            settled_so_far += event.amount.minor
        elif isinstance(event, breaches.LevyAppealDecided):
            asked = 0 if event.outcome == "cancelled" else event.amount.minor if event.amount else asked
        if settled_so_far < asked:
            closed = None
        elif closed is None:
            closed = entry
    last_day = imposed.due.legal_last_day
    if closed is None:
        return State.OPEN if on <= last_day else State.OVERDUE
    if not isinstance(closed.event, breaches.LevyPaid):
        return State.DROPPED
    assert closed.effective_on is not None
    return State.MET if closed.effective_on <= last_day else State.MISSED


@given(
    due=st.lists(st.integers(2018, 2020), min_size=1, max_size=3, unique=True),
    amended=st.lists(st.tuples(some_day, st.integers(2018, 2020), some_day, st.sampled_from([None, DUTY])), max_size=4),
    published=st.none() | some_day,
    is_void=st.booleans(),
    before=st.integers(0, 3),
)
def test_settlements_are_due_as_the_contract_agrees(
    due: list[int],
    amended: list[tuple[date, int, date, PublicationDuty | None]],
    published: date | None,
    is_void: bool,  # hypothesis names it
    before: int,
) -> None:
    """On any day, as known at any position, whatever became of the amendments in the register."""
    chronicle = Chronicle()
    chronicle.record(concluded(settlement_due=[{"year": year, "due_on": FIRST} for year in due]), on=FIRST)
    for number, (on, year, day, duty) in enumerate(amended, 1):
        agreed = {"number": number, "ground": "100", "settlement_due": [{"year": year, "due_on": day}]}
        chronicle.record(amendments.AmendmentConcluded.model_validate(agreed | {"publication": duty}), on=on)
    if amended and published is not None:
        chronicle.record(amendments.AmendmentPublishedInRegister(number=1, register_id="1"), on=published)
    if amended and is_void:
        number = len(amended)
        chronicle.record(amendments.AmendmentVoidedForNonPublication(number=number, established_on=FIRST), on=FIRST)
    known = max(1, len(chronicle.entries) - before)
    contract = Contract.replay(chronicle.identifier("contract"), chronicle.entries[:known])
    with SqliteDatabase(":memory:") as database:
        project(database, chronicle)
        for on in (FIRST + timedelta(days=number) for number in range(0, 100, 9)):
            found = {
                row.subject: row.raw_end for row in rows(database, on.isoformat(), "contract.settlement", known=known)
            }
            assert found == {str(one.year): one.due_on for one in contract.settlement_due.on(on) or ()}


def test_every_kind_is_judged_by_a_rule_of_the_book() -> None:
    """Under the code that it names; its book says where it is written."""
    for aggregate in (Contract, Inspection, Mandate, NetworkEntry, Tender):
        assert aggregate.kind
    assert {kind.rule for kind in KINDS.values() if kind.rule is not None} <= set(RULE_BOOK)


def test_the_four_natures_are_in_use() -> None:
    """A kind that nobody needs would be found here."""
    assert {kind.nature for kind in KINDS.values()} == set(Nature)
    assert {kind.turn for kind in KINDS.values()} == set(Turn)
