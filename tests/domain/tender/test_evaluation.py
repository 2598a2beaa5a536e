"""Evaluation and selection: declarations, points, ranking, the selected supplier and its owner."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from domain.kernel.money import Money, czk
from domain.tender.commands import SetDecisionAside
from domain.tender.events import (
    BeneficialOwnerChecked,
    BidsEvaluated,
    ConflictOfInterestDeclared,
    DecisionSetAside,
    SupplierSelected,
)
from domain.tender.payloads import Criterion, Ranked, Score
from domain.tender.scoring import as_computed, as_stated, printed, tied, totals
from tests.domain.tender.stories import (
    ADOPTED,
    CRITERIA,
    IN_DOCUMENTS,
    award,
    awarded,
    bid,
    bids_in,
    declaration,
    evaluated,
    evaluation,
    exclusion,
    free,
    one_lot,
    opened,
    opening,
    owner,
    published,
    select,
    selected,
    sole,
)
from tests.spec import THIS, Story

POINTS = {"A1": (100, 80), "A2": (60, 80)}
RANKING = (("A1", "87.33"), ("A2", 82))

# Declarations --------------------------------------------------------------------------------------------------------


def test_a_declaration_is_recorded_and_a_later_one_replaces_it() -> None:
    command = declaration("e1", has_conflict=True)
    story = opened().when(command, on="2017-03-06").then(ConflictOfInterestDeclared.of(command))
    story.when(evaluation(POINTS, RANKING), on="2017-03-10").then_refused("tender.evaluators-without-conflict")
    story.when(declaration("e1"), on="2017-03-08").when(evaluation(POINTS, RANKING), on="2017-03-10").then_notes()


def test_only_who_declared_before_evaluates() -> None:
    """A declaration of the same day is enough, one of the day after is not."""
    story = bids_in("A1", "A2").when(opening({"A1": czk(2_400_000), "A2": czk(2_000_000)}), on="2017-03-03")
    story = story.when(declaration("e1"), on="2017-03-10")
    command = evaluation(POINTS, RANKING)
    silent = story.when(command, on="2017-03-10").then_refused("tender.evaluators-declared")
    assert silent.facts_of("tender.evaluators-declared")["without_declaration"] == ["e2"]
    story.when(declaration("e2"), on="2017-03-11").when(command, on="2017-03-10").then_refused(
        "tender.evaluators-declared"
    )
    story.when(declaration("e2"), on="2017-03-10").when(command, on="2017-03-10").then_notes()


# Evaluation ----------------------------------------------------------------------------------------------------------


def test_an_evaluation_keeps_every_point_of_every_evaluator() -> None:
    command = evaluation(POINTS, RANKING)
    story = opened().when(command, on="2017-03-10").then(BidsEvaluated.of(command))
    story.when(command, on="2017-03-11").then_refused("tender.step-once")


def test_bids_are_evaluated_after_they_were_opened() -> None:
    bids_in("A1").when(evaluation({}, ()), on="2017-03-10").then_refused("tender.step-first")
    nobody = published().when(opening({}), on="2017-03-03").when(evaluation({}, ()), on="2017-03-10")
    nobody.then_refused("tender.step-first")


@pytest.mark.parametrize(
    "points",
    [
        {"A1": (100, 80), "A2": (60,)},
        {"A1": (100, 80)},
        {},
        {"A1": (100, 80), "A2": (60, 80), "A3": (1, 1)},
    ],
)
def test_points_are_complete_and_for_these_bids_only(points: Any) -> None:
    opened().when(evaluation(points, RANKING), on="2017-03-10").then_refused("tender.scores-complete")


def test_points_are_given_once_and_only_where_points_are_given() -> None:
    twice = evaluation(POINTS, RANKING)
    opened().when(twice.model_copy(update={"scores": (*twice.scores, twice.scores[0])}), on="2017-03-10").then_refused(
        "tender.scores-complete"
    )
    for_price = twice.scores[0].model_copy(update={"criterion": "price"})
    opened().when(twice.model_copy(update={"scores": (*twice.scores, for_price)}), on="2017-03-10").then_refused(
        "tender.scores-complete"
    )


def test_points_for_an_excluded_bid_are_too_many() -> None:
    story = opened().when(exclusion("A2"), on="2017-03-07")
    story.when(evaluation(POINTS, RANKING), on="2017-03-10").then_refused("tender.scores-complete")


@pytest.mark.parametrize("points", ["-0.01", "100.01"])
def test_points_stay_on_the_scale(points: str) -> None:
    opened().when(evaluation({"A1": (points, 80), "A2": (60, 80)}, RANKING), on="2017-03-10").then_refused(
        "tender.scores-within-scale"
    )


@pytest.mark.parametrize(
    "ranking",
    [
        (("A2", 82), ("A1", "87.33")),
        (("A1", "87.34"), ("A2", 82)),
        (("A1", "87.33"), ("A2", "82.01")),
        (("A1", "87.33"),),
        (("A1", "87.33"), ("A2", 82), ("A3", 1)),
    ],
)
def test_the_ranking_is_recomputed_to_the_hundredth(ranking: Any) -> None:
    opened().when(evaluation(POINTS, ranking), on="2017-03-10").then_refused("tender.ranking-agrees")


def test_ranks_are_places_without_gaps() -> None:
    command = evaluation(POINTS, RANKING)
    ranking = (command.ranking[0], command.ranking[1].model_copy(update={"rank": 3}))
    opened().when(command.model_copy(update={"ranking": ranking}), on="2017-03-10").then_refused(
        "tender.ranking-agrees"
    )


def test_a_tie_says_what_decided_it() -> None:
    """With the very same total either may be first, but somebody has to say why."""
    story = opened({"A1": czk(2_000_000), "A2": czk(2_000_000)})
    points = {"A1": (80, 70), "A2": (70, 80)}
    for order in ((("A1", 85), ("A2", 85)), (("A2", 85), ("A1", 85))):
        story.when(evaluation(points, order), on="2017-03-10").then_refused("tender.ties-broken")
        story.when(evaluation(points, order, ties_broken_by="lot drawn"), on="2017-03-10").then_notes()


def test_totals_that_only_print_alike_are_no_tie() -> None:
    """87.333… and 87.3333 both print as 87.33; the exact total decides."""
    criteria = [Criterion.model_validate(one) for one in CRITERIA]
    prices = {"a": czk(2_400_000), "b": czk(2_000_000)}
    scores = [
        Score.model_validate({"evaluator": "e", "bid": name, "criterion": "quality", "points": points})
        for name, points in (("a", 90), ("b", "78.888"))
    ]
    exact = totals(criteria, prices, scores)
    assert (printed(exact["a"]), printed(exact["b"])) == (Decimal("87.33"), Decimal("87.33"))
    assert tied(exact) == []
    stated = [Ranked.model_validate({"bid": b, "rank": r, "total": "87.33"}) for b, r in (("b", 1), ("a", 2))]
    assert as_computed(exact, stated) != as_stated(stated)


@pytest.mark.parametrize(
    ("exact", "text"), [(Fraction(1, 200), "0.01"), (Fraction(49, 10000), "0"), (Fraction(200, 3), "66.67")]
)
def test_totals_are_printed_half_up(exact: Fraction, text: str) -> None:
    assert printed(exact) == Decimal(text)


@for_all(
    st.lists(st.integers(1, 10**9), min_size=1, max_size=5),
    st.integers(1, 4),
    st.integers(0, 100),
    st.randoms(use_true_random=False),
)
def test_the_ranking_agrees_with_a_naive_recomputation(
    prices: list[int], evaluators: int, weight: int, random: Any
) -> None:
    """Cross-multiplied whole numbers give the same order as the fractions."""
    names = [f"b{n}" for n in range(len(prices))]
    points = {(e, b): random.randint(0, 10_000) for e in range(evaluators) for b in names}
    criteria = [
        Criterion.model_validate({"criterion": "q", "name": "q", "weight": weight}),
        Criterion.model_validate({"criterion": "p", "name": "p", "weight": 100 - weight, "method": "LOWEST_PRICE"}),
    ]
    scores = [
        Score.model_validate({"evaluator": str(e), "bid": b, "criterion": "q", "points": Decimal(given) / 100})
        for (e, b), given in points.items()
    ]
    amounts = {name: Money(price) for name, price in zip(names, prices, strict=True)}
    exact = totals(criteria, amounts, scores)
    for name, price in zip(names, prices, strict=True):
        given_points = sum(points[e, name] for e in range(evaluators))
        quality = weight * given_points * price
        cheapness = (100 - weight) * 100 * min(prices) * evaluators * 100
        assert exact[name] * (100 * 100 * evaluators * price) == quality + cheapness
    ranking = as_computed(exact, [])
    assert len(ranking) == len(names)


# Selection -----------------------------------------------------------------------------------------------------------


def test_selection_records_whether_the_contract_has_to_wait() -> None:
    event = SupplierSelected.of(select("A1"), standstill="REQUIRED")
    story = evaluated().when(select("A1"), on="2017-03-15").then(event)
    story.when(select("A1"), on="2017-03-16").then_refused("tender.step-once")


def test_a_sole_participant_has_nobody_to_wait_for() -> None:
    selection = sole().state.lots["A"].rounds[1].selected
    assert selection is not None
    assert selection.standstill == "NOT_FOR_SOLE_PARTICIPANT"


def test_who_was_left_over_by_exclusions_is_no_sole_participant() -> None:
    """The excluded can still object."""
    story = opened().when(exclusion("A2"), on="2017-03-07")
    story = story.when(evaluation({"A1": (100, 80)}, (("A1", 94),)), on="2017-03-10")
    story.when(select("A1"), on="2017-03-15").then(SupplierSelected.of(select("A1"), standstill="REQUIRED"))


def test_selected_is_an_evaluated_bid_that_stands() -> None:
    opened().when(select("A1"), on="2017-03-15").then_refused("tender.selected-bid-evaluated")
    evaluated().when(exclusion("A1"), on="2017-03-14").when(select("A1"), on="2017-03-15").then_refused(
        "tender.bid-stands"
    )
    evaluated().when(select("A3"), on="2017-03-15").then_refused("tender.on-record")


def test_selected_is_the_best_bid() -> None:
    """Unless the better one is excluded."""
    evaluated().when(select("A2"), on="2017-03-15").then_refused("tender.best-bid-selected")
    evaluated().when(exclusion("A1"), on="2017-03-14").when(select("A2"), on="2017-03-15").then_notes()


def test_a_sole_participant_needs_no_evaluation_where_section_122_is_adopted() -> None:
    opened({"A1": czk(1)}).when(select("A1"), on="2017-03-15").then_notes()
    without = (
        one_lot(adopts=ADOPTED[:1]).when(bid("A1"), on="2017-03-01").when(opening({"A1": czk(1)}), on="2017-03-03")
    )
    without.when(select("A1"), on="2017-03-15").then_refused("tender.selected-bid-evaluated")


@pytest.mark.parametrize(("price", "is_taken"), [("1500000.00", True), ("1500000.01", False)])
def test_a_price_keeps_the_maximum_of_its_lot(price: str, is_taken: bool) -> None:
    story = one_lot(lot_fields={"price_maximum": czk(1_500_000)}).when(bid("A1"), on="2017-03-01")
    story = story.when(opening({"A1": czk(price)}), on="2017-03-03").when(select("A1"), on="2017-03-15")
    if is_taken:
        story.then_notes()
    else:
        story.then_refused("tender.price-within-lot-maximum")


def test_a_price_keeps_the_share_of_the_compensation_where_it_is_set() -> None:
    story = one_lot(price_percent=85, lot_fields={"compensation": czk(1_000_000)})
    story = story.when(bid("A1"), on="2017-03-01")
    above = story.when(opening({"A1": czk("850000.01")}), on="2017-03-03").when(select("A1"), on="2017-03-15")
    above.then_refused("tender.price-from-compensation")
    story.when(opening({"A1": czk(850_000)}), on="2017-03-03").when(select("A1"), on="2017-03-15").then_notes()


# An own decision is taken back ---------------------------------------------------------------------------------------


def set_aside(what: str = "SELECTION", **ground: Any) -> SetDecisionAside:
    fields = {"target": THIS, "lot": "A", "round": 1, "what": what, "ground": IN_DOCUMENTS | ground}
    return SetDecisionAside.model_validate(fields)


def test_a_selection_is_taken_back_and_another_made() -> None:
    command = set_aside()
    story = selected().when(command, on="2017-03-20").then(DecisionSetAside.of(command))
    story.when(set_aside(), on="2017-03-21").then_refused("tender.step-first")
    story.when(select("A1"), on="2017-03-22").then_notes()


def test_with_an_evaluation_the_selection_falls_too() -> None:
    story = selected().when(set_aside("EVALUATION"), on="2017-03-20").then_notes()
    story.when(select("A1"), on="2017-03-22").then_refused("tender.selected-bid-evaluated")
    story.when(evaluation(POINTS, RANKING), on="2017-03-21").then_notes()


def test_what_is_taken_back_says_why_and_is_not_yet_awarded() -> None:
    selected().when(set_aside(why=None), on="2017-03-20").then_refused("tender.decision-has-reason")
    awarded().when(set_aside(), on="2017-04-06").then_refused("tender.awarded-once")


# The owner -----------------------------------------------------------------------------------------------------------


def test_an_owner_is_looked_up_for_a_bid_that_stands() -> None:
    story = selected().when(owner(), on="2017-03-20").then(BeneficialOwnerChecked.of(owner()))
    story.when(owner(), on="2017-03-21").then_notes()
    selected().when(owner("A9"), on="2017-03-20").then_refused("tender.on-record")
    bids_in("A1").when(owner(), on="2017-03-02").then_refused("tender.bid-stands")


@pytest.mark.parametrize("check", [None, "NOT_IDENTIFIED"])
def test_the_owner_of_a_legal_person_is_identified_before_signature(check: str | None) -> None:
    story = sole_with(is_legal_person=True)
    story = story.when(owner(outcome=check), on="2017-03-15") if check else story
    story.when(award(), on="2017-03-16").then_refused("tender.beneficial-owner-checked")
    story.when(owner(), on="2017-03-16").when(award(), on="2017-03-16").then_notes()
    story.when(owner(), on="2017-03-17").when(award(), on="2017-03-16").then_refused("tender.beneficial-owner-checked")
    story.when(award(), on="2017-03-16", waived=["tender.beneficial-owner-checked"]).then_notes()


@pytest.mark.parametrize(("is_legal_person", "is_taken"), [(False, True), (None, False)])
def test_only_a_natural_person_has_no_owner_to_check(is_legal_person: bool | None, is_taken: bool) -> None:
    story = sole_with(is_legal_person=is_legal_person).when(award(), on="2017-03-16")
    if is_taken:
        story.then_notes()
    else:
        story.then_refused("tender.beneficial-owner-checked")


def sole_with(*, is_legal_person: bool | None) -> Story[Any]:
    """A sole participant, selected without evaluation."""
    command = opening({"A1": czk(1)})
    one = command.bids[0].model_copy(update={"is_legal_person": is_legal_person})
    story = bids_in("A1").when(command.model_copy(update={"bids": (one,)}), on="2017-03-03")
    return story.when(select("A1"), on="2017-03-15").then_notes()


def test_an_owner_found_earlier_serves_for_the_award() -> None:
    free().when(award(), on="2017-04-05").then_notes()
