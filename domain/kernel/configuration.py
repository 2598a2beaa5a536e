"""Values that the law or a resolution sets for a time: dated data with their source, never constants in code."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any


@dataclass(frozen=True, slots=True)
class Configured:
    """A value in force from `since` until the day before `until`; `confidence` H, M or L as in domain.md."""

    name: str
    value: Any
    since: date
    until: date | None
    source: str
    confidence: str


class Configuration:
    """Dated values by name."""

    def __init__(self, values: Iterable[Configured]) -> None:
        self._values: dict[str, list[Configured]] = {}
        for value in sorted(values, key=lambda v: v.since):
            self._values.setdefault(value.name, []).append(value)

    def value(self, name: str, on: date | None) -> Any:  # noqa: ANN401  any JSON value may be configured
        """The value in force on that day; None where none is. Raises KeyError for a name that nobody configured."""
        held = [v for v in self._values[name] if on is not None and v.since <= on and (v.until is None or on < v.until)]
        return held[-1].value if held else None

    def __iter__(self) -> Iterator[Configured]:
        return (value for values in self._values.values() for value in values)


def load_configuration(packages: Iterable[str]) -> Configuration:
    """Read `data/values.json` of each domain package that has one."""
    return Configuration(value for package in packages for value in _read(package))


@cache
def _read(package: str) -> tuple[Configured, ...]:
    file = resources.files(package) / "data" / "values.json"
    written = json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
    return tuple(_configured(name, setting) for name, settings in written.items() for setting in settings)


def _configured(name: str, setting: Mapping[str, Any]) -> Configured:
    until = setting.get("until")
    return Configured(
        name=name,
        value=setting["value"],
        since=date.fromisoformat(setting["since"]),
        until=date.fromisoformat(until) if until else None,
        source=setting["source"],
        confidence=setting["confidence"],
    )
