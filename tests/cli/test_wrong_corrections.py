"""A correction whose wording does not fit is refused in the reader's words, each wrong field with its name."""

from typing import Any

import pytest

from tests.cli.runner import Cli, Result, kc

NUMBER = "OLP/9001/2017"
WRONG: dict[str, Any] = {"nmber": NUMBER, "amount": "sto", "regime": "gift", "targets": [{"value": "x"}]}


@pytest.fixture
def contract(cli: Cli) -> Cli:
    cli.it_is("2019-06-30")
    cli.did("contract.take-over", None, number=NUMBER, amount=kc(100))
    return cli


def corrected(cli: Cli, *options: str) -> Result:
    result = cli.do("entry.correct", NUMBER, "--reason", "oprava", *options, entry="1", data=WRONG)
    assert result.code == 4, result
    return result


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        (
            "cs",
            (
                "data.regime: “gift” musí být jedno z: 'tender' nebo 'grant'",
                "data.nmber: není polem tohoto příkazu; nemysleli jste number?",
                "data.targets.0.indicator: chybí",
            ),
        ),
        (
            "en",
            (
                "data.regime: “gift” must be one of 'tender' or 'grant'",
                "data.nmber: is not a field of this command; did you mean number?",
                "data.targets.0.indicator: is missing",
            ),
        ),
    ],
)
def test_each_wrong_field_is_named_in_the_language_of_the_reader(
    contract: Cli, language: str, lines: tuple[str, ...]
) -> None:
    text = corrected(contract, "--lang", language).err
    assert "entry.replacement-readable" in text
    assert [line for line in lines if line not in text] == []
    assert "Input should" not in text
    assert "Extra inputs" not in text


def test_a_program_gets_each_wrong_field_with_its_path_and_code(contract: Cli) -> None:
    refused = corrected(contract, "--lang", "cs", "--json").json["error"]["violations"][0]
    assert refused["facts"]["topic"] == "contract.taken-over"
    problems = {one["path"]: one for one in refused["facts"]["wrong_fields"]}
    assert problems["data.targets.0.unit"] == {
        "path": "data.targets.0.unit",
        "type": "missing",
        "message": "chybí",
        "nearest": None,
    }
    assert problems["data.nmber"]["nearest"] == "number"
