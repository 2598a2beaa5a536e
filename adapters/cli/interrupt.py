"""Ctrl+C that lets a block finish: the first asks to stop, the second stops at once."""

import signal
import threading
from types import FrameType

STOPPING = (signal.SIGINT, signal.SIGTERM)


class Wish:
    """Whether somebody has asked to stop. Hears of it until it is given back."""

    def __init__(self) -> None:
        self._is_made = self._is_ignored = False
        is_main = threading.current_thread() is threading.main_thread()
        self._before = {number: signal.signal(number, self._asked) for number in STOPPING if is_main}

    def __call__(self) -> bool:
        return self._is_made

    def _asked(self, _number: int, _frame: FrameType | None) -> None:
        if self._is_made and not self._is_ignored:
            raise KeyboardInterrupt
        self._is_made = True

    def ignore(self) -> None:
        """The work is over: nothing that is closed now may be interrupted."""
        self._is_ignored = True

    def give_back(self) -> None:
        """Whoever heard of it before hears of it again."""
        for number, handler in self._before.items():
            signal.signal(number, handler)
