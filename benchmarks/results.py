"""What was measured: a line of the table on stdout for each row, and benchmarks/results.json, written after each.

A row that is measured again takes the place of the earlier one; the others stay. So whatever ends a run, nothing that
was measured is lost, and one part alone can be measured anew.
"""

import json
import os
import platform
from collections.abc import Collection
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.measure import Row

RESULTS = Path(__file__).parent / "results.json"
WIDTH = 74
HEADING = (
    f"{'work':{WIDTH}} {'unit':>11} {'kronika':>10} {'floor':>10} {'× floor':>8} {'stock':>10} {'× stock':>8}  asked"
)


@dataclass
class Results:
    """The rows of this run among those of earlier ones; `sizes` says how large the ledgers of this run are."""

    sizes: str
    path: Path
    measured: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        found = json.loads(self.path.read_text()) if self.path.exists() else {}
        self._rows: dict[str, dict[str, Any]] = {row["work"]: row for row in found.get("rows", ())}

    def take(self, row: Row) -> None:
        """Print a row and write it down."""
        print(_line(row), flush=True)
        self.measured.append(row.work)
        self._rows[row.work] = {**asdict(row), "sizes": self.sizes, "at": datetime.now(UTC).isoformat("T", "seconds")}
        self._write(self._rows)

    def forget_others(self) -> None:
        """Everything was measured: rows of an earlier program, or of other sizes, go."""
        self._write(self.measured)

    def _write(self, works: Collection[str]) -> None:
        """Beside the old file first, then in its place: whoever interrupts finds one of the two."""
        document = {**_machine(), "rows": [self._rows[work] for work in works]}
        new = self.path.with_suffix(".new")
        new.write_text(json.dumps(document, indent=2) + "\n")
        new.replace(self.path)


def _machine() -> dict[str, str | int | None]:
    return {"python": platform.python_version(), "machine": platform.machine(), "processors": os.cpu_count()}


def _line(row: Row) -> str:
    floor, stock = (_figure(value) for value in (row.floor, row.stock))
    to_floor, to_stock = (_ratio(row.ratio_to(value)) for value in (row.floor, row.stock))
    ours = f"{row.work:{WIDTH}} {row.unit:>11} {_figure(row.kronika):>10}"
    return f"{ours} {floor:>10} {to_floor:>8} {stock:>10} {to_stock:>8}  {row.asked}".rstrip()


def _figure(value: float | None) -> str:
    return "" if value is None else f"{value:,.0f}".replace(",", " ") if value >= 100 else f"{value:.2f}"


def _ratio(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}"
