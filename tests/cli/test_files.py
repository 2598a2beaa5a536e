"""`kronika files`: whatever is on file is found by a part of its number or name, and shown under its identifier."""

from typing import Any

import pytest

from adapters.cli.failures import Exit
from tests.cli.runner import Cli


@pytest.fixture
def region(any_cli: Cli) -> Cli:
    """A contract, a mandate with a number, a tender without one, a standing in the network."""
    cli = any_cli.it_is("2019-01-10")
    cli.did("contract.take-over", None, number="OLP/306/2010", provider_inferred="Fokus Liberec")
    cli.did("mandate.take-over", None, number="PO-2018-012", provider={"name": "Domov Raspenava"})
    cli.did("tender.take-over", None, service_as_written="Sociálněterapeutické dílny", section="67")
    cli.did("network_entry.take-over", None, service_as_written="SAS Frýdlant", section="65")
    return cli


def rows(cli: Cli, *words: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = cli.ok("files", *words, "--json").json["data"]
    return found


def test_every_file_is_listed_with_number_name_and_identifier(region: Cli) -> None:
    assert [(row["kind"], row["label"], row["name"]) for row in rows(region)] == [
        ("contract", "OLP/306/2010", "Fokus Liberec"),
        ("mandate", "PO-2018-012", "Domov Raspenava"),
        ("network_entry", None, "SAS Frýdlant"),
        ("tender", None, "Sociálněterapeutické dílny"),
    ]
    assert region.ok("files", "--json").json["schema"] == "kronika.files/1"


@pytest.mark.parametrize(("kind", "text"), [("tender", "DÍLNY"), ("network-entry", "frýdlant"), ("mandate", "raspen")])
def test_what_was_found_can_be_shown_and_read(region: Cli, kind: str, text: str) -> None:
    """By a part of its name in any case; the identifier stands for the number that it has not."""
    (row,) = rows(region, kind, text)
    shown = region.ok("show", kind, row["subject"], "--json").json
    assert shown["data"]["id"] == row["subject"]
    assert region.ok("log", kind, row["subject"], "--json").lines[-1]["position"] == row["opened_position"]


def test_a_table_for_people(region: Cli) -> None:
    lines = region.ok("files", "--lang", "cs", COLUMNS="200").out.splitlines()
    assert lines[0].split() == ["Druh", "Číslo", "nebo", "identifikátor", "Název", "Od", "záznamu", "č."]
    assert lines[2].split()[:4] == ["Smlouva", "OLP/306/2010", "Fokus", "Liberec"]
    assert lines[-1] == "4 spisy"
    assert region.ok("files", "contract", "--known-seq", "0", "--lang", "en").out == "No file is known by that.\n"


def test_an_unknown_kind_is_wrong_usage(region: Cli) -> None:
    result = region("files", "contrat", "--lang", "en")
    assert (result.code, "did you mean contract?" in result.err) == (Exit.USAGE, True)


@pytest.mark.parametrize("text", ["frydlant", "SAS  FRÝDLANT", "frydlant sas", "ydla"])
def test_a_name_is_found_however_it_is_spelt(region: Cli, text: str) -> None:
    assert [row["name"] for row in rows(region, "--text", text)] == ["SAS Frýdlant"]


def test_what_is_called_otherwise_today_says_how_it_was_found(region: Cli) -> None:
    """By the number before its correction."""
    (entry,) = region.ok("log", "contract", "OLP/306/2010", "--json").lines
    data = entry["data"] | {"number": "OLP/307/2010"}
    region.did("entry.correct", "OLP/306/2010", "--reason", "a typo", entry=entry["event_id"], data=data)
    (row,) = rows(region, "--text", "306")
    assert (row["label"], row["matched"], row["is_old"]) == ("OLP/307/2010", "OLP/306/2010", True)
    assert "dříve OLP/306/2010" in region.ok("files", "--text", "306", "--lang", "cs", COLUMNS="200").out


def test_a_search_takes_words_without_quotes_or_kind(region: Cli) -> None:
    """The same files as by `files --text`; no diacritics are needed."""
    found = region.ok("search", "domov", "raspenava", "--json").json
    assert [row["label"] for row in found["data"]["rows"]] == ["PO-2018-012"]
    assert "SAS Frýdlant" in region.ok("search", "frydlant").out
    assert region.ok("search", "xyzzy", "--lang", "en").out == "No file is known by that.\n"


def test_words_of_a_name_and_words_of_a_place_find_together(region: Cli) -> None:
    """What is told beside the file is all by which it was found; a provider is told as one."""
    places = [{"place": "Turnov", "municipality": "Turnov"}]
    provider = {"name": "Město Turnov", "ico": "00276227"}
    said = {"registration_number": "1234567", "section": "40", "name": "Pečovatelská služba", "provider": provider}
    region.did("service.take-over", None, **said, places=places)
    found = region.ok("search", "pecovatelska", "turnov", "--lang", "en", COLUMNS="200").out
    assert "Pečovatelská služba, Město Turnov" in found
    assert "service provider Město Turnov" in region.ok("search", "mesto", "--lang", "en", COLUMNS="200").out
    (row,) = region.ok("search", "1234567", "mesto", "--kind", "service", "--json").json["data"]["rows"]
    assert (row["label"], row["what"]) == ("1234567", "several")


def test_an_empty_ledger_says_that_nothing_is_on_file(cli: Cli) -> None:
    assert cli.ok("files", "--lang", "en").out == "Nothing is on file then.\n"
