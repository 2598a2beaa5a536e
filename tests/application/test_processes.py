"""Which commands the law and a day bring about, read from the state of one file."""

from datetime import date

import pytest

from application.processes.due import ACTOR, Due
from application.processes.timers import due, next_due
from application.rights.roles import ROLES
from domain.contract.commands import EstablishAmendmentVoidness, EstablishVoidness, RecordAmendment, RecordExpiry
from domain.kernel.aggregate import AGGREGATES, Aggregate
from domain.kernel.ids import derived_id
from domain.kernel.law import Citation
from domain.mandate import commands as of_mandate
from domain.tender.commands import EndStandstill, RecordInterimMeasure, RecordInterimMeasureEnd
from tests.domain.contract.stories import concluded, period, publication
from tests.domain.inspection import outcomes as inspection
from tests.domain.mandate.stories import issued
from tests.domain.tender import stories as tender
from tests.spec import THIS

LIMITED = period("2018-02-01", "2018-12-31")


def day(text: str) -> date:
    return date.fromisoformat(text)


def on(state: Aggregate, text: str) -> list[str]:
    """The timers that have something to record on a day."""
    return [one.timer for one in due(state, day(text))]


def only(state: Aggregate, text: str) -> Due:
    (found,) = due(state, day(text))
    return found


# Contract -------------------------------------------------------------------------------------------------------------


def test_a_contract_expires_on_the_day_after_its_last_one() -> None:
    state = concluded("2018-02-01", period=LIMITED).when(publication(), on="2018-02-05").state
    assert (on(state, "2018-12-31"), on(state, "2019-01-01")) == ([], ["contract-expiry"])
    found = only(state, "2019-01-09")
    assert found.command == RecordExpiry(target=THIS)
    assert (found.effective_on, found.over_on) == (day("2018-12-31"), day("2018-12-31"))
    assert next_due(state) == day("2019-01-01")
    assert next_due(state, after=day("2019-01-01")) is None


def test_a_contract_that_ended_otherwise_or_lasts_without_end_does_not_expire() -> None:
    story = concluded("2018-02-01", period=LIMITED).when(publication(), on="2018-02-05")
    assert on(story.when(RecordExpiry(target=THIS), on="2018-12-31").state, "2019-01-01") == []
    endless = concluded("2018-02-01", period=period("2018-02-01")).when(publication(), on="2018-02-05").state
    assert (on(endless, "2030-01-01"), next_due(endless)) == ([], None)


def test_an_unpublished_contract_is_void_after_the_rolled_day() -> None:
    """Concluded on 2018-06-30: three months end on Sunday 09-30, by law on Monday 10-01; the timer comes next."""
    state = concluded("2018-06-30", period=LIMITED).state
    assert state.publication is not None
    assert state.publication.void_after is not None
    assert state.publication.void_after.raw_end == day("2018-09-30")
    assert (on(state, "2018-10-01"), on(state, "2018-10-02")) == ([], ["contract-voidness"])
    found = only(state, "2018-10-05")
    assert found.command == EstablishVoidness(target=THIS, established_on=day("2018-10-05"))
    assert (found.effective_on, found.over_on) == (day("2018-06-30"), day("2018-10-01"))
    assert found.grounds.citations == (Citation("340/2015", "§ 7(1)"),)
    assert next_due(state) == day("2018-10-02")


def test_a_late_publication_revives_nothing() -> None:
    story = concluded("2018-06-30", period=LIMITED)
    assert on(story.when(publication(), on="2018-10-01").state, "2018-10-02") == []
    assert on(story.when(publication(), on="2018-10-02").state, "2018-10-03") == ["contract-voidness"]


def test_a_void_contract_does_not_run_out() -> None:
    story = concluded("2018-06-30", period=LIMITED)
    assert on(story.state, "2019-06-01") == ["contract-voidness"]
    void = story.when(only(story.state, "2018-10-02").command, on="2018-06-30", by="approver").then_notes()
    assert (on(void.state, "2019-06-01"), next_due(void.state)) == ([], None)


def test_an_old_contract_needs_no_publication() -> None:
    assert on(concluded("2017-06-30", period=LIMITED).state, "2018-12-31") == []


