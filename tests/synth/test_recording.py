"""A region in the ledger: nothing is refused, nothing else is noted than what was meant, and every count agrees."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from adapters.bootstrap import Parts
from adapters.synth.import_file import lines
from adapters.synth.region import Region
from application.block import BlockWriter
from application.engine import Outcome
from application.importing.importer import Importer
from application.importing.line import RawLine
from application.importing.line_references import LineReferences
from domain.contract.contract import Contract
from domain.contract.payments import Payments
from domain.kernel.aggregate import AGGREGATES, Aggregate
from domain.kernel.dated import Dated
from domain.kernel.entry import CORRECTIONS, Entry
from projections import builds
from projections.contract_ledger import CONTRACT_LEDGER, ledger_totals
from projections.projector import Projector
from tests.synth.recorded import Count, Recorded, opened, recorded

MESSY = Region(12, seed=3, mess=1)
"""Something goes wrong in every contract."""
MIXED = Region(20, seed=2, mess=0.7)


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Recorded]:
    """A neighbourhood with much mess in an SQLite file."""
    parts = opened(f"sqlite:///{tmp_path_factory.mktemp('region') / 'kronika.db'}")
    yield recorded(parts, MIXED)
    parts.close()


@pytest.fixture
def empty(ledger_url: str) -> Iterator[Parts]:
    parts = opened(ledger_url)
    yield parts
    parts.close()


# The law --------------------------------------------------------------------------------------------------------------


def assert_lawful(run: Recorded, region: Region) -> None:
    """Every command was taken, and beside each stands exactly what was meant to go wrong."""
    assert run.problems == []
    steps = list(region.steps())
    assert (run.tally.taken, run.tally.failed, run.tally.held_back) == (len(steps), 0, 0)
    for step, answer in zip(steps, run.answers, strict=True):
        assert isinstance(answer, Outcome), step.line
        assert sorted(anomaly.code for anomaly in answer.anomalies) == sorted(step.expects), step.line


def test_no_command_of_a_region_is_refused_on_either_store(empty: Parts) -> None:
    assert_lawful(recorded(empty, MESSY), MESSY)


@pytest.mark.parametrize("size", [3, pytest.param(30, marks=pytest.mark.slow)])
def test_regions_of_any_size_are_lawful(tmp_path: Path, size: int) -> None:
    region = Region(size)
    with opened(f"sqlite:///{tmp_path / 'kronika.db'}") as parts:
        assert_lawful(recorded(parts, region), region)


@pytest.mark.slow
@pytest.mark.parametrize(
    "region", [Region(120), Region(80, seed=11, mess=0), Region(80, seed=12, mess=1), Region(40, seed=15, mess=0.5)]
)
def test_larger_regions_are_lawful(tmp_path: Path, region: Region) -> None:
    """In the last of them a levy came back on a grant of two years, and somebody said of which year it was."""
    with opened(f"sqlite:///{tmp_path / 'kronika.db'}") as parts:
        run = recorded(parts, region)
        assert_lawful(run, region)
        assert bool(run.tally.anomalies) is bool(region.mess)


# Replay ---------------------------------------------------------------------------------------------------------------


def plain(value: object) -> object:
    """A state as data that can be compared, whatever objects hold it."""
    if isinstance(value, Dated):
        return [(on, plain(inner)) for on, inner in value]
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    slots = getattr(type(value), "__dataclass_fields__", None)
    if slots is not None:
        return {name: plain(getattr(value, name)) for name in slots}
    is_ours = isinstance(value, Aggregate | Payments)
    return {name: plain(inner) for name, inner in vars(value).items()} if is_ours else value


def live_states(entries: Iterator[Entry]) -> dict[object, Aggregate]:
    """Evolved entry by entry as they were recorded; a corrected file needs its whole history and is left out."""
    states: dict[object, Aggregate] = {}
    corrected = set()
    for entry in entries:
        kind = entry.event.topic.split(".", 1)[0]
        if isinstance(entry.event, CORRECTIONS):
            corrected.add(entry.originator_id)
            continue
        if entry.originator_id not in states:
            states[entry.originator_id] = AGGREGATES[kind](entry.originator_id)
        states[entry.originator_id].evolve(entry)
    return {identifier: state for identifier, state in states.items() if identifier not in corrected}


KINDS = {"service", "project", "tender", "network_entry", "mandate", "contract", "inspection"}


def test_replay_equals_the_live_state_of_every_file(ledger: Recorded) -> None:
    live, stored = live_states(iter(ledger.entries)), ledger.history()
    assert {state.kind for state in live.values()} >= KINDS
    for identifier, state in live.items():
        assert plain(type(state).replay(state.id, stored[state.id])) == plain(state), identifier


# The money ------------------------------------------------------------------------------------------------------------


def contracts_of(ledger: Recorded) -> dict[object, tuple[Contract, list[Entry]]]:
    files = ledger.history().items()
    return {
        identifier: (Contract.replay(identifier, entries), entries)
        for identifier, entries in files
        if entries[0].event.topic.startswith("contract.")
    }


def test_the_contract_ledger_agrees_with_a_naive_count(ledger: Recorded) -> None:
    """Gross, net, reversed, outstanding, by service year and by cash year, for every contract."""
    database = ledger.parts.database
    builds.prepare(database, [CONTRACT_LEDGER])
    Projector(database, ledger.parts.source, [CONTRACT_LEDGER]).catch_up()
    for contract, entries in contracts_of(ledger).values():
        found, count = ledger_totals(database, contract.id), Count.of(entries)
        assert found.gross is not None
        assert found.net is not None
        assert (found.gross.minor, found.net.minor) == (count.gross, count.gross - count.refunded)
        assert (found.reversed.minor, found.refunded.minor) == (count.reversed, count.refunded)
        assert {year: money.minor for year, money in found.by_service_year.items()} == count.by_service_year
        assert {year: money.minor for year, money in found.by_cash_year.items()} == dict(+count.cash)
        assert found.outstanding.minor == count.outstanding


def test_the_contracts_themselves_agree_with_the_same_count(ledger: Recorded) -> None:
    """And no money beyond the maximum ever leaves, whatever goes wrong."""
    for contract, entries in contracts_of(ledger).values():
        count = Count.of(entries)
        assert contract.drawn_gross.minor == count.gross
        assert {year: money.minor for year, money in contract.by_service_year().items()} == count.by_service_year
        maximum = contract.maximum.latest
        assert maximum is not None
        assert contract.drawn_gross <= maximum


def test_closed_contracts_are_settled_and_owe_nothing(ledger: Recorded) -> None:
    closed = [contract for contract, _ in contracts_of(ledger).values() if contract.closed_on]
    assert len(closed) > 5
    assert {contract.open_claims for contract in closed} == {()}
    assert {contract.unsettled_years for contract in closed} == {()}


# Again, on, elsewhere -------------------------------------------------------------------------------------------------


def test_a_stopped_recording_keeps_what_was_written_and_the_same_region_goes_on(empty: Parts) -> None:
    first = recorded(empty, MESSY, stop_after=550)
    assert (first.tally.is_interrupted, first.tally.taken) == (True, 500)
    resumed = recorded(empty, MESSY)
    assert resumed.problems == []
    total = len(list(MESSY.steps()))
    assert (resumed.tally.already_there, resumed.tally.taken) == (500, total - 500)
    again = recorded(empty, MESSY)
    assert (again.tally.already_there, again.tally.entries) == (total, 0)


@pytest.mark.slow
def test_a_larger_region_goes_on_where_the_smaller_ended(tmp_path: Path) -> None:
    with opened(f"sqlite:///{tmp_path / 'kronika.db'}") as parts:
        small = recorded(parts, Region(13, seed=6, mess=0.4))
        large = recorded(parts, Region(30, seed=6, mess=0.4))
        assert large.problems == []
        assert large.tally.already_there == small.tally.taken
        assert recorded(parts, Region(30, seed=6, mess=0.4)).tally.entries == 0


@pytest.mark.slow
@pytest.mark.parametrize(("seed", "sizes"), [(9, (7, 13, 20)), (14, (5, 11, 16, 20)), (20, (5, 16, 20))])
def test_a_region_grows_lawfully_from_any_size(tmp_path: Path, seed: int, sizes: tuple[int, ...]) -> None:
    """A contract that was recorded whole cannot name a mandate that comes later: it did, and was refused."""
    with opened(f"sqlite:///{tmp_path / 'kronika.db'}") as parts:
        for size in sizes:
            assert recorded(parts, Region(size, seed)).problems == []
        assert recorded(parts, Region(sizes[-1], seed)).tally.entries == 0


def said(entries: Iterator[Entry]) -> list[dict[str, object]]:
    """What stands in the ledger without the salts of words, which an import draws anew."""
    found: list[dict[str, object]] = []
    for entry in entries:
        stamp = entry.stamp.model_dump(mode="json", exclude={"reason": True, "waivers": {"__all__": {"reason"}}})
        words = _without_salts(entry.event.model_dump(mode="json", exclude_none=True))
        found.append({"id": entry.originator_id, "version": entry.originator_version, "stamp": stamp, "event": words})
    return found


def _without_salts(value: object) -> object:
    if isinstance(value, dict):
        return {key: _without_salts(inner) for key, inner in value.items() if key != "commitment"}
    return [_without_salts(inner) for inner in value] if isinstance(value, list) else value


@pytest.mark.slow
def test_an_imported_file_gives_the_same_entries(tmp_path: Path, ledger: Recorded) -> None:
    """Same files, versions, event ids and stamps; and recording the region then finds everything there already."""
    region = MIXED
    with opened(f"sqlite:///{tmp_path / 'imported.db'}") as parts:
        importer = Importer(
            BlockWriter(parts.engine),
            parts.resolver,
            LineReferences(parts.ledger, sources=[region.source]),
            defaults={"actor": {"role": "clerk", "organisation": "somebody's office"}},
            tell=lambda problem: pytest.fail(str(problem)),
        )
        texts = (text for _, text in lines(region))
        importer.take_file((RawLine("r", number, text) for number, text in enumerate(texts, 1)), source="r")
        assert importer.tally.taken == ledger.tally.taken
        imported = Recorded(parts, importer.tally, [], []).history()
        assert {i: said(iter(entries)) for i, entries in imported.items()} == {
            i: said(iter(entries)) for i, entries in ledger.history().items()
        }
        assert recorded(parts, region).tally.already_there == ledger.tally.taken
