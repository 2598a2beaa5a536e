"""Values of events as documents in a column."""

from collections.abc import Iterable

from pydantic import BaseModel, JsonValue

from domain.kernel.entry import Entry

Document = dict[str, JsonValue]


def document(model: BaseModel | None) -> Document | None:
    return None if model is None else model.model_dump(mode="json", exclude_none=True)


def documents(models: Iterable[BaseModel]) -> list[JsonValue] | None:
    return [model.model_dump(mode="json", exclude_none=True) for model in models] or None


def inferences(entry: Entry) -> Document | None:
    """What the source does not state: the field, and from what it was concluded."""
    return {one.field: one.why for one in entry.stamp.inferred} or None