def amended() -> Aggregate:
    """Concluded and published; an amendment of 2018-05-31 prolongs it to 2019 and was never published."""
    story = concluded("2018-02-01", period=LIMITED).when(publication(), on="2018-02-05")
    command = {
        "target": THIS,
        "number": 1,
        "ground": "other",
        "reason": "The project goes on.",
        "period": period("2018-02-01", "2019-12-31"),
        "concluded_on": "2018-05-31",
    }
    return story.when(RecordAmendment.model_validate(command), on="2018-05-31", reason="why").state


def test_an_unpublished_amendment_is_void_by_itself() -> None:
    state = amended()
    assert (on(state, "2018-08-31"), on(state, "2018-09-01")) == ([], ["amendment-voidness"])
    found = only(state, "2018-09-03")
    assert found.command == EstablishAmendmentVoidness(target=THIS, number=1, established_on=day("2018-09-03"))
    assert (found.effective_on, found.subject) == (day("2018-05-31"), "1")


# Tender ---------------------------------------------------------------------------------------------------------------


def test_a_standstill_ends_when_the_time_for_objections_has_passed() -> None:
    state = tender.notified().state
    assert (on(state, "2017-03-31"), on(state, "2017-04-01")) == ([], ["standstill"])
    assert next_due(state) == day("2017-04-01")
    found = only(state, "2017-04-01")
    assert found.command == EndStandstill(target=THIS, lot="A", round=1)
    assert Citation("134/2016", "§ 246(1)(a)") in found.grounds.citations


def test_a_standstill_that_is_looked_at_late_ended_when_it_ended() -> None:
    """A week later the timer still says the first day, under the same identifier."""
    state = tender.notified().state
    first, later = only(state, "2017-04-01"), only(state, "2017-04-08")
    assert (later.effective_on, later.command_id) == (day("2017-04-01"), first.command_id)
    tender.notified().when(later.command, on="2017-04-01", by="timer").then_notes()


def test_nothing_ends_while_somebody_was_not_told() -> None:
    state = tender.selected().when(tender.notice("A1"), on="2017-03-16").state
    assert (on(state, "2017-12-01"), next_due(state)) == ([], None)


def test_objections_and_the_time_for_a_petition_keep_the_contract_waiting() -> None:
    """Rejected, the answer delivered on 2017-04-11: a petition until Friday 04-21."""
    state = tender.objected().state
    assert (on(state, "2017-04-01"), on(state, "2017-04-21"), on(state, "2017-04-22")) == ([], [], ["standstill"])
    assert next_due(state) == day("2017-04-22")


def test_silence_on_objections_waits_for_25_days() -> None:
    """Put in on 2017-03-31: without an answer, a petition until Tuesday 04-25."""
    state = tender.notified().when(tender.objection(), on="2017-03-31").state
    assert (on(state, "2017-04-25"), next_due(state)) == ([], day("2017-04-26"))


def test_a_petition_blocks_sixty_days() -> None:
    """From 2017-04-20 to Monday 06-19; the day after, nothing that nobody can set aside is left."""
    state = tender.petitioned().state
    assert (on(state, "2017-06-19"), on(state, "2017-06-20")) == ([], ["standstill"])
    assert next_due(state) == day("2017-06-20")


def test_an_interim_measure_is_waited_for_and_its_end_is_the_day() -> None:
    measure = RecordInterimMeasure.model_validate({"target": THIS, "measure": "P1", "lots": ["A"]})
    story = tender.notified().when(measure, on="2017-03-30")
    assert (on(story.state, "2017-05-01"), next_due(story.state)) == ([], None)
    ended = story.when(RecordInterimMeasureEnd(target=THIS, measure="P1"), on="2017-05-10").state
    assert (on(ended, "2017-05-09"), only(ended, "2017-05-20").effective_on) == ([], day("2017-05-10"))


def test_where_there_is_no_standstill_none_ends() -> None:
    assert on(tender.sole().state, "2018-01-01") == []
    assert on(tender.small_scale().state, "2018-01-01") == []


def test_a_standstill_ends_once_and_not_for_an_awarded_lot() -> None:
    assert (on(tender.free().state, "2017-04-02"), next_due(tender.free().state)) == ([], None)
    assert on(tender.awarded().state, "2017-06-01") == []


