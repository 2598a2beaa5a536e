"""Files of commands into the ledger: every line taken or told, none lost, none twice."""

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from adapters import wire
from adapters.clock import system_clock
from adapters.czech_calendar import czech_calendar
from adapters.stores import environment, initialise
from application.block import BlockWriter
from application.engine import Engine
from application.importing.importer import Importer, Tally
from application.importing.line import Problem, ProblemKind, RawLine
from application.importing.line_references import LineReferences, opened_by
from application.rehearsal import Rehearsal
from application.resolve import Resolver
from domain.kernel.case import Facts
from domain.kernel.configuration import Configuration
from domain.kernel.ids import derived_id
from domain.kernel.stamp import Actor
from tests.application.shelf import PERMISSIONS, JarsPut, Shelf
from tests.domain.kernel.toy import CoinsFound, JarOpened

Document = dict[str, Any]
ACTOR = Actor(role="clerk", organisation="region")
DAY = {"effective_on": "2018-01-01"}


def new_engine(url: str, ledger: Rehearsal | None = None) -> Engine:
    facts = Facts(czech_calendar(), Configuration(()))
    env = environment(url, clock=system_clock)
    return Engine(env, wire=wire, facts=facts, permissions=PERMISSIONS, ledger=ledger)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    url = f"sqlite:///{tmp_path / 'kronika.db'}"
    initialise(url)
    engine = new_engine(url)
    yield engine
    engine.close()


class Run:
    """One import, with everything that it told."""

    def __init__(self, engine: Engine, *, sources: Sequence[str] = (), actor: Actor = ACTOR, block: int = 2000) -> None:
        self.problems: list[Problem] = []
        self.reports: list[int] = []
        self.importer = Importer(
            BlockWriter(engine),
            Resolver(engine.ledger, engine.wire.decode),
            LineReferences(engine.ledger, sources=sources),
            defaults={"actor": actor.model_dump(exclude_none=True)},
            tell=self.problems.append,
            progress=lambda tally: self.reports.append(tally.lines),
            block=block,
        )

    def take(self, *documents: Document | bytes, file: str = "f.jsonl", source: str = "f") -> Tally:
        lines = (
            RawLine(file, number, document if isinstance(document, bytes) else json.dumps(document).encode())
            for number, document in enumerate(documents, start=1)
        )
        self.importer.take_file(lines, source=source)
        return self.importer.tally

    @property
    def told(self) -> list[tuple[int, str]]:
        return [(problem.place.line, problem.code) for problem in self.problems]


def jar(line_id: str, label: str, size: int = 10, **more: Any) -> Document:
    return {"id": line_id, "command": "jar.open", "data": {"label": label, "size": size}, "stamp": DAY} | more


def find(line_id: str, target: str, count: int = 1, **more: Any) -> Document:
    return {"id": line_id, "command": "jar.find-coins", "target": target, "data": {"count": count}, "stamp": DAY} | more


def promise(line_id: str, target: str, count: int) -> Document:
    return find(line_id, target, count) | {"command": "jar.promise-coins"}


def events(engine: Engine) -> list[object]:
    return [wire.decode(stored).event for stored in engine.ledger.select_entries(after=0, limit=1000)]


# What is taken ------------------------------------------------------------------------------------------------------


def test_the_lines_of_a_file_are_recorded_in_order(engine: Engine) -> None:
    run = Run(engine)
    tally = run.take(jar("1", "a"), find("2", "line:1"), find("3", "a", 2))
    assert (tally.lines, tally.taken, tally.entries, tally.position, run.problems) == (3, 3, 3, 3, [])
    assert events(engine) == [JarOpened(label="a", size=10), CoinsFound(count=1), CoinsFound(count=2)]
    (stored, *_) = engine.ledger.select_entries(after=0, limit=1)
    entry = wire.decode(stored)
    assert entry.originator_id == opened_by("f", "1") == derived_id("f", "1", "target")
    assert (entry.stamp.source.reference, entry.stamp.source.line, entry.effective_on) == ("f", "1", date(2018, 1, 1))


def test_the_same_file_again_records_nothing_new(engine: Engine) -> None:
    lines = jar("1", "a"), find("2", "line:1"), find("3", "a", 2)
    Run(engine).take(*lines)
    again = Run(engine).take(*lines)
    assert (again.taken, again.already_there, again.entries, again.position) == (0, 3, 0, 0)
    assert engine.ledger.head() == 3


