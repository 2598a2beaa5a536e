"""The mandates of a synthetic region: every kind of verdict is there, and an independent count comes to the same."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

import pytest

from adapters.synth.region import Region
from domain.contract.contract import Contract
from domain.contract.events import MandateNamed
from domain.kernel.entry import Entry, EntryCorrected
from domain.kernel.event import Event
from domain.mandate import events
from domain.mandate.events.overcompensation import CheckEvent
from domain.mandate.mandate import Mandate
from tests.synth.recorded import Recorded, opened, recorded

SMALL = Region(40, seed=1)
Key = tuple[str, int]


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Recorded]:
    """Two neighbourhoods with the usual mess."""
    parts = opened(f"sqlite:///{tmp_path_factory.mktemp('mandates') / 'kronika.db'}")
    yield recorded(parts, SMALL)
    parts.close()


def mandates_of(run: Recorded) -> Mapping[UUID, list[Entry]]:
    files = run.history().items()
    return {one: entries for one, entries in files if entries[0].event.topic == "mandate.proposed"}


def checks_of(run: Recorded) -> list[CheckEvent]:
    entries = (entry for history in mandates_of(run).values() for entry in history)
    return [entry.event for entry in entries if isinstance(entry.event, CheckEvent)]


# Everything is there --------------------------------------------------------------------------------------------------


def test_forty_contracts_show_every_turn_of_a_mandate(ledger: Recorded) -> None:
    """From the proposal to the end, whatever happens in between."""
    topics = {entry.event.topic for history in mandates_of(ledger).values() for entry in history}
    assert topics >= {f"mandate.{turn}" for turn in TURNS.split()}


TURNS = """
proposed service-added issued accepted amended prolonged suspended resumed revoked expired legal-basis-migrated
precondition-lost precondition-restored legal-hold-placed legal-hold-released
compensation-calculated compensation-committed commitment-released compensation-paid public-money-returned
other-public-funding-recorded net-cost-declared net-cost-verified
overcompensation-check-performed final-overcompensation-check-performed overcompensation-found
overcompensation-carried-over overcompensation-repayment-requested repayment-request-withdrawn overcompensation-repaid
parameters-updated de-minimis-granted de-minimis-recorded transparency-published report-to-commission-included
"""


def test_forty_contracts_show_every_kind_of_verdict(ledger: Recorded) -> None:
    """Nothing too much, a tenth at most, more than that; each also as the news that takes the place of another."""
    found = {(check.result.outcome.value, check.supersedes is not None) for check in checks_of(ledger)}
    assert found == {
        ("NO_OVERCOMPENSATION", False),
        ("NO_OVERCOMPENSATION", True),
        ("CARRY_OVER", False),
        ("CARRY_OVER", True),
        ("REPAY", False),
        ("REPAY", True),
    }


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_verdicts_are_of_all_kinds_whatever_the_seed(tmp_path: Path, seed: int) -> None:
    """About one year in four is paid too much, most of these above the tenth; without mess no news comes late."""
    with opened(f"sqlite:///{tmp_path / 'kronika.db'}") as parts:
        outcomes = Counter(check.result.outcome.value for check in checks_of(recorded(parts, Region(40, seed=seed))))
    assert outcomes["CARRY_OVER"] >= 1
    assert outcomes["REPAY"] >= 3
    assert 0.1 <= (outcomes["CARRY_OVER"] + outcomes["REPAY"]) / outcomes.total() <= 0.5


def test_what_is_above_a_tenth_is_repaid_and_what_is_below_is_carried(ledger: Recorded) -> None:
    """Or repaid as well, where the mandate does not allow carrying over or does not go on."""
    parts = [(check.result.outcome.value, _share(check)) for check in checks_of(ledger)]
    assert all(share <= Fraction(1, 10) for outcome, share in parts if outcome == "CARRY_OVER")
    assert any(share > Fraction(1, 10) for outcome, share in parts if outcome == "REPAY")
    assert any(0 < share <= Fraction(1, 10) for outcome, share in parts if outcome == "REPAY")


def _share(check: CheckEvent) -> Fraction:
    average = check.result.average
    return Fraction(check.result.overcompensation.minor, average.minor) if average else Fraction(0)


def test_late_money_supersedes_a_verdict_that_stays_visible(ledger: Recorded) -> None:
    """A municipality tells after the check; the new verdict names the old one, and both are in the file."""
    late = 0
    for identifier, history in mandates_of(ledger).items():
        by_id = {entry.event_id: entry for entry in history}
        for entry in history:
            if isinstance(entry.event, CheckEvent) and entry.event.supersedes is not None:
                earlier = by_id[entry.event.supersedes]
                assert isinstance(earlier.event, CheckEvent)
                assert (earlier.event.service, earlier.event.year) == (entry.event.service, entry.event.year)
                between = history[history.index(earlier) : history.index(entry)]
                late += any(isinstance(one.event, events.OtherPublicFundingRecorded) for one in between)
        state = Mandate.replay(identifier, history)
        assert not any(state.is_outdated(*key) for key in state.books)
    assert late >= 2


def test_a_surplus_is_never_set_against_the_loss_of_a_sister(ledger: Recorded) -> None:
    """One service lost money in the year in which the other was paid too much: that is repaid all the same."""
    pairs = 0
    for history in mandates_of(ledger).values():
        checks = [entry.event for entry in history if isinstance(entry.event, CheckEvent)]
        too_much = {check.year: check.service for check in checks if check.result.outcome.value == "REPAY"}
        for check in checks:
            lost = check.result.net_cost - check.result.public_money
            is_sister = check.service not in {None, too_much.get(check.year, check.service)}
            pairs += is_sister and 10 * lost.minor > check.result.public_money.minor
    assert pairs >= 1


def test_every_mandate_says_everything_that_article_4_asks_for(ledger: Recorded) -> None:
    for identifier, history in mandates_of(ledger).items():
        (issued,) = [entry.event for entry in history if isinstance(entry.event, events.MandateIssued)]
        assert None not in dict(issued.elements).values()
        state = Mandate.replay(identifier, history)
        assert state.provider is not None
        assert all(one.orps.latest and one.capacities.latest for one in state.services.values())


def test_mandates_stand_on_the_new_decision_once_they_outlive_the_old(ledger: Recorded) -> None:
    """Those that last beyond 2025 are brought under it in its first days."""
    for identifier, history in mandates_of(ledger).items():
        state = Mandate.replay(identifier, history)
        assert state.ends_on is not None
        outlives = state.ends_on > date(2025, 12, 31)
        assert state.decision_on(date(2025, 12, 31)) == ("2025/2630" if outlives else "2012/21/EU")


def test_contracts_name_the_mandate_under_which_they_are_paid(ledger: Recorded) -> None:
    """What they order and pay reaches the mandate by itself: nobody enters it there a second time."""
    named = [entry.event.mandate for entry in ledger.entries if isinstance(entry.event, MandateNamed)]
    assert len(named) >= 10
    assert set(named) <= mandates_of(ledger).keys()
    written = {step.command.topic for step in SMALL.steps()}
    assert "contract.name-mandate" in written
    assert not written & {"mandate.commit-compensation", "mandate.record-compensation-payment"}


# The second count -----------------------------------------------------------------------------------------------------


def test_contracts_and_mandates_tell_the_same_money(ledger: Recorded) -> None:
    """What a mandate holds as paid under a contract is what the file of the contract says, year by year."""
    paid: dict[UUID, Counter[int]] = defaultdict(Counter)
    for history in mandates_of(ledger).values():
        for entry in history:
            if isinstance(entry.event, events.CompensationPaid) and entry.event.contract:
                paid[entry.event.contract][entry.event.year] += entry.event.amount.minor
            if isinstance(entry.event, events.PublicMoneyReturned) and entry.event.ground == "reversal":
                assert entry.event.contract is not None
                paid[entry.event.contract][entry.event.year] -= entry.event.amount.minor
    files = ledger.history()
    assert len(paid) >= 10
    for contract, years in paid.items():
        state = Contract.replay(contract, files[contract])
        assert {year: money.minor for year, money in state.by_service_year().items()} == dict(years)


class Check(NamedTuple):
    """What a check comes to, in minor units."""

    outcome: str
    public: int
    carried_in: int
    net_cost: int
    too_much: int


@dataclass
class Naive:
    """The verdicts of one mandate from its events alone; shares no code with the aggregate."""

    first_year: int = 0
    last_day: date = date.max
    allows: bool = False
    public: Counter[Key] = field(default_factory=Counter)
    net: dict[Key, int] = field(default_factory=dict)
    carried: dict[Key, int] = field(default_factory=dict)
    service: str | None = None

    def take(self, event: Event, on: date | None) -> Check | None:
        if isinstance(event, events.MandateProposed):
            self.service = event.registration
        if isinstance(event, events.MandateIssued) and event.period and event.period.end:
            self.first_year, self.last_day = event.period.start.year, event.period.end
            self.allows = event.is_carry_over_allowed
        if isinstance(event, events.MandateProlonged):
            self.last_day = event.last_day
        if isinstance(event, events.MandateRevoked):
            self.last_day = on or self.last_day
        if isinstance(event, events.CompensationPaid | events.OtherPublicFundingRecorded):
            self.public[self.key(event)] += event.amount.minor
        if isinstance(event, events.PublicMoneyReturned):
            self.public[self.key(event)] -= event.amount.minor
        if isinstance(event, events.NetCostVerified):
            self.net[self.key(event)] = event.costs.minor - event.revenues.minor + event.reasonable_profit.minor
        return self.judge(self.key(event)) if isinstance(event, CheckEvent) else None

    def key(self, event: events.ServiceYear) -> Key:
        return str(event.service or self.service), event.year

    def judge(self, key: Key) -> Check:
        service, year = key
        carried_in, net = self.carried.get(key, 0), max(self.net[key], 0)
        too_much = max(self.public[key] + carried_in - net, 0)
        years = range(self.first_year, year + 1)
        is_small = 10 * too_much * len(years) <= sum(self.public[service, one] for one in years)
        is_carried = is_small and self.allows and date(year, 12, 31) < self.last_day
        outcome = "NO_OVERCOMPENSATION" if not too_much else "CARRY_OVER" if is_carried else "REPAY"
        self.carried[service, year + 1] = too_much if is_carried else 0
        return Check(outcome, self.public[key], carried_in, net, too_much)


def judged_naively(entries: Iterable[Entry]) -> Iterator[tuple[Check, Check]]:
    """Every verdict of a mandate as it was recorded, and as the naive count comes to it."""
    naive, entries = Naive(), list(entries)
    corrected = {entry.event.target: entry.event for entry in entries if isinstance(entry.event, EntryCorrected)}
    for entry in entries:
        correction = corrected.get(entry.event_id)
        event = correction.replacement() if correction else entry.event
        found = naive.take(event, entry.effective_on)
        if found is not None and isinstance(event, CheckEvent):
            said = event.result
            amounts = (said.public_money, said.carried_in, said.net_cost, said.overcompensation)
            yield Check(said.outcome.value, *(amount.minor for amount in amounts)), found


@pytest.mark.parametrize(
    "region",
    [
        Region(12, seed=8, mess=1),
        Region(45, seed=5, mess=0.3),
        pytest.param(Region(150, seed=9), marks=pytest.mark.slow),
    ],
    ids=lambda region: f"{region.contracts} contracts",
)
def test_a_naive_count_comes_to_the_same_verdicts(tmp_path: Path, region: Region) -> None:
    """Public money, net cost, what was carried in, the average over the years: every check, also those superseded."""
    with opened(f"sqlite:///{tmp_path / 'kronika.db'}") as parts:
        histories = mandates_of(recorded(parts, region)).values()
    pairs = [pair for history in histories for pair in judged_naively(history)]
    assert len(pairs) > region.contracts / 2
    assert [said for said, _ in pairs] == [counted for _, counted in pairs]
