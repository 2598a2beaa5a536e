"""Cells of a report as they were issued, compared with the same cells computed now."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class OtherCell:
    """A cell that reads otherwise than it was issued; None as `column` where the whole row is at one side only."""

    key: str
    column: str | None
    issued: object
    now: object


def other_cells(issued: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[OtherCell]:
    """Every cell that differs between two frames of `to_json`; columns that came later are not looked at."""
    columns = [column["name"] for column in issued["data"]["columns"]]
    first, second = _by_key(issued["data"]["rows"]), _by_key(now["data"]["rows"])
    for key, row in first.items():
        if key not in second:
            yield OtherCell(row["key"], None, {name: row[name] for name in columns}, None)
            continue
        for name in columns:
            if row[name] != second[key].get(name):
                yield OtherCell(row["key"], name, row[name], second[key].get(name))
    for key, row in second.items():
        if key not in first:
            yield OtherCell(row["key"], None, None, {name: row.get(name) for name in columns})


def _by_key(rows: Sequence[Row]) -> dict[tuple[str, int], Row]:
    """By key, and where several rows have the same, by their order among these."""
    found: dict[tuple[str, int], Row] = {}
    for row in rows:
        number = 0
        while (row["key"], number) in found:
            number += 1
        found[row["key"], number] = row
    return found
