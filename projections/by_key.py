"""Things that rows tell about, by their keys."""

from collections.abc import Callable
from typing import TypeVar

K = TypeVar("K")
P = TypeVar("P")


class ByKey(dict[K, P]):
    """Each begun from its key where it is first asked for; `setdefault` would begin one for every row."""

    def __init__(self, begin: Callable[[K], P]) -> None:
        super().__init__()
        self._begin = begin

    def __missing__(self, key: K) -> P:
        begun = self[key] = self._begin(key)
        return begun
