"""Facts as JSON holds them."""

from datetime import date, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pydantic import JsonValue


def plain(value: object) -> "JsonValue":
    """A fact as JSON: dates as ISO text, models and money by their fields, sets in order, without what is absent."""
    if isinstance(value, (str, int, bool)) or value is None:
        return value
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if hasattr(value, "model_dump"):  # whoever answers with rows alone loads no library of models
        dumped: JsonValue = value.model_dump(mode="json", exclude_none=True)
        return dumped
    if isinstance(value, dict):
        return {str(k): plain(v) for k, v in value.items() if v is not None}
    if isinstance(value, (frozenset, set)):
        return sorted((plain(v) for v in value), key=str)
    if isinstance(value, (tuple, list)):
        return [plain(v) for v in value]
    fields = getattr(type(value), "__dataclass_fields__", None)
    if fields is None:
        return str(value)
    return {name: plain(held) for name in fields if (held := getattr(value, name)) is not None}
