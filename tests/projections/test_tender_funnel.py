"""How far tenders have come: rounds, bids, objections, days between stages, who got what, and what nobody states."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import settings

from adapters.read_models import SqliteDatabase
from domain.kernel.entry import Entry, settle
from domain.kernel.event import Event
from domain.kernel.money import Money, czk, total
from domain.service.payloads import Organisation
from domain.tender import events
from domain.tender.commands import RecordBidWithdrawal, RecordLotContractRelease
from domain.tender.payloads import prague_day
from domain.tender.tender import Tender
from projections import builds
from projections.database import Database
from projections.projector import Projector
from projections.report import Window
from projections.tender_funnel import (
    TENDER_FUNNEL,
    FunnelRow,
    LotOutcome,
    Outcome,
    Stage,
    StageDay,
    TenderFilter,
    funnel_totals,
    tender_pictures,
    tender_rows,
)
from tests.domain.tender.stories import (
    CONTRACT,
    IN_DOCUMENTS,
    approved,
    at,
    awarded,
    bid,
    contract,
    exclusion,
    notice,
    notified,
    objection,
    opened,
    petitioned,
    published,
    rejection,
)
from tests.domain.tender.test_ending import cancel, result, second_round, unaward
from tests.domain.tender.test_evaluation import set_aside
from tests.domain.tender.test_machine import TenderMachine, plain
from tests.domain.tender.test_takeover import IP1
from tests.projections.chronicle import Chronicle
from tests.spec import THIS, Story

DAY = date.fromisoformat


def project(database: Database, chronicle: Chronicle) -> None:
    builds.prepare(database, [TENDER_FUNNEL])
    Projector(database, chronicle, [TENDER_FUNNEL], page_size=7).catch_up()


def told(database: Database, story: Story[Tender]) -> Database:
    project(database, Chronicle(entries=list(story.entries)))
    return database


def row(database: Database, valid: str | None = None, *, known: int | None = None) -> FunnelRow:
    """The only tender on file."""
    (found,) = tender_rows(database, valid=DAY(valid) if valid else None, known=known)
    return found


def days(stages: Sequence[StageDay]) -> list[tuple[str, str | None, int | None]]:
    return [(one.stage.value, one.on.isoformat() if one.on else None, one.days) for one in stages]


# From the plan to the contract -------------------------------------------------------------------------------------


def contracted() -> Story[Tender]:
    """Lot A awarded and contracted for 2 400 000, its result published in May; lot B found nobody."""
    story = awarded().when(contract(), on="2017-04-10").when(unaward("B"), on="2017-04-11")
    return story.when(result(), on="2017-05-05").then_notes()


def test_days_between_the_stages_of_a_round(database: Database) -> None:
    """From the call to the result; when the time for bids was over no entry says, but everybody knows."""
    lots = {lot.lot: lot for lot in row(told(database, contracted())).lots}
    assert days(lots["A"].rounds[0].stages) == [
        ("called", "2017-02-01", None),
        ("bids closed", "2017-03-03", 30),
        ("opened", "2017-03-03", 0),
        ("evaluated", "2017-03-10", 7),
        ("selected", "2017-03-15", 5),
        ("standstill ended", "2017-04-01", 17),
        ("awarded", "2017-04-05", 4),
        ("contracted", "2017-04-10", 5),
        ("result published", "2017-05-05", 25),
    ]
    assert days(lots["B"].rounds[0].stages) == [("called", "2017-02-01", None), ("unawarded", "2017-04-11", 69)]


def test_a_tender_with_what_became_of_its_lots(database: Database) -> None:
    """One lot contracted, one unawarded: the whole is partly awarded, for 2 400 000."""
    found = row(told(database, contracted()))
    assert (found.number, found.title, found.section) == ("LK-0017/2017", "Social services", "65")
    assert (found.estimated_value, found.regime) == (czk(5_000_000), "SIMPLIFIED_129")
    assert [(lot.lot, lot.outcome) for lot in found.lots] == [("A", LotOutcome.CONTRACTED), ("B", LotOutcome.UNAWARDED)]
    assert (found.outcome, found.awarded, found.contracted) == (Outcome.PARTLY_AWARDED, czk(2_400_000), czk(2_400_000))
    assert (found.lots[0].rounds[0].provider, found.lots[0].rounds[0].price) == ("First o.p.s.", czk(2_400_000))
    assert (found.rounds, found.bids, found.days) == (2, 2, 115)


def test_stages_of_the_whole_tender_follow_each_other_by_day(database: Database) -> None:
    """Planned and approved, then the last of the lots at each stage."""
    found = row(told(database, contracted()))
    assert days(found.stages)[:4] == [
        ("planned", "2017-01-10", None),
        ("approved", "2017-01-17", 7),
        ("called", "2017-02-01", 15),
        ("bids closed", "2017-03-03", 30),
    ]
    assert days(found.stages)[-2:] == [("unawarded", "2017-04-11", 1), ("result published", "2017-05-05", 24)]
    assert [one.position for one in found.stages if one.stage in {Stage.PLANNED, Stage.APPROVED}] == [1, 2]


def test_a_tender_on_a_day_and_as_known_then(database: Database) -> None:
    """On the day of the award nothing is contracted; known before the evaluation nobody knows of an award."""
    told(database, contracted())
    on_the_fifth = row(database, "2017-04-05")
    assert (on_the_fifth.lots[0].outcome, on_the_fifth.contracted) == (LotOutcome.AWARDED, czk(0))
    assert on_the_fifth.outcome is Outcome.OPEN
    assert row(database, "2017-03-02").bids == 2
    assert row(database, "2017-02-28").bids == 0
    assert [one.stage for one in row(database, known=3).stages] == [Stage.PLANNED, Stage.APPROVED]
    assert tender_rows(database, valid=DAY("2017-01-09")).rows == ()
    assert tender_rows(database, known=0).rows == ()


# Bids --------------------------------------------------------------------------------------------------------------


def test_late_and_withdrawn_bids_are_counted_and_take_no_part(database: Database) -> None:
    """Three came, one a minute late; an excluded participant took part."""
    story = opened().when(bid("A3", received_at=at("2017-03-03 10:01")), on="2017-03-03")
    story = story.when(exclusion("A2"), on="2017-03-07").then_notes()
    round_ = row(told(database, story)).lots[0].rounds[0]
    assert (round_.bids, round_.late_bids, round_.withdrawn) == (3, 1, 0)
    assert (round_.participants, round_.exclusions) == (2, 1)


def test_more_time_for_bids_makes_a_bid_timely(database: Database, chronicle: Chronicle) -> None:
    """The clarification that moved the limit was recorded after the bid."""
    story = published().when(bid("A1", received_at=at("2017-03-03 10:01")), on="2017-03-03")
    moved = {"clarification": "V1", "lots": ("A",), "document": "ab" * 32, "bids_until": at("2017-03-10 10:00")}
    chronicle.entries = list(story.entries)
    project(database, chronicle)
    assert row(database).late_bids == 1
    chronicle.record(events.ClarificationIssued.model_validate(moved), to=THIS, on="2017-03-02")
    project(database, chronicle)
    assert (row(database).bids, row(database).late_bids) == (1, 0)
    assert row(database, known=len(story.entries)).late_bids == 1


# Objections, petitions, further rounds -----------------------------------------------------------------------------


def test_objections_and_petitions_belong_to_their_round(database: Database) -> None:
    found = row(told(database, petitioned()))
    assert (found.objections, found.late_objections, found.petitions) == (1, 0, 1)
    assert [(lot.rounds[0].objections, lot.rounds[0].petitions) for lot in found.lots] == [(1, 1), (0, 0)]


def test_a_second_round_with_another_winner(database: Database) -> None:
    """The first round stays as it was; the second has bids, stages and an award of its own."""
    lot = row(told(database, second_round())).lots[0]
    assert [(one.round, one.outcome, one.bids, one.provider) for one in lot.rounds] == [
        (1, LotOutcome.UNAWARDED, 0, None),
        (2, LotOutcome.AWARDED, 1, "Third s.r.o."),
    ]
    assert lot.outcome is LotOutcome.AWARDED
    assert lot.rounds[1].stages[0] == StageDay(Stage.CALLED, DAY("2017-05-02"), None, 7)
    assert row(database, "2017-05-01").lots[0].outcome is LotOutcome.UNAWARDED


def test_a_lot_that_goes_on_in_another_tender_is_not_won_here(database: Database, chronicle: Chronicle) -> None:
    """Both lots ended without an award in this tender."""
    story = published().when(unaward(), on="2017-03-04").when(cancel("B"), on="2017-03-04").then_notes()
    chronicle.entries = list(story.entries)
    again = {"lot": "A", "round": 2, "new_tender": chronicle.identifier("other"), "previous_round": 1}
    chronicle.record(events.LotRelaunched.model_validate(again), to=THIS, on="2017-05-02")
    project(database, chronicle)
    found = row(database)
    assert [lot.outcome for lot in found.lots] == [LotOutcome.CONTINUED, LotOutcome.CANCELLED]
    assert (found.lots[0].continued_in, found.outcome) == (chronicle.identifier("other"), Outcome.NOT_AWARDED)


def test_an_award_that_was_taken_back_reads_as_if_it_had_not_been(database: Database, chronicle: Chronicle) -> None:
    """Known before the correction the lot was awarded."""
    chronicle.entries = list(awarded().entries)
    before = len(chronicle.entries)
    chronicle.take_back(chronicle.entries[-1])
    project(database, chronicle)
    assert row(database, known=before).lots[0].outcome is LotOutcome.AWARDED
    assert row(database).lots[0].outcome is LotOutcome.OPEN
    assert row(database).awarded == czk(0)


def test_nothing_stands_on_a_call_that_was_taken_back(database: Database, chronicle: Chronicle) -> None:
    """The whole history after it is still on file and says nothing: no round, no bid, no award."""
    chronicle.entries = list(petitioned().entries)
    call = next(entry for entry in chronicle.entries if isinstance(entry.event, events.TenderPublished))
    for event in (
        events.InterimMeasureIssued(measure="PO1", petition="S0123/2017/VZ"),
        events.ReviewDecided(
            petition="S0123/2017/VZ", outcome="UPHELD", sets_aside="SELECTION", final_on=DAY("2017-06-01")
        ),
        events.InterimMeasureEnded(measure="PO1"),
        events.DecisionSetAside.model_validate({"lot": "A", "round": 1, "what": "SELECTION", "ground": IN_DOCUMENTS}),
        events.BidWithdrawn(bid="A1", withdrawn_at=at("2017-03-01 16:00")),
        events.ParticipantExcluded.model_validate({"bid": "A2", "ground": IN_DOCUMENTS}),
        events.StandstillEnded(lot="A", round=1, bid="A1"),
        events.LotAwarded(lot="A", round=1, bid="A1", provider=Organisation(name="First"), price=czk(1)),
        events.LotContracted(lot="A", round=1, contract=CONTRACT, amount=czk(1)),
        events.LotContractReleased(lot="A", round=1, contract=CONTRACT),
        events.LotUnawarded(lot="A", round=1),
        events.LotRelaunched(lot="C", round=2, previous_round=1),
        events.TenderResultPublished(lots=("A", "C")),
    ):
        chronicle.record(event, to=THIS, on="2017-06-01")
    chronicle.take_back(call)
    project(database, chronicle)
    found = row(database)
    assert (found.rounds, found.bids, found.awarded, found.outcome) == (0, 0, czk(0), Outcome.OPEN)
    assert (found.objections, found.petitions) == (1, 1)
    take_back_all(chronicle, events.TenderObjectionReceived, events.ReviewPetitionFiled, events.InterimMeasureIssued)
    project(database, chronicle)
    assert (row(database).objections, row(database).petitions) == (0, 0)


def take_back_all(chronicle: Chronicle, *kinds: type[Event]) -> None:
    for entry in [one for one in chronicle.entries if isinstance(one.event, kinds)]:
        chronicle.take_back(entry)


def test_a_decision_that_was_set_aside_is_taken_again(database: Database) -> None:
    """The office takes its evaluation back, then evaluates and selects anew; the stages are those that stand."""
    story = notified().when(set_aside("EVALUATION"), on="2017-03-20").then_notes()
    told(database, story)
    assert [one.stage for one in row(database, "2017-03-19").lots[0].rounds[0].stages][-2:] == [
        Stage.EVALUATED,
        Stage.SELECTED,
    ]
    assert row(database).lots[0].rounds[0].stages[-1].stage is Stage.OPENED


def test_an_exclusion_that_falls_brings_the_participant_back(database: Database) -> None:
    """Objections to the exclusion were upheld."""
    story = opened().when(exclusion("A2"), on="2017-03-07")
    story = story.when(notice("A2", "2017-03-08 10:00", of="EXCLUSION"), on="2017-03-08")
    story = story.when(objection("2017-03-20 10:00", against="EXCLUSION"), on="2017-03-20")
    story = story.when(rejection(outcome="UPHELD", sets_aside="EXCLUSION"), on="2017-03-28").then_notes()
    told(database, story)
    assert row(database, "2017-03-27").exclusions == 1
    assert row(database).exclusions == 0


def test_the_winner_may_be_excluded_before_the_contract(database: Database) -> None:
    """The award falls with it."""
    told(database, awarded().when(exclusion("A1"), on="2017-04-06").then_notes())
    assert (row(database, "2017-04-05").awarded, row(database).awarded) == (czk(2_400_000), czk(0))
    assert Stage.AWARDED not in [one.stage for one in row(database).lots[0].rounds[0].stages]


def test_a_contract_that_falls_away_opens_its_award_again(database: Database) -> None:
    """Awarded still, contracted no more."""
    story = awarded().when(contract(), on="2017-04-10")
    release = RecordLotContractRelease(target=THIS, lot="A", round=1, contract=CONTRACT)
    told(database, story.when(release, on="2017-07-01").then_notes())
    found = row(database).lots[0]
    assert (found.outcome, found.rounds[0].contracted) == (LotOutcome.AWARDED, czk(0))
    assert row(database, "2017-06-30").lots[0].outcome is LotOutcome.CONTRACTED


def test_a_preliminary_notice_is_a_stage_of_its_own_and_interests_are_counted(
    database: Database, chronicle: Chronicle
) -> None:
    """Announced before it is called; two providers were interested; in the end it is closed."""
    chronicle.entries = list(approved().entries)
    announced = {"notice_kind": "PRELIMINARY", "interest_until": at("2017-02-10 10:00")}
    chronicle.record(events.TenderPublished.model_validate(announced), to=THIS, on="2017-01-20")
    for name in "12":
        interest = {"interest": name, "provider": {"name": name}, "received_at": at("2017-02-01 10:00")}
        chronicle.record(events.PreliminaryInterestReceived.model_validate(interest), to=THIS, on="2017-02-01")
    ended = {"ground": IN_DOCUMENTS}
    for lot in "AB":
        chronicle.record(events.LotCancelled.model_validate(ended | {"lot": lot}), to=THIS, on="2017-02-20")
    chronicle.record(events.TenderClosed(), to=THIS, on="2017-02-21")
    project(database, chronicle)
    found = row(database)
    assert (found.interests, found.rounds, found.outcome) == (2, 0, Outcome.NOT_AWARDED)
    assert days(found.stages)[2:] == [("announced", "2017-01-20", 3), ("closed", "2017-02-21", 32)]
    assert [lot.outcome for lot in found.lots] == [LotOutcome.CANCELLED, LotOutcome.CANCELLED]


def test_a_bid_taken_back_in_time_takes_no_part(database: Database) -> None:
    """A minute before the limit; after it nothing would change."""
    story = published().when(bid("A1"), on="2017-03-01").when(bid("A2"), on="2017-03-01")
    withdrawal = RecordBidWithdrawal(target=THIS, bid="A1", withdrawn_at=at("2017-03-03 09:59"))
    late = RecordBidWithdrawal(target=THIS, bid="A2", withdrawn_at=at("2017-03-03 10:01"))
    story = story.when(withdrawal, on="2017-03-03").when(late, on="2017-03-03")
    round_ = row(told(database, story)).lots[0].rounds[0]
    assert (round_.bids, round_.withdrawn, round_.participants) == (2, 1, 1)


def test_a_bid_before_the_call_takes_no_part(database: Database) -> None:
    """It is counted with those that came at the wrong time."""
    story = published().when(bid("A1", received_at=at("2017-01-31 10:00")), on="2017-02-01")
    round_ = row(told(database, story)).lots[0].rounds[0]
    assert (round_.bids, round_.late_bids, round_.participants) == (1, 1, 0)


# Old records, filters, sums ----------------------------------------------------------------------------------------


def test_an_old_tender_says_what_its_page_says_and_no_more(database: Database, chronicle: Chronicle) -> None:
    """One of four; three were won in the first round: which ones, how many bid and for how much, nobody states."""
    chronicle.record(events.TenderTakenOver.model_validate(IP1), to="old")
    project(database, chronicle)
    found = row(database, "2026-01-01")
    assert (found.outcome, found.lots, found.stages) == (Outcome.AWARDED, (), ())
    assert (found.awarded, found.contracted) == (None, None)
    assert found.one_of is not None
    assert [(one.round, one.tenders) for one in found.one_of.won] == [(1, 3), (2, 1)]
    assert found.stated is not None
    assert (found.stated.round, found.stated.contract_number) == (None, "OLP/306/2010")


@pytest.mark.parametrize(
    ("stated", "outcome"),
    [
        ({}, Outcome.NOT_KNOWN),
        ({"lots": ({"lot": "1"}, {"lot": "2", "outcome": {"is_won": True}})}, Outcome.NOT_KNOWN),
        ({"lots": ({"lot": "1", "outcome": {"is_won": False}},)}, Outcome.NOT_AWARDED),
        ({"started_on": "1. 10. 2009", "outcome": {"is_won": True}}, Outcome.AWARDED),
    ],
)
def test_the_outcome_of_an_old_tender_is_what_is_stated(
    database: Database, chronicle: Chronicle, stated: dict[str, Any], outcome: Outcome
) -> None:
    chronicle.record(events.TenderTakenOver.model_validate({"title": "NZDM"} | stated), to="old")
    project(database, chronicle)
    found = row(database)
    assert found.outcome is outcome
    assert [one.on for one in found.stages] == ([DAY("2009-10-01")] if "started_on" in stated else [])


@pytest.fixture
def several(database: Database, chronicle: Chronicle) -> Database:
    """One tender run here and one from old records."""
    chronicle.entries = list(contracted().entries)
    project_id = chronicle.identifier("project")
    chronicle.record(
        events.TenderTakenOver.model_validate({"title": "NZDM Liberec", "section": "62", "project": project_id}),
        to="old",
    )
    project(database, chronicle)
    return database


def test_tenders_are_found_by_project_section_outcome_and_words(several: Database, chronicle: Chronicle) -> None:
    """Part of the number or title in any case."""

    def titles(**wanted: Any) -> list[str | None]:
        return [one.title for one in tender_rows(several, filters=TenderFilter(**wanted))]

    assert titles() == ["Social services", "NZDM Liberec"]
    assert titles(project=chronicle.identifier("project")) == titles(section="62") == titles(text="nzdm")
    assert titles(text="lk-0017") == titles(outcome=Outcome.PARTLY_AWARDED) == ["Social services"]


def test_sums_count_what_is_not_known_beside_what_is(several: Database) -> None:
    """Two tenders, two lots; of the old one nobody says for how much."""
    totals = funnel_totals(tender_rows(several))
    assert (totals.tenders, totals.lots, totals.rounds, totals.further_rounds) == (2, 2, 2, 0)
    assert totals.by_outcome == {Outcome.PARTLY_AWARDED: 1, Outcome.NOT_KNOWN: 1}
    assert totals.lots_by_outcome == {LotOutcome.CONTRACTED: 1, LotOutcome.UNAWARDED: 1}
    assert (totals.bids, totals.late_bids, totals.contracted) == (2, 0, czk(2_400_000))
    assert totals.not_known_how_much == 1


def test_a_tender_in_preparation_is_open(database: Database) -> None:
    """No round yet: neither bids nor an outcome."""
    found = row(told(database, approved()))
    assert (found.outcome, found.rounds, found.awarded) == (Outcome.OPEN, 0, czk(0))
    assert [lot.outcome for lot in found.lots] == [LotOutcome.OPEN, LotOutcome.OPEN]


# As the tender itself answers, and as a naive reading does ---------------------------------------------------------


class FunnelMachine(TenderMachine):
    """Whatever happens to a tender, its rows tell what the tender itself and a naive reading of its events tell."""

    def teardown(self) -> None:
        """As known at the end and at some earlier positions, on some days before the last."""
        entries = self.story.entries
        with SqliteDatabase(":memory:") as database:
            project(database, Chronicle(entries=list(entries)))
            for known in {len(entries), max(1, len(entries) - 3), len(entries) // 2 + 1}:
                _assert_told_as_the_tender_tells(database, Tender.replay(THIS, entries[:known]), known)
                for days_before in (0, 4, 30):
                    on = self.today - timedelta(days=days_before)
                    for found in tender_rows(database, valid=on, known=known):
                        _assert_counted_naively(found, settle(entries[:known]), on)


FunnelMachine.TestCase.settings = settings(max_examples=40, stateful_step_count=25)
TestFunnel = FunnelMachine.TestCase


def _assert_told_as_the_tender_tells(database: Database, state: Tender, known: int) -> None:
    window = Window.open(database, TENDER_FUNNEL, valid=None, known=known)
    (picture,) = tender_pictures(window)
    assert set(picture.lots) == set(state.lots)
    for name, lot in state.lots.items():
        assert list(picture.lots[name].rounds) == list(lot.rounds)
        assert picture.lots[name].continued_in == lot.continued_in
        for number, one in lot.rounds.items():
            read = picture.lots[name].rounds[number]
            assert (read.called_on, read.bids_until) == (one.called_on, one.bids_until)
            assert (read.outcome.value.upper() if read.outcome else None) == one.outcome
            assert [bid.bid for bid in read.participants] == [bid.bid for bid in one.participants]
            assert {b.bid for b in read.bids.values() if b.is_excluded} == {
                b.bid for b in one.bids.values() if b.exclusion
            }
            assert (Stage.OPENED in read.reached, Stage.EVALUATED in read.reached) == (
                one.is_opened,
                bool(one.evaluated),
            )
            assert (read.selected and read.selected.bid) == (one.selected and one.selected.bid)
            assert (read.awarded and read.awarded.price) == (one.awarded and one.awarded.price)
            assert (read.awarded and read.awarded.contracted) == (one.awarded and one.awarded.contracted)
    for name, kept in state.objections.items():
        told_of = picture.objections[name]
        assert (told_of.rounds, told_of.is_late, told_of.outcome) == (
            kept.rounds,
            kept.is_late,
            kept.outcome,
        )
        limit = told_of.petition_limit
        assert (limit.legal_last_day if limit else None) == kept.last_petition_day
    assert plain({n: p.rounds for n, p in picture.petitions.items()}) == plain(
        {n: p.rounds for n, p in state.petitions.items()}
    )


def _assert_counted_naively(found: FunnelRow, entries: Sequence[Entry], on: date) -> None:
    """Straight from the events that had happened by that day."""
    by_then = [one.event for one in entries if one.effective_on is not None and one.effective_on <= on]
    rounds = {(lot.lot, 1) for lot in by_then if isinstance(lot, events.TenderLotDefined)}
    if not any(isinstance(one, events.TenderPublished) for one in by_then):
        rounds = set()
    rounds |= {(one.lot, one.round) for one in by_then if isinstance(one, events.LotRelaunched)}
    received = {
        one.bid
        for one in by_then
        if isinstance(one, events.BidReceived) and (one.lot, one.round) in rounds and prague_day(one.received_at) <= on
    }
    assert found.rounds == len(rounds)
    assert found.bids == len(received)
    assert found.objections == len(
        {one.objection for one in by_then if isinstance(one, events.TenderObjectionReceived)}
    )
    assert found.petitions == len({one.petition for one in by_then if isinstance(one, events.ReviewPetitionFiled)})
    held: dict[Any, Money] = {}
    for one in by_then:
        if isinstance(one, events.LotContracted):
            held[one.contract] = one.amount
        elif isinstance(one, events.LotContractReleased):
            held.pop(one.contract, None)
    if not any(isinstance(one, events.ParticipantExcluded) for one in by_then):
        assert found.contracted == total(held.values())
