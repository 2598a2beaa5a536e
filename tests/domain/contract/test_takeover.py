"""Old contracts exactly as their pages state them."""

from datetime import date
from typing import Any

from domain.contract.commands import RecordAmendment, RecordEffect, TakeOverContract
from domain.contract.contract import Contract
from domain.kernel.answer import Answer
from domain.kernel.as_written import PeriodAsWritten
from domain.kernel.correction import CorrectEntry, TakeBackEntry
from domain.kernel.ids import take
from domain.kernel.money import Money, czk, total
from domain.kernel.region import RegionAsWritten
from domain.kernel.registry import OrpCode
from tests.domain.contract.stories import concluded, conclusion, period, publication
from tests.spec import THIS, Story, given, inferred

YES, NO, OPEN = Answer.YES, Answer.NO, Answer.CANNOT_BE_DECIDED

SUPPORT = PeriodAsWritten.read("v průběhu 36 měsíců – od 1.10.2009 do 31.11.2012", scope="support")
IP1 = {
    "OLP/2132/2009": (4_284_985, "Podpora samostatného bydlení", "43", "Liberecko"),
    "OLP/306/2010": (3_900_000, "Sociálněterapeutické dílny", "67", "Liberecko"),
    "OLP/2133/2009": (3_723_610, "Podpora samostatného bydlení", "43", "Českolipsko"),
    "OLP/2118/2009": (3_335_610, "Sociálněterapeutické dílny", "67", "Jablonecko"),
}


def _take_over(**fields: Any) -> TakeOverContract:
    return TakeOverContract.model_validate({"target": THIS} | fields)


def _ip1(number: str) -> TakeOverContract:
    amount, service, section, region = IP1[number]
    others = tuple(other for other in IP1 if other != number)
    return _take_over(
        number=number,
        regime="tender",
        provider="my",
        provider_inferred="Fokus Liberec o.p.s.",
        services=({"name_as_written": service, "section": section},),
        region=RegionAsWritten.read(region),
        amount=czk(amount),
        amount_kind="awarded",
        amount_as_written="poskytnuté finanční prostředky",
        period_as_written=SUPPORT,
        tender={"as_written": "3 × 1. kolo, 1 × 2. kolo"},
        round_inferred=2 if number == "OLP/306/2010" else None,
        targets=({"indicator": "noví uživatelé", "value": 151, "unit": "osoba", "shared_with": others},),
    )


def _imported(number: str) -> Story[Contract]:
    marks = (inferred("provider_inferred", "source 000 names it"), inferred("region.orps", "alias table"))
    return given(Contract).when(_ip1(number), inferred=marks)


def test_old_contract_is_taken_over_with_its_two_anomalies() -> None:
    """31 November does not exist, and 36 months end on 30 September; both are kept with the words of the page."""
    story = _imported("OLP/2132/2009").then_notes("IMPOSSIBLE_DATE", "LENGTH_MISMATCH")
    assert story.entries[0].stamp.anomalies[0].raw == "31.11.2012"
    facts = story.facts_of("LENGTH_MISMATCH")
    assert facts["end_by_months"] == "2012-09-30"
    assert facts["months_to_it"] == 38
    assert story.entries[0].effective_on is None
    assert list(story.entries[0].event.claims()) == [take("contract-number", "OLP/2132/2009")]


def test_amounts_of_the_four_contracts_are_the_stated_total() -> None:
    """15 244 205 Kč: money provided, no maximum, not known to be paid."""
    states = [_imported(number).state for number in IP1]
    assert total(state.awarded for state in states if state.awarded is not None) == czk(15_244_205)
    assert [state.original_maximum for state in states] == [None] * 4
    assert [state.maximum.latest for state in states] == [None] * 4


def test_nothing_is_invented() -> None:
    """No day of conclusion, effect or publication, no period of the contract itself; silent rules of later Acts."""
    state = _imported("OLP/306/2010").state
    assert (state.concluded_on, state.published_on, state.effective_from, state.publication) == (None,) * 4
    assert not state.period
    assert state.is_taken_over
    assert state.is_concluded
    assert not state.is_conclusion_recorded
    assert state.tender is not None
    assert state.tender.round is None
    provider = state.provider.on(None)
    assert provider is not None
    assert (provider.name, provider.is_inferred, provider.as_written) == ("Fokus Liberec o.p.s.", True, "my")
    assert state.orps == (OrpCode("5105"),)
    assert state.targets.latest is not None
    assert len(state.targets.latest[0].shared_with) == 3


def test_whether_it_was_in_force_cannot_be_decided() -> None:
    """The page speaks of the whole support; 30 September lies within every reading of that, 15 October does not."""
    state = _imported("OLP/2132/2009").state
    days = [date(2009, 9, 30), date(2012, 9, 30), date(2012, 10, 15), date(2026, 11, 21)]
    assert [state.in_force(day) for day in days] == [OPEN] * 4
    assert [state.within_period_as_written(day) for day in days] == [NO, YES, OPEN, NO]
    assert Contract(THIS).within_period_as_written(days[0]) is OPEN


