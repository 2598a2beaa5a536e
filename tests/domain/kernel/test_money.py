"""Money is exact, knows its currency, and never guesses what a paper means."""

import copy
import json
import pickle
from collections.abc import Callable
from decimal import Decimal

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, TypeAdapter, ValidationError

from domain.kernel.money import MAX_MINOR, CurrencyMismatch, Money, MoneyOutOfRange, Rounding, czk, parse_amount, total

MONEY = TypeAdapter(Money)
SMALL = st.integers(-(10**12), 10**12).map(Money)


class Field(BaseModel):
    amount: Money


# Stored and read ------------------------------------------------------------------------------------------------


def test_stored_form_is_currency_and_whole_minor_units() -> None:
    """These bytes are sealed and never change."""
    assert MONEY.dump_json(czk(10_560_000)) == b'{"currency":"CZK","minor":1056000000}'


@given(st.integers(-MAX_MINOR, MAX_MINOR), st.sampled_from(["CZK", "EUR"]))
def test_what_is_stored_comes_back(minor: int, currency: str) -> None:
    """Storing loses nothing, up to the largest amount."""
    money = Money(minor, currency)
    assert MONEY.validate_json(MONEY.dump_json(money)) == money
    assert MONEY.validate_python(MONEY.dump_python(money)) == money


@pytest.mark.parametrize(
    "written",
    [
        "10560000.00 CZK",
        "10560000 Kč",
        "10560000 CZK",
        "10 560 000 Kč",
        "10\u00a0560\u00a0000,00\u00a0Kč",
        "10.560.000,- Kč",
        {"amount": "10560000.00", "currency": "CZK"},
        {"amount": "10560000", "currency": "CZK"},
        {"minor": 1_056_000_000, "currency": "CZK"},
    ],
)
def test_people_may_write_money_in_a_command(written: object) -> None:
    """Whoever writes a command by hand need not count haléře."""
    assert Field.model_validate({"amount": written}).amount == Money(1_056_000_000)
    assert Field.model_validate_json(json.dumps({"amount": written})).amount == Money(1_056_000_000)


@pytest.mark.parametrize(
    "wrong",
    [
        10560000.0,
        10560000,
        True,
        None,
        "10560000",
        "1.234 Kč",
        "11,5 mil. Kč",
        "10560000.0 CZK",
        "100 USD",
        "100 Kčs",
        {"amount": 10560000.0, "currency": "CZK"},
        {"amount": "10 560 000", "currency": "CZK"},
        {"amount": "5", "currency": "USD"},
        {"amount": "5", "currency": "CZK", "kind": "maximum"},
        {"minor": 5},
        {"minor": 5.0, "currency": "CZK"},
        {"minor": "5", "currency": "CZK"},
        {"minor": True, "currency": "CZK"},
        {"minor": 5, "currency": "USD"},
        {"minor": MAX_MINOR + 1, "currency": "CZK"},
        {"minor": -MAX_MINOR - 1, "currency": "CZK"},
        {"minor": 5, "currency": "CZK", "kind": "maximum"},
    ],
)
def test_what_is_not_certainly_money_is_refused_with_one_message(wrong: object) -> None:
    """The message says what is expected and why a decimal number is not taken."""
    with pytest.raises(ValidationError) as caught:
        Field.model_validate({"amount": wrong})
    [error] = caught.value.errors()
    assert error["loc"] == ("amount",)
    assert "10560000.00 CZK" in error["msg"]
    assert "JSON number with a decimal point cannot hold haléře exactly" in error["msg"]


def test_json_schema_shows_how_money_is_written() -> None:
    """A reader of the schema can write an amount; a stored event is an object only."""
    schema = MONEY.json_schema()
    for good in (
        "10560000.00 CZK",
        "10 560 000 Kč",
        {"amount": "1.50", "currency": "EUR"},
        {"minor": 5, "currency": "CZK"},
    ):
        jsonschema.validate(good, schema)
    for wrong in (
        12.5,
        12,
        "12",
        "1.234 Kč",
        {"amount": "1,5", "currency": "EUR"},
        {"minor": 5},
        {"minor": 2**53, "currency": "CZK"},
    ):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(wrong, schema)
    assert MONEY.json_schema(mode="serialization")["type"] == "object"


@given(st.text(alphabet="0123456789 .,-KčCZEUR€\u00a0", max_size=20))
def test_schema_and_reader_agree_on_texts(text: str) -> None:
    """No text passes the schema and is refused, or the other way round."""
    validator = jsonschema.Draft202012Validator(MONEY.json_schema())
    try:
        MONEY.validate_python(text)
    except ValidationError:
        assert not validator.is_valid(text)
    else:
        assert validator.is_valid(text)


