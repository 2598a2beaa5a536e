"""Token buckets: how much each of many may do in a minute, in memory that does not grow without end."""

import time
from collections import OrderedDict
from collections.abc import Callable

MOST_KEYS = 10_000
"""How many are remembered; whoever was not seen for longest is forgotten, and has a full bucket again."""
MINUTE = 60.0


class Buckets:
    """For each key a bucket that holds a minute's worth and fills evenly. Only the event loop's thread uses it."""

    def __init__(
        self, per_minute: int, *, clock: Callable[[], float] = time.monotonic, most_keys: int = MOST_KEYS
    ) -> None:
        self._size = float(per_minute)
        self._clock = clock
        self._most_keys = most_keys
        self._levels: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._levels)

    def wait(self, key: str) -> float:
        """How many seconds until something can be taken; 0 where it can be now, or where nothing is limited."""
        if not self._size:
            return 0.0
        return max(0.0, (1.0 - self._level(key, self._clock())) * MINUTE / self._size)

    def take(self, key: str) -> float:
        """Take one, if there is one; else how many seconds until there will be."""
        if not self._size:
            return 0.0
        now = self._clock()
        level = self._level(key, now)
        if level < 1.0:
            return (1.0 - level) * MINUTE / self._size
        self._levels[key] = (level - 1.0, now)
        self._levels.move_to_end(key)
        if len(self._levels) > self._most_keys:
            self._levels.popitem(last=False)
        return 0.0

    def _level(self, key: str, now: float) -> float:
        level, seen = self._levels.get(key, (self._size, now))
        return min(self._size, level + (now - seen) * self._size / MINUTE)
