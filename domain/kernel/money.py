"""Money: whole minor units (haléře, cents) with their currency, exact at every step."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:  # a report shows money without a library of models
    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
    from pydantic.json_schema import JsonSchemaValue
    from pydantic_core import CoreSchema

MAX_MINOR = 2**53 - 1
"""The largest amount in minor units: every JSON reader holds integers up to here exactly (RFC 8785, I-JSON)."""

EXPONENTS = {"CZK": 2, "EUR": 2}
"""Decimal places of a currency by its ISO 4217 code; the currencies that the ledger knows."""

_SYMBOLS = {"CZK": "Kč", "EUR": "€"}
_CODES = {"CZK": "CZK", "Kč": "CZK", "EUR": "EUR", "€": "EUR"}

_SPACE = "[ \u00a0\u2009\u202f]"
_SPACED = f"(?:0|[1-9][0-9]{{0,13}}|[1-9][0-9]{{0,2}}(?:{_SPACE}[0-9]{{3}})+)"
_DOTTED_TWICE = "[1-9][0-9]{0,2}(?:[.][0-9]{3}){2,}"
_DOTTED_ONCE = "[1-9][0-9]{0,2}[.][0-9]{3}"
_WHOLE = ",(?:-|–|—|--)"  # "15 244 205,- Kč": no haléře
_NUMBER = (
    f"([-\u2212]?)(?:({_SPACED})(?:[.,]([0-9]{{2}})|{_WHOLE})?"
    f"|({_DOTTED_TWICE})(?:,([0-9]{{2}})|{_WHOLE})?"
    f"|({_DOTTED_ONCE})(?:,([0-9]{{2}})|{_WHOLE}))"
)
_UNIT = f"{_SPACE}?(CZK|EUR|Kč|€)"
WRITTEN_PATTERN = f"^{_NUMBER}{_UNIT}$"
"""An amount that a person writes in a command: number and currency."""
PLAIN_PATTERN = "^-?(?:0|[1-9][0-9]{0,13})(?:[.][0-9]{2})?$"
"""The text of `amount` in the form {"amount", "currency"}."""

_AS_WRITTEN = f"{_NUMBER}(?:{_UNIT})?"

_EXPECTED = (
    "This is not money: expected an object with currency and minor (a whole number of haléře within ±(2**53−1)), "
    "or with currency and amount (a text such as 10560000.00), or one text such as 10560000.00 CZK or 10 560 000 Kč; "
    "known currencies are CZK and EUR. A JSON number with a decimal point cannot hold haléře exactly, "
    "and a rounded or ambiguous amount (11,5 mil. Kč, 1.234 Kč) is not guessed"
)


class CurrencyMismatch(TypeError):
    """Two currencies met in one sum or comparison."""

    def __init__(self, left: str, right: str) -> None:
        super().__init__(f"{left} and {right} cannot be added or compared: no rate is known here")


class MoneyOutOfRange(ValueError):
    """The amount cannot be stored: more than 2**53 − 1 minor units."""

    def __init__(self, minor: int) -> None:
        self.minor = minor
        super().__init__(f"{minor} minor units are outside ±(2**53−1), the whole numbers that JSON holds exactly")


class Rounding(StrEnum):
    """How a share that is no whole number of minor units becomes one; each way names where it comes from."""

    HALF_UP = "HALF_UP"
    """To the nearest haléř, a half away from zero: ordinary arithmetic, where no provision says otherwise."""
    DOWN = "DOWN"
    """Towards zero: where the parts together may not exceed the whole."""

    def divide(self, numerator: int, denominator: int) -> int:
        sign = -1 if (numerator < 0) != (denominator < 0) else 1
        quotient, remainder = divmod(abs(numerator), abs(denominator))
        if self is Rounding.HALF_UP and 2 * remainder >= abs(denominator):
            quotient += 1
        return sign * quotient


@dataclass(frozen=True, slots=True)
class Money:
    """An exact amount: `minor` units (haléře for CZK) of one `currency`.

    What kind of money it is (maximum, advance, returned …) the field's name says. Stored as
    {"currency":"CZK","minor":1056000000}. Raises MoneyOutOfRange beyond ±(2**53−1).
    """

    minor: int
    currency: str = "CZK"

    def __post_init__(self) -> None:
        if type(self.minor) is not int:
            raise TypeError(f"{self.minor!r} is not a whole number of minor units; money is never a float")
        if self.currency not in EXPONENTS:
            raise ValueError(f"{self.currency!r} is not a known currency; expected one of {', '.join(EXPONENTS)}")
        if abs(self.minor) > MAX_MINOR:
            raise MoneyOutOfRange(self.minor)

    # Made from what people write ----------------------------------------------------------------------------------

    @classmethod
    def czk(cls, crowns: int | str | Decimal) -> Self:
        """Crowns, with haléře after the decimal point: 10_560_000, "10 560 000", Decimal("1234.50")."""
        if isinstance(crowns, bool | float):
            raise TypeError(f"{crowns!r} is not an amount; give crowns as int, Decimal or text, never as float")
        if isinstance(crowns, str):
            return cls(_minor_of(crowns, currency="CZK"))
        minor = Decimal(crowns).scaleb(EXPONENTS["CZK"])
        if minor != int(minor):
            raise ValueError(f"{crowns} Kč is not a whole number of haléře")
        return cls(int(minor))

    @classmethod
    def zero(cls, currency: str = "CZK") -> Self:
        return cls(0, currency)

    # Arithmetic ---------------------------------------------------------------------------------------------------

    def __add__(self, other: "Money") -> "Money":
        return Money(self.minor + self._same(other), self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.minor - self._same(other), self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.minor, self.currency)

    def __abs__(self) -> "Money":
        return Money(abs(self.minor), self.currency)

    def __mul__(self, times: int) -> "Money":
        if type(times) is not int:
            raise TypeError(f"money is multiplied by whole numbers only, not by {times!r}; see Money.share")
        return Money(self.minor * times, self.currency)

    __rmul__ = __mul__

    def share(self, numerator: int, denominator: int, rounding: Rounding = Rounding.HALF_UP) -> "Money":
        """This amount × numerator / denominator, computed exactly and rounded once: 85 of 100, 9 of 12 months."""
        return Money(rounding.divide(self.minor * numerator, denominator), self.currency)

    def __lt__(self, other: "Money") -> bool:
        return self.minor < self._same(other)

    def __le__(self, other: "Money") -> bool:
        return self.minor <= self._same(other)

    def __gt__(self, other: "Money") -> bool:
        return self.minor > self._same(other)

    def __ge__(self, other: "Money") -> bool:
        return self.minor >= self._same(other)

    def _same(self, other: "Money") -> int:
        if not isinstance(other, Money):
            raise TypeError(f"money meets money only, not {other!r}; zero is Money(0)")
        if other.currency != self.currency:
            raise CurrencyMismatch(self.currency, other.currency)
        return other.minor

    @property
    def is_zero(self) -> bool:
        return self.minor == 0

    @property
    def is_negative(self) -> bool:
        return self.minor < 0

    # Shown --------------------------------------------------------------------------------------------------------

    @property
    def amount(self) -> str:
        """Plain decimal text for machines: 10560000.00."""
        whole, fraction = divmod(abs(self.minor), 10 ** EXPONENTS[self.currency])
        return f"{self._sign}{whole}.{fraction:02d}"

    def __str__(self) -> str:
        """For people, in the Czech manner with no-break spaces: 10 560 000,00 Kč."""
        whole, fraction = divmod(abs(self.minor), 10 ** EXPONENTS[self.currency])
        grouped = f"{whole:,}".replace(",", "\u00a0")
        return f"{self._sign}{grouped},{fraction:02d}\u00a0{_SYMBOLS[self.currency]}"

    @property
    def _sign(self) -> str:
        return "-" if self.minor < 0 else ""

    # Read and stored ----------------------------------------------------------------------------------------------

    @classmethod
    def __get_pydantic_core_schema__(cls, source: object, handler: "GetCoreSchemaHandler") -> "CoreSchema":
        """The stored form is tried first and without Python, so history loads fast; then what people write."""
        from pydantic_core import core_schema  # noqa: PLC0415  see above

        stored = _stored_schema(cls)
        readable = core_schema.union_schema(
            [stored, core_schema.no_info_before_validator_function(_from_written, stored)],
            mode="left_to_right",
            custom_error_type="money",
            custom_error_message=_EXPECTED,
        )
        return core_schema.chain_schema([readable, stored])  # the last step is the one that serialises

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: "CoreSchema", handler: "GetJsonSchemaHandler") -> "JsonSchemaValue":
        stored = _object_schema("minor", {"type": "integer", "minimum": -MAX_MINOR, "maximum": MAX_MINOR})
        if handler.mode == "serialization":
            return stored
        plain = _object_schema("amount", {"type": "string", "pattern": PLAIN_PATTERN})
        text = {"type": "string", "pattern": WRITTEN_PATTERN, "examples": ["10560000.00 CZK", "10 560 000 Kč"]}
        return {"title": "Money", "description": "Whole minor units (haléře).", "anyOf": [stored, plain, text]}


def czk(crowns: int | str | Decimal) -> Money:
    """So many Czech crowns. See Money.czk."""
    return Money.czk(crowns)


def total(amounts: Iterable[Money], currency: str = "CZK") -> Money:
    """The sum; of nothing it is zero in `currency`. Raises CurrencyMismatch."""
    return sum(amounts, start=Money(0, currency))


def parse_amount(raw: str, currency: str = "CZK") -> Money | None:
    """The amount exactly as a document writes it, or None where it is not certain; never a guess.

    Certain are digits alone, thousands parted by spaces, thousands parted by two or more dots ("33.209.104"), two
    decimals after a comma or a point, and "15 244 205,- Kč". Not certain, hence None: one dot with three digits
    ("1.234": thousand or decimals?) unless decimals or ",-" follow; one or three decimals; rounded amounts
    ("11,5 mil. Kč", "cca 100"); groups of other than three digits; any other word. `currency` holds where none is
    written.
    """
    match = re.fullmatch(_AS_WRITTEN, raw.strip())
    if match is None:
        return None
    sign, spaced, cents, dotted, dotted_cents, once, once_cents, unit = match.groups()
    whole = re.sub(r"\D", "", spaced or dotted or once)
    minor = int(whole + (cents or dotted_cents or once_cents or "00"))
    return Money(-minor if sign else minor, _CODES.get(unit, currency)) if minor <= MAX_MINOR else None


def _minor_of(text: str, *, currency: str) -> int:
    found = parse_amount(text, currency)
    if found is None or found.currency != currency:
        raise ValueError(f"{text!r} is not a certain amount in {currency}; expected 10 560 000 or 1234.50")
    return found.minor


def _from_written(value: object) -> object:
    """A text with its currency, or {"amount", "currency"}, as the stored form; anything else is left to be refused."""
    text = value
    if isinstance(value, dict) and value.keys() == {"amount", "currency"} and isinstance(value["amount"], str):
        text = f"{value['amount']} {value['currency']}" if re.fullmatch(PLAIN_PATTERN, value["amount"]) else None
    if not isinstance(text, str) or not re.fullmatch(WRITTEN_PATTERN, text):
        return None
    return parse_amount(text)


def _stored_schema(cls: type[Money]) -> "CoreSchema":
    from pydantic_core import core_schema  # noqa: PLC0415  see above

    minor = core_schema.int_schema(strict=True, ge=-MAX_MINOR, le=MAX_MINOR)
    fields = [
        core_schema.dataclass_field("currency", core_schema.literal_schema(list(EXPONENTS))),
        core_schema.dataclass_field("minor", minor),
    ]
    arguments = core_schema.dataclass_args_schema("Money", fields, extra_behavior="forbid")
    return core_schema.dataclass_schema(cls, arguments, ["currency", "minor"], slots=True, frozen=True)


def _object_schema(name: str, of: dict[str, Any]) -> dict[str, Any]:
    properties = {"currency": {"enum": list(EXPONENTS)}, name: of}
    return {"type": "object", "properties": properties, "required": ["currency", name], "additionalProperties": False}
