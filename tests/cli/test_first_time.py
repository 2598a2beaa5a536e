"""Somebody who meets the command line for the first time is told what, why and what now."""

import json
import sqlite3
from typing import Any

import pytest

from adapters.cli.card_codes import CODED, code_words
from adapters.cli.failures import Exit
from adapters.telling.speech import Speech
from tests.cli.inspections import inspect, start_inspection
from tests.cli.runner import Cli

TENDER: dict[str, Any] = {
    "number": "VZ-1",
    "title": "PLANNED",
    "section": "43",
    "regime": "SIMPLIFIED_129",
    "estimated_value": "100 000 Kč",
}


# Names ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["cs", "en"])
@pytest.mark.parametrize("command", ["import", "search", "files", "commands", "permissions", "evidence add"])
def test_the_usage_line_names_what_may_be_left_out(bare: Cli, command: str, language: str) -> None:
    """Not ARGS, but the name that the page explains below."""
    page = bare.ok(*command.split(), "--help", "--lang", language).out
    usage = next(line for line in page.splitlines() if line.startswith(("Usage:", "Použití:")))
    assert "ARGS" not in usage
    assert "[" in usage.replace("[OPTIONS]", "")


def test_a_command_within_another_is_found_by_its_own_name(bare: Cli) -> None:
    """Whoever types `kronika dossier` means `kronika export dossier`."""
    assert "kronika export dossier is one" in bare("dossier").err
    assert "kronika evidence --help lists them" in bare("evidence", "xyzzy").err


def test_a_role_that_there_is_not_is_told_as_one(cli: Cli) -> None:
    """It is not answered as a role that may not."""
    result = cli.do("tender.plan", None, "--as", "klerk", **TENDER)
    assert result.code == Exit.USAGE
    assert "klerk is not a role" in result.err
    assert "did you mean clerk?" in result.err
    assert (
        "klerk není role"
        in cli("do", "tender.plan", "--data", json.dumps(TENDER), "--lang", "cs", KRONIKA_ROLE="klerk").err
    )


def test_who_may_send_a_command_is_told_to_who_may_not(cli: Cli) -> None:
    """With the option by which one acts in another role."""
    refused = cli.do("tender.plan", None, "--as", "auditor", **TENDER)
    assert "may: clerk, approver; --as ROLE" in refused.err
    assert "smí: clerk, approver" in cli.do("tender.plan", None, "--as", "auditor", "--lang", "cs", **TENDER).err


def test_a_file_that_is_not_there_is_named_in_words_with_a_way_to_find_it(cli: Cli) -> None:
    """The kind as people call it, not as the program does."""
    assert "no SGEI mandate is known as x" in cli("show", "mandate", "x").err
    czech = cli("show", "network_entry", "x", "--lang", "cs").err
    assert "Místo v síti: pod x není nic známo" in czech
    assert "kronika files network_entry" in czech


# What a command takes -------------------------------------------------------------------------------------------------


def test_a_page_of_a_command_says_what_every_part_of_a_field_holds(bare: Cli) -> None:
    """Choices, people, files and provisions, however deep they stand."""
    page = bare.ok("commands", "inspection.record-finding").out
    for said in ("FindingWording.severity", "OBSERVATION | MINOR | MAJOR", "Citation.provision", "person, p-"):
        assert said in page
    assert "file by its SHA-256" in page
    assert "nabídky do – okamžik" in bare.ok("commands", "tender.publish", "--lang", "cs").out


# Answers --------------------------------------------------------------------------------------------------------------


def test_a_moment_among_facts_is_told_in_prague_and_an_empty_text_as_a_dash() -> None:
    """Whoever typed 12:00+02:00 reads no 10:00+00:00."""
    assert Speech("en").fact("2025-10-20T10:00:00+00:00") == "2025-10-20 12:00:00"
    assert Speech("cs").fact("2025-10-20T10:00:00Z") == "20. 10. 2025 12:00:00"
    assert Speech("en").fact("2025-99-20T10:00:00Z") == "2025-99-20T10:00:00Z"
    assert Speech("en").facts({"service": ""}) == "service –"


def test_a_refusal_has_one_line_for_each_sentence(cli: Cli) -> None:
    """Even where the rule says more in a second paragraph."""
    result = cli.do("tender.plan", None, "--on", "2025-01-01", **{**TENDER, "estimated_value": "-1 Kč"})
    assert result.code == Exit.REFUSED
    assert "\n\n" not in result.err


def test_words_of_the_program_on_a_card_are_words_of_the_reader(cli: Cli) -> None:
    """A title that looks like one stays."""
    cli.did("tender.plan", None, "--on", "2025-01-01", **TENDER)
    card = cli.ok("show", "tender", "VZ-1").out
    assert "status                      planned" in card
    assert "title                       PLANNED" in card
    assert "simplified, § 129 Act 134/2016" in card
    assert "v plánu" in cli.ok("explain", "tender", "VZ-1", "status", "--lang", "cs").out


def test_a_checklist_called_a_is_no_ambulatory_form(cli: Cli) -> None:
    """What waits for an answer says why, in words; the list keeps its name."""
    contract = {"number": "OLP/1/2026", "regime": "tender", "provider": "x", "maximum": "1 Kč"}
    cli.did("contract.record-conclusion", None, "--on", "2026-01-01", **contract)
    start_inspection(cli, "K 1", "OLP/1/2026")
    inspect(cli, "open-checklist", "K 1", on="2026-02-03", checklist="A", template="on-site")
    assert "ambulatory" not in cli.ok("trail", "K 1").out
    card = " ".join(cli.ok("show", "inspection", "K 1").out.split())
    assert "A2: for the contract is inspected" in card


def test_a_code_of_one_letter_or_of_another_field_stays() -> None:
    """A form T, a disposal sign, and what only looks like a code."""
    assert code_words("status", "A") is None
    assert code_words("title", "PLANNED") is None
    assert code_words("status", "planned") is None
    assert code_words("status", "XYZZY") is None
    assert {"status", "regime", "severity"} <= set(CODED)


# Where it lies --------------------------------------------------------------------------------------------------------


def test_a_ledger_that_is_only_read_is_opened_as_one(cli: Cli) -> None:
    """As on a disk that nobody can write to: cards and views that are up to date are read, nothing is recorded."""
    cli.did("tender.plan", None, "--on", "2025-01-01", **TENDER)
    cli.ok("tenders")
    path = cli.environment["KRONIKA_DATABASE"].removeprefix("sqlite:///")
    with sqlite3.connect(path) as ledger:
        ledger.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    only_read: dict[str, Any] = {"KRONIKA_DATABASE": f"sqlite:///file:{path}?immutable=1"}
    assert "VZ-1" in cli.ok("show", "tender", "VZ-1", **only_read).out
    assert "VZ-1" in cli.ok("tenders", **only_read).out
    written = cli(
        "do",
        "tender.approve",
        "--target",
        "VZ-1",
        "--on",
        "2025-01-02",
        "--data",
        '{"body":"ZK","resolution":"1/25/ZK"}',
        **only_read,
    )
    assert written.code == Exit.STORAGE
    assert "the database may only be read" in written.err
