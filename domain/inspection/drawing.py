"""How a sample is drawn and what follows from it: pure functions, the same seed draws the same sample for ever.

Algorithm `sha256-order/1`, which needs nothing but a hash function to be done again:

- a unit's *ticket* is the SHA-256 of the seed, the byte 0x1f and the unit's code, all in UTF-8; units are ordered by it
- simple random: the first `size` units by their tickets
- systematic: the units by their codes; with N units and a size n, the start s is the SHA-256 of the seed as a number
  modulo N, and the i-th unit (i from 0) is at place ⌊(s + i × N) ÷ n⌋, counted from 0
- full: every unit, by its code
- a unit that cannot be looked at is replaced by the first unit by its ticket that was not drawn before

The order in which a frame is written plays no part.
"""

import hashlib
from collections.abc import Collection, Sequence
from fractions import Fraction

from domain.inspection.events.sampling import Method
from domain.kernel.money import Money, Rounding

ALGORITHM = "sha256-order/1"
BY_JUDGEMENT = "judgement"
"""What stands for the algorithm where somebody chose the units."""


def draw(frame: Collection[str], *, method: Method, size: int, seed: str) -> tuple[str, ...]:
    """The units of a sample in the order of the draw. Raises ValueError for a size that the frame does not give."""
    if not 1 <= size <= len(frame):
        raise ValueError(f"a sample of {size} cannot be drawn from {len(frame)} units")
    if method == "SYSTEMATIC":
        return _systematic(sorted(frame), size, seed)
    return tuple(sorted(frame) if method == "FULL" else by_ticket(frame, seed)[:size])


def by_ticket(frame: Collection[str], seed: str) -> list[str]:
    """The units in the order in which the seed draws them."""
    return sorted(frame, key=lambda unit: (ticket(unit, seed), unit))


def ticket(unit: str, seed: str) -> str:
    """A unit's place in the draw: SHA-256 in hexadecimal."""
    return hashlib.sha256(f"{seed}\x1f{unit}".encode()).hexdigest()


def next_unit(frame: Collection[str], seed: str, used: Collection[str]) -> str | None:
    """What replaces a unit: the first by its ticket that was not drawn before; None where the frame is used up."""
    return next((unit for unit in by_ticket(frame, seed) if unit not in used), None)


def _systematic(ordered: Sequence[str], size: int, seed: str) -> tuple[str, ...]:
    units = len(ordered)
    start = int(hashlib.sha256(seed.encode()).hexdigest(), 16) % units
    return tuple(ordered[(start + i * units) // size] for i in range(size))


def projected_by_mean(errors: Sequence[Money], *, units: int) -> Fraction:
    """The error of all units in minor units, exactly: the mean error of a sampled unit times the number of units."""
    return Fraction(sum(error.minor for error in errors) * units, len(errors))


def projected_by_ratio(errors: Sequence[Money], *, values: Sequence[Money], frame_value: Money) -> Fraction:
    """The same by the share of error in the sampled value, times the value of all units."""
    return Fraction(sum(error.minor for error in errors) * frame_value.minor, sum(value.minor for value in values))


def as_money(exact: Fraction, currency: str) -> Money:
    """To the nearest minor unit, a half away from zero."""
    return Money(Rounding.HALF_UP.divide(exact.numerator, exact.denominator), currency)
