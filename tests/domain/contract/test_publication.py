"""The register of contracts: when a contract must be published, when it has effect, when it is void."""

from datetime import date
from typing import Any

import pytest

from domain.contract.commands import (
    EstablishVoidness,
    RecordAmendment,
    RecordAmendmentPublication,
    RecordEffect,
    RecordPublicationRepair,
)
from domain.contract.contract import Contract
from domain.contract.events import (
    ContractBecameEffective,
    ContractPublishedInRegister,
    ContractVoidedForNonPublication,
    PublicationCorrected,
)
from domain.contract.payloads import Published
from domain.kernel.answer import Answer
from domain.kernel.as_written import PeriodAsWritten
from domain.kernel.calendar import TimeLimit
from domain.kernel.correction import CorrectEntry, TakeBackEntry
from domain.kernel.money import czk
from tests.domain.contract.stories import concluded, conclusion, draft, period, publication, published
from tests.spec import THIS, Story, given

YES, NO, OPEN = Answer.YES, Answer.NO, Answer.CANNOT_BE_DECIDED


def _days(story: Story[Contract], *days: str) -> list[Answer]:
    return [story.state.effect(date.fromisoformat(day)) for day in days]


# Scenario 1: the day the sanction began ------------------------------------------------------------------------------


def test_contract_of_30_june_2017_is_published_late_and_has_effect_all_the_same() -> None:
    """A: there is a duty to publish, counted from Monday 31 July, but no sanction yet."""
    story = concluded("2017-06-30", number="OLP/9001/2017")
    assert story.state.publication is not None
    assert story.state.publication.void_after is None
    assert _days(story, "2017-06-29", "2017-06-30", "2017-07-20") == [NO, YES, YES]
    story = story.when(publication(), on="2017-08-04").then_notes("PUBLISHED_LATE")
    assert story.facts_of("PUBLISHED_LATE") == {
        "concluded_on": "2017-06-30",
        "published_on": "2017-08-04",
        "raw_end": "2017-07-30",
        "last_day_legal": "2017-07-31",
        "days_late": 4,
    }
    assert story.state.effective_from == date(2017, 6, 30)


def test_contract_of_3_july_2017_has_effect_from_its_publication() -> None:
    """B: the same text three days later waits for the register."""
    story = concluded("2017-07-03", number="OLP/9002/2017", period=period("2017-07-03"))
    assert _days(story, "2017-07-20", "2017-08-04") == [NO, NO]
    story = story.when(publication(), on="2017-08-04").then_notes("PUBLISHED_LATE")
    assert story.facts_of("PUBLISHED_LATE")["last_day_legal"] == "2017-08-02"
    assert story.facts_of("PUBLISHED_LATE")["days_late"] == 2
    assert story.state.effective_from == date(2017, 8, 4)
    assert _days(story, "2017-08-03", "2017-08-04") == [NO, YES]


# Publication ---------------------------------------------------------------------------------------------------------


def test_publication_is_recorded() -> None:
    story = concluded("2018-02-01").when(publication(version="1"), on="2018-02-05")
    story.then(ContractPublishedInRegister(register_id="2466823", version="1")).then_notes()
    assert story.state.published_on == date(2018, 2, 5)
    assert story.state.register_id == "2466823"


def test_second_publication_is_refused() -> None:
    """What comes later is a new version of the same entry."""
    published("2018-02-05", concluded_on="2018-02-01").when(publication(), on="2018-02-06").then_refused(
        "contract.published-once"
    )


def test_publication_before_the_conclusion_is_refused() -> None:
    """On the day itself it is in order."""
    story = concluded("2018-02-01")
    story.when(publication(), on="2018-01-31").then_refused("contract.publication-after-conclusion")
    story.when(publication(), on="2018-02-01").then_notes()


def test_draft_cannot_be_published() -> None:
    story = given(Contract).when(draft(), on="2018-01-02")
    story.when(publication(), on="2018-01-03").then_refused("contract.concluded-first")


