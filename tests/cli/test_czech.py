"""A Czech reader meets Czech: words that go with their number, roles, codes and units; no English beside them."""

import enum
import typing
from collections.abc import Iterator
from decimal import Decimal

import pytest
from pydantic import BaseModel

from adapters.cli.card_codes import OF_CARDS, code_words
from adapters.cli.decisions import ALL_AGREE
from adapters.cli.failures import Exit
from adapters.exports.codes import CODES
from adapters.exports.formats import in_words
from adapters.exports.trail_codes import CODES as TRAIL
from adapters.telling.business import our_rules, ours
from adapters.telling.quantities import quantity
from adapters.telling.speech import Speech
from adapters.telling.words_citations import CITED_CS
from adapters.telling.words_plain import PLAIN_WORDS
from application.rights.roles import ROLES
from domain.kernel.event import CATALOGUE
from projections.sheets import Column
from tests.cli.contracts import NUMBER, conclude
from tests.cli.runner import Cli

CS, EN = Speech("cs"), Speech("en")
OF_NO_LANGUAGE = (
    *("decision", "from_decision", "programme", "registers", "format", "language", "confidence", "disposal_sign"),
    *("problem", "body", "roles", "level", "form"),
)
"""Fields whose words are numbers, abbreviations or labels of their own; roles have words in the table of rights."""


def choices(annotation: object, name: str) -> Iterator[tuple[str, str]]:
    """Every field that holds one of a few words, with each of them."""
    if isinstance(annotation, type) and issubclass(annotation, enum.StrEnum):
        yield from ((name, one.value) for one in annotation)
    elif isinstance(annotation, type) and issubclass(annotation, BaseModel):
        for inner, field in annotation.model_fields.items():
            yield from choices(field.annotation, inner)
    elif typing.get_origin(annotation) is typing.Literal:
        yield from ((name, one) for one in typing.get_args(annotation) if isinstance(one, str))
    else:
        for one in typing.get_args(annotation):
            yield from choices(one, name)


def test_every_plain_word_of_an_event_has_a_czech_one() -> None:
    """What is English already is not left so for Czech readers."""
    known = OF_CARDS.keys() | CODES.keys() | TRAIL.keys()
    found = {
        choice
        for event in ours(CATALOGUE).values()
        for name, field in event.model_fields.items()
        for choice in choices(field.annotation, name)
    }
    roles = {role.name for role in ROLES}
    missing = [
        (name, word)
        for name, word in sorted(found)
        if name not in OF_NO_LANGUAGE and word not in known | roles and code_words(name, word) is None
    ]
    assert missing == []


def test_no_czech_word_is_the_english_one() -> None:
    """But for what is called the same."""
    same = {(name, word) for name, words in PLAIN_WORDS.items() for word, czech in words.items() if word == czech}
    assert same == set()


@pytest.mark.parametrize(
    ("amount", "unit", "czech", "english"),
    [
        (1, "FTE", "1 úvazek", "1 FTE"),
        (3, "BED", "3 lůžka", "3 beds"),
        (5, "FTE", "5 úvazků", "5 FTE"),
        (Decimal("4.5"), "FTE", "4,5 úvazku", "4.5 FTE"),
        (Decimal("2.0"), "PLACE", "2 místa", "2 places"),
        (1630, "PERSON", "1 630 osob", "1,630 persons"),
        (7, "hodin", "7 hodin", "7 hodin"),
        (7, None, "7", "7"),
    ],
)
def test_a_unit_goes_with_its_number(amount: int | Decimal, unit: str | None, czech: str, english: str) -> None:
    assert (quantity(CS, amount, unit), quantity(EN, amount, unit)) == (czech, english)


@pytest.mark.parametrize(
    ("number", "czech", "english"),
    [
        (1, "Jediné rozhodnutí vychází, jak je zapsáno.", "The one decision comes out as recorded."),
        (3, "Všechna {decisions} vycházejí, jak jsou zapsána.", "All {decisions} come out as recorded."),
        (10, "Všech {decisions} vychází, jak jsou zapsána.", "All {decisions} come out as recorded."),
    ],
)
def test_a_sentence_goes_with_its_number(number: int, czech: str, english: str) -> None:
    assert (CS.form(number, ALL_AGREE), EN.form(number, ALL_AGREE)) == (czech, english)


def test_a_log_says_roles_and_regimes_in_czech(cli: Cli) -> None:
    """In English both stay as they are typed."""
    conclude(cli)
    czech, english = cli.ok("log", "contract", NUMBER, "--lang", "cs").out, cli.ok("log", "contract", NUMBER).out
    assert "referent" in czech
    assert "clerk" not in czech
    assert "režim smlouva z" in czech
    assert "clerk" in english
    assert "regime tender" in english


