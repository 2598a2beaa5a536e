"""Pure steps that lift the data of an old event to the next schema version. None is ever removed."""

from collections.abc import Callable
from typing import Any

Json = dict[str, Any]

STEPS: dict[tuple[str, int], Callable[[Json], Json]] = {}
"""(topic, version) → the function from that version's data to the next one's."""


class NoUpcaster(LookupError):
    """There is no way from the stored version of an event to the one that this program knows."""


def upcast(topic: str, data: Json, version: int, current: int) -> Json:
    """The data as version `current` says it, one step at a time. Raises NoUpcaster."""
    while version < current:
        step = STEPS.get((topic, version))
        if step is None:
            raise NoUpcaster(f"{topic} cannot be lifted from version {version} to {current}")
        data, version = step(data), version + 1
    if version > current:
        raise NoUpcaster(f"{topic} was written in version {version}; this program knows {current}")
    return data
