"""Ctrl+C that lets a block finish: the first asks to stop, the second stops at once."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class Wish:
    """Whether somebody has asked to stop."""

    def __init__(self) -> None:
        self.is_made = False

    def __call__(self) -> bool:
        return self.is_made


@contextmanager
def interruptible() -> Iterator[Wish]:
    """While inside, the first SIGINT or SIGTERM only makes the wish. Outside the main thread nothing can be caught."""
    wish = Wish()
    if threading.current_thread() is not threading.main_thread():
        yield wish
        return

    def asked(_number: int, _frame: FrameType | None) -> None:
        if wish.is_made:
            raise KeyboardInterrupt
        wish.is_made = True

    before = {number: signal.signal(number, asked) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield wish
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
