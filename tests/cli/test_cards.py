"""What stands deep inside a card or an entry is said in the reader's words, too."""

import pytest

from tests.cli.runner import Cli, kc

MANDATE = "PO-2018-012"


@pytest.fixture
def mandate(cli: Cli) -> Cli:
    """An old mandate for one service, with a payment of 2018."""
    cli.it_is("2019-06-30")
    services = [{"registration": "3596108", "section": "43", "orps": ["5105"]}]
    cli.did("mandate.take-over", None, number=MANDATE, services=services, money_known_from=2018)
    cli.did("mandate.record-compensation-payment", MANDATE, "--on", "2018-03-01", year=2018, amount=kc(800_000))
    return cli


def test_fields_within_fields_are_named_in_czech(mandate: Cli) -> None:
    shown = mandate.ok("show", "mandate", MANDATE, "--lang", "cs", COLUMNS="200").out
    assert "3596108 2018: vyrovnávací platba: neuvedeno; závazky: 0 Kč; veřejné prostředky: 800 000 Kč" in shown
    assert "3596108: § zákona č. 108/2006 Sb.: 43; ORP: Liberec" in shown


def test_fields_within_fields_are_named_in_english(mandate: Cli) -> None:
    shown = mandate.ok("show", "mandate", MANDATE, "--lang", "en", COLUMNS="200").out
    assert "3596108 2018: compensation payment: not known; committed: CZK 0; public money: CZK 800,000" in shown


def test_a_year_has_no_thousands(mandate: Cli) -> None:
    """Neither in Czech nor in English; an amount has."""
    log = mandate.ok("log", "mandate", MANDATE, "--lang", "cs", COLUMNS="200").out
    assert "rok 2018, částka 800 000 Kč" in log
    assert "year 2018, amount CZK 800,000" in mandate.ok("log", "mandate", MANDATE, "--lang", "en", COLUMNS="200").out
    assert "2 018" not in log