def test_second_takeover_is_refused() -> None:
    _imported("OLP/2132/2009").when(_ip1("OLP/2132/2009")).then_refused("contract.opened-once")


def test_ceiling_of_an_old_contract_is_its_maximum() -> None:
    """OLP/1900/2017: "max" is a ceiling; the period of the project says nothing about the end of the contract."""
    project = PeriodAsWritten.read("Projekt běží do března 2020", scope="project")
    story = given(Contract).when(
        _take_over(
            number="OLP/1900/2017",
            provider="Fokus Liberec o.p.s.",
            amount=czk(10_560_000),
            amount_kind="maximum",
            amount_as_written="max",
            period_as_written=project,
        )
    )
    story.then_notes("IMPRECISE_DATE")
    state = story.state
    assert state.original_maximum == czk(10_560_000)
    assert state.maximum.on(date(2018, 6, 30)) == czk(10_560_000)
    assert state.awarded is None
    assert state.regime is None
    assert state.in_force(date(2021, 1, 1)) is OPEN
    assert state.effect(None) is OPEN


def test_everything_may_be_unknown() -> None:
    story = given(Contract).when(_take_over()).then_notes()
    assert list(story.entries[0].event.claims()) == []
    assert story.state.has_ended(date(2020, 1, 1)) is OPEN


def test_stated_days_are_believed_and_unreadable_ones_noted() -> None:
    """A paper that states its own days is asked for nothing else; its end is its end."""
    story = given(Contract).when(
        _take_over(
            concluded_on="31. 9. 2009",
            effective_from="1. 10. 2009",
            period_as_written=PeriodAsWritten.read("od 1.10.2009 do 30.9.2012", scope="contract"),
        )
    )
    story.then_notes("IMPOSSIBLE_DATE")
    assert story.facts_of("IMPOSSIBLE_DATE") == {"field": "concluded_on"}
    days = [date(2009, 9, 30), date(2009, 10, 1), date(2012, 9, 30), date(2012, 10, 1)]
    assert [story.state.in_force(day) for day in days] == [NO, YES, YES, NO]
    assert story.state.period.latest == period("2009-10-01", "2012-09-30")


def test_stated_days_out_of_order_are_refused() -> None:
    """Neither effect nor publication comes before conclusion."""
    story = given(Contract)
    early = _take_over(concluded_on="1. 10. 2017", published_on="30. 9. 2017")
    story.when(early).then_refused("contract.publication-after-conclusion")
    early = _take_over(concluded_on="1. 10. 2017", effective_from="30. 9. 2017")
    story.when(early).then_refused("contract.effect-after-conclusion")
    story.when(_take_over(concluded_on="1. 10. 2017", published_on="1. 10. 2017")).then_notes()


def test_own_period_with_an_unreadable_end() -> None:
    """It did not end before it began, it ended after the last reading, and between these nobody can tell."""
    written = PeriodAsWritten.read("od 1.10.2009 do 31.11.2012", scope="contract")
    state = given(Contract).when(_take_over(effective_from="1.10.2009", period_as_written=written)).state
    days = [date(2009, 9, 1), date(2010, 1, 1), date(2012, 11, 15), date(2013, 1, 1)]
    assert [state.has_ended(day) for day in days] == [NO, NO, OPEN, YES]
    assert [state.in_force(day) for day in days] == [NO, YES, OPEN, NO]


def test_contract_of_unknown_publication_is_neither_effective_nor_void() -> None:
    """Of an old contract concluded in 2018 nobody says that it was not published."""
    state = given(Contract).when(_take_over(concluded_on="1. 2. 2018", amount=czk(1_000_000))).state
    assert state.publication is not None
    assert state.effect(date(2018, 1, 31)) is NO
    assert state.effect(date(2018, 2, 1)) is OPEN


def test_found_conclusion_completes_an_old_contract() -> None:
    """The paper turns up: conclusion and publication are recorded, and from then on effect is computed."""
    story = _imported("OLP/306/2010").when(
        conclusion(number="OLP/306/2010", provider=None, maximum=czk(3_900_000), period=period("2010-03-01")),
        on="2010-02-15",
    )
    story.then_notes()
    assert story.state.effective_from == date(2010, 2, 15)
    assert story.state.maximum.on(date(2010, 2, 15)) == czk(3_900_000)
    assert story.state.awarded == czk(3_900_000)
    assert story.state.period.latest == period("2010-03-01")
    again = story.when(conclusion(number="OLP/306/2010"), on="2010-02-15")
    again.then_refused("contract.concluded-once")


def test_found_day_of_effect_and_publication_of_an_old_contract() -> None:
    story = _imported("OLP/2132/2009").when(RecordEffect(target=THIS), on="2009-10-01").then_notes()
    assert story.state.effect(date(2009, 10, 1)) is YES
    story = story.when(publication(), on="2020-01-01").then_notes()
    assert story.state.effective_from == date(2009, 10, 1)


def test_amount_of_unknown_kind_is_no_maximum() -> None:
    state = given(Contract).when(_take_over(amount=Money(100))).state
    assert (state.awarded, state.original_maximum) == (Money(100), None)


# Corrections ---------------------------------------------------------------------------------------------------------


