"""Czech and English: how the command line says numbers, days, money and what is not known.

Spaces are ordinary ones, so that a figure can be copied, searched and cut; columns that must not break are not wrapped.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from adapters.clock import PRAGUE
from adapters.telling.words import NO, NOT_KNOWN, UNDECIDED, YES, Counted, Language, Words

if TYPE_CHECKING:  # a help page needs none of these, and they take a quarter of a second
    from babel import Locale

    from domain.kernel.law import Citation
    from domain.kernel.money import Money

_THOUSANDS = {"cs": " ", "en": ","}
_POINT = {"cs": ",", "en": "."}
_SYMBOLS = {"cs": {"CZK": "Kč", "EUR": "€"}, "en": {"CZK": "CZK", "EUR": "EUR"}}


@dataclass(frozen=True)
class Speech:
    """Says things in one language."""

    language: Language

    def __call__(self, words: Words, **facts: object) -> str:
        """The text with its facts, dates and money in the manner of the language."""
        text = words.cs if self.language == "cs" else words.en
        return text.format_map({name: self._said(fact) for name, fact in facts.items()}) if facts else text

    def _said(self, fact: object) -> str:
        return str(fact) if type(fact) is str else self.value(fact)

    def count(self, number: int | Decimal, noun: Counted) -> str:
        """The number with the noun in the form that goes with it: 1 záznam, 2 záznamy, 5 záznamů."""
        return f"{self.number(number)} {self.form(number, noun)}"

    def form(self, number: int | Decimal, noun: Counted) -> str:
        """The form that goes with the number, without it; whole sentences may have such forms."""
        one, few = number in (-1, 1), number in (-4, -3, -2, 2, 3, 4)
        if self.language == "en":
            return noun.en[not one]
        return noun.cs[0 if one else 1 if few else 3 if number % 1 else 2]

    def seconds(self, seconds: float) -> str:
        """To a tenth, with the point of the language: 0,1."""
        return f"{seconds:.1f}".replace(".", _POINT[self.language])

    def number(self, number: int | Decimal, pattern: str | None = None) -> str:
        """With the separators of the language: 1 234 567,5."""
        if type(number) is int and pattern is None:  # long lists are full of these, and the library takes its time
            return f"{number:,}".replace(",", _THOUSANDS[self.language])
        from babel.numbers import format_decimal

        return _plain(format_decimal(number, format=pattern, locale=self._locale))

    @property
    def _locale(self) -> "Locale":
        from babel import Locale

        return Locale(self.language)

    def day(self, day: date) -> str:
        """Czech as it is written, 30. 6. 2026; English in the form that no reader mistakes, 2026-06-30."""
        return f"{day.day}. {day.month}. {day.year}" if self.language == "cs" else day.isoformat()

    def moment(self, moment: datetime) -> str:
        """The day and the time in Prague."""
        local = moment.astimezone(PRAGUE)
        return f"{self.day(local.date())} {local:%H:%M:%S}"

    def money(self, money: "Money") -> str:
        """Whole crowns without decimals, so that a maximum reads as its paper says it: 10 560 000 Kč."""
        number, symbol = self.amount(money), self.currency(money.currency)
        return f"{number} {symbol}" if self.language == "cs" else f"{symbol} {number}"

    def currency(self, code: str) -> str:
        """How a currency is written beside an amount."""
        return _SYMBOLS[self.language][code]

    def amount(self, money: "Money") -> str:
        """The figure alone, where its currency is said elsewhere."""
        from domain.kernel.money import EXPONENTS

        exponent = EXPONENTS[money.currency]
        whole, part = divmod(abs(money.minor), 10**exponent)
        decimals = f"{_POINT[self.language]}{part:0{exponent}}" if part else ""
        return f"{'-' if money.minor < 0 else ''}{self.number(whole)}{decimals}"

    def citation(self, citation: "Citation") -> str:
        if self.language == "en":
            return _plain(citation.english)
        from adapters.telling.words_citations import CITED_CS

        return CITED_CS.get(str(citation)) or _plain(citation.czech)

    def value(self, value: object) -> str:
        """Any typed value in words; None is said, never left empty."""
        if type(value) is str:  # most cells of a table
            return value
        if value is None:
            return self(NOT_KNOWN)
        if isinstance(value, Words):
            return self(value)
        if isinstance(value, bool):
            return self(YES if value else NO)
        if isinstance(value, datetime):
            return self.moment(value)
        if isinstance(value, date):
            return self.day(value)
        if isinstance(value, int | Decimal):
            return self.number(value)
        return self._of_domain(value)

    def _of_domain(self, value: object) -> str:
        from domain.kernel.answer import Answer
        from domain.kernel.money import Money

        if isinstance(value, Answer):
            return self({Answer.YES: YES, Answer.NO: NO}.get(value, UNDECIDED))
        if isinstance(value, Money):
            return self.money(value)
        return self._of_papers(value)

    def _of_papers(self, value: object) -> str:
        """What few answers hold: a library of models comes with periods."""
        from domain.kernel.law import Citation
        from domain.kernel.period import Period

        if isinstance(value, Period):
            return f"{self.day(value.start)} – {self.day(value.end) if value.end else '…'}"
        if isinstance(value, Citation):
            return self.citation(value)
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
            from domain.kernel.money import Money

            is_money = value.keys() == {"currency", "minor"}
            return self.money(Money(**value)) if is_money else "{" + self.facts(value) + "}"
        if isinstance(value, list):
            return "[" + ", ".join(self.fact(one) for one in value) + "]"
        if isinstance(value, str):
            return self._stored(value)
        return str(value) if isinstance(value, int) and not isinstance(value, bool) else self.value(value)

    def _stored(self, text: str) -> str:
        """A stored text: a moment in Prague, a day, a dash for an empty one; anything else as it is."""
        try:
            if _DAY.fullmatch(text):
                return self.day(date.fromisoformat(text))
            return self.moment(datetime.fromisoformat(text)) if _MOMENT.fullmatch(text) else text or "–"
        except ValueError:
            return text


_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)")


def _plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")
