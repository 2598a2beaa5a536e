"""Two moments of a file for machines: what differs, and which entries made each field do so."""

from typing import Any

from adapters.telling.cards import value_json
from adapters.telling.entries import entry_json
from application.difference import Difference


def difference_json(found: Difference) -> dict[str, Any]:
    """The members of an answer. `entries` of a change are numbers; without any, only days have passed."""
    return {
        "changes": [
            {"field": one.field, "a": value_json(one.before), "b": value_json(one.after), "entries": one.positions}
            for one in found.changes
        ],
        "unchanged": found.unchanged,
        "entries": [entry_json(entry) for entry in found.entries],
        "other_entries": found.others,
    }