@pytest.mark.parametrize(
    ("concluded_on", "published_on", "notes"),
    [
        ("2018-02-01", "2018-03-05", ()),  # 3 March is a Saturday
        ("2018-02-01", "2018-03-06", ("PUBLISHED_LATE",)),
        ("2016-07-01", "2016-08-01", ()),  # 31 July is a Sunday
        ("2016-07-01", "2016-08-02", ("PUBLISHED_LATE",)),
        ("2016-06-30", "2019-01-01", ()),  # no duty before 1 July 2016
        ("2017-06-30", "2017-10-02", ("PUBLISHED_LATE",)),  # no voidness before 1 July 2017
        ("2017-07-01", "2017-10-02", ("PUBLISHED_LATE",)),  # 1 October is a Sunday
        ("2017-07-01", "2017-10-03", ("PUBLISHED_LATE", "VOID_FOR_NON_PUBLICATION")),
    ],
)
def test_lateness_is_counted_from_the_legal_day(concluded_on: str, published_on: str, notes: tuple[str, ...]) -> None:
    """The last day rolls to a working day; the duty and the sanction each begin on their own day."""
    concluded(concluded_on).when(publication(), on=published_on).then_notes(*notes)


@pytest.mark.parametrize(("value", "is_due"), [("50 000", False), ("50 000,01", True)])
def test_small_contract_need_not_be_published(value: str, is_due: bool) -> None:
    """Up to CZK 50 000 without tax a contract has effect unpublished."""
    story = concluded("2018-02-01", maximum=czk("60 000"), value_without_vat=czk(value))
    assert (story.state.publication is not None) is is_due
    assert _days(story, "2018-02-01") == [NO if is_due else YES]
    story.when(publication(), on="2018-06-01").then_notes(
        *(("PUBLISHED_LATE", "VOID_FOR_NON_PUBLICATION") if is_due else ())
    )


def test_contract_without_known_value_has_to_be_published() -> None:
    """What is unknown exempts from nothing."""
    assert concluded("2018-02-01", maximum=None).state.needs_publication


def test_register_that_shows_something_else_is_noted_until_repaired() -> None:
    """A wrong sum or day in the register is a wrong publication."""
    story = concluded("2018-02-01", maximum=czk(2_400_000))
    right = {"value": czk(2_400_000), "concluded_on": "2018-02-01"}
    story.when(publication(shows=right), on="2018-02-05").then_notes()
    story.when(publication(shows=right | {"concluded_on": "2018-02-02"}), on="2018-02-05").then_notes(
        "PUBLISHED_OTHERWISE"
    )
    story = story.when(publication(shows={"value": czk(240_000)}), on="2018-02-05").then_notes("PUBLISHED_OTHERWISE")
    repair = RecordPublicationRepair(target=THIS, version="2", shows=Published(value=czk(2_400_000)))
    story.when(repair, on="2018-02-07").then_closes("PUBLISHED_OTHERWISE").then_open()


def test_publication_of_a_contract_with_unknown_sum_is_not_judged() -> None:
    story = concluded("2018-02-01", maximum=None)
    story.when(publication(shows={"value": czk(240_000)}), on="2018-02-05").then_notes()


# Repair --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("repaired_on", "notes"), [("2018-04-03", ()), ("2018-04-04", ("REPAIRED_LATE",))])
def test_wrong_publication_is_repaired_within_thirty_days(repaired_on: str, notes: tuple[str, ...]) -> None:
    """Learnt on 1 March, 30 days end on Saturday 31 March, Easter Monday follows: Tuesday 3 April is still in time."""
    story = published("2018-02-05", concluded_on="2018-02-01")
    repair = RecordPublicationRepair(target=THIS, version="2", learnt_on=date(2018, 3, 1))
    story = story.when(repair, on=repaired_on).then_notes(*notes)
    limit = TimeLimit(raw_end=date(2018, 3, 31), legal_last_day=date(2018, 4, 3), safe_last_day=date(2018, 3, 29))
    story.then(PublicationCorrected(version="2", learnt_on=date(2018, 3, 1), repair_by=limit))
    assert story.state.published_on == date(2018, 2, 5)


