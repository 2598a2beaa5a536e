"""Samples: drawn by a seed, replaced, examined, extrapolated."""

import hashlib
from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import Any, get_args

import pytest
from hypothesis import given as hypothesis_given
from hypothesis import strategies as st

from domain.inspection import drawing
from domain.inspection.commands.sampling import ExtrapolateSample, ReplaceSampleUnit, ReviewSampleUnit
from domain.inspection.events.sampling import Method, SampleDrawn, SampleExtrapolated
from domain.inspection.inspection import Inspection
from domain.kernel.money import Money, czk
from tests.domain.inspection.stories import CONTROLLER, ON_SITE, STRANGER, draw, made, opened, taken
from tests.spec import Story

Told = Story[Inspection]
FRAME = tuple(f"K{number:02}" for number in range(1, 11))
DRAWN, EVERY_THIRD = ("K01", "K05", "K06"), ("K03", "K06", "K09")
RANDOM: tuple[Method, ...] = ("SIMPLE_RANDOM", "SYSTEMATIC")
codes = st.text(st.characters(codec="utf-8"), min_size=1, max_size=8)
frames = st.sets(codes, min_size=1, max_size=30)


# The draw as a pure function ------------------------------------------------------------------------------------------


def test_the_draw_is_what_it_was_and_will_be() -> None:
    """Written down once: a seed draws this sample for ever."""
    assert drawing.draw(FRAME, method="SIMPLE_RANDOM", size=3, seed="2026-02-03") == DRAWN
    assert drawing.draw(FRAME, method="SYSTEMATIC", size=3, seed="2026-02-03") == EVERY_THIRD
    assert drawing.draw(FRAME, method="FULL", size=10, seed="") == FRAME


def test_the_draw_can_be_done_again_with_a_hash_function_alone() -> None:
    tickets = {unit: hashlib.sha256(b"2026-02-03\x1f" + unit.encode()).hexdigest() for unit in FRAME}
    assert sorted(FRAME, key=tickets.__getitem__)[:3] == list(DRAWN)


@hypothesis_given(frame=frames, seed=codes, method=st.sampled_from(RANDOM), data=st.data())
def test_a_sample_has_its_size_and_no_unit_twice_whatever_the_order(
    frame: set[str], seed: str, method: Method, data: st.DataObject
) -> None:
    size = data.draw(st.integers(1, len(frame)))
    shuffled = data.draw(st.permutations(sorted(frame)))
    drawn = drawing.draw(frame, method=method, size=size, seed=seed)
    assert drawn == drawing.draw(shuffled, method=method, size=size, seed=seed)
    assert len(set(drawn)) == size
    assert set(drawn) <= frame


@hypothesis_given(frame=frames, seed=codes, data=st.data())
def test_a_larger_sample_continues_a_smaller_one(frame: set[str], seed: str, data: st.DataObject) -> None:
    size = data.draw(st.integers(1, len(frame)))
    whole = drawing.draw(frame, method="SIMPLE_RANDOM", size=len(frame), seed=seed)
    assert whole[:size] == drawing.draw(frame, method="SIMPLE_RANDOM", size=size, seed=seed)
    following = drawing.next_unit(frame, seed, whole[:size])
    assert following == (whole[size] if size < len(whole) else None)


@hypothesis_given(seed=codes)
def test_a_systematic_sample_is_spread_evenly(seed: str) -> None:
    drawn = drawing.draw(FRAME, method="SYSTEMATIC", size=3, seed=seed)
    places = [FRAME.index(unit) for unit in drawn]
    assert [later - earlier for earlier, later in pairwise(places)] in ([3, 3], [3, 4], [4, 3])


@pytest.mark.parametrize("size", [0, 11])
def test_a_size_that_the_frame_does_not_give_is_an_error(size: int) -> None:
    with pytest.raises(ValueError, match="cannot be drawn"):
        drawing.draw(FRAME, method="SIMPLE_RANDOM", size=size, seed="s")


def test_the_methods_are_four() -> None:
    assert get_args(Method) == ("SIMPLE_RANDOM", "SYSTEMATIC", "FULL", "JUDGEMENT")


# The draw as a command ------------------------------------------------------------------------------------------------


def drawn(**fields: Any) -> Told:
    return taken(opened().when(draw(**fields), on=ON_SITE))


def test_a_sample_keeps_how_it_was_drawn() -> None:
    event = drawn().entries[-1].event
    assert isinstance(event, SampleDrawn)
    assert (event.algorithm, event.drawn, event.seed) == ("sha256-order/1", DRAWN, "2026-02-03")
    drawn().when(draw(), on=ON_SITE).then_refused("inspection.recorded-once")