# As papers write it ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "crowns"),
    [
        ("33.209.104", "33209104"),
        ("9.577.865", "9577865"),
        ("10 560 000", "10560000"),
        ("15 244 205,- Kč", "15244205"),
        ("4 284 985,- Kč", "4284985"),
        ("4 284 985,– Kč", "4284985"),
        ("1 234 567,50 Kč", "1234567.50"),
        ("10\u00a0560\u00a0000\u00a0Kč", "10560000"),
        ("10\u202f560\u202f000", "10560000"),
        ("10560000", "10560000"),
        ("10560000.00", "10560000"),
        ("1.234,50", "1234.50"),
        ("1.234,- Kč", "1234"),
        ("12,50", "12.50"),
        ("12.50", "12.50"),
        ("  5 Kč ", "5"),
        ("0", "0"),
        ("-1 234,50 Kč", "-1234.50"),
        ("\u22121 234,50 Kč", "-1234.50"),
    ],
)
def test_certain_amounts_are_read(raw: str, crowns: str) -> None:
    """The number formats of the sources, and the usual ones beside them."""
    assert parse_amount(raw) == czk(Decimal(crowns))


@pytest.mark.parametrize(
    "raw",
    [
        "11,5 mil. Kč",
        "cca 100 Kč",
        "1.234",
        "1.234 Kč",
        "1,234",
        "1,234,567",
        "1234,5",
        "12,505",
        "10560 000",
        "10 56 000",
        "10  560",
        "010 560",
        "01",
        "10.560 000",
        "1 234.567",
        "99999999999999999999",
        "90071992547410",
        "",
        "Kč",
        "-",
        "1 2",
        "100 USD",
        "5 Kč a 6 Kč",
        "١٢",
    ],
)
def test_uncertain_amounts_are_not_guessed(raw: str) -> None:
    """Thousand or decimals, rounded, oddly grouped, too large: no amount."""
    assert parse_amount(raw) is None


def test_the_largest_amount_is_still_read() -> None:
    """The last haléř that can be stored, and not one more."""
    assert parse_amount("90071992547409,91") == Money(MAX_MINOR)
    assert parse_amount("90071992547409,92") is None


def test_currency_is_the_written_one_and_else_the_assumed_one() -> None:
    """A table headed "in EUR" says so once."""
    assert parse_amount("1,50 €") == parse_amount("1,50 EUR") == parse_amount("1,50", "EUR") == Money(150, "EUR")
    assert parse_amount("1,50 Kč", "EUR") == parse_amount("1,50 CZK") == Money(150)


@given(st.integers(-MAX_MINOR, MAX_MINOR), st.sampled_from(["CZK", "EUR"]))
def test_what_is_shown_can_be_read_again(minor: int, currency: str) -> None:
    """The Czech form and the plain form are both certain amounts."""
    money = Money(minor, currency)
    assert parse_amount(str(money)) == money
    assert parse_amount(money.amount, currency) == money


def test_money_is_shown_in_the_czech_manner() -> None:
    """Fixed spaces keep an amount on one line."""
    assert str(czk(10_560_000)) == "10\u00a0560\u00a0000,00\u00a0Kč"
    assert str(Money(-5)) == "-0,05\u00a0Kč"
    assert str(Money(123456, "EUR")) == "1\u00a0234,56\u00a0€"
    assert (czk(10_560_000).amount, Money(-5).amount) == ("10560000.00", "-0.05")


# Made of crowns -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("crowns", [1_234, "1 234", "1234,00", "1.234,- Kč", Decimal(1234), Decimal("1234.00")])
def test_crowns_are_given_as_int_text_or_decimal(crowns: int | str | Decimal) -> None:
    """The three exact ways."""
    assert czk(crowns) == Money.czk(crowns) == Money(123_400)


@pytest.mark.parametrize("crowns", [1234.0, True])
def test_crowns_as_float_are_refused(crowns: float) -> None:
    """A float has lost haléře before it arrives."""
    with pytest.raises(TypeError, match="never as float"):
        czk(crowns)  # type: ignore[arg-type]  # what a hurried hand writes


@pytest.mark.parametrize("crowns", ["1.234", "5 €", "mnoho", Decimal("0.005")])
def test_crowns_that_are_not_certain_are_refused(crowns: str | Decimal) -> None:
    """No rounding and no guessing on the way in."""
    with pytest.raises(ValueError, match=r"not a (certain amount|whole number of haléře)"):
        czk(crowns)


@pytest.mark.parametrize("minor", [5.0, "5", True, None])
def test_minor_units_are_whole(minor: object) -> None:
    """Money counts in int."""
    with pytest.raises(TypeError, match="never a float"):
        Money(minor)  # type: ignore[arg-type]  # what a hurried hand writes


def test_unknown_currency_is_refused() -> None:
    """Only currencies whose exponent is known."""
    with pytest.raises(ValueError, match="expected one of CZK, EUR"):
        Money(5, "USD")


