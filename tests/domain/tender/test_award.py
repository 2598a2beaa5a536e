"""Award, the contracts on it, and what a contract may ask."""

from datetime import date
from typing import Any

import pytest

from domain.kernel.answer import Answer
from domain.kernel.calendar import TimeLimit
from domain.kernel.case import Case, Facts
from domain.kernel.ids import derived_id
from domain.kernel.money import Money, czk
from domain.kernel.registry import Ico
from domain.kernel.rule import Refused
from domain.kernel.stamp import Actor, Source, Stamp
from domain.tender.commands import CloseTender, RecordLotContractRelease
from domain.tender.events import LotAwarded, LotContracted, LotContractReleased
from domain.tender.payloads import LotRound
from domain.tender.tender import Tender
from tests.domain.tender.stories import (
    CONTRACT,
    OTHER_CONTRACT,
    award,
    awarded,
    contract,
    end_standstill,
    evaluated,
    free,
    notified,
    owner,
    petition,
    provider,
    small_scale,
    sole,
)
from tests.examples_calendar import CZECH_HOLIDAYS
from tests.spec import THIS, configuration

# Award ---------------------------------------------------------------------------------------------------------------


def test_an_award_names_bid_provider_and_price_once() -> None:
    event = LotAwarded.model_validate(
        {"lot": "A", "round": 1, "bid": "A1", "provider": provider("1"), "price": czk(2_400_000)}
    )
    story = free().when(award(), on="2017-04-05").then(event)
    story.when(award(), on="2017-04-06").then_refused("tender.awarded-once")
    story.when(award("A2"), on="2017-04-06").then_refused("tender.awarded-once")


def test_a_lot_goes_to_who_was_selected() -> None:
    free().when(award("A2"), on="2017-04-05").then_refused("tender.award-follows-selection")
    evaluated().when(award(), on="2017-04-05").then_refused("tender.award-follows-selection")


def test_a_lot_is_awarded_after_its_standstill_was_ended() -> None:
    """The end is noted by itself: until then there is no award, though the time may be over."""
    story = notified().when(owner(), on="2017-03-20")
    story.when(award(), on="2017-04-05").then_refused("tender.standstill-ended")
    ended = story.when(end_standstill(), on="2017-04-03").then_notes()
    ended.when(award(), on="2017-04-03").then_notes()
    ended.when(award(), on="2017-04-02").then_refused("tender.standstill-ended")


def test_a_sole_participant_is_awarded_the_lot_at_once() -> None:
    sole().when(award(), on="2017-03-15").then_notes()


def test_a_small_scale_contract_does_not_wait_and_nobody_asks_for_the_owner() -> None:
    """§ 31: outside the procedures of the Act there is no standstill and there are no objections."""
    chosen = small_scale().state.lots["A"].rounds[1].selected
    assert chosen is not None
    assert chosen.standstill == "NOT_FOR_SMALL_SCALE"
    small_scale().when(award(), on="2017-03-15").then_notes()


# Contracts -----------------------------------------------------------------------------------------------------------


def test_a_contract_takes_up_its_award_and_starts_the_limits_of_the_result() -> None:
    """2017-04-10 + 30 days is Wednesday 05-10; grouped, 30 days after 06-30: Sunday 07-30 moves to Monday."""
    story = awarded().when(contract(), on="2017-04-10")
    by = TimeLimit(raw_end=date(2017, 5, 10), legal_last_day=date(2017, 5, 10), safe_last_day=date(2017, 5, 10))
    grouped = TimeLimit(raw_end=date(2017, 7, 30), legal_last_day=date(2017, 7, 31), safe_last_day=date(2017, 7, 28))
    story.then(LotContracted.of(contract(), result_by=by, grouped_result_by=grouped)).then_notes()
    story.when(contract(), on="2017-04-11").then_refused("tender.recorded-once")


def test_contracts_on_an_award_stay_within_its_price() -> None:
    """Two contracts of 1 200 000 fill it to the heller; one heller more is noted beside the fact."""
    first = awarded().when(contract(czk(1_200_000)), on="2017-04-10").then_notes()
    second: dict[str, Any] = {"contract": OTHER_CONTRACT, "amount": czk(1_200_000)}
    first.when(contract(**second), on="2017-04-10").then_notes()
    above = first.when(contract(**second | {"amount": czk("1200000.01")}), on="2017-04-10").then_notes("ABOVE_AWARD")
    assert above.facts_of("ABOVE_AWARD")["contracted"] == {"currency": "CZK", "minor": 120_000_000}
    state = above.state.award("A")
    assert state is not None
    assert state.left == czk(0)


def test_a_contract_before_its_award_is_noted() -> None:
    awarded().when(contract(), on="2017-04-05").then_notes()
    awarded().when(contract(), on="2017-04-04").then_notes("CONTRACT_BEFORE_AWARD")