@pytest.mark.parametrize(
    ("fields", "codes_refused"),
    [
        ({"size": 10}, ()),
        ({"size": 11}, ("inspection.sample-size-within-frame",)),
        ({"population": 9}, ("inspection.sample-size-within-frame",)),
        ({"method": "FULL", "size": 9}, ("inspection.sample-size-within-frame",)),
        ({"method": "FULL", "size": 10, "seed": None}, ()),
        ({"seed": None}, ("inspection.sample-reproducible",)),
        ({"method": "SYSTEMATIC", "seed": None}, ("inspection.sample-reproducible",)),
        ({"chosen": ["K01"]}, ("inspection.sample-reproducible",)),
        ({"method": "JUDGEMENT", "chosen": ["K01", "K02"]}, ("inspection.sample-reproducible",)),
        ({"method": "JUDGEMENT", "chosen": ["K01", "K02", "K03"]}, ()),
        ({"method": "JUDGEMENT", "chosen": ["K01", "K02", "X"]}, ("inspection.chosen-of-frame",)),
        ({"method": "JUDGEMENT", "chosen": ["K01", "K02", "K02"]}, ("inspection.named-once",)),
        ({"frame": ["K01"] * 3}, ("inspection.named-once",)),
        ({"population": 11}, ("inspection.frame-gap-explained",)),
        ({"population": 11, "coverage": "One file is at court."}, ()),
        ({"by": STRANGER}, ("inspection.authorised-on-the-day",)),
    ],
)
def test_what_a_draw_needs(fields: dict[str, Any], codes_refused: tuple[str, ...]) -> None:
    story = opened().when(draw(**fields), on=ON_SITE)
    assert (story.refusal.codes if story.refusal else ()) == codes_refused


# Replacement ----------------------------------------------------------------------------------------------------------


def replace_unit(unit: str, **fields: Any) -> ReplaceSampleUnit:
    usual = {"by": CONTROLLER, "sample": "S", "unit": unit, "ground": "FILE_LOST", "why": "Not in the archive."}
    return made(ReplaceSampleUnit, **usual | fields)


def review(unit: str, error: Money | None = None, **fields: Any) -> ReviewSampleUnit:
    result = "DEFECT" if error is not None and error.minor else "OK"
    usual = {"by": CONTROLLER, "sample": "S", "unit": unit, "result": result, "error": error}
    return made(ReviewSampleUnit, **usual | fields)


def test_a_unit_is_replaced_by_the_next_of_the_draw() -> None:
    order = drawing.by_ticket(FRAME, "2026-02-03")
    story = taken(drawn().when(replace_unit(DRAWN[1]), on=ON_SITE))
    assert story.state.samples["S"].units == (DRAWN[0], DRAWN[2], order[3])
    story = taken(story.when(replace_unit(order[3]), on=ON_SITE))
    assert story.state.samples["S"].units == (DRAWN[0], DRAWN[2], order[4])
    story.when(replace_unit(DRAWN[1]), on=ON_SITE).then_refused("inspection.unit-in-sample")


def test_where_the_frame_is_used_up_nothing_replaces_a_unit() -> None:
    story = taken(drawn(size=10).when(replace_unit("K01"), on=ON_SITE))
    assert "K01" not in story.state.samples["S"].units
    assert len(story.state.samples["S"].units) == 9
    chosen = drawn(method="JUDGEMENT", chosen=["K01", "K02", "K03"])
    assert taken(chosen.when(replace_unit("K01"), on=ON_SITE)).state.samples["S"].units == ("K02", "K03")


def test_a_unit_that_was_examined_is_not_replaced() -> None:
    story = taken(drawn().when(review(DRAWN[0]), on=ON_SITE))
    story.when(replace_unit(DRAWN[0]), on=ON_SITE).then_refused("inspection.unit-not-reviewed")


def test_only_a_sample_on_record_has_units() -> None:
    opened().when(replace_unit("K01"), on=ON_SITE).then_refused("inspection.on-record")
    opened().when(review("K01"), on=ON_SITE).then_refused("inspection.on-record")
    outside = next(unit for unit in FRAME if unit not in DRAWN)
    drawn().when(review(outside), on=ON_SITE).then_refused("inspection.unit-in-sample")


# What was found -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "is_taken"),
    [
        ({"error": czk(10), "value": czk(10)}, True),
        ({"error": czk(11), "value": czk(10)}, False),
        ({"error": czk(-1)}, False),
        ({"error": czk(1), "result": "OK"}, False),
        ({"error": czk(0), "value": czk(10)}, True),
        ({"result": "DEFECT"}, True),
        ({"error": Money(100, "EUR"), "value": czk(10)}, False),
    ],
)
def test_an_error_fits_its_unit(fields: dict[str, Any], *, is_taken: bool) -> None:
    story = drawn().when(review(DRAWN[0], **fields), on=ON_SITE)
    assert (story.refusal.codes if story.refusal else ()) == (() if is_taken else ("inspection.error-within-value",))


