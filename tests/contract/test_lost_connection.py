"""A connection that breaks: nothing is doubled, nothing that was written is denied."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from uuid import uuid4

import pytest
from eventsourcing.persistence import InfrastructureFactory, OperationalError

from adapters.stores import environment, initialise, open_ledger
from adapters.stores.postgres import PostgresLedger
from application.ledger import CommandSeen, VersionClash, Write
from tests.contract.servers import Moment, Wire, close_every_connection, wire_to
from tests.contract.writes import AnyLedger, a_write, event


@pytest.fixture
def far(postgres_url: str) -> Iterator[tuple[AnyLedger, Wire]]:
    """A ledger at the other end of a wire, already connected."""
    initialise(postgres_url)
    with wire_to(postgres_url) as (url, wire):
        settings = environment(url) | {"POSTGRES_CONNECT_TIMEOUT": "1"}
        factory: InfrastructureFactory = InfrastructureFactory.construct(settings)
        ledger = factory.application_recorder()
        assert isinstance(ledger, PostgresLedger)
        ledger.write(a_write())
        yield ledger, wire
        ledger.close()


@pytest.mark.parametrize("moment", ["before the request", "before the answer"])
@pytest.mark.parametrize("with_command", [True, False])
def test_a_write_is_done_once_wherever_the_wire_is_cut(
    far: tuple[AnyLedger, Wire], moment: Moment, with_command: bool
) -> None:
    """Either the store has it and it is found again, or it certainly has not and it is written now."""
    ledger, wire = far
    jar = uuid4()
    write = a_write(jar, count=2) if with_command else Write((event(jar), event(jar, 2)))
    wire.cut(moment)
    written = ledger.write(write)
    assert written.positions == range(2, 4)
    assert [entry.position for entry in ledger.select_aggregate(jar)] == [2, 3]
    assert {entry.recorded_at for entry in ledger.select_aggregate(jar)} == {written.recorded_at}
    assert ledger.head() == 3


@pytest.mark.parametrize("moment", ["before the request", "before the answer"])
def test_a_block_is_done_once_wherever_the_wire_is_cut(far: tuple[AnyLedger, Wire], moment: Moment) -> None:
    """A thousand commands of an import as well as one."""
    ledger, wire = far
    block = [a_write() for _ in range(1000)]
    wire.cut(moment)
    assert [written.positions.start for written in ledger.write_all(block)] == list(range(2, 1002))
    assert ledger.head() == 1001


@pytest.mark.parametrize("moment", ["before the request", "before the answer"])
def test_a_stale_write_stays_refused(far: tuple[AnyLedger, Wire], moment: Moment) -> None:
    """That the answer was lost makes nobody's write out of another's."""
    ledger, wire = far
    jar = uuid4()
    ledger.write(a_write(jar))
    wire.cut(moment)
    with pytest.raises(VersionClash):
        ledger.write(a_write(jar))
    assert ledger.head() == 2


def test_another_s_command_is_not_taken_for_one_s_own(far: tuple[AnyLedger, Wire]) -> None:
    """The same identifier with another body is a conflict, lost answer or not."""
    ledger, wire = far
    first, second = a_write(command_id=uuid4()), a_write()
    assert first.command is not None
    ledger.write(first)
    wire.cut("before the answer")
    with pytest.raises(CommandSeen):
        ledger.write(a_write(command_id=first.command.command_id))
    ledger.write(second)


def test_what_is_not_known_is_said(far: tuple[AnyLedger, Wire]) -> None:
    """Where nobody can be asked any more, the caller hears that it is not known, and to send it again."""
    ledger, wire = far
    wire.cut("before the answer", for_good=True)
    with pytest.raises(OperationalError, match="not known whether it was written"):
        ledger.write(a_write())


def test_work_goes_on_after_the_server_closed_every_connection(postgres_url: str) -> None:
    """As after its restart; nobody has to restart Kronika."""
    initialise(postgres_url)
    with closing(open_ledger(postgres_url)) as ledger, ThreadPoolExecutor(8) as pool:
        list(pool.map(ledger.write, [a_write() for _ in range(50)]))
        for _ in range(2):
            close_every_connection(postgres_url)
            assert ledger.head() >= 50
            list(pool.map(ledger.write, [a_write() for _ in range(50)]))
        assert [entry.position for entry in ledger.select_entries(after=0, limit=999)] == list(range(1, 151))
