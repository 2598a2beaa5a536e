"""Every verdict of a region is computed once more from its bare events: by the mandate, by the view, by plain sums."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest

from adapters.synth.record import Recorder
from adapters.synth.region import Region
from application.block import BlockWriter
from application.importing.line import Problem
from domain.mandate.mandate import Mandate
from projections import builds
from projections.compensation import COMPENSATION, compensation_rows
from projections.projector import Projector
from tests.scenarios.mandate_lives import live
from tests.scenarios.naive_verdicts import Found, Naive
from tests.scenarios.office import Office
from tests.scenarios.raw_ledger import Raw, reads, stored

SIZES = [(1, 3), (5, 10), (14, 32)]
"""Contracts of the synthetic region with its mandates, and mandates with a wilder life drawn by chance beside it."""


@dataclass
class Told:
    """A region in a ledger, and every event of its mandates as bare JSON."""

    office: Office
    events: list[Raw]
    by_mandate: dict[str, list[Raw]]

    def naive(self, mandate: str, known: int | None = None) -> Naive:
        return Naive(reads(self.by_mandate[mandate], known=known))

    def state(self, mandate: str, known: int | None = None) -> Mandate:
        found = self.office.replay.state(UUID(mandate), known)
        assert isinstance(found, Mandate)
        return found


@pytest.fixture(scope="module", params=SIZES, ids=lambda size: f"{size[1]} mandates")
def told(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Told]:
    contracts, mandates = request.param
    folder: Path = tmp_path_factory.mktemp("region")
    office = Office(f"sqlite:///{folder / 'kronika.db'}", today="2016-01-01")
    tally = Recorder(BlockWriter(office.parts.engine), tell=list[Problem]().append).record(Region(contracts, seed=7))
    assert tally.entries > 10 * contracts
    assert len(list(live(office, mandates, seed=mandates))) == mandates
    events = list(stored(office.parts.ledger))
    by_mandate: dict[str, list[Raw]] = defaultdict(list)
    for one in events:
        by_mandate[one.file].append(one)
    own = {file: said for file, said in by_mandate.items() if said[0].topic.startswith("mandate.")}
    yield Told(office, events, own)
    office.close()


def judged(state: Mandate, service: str, year: int) -> Found:
    """What the mandate itself says."""
    verdict, room = state.verdict(year, service), state.room(year, service)
    return Found(
        outcome=verdict.outcome.value,
        excess=None if verdict.overcompensation is None else verdict.overcompensation.minor,
        public_money=verdict.public_money.minor,
        carried_in=verdict.carried_in.minor,
        to_claim=verdict.to_claim.minor,
        room=None if room is None else room.minor,
    )


def test_every_verdict_is_that_of_plain_sums(told: Told) -> None:
    """By every service and year of which anything is said."""
    for mandate in told.by_mandate:
        state, naive = told.state(mandate), told.naive(mandate)
        assert naive.books >= {(service, year) for (service, year), book in state.books.items() if book.has_money}
        for service, year in naive.books:
            assert judged(state, service, year) == naive.found(service, year), (mandate, service, year)


def test_every_row_of_the_view_is_that_of_plain_sums(told: Told) -> None:
    """As known now, and as known in the middle of it all."""
    parts = told.office.parts
    builds.prepare(parts.database, [COMPENSATION])
    Projector(parts.database, parts.source, [COMPENSATION]).catch_up()
    head = parts.ledger.head()
    for known in (head, head // 2, head - head // 4):
        rows = compensation_rows(parts.database, valid=date.max, known=known)
        assert rows.as_of_position == known
        found = {(str(row.mandate), row.service, row.year): row for row in rows}
        for mandate, said in told.by_mandate.items():
            naive = told.naive(mandate, known)
            assert known != head or naive.books
            for service, year in naive.books:
                row = found[mandate, service, year]
                assert naive.found(service, year) == Found(
                    outcome=row.verdict.outcome.value,
                    excess=None if row.verdict.overcompensation is None else row.verdict.overcompensation.minor,
                    public_money=row.public_money.minor,
                    carried_in=row.carried_in.minor,
                    to_claim=row.verdict.to_claim.minor,
                    room=None if row.room is None else row.room.minor,
                ), (mandate, service, year, known, said[0].position)
                assert sum(line.amount.minor for line in row.sources) == row.public_money.minor


def test_every_check_that_was_recorded_said_what_plain_sums_said_then(told: Told) -> None:
    """Read as known one entry before it: what came later never changes what a check found."""
    for mandate, said in told.by_mandate.items():
        for check in (one for one in said if one.topic.endswith("overcompensation-check-performed")):
            before, result = told.naive(mandate, check.position - 1), check.data["result"]
            naive = before.found(check.data.get("service") or before.services[0], check.data["year"])
            is_over = result["overcompensation"]["minor"] > 0
            assert (result["outcome"], result["overcompensation"]["minor"]) == (naive.outcome, naive.excess)
            assert (result["public_money"]["minor"], result["carried_in"]["minor"]) == naive[2:4]
            assert is_over == (result["outcome"] in {"CARRY_OVER", "REPAY"})


@pytest.mark.parametrize("told", SIZES[-1:], indirect=True, ids=["the largest region"])
def test_the_lives_reach_every_outcome(told: Told) -> None:
    """So that the easy part is not all that is tried; and every kind of news."""
    outcomes = Counter(
        told.naive(mandate).found(service, year).outcome
        for mandate in told.by_mandate
        for service, year in told.naive(mandate).books
    )
    assert min(outcomes[one] for one in ("CARRY_OVER", "REPAY", "NO_OVERCOMPENSATION", "CANNOT_BE_DECIDED")) >= 5
    topics = Counter(one.topic.partition(".")[2] for said in told.by_mandate.values() for one in said)
    rare = ("corrected", "taken-back", "overcompensation-repaid", "repayment-request-withdrawn", "revoked", "amended")
    assert {topic for topic in rare if not topics[topic]} == set()
    assert topics["overcompensation-carried-over"] >= 5
