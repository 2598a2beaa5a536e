"""What a variable of an installation may hold: how its text is read, and what is wrong with it.

Plain functions and no library of models: every run of the command line reads its settings, and to load one would take
longer than most answers.
"""

import re
from collections.abc import Callable
from typing import Any

from adapters.telling.words import Words

Kind = Callable[[Any], object]
"""The value that a text means, or a value that is one already. Raises Unfit."""


class Unfit(ValueError):
    """A text cannot be what it is said to be; `reason` says why, in one sentence of either language."""

    def __init__(self, en: str, cs: str) -> None:
        super().__init__(en)
        self.reason = as_it_stands(en, cs)


def as_it_stands(en: str, cs: str) -> Words:
    """A sentence whose facts are in it already: no brace in it stands for one."""
    doubled = str.maketrans({"{": "{{", "}": "}}"})
    return Words(en.translate(doubled), cs.translate(doubled))


class Secret:
    """A text that no log, traceback or page shows."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def get_secret_value(self) -> str:
        return self._text

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other._text == self._text

    def __hash__(self) -> int:
        return hash(self._text)

    def __repr__(self) -> str:
        return "Secret('**********')"

    def __str__(self) -> str:
        return "**********"


def secret(given: "str | Secret") -> Secret:
    return given if isinstance(given, Secret) else Secret(given)


def one_of(*words: str) -> Kind:
    """One of these words, spelled like this."""

    def read(given: str) -> str:
        if given not in words:
            known = [repr(word) for word in words]
            raise Unfit(f"Input should be {' or '.join(known)}", f"očekává se {' nebo '.join(known)}")
        return given

    return read


def matching(pattern: str) -> Kind:
    """A text of this form."""

    def read(given: str) -> str:
        if not re.fullmatch(pattern, given):
            raise Unfit(f"String should match pattern '{pattern}'", f"text má odpovídat vzoru '{pattern}'")
        return given

    return read


def networks(given: str) -> str:
    """Addresses or networks with commas between."""
    from ipaddress import ip_network  # noqa: PLC0415  few installations name any

    one = ""
    try:
        for one in given.split(","):
            ip_network(one.strip())
    except ValueError as error:
        raise Unfit(f"Value error, {error}", f"{one.strip()!r} není platná adresa ani síť") from None
    return given


def whole(*, above: int | None = None, least: int | None = None) -> Kind:
    """A whole number; one that a program wrote as 60.0 as well."""

    def read(given: str | int) -> int:
        try:
            value = int(re.sub(r"(?<=\d)\.0+$", "", str(given).strip()))
        except ValueError:
            text = "Input should be a valid integer, unable to parse string as an integer"
            raise Unfit(text, "očekává se celé číslo") from None
        if above is not None and not value > above:
            raise Unfit(f"Input should be greater than {above}", f"má být větší než {above}")
        if least is not None and not value >= least:
            raise Unfit(f"Input should be greater than or equal to {least}", f"má být nejméně {least}")
        return value

    return read


def number(*, least: int, most: int) -> Kind:
    """A number, whole or not, within these bounds."""

    def read(given: str | float) -> float:
        try:
            value = float(given)
        except ValueError:
            text = "Input should be a valid number, unable to parse string as a number"
            raise Unfit(text, "očekává se číslo") from None
        if not value <= most:
            raise Unfit(f"Input should be less than or equal to {most}", f"má být nejvýše {most}")
        if not value >= least:
            raise Unfit(f"Input should be greater than or equal to {least}", f"má být nejméně {least}")
        return value

    return read
