"""The long form of the tests that draw by chance, and of those that kill, delay and race: `make soak`.

python -m tools.soak MINUTES [PROCESSES]

Round after round with another seed until the time is over, the adversarial suite and the properties in turn. The first
failure ends it with exit code 1; the round is repeated with the command that was printed. So does a time in which no
test came to its end: nothing was found because nothing was tried.
"""

import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from itertools import count
from pathlib import Path
from random import SystemRandom
from tempfile import TemporaryDirectory

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
    """Rounds until the time is over. Exit code 1 after a failure, or where no test came to its end."""
    deadline = time.monotonic() + minutes * 60
    share = minutes * 60 / len(ROUNDS)
    ended = 0
    for number in count():
        left = deadline - time.monotonic()
        if left <= 0:
            break
        typed = command(number, SystemRandom().randrange(2**32), processes)
        print(" ".join(typed), flush=True)
        code, tests = run(typed, seconds=min(left, share))
        ended += tests
        if code not in {0, None}:
            return 1
    print(f"{ended} tests came to their end", flush=True)
    return 0 if ended else 1


def run(typed: Sequence[str], *, seconds: float) -> tuple[int | None, int]:
    """How a round ended, None where its time was over first; and how many tests came to their end."""
    with TemporaryDirectory(prefix="kronika-soak-") as folder:
        report = Path(folder) / "report.xml"
        process = subprocess.Popen([*typed, f"--junitxml={report}"])
        try:
            code = process.wait(seconds)
        except subprocess.TimeoutExpired:
            code = None
            process.send_signal(signal.SIGINT)
            _end(process)
        return code, _tests_in(report)


def _end(process: "subprocess.Popen[bytes]") -> None:
    try:
        process.wait(GRACE_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _tests_in(report: Path) -> int:
    """As many as the report holds; none where it was not written."""
    return report.read_text().count("<testcase ") if report.exists() else 0


if __name__ == "__main__":
    sys.exit(soak(float(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else "logical"))
