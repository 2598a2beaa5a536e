"""A recorded sample drawn again: what its seed draws, and what replaced its units, against what stands on record."""

from dataclasses import dataclass

from domain.inspection import drawing
from domain.inspection.records import Sample


@dataclass(frozen=True, slots=True)
class Redrawn:
    """The same draw done again. `drawn` is None where nobody can do it: the units were chosen by judgement.

    `replaced` is what the draw puts in place of each unit that could not be looked at, in the order of the entries.
    """

    drawn: tuple[str, ...] | None
    replaced: dict[str, str | None]
    is_same: bool | None


def redraw(sample: Sample) -> Redrawn:
    """Draw it again from frame, method, size and seed alone."""
    terms = sample.terms
    if terms.algorithm != drawing.ALGORITHM:
        return Redrawn(None, {}, None)
    seed = terms.seed or ""
    drawn = drawing.draw(terms.frame, method=terms.method, size=terms.size, seed=seed)
    used, replaced = list(drawn), dict[str, str | None]()
    for unit in sample.replaced:
        replaced[unit] = drawing.next_unit(terms.frame, seed, used)
        used += [one for one in (replaced[unit],) if one is not None]
    is_same = (drawn, replaced) == (terms.drawn, sample.replaced)
    return Redrawn(drawn, replaced, is_same)
