"""Writers, projectors, rebuilds and deaths in an order that nobody thought of; after each step everything must hold.

Money of contracts stands for all: it is booked, back-dated, corrected and taken back, and folded once more by hand from
the bare entries after every step.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, suppress
from datetime import date
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from adapters.read_models import open_read_models
from application.block import BlockWriter, Item
from application.engine import Outcome
from domain.kernel.money import Money, czk
from domain.kernel.rule import Refused
from domain.kernel.stamp import Actor, Source, Stamp
from projections import builds
from projections.anomalies import ANOMALIES
from projections.contract_ledger import CONTRACT_LEDGER
from projections.database import Database
from projections.projector import Projector
from projections.rebuild import NothingToGoBackTo, rebuild, rollback, verify
from projections.registry import REGISTRY
from projections.report import as_of_position
from projections.sheets import SHEETS, Asked, Cell
from projections.source import EntrySource
from projections.view import View
from tests import postgres_server
from tests.adversarial.soaking import is_soaking
from tests.adversarial.wholeness import check_dense
from tests.postgres_server import Server
from tests.projections.breaking import Gone, open_breaking
from tests.scenarios.office import Office
from tests.scenarios.raw_ledger import Raw, reads, stored

pytestmark = pytest.mark.slow
SEEN: tuple[View, ...] = (ANOMALIES, CONTRACT_LEDGER, REGISTRY)
TODAY = date(2026, 1, 5)
DAYS = st.dates(date(2018, 1, 1), date(2026, 1, 4))
CROWNS = st.integers(1, 1_000)
PAGES = st.integers(1, 4)
LIVES = st.integers(0, 60)
EACH = st.sampled_from(SEEN)
DRAWDOWN = SHEETS["drawdown"]
Sums = dict[str, tuple[int, int]]
"""By contract what left the account, and what of it stayed away, in haléře."""


class Schedule(RuleBasedStateMachine):
    """One ledger, whoever works on it, and what it answered before."""

    new_url: Callable[[], str]
    contracts = Bundle("contracts")
    payments = Bundle("payments")

    @initialize()
    def open(self) -> None:
        self.url = self.new_url()
        self.office = Office(self.url, TODAY.isoformat())
        self.answers: dict[tuple[date, int], Sums] = {}
        builds.prepare(self.database, SEEN)

    @property
    def database(self) -> Database:
        return self.office.parts.database

    @property
    def source(self) -> EntrySource:
        return self.office.parts.source

    def teardown(self) -> None:
        if not hasattr(self, "office"):
            return
        Projector(self.database, self.source, SEEN).catch_up()
        for view in SEEN:
            found = verify(self.database, self.source, view)
            assert found.is_clean, found
        check_dense(self.office.parts)
        self.office.close()

    # Who writes -----------------------------------------------------------------------------------------------------

    @rule(target=contracts, on=DAYS)
    def take_over(self, on: date) -> UUID:
        return self.office.do("contract.take-over", on=on.isoformat(), provider="Provider").aggregate_id

    @rule(target=payments, contract=contracts, on=DAYS, crowns=CROWNS)
    def pay(self, contract: UUID, on: date, crowns: int) -> tuple[UUID, str, str]:
        """Money left, today or years ago."""
        movement = str(uuid4())
        amount = str(czk(crowns))
        done = self.office.do("contract.record-movement", contract, on=on.isoformat(), movement=movement, amount=amount)
        return contract, movement, str(done.entries[0].event_id)

    @rule(contract=contracts, on=DAYS, crowns=CROWNS)
    def refund(self, contract: UUID, on: date, crowns: int) -> None:
        movement, amount = str(uuid4()), str(czk(crowns))
        with suppress(Refused):
            self.office.do("contract.record-refund", contract, on=on.isoformat(), movement=movement, amount=amount)

    @rule(payment=payments, on=DAYS, crowns=CROWNS)
    def correct(self, payment: tuple[UUID, str, str], on: date, crowns: int) -> None:
        """Another amount, on another day."""
        contract, movement, entry = payment
        data = {"movement": movement, "amount": str(czk(crowns))}
        with suppress(Refused):
            self.office.do(
                "entry.correct",
                contract,
                on=on.isoformat(),
                acting_as="approver",
                reason="a slip",
                entry=entry,
                data=data,
            )

    @rule(payment=consumes(payments))
    def take_back(self, payment: tuple[UUID, str, str]) -> None:
        contract, _, entry = payment
        with suppress(Refused):
            self.office.do("entry.take-back", contract, entry=entry, reason="it never left", acting_as="approver")

    @rule(target=contracts, count=st.integers(1, 5), on=DAYS)
    def bring_in(self, count: int, on: date) -> UUID:
        """A block of an import."""
        steps = [self._line(on) for _ in range(count)]
        answers = BlockWriter(self.office.parts.engine).write(steps)
        assert all(isinstance(one, Outcome) for one in answers)
        found = answers[0]
        assert isinstance(found, Outcome)
        return found.aggregate_id

    # Who reads ------------------------------------------------------------------------------------------------------

    def _line(self, on: date) -> Item:
        command = self.office.parts.resolver.command(
            "contract.take-over", {"target": str(uuid4()), "provider": "Provider"}
        )
        source = Source(kind="import", reference="a file", line=str(uuid4()))
        return command, Stamp(command_id=uuid4(), actor=Actor(role="clerk"), source=source, effective_on=on)

    @rule(size=PAGES)
    def project_a_page(self, size: int) -> None:
        next(Projector(self.database, self.source, SEEN, page_size=size).pages())

    @rule(size=PAGES, rival=PAGES)
    def project_beside_a_rival(self, size: int, rival: int) -> None:
        """Each takes a page in turn, and neither knows of the other."""
        with open_read_models(self.url) as theirs:
            ours = Projector(self.database, self.source, SEEN, page_size=size).pages()
            next(ours)
            Projector(theirs, self.source, SEEN, page_size=rival).catch_up()
            for _ in ours:
                pass

    @rule(size=PAGES, life=LIVES)
    def project_and_die(self, size: int, life: int) -> None:
        self._until_death(life, lambda database: Projector(database, self.source, SEEN, page_size=size).catch_up())

    @rule(view=EACH, size=PAGES)
    def rebuild(self, view: View, size: int) -> None:
        rebuild(self.database, self.source, view, page_size=size)

    @rule(view=EACH, size=PAGES, life=LIVES)
    def rebuild_and_die(self, view: View, size: int, life: int) -> None:
        """The next one goes on where this one ended, whatever was written in between."""
        self._until_death(life, lambda database: rebuild(database, self.source, view, page_size=size))

    @rule(view=EACH, size=PAGES)
    def go_back(self, view: View, size: int) -> None:
        with suppress(NothingToGoBackTo):
            rollback(self.database, self.source, view, page_size=size)

    @rule(view=EACH, size=PAGES, life=LIVES)
    def go_back_and_die(self, view: View, size: int, life: int) -> None:
        with suppress(NothingToGoBackTo):
            self._until_death(life, lambda database: rollback(database, self.source, view, page_size=size))

    @rule()
    def end_and_begin_again(self) -> None:
        head = self.office.parts.ledger.head()
        self.office.close()
        self.office = Office(self.url, TODAY.isoformat())
        assert self.office.parts.ledger.head() == head

    @rule(on=DAYS)
    def ask(self, on: date) -> None:
        """What is answered now is answered for ever."""
        known = self._reached()
        self.answers[on, known] = self._sums(on, known)

    def _until_death(self, life: int, work: Callable[[Database], object]) -> None:
        with open_breaking(self.url, steps=life) as database, suppress(Gone):
            work(database)

    # What must hold -------------------------------------------------------------------------------------------------

    @invariant()
    def positions_are_dense(self) -> None:
        ledger = self.office.parts.ledger
        entries = ledger.select_entries(after=0, limit=10_000)
        assert [entry.position for entry in entries] == list(range(1, ledger.head() + 1))

    @invariant()
    def the_view_is_what_folding_by_hand_comes_to(self) -> None:
        known = self._reached()
        said = reads(stored(self.office.parts.ledger), known=known)
        for valid in (date(2021, 6, 30), TODAY):
            assert self._sums(valid, known) == by_hand(said, valid.isoformat())

    @invariant()
    def what_was_answered_once_is_answered_again(self) -> None:
        for (valid, known), answer in self.answers.items():
            if known <= self._reached():
                assert self._sums(valid, known) == answer

    @invariant()
    def readers_never_go_back(self) -> None:
        """A rebuild and a rollback catch up before anybody reads them."""
        reached = self._reached()
        assert reached >= getattr(self, "_last_reached", 0)
        self._last_reached = reached

    def _reached(self) -> int:
        """How far the report can go: as far as the slowest of its views."""
        return as_of_position(self.database, DRAWDOWN.views)

    def _sums(self, valid: date, known: int) -> Sums:
        asked = Asked(valid, known, lambda: self.office.parts.facts.calendar)
        sheet = DRAWDOWN.make(self.database, asked)
        assert sheet.as_of_position == known
        places = [[column.name for column in sheet.columns].index(name) for name in ("gross", "net")]
        sums = {line.key: (_minor(line.cells[places[0]]), _minor(line.cells[places[1]])) for line in sheet.lines}
        return {contract: pair for contract, pair in sums.items() if any(pair)}


def _minor(cell: Cell) -> int:
    return cell.minor if isinstance(cell, Money) else 0


def by_hand(said: Sequence[Raw], valid: str) -> Sums:
    """The same from bare entries as they read."""
    sums: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0])
    for one in said:
        if (one.on or "") <= valid and one.topic in {"contract.payment-made", "contract.refund-received"}:
            amount = one.data["amount"]["minor"]
            gross, net = (amount, amount) if one.topic == "contract.payment-made" else (0, -amount)
            sums[one.file][0] += gross
            sums[one.file][1] += net
    return {contract: (gross, net) for contract, (gross, net) in sums.items() if gross or net}


@pytest.fixture
def new_url(request: pytest.FixtureRequest, store_url: str, tmp_path: Path) -> Iterator[Callable[[], str]]:
    """Names a new, empty store as often as it is asked, of the kind that the test runs on."""
    if store_url.startswith("sqlite"):
        yield lambda: f"sqlite:///{tmp_path / uuid4().hex}.db"
        return
    server: Server = request.getfixturevalue("postgres")
    template: str = request.getfixturevalue("postgres_ledger")
    with ExitStack() as made:
        yield lambda: made.enter_context(postgres_server.database(server, template=template))


def test_every_schedule_leaves_everything_whole(new_url: Callable[[], str]) -> None:
    """A failing one is printed as a program, with its seed."""
    drawn = type("Drawn", (Schedule,), {"new_url": staticmethod(new_url)})
    usual = settings.get_profile("thorough")
    few = settings(usual, max_examples=6, stateful_step_count=25)
    run_state_machine_as_test(drawn, settings=settings() if is_soaking() else few)
