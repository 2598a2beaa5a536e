"""A clock that somebody has set: for rehearsals, training ledgers and tests that run whole processes.

KRONIKA_CLOCK holds an instant (2019-01-10T09:00:00+01:00), a day (its noon in Prague), or the path of a file with one.
The file is read anew each time, so that time can move while a process runs. A ledger kept by such a clock says so.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from pathlib import Path

from adapters.clock import PRAGUE
from adapters.setting_kinds import Unfit

VARIABLE = "KRONIKA_CLOCK"
EXAMPLE = "2019-01-10T09:00:00+01:00"


class UnreadableClock(Unfit):
    """KRONIKA_CLOCK is neither an instant nor a file with one."""


class SetClock:
    """Says what it is set to, in UTC."""

    def __init__(self, setting: str) -> None:
        self.setting = setting

    def __call__(self) -> datetime:
        """Raises UnreadableClock."""
        path = Path(self.setting)
        written = path.read_text(encoding="utf-8").strip() if path.is_file() else self.setting
        return _instant(written)


def clock_set_by(environment: Mapping[str, str]) -> SetClock | None:
    """The clock that the environment sets; None where the system's holds. Raises UnreadableClock."""
    setting = environment.get(VARIABLE)
    if not setting:
        return None
    clock = SetClock(setting)
    clock()
    return clock


def _instant(written: str) -> datetime:
    try:
        if len(written) == len("2019-01-10"):
            return datetime.combine(date.fromisoformat(written), time(12), PRAGUE).astimezone(UTC)
        read = datetime.fromisoformat(written)
    except ValueError:
        raise UnreadableClock(
            f"{written!r} is no instant; expected {EXAMPLE}", f"{written!r} není okamžik; očekává se {EXAMPLE}"
        ) from None
    return (read if read.tzinfo else read.replace(tzinfo=PRAGUE)).astimezone(UTC)