def test_a_header_names_the_source_wherever_the_file_lies(engine: Engine) -> None:
    header = {"source": "liberec", "defaults": {"effective_on": "2017-05-05", "actor": {"person": "p-1"}}}
    bare = jar("1", "a")
    del bare["stamp"]
    Run(engine).take(header, bare, file="old.jsonl", source="old")
    assert Run(engine).take(header, bare, file="new.jsonl", source="new").already_there == 1
    entry = wire.decode(engine.ledger.select_entries(after=0, limit=1)[0])
    assert entry.effective_on == date(2017, 5, 5)
    assert (entry.stamp.actor.role, entry.stamp.actor.person, entry.stamp.actor.organisation) == (
        "clerk",
        "p-1",
        "region",
    )


def test_the_same_line_with_other_content_is_told_and_what_stands_stays(engine: Engine) -> None:
    Run(engine).take(jar("1", "a"), find("2", "line:1"), find("3", "line:1"))
    run = Run(engine)
    tally = run.take(jar("1", "a"), find("2", "line:1", 5), find("3", "line:1"), find("4", "line:1"))
    assert run.told == [(2, "import.reused"), (4, "import.held-back")]
    assert run.problems[0].facts == {"position": 2}
    assert run.problems[1].cause == run.problems[0].place
    assert (tally.already_there, tally.failed, tally.held_back, engine.ledger.head()) == (2, 1, 1, 3)


def test_the_same_id_twice_in_one_file_is_the_same_line(engine: Engine) -> None:
    """Within one block the store finds it; the first stays, the second says what the first did, or is a conflict."""
    run = Run(engine)
    tally = run.take(jar("1", "a"), find("2", "line:1"), find("2", "line:1"), jar("3", "b"), find("2", "line:3"))
    assert (tally.taken, tally.already_there, run.told) == (3, 1, [(5, "import.reused")])


def test_anomalies_are_counted(engine: Engine) -> None:
    assert Run(engine).take(jar("1", "a", 1), find("2", "line:1", 3)).anomalies == 1


# What one line says of another ----------------------------------------------------------------------------------------


def test_a_number_is_found_that_an_earlier_line_of_the_same_block_gave(engine: Engine) -> None:
    run = Run(engine)
    assert run.take(jar("1", "a"), find("2", "a"), jar("3", "b"), find("4", "b")).taken == 4
    assert run.reports[-1] == 4


def test_a_number_that_is_given_to_another_within_the_file_means_the_new_holder(engine: Engine) -> None:
    """A correction frees the number, another jar takes it: what waits is written before the number is looked up."""
    run = Run(engine)
    run.take(jar("1", "a"))
    first = engine.ledger.select_entries(after=0, limit=1)[0]
    correction = {
        "id": "2",
        "command": "entry.correct",
        "target": "a",
        "data": {"entry": str(wire.decode(first).event_id), "data": {"label": "z", "size": 10}},
        "stamp": {**DAY, "reason": "a typo"},
    }
    tally = Run(engine).take(correction, jar("3", "a"), find("4", "a"), source="g")
    assert tally.taken == 3
    assert engine.ledger.select_aggregate(opened_by("g", "3"))[-1].topic == "jar.coins-found"


def test_references_in_lists_and_optional_fields_are_replaced(engine: Engine) -> None:
    shelf = {
        "id": "s",
        "command": "shelf.take-over",
        "data": {"jars": ["line:1", "b"], "first": "line:1"},
    }
    run = Run(engine)
    assert run.take(jar("1", "a"), jar("2", "b"), shelf).taken == 3
    state = engine.states.get(opened_by("f", "s"))
    assert isinstance(state, Shelf)
    assert state.jars == (opened_by("f", "1"), opened_by("f", "2"))


def test_a_line_of_another_source_is_found_in_this_run_and_in_a_later_one(engine: Engine) -> None:
    run = Run(engine, sources=["jars", "shelves"])
    run.take({"source": "jars"}, jar("1", "a"), jar("x/y", "b"), file="1.jsonl")
    put = {"id": "s", "command": "shelf.take-over", "data": {"jars": ["line:jars/1", "line:jars/x/y"]}}
    assert run.take({"source": "shelves"}, put, file="2.jsonl").taken == 3
    later = {"id": "t", "command": "shelf.take-over", "data": {"jars": ["line:jars/x/y", "line:shelves/none"]}}
    other = Run(engine)
    assert other.take(later, source="later").failed == 1
    assert other.problems[0].facts == {"kind": "jar", "reference": "line:shelves/none"}
    only_known = later | {"data": {"jars": ["line:jars/x/y"]}}
    assert Run(engine).take(only_known, source="later").taken == 1


