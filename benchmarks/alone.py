"""`python -m benchmarks.alone COMMAND …`: one command of Kronika, and on the last line of stdout what it took.

A process that has been started by a large one inherits its peak in the books of the system, so it has to look itself.
"""

import json
import resource
import sys
from contextlib import redirect_stdout
from os import devnull
from pathlib import Path

from adapters.cli.main import run

PEAK = "VmHWM:"
"""Most resident memory at one time, in kibibytes, since the program was loaded."""


def megabytes() -> float:
    """What this process took at most at one time."""
    status = Path("/proc/self/status")
    lines = status.read_text().splitlines() if status.exists() else []
    peak = next((line.split()[1] for line in lines if line.startswith(PEAK)), None)
    return (int(peak) if peak else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss) / 1024


def main() -> int:
    with Path(devnull).open("w") as nowhere, redirect_stdout(nowhere):
        code = run(sys.argv[1:])
    used = resource.getrusage(resource.RUSAGE_SELF)
    print(json.dumps({"seconds": used.ru_utime + used.ru_stime, "megabytes": megabytes()}))
    return code


if __name__ == "__main__":
    sys.exit(main())