def test_repair_of_an_unknown_or_old_fault_is_not_judged() -> None:
    """Nobody said when it was learnt; or the law of repair was not yet in force."""
    repair = RecordPublicationRepair(target=THIS, version="2")
    story = published("2018-02-05", concluded_on="2018-02-01").when(repair, on="2019-02-05").then_notes()
    story.then(PublicationCorrected(version="2"))
    old = RecordPublicationRepair(target=THIS, version="2", learnt_on=date(2017, 3, 1))
    published("2017-02-05", concluded_on="2017-02-01").when(old, on="2019-02-05").then_notes()


def test_repair_without_or_before_publication_is_refused() -> None:
    repair = RecordPublicationRepair(target=THIS, version="2")
    concluded("2018-02-01").when(repair, on="2018-02-05").then_refused("contract.published-first")
    story = published("2018-02-05", concluded_on="2018-02-01")
    story.when(repair, on="2018-02-04").then_refused("contract.published-first")
    story.when(repair, on="2018-02-05").then_notes()


# Effect --------------------------------------------------------------------------------------------------------------


def test_later_agreed_day_of_effect_holds() -> None:
    """Published on 5 February, agreed from 1 April: effect from 1 April; published after it: from the publication."""
    story = concluded("2018-02-01", effect_agreed_on="2018-04-01")
    assert story.when(publication(), on="2018-02-05").state.effective_from == date(2018, 4, 1)
    assert story.when(publication(), on="2018-04-05").state.effective_from == date(2018, 4, 5)


def test_conditional_effect_waits_for_its_day() -> None:
    """A contract that waits for a condition has an explicit day of effect, recorded once."""
    story = concluded("2018-02-01", is_effect_conditional=True).when(publication(), on="2018-02-05")
    assert _days(story, "2018-01-31", "2018-05-01") == [NO, OPEN]
    story = story.when(RecordEffect(target=THIS), on="2018-05-01").then(ContractBecameEffective()).then_notes()
    assert _days(story, "2018-04-30", "2018-05-01") == [NO, YES]
    story.when(RecordEffect(target=THIS), on="2018-05-02").then_refused("contract.effect-once")


def test_effect_before_publication_is_noted_until_it_is_published() -> None:
    """A day of effect without publication is an anomaly; a publication that was in time settles it."""
    story = concluded("2018-02-01", is_effect_conditional=True).when(RecordEffect(target=THIS), on="2018-02-20")
    story.then_notes("EFFECT_BEFORE_PUBLICATION")
    story.when(publication(), on="2018-02-20").then_closes("EFFECT_BEFORE_PUBLICATION")
    late = story.when(publication(), on="2018-02-21").then_closes()
    assert late.state.effective_from == date(2018, 2, 21)


def test_effect_on_the_day_of_publication_is_in_order() -> None:
    story = concluded("2018-02-01", is_effect_conditional=True).when(publication(), on="2018-02-20")
    story.when(RecordEffect(target=THIS), on="2018-02-19").then_notes("EFFECT_BEFORE_PUBLICATION")
    story.when(RecordEffect(target=THIS), on="2018-02-20").then_notes()


def test_effect_of_an_old_contract_needs_no_publication() -> None:
    story = concluded("2017-06-30", is_effect_conditional=True)
    story.when(RecordEffect(target=THIS), on="2017-08-01").then_notes()


def test_effect_before_conclusion_or_of_a_draft_is_refused() -> None:
    story = concluded("2018-02-01", is_effect_conditional=True)
    story.when(RecordEffect(target=THIS), on="2018-01-31").then_refused("contract.effect-after-conclusion")
    given(Contract).when(draft(), on="2018-01-02").when(RecordEffect(target=THIS), on="2018-02-01").then_refused(
        "contract.concluded-first"
    )


# Voidness ------------------------------------------------------------------------------------------------------------


def _void(established_on: str) -> EstablishVoidness:
    return EstablishVoidness.model_validate({"target": THIS, "established_on": established_on})


