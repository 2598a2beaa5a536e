"""Exact numbers that are no money."""

from decimal import Decimal

import pytest
from pydantic import TypeAdapter, ValidationError

from domain.kernel.quantity import Quantity

QUANTITY: TypeAdapter[Decimal] = TypeAdapter(Quantity)


@pytest.mark.parametrize(
    ("given", "stored"),
    [
        (48, "48"),
        ("48", "48"),
        ("48.00", "48"),
        ("4.50", "4.5"),
        ("100", "100"),
        ("-0.0", "0"),
        ("-4.5", "-4.5"),
        ("0.000001", "0.000001"),
        ("9999999999.999999", "9999999999.999999"),
    ],
)
def test_one_quantity_has_one_text(given: object, stored: str) -> None:
    """However it is written, it is stored one way, and read again it is the same."""
    value = QUANTITY.validate_python(given)
    assert QUANTITY.dump_python(value, mode="json") == stored
    assert QUANTITY.validate_python(stored) == value


@pytest.mark.parametrize("given", [4.5, True, "NaN", "Infinity", "0.0000001", "10000000000.000001", "many", None])
def test_what_is_not_exact_is_no_quantity(given: object) -> None:
    with pytest.raises(ValidationError):
        QUANTITY.validate_python(given)
