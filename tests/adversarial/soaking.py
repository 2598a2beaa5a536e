"""How hard these tests look: a sample usually, everything while `make soak` runs."""

from collections.abc import Sequence
from typing import TypeVar

from hypothesis import settings

T = TypeVar("T")


def is_soaking() -> bool:
    """Whether the long form was asked for."""
    return settings.get_current_profile_name() == "soak"


def some(of: Sequence[T], *, at_most: int) -> Sequence[T]:
    """All while soaking, else so many, spread evenly over the whole, the last among them."""
    if is_soaking() or len(of) <= at_most:
        return of
    return [of[(number + 1) * len(of) // at_most - 1] for number in range(at_most)]


def rounds(usual: int, *, soaking: int) -> int:
    """How often something is tried."""
    return soaking if is_soaking() else usual