def test_amounts_end_where_json_numbers_do() -> None:
    """±(2**53−1) minor units, in arithmetic too."""
    assert Money(-MAX_MINOR).minor == -Money(MAX_MINOR).minor
    for minor in (MAX_MINOR + 1, -MAX_MINOR - 1):
        with pytest.raises(MoneyOutOfRange, match="outside ±"):
            Money(minor)
    with pytest.raises(MoneyOutOfRange):
        Money(MAX_MINOR) + Money(1)


def test_money_can_be_copied_hashed_and_not_changed() -> None:
    """A value is a value."""
    money = Money(5, "EUR")
    assert copy.deepcopy(money) == pickle.loads(pickle.dumps(money)) == money
    assert {money: 1}[Money(5, "EUR")] == 1
    with pytest.raises(AttributeError):
        money.minor = 6  # type: ignore[misc]  # that it cannot be assigned is the point


# Arithmetic -----------------------------------------------------------------------------------------------------


@given(SMALL, SMALL, SMALL)
def test_sums_are_exact_in_any_order(a: Money, b: Money, c: Money) -> None:
    """No cent is lost by adding in another order."""
    assert (a + b) + c == a + (b + c) == total([c, a, b])
    assert a + b - b == a
    assert a - b == -(b - a)
    assert abs(a) == (a if a.minor >= 0 else -a)


@given(SMALL, st.integers(0, 50))
def test_multiplying_is_repeated_adding(a: Money, times: int) -> None:
    """24 months of one amount."""
    assert a * times == times * a == total([a] * times)


@given(SMALL, SMALL)
def test_money_is_ordered_by_its_amount(a: Money, b: Money) -> None:
    """Exactly one of less, equal, greater."""
    assert (a < b, a == b, a > b).count(True) == 1
    assert (a <= b) == (a < b or a == b)
    assert (a >= b) == (not a < b)


def test_total_of_nothing_is_zero() -> None:
    """An empty ledger has a sum."""
    assert total([]) == Money.zero() == Money(0)
    assert total([], "EUR") == Money(0, "EUR")
    assert Money(0).is_zero
    assert not Money(1).is_zero
    assert Money(-1).is_negative
    assert not Money(0).is_negative


@pytest.mark.parametrize(
    "mixing",
    [
        lambda a, b: a + b,
        lambda a, b: a - b,
        lambda a, b: a < b,
        lambda a, b: a <= b,
        lambda a, b: a > b,
        lambda a, b: a >= b,
        lambda a, b: total([a, b]),
    ],
)
def test_currencies_do_not_mix(mixing: Callable[[Money, Money], object]) -> None:
    """No rate is known here."""
    with pytest.raises(CurrencyMismatch, match="no rate is known"):
        mixing(Money(1, "CZK"), Money(1, "EUR"))
    assert Money(1, "CZK") != Money(1, "EUR")


def test_money_meets_money_only() -> None:
    """A bare number has no currency."""
    with pytest.raises(TypeError, match="money meets money only"):
        Money(1) + 1  # type: ignore[operator]  # what a hurried hand writes
    for factor in (1.5, Decimal(2), True):
        with pytest.raises(TypeError, match="whole numbers only"):
            Money(1) * factor  # type: ignore[operator]  # what a hurried hand writes


@pytest.mark.parametrize(
    ("minor", "numerator", "denominator", "half_up", "down"),
    [
        (100, 85, 100, 85, 85),
        (5, 1, 2, 3, 2),
        (-5, 1, 2, -3, -2),
        (5, -1, 2, -3, -2),
        (5, 1, -2, -3, -2),
        (10, 1, 3, 3, 3),
        (20, 1, 3, 7, 6),
        (0, 1, 3, 0, 0),
        (9_007_199_254_740_991, 2, 3, 6_004_799_503_160_661, 6_004_799_503_160_660),
    ],
)
def test_share_is_rounded_once_and_by_name(
    minor: int, numerator: int, denominator: int, half_up: int, down: int
) -> None:
    """Half up goes away from zero; down goes towards it."""
    assert Money(minor).share(numerator, denominator) == Money(half_up)
    assert Money(minor).share(numerator, denominator, rounding=Rounding.HALF_UP) == Money(half_up)
    assert Money(minor).share(numerator, denominator, rounding=Rounding.DOWN) == Money(down)


@given(st.integers(-(10**10), 10**10), st.integers(1, 1000), st.integers(1, 1000))
def test_share_is_within_half_a_unit_of_the_exact_value(minor: int, numerator: int, denominator: int) -> None:
    """Compared without rounding, in whole numbers."""
    share = Money(minor).share(numerator, denominator).minor
    assert abs(share * denominator - minor * numerator) * 2 <= denominator


def test_share_of_nothing_is_an_error() -> None:
    """Dividing by zero is our bug, not a rule."""
    with pytest.raises(ZeroDivisionError):
        Money(5).share(1, 0)
