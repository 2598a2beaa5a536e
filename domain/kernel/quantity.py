"""Exact numbers that are no money: places, hours, units, percent, points."""

from decimal import Decimal
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError


def _never_float(value: object) -> object:
    if isinstance(value, bool | float):
        raise PydanticCustomError(
            "exact_number", "{value} is not exact; expected 48 or a text such as '4.5'", {"value": value}
        )
    return value


def _shortest(value: Decimal) -> Decimal:
    """48.00 is 48: one quantity has one form, and so one text in the ledger."""
    return value.quantize(Decimal(1)) + 0 if value == value.to_integral_value() else value.normalize()


Quantity = Annotated[
    Decimal,
    BeforeValidator(_never_float),
    Field(max_digits=16, decimal_places=6, allow_inf_nan=False),
    AfterValidator(_shortest),
    WithJsonSchema({"anyOf": [{"type": "integer"}, {"type": "string", "pattern": "^-?[0-9]+([.][0-9]+)?$"}]}),
]
"""An exact number: 48, "4.5". Stored as text, never as a float."""
