"""Slips of the pen in real commands are refused under a name; they never stop the program."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from adapters import wire
from adapters.clock import system_clock
from adapters.czech_calendar import czech_calendar
from adapters.stores import environment, initialise
from application.business import business_configuration
from application.engine import Engine
from application.errors import NotFound
from application.resolve import Resolver
from application.rights.roles import standard_permissions
from domain.contract.commands import RecordConclusion
from domain.contract.commands.drawing import RecordMovement
from domain.kernel.case import Facts
from domain.kernel.money import MAX_MINOR
from domain.kernel.rule import Refused
from domain.kernel.stamp import Actor, Source, Stamp


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    url = f"sqlite:///{tmp_path / 'kronika.db'}"
    initialise(url)
    facts = Facts(czech_calendar(), business_configuration())
    engine = Engine(environment(url, clock=system_clock), wire=wire, facts=facts, permissions=standard_permissions())
    yield engine
    engine.close()


def stamp(on: date) -> Stamp:
    return Stamp(command_id=uuid4(), actor=Actor(role="clerk"), source=Source(kind="cli"), effective_on=on)


def conclusion(contract: UUID) -> RecordConclusion:
    crowns = {"minor": 100_000_000, "currency": "CZK"}
    period = {"start": "2018-01-01", "end": "2018-12-31"}
    said = {"number": "OLP/9050/2017", "regime": "tender", "provider": "p-1", "maximum": crowns, "period": period}
    return RecordConclusion.model_validate({"target": contract, **said})


def movement(contract: UUID, name: str, minor: int) -> RecordMovement:
    amount = {"minor": minor, "currency": "CZK"}
    said = {"movement": name, "amount": amount, "allocations": [{"month": "2018-04", "amount": amount}]}
    return RecordMovement.model_validate({"target": contract, **said})


@pytest.mark.parametrize(("day", "passes"), [("2100-08-02", True), ("3017-12-20", False), ("9999-12-31", False)])
def test_a_year_without_known_holidays_is_refused(engine: Engine, day: str, *, passes: bool) -> None:
    """The time to publish ends 30 days after the conclusion, which nobody can tell there."""
    if passes:
        assert engine.handle(conclusion(uuid4()), stamp(date.fromisoformat(day))).positions
        return
    with pytest.raises(Refused) as caught:
        engine.handle(conclusion(uuid4()), stamp(date.fromisoformat(day)))
    assert caught.value.code == "limit.countable"


def test_a_number_longer_than_any_entry_has_names_none(engine: Engine) -> None:
    resolver = Resolver(engine.ledger, wire.decode)
    for number in ("0", "9" * 18, "9" * 30):
        with pytest.raises(NotFound):
            resolver.command("entry.correct", {"entry": number, "data": {}})


def test_a_sum_that_no_reader_could_hold_is_refused(engine: Engine) -> None:
    """Each amount is one that JSON holds exactly; together they are none."""
    contract, day = uuid4(), stamp(date(2018, 5, 21))
    engine.handle(conclusion(contract), stamp(date(2017, 12, 20)))
    engine.handle(movement(contract, "1", MAX_MINOR), day)
    with pytest.raises(Refused) as caught:
        engine.handle(movement(contract, "2", 1), stamp(date(2018, 5, 21)))
    assert caught.value.code == "value.exact"
    assert engine.ledger.head() == 2
