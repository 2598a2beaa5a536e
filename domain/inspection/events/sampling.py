"""Samples: from what they were drawn, how, what was found in them, and what follows for the whole."""

from typing import Literal

from domain.inspection.payloads import Number, OnSite
from domain.kernel.event import Event, Payload
from domain.kernel.money import Money
from domain.kernel.prose import Prose, Sha256
from domain.kernel.stamp import Reference

Method = Literal["SIMPLE_RANDOM", "SYSTEMATIC", "FULL", "JUDGEMENT"]
"""How units are chosen; only the first three allow to conclude from the sample to the whole."""


class SampleDraw(OnSite):
    """A sample to be drawn. `frame` lists the units that can be chosen by pseudonymous codes, never names.

    `population` is how many units there are; the frame may miss some, and says why in `coverage`. `seed` makes the draw
    reproducible; `chosen` names the units where the choice is by judgement. `frame_value` is what all units of the
    frame are worth together.
    """

    sample: Reference
    subject: Reference
    population: Number
    frame: tuple[Reference, ...]
    coverage: Prose | None = None
    method: Method
    size: Number
    seed: Reference | None = None
    chosen: tuple[Reference, ...] = ()
    frame_value: Money | None = None
    document: Sha256 | None = None


class SampleDrawn(SampleDraw, Event):
    """A sample was drawn.

    `drawn` are its units in the order of the draw, `algorithm` names how (see drawing.py).
    """

    topic = "inspection.sample-drawn"

    algorithm: Reference
    drawn: tuple[Reference, ...]


class Replacement(OnSite):
    """A drawn unit that cannot be looked at."""

    sample: Reference
    unit: Reference
    ground: Literal["FILE_LOST", "NOT_OF_POPULATION", "CLIENT_DIED", "ACCESS_REFUSED", "OTHER"]
    why: Prose


class SampleUnitReplaced(Replacement, Event):
    """A unit of a sample was replaced by the next of the draw; None where the frame is used up."""

    topic = "inspection.sample-unit-replaced"

    replaced_by: Reference | None = None


class UnitReview(OnSite):
    """What was found in one unit of a sample. `value` is what was examined of it, `error` how much of that is wrong."""

    sample: Reference
    unit: Reference
    result: Literal["OK", "DEFECT"]
    value: Money | None = None
    error: Money | None = None
    evidence: tuple[Sha256, ...] = ()
    note: Prose | None = None


class SampleUnitReviewed(UnitReview, Event):
    """A unit of a sample was examined; a later review of the unit replaces an earlier one."""

    topic = "inspection.sample-unit-reviewed"


class Extrapolation(Payload):
    """What is to be concluded for the whole: by the mean error of a unit, or by the share of error in the value."""

    sample: Reference
    by: Literal["MEAN", "RATIO"]


class SampleExtrapolated(Extrapolation, Event):
    """It was computed what the error of the sample means for all units of the frame.

    `error_projected` is the exact result rounded half away from zero to the minor unit; `exact` is the result itself as
    a fraction of minor units, "12345/7".
    """

    topic = "inspection.sample-extrapolated"

    units: Number
    units_with_defect: int
    error_found: Money
    error_projected: Money
    exact: Reference
