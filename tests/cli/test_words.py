"""Both languages say everything: no sentence is missing, numbers decline, what is not known is said."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

import pytest
from babel import Locale
from babel.numbers import format_decimal
from cyclopts import App
from hypothesis import given
from hypothesis import strategies as st

from adapters.cli.app import build_app
from adapters.cli.cards import WHY
from adapters.cli.help_of_commands import OF_COMMANDS, meaning_in
from adapters.cli.help_texts import NAMES
from adapters.telling.business import ours
from adapters.telling.entries import DAYS, event_words, sentence
from adapters.telling.import_problems import REASONS
from adapters.telling.speech import Speech
from adapters.telling.vocabulary import COMMANDS_CS, EVENTS_CS
from adapters.telling.words import Counted
from adapters.telling.words_fields import FIELDS
from application.business import BUSINESS
from application.cards import card
from application.importing.line import ProblemKind
from domain.kernel.aggregate import Aggregate
from domain.kernel.answer import Answer
from domain.kernel.command import COMMANDS as COMMAND_BOOK
from domain.kernel.event import CATALOGUE
from domain.kernel.law import Citation
from domain.kernel.money import Money
from domain.kernel.period import Period

CS, EN = Speech("cs"), Speech("en")


@given(minor=st.integers(-(10**15), 10**15) | st.integers(-500, 500).map(lambda whole: whole * 100))
def test_numbers_amounts_and_counts_read_as_the_library_of_languages_says_them(minor: int) -> None:
    """They are said without it: to load it takes longer than most questions."""
    nouns = Counted(("one", "other"), ("one", "few", "other", "many"))
    for say in (CS, EN):
        of = Locale(say.language)
        amount, pattern = Decimal(minor).scaleb(-2), "#,##0.00" if minor % 100 else "#,##0"
        assert say.amount(Money(minor)) == _spaced(format_decimal(amount, format=pattern, locale=of))
        for number in (minor, minor % 7):
            assert say.number(number) == _spaced(format_decimal(number, locale=of))
            assert say.count(number, nouns) == f"{say.number(number)} {of.plural_form(number)}"


def _spaced(text: str) -> str:
    return text.replace("\u00a0", " ")


def test_every_event_and_command_has_a_czech_sentence_and_no_sentence_is_left_over() -> None:
    assert set(EVENTS_CS) == set(ours(CATALOGUE))
    assert set(COMMANDS_CS) == set(ours(COMMAND_BOOK))


@pytest.mark.parametrize("described", [*ours(CATALOGUE).values(), *ours(COMMAND_BOOK).values()], ids=lambda d: d.topic)
def test_the_english_sentence_is_one_and_names_no_field(described: type) -> None:
    """It stands in a log for readers who do not know the code."""
    said = sentence(described)
    assert said.endswith(".")
    assert "`" not in said
    assert 8 <= len(said) <= 130


def test_every_reason_for_a_line_that_was_not_taken_has_words() -> None:
    assert set(REASONS) == set(ProblemKind)


@pytest.mark.parametrize("aggregate", BUSINESS, ids=lambda aggregate: aggregate.kind)
def test_every_field_of_a_card_has_words_in_both_languages(aggregate: type[Aggregate]) -> None:
    """A card of a file of which nothing is known has the fields that everybody asks for."""
    fields = card(aggregate(UUID(int=1)), date(2020, 1, 1))
    assert [name for name in fields if name not in FIELDS] == []


def _names_on_pages(app: App, *path: str) -> Iterator[tuple[str, str]]:
    for argument in app.assemble_argument_collection() if app.default_command else ():
        if argument.show:
            positional = argument.index is not None
            yield " ".join(path), argument.name.lstrip("-").upper() if positional else argument.name
    for name, inner in app.resolved_commands().items():
        if not name.startswith("-"):
            yield from _names_on_pages(inner, *path, name)


def test_every_argument_and_option_is_explained() -> None:
    places = [*_names_on_pages(build_app(EN))]
    assert [place for place in places if place[1] not in NAMES and meaning_in(*place) is None] == []
    assert [(command, name) for command, special in OF_COMMANDS.items() for name in special] == [
        (command, name) for command, special in OF_COMMANDS.items() for name in special if (command, name) in places
    ]


@pytest.mark.parametrize("table", [NAMES, FIELDS, WHY, REASONS], ids=["names", "fields", "why", "reasons"])
def test_both_languages_name_the_same_facts(table: dict[object, tuple[str, str]]) -> None:
    """A fact in braces that one language forgets would be lost on its readers."""
    for english, czech in table.values():
        assert english
        assert czech
        assert english.count("{") == czech.count("{")


# Numbers, days, money -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "czech", "english"),
    [
        (0, "0 dnů", "0 days"),
        (1, "1 den", "1 day"),
        (2, "2 dny", "2 days"),
        (4, "4 dny", "4 days"),
        (5, "5 dnů", "5 days"),
        (22, "22 dnů", "22 days"),
        (1234567, "1 234 567 dnů", "1,234,567 days"),
    ],
)
def test_a_noun_goes_with_its_number(number: int, czech: str, english: str) -> None:
    assert (CS.count(number, DAYS), EN.count(number, DAYS)) == (czech, english)


@pytest.mark.parametrize(
    ("value", "czech", "english"),
    [
        (None, "neuvedeno", "not known"),
        (Answer.CANNOT_BE_DECIDED, "nelze rozhodnout", "cannot be decided"),
        (Answer.NO, "ne", "no"),
        (True, "ano", "yes"),
        (date(2026, 6, 30), "30. 6. 2026", "2026-06-30"),
        (datetime(2026, 6, 30, 23, 30, tzinfo=UTC), "1. 7. 2026 01:30:00", "2026-07-01 01:30:00"),
        (Money(1_056_000_000), "10 560 000 Kč", "CZK 10,560,000"),
        (Money(-123_456_789), "-1 234 567,89 Kč", "CZK -1,234,567.89"),
        (Money(0), "0 Kč", "CZK 0"),
        (Money(150, "EUR"), "1,50 €", "EUR 1.50"),
        (Decimal("4.5"), "4,5", "4.5"),
        (Period(start=date(2018, 4, 1), end=None), "1. 4. 2018 – …", "2018-04-01 – …"),
        ((date(2018, 4, 1), None), "1. 4. 2018, neuvedeno", "2018-04-01, not known"),
        ({2018: Money(100)}, "2018: 1 Kč", "2018: CZK 1"),
        (
            Citation("340/2015", "§ 6(1)"),
            "§ 6 odst. 1 zákona č. 340/2015 Sb., o registru smluv",
            "§ 6(1) of Act No. 340/2015 Coll., on the register of contracts",
        ),
    ],
)
def test_a_value_reads_in_the_manner_of_the_language(value: object, czech: str, english: str) -> None:
    assert (CS.value(value), EN.value(value)) == (czech, english)


def test_stored_facts_read_as_values_and_keep_their_names() -> None:
    facts = {
        "drawn": {"currency": "CZK", "minor": 100},
        "on": "2018-06-30",
        "year": 2018,
        "who": None,
        "of": ["a", {"x": True}],
    }
    assert EN.facts(facts) == "drawn CZK 1, on 2018-06-30, year 2018, who not known, of [a, {x yes}]"
    assert CS.facts({"on": "2018-06-31"}) == "on 2018-06-31"


def test_an_event_says_in_czech_what_happened() -> None:
    event = CATALOGUE["contract.payment-released"].model_validate({})
    assert event_words(CS, event) == "Pozastavené platby mohou pokračovat."
    assert event_words(EN, event) == "Payments that had been held back may go on."
