"""Measure, print a table, write benchmarks/results.json.

    python -m benchmarks                  everything, on regions of 10 and 50 thousand entries: less than ten minutes
    python -m benchmarks --quick          everything much smaller: to see that it runs
    python -m benchmarks --full           regions of 10 thousand, 200 thousand and a million entries: over an hour
    python -m benchmarks --only rebuild   the parts whose names hold this; may be repeated
    python -m benchmarks --list           the names of the parts

Every figure stands beside its floor – the same rows without rules and library – and the stock library, measured in the
same run, in turns. Ratios travel between machines; absolute figures do not. PostgreSQL runs with fsync and synchronous
commit on. No figure fails: what is asked is printed beside what was reached. But work that is not what it is said to be
(a refusal, an anomaly that nobody expects) ends the run. What was measured until then is written down already.
"""

import argparse
import signal
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from types import FrameType

from benchmarks.parts import FULL, PARTS, QUICK, USUAL, Bench
from benchmarks.results import HEADING, RESULTS, Results


def main() -> int:
    asked = _asked()
    chosen = [name for name in PARTS if not asked.only or any(wanted in name for wanted in asked.only)]
    if asked.list or not chosen:
        print("\n".join(PARTS), file=sys.stdout if asked.list else sys.stderr)
        return 0 if asked.list else 2
    sizes = QUICK if asked.quick else FULL if asked.full else USUAL
    results = Results(sizes.name, asked.to)
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        with Bench(sizes, _tell) as bench:
            _measure(bench, chosen, results)
    except KeyboardInterrupt:
        print(f"Interrupted; {len(results.measured)} rows are in {results.path}", file=sys.stderr)
        return 130
    if len(chosen) == len(PARTS):
        results.forget_others()
    return 0


def _measure(bench: Bench, chosen: Sequence[str], results: Results) -> None:
    started = time.monotonic()
    print(HEADING, flush=True)
    for number, name in enumerate(chosen, start=1):
        _tell(f"{number} of {len(chosen)}: {name}, after {_minutes(started)}")
        for row in PARTS[name](bench):
            results.take(row)
    _tell(f"{len(results.measured)} rows in {_minutes(started)}, written to {results.path}")


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure against floors of the same run.")
    size = parser.add_mutually_exclusive_group()
    size.add_argument("--quick", action="store_true", help="everything much smaller")
    size.add_argument("--full", action="store_true", help="up to a million entries")
    parser.add_argument("--only", action="append", default=[], metavar="NAME", help="parts whose names hold this")
    parser.add_argument(
        "--to", type=Path, default=RESULTS, metavar="FILE", help="where the rows go, in place of %(default)s"
    )
    parser.add_argument("--list", action="store_true", help="the names of the parts")
    return parser.parse_args()


def _tell(words: str) -> None:
    print(f"… {words}", file=sys.stderr, flush=True)


def _minutes(since: float) -> str:
    return "{}:{:02} min".format(*divmod(round(time.monotonic() - since), 60))


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
