"""Suspected overcompensation: raised by a finding, revised or dropped with it, answered by a check."""

import pytest

from domain.kernel.money import Money, czk
from domain.kernel.prose import Prose
from domain.mandate.commands import DismissSuspicion, ReviseSuspicion, SuspectOvercompensation
from domain.mandate.events import (
    OvercompensationSuspected,
    OvercompensationSuspicionDismissed,
    OvercompensationSuspicionRevised,
)
from domain.mandate.mandate import Mandate
from tests.domain.mandate.stories import NUMBER, checked, entrusted, issued, made, year_with
from tests.spec import Story

GROUNDS = Prose.of("Zjištění padlo.", salt="00" * 16)
SUSPECT = made(SuspectOvercompensation, suspicion="K/F1", service=NUMBER, year=2018, amount=czk(80_000))
DISMISS = made(DismissSuspicion, suspicion="K/F1", grounds=GROUNDS)


def revise(amount: Money) -> ReviseSuspicion:
    return made(ReviseSuspicion, suspicion="K/F1", amount=amount)


def suspected() -> Story[Mandate]:
    return issued().when(SUSPECT, on="2019-05-02").then(OvercompensationSuspected.of(SUSPECT))


def test_a_suspicion_stands_until_somebody_answers_it() -> None:
    story = suspected()
    assert story.state.open_suspicions == ("K/F1",)
    assert story.state.suspicions["K/F1"].key == (NUMBER, 2018)


def test_a_suspicion_is_revised_and_dropped() -> None:
    story = suspected().when(revise(czk(20_000)), on="2019-05-10")
    story.then(OvercompensationSuspicionRevised.of(revise(czk(20_000))))
    assert story.state.suspicions["K/F1"].amount == czk(20_000)
    story = story.when(DISMISS, on="2019-05-20").then(OvercompensationSuspicionDismissed.of(DISMISS))
    assert story.state.open_suspicions == ()
    story.when(DISMISS, on="2019-05-21").then_refused("mandate.suspicion-open")
    story.when(revise(czk(1)), on="2019-05-21").then_refused("mandate.suspicion-open")
    issued().when(DISMISS, on="2019-05-21").then_refused("mandate.suspicion-open")


def test_a_key_names_one_suspicion() -> None:
    suspected().when(SUSPECT, on="2019-05-03").then_refused("mandate.suspicion-number-unused")


def test_a_suspicion_has_an_amount_and_an_entrusted_service() -> None:
    for amount in (czk(0), czk(-1)):
        nothing = SUSPECT.model_copy(update={"amount": amount})
        issued().when(nothing, on="2019-05-02").then_refused("mandate.amount-positive")
    suspected().when(revise(czk(0)), on="2019-05-10").then_refused("mandate.amount-positive")
    stranger = SUSPECT.model_copy(update={"service": "9999999"})
    issued().when(stranger, on="2019-05-02").then_refused("mandate.service-entrusted")


@pytest.mark.parametrize(("year", "stage"), [(2018, "checked"), (2019, "suspected")])
def test_a_check_answers_the_suspicions_of_its_year(year: int, stage: str) -> None:
    story = year_with(entrusted("2012/21/EU"), 2018, paid=1_000_000, net=1_000_000)
    story = story.when(SUSPECT.model_copy(update={"year": year}), on="2019-05-02").then_notes()
    story = checked(story, 2018)
    assert story.state.suspicions["K/F1"].stage == stage
