"""Run a program as the only one that Ctrl+C reaches.

python -m tools.foreground PROGRAM ARGUMENTS…

`make` would be interrupted together with a server that it runs, and complain; so the server gets the terminal for
itself, as a shell gives it to what it runs, and `make` sees the exit code that the server ends with.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

TERMINAL = 0
PASSED_ON = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def main(words: list[str]) -> int:
    """The exit code of the program."""
    if not words:
        sys.exit(__doc__)
    with subprocess.Popen(words, process_group=0) as program:

        def pass_on(number: int, _: FrameType | None) -> None:
            program.send_signal(number)

        for number in PASSED_ON:
            signal.signal(number, pass_on)
        with _terminal_for(program.pid):
            return program.wait()


@contextmanager
def _terminal_for(group: int) -> Iterator[None]:
    """The terminal, where there is one, belongs to that group of processes, and afterwards to ours again."""
    if not os.isatty(TERMINAL):
        yield
        return
    signal.signal(signal.SIGTTOU, signal.SIG_IGN)  # who is in the background may not hand the terminal on, otherwise
    os.tcsetpgrp(TERMINAL, group)
    try:
        yield
    finally:
        os.tcsetpgrp(TERMINAL, os.getpgrp())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