def _corrected(story: Story[Contract], number: int, **changes: object) -> Story[Contract]:
    """The entry of this number reads differently in these fields."""
    entry = story.entries[number]
    data = entry.event.model_dump(mode="json", exclude_none=True) | changes
    return story.when(CorrectEntry(target=THIS, entry=entry.event_id, data=data), reason="misread")


def _taken_back(story: Story[Contract], number: int) -> Story[Contract]:
    return story.when(TakeBackEntry(target=THIS, entry=story.entries[number].event_id), reason="it was right")


def _misread() -> Story[Contract]:
    """A paper with a day that does not exist."""
    return given(Contract).when(_take_over(concluded_on="31. 9. 2009")).then_notes("IMPOSSIBLE_DATE")


RIGHT, ALSO_RIGHT = "30. 9. 2009", "29. 9. 2009"


def test_corrected_day_settles_what_was_noted_of_it() -> None:
    _corrected(_misread(), 0, concluded_on=RIGHT).then_notes().then_closes("IMPOSSIBLE_DATE").then_open()
    other = _corrected(_misread(), 0, concluded_on="31. 6. 2009")
    other.then_notes("IMPOSSIBLE_DATE").then_closes("IMPOSSIBLE_DATE").then_open("IMPOSSIBLE_DATE")


def test_what_a_correction_leaves_as_it_was_stays_as_it_was_noted() -> None:
    story = _corrected(_misread(), 0, regime="tender").then_notes().then_closes()
    assert [ref.event_id for ref in story.state.open_anomalies] == [story.entries[0].event_id]


def test_one_of_two_wrong_days_is_corrected_and_the_other_stays_noted() -> None:
    """Both stand beside one entry under one name: that is closed, and the one that is left is noted anew."""
    story = given(Contract).when(_take_over(concluded_on="31. 9. 2009", published_on="31. 9. 2009"))
    story = story.then_notes("IMPOSSIBLE_DATE", "IMPOSSIBLE_DATE").then_open("IMPOSSIBLE_DATE")
    story = _corrected(story, 0, concluded_on=RIGHT).then_notes("IMPOSSIBLE_DATE").then_closes("IMPOSSIBLE_DATE")
    assert story.facts_of("IMPOSSIBLE_DATE") == {"field": "published_on"}
    _corrected(story, 0, concluded_on=RIGHT, published_on=RIGHT).then_closes("IMPOSSIBLE_DATE").then_open()


def test_taking_a_correction_back_brings_back_what_was_noted_of_the_first_wording() -> None:
    story = _taken_back(_corrected(_misread(), 0, concluded_on=RIGHT), -1).then_notes().then_closes()
    assert [ref.event_id for ref in story.state.open_anomalies] == [story.entries[0].event_id]


def test_taking_a_correction_back_settles_nothing_wrong_where_a_later_one_stands() -> None:
    """The first correction had settled it; the second holds, so the day that does not exist is not back."""
    story = _corrected(_corrected(_misread(), 0, concluded_on=RIGHT), 0, concluded_on=ALSO_RIGHT)
    story = _taken_back(story, 1).then_notes().then_closes("IMPOSSIBLE_DATE").then_open()
    assert story.state.concluded_on == date(2009, 9, 29)
    story = _taken_back(story, 2).then_notes("IMPOSSIBLE_DATE").then_open("IMPOSSIBLE_DATE")
    assert story.state.concluded_on is None
    _corrected(story, 0, concluded_on=RIGHT).then_notes().then_closes("IMPOSSIBLE_DATE").then_open()


def test_taking_a_correction_back_leaves_one_anomaly_where_two_wordings_are_wrong() -> None:
    story = _corrected(_misread(), 0, concluded_on=RIGHT)
    story = _corrected(story, 0, concluded_on="31. 9. 2009").then_notes("IMPOSSIBLE_DATE")
    _taken_back(story, 1).then_notes().then_open("IMPOSSIBLE_DATE")


def test_taking_back_the_taking_back_of_a_correction_lets_it_stand_again() -> None:
    story = _taken_back(_corrected(_misread(), 0, concluded_on=RIGHT), -1).then_open("IMPOSSIBLE_DATE")
    story = _taken_back(story, -1).then_notes().then_open()
    assert story.state.concluded_on == date(2009, 9, 30)


def test_corrected_amendment_keeps_what_is_wrong_with_its_period() -> None:
    written = "od 1. 4. 2018 do 31. 6. 2020"
    amendment = RecordAmendment.model_validate(
        {"target": THIS, "number": 1, "ground": "100", "period_as_written": written}
    )
    story = concluded("2018-02-01").when(amendment, on="2018-10-01").then_notes("IMPOSSIBLE_DATE")
    _corrected(story, -1, ground="222(4)").then_notes().then_closes().then_open("IMPOSSIBLE_DATE")
    right = PeriodAsWritten.read("od 1. 4. 2018 do 30. 6. 2020").model_dump(mode="json", exclude_none=True)
    _corrected(story, -1, period_as_written=right).then_notes().then_closes("IMPOSSIBLE_DATE").then_open()
