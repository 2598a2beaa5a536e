"""Where the data of a command name other files, at any depth, and how what stands there is replaced."""

from collections.abc import Callable, Mapping
from typing import Any

from pydantic import BaseModel

from domain.kernel.command import Command
from domain.kernel.ids import Spot, spots

Change = Callable[[str, str], str]
"""(kind of the file, what was written) → what stands there instead."""


def replaced(command: type[Command], data: Mapping[str, Any], change: Change) -> dict[str, Any]:
    """The data with every reference changed, that of the target among them; what is no text is left as it is."""
    return _replaced({"target": Spot(command.aggregate, ()), **spots(command)}, data, change)


def replaced_within(model: type[BaseModel], data: Mapping[str, Any], change: Change) -> dict[str, Any]:
    """The same in the data of an event or of any other model, which has no target."""
    return _replaced(spots(model), data, change)


def _replaced(places: Mapping[str, Spot], data: Mapping[str, Any], change: Change) -> dict[str, Any]:
    found = dict(data)
    for name, spot in places.items():
        if name in found:
            found[name] = _at(spot, found[name], change)
    return found


def _at(spot: Spot, value: object, change: Change) -> object:
    if isinstance(value, list):
        return [_at(spot, one, change) for one in value]
    if isinstance(value, str) and spot.kind is not None:
        return change(spot.kind, value)
    if isinstance(value, dict) and spot.inner:
        return _replaced(spots(spot.inner[0]), value, change)
    return value