def test_a_contract_needs_an_award_in_its_round() -> None:
    free().when(contract(), on="2017-04-10").then_refused("tender.step-first")
    awarded().when(contract(round=2), on="2017-04-10").then_refused("tender.on-record")
    awarded().when(contract(Money(1, "EUR")), on="2017-04-10").then_refused("tender.one-currency")
    awarded().when(contract(czk(-1)), on="2017-04-10").then_refused("tender.amount-positive")


def release(**fields: Any) -> RecordLotContractRelease:
    usual = {"lot": "A", "round": 1, "contract": CONTRACT, "why": "Void from the start."}
    return RecordLotContractRelease.model_validate({"target": THIS} | usual | fields)


def test_a_contract_that_fell_away_leaves_its_amount_to_another() -> None:
    command = release()
    story = awarded().when(contract(), on="2017-04-10").when(command, on="2017-08-01")
    story.then(LotContractReleased.of(command))
    story.when(command, on="2017-08-02").then_refused("tender.on-record")
    story.when(contract(contract=OTHER_CONTRACT), on="2017-08-02").then_notes()
    free().when(release(), on="2017-08-01").then_refused("tender.step-first")


# What a contract asks ------------------------------------------------------------------------------------------------


class SignElsewhere(LotRound):
    """Stands for a command of another aggregate; its kind decides how the rules answer."""

    target: Any = THIS
    kind: str = "act"
    topic: str = "elsewhere.sign"


def ask(state: Tender, *, on: date, kind: str = "act", **fields: Any) -> tuple[Case, LotContracted]:
    stamp = Stamp(command_id=derived_id("ask"), actor=Actor(role="clerk"), source=Source(kind="cli"), effective_on=on)
    case = Case(SignElsewhere(lot="A", round=1, kind=kind), stamp, Facts(CZECH_HOLIDAYS, configuration()))  # type: ignore[arg-type]  # stands for one
    usual: dict[str, Any] = {
        "lot": "A",
        "number": 1,
        "contract": CONTRACT,
        "amount": czk(2_400_000),
        "provider": Ico("70891508"),
    }
    return case, state.contracting(case, **usual | fields)


def test_a_contract_reads_the_award() -> None:
    """Provider, price, what is contracted and what is left, in whichever round the lot was awarded."""
    state = awarded().state
    found = state.award("A")
    assert found is not None
    assert found == state.award("A", 1)
    assert (found.provider.name, found.price, found.contracted, found.left) == (
        "First o.p.s.",
        czk(2_400_000),
        czk(0),
        czk(2_400_000),
    )
    assert [state.award("A", 2), state.award("B"), state.award("Z")] == [None, None, None]
    contracted = awarded().when(contract(czk(400_000)), on="2017-04-10").state.award("A")
    assert contracted is not None
    assert (contracted.contracted, contracted.left) == (czk(400_000), czk(2_000_000))
    assert contracted.contracts == {CONTRACT: czk(400_000)}


def test_a_lawful_contract_gets_the_event_that_guards_its_award() -> None:
    case, event = ask(awarded().state, on=date(2017, 4, 10))
    assert case.close(event).findings[0].event == event
    assert (event.contract, event.amount, str(event.result_by and event.result_by.raw_end)) == (
        CONTRACT,
        czk(2_400_000),
        "2017-05-10",
    )


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"amount": czk("2400000.01")}, "tender.contracted-within-award"),
        ({"provider": Ico("00064581")}, "tender.contract-with-awarded-provider"),
    ],
)
def test_an_unlawful_contract_is_refused_and_a_found_one_noted(fields: dict[str, Any], code: str) -> None:
    case, event = ask(awarded().state, on=date(2017, 4, 10), **fields)
    with pytest.raises(Refused) as refused:
        case.close(event)
    assert refused.value.codes == (code,)
    case, event = ask(awarded().state, on=date(2017, 4, 10), kind="observation", **fields)
    assert [anomaly.rule for anomaly in case.close(event).findings[0].anomalies] == [code]


def test_the_ban_is_asked_again_when_the_contract_is_concluded() -> None:
    """A petition that came after the award keeps the contract waiting all the same."""
    late = awarded().when(petition(objection=None), on="2017-04-07").then_notes("PETITION_WITHOUT_OBJECTIONS")
    state = late.state.award("A")
    assert state is not None
    assert state.may_conclude(date(2017, 6, 6)).answer is Answer.NO
    case, event = ask(late.state, on=date(2017, 6, 6))
    with pytest.raises(Refused) as refused:
        case.close(event)
    assert refused.value.codes == ("tender.petition-block-passed",)


def test_a_contract_can_still_be_recorded_in_a_closed_tender() -> None:
    """The lot was awarded, so the tender could be closed; the contract follows when it follows."""
    story = small_scale().when(award(), on="2017-03-15").when(CloseTender(target=THIS), on="2017-03-20").then_notes()
    story.when(contract(czk(900_000)), on="2017-03-25").then_notes()
