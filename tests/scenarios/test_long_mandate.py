"""What a contract command costs under a mandate with a long history, counted in calls: the same on every machine."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from domain.mandate.mandate import Mandate
from tests.domain.contract.test_long_contracts import calls
from tests.scenarios.entrusted import LIVING, MANDATE, NUMBER, WORKSHOPS, conclude, entrust, order, paid, sums
from tests.scenarios.office import Office, kc

SHORT, LONG = 10, 150
MONTH, TWO_YEARS = {"2018-03": 100}, {"2018-12": 100, "2019-01": 100}


def lived(folder: Path, orders: int, *, is_paid: bool) -> Office:
    """So many orders of 100 under one mandate, each paid or none."""
    office = Office(f"sqlite:///{folder / f'{orders}-{is_paid}.db'}").it_is("2018-01-03")
    ceilings = [
        {"year": year, "compensation": kc(1_000_000_000), "service": service}
        for year in (2018, 2019)
        for service in (LIVING, WORKSHOPS)
    ]
    entrust(office, compensations=ceilings)
    conclude(office)
    office.do("contract.name-mandate", NUMBER, mandate=MANDATE)
    for number in range(orders):
        order(office, f"o{number}", {"2018-01": 100})
        if is_paid:
            paid(office, f"m{number}", {"2018-01": 100}, on="2018-02-05", order=f"o{number}")
    return office


@pytest.fixture(scope="module", params=[True, False], ids=["all paid", "none paid"])
def offices(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Office, Office]]:
    folder = tmp_path_factory.mktemp("long")
    short, long = (lived(folder, orders, is_paid=request.param) for orders in (SHORT, LONG))
    yield short, long
    short.close()
    long.close()


@pytest.mark.parametrize(
    "act",
    [
        lambda office: order(office, "one year", MONTH),
        lambda office: order(office, "two years", TWO_YEARS),
        lambda office: paid(office, "b1", MONTH, on="2018-02-05"),
        lambda office: paid(office, "b2", TWO_YEARS, on="2018-02-05"),
    ],
    ids=["order", "order of two years", "payment", "payment of two years"],
)
def test_a_command_under_a_mandate_costs_the_same_however_much_was_entered(
    offices: tuple[Office, Office], act: Callable[[Office], object]
) -> None:
    """Fifteen times the entries, not a tenth more work."""
    short, long = (calls(partial(act, office)) for office in offices)
    assert long <= 1.1 * short


def test_what_is_taken_in_on_trial_leaves_the_mandate_as_it_is(offices: tuple[Office, Office]) -> None:
    """A payment of two years is held against the room that its first part leaves; each part is entered once."""
    office, _ = offices
    identifier = office.parts.resolver.identifier("mandate", MANDATE)
    before = sums(office), sums(office, 2019)
    paid(office, "b3", TWO_YEARS, on="2018-02-05")
    live = office.parts.engine.states.get(identifier)
    assert isinstance(live, Mandate)
    for year, (_, paid_before) in zip((2018, 2019), before, strict=True):
        assert live.book(LIVING, year).paid_in_all().minor // 100 == paid_before + 100
        assert sums(office, year)[1] == paid_before + 100
