"""What somebody writes behind the name of a column, as a condition on its values; each kind of column reads its own.

`unknown` and `known` ask whether there is a value at all. Days, numbers and money take ranges: 2018-01-01..2018-06-30,
..2018-06-30. Words of the program, days and files take several with commas between; texts take `*` for any letters.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from difflib import get_close_matches
from typing import Any, NamedTuple
from uuid import UUID

from adapters.clock import day_of
from adapters.telling.columns import Column, Holds
from domain.kernel.money import Money, parse_amount
from domain.kernel.wrong_fields import FieldProblem
from projections.folding import folded

Test = Callable[[Any], bool]
"""Whether one value is among those that are asked for."""
Named = Callable[[str], UUID | None]
"""The file of a number that people write; None where there is none."""


class Written(NamedTuple):
    """What stands behind the name of a column."""

    column: Column
    text: str
    named: Named


PRESENCE = ("unknown", "known")
"""Whether there is a value at all."""
LONGEST = 200
"""How many characters a condition may have."""
RANGE = ".."
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NUMBER = re.compile(r"-?[0-9]{1,18}(?:\.[0-9]{1,9})?")
_TRUTHS = {"true": True, "false": False, "yes": True, "no": False}


class Unreadable(ValueError):
    """What was written is no condition on this column; the code is one that pydantic has for the same."""

    def __init__(self, code: str, message: str, *, nearest: str | None = None) -> None:
        self.code, self.nearest = code, nearest
        super().__init__(message)


def condition_of(column: Column, written: str, named: Named) -> Callable[[tuple[Any, ...]], bool]:
    """Whether the values of a row are asked for. Raises Unreadable."""
    text = written.strip()
    if not text or len(text) > LONGEST:
        raise Unreadable("string_too_short" if not text else "string_too_long", f"give 1 to {LONGEST} characters")
    if text in PRESENCE:
        return lambda values: bool(values) == (text == "known")
    test = _READERS[column.holds](Written(column, text, named))
    return lambda values: any(test(one) for one in values)


def problem_of(name: str, error: Unreadable) -> FieldProblem:
    """The same for an answer."""
    return FieldProblem(name, error.code, str(error), nearest=error.nearest)


# By kind --------------------------------------------------------------------------------------------------------------


def _text(said: Written) -> Test:
    return text_matcher(said.text)


def text_matcher(written: str) -> Test:
    """The same text, whatever its case, diacritics and punctuation."""
    parts = [folded(part) for part in written.split("*")]
    if len(parts) == 1:
        return lambda value: folded(str(value)) == parts[0]
    return lambda value: _has_parts(folded(str(value)), parts)


def _has_parts(text: str, parts: Sequence[str]) -> bool:
    """Whether they stand there one behind the other, the first and the last at the ends; in one pass, however many."""
    first, *inner, last = parts
    if not text.startswith(first) or not text.endswith(last):
        return False
    at, end = len(first), len(text) - len(last)
    for part in inner:
        found = text.find(part, at, end)
        if found < 0:
            return False
        at = found + len(part)
    return at <= end


def _choice(said: Written) -> Test:
    known = {choice.casefold(): choice for choice in said.column.value.choices}
    words = [word.strip().casefold() for word in said.text.split(",")]
    wrong = next((word for word in words if word not in known), None)
    if wrong is not None:
        nearest = get_close_matches(wrong, known, n=1, cutoff=0.5)
        told = f"must be one of {', '.join(known.values())}"
        raise Unreadable("literal_error", told, nearest=known[nearest[0]] if nearest else None)
    wanted = {known[word] for word in words}
    return lambda value: str(getattr(value, "value", value)) in wanted


def _truth(said: Written) -> Test:
    wanted = _TRUTHS.get(said.text.casefold())
    if wanted is None:
        raise Unreadable("bool_parsing", "must be true or false")
    return lambda value: value is wanted


def _file(said: Written) -> Test:
    """A number that nobody knows finds nothing: whether there is such a file is not told."""
    wanted = {said.named(one.strip()) for one in said.text.split(",")}
    return lambda value: value in wanted


def _day(said: Written) -> Test:
    return _among(said.text, _read_day)


def _moment(said: Written) -> Test:
    """Asked for by the day in Prague."""
    test = _among(said.text, _read_day)

    def on_its_day(value: datetime) -> bool:
        return test(day_of(value))

    return on_its_day


def _number(said: Written) -> Test:
    return _among(said.text, _read_number)


def _money(said: Written) -> Test:
    """Crowns where no currency is named. An amount in another currency is no answer."""
    first, last = _ends(said.text, _read_money)

    def test(value: Money) -> bool:
        bounds = [one for one in (first, last) if one is not None]
        if any(one.currency != value.currency for one in bounds):
            return False
        return (first is None or first <= value) and (last is None or value <= last)

    return test


_READERS: Mapping[Holds, Callable[[Written], Test]] = {
    Holds.TEXT: _text,
    Holds.CHOICE: _choice,
    Holds.TRUTH: _truth,
    Holds.FILE: _file,
    Holds.DAY: _day,
    Holds.MOMENT: _moment,
    Holds.NUMBER: _number,
    Holds.MONEY: _money,
}


# Ranges ---------------------------------------------------------------------------------------------------------------


def _among(written: str, read: Callable[[str], Any]) -> Test:
    """Within one of the ranges; a single value is a range of its own."""
    ranges = [_ends(part, read) for part in written.split(",")]

    def test(value: Any) -> bool:  # noqa: ANN401  whatever the column holds
        return any((first is None or first <= value) and (last is None or value <= last) for first, last in ranges)

    return test


def _ends(written: str, read: Callable[[str], Any]) -> tuple[Any, Any]:
    """Both ends, each included; None where there is none."""
    first, dots, last = (part.strip() for part in written.partition(RANGE))
    if not dots:
        return (one := read(first)), one
    if not first and not last:
        raise Unreadable("value_error", f"a range has a first or a last value, such as {RANGE}2018-06-30")
    return (read(first) if first else None), (read(last) if last else None)


def _read_day(written: str) -> date:
    try:
        if _DAY.fullmatch(written):
            return date.fromisoformat(written)
    except ValueError:
        pass
    raise Unreadable("date_parsing", "must be a day such as 2018-06-30, or a range such as 2018-01-01..2018-06-30")


def _read_number(written: str) -> Decimal:
    if not _NUMBER.fullmatch(written):
        raise Unreadable("decimal_parsing", "must be a number, or a range such as 10..20")
    return Decimal(written)


def _read_money(written: str) -> Money:
    amount = parse_amount(written)
    if amount is None:
        raise Unreadable("money", "is not money; expected 10000, 10 000 Kč, or a range such as 10000..20000")
    return amount