@pytest.mark.parametrize("kind", ["smlouva", "Smlouva", "contract"])
def test_a_kind_of_file_may_be_said_in_czech(cli: Cli, kind: str) -> None:
    conclude(cli)
    assert cli.ok("show", kind, NUMBER).out == cli.ok("show", "contract", NUMBER).out
    assert cli.ok("files", kind).out == cli.ok("files", "contract").out


def test_a_seconds_point_is_that_of_the_language(cli: Cli) -> None:
    cli.file("empty.jsonl", b"")
    empty = str(cli.folder / "empty.jsonl")
    assert "za 0,0 s" in cli.ok("import", empty, "--lang", "cs").out
    assert "in 0.0 s" in cli.ok("import", empty).out


def test_wrong_json_is_told_in_czech(cli: Cli) -> None:
    """With what a shell does to quotes."""
    result = cli("do", "tender.plan", "--data", "{'number': 1}", "--lang", "cs")
    assert result.code == Exit.INVALID
    assert "chybí název v uvozovkách" in result.err
    assert "mezi apostrofy" in result.err
    assert "Expecting" not in result.err


def test_what_the_system_says_of_a_file_is_told_in_czech(cli: Cli) -> None:
    result = cli("report", "tenders", "--format", "csv", "--output", str(cli.folder / "no" / "t.csv"), "--lang", "cs")
    assert result.code == Exit.STORAGE
    assert "taková složka nebo soubor není" in result.err


@pytest.mark.parametrize(
    ("column", "cell", "czech"),
    [
        ("breached", "contract Art. IV", "smlouva: čl. IV"),
        ("power", "255/2012 § 10(2)", "§ 10 odst. 2 zákona č. 255/2012 Sb., o kontrole (kontrolní řád)"),
        ("scope", "whole support", "celá podpora"),
        ("financing", "esf", "ESF"),
        ("provider", "state", "state"),
    ],
)
def test_a_report_says_the_words_of_the_program_in_czech(column: str, cell: str, czech: str) -> None:
    """A name stays as somebody wrote it, even where it looks like such a word."""
    assert in_words(CS, Column(column), cell) == czech


def test_an_option_means_on_a_page_what_it_means_there(bare: Cli) -> None:
    """Who reads about accounts is not told about sessions, and the other way round."""
    revoked = bare.ok("session", "revoke", "--help", "--lang", "cs").out
    assert "Všechna přihlášení." in revoked
    assert "I to, co bylo mezitím uzavřeno" not in revoked
    assert "PŘÍKAZ" in bare.ok("account", "--help", "--lang", "cs").out
    assert "[OPTIONS]" not in bare.ok("log", "--help", "--lang", "cs").out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("evidence", "list"), "V úložišti není žádný soubor."),
        (("person", "list", "--reason", "x"), "Trezor nikoho nezná."),
        (("account", "list"), "Žádné účty nejsou."),
        (("token", "list"), "Žádné tokeny nejsou."),
        (("files",), "Ve spisech tehdy nic není."),
        (("due",), "Žádná lhůta neběží."),
    ],
)
def test_where_there_is_nothing_that_is_said(cli: Cli, words: tuple[str, ...], said: str) -> None:
    """And no table without rows."""
    out = cli.ok(*words, "--lang", "cs").out
    assert out.rstrip().endswith(said)
    assert "───" not in out


def test_a_digest_is_never_broken(cli: Cli) -> None:
    """On a narrow screen every file is a list of its own; a digest in two lines could not be copied."""
    cli.file("note.txt", "Words.")
    digest = cli.ok("evidence", "add", str(cli.folder / "note.txt")).out.split()[0]
    assert digest in cli.ok("evidence", "list", COLUMNS="80").out
    assert digest in cli.ok("evidence", "list", COLUMNS="120").out


def test_a_folder_without_a_backup_is_told_in_czech(cli: Cli) -> None:
    result = cli("backup", "verify", str(cli.folder), "--lang", "cs")
    assert "není záloha: ve složce žádná záloha není" in result.err


def test_what_a_rule_cites_is_said_in_czech() -> None:
    """Also where it is no act: the contract, the methodology, the programme."""
    cited = {version.cites for rule in our_rules().values() for version in rule.versions}
    documents = {str(one) for one in cited if one.czech == f"{one.czech.partition(':')[0]}: {one.provision}"}
    assert documents - CITED_CS.keys() == set()
    assert CITED_CS.keys() - {str(one) for one in cited} == set()


def test_a_refusal_cites_in_czech(cli: Cli) -> None:
    cli.did("contract.take-over", number="OLP/1/2017")
    refused = cli.do("contract.take-over", None, "--lang", "cs", number="OLP/1/2017")
    assert "    Kronika: jak se vede kniha" in refused.err
    assert "ledger" not in refused.err