def test_an_id_with_slashes_is_an_id_where_no_such_source_is_known(engine: Engine) -> None:
    assert Run(engine).take(jar("OLP/1900/2017", "a"), find("2", "line:OLP/1900/2017")).taken == 2


def test_a_line_that_opens_under_an_identifier_of_its_own_is_found_by_its_id(engine: Engine) -> None:
    own = str(UUID(int=7))
    assert Run(engine).take(jar("1", "a", target=own), find("2", "line:1")).taken == 2
    assert Run(engine).take(find("3", "line:f/1"), source="g").taken == 1
    assert len(engine.ledger.select_aggregate(UUID(own))) == 3


# What is not taken ----------------------------------------------------------------------------------------------------


def test_a_refused_line_holds_back_what_follows_on_its_aggregate_and_nothing_else(engine: Engine) -> None:
    run = Run(engine)
    tally = run.take(
        jar("1", "a", 3),
        jar("2", "b"),
        promise("3", "line:1", 5),
        find("4", "line:1"),
        find("5", "line:2"),
        find("6", "line:1"),
    )
    assert run.told == [(3, "jar.coins-fit"), (4, "import.held-back"), (6, "import.held-back")]
    assert run.problems[0].violations[0].facts == {"held": 0, "more": 5, "size": 3}
    assert {problem.cause.line for problem in run.problems if problem.cause} == {3}
    assert (tally.taken, tally.failed, tally.held_back, tally.is_complete) == (3, 1, 2, False)


def test_what_depends_on_a_line_that_was_held_back_is_held_back_too(engine: Engine) -> None:
    """The shelf names the jar that was not opened; what follows on the shelf waits for the same line."""
    shelf = {"id": "s", "command": "shelf.take-over", "data": {"jars": ["line:1"]}}
    put = {"id": "t", "command": "shelf.put-jars", "target": "line:s", "data": {}, "stamp": DAY}
    run = Run(engine, block=1)
    run.take(jar("1", "a") | {"stamp": {}}, shelf, put)
    assert run.told == [(1, "import.invalid"), (2, "import.held-back"), (3, "import.held-back")]
    assert [problem.cause.line for problem in run.problems if problem.cause] == [1, 1]


def test_a_malformed_line_holds_back_what_follows_but_not_what_came_before(engine: Engine) -> None:
    run = Run(engine)
    tally = run.take(
        jar("1", "a"), find("2", "line:1"), find("3", "line:1", data={"coutn": 1}), find("4", "line:1"), jar("5", "b")
    )
    assert (tally.taken, tally.failed, tally.held_back) == (3, 1, 1)
    problem = run.problems[0]
    assert [(field.path, field.type, field.nearest) for field in problem.fields] == [
        ("data.count", "missing", None),
        ("data.coutn", "extra_forbidden", "count"),
    ]
    assert run.told == [(3, "import.invalid"), (4, "import.held-back")]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ({"id": "2", "command": "jar.opne", "data": {}}, ProblemKind.UNKNOWN_COMMAND),
        (
            {"id": "2", "command": "jar.find-coins", "target": "nobody", "data": {"count": 1}, "stamp": DAY},
            ProblemKind.UNKNOWN_REFERENCE,
        ),
        (
            {"id": "2", "command": "jar.find-coins", "target": "line:9", "data": {"count": 1}, "stamp": DAY},
            ProblemKind.UNKNOWN_REFERENCE,
        ),
        ({"id": "2", "command": "jar.find-coins", "data": {"count": 1}, "stamp": DAY}, ProblemKind.INVALID),
        (
            {"id": "2", "command": "jar.find-coins", "data": {"count": 1, "target": "a"}, "stamp": DAY},
            ProblemKind.INVALID,
        ),
        ({"command": "jar.find-coins"}, ProblemKind.INVALID),
        ({"source": "x"}, ProblemKind.INVALID),
        (b"{", ProblemKind.NOT_JSON),
        (b"\xff\xfe", ProblemKind.NOT_UTF8),
    ],
)
def test_every_kind_of_wrong_line_is_told_and_the_rest_is_taken(
    engine: Engine, line: Document | bytes, kind: ProblemKind
) -> None:
    run = Run(engine)
    tally = run.take(jar("1", "a"), line, jar("3", "b"))
    assert [(problem.place.line, problem.kind) for problem in run.problems] == [(2, kind)]
    assert (tally.taken, tally.failed) == (2, 1)