def test_a_sample_is_kept_in_one_currency() -> None:
    story = taken(drawn().when(review(DRAWN[0], czk(5)), on=ON_SITE))
    story.when(review(DRAWN[1], Money(100, "EUR")), on=ON_SITE).then_refused("inspection.sample-in-one-currency")
    in_crowns = drawn(frame_value=czk(100))
    in_crowns.when(review(DRAWN[1], Money(1, "EUR")), on=ON_SITE).then_refused("inspection.sample-in-one-currency")


def test_no_value_of_a_sample_is_negative() -> None:
    opened().when(draw(frame_value=Money(-1)), on=ON_SITE).then_refused("inspection.sample-value-not-negative")
    opened().when(draw(frame_value=Money(0)), on=ON_SITE).then_notes()
    less = drawn().when(review(DRAWN[0], value=Money(-1)), on=ON_SITE)
    less.then_refused("inspection.sample-value-not-negative")
    drawn().when(review(DRAWN[0], value=Money(0)), on=ON_SITE).then_notes()


# What follows for the whole -------------------------------------------------------------------------------------------


def extrapolate(by: str = "MEAN") -> ExtrapolateSample:
    return made(ExtrapolateSample, sample="S", by=by)


def examined(*errors: int, values: int | None = None, **fields: Any) -> Told:
    story = drawn(**fields)
    units = story.state.samples["S"].units
    value = {} if values is None else {"value": czk(values)}
    for unit, error in zip(units, errors, strict=False):
        story = taken(story.when(review(unit, czk(error), **value), on=ON_SITE))
    return story


def concluded(story: Told) -> SampleExtrapolated:
    event = taken(story).entries[-1].event
    assert isinstance(event, SampleExtrapolated)
    return event


def test_by_the_mean_error_of_a_unit() -> None:
    """100 Kč in 3 units, 10 in the frame: 1 000/3 Kč, exactly 100000/3 hellers."""
    story = examined(100, 0, 0).when(extrapolate(), on=ON_SITE)
    event = concluded(story)
    assert (event.units, event.units_with_defect, event.error_found) == (3, 1, czk(100))
    assert (event.exact, event.error_projected) == ("100000/3", Money(33_333))
    assert Fraction(event.exact) == drawing.projected_by_mean([czk(100), czk(0), czk(0)], units=10)
    assert story.state.samples["S"].concluded == event


def test_by_the_share_of_error_in_the_value() -> None:
    """50 of 3 × 700 Kč is wrong; the frame is worth 9 000 Kč: 450 000/2 100 Kč."""
    event = concluded(examined(50, 0, 0, values=700, frame_value=czk(9_000)).when(extrapolate("RATIO"), on=ON_SITE))
    assert (event.exact, event.error_projected) == ("150000/7", Money(21_429))


@hypothesis_given(errors=st.lists(st.integers(0, 10**9), min_size=1, max_size=8), units=st.integers(1, 1000))
def test_the_projection_is_exact_and_rounded_once(errors: list[int], units: int) -> None:
    exact = drawing.projected_by_mean([Money(error) for error in errors], units=units)
    assert exact * len(errors) == sum(errors) * units
    assert abs(exact - drawing.as_money(exact, "CZK").minor) <= Fraction(1, 2)


def test_a_half_is_rounded_away_from_zero() -> None:
    assert drawing.as_money(Fraction(5, 2), "CZK") == Money(3)


def test_conclusions_need_every_unit_of_a_random_sample() -> None:
    examined(1, 2).when(extrapolate(), on=ON_SITE).then_refused("inspection.sample-reviewed")
    judged = examined(1, 2, 3, method="JUDGEMENT", chosen=["K01", "K02", "K03"])
    judged.when(extrapolate(), on=ON_SITE).then_refused("inspection.sample-random")
    used_up = taken(
        drawn(method="FULL", size=1, frame=["K01"], population=1, seed=None).when(replace_unit("K01"), on=ON_SITE)
    )
    used_up.when(extrapolate(), on=ON_SITE).then_refused("inspection.sample-reviewed")


@pytest.mark.parametrize(
    ("values", "frame_value", "is_taken"),
    [(700, czk(9_000), True), (None, czk(9_000), False), (700, None, False), (0, czk(9_000), False)],
)
def test_a_share_needs_values(values: int | None, frame_value: Money | None, *, is_taken: bool) -> None:
    story = examined(0, 0, 0, values=values, frame_value=frame_value).when(extrapolate("RATIO"), on=ON_SITE)
    wanted = () if is_taken else ("inspection.extrapolation-founded",)
    assert (story.refusal.codes if story.refusal else ()) == wanted


def test_only_a_sample_on_record_is_concluded_from() -> None:
    opened().when(extrapolate(), on=ON_SITE).then_refused("inspection.on-record")
    assert drawn().state.samples["S"].on == date(2026, 2, 3)
