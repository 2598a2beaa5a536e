"""Chance that repeats itself: the same words give the same draws, on every machine and in every year."""

from collections.abc import Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")


class Chance:
    """A stream of draws of its own, named by words: what one part of a life draws never moves what another does.

    Only `Random.random` is used, because Python promises that it draws the same in every version.
    """

    def __init__(self, *words: object) -> None:
        self._words = words
        self._draw = Random("\x1f".join(map(str, words))).random

    def apart(self, *words: object) -> "Chance":
        """Another stream, named by further words."""
        return Chance(*self._words, *words)

    def happens(self, share: float) -> bool:
        """Whether something happens that happens in this share of all cases."""
        return self._draw() < share

    def number(self, low: int, high: int) -> int:
        """A whole number, both ends included."""
        return low + int(self._draw() * (high - low + 1))

    def one_of(self, options: Sequence[T]) -> T:
        return options[self.number(0, len(options) - 1)]

    def some(self, options: Sequence[T], count: int) -> tuple[T, ...]:
        """So many different ones, in their order; all where there are not so many."""
        left = list(range(len(options)))
        drawn = [left.pop(self.number(0, len(left) - 1)) for _ in range(min(count, len(left)))]
        return tuple(options[place] for place in sorted(drawn))
