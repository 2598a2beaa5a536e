"""Numbers are said as the library of languages says them, also where it is not asked."""

import pytest
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st

from adapters.telling.speech import Speech
from adapters.telling.words import Language
from domain.kernel.money import Money

SPACE, NO_BREAK = " ", "\u00a0"


def written(number: int, language: Language) -> str:
    """By the library, with spaces that can be typed."""
    return format_decimal(number, locale=language).replace(NO_BREAK, SPACE)


@pytest.mark.parametrize("language", ["cs", "en"])
def test_whole_numbers_read_as_in_any_other_program(language: Language) -> None:
    """Above and below zero, longer than any figure that there is."""

    @given(st.integers(min_value=-(10**20), max_value=10**20))
    def reads_alike(number: int) -> None:
        assert Speech(language).number(number) == written(number, language)

    reads_alike()


@pytest.mark.parametrize(("language", "figure"), [("cs", "1 234 567"), ("en", "1,234,567")])
def test_whole_crowns_read_as_whole_numbers(language: Language, figure: str) -> None:
    assert Speech(language).amount(Money(123_456_700)) == figure
    assert Speech(language).amount(Money(-123_456_700)) == f"-{figure}"
    assert Speech(language).amount(Money(123_456_705)) == figure + {"cs": ",05", "en": ".05"}[language]