def test_contract_is_void_after_three_months_without_publication() -> None:
    """Concluded on 30 November 2026: three months end on a Sunday, so 1 March still saves it and 2 March does not."""
    story = concluded("2026-11-30", period=period("2027-01-01"))
    story.when(_void("2027-03-01"), on="2026-11-30").then_refused("contract.void-after-three-months-only")
    story = story.when(_void("2027-03-02"), on="2026-11-30")
    story.then(ContractVoidedForNonPublication(established_on=date(2027, 3, 2)))
    assert story.state.void
    assert story.state.void_known_at == date(2027, 3, 2)
    assert _days(story, "2026-11-30", "2027-06-01") == [NO, NO]
    assert story.state.effective_from is None


def test_known_before_the_contract_still_shows_as_concluded() -> None:
    """What was known before voidness was recorded does not change."""
    story = concluded("2018-02-01").when(_void("2018-06-01"), on="2018-02-01")
    before = Contract.replay(THIS, story.entries[:1])
    assert before.is_concluded
    assert not before.void


def test_voidness_is_recorded_on_the_day_of_conclusion_only() -> None:
    story = concluded("2018-02-01")
    story.when(_void("2018-06-01"), on="2018-06-01").then_refused("contract.void-from-conclusion")


def test_published_contract_is_not_void() -> None:
    """Published on the last legal day of the three months, 2 May (1 May is a holiday)."""
    story = published("2018-05-02", concluded_on="2018-02-01")
    story.when(_void("2018-06-01"), on="2018-02-01").then_refused("contract.void-after-three-months-only")


def test_late_publication_revives_nothing() -> None:
    """A publication after three months is recorded; the contract is void whichever becomes known first."""
    late = published("2018-05-03", concluded_on="2018-02-01")
    late.then_notes("PUBLISHED_LATE", "VOID_FOR_NON_PUBLICATION")
    late.when(_void("2018-06-01"), on="2018-02-01").then_closes("VOID_FOR_NON_PUBLICATION").then_open("PUBLISHED_LATE")
    story = concluded("2018-02-01").when(_void("2018-06-01"), on="2018-02-01").when(publication(), on="2018-06-15")
    story.then_notes("PUBLISHED_LATE")
    assert story.state.void
    assert story.state.published_on == date(2018, 6, 15)
    assert _days(story, "2018-06-15") == [NO]


@pytest.mark.parametrize("concluded_on", ["2017-06-30", "2009-10-01"])
def test_older_contract_is_never_void(concluded_on: str) -> None:
    """§ 7 does not reach back before 1 July 2017."""
    story = concluded(concluded_on).when(_void("2026-01-01"), on=concluded_on)
    story.then_refused("contract.void-after-three-months-only")


def test_void_contract_does_not_become_void_or_effective_again() -> None:
    story = concluded("2018-02-01", is_effect_conditional=True).when(_void("2018-06-01"), on="2018-02-01")
    story.when(_void("2018-06-01"), on="2018-02-01").then_refused("contract.not-void")
    story.when(RecordEffect(target=THIS), on="2018-06-01").then_refused("contract.not-void")


def test_draft_cannot_be_void() -> None:
    story = given(Contract).when(draft(), on="2018-01-02")
    story.when(_void("2018-06-01"), on="2018-01-02").then_refused("contract.concluded-first")


def test_voidness_recorded_by_mistake_is_taken_back() -> None:
    """The register had it all the time: the entry is taken back and the contract lives on."""
    story = concluded("2018-02-01").when(_void("2018-06-01"), on="2018-02-01")
    mistaken = TakeBackEntry(target=THIS, entry=story.entries[-1].event_id)
    story = story.when(mistaken, on="2018-06-05", reason="found in the register").when(publication(), on="2018-02-20")
    story.then_notes()
    assert _days(story, "2018-02-20") == [YES]


# In force ------------------------------------------------------------------------------------------------------------


def test_contract_is_in_force_from_effect_to_the_end_of_its_period() -> None:
    story = published("2018-02-05", concluded_on="2018-02-01", period=period("2018-04-01", "2020-03-31"))
    days = ("2018-02-04", "2018-02-05", "2018-04-01", "2020-03-31", "2020-04-01")
    assert [story.state.in_force(date.fromisoformat(day)) for day in days] == [NO, YES, YES, YES, NO]
    assert story.state.in_force(None) is OPEN


