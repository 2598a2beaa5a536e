"""Any command from a shell: what it records, what it refuses, what it does the second time."""

import json
from uuid import uuid4

import pytest

from adapters.cli.failures import Exit
from tests.cli.runner import Cli, Result, kc

NUMBER = "OLP/9001/2017"
CONCLUSION = {
    "number": NUMBER,
    "regime": "tender",
    "provider": "Provider",
    "maximum": kc(100_000),
    "period": {"start": "2017-07-01", "end": "2018-12-31"},
}


@pytest.fixture
def concluded(cli: Cli) -> Cli:
    cli.it_is("2017-06-30T10:00").did("contract.record-conclusion", None, "--on", "2017-06-30", **CONCLUSION)
    return cli


# What it records ------------------------------------------------------------------------------------------------------


def test_what_was_recorded_is_told_with_its_number_and_sentence(cli: Cli) -> None:
    cli.it_is("2017-06-30T10:00")
    result = cli.do("contract.record-conclusion", None, "--on", "30. 6. 2017", **CONCLUSION)
    first, second, third = result.out.splitlines()
    assert first == "Recorded as entry no. 1, 2017-06-30 10:00:00"
    assert second == "  The contract was concluded. (contract.concluded)"
    assert third.startswith("  contract ")
    czech = cli.do("contract.record-publication", NUMBER, "--lang", "cs", register_id="r-1")
    assert czech.out.splitlines()[:2] == [
        "Zapsáno jako záznam č. 2, 30. 6. 2017 10:00:00",
        "  Smlouva byla zveřejněna v registru smluv. (contract.published-in-register)",
    ]


def test_machines_get_entries_anomalies_and_the_file(concluded: Cli) -> None:
    data = concluded.did("contract.record-movement", NUMBER, "--on", "2017-07-20", movement="m-1", amount=kc(150_000))
    (entry,) = data["entries"]
    assert (entry["position"], entry["topic"], entry["effective_on"]) == (2, "contract.payment-made", "2017-07-20")
    assert entry["data"]["amount"] == {"currency": "CZK", "minor": 15_000_000}
    assert "ABOVE_MAXIMUM" in {one["code"] for one in data["anomalies"]}
    assert (data["aggregate"]["kind"], data["is_repeat"], data["is_rehearsal"]) == ("contract", False, False)


def test_people_see_the_anomalies_with_the_sentence_of_their_rule(concluded: Cli) -> None:
    result = concluded.do("contract.record-movement", NUMBER, movement="m-1", amount=kc(150_000))
    (line,) = [line for line in result.out.splitlines() if "ABOVE_MAXIMUM" in line]
    assert line.startswith("  ! ABOVE_MAXIMUM · ")
    assert "CZK 150,000" in line


def test_data_come_from_the_line_a_file_or_standard_input(concluded: Cli) -> None:
    movement = {"movement": "m-1", "amount": kc(10)}
    file = concluded.folder / "m.json"
    file.write_text(json.dumps(movement), encoding="utf-8-sig")
    send = ("do", "contract.record-movement", "--target", NUMBER, "--on", "2017-07-20")
    concluded.ok(*send, "--data", f"@{file}")
    concluded.ok(*send, "--data", "-", stdin=json.dumps(movement | {"movement": "m-2"}).encode())
    concluded.ok(*send, "--data", json.dumps(movement | {"movement": "m-3"}))
    assert len(concluded.ok("log", "contract", NUMBER, "--kind", "payment-made", "--json").lines) == 3
    assert concluded(*send, "--data", "@nowhere.json").code == Exit.NOT_FOUND


def test_the_day_of_effect_is_today_except_for_old_records(cli: Cli) -> None:
    cli.it_is("2017-06-30T23:30:00+02:00")
    old = cli.did("contract.take-over", number="OLP/1/2009")["entries"][0]
    new = cli.did("contract.record-conclusion", None, **CONCLUSION)["entries"][0]
    assert (old["effective_on"], new["effective_on"]) == (None, "2017-06-30")


