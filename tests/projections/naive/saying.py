"""What the folds share: which entries count on a day, in which order they hold, and what a file is called."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from tests.scenarios.raw_ledger import Raw

Cells = dict[str, Any]
Report = dict[Any, Cells]


def counted(said: Iterable[Raw], on: str) -> list[Raw]:
    """What had effect by the day, in the order of recording."""
    return [one for one in said if (one.on or "") <= on]


def by_effect(said: Iterable[Raw]) -> list[Raw]:
    """In the order in which one thing holds after the other: by day, an unknown one first, then as recorded."""
    return sorted(said, key=lambda one: (one.on or "", one.position))


def files(said: Iterable[Raw], *topics: str) -> dict[str, list[Raw]]:
    """By file; with topics only files of which one of these is said."""
    found: defaultdict[str, list[Raw]] = defaultdict(list)
    for one in said:
        found[one.file].append(one)
    return {file: own for file, own in found.items() if not topics or any(one.topic in topics for one in own)}


def last_of(said: Sequence[Raw], name: str) -> Any:
    """The last that was said of a field."""
    return next((one.data[name] for one in reversed(said) if one.data.get(name) is not None), None)


def minor(amount: dict[str, Any] | None) -> int | None:
    """An amount in haléře (or cents)."""
    return None if amount is None else int(amount["minor"])


NUMBERED = {
    "contract": ("drafted", "concluded", "taken-over"),
    "project": ("approved", "taken-over", "number-found"),
    "tender": ("planned", "taken-over"),
    "mandate": ("proposed", "taken-over", "issued"),
    "inspection": ("planned",),
    "service": ("registered", "taken-over"),
}


def number_of(said: Iterable[Raw]) -> str | None:
    """The number under which people know a file: the one of the latest day, whatever the day asked for."""
    found = None
    for one in by_effect(said):
        kind, _, what = one.topic.partition(".")
        if what in NUMBERED.get(kind, ()):
            names = ("number", "code", "registration_number")
            found = next((one.data[name] for name in names if one.data.get(name)), found)
    return found
