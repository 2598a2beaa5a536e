"""Which files of the evidence store an event or a command names."""

from collections.abc import Iterator
from functools import cache
from typing import Any, get_args

from pydantic import BaseModel, StringConstraints

from domain.kernel.prose import Prose, Sha256

_PATTERN = next(mark.pattern for mark in get_args(Sha256) if isinstance(mark, StringConstraints))


def digests_in(model: BaseModel) -> Iterator[str]:
    """Every digest that a model holds, however deep; the commitment of a text is none."""
    for name, is_digest in _fields(type(model)).items():
        yield from _digests(getattr(model, name), is_digest=is_digest)


def may_hold_digests(model: type[BaseModel]) -> bool:
    """Whether a model of this kind has a place for a digest."""
    return bool(_fields(model))


def _digests(value: object, *, is_digest: bool) -> Iterator[str]:
    if isinstance(value, str):
        if is_digest:
            yield value
    elif isinstance(value, BaseModel):
        if not isinstance(value, Prose):
            yield from digests_in(value)
    elif isinstance(value, tuple):
        for one in value:
            yield from _digests(one, is_digest=is_digest)


@cache
def _fields(model: type[BaseModel]) -> dict[str, bool]:
    """The fields that may hold digests, and whether a text in them is one: most models have none."""
    found = {name: [*field.metadata, *_parts(field.annotation)] for name, field in model.model_fields.items()}
    return {
        name: any(_is_mark(part) for part in parts)
        for name, parts in found.items()
        if any(_is_mark(part) or _holds_digests(part, model) for part in parts)
    }


def _is_mark(part: object) -> bool:
    return getattr(part, "pattern", None) == _PATTERN


def _holds_digests(part: object, model: type[BaseModel]) -> bool:
    if not isinstance(part, type) or not issubclass(part, BaseModel) or part in (Prose, model):
        return False
    return bool(_fields(part))


def _parts(annotation: object) -> list[Any]:
    """Every type and mark that an annotation is made of."""
    arguments = get_args(annotation)
    return [annotation, *(part for argument in arguments for part in _parts(argument))]