def test_who_acts_and_why_stands_in_the_log(concluded: Cli) -> None:
    options = ("--by", "p-9", "--as", "clerk", "--reason", "as agreed", "--document", "ab" * 32)
    concluded.did("contract.record-movement", NUMBER, *options, movement="m-1", amount=kc(10))
    entry = concluded.ok("log", "contract", NUMBER, "--json").lines[-1]
    assert entry["stamp"]["actor"] == {"role": "clerk", "person": "p-9"}
    assert entry["stamp"]["documents"] == ["ab" * 32]
    assert entry["texts"] == {entry["stamp"]["reason"]["commitment"]: "as agreed"}
    assert "as agreed" in concluded.ok("log", "contract", NUMBER).out


# What it does the second time -----------------------------------------------------------------------------------------


def test_the_same_id_again_gives_the_first_answer(cli: Cli) -> None:
    again = ("--id", str(uuid4()))
    first = cli.did("contract.record-conclusion", None, *again, "--on", "2017-06-30", **CONCLUSION)
    second = cli.did("contract.record-conclusion", None, *again, "--on", "2017-06-30", **CONCLUSION)
    assert (second["entries"], second["is_repeat"]) == (first["entries"], True)
    text = cli.do("contract.record-conclusion", None, *again, "--on", "2017-06-30", **CONCLUSION).out
    assert text.startswith("Already recorded, as entry no. 1")


def test_the_same_id_with_other_content_is_a_conflict(concluded: Cli) -> None:
    again = ("--id", str(uuid4()), "--on", "2017-07-20")
    concluded.did("contract.record-movement", NUMBER, *again, movement="m-1", amount=kc(10))
    result = concluded.do("contract.record-movement", NUMBER, *again, movement="m-1", amount=kc(11))
    assert result.code == Exit.CONFLICT
    assert "already recorded with other content, as entry no. 2" in result.err
    as_json = concluded.do("contract.record-movement", NUMBER, *again, "--json", movement="m-1", amount=kc(11))
    assert (as_json.json["error"]["code"], as_json.json["error"]["position"]) == ("reused", 2)


def test_a_dry_run_shows_the_answer_and_records_nothing(concluded: Cli) -> None:
    result = concluded.do("contract.record-movement", NUMBER, "--dry-run", movement="m-1", amount=kc(150_000))
    assert result.out.startswith("Would be recorded; nothing was written")
    assert "ABOVE_MAXIMUM" in result.out
    assert concluded.ok("doctor", "--json").json["data"]
    assert len(concluded.ok("log", "contract", NUMBER, "--json").lines) == 1


# What it refuses ------------------------------------------------------------------------------------------------------


def order(crowns: int, **more: object) -> dict[str, object]:
    allocations = [{"month": "2017-08", "amount": kc(crowns)}]
    return {"order": "o-1", "amount": kc(crowns), "account": "19-1/0800", "allocations": allocations, **more}


def test_a_refusal_names_every_rule_with_sentence_citation_and_facts(concluded: Cli) -> None:
    wrong = order(150_000) | {"allocations": [{"month": "2020-04", "amount": kc(150_000)}]}
    result = concluded.do("contract.order-payment", NUMBER, **wrong)
    assert (result.code, result.out) == (Exit.REFUSED, "")
    lines = result.err.splitlines()
    assert lines[0] == "error: refused: contract.service-month-within-period"
    codes = [line.strip().partition(":")[0] for line in lines if line.startswith("  contract.")]
    assert codes[:2] == ["contract.service-month-within-period", "contract.drawn-within-maximum"]
    assert any("CZK 150,000" in line for line in lines)
    czech = concluded.do("contract.order-payment", NUMBER, "--lang", "cs", **wrong).err
    assert "150 000 Kč" in czech
    as_json = concluded.do("contract.order-payment", NUMBER, "--json", **wrong).json["error"]
    assert [one["rule"] for one in as_json["violations"]][:2] == codes[:2]
    assert concluded.ok("rules", codes[0]).out.startswith(codes[0])


