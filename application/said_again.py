"""What two recordings of one decision say differently: that of then and that of now."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from domain.kernel.entry import Entry


@dataclass(frozen=True, slots=True)
class Differences:
    """Where the later recording says something else, as topic.field; only more where it is not otherwise."""

    fields: tuple[str, ...] = ()
    is_otherwise: bool = False


def differences(then: Sequence[Entry], now: Sequence[Entry]) -> Differences:
    """The fields in which they differ; those that say something else alone, where there are any."""
    found = [one for pair in zip_longest(then, now) for one in _of(*pair)]
    otherwise = [field for field, is_more in found if not is_more]
    fields = tuple(dict.fromkeys(otherwise or [field for field, _ in found]))
    return Differences(fields, is_otherwise=bool(otherwise))


def _of(then: Entry | None, now: Entry | None) -> Iterator[tuple[str, bool]]:
    """Each field that differs, and whether it only says more."""
    if then is None or now is None or _identity(then) != _identity(now):
        yield from ((one.event.topic, False) for one in (then, now) if one is not None)
        return
    topic = now.event.topic
    before, after = (one.event.model_dump(mode="json", exclude_none=True) for one in (then, now))
    for name in _unlike(before, after):
        yield f"{topic}.{name}", _says_all(before.get(name), after.get(name))
    for name in _unlike(_stamp(then), _stamp(now)):
        yield f"{topic}.{name}", False


def _identity(one: Entry) -> tuple[object, ...]:
    return one.originator_id, one.originator_version, one.event.topic


def _stamp(one: Entry) -> dict[str, Any]:
    """Which version of another file was looked at says nothing of the matter."""
    return one.stamp.model_dump(mode="json", exclude_defaults=True, exclude={"reliances"})


def _unlike(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    return [name for name in dict.fromkeys((*before, *after)) if before.get(name) != after.get(name)]


def _says_all(before: object, after: object) -> bool:
    """Whether all that the one says is said by the other too, which may say more."""
    if before is None or before == after:
        return True
    if isinstance(before, dict) and isinstance(after, dict):
        return all(_says_all(held, after.get(name)) for name, held in before.items())
    if isinstance(before, list) and isinstance(after, list):
        return not before or (
            len(before) == len(after) and all(_says_all(*pair) for pair in zip(before, after, strict=True))
        )
    return False