# Mandate --------------------------------------------------------------------------------------------------------------


def test_a_mandate_expires_on_the_day_after_its_last_one() -> None:
    story = issued()
    assert (on(story.state, "2020-12-31"), next_due(story.state)) == ([], day("2021-01-01"))
    found = only(story.state, "2021-01-04")
    assert (found.command, found.effective_on) == (of_mandate.RecordExpiry(target=THIS), day("2020-12-31"))
    expired = story.when(found.command, on="2020-12-31", by="timer").then_notes()
    assert on(expired.state, "2021-01-04") == []


def test_a_revoked_mandate_does_not_expire() -> None:
    revoke = of_mandate.RevokeMandate.model_validate({"target": THIS, "grounds": "The provider asked for it."})
    assert on(issued().when(revoke, on="2019-06-30", reason="why").state, "2021-01-04") == []


# Stamps ---------------------------------------------------------------------------------------------------------------


def test_a_timer_acts_in_its_own_role_by_the_law_and_under_an_identifier_that_repeats_itself() -> None:
    found = only(concluded("2018-06-30").state, "2018-10-02")
    stamp = found.stamp()
    assert found.command_id == derived_id("timer", "contract-voidness", str(THIS), "", "2018-10-01")
    assert (stamp.command_id, stamp.actor, stamp.effective_on) == (found.command_id, ACTOR, day("2018-06-30"))
    assert (stamp.source.kind, stamp.source.reference) == ("timer", "contract-voidness")
    assert stamp.citations == (Citation("340/2015", "§ 7(1)"),)
    assert stamp.reason is not None
    assert stamp.reason.text is not None
    assert stamp.reason.text.startswith("Smlouva nezveřejněná do tří měsíců od uzavření je zrušena od počátku")
    assert only(concluded("2018-06-30").state, "2018-10-09").command_id == found.command_id


# Inspection -----------------------------------------------------------------------------------------------------------


def test_an_inspection_ends_in_vain_once_nothing_more_is_expected_by_post() -> None:
    """Objections were possible until 2026-04-07; a week later the end of 8 April is noted."""
    state = inspection.delivered().state
    assert (on(state, "2026-04-14"), on(state, "2026-04-15")) == ([], ["inspection-end"])
    found = only(state, "2026-04-20")
    assert (found.effective_on, found.over_on) == (day("2026-04-15"), day("2026-04-07"))
    assert next_due(state) == day("2026-04-15")
    ended = inspection.delivered().when(found.command, on=str(found.effective_on)).then_notes()
    assert ended.state.ended_on == day("2026-04-08")
    assert on(ended.state, "2026-04-20") == []


def test_an_inspection_with_objections_does_not_end_in_vain() -> None:
    assert on(inspection.objected().state, "2026-04-20") == []
    late = inspection.delivered().when(inspection.object_to("F1", sent_on="2026-04-08"), on="2026-04-10")
    assert on(late.state, "2026-04-20") == ["inspection-end"]
    assert on(inspection.signed().state, "2026-06-20") == []


def test_under_the_contract_no_inspection_ends_by_itself() -> None:
    agreed = {"clause": {"act": "contract", "provision": "čl. IX"}, "objection_days": 5}
    story = inspection.inspected(regime="CONTRACTUAL", agreed=agreed)
    assert on(inspection.delivered(inspection.signed(inspection.drafted(story))).state, "2026-06-20") == []


def test_the_role_of_the_timer_holds_exactly_what_timers_send() -> None:
    (role,) = (one for one in ROLES if one.name == ACTOR.role)
    stories = (
        only(concluded("2018-06-30").state, "2018-10-02"),
        only(amended(), "2018-09-01"),
        only(concluded("2017-06-30", period=LIMITED).state, "2019-01-01"),
        only(tender.notified().state, "2017-04-01"),
        only(issued().state, "2021-01-01"),
        only(inspection.delivered().state, "2026-04-15"),
    )
    assert {one.command.topic for one in stories} == set(role.commands)


@pytest.mark.parametrize("kind", ["project", "service"])
def test_other_files_have_no_timers(kind: str) -> None:
    assert next_due(AGGREGATES[kind](THIS)) is None
