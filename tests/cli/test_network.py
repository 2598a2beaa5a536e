"""`kronika network`: how a service stands in the network, and by which mandate it is entrusted, in a few words."""

import pytest

from adapters.cli.network import HOLDS, INCLUDED
from domain.kernel.answer import Answer
from tests.cli.runner import Cli

SERVICE = "3596108"
PERIOD = {
    "raw": "1. 1. 2018 – 31. 12. 2020",
    "start": {"raw": "1. 1. 2018", "parsed": "2018-01-01"},
    "end": {"raw": "31. 12. 2020", "parsed": "2020-12-31"},
}


@pytest.fixture
def entrusted(cli: Cli) -> Cli:
    """A service in the network for an uncertain time, entrusted for 2018 to 2020."""
    cli.it_is("2018-01-10")
    provider = {"name": "Fokus Liberec", "ico": "70891508"}
    registered = {"registration_number": SERVICE, "provider": provider, "section": "43", "forms": ["T"]}
    cli.did("service.record-registration", None, "--on", "2017-01-01", **registered)
    capacities = [{"form": "T", "unit": "FTE", "amount": "4.5"}, {"form": "A", "unit": "FTE", "amount": "1"}]
    standing = {"service": SERVICE, "level": "1", "capacities": capacities}
    cli.did("network_entry.take-over", None, "--on", "2018-01-01", **standing)
    old = {"number": "PO-2018-012", "services": [{"registration": SERVICE}], "period_as_written": PERIOD}
    cli.did("mandate.take-over", None, "--on", "2017-12-19", **old)
    return cli


def lines(cli: Cli, *options: str, language: str = "en") -> list[str]:
    text = cli.ok("network", *options, "--lang", language, COLUMNS="220").out
    return [" ".join(line.split()) for line in text.splitlines()]


def test_the_table_shows_standing_level_capacities_and_mandate(entrusted: Cli) -> None:
    """Below the service and its provider, in a few words."""
    found = lines(entrusted, "--valid", "2019-06-30")
    assert found[5:9] == [
        "Fokus Liberec",
        "perhaps in the network, level 1",
        "A 1 FTE, T 4.5 FTE",
        "mandate PO-2018-012 until 2020-12-31",
    ]


def test_the_same_in_czech(entrusted: Cli) -> None:
    found = lines(entrusted, "--valid", "2019-06-30", language="cs")
    assert found[6:9] == [
        "snad v síti, úroveň 1",
        "A 1 úvazek, T 4,5 úvazku",
        "pověření PO-2018-012 do 31. 12. 2020",
    ]


def test_a_mandate_that_has_ended_does_not_hold(entrusted: Cli) -> None:
    assert "mandate PO-2018-012 does not hold" in lines(entrusted, "--valid", "2021-01-01")


def test_where_nothing_is_known_of_either_the_cell_is_empty(entrusted: Cli) -> None:
    assert [line for line in lines(entrusted, "--known-seq", "1") if "mandate PO" in line or "level" in line] == []


def test_every_answer_has_words() -> None:
    assert set(INCLUDED) == set(HOLDS) == {None, *Answer}
