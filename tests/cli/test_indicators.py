"""`kronika indicators`: targets beside what was reached, at two moments, in both languages."""

import pytest

from adapters.cli.failures import Exit
from adapters.cli.indicators import SCOPES
from adapters.telling.quantities import UNITS
from domain.project.payloads import IndicatorTarget, IndicatorUnit
from tests.cli.contracts import NUMBER, YEAR, conclude
from tests.cli.runner import Cli


@pytest.fixture
def told(cli: Cli) -> Cli:
    """A contract that is to reach a hundred persons and reached sixty."""
    conclude(cli.it_is("2019-02-01"), targets=[{"indicator": "600000", "value": "100", "unit": "PERSON"}])
    cli.did(
        "contract.record-indicator-achievement",
        NUMBER,
        "--on",
        "2018-12-31",
        indicator="600000",
        period=YEAR,
        value="60",
        fewest_hours="41",
    )
    return cli


def test_a_target_stands_beside_what_was_reached(told: Cli) -> None:
    shown = told.ok("indicators").out
    assert f"Contract {NUMBER}" in shown
    assert "100 persons" in shown
    assert "60 %" in shown
    assert "100 osob" in told.ok("indicators", "--lang", "cs").out


def test_machines_get_the_rows_with_their_entries(told: Cli) -> None:
    frame = told.ok("indicators", "--contract", NUMBER, "--json").json
    (row,) = frame["data"]
    assert (frame["schema"], row["target"], row["reached"], row["share"]) == (
        "kronika.indicators/1",
        "100",
        "60",
        "60.0",
    )
    assert (row["behind_target"], row["behind_reached"]) == ([1], [2])


def test_before_the_end_of_the_year_nothing_was_reached(told: Cli) -> None:
    (row,) = told.ok("indicators", "--valid", "2018-06-30", "--json").json["data"]
    assert (row["target"], row["reached"]) == ("100", None)


def test_where_nothing_is_known_that_is_said(cli: Cli) -> None:
    assert "Nothing is known of indicators then." in cli.ok("indicators").out
    assert cli("indicators", "--contract", NUMBER).code == Exit.NOT_FOUND
    assert cli("indicators", "--contract", "x", "--project", "y").code == Exit.USAGE


def test_every_unit_and_scope_has_words() -> None:
    assert set(UNITS) == {unit.value for unit in IndicatorUnit}
    assert set(SCOPES) == set(IndicatorTarget.model_fields["scope"].annotation.__args__)  # type: ignore[union-attr]
