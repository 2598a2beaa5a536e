"""What each entry of one inspection changed: the value before and after, also by corrections and by taking back."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple, Protocol
from uuid import UUID

from pydantic import JsonValue

from domain.kernel.entry import EntryCorrected

Place = tuple[str, str, str]
"""What it is about, its key, the field."""


class Change(NamedTuple):
    """A field before and after an entry; None where nothing was said."""

    about: str
    key: str
    field: str
    before: JsonValue
    after: JsonValue


class Told(Protocol):
    """What is looked at of an entry."""

    @property
    def event_id(self) -> UUID: ...
    @property
    def topic(self) -> str: ...
    @property
    def target(self) -> UUID | None: ...
    @property
    def effective_on(self) -> date | None: ...
    @property
    def settings(self) -> list[JsonValue]: ...


@dataclass
class Standing:
    """The fields of an inspection as they stand after some entries, in the order of recording."""

    values: dict[Place, JsonValue] = field(default_factory=dict)
    answers: dict[str, dict[str, JsonValue]] = field(default_factory=dict)
    replaced: dict[str, set[str]] = field(default_factory=dict)

    @classmethod
    def after(cls, settings: Iterable[JsonValue]) -> "Standing":
        found = cls()
        found.take(settings)
        return found

    def take(self, settings: Iterable[Any]) -> list[Change]:
        """Set what is said; what that changed."""
        changes: list[Change] = []
        for one in settings:
            place = (one["about"], one["key"], one["field"])
            before = self.values.get(place)
            after = self._answered(one) if "answer" in one else one["value"]
            if before == after or before != one.get("only_from", before):
                continue
            self.values[place] = after
            changes.append(Change(*place, before, after))
        return changes

    def _answered(self, one: Mapping[str, Any]) -> JsonValue:
        """The answers to a point that no other replaces, in whatever order they came: one, or all that stand."""
        given = self.answers.setdefault(one["key"], {})
        replaced = self.replaced.setdefault(one["key"], set())
        given[one["answer"]] = one["value"]
        replaced.update(one["corrects"])
        values = sorted({str(value) for answer, value in given.items() if answer not in replaced})
        return values[0] if len(values) == 1 else [*values]


def changes_of(entries: Sequence[Told]) -> Iterator[tuple[Change, ...]]:
    """For each entry of one inspection, in the order of recording, what it changed."""
    standing = Standing()
    for number, entry in enumerate(entries, start=1):
        if entry.target is None:
            yield tuple(standing.take(entry.settings))
            continue
        told = entries[:number]
        after = Standing.after(one for _, settings in settled(told) for one in settings)
        yield (*_day_moved(entry, told), *_differences(standing, after))
        standing = after


def settled(entries: Sequence[Told]) -> Iterator[tuple[Told, list[JsonValue]]]:
    """What every entry that still reads sets, after each correction among them."""
    corrections = corrections_of(entries)
    for entry in entries:
        found = corrections.get(entry.event_id)
        if entry.target is not None:
            continue
        if not found:
            yield entry, entry.settings
        elif is_correction(found[0]):
            yield entry, found[0].settings


def corrections_of(entries: Sequence[Told]) -> dict[UUID, list[Told]]:
    """The corrections of each entry, the last first; one that was itself taken back does not count."""
    standing: dict[UUID, list[Told]] = {}
    for entry in reversed(entries):
        if entry.target is not None and entry.event_id not in standing:
            standing.setdefault(entry.target, []).append(entry)
    return standing


def is_correction(entry: Told) -> bool:
    return entry.topic == EntryCorrected.topic


def day_of(entry: Told, corrections: Sequence[Told]) -> date | None:
    """The day of effect as it reads: that of the last standing correction that states one."""
    stated = (one.effective_on for one in corrections if is_correction(one) and one.effective_on)
    return next(stated, entry.effective_on)


def _day_moved(correction: Told, told: Sequence[Told]) -> Iterator[Change]:
    target = next((one for one in told if one.event_id == correction.target), None)
    if target is None or not is_correction(correction):
        return
    before = day_of(target, corrections_of(told[:-1]).get(target.event_id, ()))
    after = day_of(target, corrections_of(told).get(target.event_id, ()))
    if before != after:
        yield Change("entry", "", "effective_on", _stored(before), _stored(after))


def _stored(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _differences(before: Standing, after: Standing) -> Iterator[Change]:
    for place in dict.fromkeys((*before.values, *after.values)):
        then, now = before.values.get(place), after.values.get(place)
        if then != now:
            yield Change(*place, then, now)
