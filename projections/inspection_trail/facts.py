"""The plain facts of an event: numbers, days, amounts, references. Words are left out, their commitments stay."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import get_args

from pydantic import BaseModel, JsonValue

from domain.kernel.event import Event
from domain.kernel.law import Citation
from domain.kernel.prose import Prose

Facts = dict[str, JsonValue]

_DIGEST = re.compile("[0-9a-f]{64}")
_PERSON = re.compile("p-[0-9a-f]{16}")
COUNT = "_count"
"""Behind the name of a list: how many are in it."""


def facts_of(event: Event) -> Facts:
    """The fields that are known, without prose; a list says also how many it holds."""
    found: Facts = event.model_dump(mode="json", exclude_none=True)
    plain = {name: _without_prose(value) for name, value in found.items() if not _is_prose(value)}
    counts = {f"{name}{COUNT}": len(value) for name, value in plain.items() if isinstance(value, list)}
    return {**plain, **counts}


def _without_prose(value: JsonValue) -> JsonValue:
    if isinstance(value, dict):
        return {name: _without_prose(one) for name, one in value.items() if not _is_prose(one)}
    if isinstance(value, list):
        return [_without_prose(one) for one in value]
    return value


def _is_prose(value: JsonValue) -> bool:
    return isinstance(value, dict) and "commitment" in value


def commitments_in(value: object, path: str = "") -> Iterator[tuple[str, str]]:
    """The prose of a model, however deep: the path of its field, and its commitment."""
    if isinstance(value, Prose):
        yield path, value.commitment
    elif isinstance(value, BaseModel):
        for name in _fields_with(Prose, type(value)):
            yield from commitments_in(getattr(value, name), f"{path}.{name}" if path else name)
    elif isinstance(value, tuple):
        for place, one in enumerate(value, start=1):
            yield from commitments_in(one, f"{path}.{place}")


def citations_in(value: object) -> Iterator[Citation]:
    """The provisions that a model names, but for those of a checklist: it names one for each of its points."""
    if isinstance(value, Citation):
        yield value
    elif isinstance(value, BaseModel):
        for name in _fields_with(Citation, type(value)):
            if name != "items":
                yield from citations_in(getattr(value, name))
    elif isinstance(value, tuple):
        for one in value:
            yield from citations_in(one)


@cache
def _fields_with(wanted: type, model: type[BaseModel]) -> tuple[str, ...]:
    """The fields of a model that may hold one of these, however deep: most have none, and need not be searched."""
    return tuple(name for name, field in model.model_fields.items() if _may_hold(wanted, field.annotation))


def _may_hold(wanted: type, annotation: object) -> bool:
    if annotation is wanted:
        return True
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return bool(_fields_with(wanted, annotation))
    return any(_may_hold(wanted, part) for part in get_args(annotation))


def digests_in(texts: Iterable[str]) -> Iterator[str]:
    """The SHA-256 of every file among the texts of the facts."""
    return filter(_DIGEST.fullmatch, texts)


def persons_in(texts: Iterable[str]) -> Iterator[str]:
    """The key of everybody among the texts of the facts."""
    return filter(_PERSON.fullmatch, texts)


def texts_in(value: JsonValue) -> Iterator[str]:
    """Every text of the facts, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from texts_in(one)
    elif isinstance(value, list):
        for one in value:
            yield from texts_in(one)
