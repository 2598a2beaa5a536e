"""An award guards its contracts in the ledger: whoever signs at the same moment, the sum never passes it."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import uuid4

import pytest

from adapters import wire
from adapters.clock import system_clock
from adapters.stores import environment, initialise
from application.engine import Engine
from application.errors import Conflict
from application.rights.permissions import Permissions, Role
from domain.kernel.aggregate import Aggregate, decides
from domain.kernel.case import Case, Facts
from domain.kernel.command import Act, Command
from domain.kernel.event import Event, Payload
from domain.kernel.ids import TenderId
from domain.kernel.money import Money, czk
from domain.kernel.registry import Ico
from domain.kernel.rule import Refused
from domain.kernel.stamp import Actor, Source, Stamp
from domain.tender.tender import Tender
from tests.domain.tender.stories import approve, award, bid, lot, opening, owner, petition, plan, publish, select
from tests.examples_calendar import CZECH_HOLIDAYS
from tests.spec import THIS, configuration


class Signing(Payload):
    """What a contract says of its award."""

    tender: TenderId
    amount: Money


class PaperSigned(Signing, Event):
    topic = "paper.signed"


class SignPaper(Signing, Act):
    topic = "paper.sign"
    opens = True


class Paper(Aggregate):
    """Stands for a contract: signed on an award, it leaves its trace in the tender."""

    kind = "paper"

    @decides(SignPaper)
    def sign(self, command: SignPaper, case: Case) -> Event:
        tender = case.other(Tender, command.tender)
        guard = tender.contracting(
            case, lot="A", number=1, contract=self.id, amount=command.amount, provider=Ico("70891508")
        )
        case.guard(tender.id, guard)
        return PaperSigned.of(command)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """An empty ledger in a file."""
    url = f"sqlite:///{tmp_path / 'ledger.db'}"
    initialise(url)
    permissions = Permissions([Role("clerk", "referent", "clerk", ("tender.*", "paper.*"))])
    facts = Facts(CZECH_HOLIDAYS, configuration())
    engine = Engine(environment(url, clock=system_clock), wire=wire, facts=facts, permissions=permissions)
    yield engine
    engine.close()


def stamp(on: str) -> Stamp:
    fields = {"command_id": uuid4(), "actor": Actor(role="clerk"), "source": Source(kind="cli"), "effective_on": on}
    return Stamp.model_validate(fields)


PRICES = {"A1": czk(2_400_000)}
STEPS: tuple[tuple[Command, str], ...] = (
    (plan(estimated_value=czk(2_500_000)), "2017-01-10"),
    (approve(), "2017-01-17"),
    (lot("A"), "2017-01-17"),
    (publish(), "2017-02-01"),
    (bid("A1"), "2017-03-01"),
    (opening(PRICES), "2017-03-03"),
    (select("A1"), "2017-03-15"),
    (owner(), "2017-03-15"),
    (award(), "2017-03-15"),
)


@pytest.fixture
def tender(engine: Engine) -> Engine:
    """With a tender whose lot A was awarded to its sole participant for 2 400 000."""
    for command, on in STEPS:
        engine.handle(command, stamp(on))
    return engine


def sign(engine: Engine, amount: Money, on: str = "2017-04-10") -> bool:
    """Whether a contract of this amount was taken; whoever meets too many other writers tries again."""
    command = SignPaper(target=uuid4(), tender=THIS, amount=amount)
    while True:
        try:
            engine.handle(command, stamp(on))
        except Conflict:
            continue
        except Refused:
            return False
        return True


def test_a_contract_leaves_its_trace_in_the_tender(tender: Engine) -> None:
    """Two events in one transaction: the contract's own, and the guard in the tender's file."""
    identifier = uuid4()
    outcome = tender.handle(SignPaper(target=identifier, tender=THIS, amount=czk(400_000)), stamp("2017-04-10"))
    own, guard = outcome.entries
    assert (own.event.topic, guard.event.topic) == ("paper.signed", "tender.lot-contracted")
    assert guard.originator_id == THIS
    state = tender.states.get(THIS)
    assert isinstance(state, Tender)
    found = state.award("A")
    assert found is not None
    assert (found.contracts, found.left) == ({identifier: czk(400_000)}, czk(2_000_000))


def test_whoever_signs_at_the_same_moment_the_sum_stays_within_the_award(tender: Engine) -> None:
    """Six contracts of 400 000 fill 2 400 000; of ten that come at once four are refused."""
    with ThreadPoolExecutor(4) as pool:
        taken = list(pool.map(lambda _: sign(tender, czk(400_000)), range(10)))
    assert sum(taken) == 6
    assert not sign(tender, czk("0.01"))


def test_a_petition_known_to_the_ledger_stops_the_signature(tender: Engine) -> None:
    """From its start to the sixtieth day."""
    tender.handle(petition(objection=None), stamp("2017-04-07"))
    assert not sign(tender, czk(1), on="2017-06-06")
    assert sign(tender, czk(1), on="2017-04-06")
