"""The deadlines of a tender: bids, objections and answers, petitions, the standstill, the result."""

from datetime import date, timedelta

import pytest
from hypothesis import settings

from adapters.read_models import SqliteDatabase
from domain.kernel.answer import Answer
from domain.kernel.money import czk
from domain.tender.commands import RecordInterimMeasureEnd
from domain.tender.standstill import Waiting
from domain.tender.tender import Tender
from projections import builds
from projections.database import Database
from projections.deadlines import (
    ALL_STATES,
    DEADLINES,
    DeadlineFilter,
    DeadlineRow,
    Missing,
    State,
    Turn,
    deadline_rows,
)
from projections.projector import Projector
from projections.tender_funnel import TENDER_FUNNEL
from tests.domain.tender.stories import (
    answered,
    awarded,
    bid,
    contract,
    evaluation,
    exclusion,
    free,
    notice,
    notified,
    objected,
    objection,
    opened,
    opening,
    petitioned,
    published,
    rejection,
    select,
    small_scale,
    sole,
)
from tests.domain.tender.test_ending import cancel, result, unaward
from tests.domain.tender.test_machine import TenderMachine
from tests.domain.tender.test_review import measure, old_selected, review
from tests.examples_calendar import CZECH_HOLIDAYS
from tests.projections.chronicle import Chronicle
from tests.spec import THIS, Story

DAY = date.fromisoformat


def project(database: Database, chronicle: Chronicle) -> None:
    builds.prepare(database, [DEADLINES, TENDER_FUNNEL])
    Projector(database, chronicle, [DEADLINES, TENDER_FUNNEL]).catch_up()


