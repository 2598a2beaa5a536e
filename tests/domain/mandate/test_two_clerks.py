"""Clerks who commit money of one service-year at the same moment: on both stores the sum never passes the ceiling."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from uuid import uuid4

import pytest

from adapters import wire
from adapters.clock import system_clock
from adapters.stores import environment
from application.engine import Engine
from application.errors import Conflict
from application.rights.permissions import Permissions, Role
from domain.kernel.case import Facts
from domain.kernel.ids import derived_id
from domain.kernel.money import Money, czk
from domain.kernel.rule import Refused
from domain.kernel.stamp import Actor, Source, Stamp
from domain.mandate import commands as asked
from domain.mandate.mandate import Mandate
from tests.domain.mandate.stories import NUMBER, PROVIDER
from tests.examples_calendar import CZECH_HOLIDAYS
from tests.spec import configuration

PERMISSIONS = Permissions([Role("clerk", "referent", "clerk", ("mandate.*",))])
MANDATE = derived_id("spec", "the mandate of two clerks")


@pytest.fixture
def engines(ledger_url: str) -> Iterator[tuple[Engine, Engine]]:
    """Two programs on one store."""
    facts = Facts(CZECH_HOLIDAYS, configuration())
    both = tuple(
        Engine(environment(ledger_url, clock=system_clock), wire=wire, facts=facts, permissions=PERMISSIONS)
        for _ in range(2)
    )
    yield both[0], both[1]
    for engine in both:
        engine.close()


def stamp(person: str) -> Stamp:
    return Stamp(
        command_id=uuid4(),
        actor=Actor(role="clerk", person=person),
        source=Source(kind="cli"),
        effective_on=date(2014, 1, 15),
    )


def on_file(engine: Engine) -> None:
    """An old mandate for 2013 to 2015 with a million for 2014."""
    command = asked.TakeOverMandate.model_validate(
        {
            "target": MANDATE,
            "provider": PROVIDER,
            "services": ({"registration": NUMBER, "section": "43", "orps": ("5105",)},),
            "decision": "2012/21/EU",
            "period_as_written": "od 1. 1. 2013 do 31. 12. 2015",
            "compensations": ({"year": 2014, "compensation": czk(1_000_000)},),
        }
    )
    engine.handle(command, stamp("importer"))


def commit(engine: Engine, number: int) -> tuple[str, ...]:
    """A clerk commits 200 000; the codes under which that was refused, none where it was taken."""
    paper = f"smlouva {number}"
    command = asked.CommitCompensation(target=MANDATE, year=2014, amount=czk(200_000), source="esf", reference=paper)
    while True:
        try:
            engine.handle(command, stamp(f"p-{number}"))
        except Refused as refused:
            return refused.codes
        except Conflict:  # the other program wrote each time: nothing was recorded, and the clerk tries again
            continue
        return ()


def test_many_clerks_at_once_commit_the_room_and_not_a_haler_more(engines: tuple[Engine, Engine]) -> None:
    """Twelve ask for 200 000 of a million, through two programs: five are taken, seven refused."""
    on_file(engines[0])
    with ThreadPoolExecutor(max_workers=4) as clerks:
        answers = list(clerks.map(lambda number: commit(engines[number % 2], number), range(12)))
    assert sorted(answers) == [()] * 5 + [("mandate.public-money-within-compensation",)] * 7
    for engine in engines:
        engine.states.forget(MANDATE)
        mandate = engine.states.get(MANDATE)
        assert isinstance(mandate, Mandate)
        assert mandate.room(2014) == Money(0)
