"""The library's subscriptions and projections follow a ledger on either store."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from uuid import UUID, uuid4

import pytest
from eventsourcing.application import Application
from eventsourcing.domain import Aggregate
from eventsourcing.persistence import OperationalError, Tracking
from eventsourcing.popo import POPOTrackingRecorder
from eventsourcing.projection import Projection, ProjectionRunner

from adapters.stores import environment
from application.ledger import Write
from tests.contract.servers import close_every_connection, wait_until_somebody_listens
from tests.contract.writes import AnyLedger, a_write, event


def test_a_subscription_brings_what_is_there_and_what_comes(
    ledger: AnyLedger, another: Callable[[], AnyLedger]
) -> None:
    """Also what another process writes, each once and in order."""
    ledger.write(a_write(count=3))
    with ledger.subscribe(gt=1) as subscription, ThreadPoolExecutor(1) as pool:
        taking = pool.submit(lambda: [one.id for one in islice(subscription, 1202)])
        writer = another()
        for _ in range(200):
            writer.write(a_write())
        writer.write_all([a_write() for _ in range(1000)])
        assert taking.result(30) == list(range(2, 1204))


def test_nothing_slips_through_between_looking_and_listening(ledger: AnyLedger) -> None:
    """What is written just after a subscription first looked, and before it listens, comes all the same."""
    for _ in range(20):
        with ThreadPoolExecutor(1) as pool, ledger.subscribe(gt=ledger.head()) as subscription:
            written = ledger.write(a_write())
            assert pool.submit(next, subscription).result(10).id == written.positions.start


def test_a_subscription_may_choose_topics(ledger: AnyLedger) -> None:
    """What it did not choose does not come."""
    wanted = event(uuid4())
    other = type(wanted)(uuid4(), 1, "jar.closed", b"{}")
    with ledger.subscribe(topics=[wanted.topic]) as subscription:
        for stored in (other, wanted, other, wanted):
            ledger.write(Write((type(stored)(uuid4(), 1, stored.topic, stored.state),)))
        assert [next(subscription).id, next(subscription).id] == [2, 4]


def test_a_subscription_that_was_stopped_ends(ledger: AnyLedger) -> None:
    """Without waiting for another event."""
    ledger.write(a_write())
    with ledger.subscribe() as subscription:
        assert next(subscription).id == 1
        subscription.stop()
        with pytest.raises(StopIteration):
            next(subscription)


def test_a_subscription_tells_what_went_wrong(url: str, ledger: AnyLedger) -> None:
    """In the thread that reads it, not in one that nobody watches."""
    with ledger.subscribe() as subscription:
        if url.startswith("sqlite"):
            ledger.close()
        else:
            wait_until_somebody_listens(url)
            close_every_connection(url)
        with pytest.raises(OperationalError):
            next(subscription)


class Counter(POPOTrackingRecorder):
    """How many aggregates were opened, as a read model of the library."""

    opened = 0


class Counting(Projection[Counter]):
    name = "counting"
    topics = ("eventsourcing.domain:Aggregate.Created",)

    def process_event(self, domain_event: object, tracking: Tracking) -> None:
        self.view.opened += 1
        self.view.insert_tracking(tracking)


def test_a_projection_of_the_library_follows(url: str) -> None:
    """Its runner catches up, and waits for what comes."""
    settings = environment(url) | {"COUNTING_PERSISTENCE_MODULE": "eventsourcing.popo"}
    with ProjectionRunner(
        application_class=Application[UUID], projection_class=Counting, view_class=Counter, env=settings
    ) as runner:
        for expected in (1, 2, 3):
            aggregate = Aggregate()
            aggregate.trigger_event(Aggregate.Event)
            recordings = runner.app.save(aggregate)
            runner.wait(recordings[0].notification.id, timeout=60)
            assert runner.projection.view.opened == expected