class Board:
    """The deadlines of a told tender, asked by kind and day."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def told(self, story: Story[Tender]) -> "Board":
        project(self._database, Chronicle(entries=list(story.entries)))
        return self

    def rows(self, kind: str, valid: str, *, known: int | None = None) -> dict[str, DeadlineRow]:
        filters = DeadlineFilter(states=ALL_STATES, kind=kind)
        found = deadline_rows(self._database, valid=DAY(valid), known=known, calendar=CZECH_HOLIDAYS, filters=filters)
        return {row.subject: row for row in found}

    def states(self, kind: str, subject: str, *days: str) -> list[State]:
        return [self.rows(kind, day)[subject].state for day in days]


@pytest.fixture
def board(database: Database) -> Board:
    return Board(database)


# Bids and objections -----------------------------------------------------------------------------------------------


def test_bids_are_taken_until_their_day_and_nobody_missed_anything(board: Board) -> None:
    """Each lot by itself; what is cancelled before takes none."""
    board.told(published().when(cancel("B"), on="2017-02-10").then_notes())
    assert board.states("tender.bids", "A/1", "2017-03-03", "2017-03-04") == [State.OPEN, State.PASSED]
    assert board.states("tender.bids", "B/1", "2017-02-09", "2017-02-10") == [State.OPEN, State.DROPPED]
    assert board.rows("tender.bids", "2017-03-01")["A/1"].turn is Turn.PARTICIPANT
    assert board.rows("tender.bids", "2017-01-31") == {}


def test_whoever_was_not_selected_may_object_until_fifteen_days_after_the_notice(board: Board) -> None:
    """Told on 16 March: until the 31st; before the notice nobody can say until when."""
    board.told(notified())
    before = board.rows("tender.objections", "2017-03-15")
    assert {name: (row.state, row.missing) for name, row in before.items()} == {
        "SELECTION A2": (State.NOT_COMPUTED, Missing.DELIVERY)
    }
    window = board.rows("tender.objections", "2017-03-16")["SELECTION A2"]
    assert (window.state, window.legal_last_day, window.opened_on) == (State.OPEN, DAY("2017-03-31"), DAY("2017-03-16"))
    assert board.states("tender.objections", "SELECTION A2", "2017-03-31", "2017-04-01") == [State.OPEN, State.PASSED]


def test_the_excluded_may_object_as_well(board: Board) -> None:
    """With the notice of the exclusion, not of the selection."""
    story = opened().when(exclusion("A2"), on="2017-03-07")
    story = story.when(notice("A2", "2017-03-08 10:00", of="EXCLUSION"), on="2017-03-08").then_notes()
    board.told(story)
    found = board.rows("tender.objections", "2017-03-08")
    assert {name: row.legal_last_day for name, row in found.items()} == {"EXCLUSION A2": DAY("2017-03-23")}


def test_objections_are_answered_in_fifteen_days(board: Board) -> None:
    """They came on the last day in the evening, by data box; the answer was due on Monday the 17th, a holiday."""
    board.told(notified().when(objection(), on="2017-03-31").then_notes())
    answer = board.rows("tender.objection-answer", "2017-04-01")["N1"]
    assert (answer.turn, answer.raw_end, answer.legal_last_day) == (
        Turn.REGION,
        DAY("2017-04-15"),
        DAY("2017-04-18"),
    )
    assert board.states("tender.objection-answer", "N1", "2017-04-18", "2017-04-19") == [State.OPEN, State.OVERDUE]
    assert board.states("tender.objections", "SELECTION A2", "2017-03-31") == [State.MET]


def test_an_answer_in_time_is_met(board: Board) -> None:
    assert board.told(objected()).states("tender.objection-answer", "N1", "2017-04-10") == [State.MET]


# Petitions ---------------------------------------------------------------------------------------------------------


def test_without_an_answer_a_petition_is_possible_for_twenty_five_days(board: Board) -> None:
    """From the objections of 31 March; answered, ten days from the delivery of the answer."""
    board.told(objected())
    days = {day: board.rows("tender.petition", day)["N1"] for day in ("2017-04-09", "2017-04-10", "2017-04-11")}
    assert [row.legal_last_day for row in days.values()] == [DAY("2017-04-25"), None, DAY("2017-04-21")]
    assert [row.state for row in days.values()] == [State.OPEN, State.NOT_COMPUTED, State.OPEN]
    assert days["2017-04-10"].missing is Missing.DELIVERY
    assert board.states("tender.petition", "N1", "2017-04-21", "2017-04-22") == [State.OPEN, State.PASSED]


def test_after_a_late_answer_the_later_of_both_limits_holds(board: Board) -> None:
    """Answered on the 19th, one day late, delivered on the 20th: the ten days end after the twenty-five."""
    story = notified().when(objection(), on="2017-03-31").when(rejection(), on="2017-04-19")
    board.told(story.when(answered("2017-04-20 08:00"), on="2017-04-20"))
    assert board.states("tender.objection-answer", "N1", "2017-04-20") == [State.MISSED]
    assert board.rows("tender.petition", "2017-04-20")["N1"].legal_last_day == DAY("2017-05-02")


def test_upheld_objections_leave_nothing_to_petition(board: Board) -> None:
    story = notified().when(objection(), on="2017-03-31")
    board.told(story.when(rejection(outcome="UPHELD", sets_aside="SELECTION"), on="2017-04-10").then_notes())
    assert board.rows("tender.petition", "2017-04-10") == {}
    assert list(board.rows("tender.petition", "2017-04-09")) == ["N1"]
    assert board.rows("tender.objections", "2017-04-10") == {}


def test_a_petition_blocks_for_sixty_days_or_until_it_is_decided(board: Board) -> None:
    """From 20 April: until Monday 19 June, or until the decision is final on 30 May."""
    board.told(petitioned())
    block = board.rows("tender.review-block", "2017-06-19")["S0123/2017/VZ"]
    assert (block.state, block.legal_last_day, block.turn) == (State.OPEN, DAY("2017-06-19"), Turn.AUTHORITY)
    assert board.states("tender.review-block", "S0123/2017/VZ", "2017-06-20") == [State.PASSED]
    assert board.states("tender.petition", "N1", "2017-04-20") == [State.MET]


def test_a_final_decision_ends_the_block(board: Board) -> None:
    board.told(petitioned().when(review("REJECTED", final_on="2017-05-30"), on="2017-05-12").then_notes())
    days = ("2017-05-29", "2017-05-30")
    assert board.states("tender.review-block", "S0123/2017/VZ", *days) == [State.OPEN, State.PASSED]


def test_nobody_knows_how_long_an_interim_measure_lasts(board: Board) -> None:
    """It is not computed until it has ended; meanwhile the standstill is not either."""
    story = petitioned().when(measure(petition="S0123/2017/VZ"), on="2017-06-10")
    board.told(story.when(RecordInterimMeasureEnd(target=THIS, measure="PO1"), on="2017-07-10").then_notes())
    waiting = board.rows("tender.interim-measure", "2017-07-09")["PO1"]
    assert (waiting.state, waiting.missing) == (State.NOT_COMPUTED, Missing.OPEN_END)
    assert board.rows("tender.standstill", "2017-07-09")["A/1"].state is State.NOT_COMPUTED
    assert board.states("tender.interim-measure", "PO1", "2017-07-10") == [State.PASSED]
    assert board.rows("tender.standstill", "2017-07-10")["A/1"].legal_last_day == DAY("2017-06-19")


# The standstill ----------------------------------------------------------------------------------------------------


def test_the_standstill_lasts_until_nobody_can_object_or_petition_any_more(board: Board) -> None:
    """Not known before the notice; then objections, petition, sixty days each move it."""
    board.told(petitioned())
    days = ("2017-03-15", "2017-03-16", "2017-03-31", "2017-04-11", "2017-04-20")
    found = {day: board.rows("tender.standstill", day)["A/1"].legal_last_day for day in days}
    assert found == {
        "2017-03-15": None,
        "2017-03-16": DAY("2017-03-31"),
        "2017-03-31": DAY("2017-04-25"),
        "2017-04-11": DAY("2017-04-21"),
        "2017-04-20": DAY("2017-06-19"),
    }
    assert board.states("tender.standstill", "A/1", "2017-06-19", "2017-06-20") == [State.OPEN, State.PASSED]


def test_the_last_day_that_was_noted_with_its_end_stays(board: Board) -> None:
    board.told(free())
    ended = board.rows("tender.standstill", "2017-04-01")["A/1"]
    assert (ended.state, ended.legal_last_day, ended.closed_on) == (
        State.PASSED,
        DAY("2017-03-31"),
        DAY("2017-04-01"),
    )


@pytest.mark.parametrize("story", [sole, small_scale], ids=["sole participant", "small-scale"])
def test_who_waits_for_nobody_has_no_standstill(board: Board, story: object) -> None:
    """A sole participant, and a contract outside the procedures of the Act."""
    assert callable(story)
    board.told(story())
    assert board.rows("tender.standstill", "2017-03-20") == {}
    assert board.rows("tender.objections", "2017-03-20") == {}


def test_a_procedure_under_the_old_act_keeps_its_own_limits(board: Board) -> None:
    """Ten days for the answer to objections of 29 March 2016, and a petition in silence until 25 April."""
    board.told(old_selected().when(objection("2016-03-29 10:00"), on="2016-03-29").then_notes())
    assert board.rows("tender.objection-answer", "2016-03-29")["N1"].legal_last_day == DAY("2016-04-08")
    assert board.rows("tender.standstill", "2016-03-28")["A/1"].legal_last_day == DAY("2016-03-29")
    assert board.rows("tender.standstill", "2016-03-29")["A/1"].legal_last_day == DAY("2016-04-25")


def test_a_selection_that_falls_takes_its_standstill_along(board: Board) -> None:
    """A second selection begins another one."""
    story = notified().when(objection(), on="2017-03-31")
    story = story.when(rejection(outcome="UPHELD", sets_aside="SELECTION"), on="2017-04-10")
    board.told(story.when(select("A1"), on="2017-04-12").then_notes())
    assert board.rows("tender.standstill", "2017-04-10") == {}
    assert board.rows("tender.standstill", "2017-04-12")["A/1"].opened_on == DAY("2017-04-12")


# The result --------------------------------------------------------------------------------------------------------


def test_the_result_is_due_with_those_of_its_quarter_and_safe_by_itself(board: Board) -> None:
    """Contract on 10 April: whoever wants to be safe publishes by 10 May, the law bears it until 31 July."""
    board.told(awarded().when(contract(), on="2017-04-10").then_notes())
    due = board.rows("tender.result", "2017-04-10")["A"]
    assert (due.safe_last_day, due.legal_last_day, due.turn) == (DAY("2017-05-10"), DAY("2017-07-31"), Turn.REGION)
    assert board.states("tender.result", "A", "2017-07-31", "2017-08-01") == [State.OPEN, State.OVERDUE]


@pytest.mark.parametrize(
    ("is_grouped", "on", "state"),
    [
        (False, "2017-05-10", State.MET),
        (False, "2017-05-11", State.MISSED),
        (True, "2017-07-31", State.MET),
        (True, "2017-08-01", State.MISSED),
    ],
)
def test_a_published_result_is_judged_by_its_own_limit(
    board: Board,
    is_grouped: bool,
    on: str,
    state: State,  # a parameter of the table
) -> None:
    board.told(awarded().when(contract(), on="2017-04-10").when(result(is_grouped=is_grouped), on=on))
    assert board.states("tender.result", "A", on) == [state]


def test_known_before_the_contract_no_result_was_due(board: Board) -> None:
    story = awarded().when(contract(), on="2017-04-10").then_notes()
    board.told(story)
    assert board.rows("tender.result", "2017-08-01", known=len(story.entries) - 1) == {}
    assert board.rows("tender.result", "2017-04-09") == {}


def test_a_lot_without_participants_leaves_nothing_open(board: Board) -> None:
    """Both lots ended: no window, no waiting, no result."""
    story = opened().when(exclusion("A1"), on="2017-03-07").when(exclusion("A2"), on="2017-03-07")
    board.told(story.when(unaward(), on="2017-03-20").when(unaward("B"), on="2017-03-20").then_notes())
    for kind in ("tender.objections", "tender.standstill", "tender.result"):
        assert board.rows(kind, "2017-03-20") == {}


def test_a_second_lot_is_not_kept_waiting_by_the_first(board: Board) -> None:
    """Objections about lot A say nothing about lot B."""
    story = notified().when(bid("B1"), on="2017-03-01").when(bid("B2"), on="2017-03-01")
    prices = {"B1": czk(2_000_000), "B2": czk(2_000_000)}
    story = story.when(opening(prices, lot="B"), on="2017-03-16")
    points = {"B1": (90, 90), "B2": (80, 80)}
    story = story.when(evaluation(points, (("B1", 94), ("B2", 88)), lot="B"), on="2017-03-17")
    story = story.when(select("B1"), on="2017-03-17").when(notice("B2", "2017-03-17 10:00"), on="2017-03-17")
    board.told(story.when(objection(), on="2017-03-31").then_notes())
    found = board.rows("tender.standstill", "2017-03-31")
    assert {name: row.legal_last_day for name, row in found.items()} == {
        "A/1": DAY("2017-04-25"),
        "B/1": DAY("2017-04-03"),
    }


# As the tender itself answers --------------------------------------------------------------------------------------


class DeadlineMachine(TenderMachine):
    """Whatever happens to a tender, the standstill on the board is the one that the tender itself keeps."""

    def teardown(self) -> None:
        entries = self.story.entries
        with SqliteDatabase(":memory:") as database:
            project(database, Chronicle(entries=list(entries)))
            for known in {len(entries), max(1, len(entries) - 4)}:
                _assert_standstill(database, Tender.replay(THIS, entries[:known]), known, self.today)


DeadlineMachine.TestCase.settings = settings(max_examples=40, stateful_step_count=25)
TestDeadlines = DeadlineMachine.TestCase


def _assert_standstill(database: Database, state: Waiting, known: int, today: date) -> None:
    """On the last day the contract still waits, on the next it may be concluded, as far as this is known."""
    filters = DeadlineFilter(states=ALL_STATES, kind="tender.standstill")
    for row in deadline_rows(database, valid=today, known=known, calendar=CZECH_HOLIDAYS, filters=filters):
        lot, _, number = row.subject.partition("/")
        round_ = state.round(lot, int(number))
        assert round_ is not None
        assert round_.selected is not None
        if round_.selected.is_standstill_ended or round_.outcome is not None:
            continue
        if row.legal_last_day is None:
            assert state.may_conclude(lot=lot, number=int(number), on=today).answer is not Answer.YES
            continue
        assert row.legal_last_day == state.last_day_of_standstill(round_)
        after = state.may_conclude(lot=lot, number=int(number), on=row.legal_last_day + timedelta(days=1))
        assert after.answer is Answer.YES