def test_a_waivable_rule_says_how_and_is_set_aside_by_a_second_person(cli: Cli) -> None:
    """The four conditions of access to OPZ+ money were not verified before the first order."""
    number = "OLP/500/2023"
    terms = CONCLUSION | {"number": number, "programme": "OPZ+", "period": {"start": "2023-05-01", "end": "2025-12-31"}}
    cli.it_is("2023-05-02").did("contract.record-conclusion", None, "--on", "2023-04-28", **terms)
    cli.did("contract.record-publication", number, register_id="r-1")
    asked = order(50_000) | {"allocations": [{"month": "2023-05", "amount": kc(50_000)}]}
    refused = cli.do("contract.order-payment", number, "--json", **asked).json["error"]
    assert [(one["rule"], one["is_waivable"]) for one in refused["violations"]] == [
        ("contract.four-preconditions", True)
    ]
    told = cli.do("contract.order-payment", number, **asked).err
    assert "may be set aside: --waive contract.four-preconditions --waive-reason … --second-person …" in told
    waived = ("--waive", "contract.four-preconditions", "--waive-reason", "- urgent", "--second-person", "p-2")
    entry = cli.did("contract.order-payment", number, *waived, **asked)["entries"][0]
    assert [one["rule"] for one in entry["stamp"]["waivers"]] == ["contract.four-preconditions"]
    assert "contract.four-preconditions: - urgent (p-2)" in " ".join(
        cli.ok("log", "contract", number, COLUMNS="400").out.split()
    )


def test_a_role_without_the_right_is_refused(concluded: Cli) -> None:
    result = concluded.do("contract.record-movement", NUMBER, "--as", "auditor", movement="m-1", amount=kc(1))
    assert result.code == Exit.REFUSED
    assert "the role auditor may not send contract.record-movement" in result.err
    assert "may: clerk" in result.err


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ('{"movement": "m-1"}', "  amount: is missing"),
        (
            '{"movement": "m-1", "amount": "5 CZK", "ordr": "x"}',
            "  ordr: is not a field of this command; did you mean order?",
        ),
        (
            '{"movement": "m-1", "amount": 5.5}',
            (
                "  amount: “5.5” is not money; "
                "expected 10560000.00 CZK, 10 560 000 Kč, or an object with currency and minor"
            ),
        ),
        ('{"movement": 1, "amount": "5 CZK"}', "  movement: must be a text"),
        (
            '{"movement": "m-1", "amount": "5 CZK", "allocations": [{"month": "2018-4", "amount": "5 CZK"}]}',
            "  allocations.0.month: '2018-4' is not a month; expected year and month such as 2018-04",
        ),
        ("[]", "error: the data are no JSON object: not an object in braces"),
        ("{", "error: the data are no JSON object: a name in double quotes is missing"),
        ("", "error: the data are no JSON object: a value is missing"),
    ],
)
def test_wrong_data_are_told_field_by_field(concluded: Cli, data: str, said: str) -> None:
    result = concluded("do", "contract.record-movement", "--target", NUMBER, "--data", data)
    assert result.code == Exit.INVALID
    assert said in result.err.splitlines()
    as_json = concluded("do", "contract.record-movement", "--target", NUMBER, "--data", data, "--json")
    assert as_json.json["error"]["code"] in {"invalid", "not_json"}


def test_a_wrong_document_is_a_wrong_stamp(concluded: Cli) -> None:
    result = concluded.do("contract.record-movement", NUMBER, "--document", "x", movement="m-1", amount=kc(1))
    assert (result.code, "documents.0" in result.err) == (Exit.INVALID, True)


