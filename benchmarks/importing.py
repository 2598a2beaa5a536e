"""Many commands at once: an import file of a synthetic region, from its bytes to the ledger.

The floor is what an import cannot do without: the same commands, already read, decided and encoded in memory, no store
behind them. Reading and checking the lines, and the store, come on top.
"""

from collections.abc import Iterator
from functools import partial
from itertools import islice

from adapters.bootstrap import Parts
from adapters.synth.import_file import line
from adapters.synth.region import Region
from adapters.synth.step import Step
from application.block import BlockWriter, Item
from application.engine import Engine, Outcome
from application.importing.importer import BLOCK, Importer
from application.importing.line import Problem, RawLine
from application.importing.line_references import LineReferences
from application.resolve import Resolver
from benchmarks.measure import Row, timed
from benchmarks.nowhere import nowhere
from benchmarks.stock import StockOffice, postgres_settings
from benchmarks.work import ledger, sqlite_url
from domain.kernel.command import COMMANDS
from domain.kernel.event import CATALOGUE

LINES_OF_A_CONTRACT = 40
"""At least so many lines a contract of a region has, its tender, service and project among them."""
STOCK_BLOCKS = 10
"""The stock library keeps its pace, so that it need not go all the way."""
EVENTS_OF_A_SAVE = 26


def on_sqlite(commands: int) -> Iterator[Row]:
    with sqlite_url() as url, sqlite_url() as stock_url, ledger(url) as parts:
        name = stock_url.removeprefix("sqlite:///")
        office = StockOffice({"PERSISTENCE_MODULE": "eventsourcing.sqlite", "SQLITE_DBNAME": name})
        yield _row("SQLite", commands, parts, office)
        office.close()


def on_postgres(url: str, stock_url: str, commands: int) -> Iterator[Row]:
    office = StockOffice(postgres_settings(stock_url))
    with ledger(url) as parts:
        yield _row("PostgreSQL", commands, parts, office)
    office.close()


def _row(store: str, commands: int, parts: Parts, office: StockOffice) -> Row:
    """The three take turns block by block, so that a machine that slows down slows all of them down."""
    for model in (*COMMANDS.values(), *CATALOGUE.values()):
        model.model_rebuild()  # else whose turn comes first would build them for all
    region = Region(commands // LINES_OF_A_CONTRACT + 1)
    importer = _importer(parts.engine, region)
    seconds = dict.fromkeys(("kronika", "floor", "stock"), 0.0)
    with nowhere(parts) as engine:
        writer = BlockWriter(engine)
        for number, steps in enumerate(_blocks(region, commands)):
            lines = [RawLine(region.source, n, line(step)) for n, step in enumerate(steps, 1)]
            items = [step.item() for step in steps]
            seconds["kronika"] += timed(partial(importer.take_file, lines, source=region.source))
            seconds["floor"] += timed(partial(_write, writer, items))
            if number < STOCK_BLOCKS:
                seconds["stock"] += timed(partial(_stock, office, len(steps)))
    assert importer.tally.taken == commands
    rate = {name: commands / taken for name, taken in seconds.items()}
    rate["stock"] = min(commands, STOCK_BLOCKS * BLOCK) / seconds["stock"]
    work = f"import of {commands:,} commands, {store}".replace(",", " ", 1)
    return Row(work, "commands/s", rate["kronika"], rate["floor"], rate["stock"], "≥ 0.5 × floor, ≥ 3 × stock")


def _importer(engine: Engine, region: Region) -> Importer:
    resolver = Resolver(engine.ledger, engine.wire.decode)
    references = LineReferences(engine.ledger, sources=[region.source])
    return Importer(BlockWriter(engine), resolver, references, defaults={}, tell=_fail)


def _fail(problem: Problem) -> None:
    raise AssertionError(problem)


def _blocks(region: Region, commands: int) -> Iterator[list[Step]]:
    steps = islice(region.steps(), commands)
    while block := list(islice(steps, BLOCK)):
        yield block


def _write(writer: BlockWriter, block: list[Item]) -> None:
    answers = writer.write(block)
    assert all(isinstance(answer, Outcome) for answer in answers)


def _stock(office: StockOffice, count: int) -> None:
    for first in range(0, count, EVENTS_OF_A_SAVE):
        contract = office.conclude(f"OLP/{first}")
        office.pay_many(contract, EVENTS_OF_A_SAVE - 1)
