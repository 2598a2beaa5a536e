"""Czech and English: how the command line says numbers, days, money and what is not known.

Spaces are ordinary ones, so that a figure can be copied, searched and cut; columns that must not break are not wrapped.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal, NamedTuple

from babel import Locale
from babel.numbers import format_decimal

from adapters.clock import PRAGUE
from domain.kernel.law import Citation
from domain.kernel.money import EXPONENTS, Money
from domain.kernel.period import Answer, Period

Language = Literal["cs", "en"]


class Words(NamedTuple):
    """A text in both languages; `{names}` stand for facts."""

    en: str
    cs: str


class Counted(NamedTuple):
    """A noun with its number: English one and many; Czech one, few (2–4), many, and part of one."""

    en: tuple[str, str]
    cs: tuple[str, str, str, str]


NOT_KNOWN = Words("not known", "neuvedeno")
UNDECIDED = Words("cannot be decided", "nelze rozhodnout")
YES = Words("yes", "ano")
NO = Words("no", "ne")

_LOCALES = {"cs": Locale("cs"), "en": Locale("en")}
_CS_FORMS = ("one", "few", "other", "many")
_SYMBOLS = {"cs": {"CZK": "Kč", "EUR": "€"}, "en": {"CZK": "CZK", "EUR": "EUR"}}


@dataclass(frozen=True)
class Speech:
    """Says things in one language."""

    language: Language

    def __call__(self, words: Words, **facts: object) -> str:
        """The text with its facts, dates and money in the manner of the language."""
        text = words.cs if self.language == "cs" else words.en
        return text.format_map({name: self.value(fact) for name, fact in facts.items()}) if facts else text

    def count(self, number: int, noun: Counted) -> str:
        """The number with the noun in the form that goes with it: 1 záznam, 2 záznamy, 5 záznamů."""
        form = _LOCALES[self.language].plural_form(number)
        if self.language == "en":
            return f"{self.number(number)} {noun.en[form != 'one']}"
        return f"{self.number(number)} {noun.cs[_CS_FORMS.index(form)]}"

    def number(self, number: int | Decimal) -> str:
        return _plain(format_decimal(number, locale=_LOCALES[self.language]))

    def day(self, day: date) -> str:
        """Czech as it is written, 30. 6. 2026; English in the form that no reader mistakes, 2026-06-30."""
        return f"{day.day}. {day.month}. {day.year}" if self.language == "cs" else day.isoformat()

    def moment(self, moment: datetime) -> str:
        """The day and the time in Prague."""
        local = moment.astimezone(PRAGUE)
        return f"{self.day(local.date())} {local:%H:%M:%S}"

    def money(self, money: Money) -> str:
        """Whole crowns without decimals, so that a maximum reads as its paper says it: 10 560 000 Kč."""
        exponent = EXPONENTS[money.currency]
        amount = Decimal(money.minor).scaleb(-exponent)
        pattern = "#,##0" if amount == amount.to_integral_value() else f"#,##0.{'0' * exponent}"
        number = _plain(format_decimal(amount, format=pattern, locale=_LOCALES[self.language]))
        symbol = _SYMBOLS[self.language][money.currency]
        return f"{number} {symbol}" if self.language == "cs" else f"{symbol} {number}"

    def citation(self, citation: Citation) -> str:
        return _plain(citation.czech if self.language == "cs" else citation.english)

    def value(self, value: object) -> str:  # one line per type
        """Any typed value in words; None is said, never left empty."""
        if value is None:
            return self(NOT_KNOWN)
        if isinstance(value, Answer):
            return self({Answer.YES: YES, Answer.NO: NO}.get(value, UNDECIDED))
        if isinstance(value, bool):
            return self(YES if value else NO)
        if isinstance(value, Words):
            return self(value)
        if isinstance(value, Money):
            return self.money(value)
        if isinstance(value, datetime):
            return self.moment(value)
        if isinstance(value, date):
            return self.day(value)
        return self._composed(value)

    def _composed(self, value: object) -> str:
        if isinstance(value, Period):
            return f"{self.day(value.start)} – {self.day(value.end) if value.end else '…'}"
        if isinstance(value, Citation):
            return self.citation(value)
        if isinstance(value, int | Decimal):
            return self.number(value)
        if isinstance(value, Mapping):
            return "; ".join(f"{key}: {self.value(one)}" for key, one in value.items())
        if isinstance(value, tuple | list | set | frozenset):
            return ", ".join(self.value(one) for one in value)
        return str(value)

    def facts(self, facts: Mapping[str, Any]) -> str:
        """Stored facts by name; the names are those of the rule, so that they can be searched for."""
        return ", ".join(f"{name} {self.fact(value)}" for name, value in facts.items())

    def fact(self, value: object) -> str:
        """A stored value: money and days in the manner of the language, the rest as it is."""
        if isinstance(value, Mapping):
            is_money = value.keys() == {"currency", "minor"}
            return self.money(Money(**value)) if is_money else "{" + self.facts(value) + "}"
        if isinstance(value, list):
            return "[" + ", ".join(self.fact(one) for one in value) + "]"
        if isinstance(value, str):
            day = _stored_day(value)
            return self.day(day) if day else value
        return str(value) if isinstance(value, int) and not isinstance(value, bool) else self.value(value)


def _stored_day(text: str) -> date | None:
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")
