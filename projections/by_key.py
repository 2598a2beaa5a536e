"""Things that rows tell about, by their keys."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import Generic, TypeVar

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


class Filed(Generic[P]):
    """Things by their keys, all of them read when the first is asked for."""

    def __init__(self, find: Callable[[], Iterable[P]], key: Callable[[P], Hashable]) -> None:
        self._find = find
        self._key = key
        self._found: defaultdict[Hashable, list[P]] | None = None

    def read(self) -> Mapping[Hashable, Sequence[P]]:
        """All of them, found once."""
        if self._found is None:
            self._found = defaultdict(list)
            for one in self._find():
                self._found[self._key(one)].append(one)
        return self._found

    def of(self, key: Hashable) -> Sequence[P]:
        return self.read().get(key, ())