@pytest.mark.parametrize("target", ["OLP/9/2017", "00000000-0000-4000-8000-000000000007", "nonsense"])
def test_a_file_that_is_not_there_is_not_found(concluded: Cli, target: str) -> None:
    result = concluded.do("contract.record-movement", target, movement="m-1", amount=kc(1))
    assert (result.code, result.err.splitlines()[0]) == (
        Exit.NOT_FOUND,
        f"error: no contract is known as {target}",
    )


def test_two_different_targets_are_wrong_usage(concluded: Cli) -> None:
    data = json.dumps({"target": "OLP/1/2017", "movement": "m-1", "amount": kc(1)})
    result = concluded("do", "contract.record-movement", "--target", NUMBER, "--data", data)
    assert result.code == Exit.USAGE


def test_who_acts_is_never_named_by_a_name(cli: Cli) -> None:
    """A name in --by would stay in the ledger for ever, so it is not taken, and nothing is recorded."""
    refused = cli.do("project.take-over", None, "--by", "Somebody Known", code="IP2")
    assert refused.code == 2
    assert "people are called by a key such as p-5f0c…, never by a name" in refused.err
    assert cli.do("project.take-over", None, "--by", "p-17", code="IP2").code == 0


# Corrections that name files, and a wrong day -------------------------------------------------------------------------

FIRST, SECOND = "CZ.1.04/3.1.00/05.00001", "CZ.1.04/3.1.00/05.00002"


@pytest.fixture
def mistaken(cli: Cli) -> Cli:
    """An old contract that was put to the wrong project."""
    for number in (FIRST, SECOND):
        cli.did("project.take-over", None, number=number, programme="OPLZZ")
    cli.did("contract.take-over", None, number="OLP/1/2017", project=FIRST)
    return cli


def corrected(cli: Cli, entry: object, target: str | None, project: str) -> Result:
    wording = {"number": "OLP/1/2017", "project": project}
    return cli.do("entry.correct", target, "--reason", "the other project", entry=entry, data=wording)


def project_of(cli: Cli) -> str:
    return cli.ok("show", "contract", "OLP/1/2017", "--lang", "en").out.split("project", 1)[1].split("\n", 1)[0].strip()


def test_a_corrected_wording_names_files_as_other_commands_do(mistaken: Cli) -> None:
    """By the number of the entry, by its event id within the file, and through a correction."""
    assert project_of(mistaken) == FIRST
    assert corrected(mistaken, 3, None, SECOND).code == Exit.OK
    assert project_of(mistaken) == SECOND
    event = mistaken.ok("log", "contract", "OLP/1/2017", "--json").lines[0]["event_id"]
    assert corrected(mistaken, event, "OLP/1/2017", FIRST).code == Exit.OK
    assert project_of(mistaken) == FIRST
    assert corrected(mistaken, 4, None, SECOND).code == Exit.OK
    assert project_of(mistaken) == SECOND


def test_a_corrected_wording_that_names_no_file_is_told(mistaken: Cli) -> None:
    result = corrected(mistaken, 3, None, "CZ.1.04/3.1.00/05.09999")
    assert (result.code, "no project is known as CZ.1.04/3.1.00/05.09999" in result.err) == (Exit.NOT_FOUND, True)
    for entry, target in ((99, None), ("nonsense", "OLP/1/2017"), ("nonsense", None)):
        assert corrected(mistaken, entry, target, SECOND).code in {Exit.NOT_FOUND, Exit.INVALID}


def test_wrong_data_and_a_wrong_day_are_told_together(mistaken: Cli) -> None:
    wrong = ("contract.terminate", "OLP/1/2017", "--on", "2018-13-45", "--lang", "en")
    result = mistaken.do(*wrong)
    assert result.code == Exit.INVALID
    told = result.err.splitlines()
    assert told[0] == "error: the data are wrong"
    assert "  --on: '2018-13-45' is no day" in told
    fields = mistaken.do(*wrong, "--json").json["error"]["fields"]
    assert [one["path"] for one in fields][-1] == "--on"
    assert len(fields) > 1
