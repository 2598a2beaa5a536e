"""The long form of the tests that draw by chance, and of those that kill, delay and race: `make soak`.

python -m tools.soak MINUTES [PROCESSES]

Round after round with another seed until the time is over, the adversarial suite and the properties in turn. The first
failure ends it with exit code 1; the round is repeated with the command that was printed.
"""

import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from itertools import count
from random import SystemRandom

ROUNDS = (("tests/adversarial",), ("-m", "hypothesis", "tests"))
GRACE_SECONDS = 60
"""How long a round may take to end once the time is over."""


def command(number: int, seed: int, processes: str) -> Sequence[str]:
    """A round as somebody would type it."""
    return (
        *(sys.executable, "-m", "pytest", "--quiet", "--maxfail=1"),
        *(f"--numprocesses={processes}", "--dist=worksteal"),
        *("--hypothesis-profile=soak", f"--hypothesis-seed={seed}"),
        *ROUNDS[number % len(ROUNDS)],
    )


def soak(minutes: float, processes: str) -> int:
    """Rounds until the time is over. Exit code 1 after a failure."""
    deadline = time.monotonic() + minutes * 60
    share = minutes * 60 / len(ROUNDS)
    for number in count():
        left = deadline - time.monotonic()
        if left <= 0:
            return 0
        typed = command(number, SystemRandom().randrange(2**32), processes)
        print(" ".join(typed), flush=True)
        if run(typed, seconds=min(left, share)) not in {0, None}:
            return 1
    raise AssertionError("there is always another round")


def run(typed: Sequence[str], *, seconds: float) -> int | None:
    """How a round ended; None where its time was over before it found anything."""
    process = subprocess.Popen(typed)
    try:
        return process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGINT)
    try:
        process.wait(GRACE_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    return None


if __name__ == "__main__":
    sys.exit(soak(float(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else "logical"))