def test_open_period_has_no_end() -> None:
    story = published("2018-02-05", concluded_on="2018-02-01", period=period("2018-04-01"))
    assert story.state.in_force(date(2030, 1, 1)) is YES


def test_unreadable_end_leaves_the_question_open_between_its_readings() -> None:
    """Until 30 September by every reading in force, after the last reading ended, between them nobody can tell."""
    written = PeriodAsWritten.read("36 měsíců – od 1.10.2017 do 31.11.2020")
    fact = conclusion(period=None, period_as_written=written)
    story = given(Contract).when(fact, on="2017-09-01").then_notes("IMPOSSIBLE_DATE", "LENGTH_MISMATCH")
    story = story.when(publication(), on="2017-09-05")
    days = ("2017-09-10", "2020-09-30", "2020-10-15", "2021-01-01")
    assert [story.state.in_force(date.fromisoformat(day)) for day in days] == [YES, YES, OPEN, NO]


# Corrections ---------------------------------------------------------------------------------------------------------


def _corrected(story: Story[Contract], number: int, *, on: str, **fields: Any) -> Story[Contract]:
    """The entry of this number reads differently, from this day."""
    entry = story.entries[number - 1]
    data = entry.event.model_dump(mode="json", exclude_none=True) | fields
    return story.when(CorrectEntry(target=THIS, entry=entry.event_id, data=data), on=on, reason="typed wrong")


def test_corrected_day_of_publication_is_judged_again() -> None:
    """The clerk had typed 6 June: with the right day the lateness is settled, with a wrong one again noted, once."""
    story = published("2018-06-06", concluded_on="2018-02-01").then_notes("PUBLISHED_LATE", "VOID_FOR_NON_PUBLICATION")
    story = _corrected(story, 2, on="2018-03-05").then_notes()
    story.then_closes("PUBLISHED_LATE", "VOID_FOR_NON_PUBLICATION").then_open()
    story = _corrected(story, 2, on="2018-03-06").then_notes("PUBLISHED_LATE").then_closes()
    story = _corrected(story, 2, on="2018-03-07").then_notes().then_closes().then_open("PUBLISHED_LATE")
    _corrected(story, 2, on="2018-03-05").then_notes().then_closes("PUBLISHED_LATE").then_open()


def test_correction_of_something_else_leaves_lateness_as_it_is() -> None:
    story = published("2018-03-06", concluded_on="2018-02-01").then_notes("PUBLISHED_LATE")
    _corrected(story, 1, on="2018-02-01", provider="Provider z.s.").then_notes().then_closes()


def test_corrected_day_of_conclusion_needs_its_own_limits() -> None:
    """The limits stand in the entry; whoever moves its day and forgets them is told so until they agree."""
    story = concluded("2018-02-01")
    moved = _corrected(story, 1, on="2018-02-05").then_notes("LIMITS_OUTDATED")
    assert moved.facts_of("LIMITS_OUTDATED") == {
        "concluded_on": "2018-02-05",
        "publish_by": "2018-03-03",
        "publish_by_counted": "2018-03-07",
    }
    moved = _corrected(moved, 1, on="2018-02-06").then_notes()
    limits = concluded("2018-02-05").entries[0].event.model_dump(mode="json")["publication"]
    right = _corrected(moved, 1, on="2018-02-05", publication=limits)
    right.then_notes().then_closes("LIMITS_OUTDATED").then_open()


def test_corrected_publication_of_an_amendment_is_judged_on_its_own() -> None:
    """The contract was late and stays late; the amendment was not after all."""
    story = published("2018-03-06", concluded_on="2018-02-01").when(
        RecordAmendment(target=THIS, number=1, ground="100", concluded_on=date(2018, 10, 1)), on="2018-10-01"
    )
    story = story.when(RecordAmendmentPublication(target=THIS, number=1, register_id="9"), on="2018-11-01")
    story.then_notes("PUBLISHED_LATE").then_open("PUBLISHED_LATE", "PUBLISHED_LATE")
    story = _corrected(story, 4, on="2018-10-31").then_notes().then_closes("PUBLISHED_LATE")
    assert [ref.event_id for ref in story.state.open_anomalies] == [story.state.published_by]
