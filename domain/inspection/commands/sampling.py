"""Samples."""

from domain.inspection.events.sampling import Extrapolation, Replacement, SampleDraw, UnitReview
from domain.kernel.command import Act


class DrawSample(SampleDraw, Act):
    """Draw a sample from a frame by a seed; the same seed draws the same sample."""

    topic = "inspection.draw-sample"


class ReplaceSampleUnit(Replacement, Act):
    """Replace a unit that cannot be looked at by the next of the draw."""

    topic = "inspection.replace-sample-unit"


class ReviewSampleUnit(UnitReview, Act):
    """Record what was found in a unit of a sample."""

    topic = "inspection.review-sample-unit"


class ExtrapolateSample(Extrapolation, Act):
    """Compute what the error of the sample means for the whole population."""

    topic = "inspection.extrapolate-sample"