def test_a_role_without_the_right_is_told(engine: Engine) -> None:
    run = Run(engine)
    run.take(jar("1", "a", stamp={**DAY, "actor": {"role": "auditor"}}))
    assert run.told == [(1, "import.not-allowed")]
    assert run.problems[0].facts == {"role": "auditor", "command": "jar.open"}


@pytest.mark.parametrize("first", [b"{", b"\xff", b'{"source": ""}', b'{"source": "a/b"}'])
def test_a_file_whose_first_line_cannot_be_read_has_no_source_and_is_not_taken(engine: Engine, first: bytes) -> None:
    """It may have named the source; under another one the same lines would be recorded twice."""
    run = Run(engine)
    tally = run.take(first, jar("1", "a"), jar("2", "b"))
    assert (tally.taken, tally.failed, tally.held_back) == (0, 1, 2)
    assert run.problems[0].facts["is_first"]
    assert run.take(jar("1", "a"), file="other.jsonl").taken == 1


def test_a_number_that_is_held_already_is_refused_alone_and_the_block_is_taken(engine: Engine) -> None:
    run = Run(engine)
    tally = run.take(jar("1", "a"), jar("2", "a"), find("3", "line:2"), jar("4", "b"))
    assert run.told == [(2, "claim.held-once"), (3, "import.held-back")]
    assert (tally.taken, tally.already_there) == (2, 0)


# Blocks, stopping, rehearsing -----------------------------------------------------------------------------------------


def test_what_is_told_comes_in_the_order_of_the_file(engine: Engine) -> None:
    """A refusal is known when its block is written, a malformed line at once; readers see them in order."""
    run = Run(engine)
    run.take(jar("1", "a", 1), promise("2", "line:1", 5), b"{", jar("4", "b", 1), promise("5", "line:4", 5))
    assert [line for line, _ in run.told] == [2, 3, 5]


def test_blocks_are_written_as_they_fill(engine: Engine) -> None:
    run = Run(engine, block=2)
    run.take(*(jar(str(number), f"j{number}") for number in range(5)))
    assert run.reports == [2, 4, 5]


def stopping_after(lines: int) -> Callable[[], bool]:
    asked = iter(range(lines))
    return lambda: next(asked, None) is None


def test_a_stopped_import_keeps_what_was_written_and_goes_on_next_time(engine: Engine) -> None:
    lines = [jar(str(number), f"j{number}") for number in range(7)]
    run = Run(engine, block=2)
    run.importer.should_stop = stopping_after(5)
    tally = run.take(*lines)
    assert (tally.is_interrupted, tally.is_complete, tally.taken, tally.position) == (True, False, 4, 4)
    assert engine.ledger.head() == 4
    resumed = Run(engine, block=2).take(*lines)
    assert (resumed.already_there, resumed.taken, resumed.is_complete) == (4, 3, True)


def test_a_rehearsal_answers_like_the_import_and_records_nothing(engine: Engine, tmp_path: Path) -> None:
    lines = (
        jar("1", "a"),
        jar("2", "a"),
        find("3", "line:1"),
        find("4", "line:2"),
        promise("5", "line:1", 99),
        jar("6", "b"),
    )
    Run(engine).take(jar("1", "a"))
    scratch = new_engine(f"sqlite:///{tmp_path / 'kronika.db'}", Rehearsal(engine.ledger, system_clock()))
    rehearsed, real = Run(scratch, block=3), Run(engine, block=3)
    tally = rehearsed.take(*lines)
    assert engine.ledger.head() == 1
    assert tally == real.take(*lines)
    assert rehearsed.told == real.told == [(2, "claim.held-once"), (4, "import.held-back"), (5, "jar.coins-fit")]


def test_both_stores_take_the_same(store_url: str) -> None:
    initialise(store_url)
    engine = new_engine(store_url)
    lines = (
        jar("1", "a", 3),
        find("2", "a"),
        promise("3", "line:1", 5),
        find("4", "line:1"),
        jar("5", "b"),
        jar("6", "b"),
    )
    run = Run(engine)
    tally = run.take(*lines)
    assert (tally.taken, tally.failed, tally.held_back, tally.position) == (3, 2, 1, 3)
    assert Run(engine).take(*lines).already_there == 3
    assert JarsPut not in {type(event) for event in events(engine)}
    engine.close()
