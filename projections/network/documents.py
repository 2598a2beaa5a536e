"""Values of events as documents in a column."""

from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from pydantic import BaseModel

    from domain.kernel.entry import Entry

M = TypeVar("M", bound="BaseModel")

Document = dict[str, Any]


def document(model: "BaseModel | None") -> Document | None:
    return None if model is None else model.model_dump(mode="json", exclude_none=True)


def documents(models: "Iterable[BaseModel]") -> list[Any] | None:
    return [model.model_dump(mode="json", exclude_none=True) for model in models] or None


def inferences(entry: "Entry") -> Document | None:
    """What the source does not state: the field, and from what it was concluded."""
    return {one.field: one.why for one in entry.stamp.inferred} or None


def read(model: type[M], said: Document) -> M:
    """The value of a document without inner ones. The same few are said again and again and read only once."""
    value = _read(model, tuple(said.items()))
    assert isinstance(value, model)
    return value


@lru_cache(maxsize=50_000)
def _read(model: "type[BaseModel]", said: tuple[tuple[str, Any], ...]) -> "BaseModel":
    return model.model_validate(dict(said))
