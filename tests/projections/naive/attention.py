"""What needs attention: anomalies that came with an entry and that no later one has closed."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from tests.projections.naive.saying import Report, counted
from tests.scenarios.raw_ledger import Raw


def attention(said: Sequence[Raw], on: str) -> Report:
    """(code, position, its place among those of one code of the entry) → file, rule, days."""
    standing = counted(said, on)
    closed = {(one["event_id"], one["code"]) for entry in standing for one in entry.stamp.get("closes", ())}
    found: Report = {}
    for entry in standing:
        places: Counter[str] = Counter()
        for one in entry.stamp.get("anomalies", ()):
            if (entry.event, one["code"]) not in closed:
                since = None if entry.on is None else (date.fromisoformat(on) - date.fromisoformat(entry.on)).days
                found[one["code"], entry.position, places[one["code"]]] = {
                    "file": entry.file,
                    "rule": one.get("rule"),
                    "opened_on": entry.on,
                    "days_open": since,
                    "raw": one.get("raw"),
                }
                places[one["code"]] += 1
    return found
