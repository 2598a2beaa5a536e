"""The one door, on both stores: what it records, what it refuses, what it does the second time."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from uuid import UUID, uuid4

import pytest
from pydantic import JsonValue

from adapters import wire
from adapters.clock import system_clock
from adapters.czech_calendar import czech_calendar
from adapters.stores import environment
from application.block import BlockWriter, HeldBack, Item
from application.engine import Engine, Outcome
from application.errors import CommandReused, NotAllowed, NotFound, Outdated
from application.ledger import Write, Written
from application.prepare import Prepared
from application.rehearsal import Rehearsal
from application.rights.permissions import Permissions, Role
from application.states import States
from domain.kernel.case import Facts
from domain.kernel.command import Command
from domain.kernel.configuration import Configuration
from domain.kernel.correction import CorrectEntry
from domain.kernel.prose import Prose
from domain.kernel.rule import Refused
from domain.kernel.stamp import Actor, Source, Stamp
from tests.application.shelf import PutJars, TakeOverShelf
from tests.domain.kernel.toy import CoinsFound, FindCoins, Jar, JarOpened, OpenJar, PromiseCoins, ResizeJar

PERMISSIONS = Permissions(
    [Role("clerk", "referent", "clerk", ("jar.*", "shelf.*", "entry.*")), Role("auditor", "auditor", "auditor", ())]
)


def new_engine(url: str) -> Engine:
    facts = Facts(czech_calendar(), Configuration(()))
    return Engine(environment(url, clock=system_clock), wire=wire, facts=facts, permissions=PERMISSIONS)


@pytest.fixture
def engine(ledger_url: str) -> Iterator[Engine]:
    engine = new_engine(ledger_url)
    yield engine
    engine.close()


def stamp(command_id: UUID | None = None, *, role: str = "clerk", **more: object) -> Stamp:
    given = {
        "command_id": command_id or uuid4(),
        "actor": Actor(role=role, person="p-1"),
        "source": Source(kind="cli"),
        "effective_on": date(2018, 1, 1),
    }
    return Stamp.model_validate({**given, **more})


def opened(engine: Engine, label: str = "a", size: int = 10) -> UUID:
    identifier = uuid4()
    engine.handle(OpenJar(target=identifier, label=label, size=size), stamp())
    return identifier


def test_a_command_is_recorded_with_everything_that_reproduces_it(engine: Engine) -> None:
    jar = uuid4()
    given = stamp(reason=Prose.of("a new jar"))
    outcome = engine.handle(OpenJar(target=jar, label="a", size=10, note=Prose.of("glass")), given)
    assert (list(outcome.positions), outcome.is_repeat) == ([1], False)
    (stored,) = engine.ledger.select_entries(after=0, limit=10)
    entry = wire.decode(stored)
    assert entry.event == JarOpened(label="a", size=10, note=outcome.entries[0].event.fields()["note"])
    assert entry.stamp.reason == given.reason
    kept = engine.ledger.find_command("p-1", given.command_id)
    assert kept is not None
    assert (kept.row.topic, kept.first_position, kept.last_position) == ("jar.open", 1, 1)
    assert b"jar.opened-once" in kept.row.decision
    assert b"glass" not in kept.row.body
    assert {row.text for row in engine.ledger.select_prose(wire_commitments(engine)).values()} == {"a new jar", "glass"}


def wire_commitments(engine: Engine) -> list[str]:
    entry = wire.decode(engine.ledger.select_entries(after=0, limit=1)[0])
    note = entry.event.fields()["note"]
    assert entry.stamp.reason is not None
    return [note.commitment, entry.stamp.reason.commitment]


def test_the_same_command_again_gives_the_first_answer(engine: Engine) -> None:
    jar, given = uuid4(), stamp()
    first = engine.handle(OpenJar(target=jar, label="a", size=10), given)
    again = engine.handle(OpenJar(target=jar, label="a", size=10), given)
    assert (again.is_repeat, again.positions, again.recorded_at) == (True, first.positions, first.recorded_at)
    assert engine.ledger.head() == 1


def test_the_same_identifier_with_other_content_is_a_conflict(engine: Engine) -> None:
    jar, given = uuid4(), stamp()
    engine.handle(OpenJar(target=jar, label="a", size=10), given)
    with pytest.raises(CommandReused) as caught:
        engine.handle(OpenJar(target=jar, label="a", size=11), given)
    assert caught.value.first_position == 1
    assert engine.ledger.head() == 1


def test_another_actor_may_use_the_same_identifier(engine: Engine) -> None:
    command_id = uuid4()
    engine.handle(OpenJar(target=uuid4(), label="a", size=1), stamp(command_id))
    other = stamp(command_id, actor=Actor(role="clerk", person="p-2"))
    engine.handle(OpenJar(target=uuid4(), label="b", size=1), other)
    assert engine.ledger.head() == 2


def test_a_refusal_records_nothing_and_is_not_remembered(engine: Engine) -> None:
    jar, given = opened(engine), stamp()
    with pytest.raises(Refused):
        engine.handle(PromiseCoins(target=jar, count=13), given)
    assert engine.ledger.head() == 1
    engine.handle(PromiseCoins(target=jar, count=1), given)
    assert engine.ledger.head() == 2


def test_a_role_may_send_only_its_commands(engine: Engine) -> None:
    for role in ("auditor", "nobody"):
        with pytest.raises(NotAllowed):
            engine.handle(OpenJar(target=uuid4(), label="a", size=1), stamp(role=role))
    assert engine.ledger.head() == 0


def test_what_is_not_there_is_not_found(engine: Engine) -> None:
    with pytest.raises(NotFound):
        engine.handle(PromiseCoins(target=uuid4(), count=1), stamp())


def test_one_number_names_one_file(engine: Engine) -> None:
    holder = opened(engine, "a")
    with pytest.raises(Refused) as caught:
        engine.handle(OpenJar(target=uuid4(), label="a", size=1), stamp())
    assert caught.value.code == "claim.held-once"
    assert caught.value.facts["holder"] == str(holder)


def test_a_decision_on_a_stale_state_is_taken_again(engine: Engine, ledger_url: str) -> None:
    """Another process grew the jar: what would have been refused on the old state is recorded."""
    jar = opened(engine, size=5)
    other = new_engine(ledger_url)
    other.handle(ResizeJar(target=jar, size=50), stamp())
    engine.handle(PromiseCoins(target=jar, count=20), stamp())
    other.close()
    assert [e.originator_version for e in engine.ledger.select_aggregate(jar)] == [1, 2, 3]


def test_a_correction_is_recorded_and_the_state_follows(engine: Engine) -> None:
    jar = opened(engine, size=5)
    found = engine.handle(FindCoins(target=jar, count=3), stamp())
    wrong = found.entries[0].event_id
    engine.handle(CorrectEntry(target=jar, entry=wrong, data={"count": 4}), stamp(reason=Prose.of("miscounted")))
    state = engine.states.get(jar, "jar")
    assert isinstance(state, Jar)
    assert (state.held, state.version) == (4, 3)


def test_what_another_thread_read_meanwhile_is_not_taken_in_twice(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the write and its acceptance somebody who relies on the jar reads it from the store."""
    jar, write_all = opened(engine), engine.ledger.write_all

    def overtaken(wanted: Sequence[Write]) -> Sequence[Written]:
        written = write_all(wanted)
        engine.states.refresh(jar)
        return written

    monkeypatch.setattr(engine.ledger, "write_all", overtaken)
    engine.handle(FindCoins(target=jar, count=3), stamp())
    state = engine.states.get(jar, "jar")
    assert isinstance(state, Jar)
    assert (state.held, state.version) == (3, 2)


def test_an_act_without_its_day_is_refused(engine: Engine) -> None:
    """No dated rule could speak against it."""
    jar = opened(engine)
    for command in (PromiseCoins(target=jar, count=13), FindCoins(target=jar, count=1)):
        with pytest.raises(Refused) as caught:
            engine.handle(command, stamp(effective_on=None))
        assert caught.value.code == "stamp.day-given"
    assert engine.ledger.head() == 1


def test_a_number_is_held_once_on_a_day_before_every_law(engine: Engine) -> None:
    opened(engine, "a")
    with pytest.raises(Refused) as caught:
        engine.handle(OpenJar(target=uuid4(), label="a", size=1), stamp(effective_on=date(1900, 1, 1)))
    assert caught.value.code == "claim.held-once"


@pytest.mark.parametrize(
    ("given", "passes"),
    [
        ({"size": 2**53 - 1}, True),
        ({"size": -(2**53) + 1}, True),
        ({"size": 2**53}, False),
        ({"size": 2**70}, False),
        ({"label": "half \ud83d"}, False),
    ],
)
def test_what_json_cannot_say_exactly_is_refused(engine: Engine, given: dict[str, object], *, passes: bool) -> None:
    command = OpenJar.model_validate({"target": uuid4(), "label": "a", "size": 1} | given)
    if passes:
        assert engine.handle(command, stamp()).positions
        return
    with pytest.raises(Refused) as caught:
        engine.handle(command, stamp())
    assert caught.value.code == "value.exact"
    assert engine.ledger.head() == 0


def test_a_file_of_another_kind_is_not_found(engine: Engine) -> None:
    """Neither opened again under another kind, nor named where another kind is meant, itself included."""
    shelf, other = shelved(engine), shelved(engine)
    wrong: list[Command] = [
        OpenJar(target=shelf, label="a", size=1),
        PutJars(target=shelf, jars=(other,)),
        PutJars(target=shelf, jars=(shelf,)),
    ]
    for command in wrong:
        with pytest.raises(NotFound):
            engine.handle(command, stamp())
    assert engine.ledger.head() == 2


def test_a_correction_names_only_files_that_are_there(engine: Engine) -> None:
    shelf, jar = shelved(engine), opened(engine)
    opening = wire.decode(engine.ledger.select_aggregate(shelf)[0]).event_id
    for named in (uuid4(), shelf):
        with pytest.raises(NotFound):
            engine.handle(correct(shelf, opening, jars=[str(named)]), stamp(reason="r"))
    outcome = engine.handle(correct(shelf, opening, jars=[str(jar)]), stamp(reason="r"))
    assert [one.aggregate_id for one in outcome.entries[0].stamp.reliances] == [jar]


def shelved(engine: Engine) -> UUID:
    shelf = uuid4()
    engine.handle(TakeOverShelf(target=shelf), stamp())
    return shelf


def correct(target: UUID, entry: UUID, **data: JsonValue) -> CorrectEntry:
    return CorrectEntry(target=target, entry=entry, data=data)


def test_a_correction_of_a_file_that_has_moved_on_is_outdated(engine: Engine, ledger_url: str) -> None:
    """This process still knows the jar as the sender saw it; another one has written since."""
    jar = opened(engine)
    wrong = engine.handle(FindCoins(target=jar, count=3), stamp()).entries[0].event_id
    other = new_engine(ledger_url)
    other.handle(FindCoins(target=jar, count=1), stamp())
    other.close()
    with pytest.raises(Outdated) as caught:
        engine.handle(correct(jar, wrong, count=4), stamp(reason=Prose.of("miscounted")), version=2)
    assert (caught.value.expected, caught.value.actual) == (2, 3)
    assert engine.ledger.head() == 3


def test_a_correction_comes_again_in_whatever_form_its_values_were_written(engine: Engine) -> None:
    """The command row holds canonical values and the corrected entry; a repetition is compared in that form."""
    jar, given, again = opened(engine), stamp(reason="r"), stamp(reason="r")
    opening = wire.decode(engine.ledger.select_aggregate(jar)[0]).event_id
    command = correct(jar, opening, label="a", size=12, note="whispered")
    first = engine.handle(command, given)
    assert engine.handle(command, given).is_repeat
    further = correct(jar, first.entries[0].event_id, label="a", size=13, note=None)
    engine.handle(further, again)
    assert engine.handle(further, again).is_repeat
    for other in (correct(jar, opening, label="a", size=14), correct(jar, opening, label="a", size=12, note="shouted")):
        with pytest.raises(CommandReused):
            engine.handle(other, given)


def test_a_correction_keeps_words_out_of_entry_and_command(engine: Engine) -> None:
    jar = opened(engine)
    opening = wire.decode(engine.ledger.select_aggregate(jar)[0]).event_id
    given = stamp(reason=Prose.of("typo"))
    data = {"label": "a", "size": 10, "note": "whispered"}
    command = CorrectEntry.model_validate({"target": jar, "entry": opening, "data": data})
    engine.handle(command, given)
    kept = engine.ledger.find_command("p-1", given.command_id)
    assert kept is not None
    assert b"whispered" not in kept.row.body + engine.ledger.select_aggregate(jar)[-1].state
    assert engine.handle(command, given).is_repeat


def test_sixteen_writers_leave_one_dense_history(engine: Engine) -> None:
    jars = [opened(engine, label=f"j{n}", size=10_000) for n in range(4)]

    def find(number: int) -> Outcome:
        return engine.handle(FindCoins(target=jars[number % 4], count=1), stamp())

    with ThreadPoolExecutor(16) as pool:
        outcomes = list(pool.map(find, range(200)))
    positions = sorted(p for outcome in outcomes for p in outcome.positions)
    assert positions == list(range(5, 205))
    held = [wire_state(engine, jar).held for jar in jars]
    assert held == [50, 50, 50, 50]


def wire_state(engine: Engine, identifier: UUID) -> Jar:
    return Jar.replay(identifier, [wire.decode(stored) for stored in engine.ledger.select_aggregate(identifier)])


@pytest.mark.parametrize(("label", "passes"), [("a\x00b", False), ("a\\u0000b", True)])
def test_text_with_nul_is_refused_on_every_store(engine: Engine, label: str, *, passes: bool) -> None:
    """PostgreSQL could not keep it; what only looks like the escape is plain text."""
    command = OpenJar(target=uuid4(), label=label, size=1)
    if passes:
        assert engine.handle(command, stamp()).positions
        return
    with pytest.raises(Refused) as caught:
        engine.handle(command, stamp())
    assert caught.value.code == "text.without-nul"
    with pytest.raises(ValueError, match="NUL"):
        OpenJar.model_validate({"target": uuid4(), "label": "a", "size": 1, "note": "a\x00b"})


# Blocks ---------------------------------------------------------------------------------------------------------


def block(*commands: Command) -> list[Item]:
    return [(command, stamp(UUID(int=number + 1))) for number, command in enumerate(commands)]


def test_a_block_is_decided_in_order_and_written_at_once(engine: Engine) -> None:
    jar = uuid4()
    items = block(
        OpenJar(target=jar, label="a", size=5), FindCoins(target=jar, count=5), PromiseCoins(target=jar, count=1)
    )
    answers = BlockWriter(engine).write(items)
    assert [list(a.positions) for a in answers if isinstance(a, Outcome)] == [[1], [2]]
    assert isinstance(answers[2], Refused)
    assert wire_state(engine, jar).held == 5


def test_after_a_failure_the_rest_of_the_aggregate_is_held_back(engine: Engine) -> None:
    jar, other = uuid4(), uuid4()
    items = block(
        OpenJar(target=jar, label="a", size=5),
        PromiseCoins(target=jar, count=13),
        FindCoins(target=jar, count=1),
        OpenJar(target=other, label="b", size=5),
    )
    answers = BlockWriter(engine).write(items)
    assert isinstance(answers[1], Refused)
    assert answers[2] == HeldBack(jar)
    assert isinstance(answers[3], Outcome)
    assert engine.ledger.head() == 2


def test_the_same_block_again_records_nothing(engine: Engine) -> None:
    jar = uuid4()
    items = block(OpenJar(target=jar, label="a", size=5), FindCoins(target=jar, count=5))
    BlockWriter(engine).write(items)
    answers = BlockWriter(engine).write(items)
    assert all(isinstance(a, Outcome) and a.is_repeat for a in answers)
    assert engine.ledger.head() == 2


def test_a_number_taken_inside_a_block_fails_alone(engine: Engine) -> None:
    jar, other, third = uuid4(), uuid4(), uuid4()
    items = block(
        OpenJar(target=jar, label="a", size=5),
        OpenJar(target=other, label="a", size=5),
        OpenJar(target=third, label="c", size=5),
    )
    answers = BlockWriter(engine).write(items)
    assert [type(a) for a in answers] == [Outcome, Refused, Outcome]
    assert engine.ledger.head() == 2


def test_a_correction_in_a_block_sees_what_came_before_it(engine: Engine) -> None:
    jar = uuid4()
    given = stamp(UUID(int=50))
    first: list[Item] = [(OpenJar(target=jar, label="a", size=5), stamp()), (FindCoins(target=jar, count=2), given)]
    writer = BlockWriter(engine)
    found = writer.write(first)[1]
    assert isinstance(found, Outcome)
    correction = CorrectEntry(target=jar, entry=found.entries[0].event_id, data={"count": 3})
    rest: list[Item] = [(correction, stamp(reason=Prose.of("r"))), (FindCoins(target=jar, count=2), stamp())]
    assert all(isinstance(answer, Outcome) for answer in writer.write(rest))
    assert wire_state(engine, jar).held == 5


def test_a_block_meets_another_writer_and_still_lands(engine: Engine) -> None:
    jar = opened(engine, size=100)
    writer = BlockWriter(engine)
    writer.write([(FindCoins(target=jar, count=1), stamp())])
    engine.handle(FindCoins(target=jar, count=1), stamp())
    answers = writer.write([(FindCoins(target=jar, count=1), stamp())])
    assert isinstance(answers[0], Outcome)
    assert wire_state(engine, jar).held == 3


def test_a_block_refuses_nothing_on_a_stale_state(engine: Engine) -> None:
    """Somebody grew the jar after the writer had seen it, before the block or while it was being decided."""
    jar = opened(engine, size=5)
    writer = BlockWriter(engine)
    writer.write([(FindCoins(target=jar, count=1), stamp())])
    engine.handle(ResizeJar(target=jar, size=50), stamp())
    assert isinstance(writer.write([(PromiseCoins(target=jar, count=20), stamp())])[0], Outcome)


def test_a_refusal_given_while_others_wrote_is_decided_again(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    jar, check = opened(engine, size=5), engine.check_and_decide
    seen: list[Outcome] = []

    def overtaken(command: Command, given: Stamp, states: States) -> Prepared:
        try:
            return check(command, given, states)
        finally:
            if not seen:
                seen.append(engine.handle(ResizeJar(target=jar, size=50), stamp()))

    monkeypatch.setattr(engine, "check_and_decide", overtaken)
    answers = BlockWriter(engine).write(
        [(PromiseCoins(target=jar, count=20), stamp()), (FindCoins(target=jar, count=1), stamp())]
    )
    assert [type(answer) for answer in answers] == [Outcome, Outcome]


def test_a_command_that_comes_twice_in_a_block_is_answered_again(engine: Engine) -> None:
    once, other = (OpenJar(target=uuid4(), label="a", size=5), stamp()), stamp()
    changed = OpenJar(target=once[0].target, label="a", size=6), once[1]
    answers = BlockWriter(engine).write([once, once, changed, (OpenJar(target=uuid4(), label="b", size=5), other)])
    assert isinstance(answers[1], Outcome)
    assert answers[1].is_repeat
    assert [type(answer) for answer in answers] == [Outcome, Outcome, CommandReused, Outcome]


# Rehearsal ------------------------------------------------------------------------------------------------------


def test_a_rehearsal_decides_like_the_ledger_and_leaves_it_alone(engine: Engine, ledger_url: str) -> None:
    jar = opened(engine, "a", size=5)
    scratch = new_engine(ledger_url)
    rehearsal = Rehearsal(engine.ledger, system_clock())
    played = Engine(
        {}, wire=wire, facts=Facts(czech_calendar(), Configuration(())), permissions=PERMISSIONS, ledger=rehearsal
    )
    new = uuid4()
    answers = BlockWriter(played).write(
        [
            (FindCoins(target=jar, count=4), stamp()),
            (PromiseCoins(target=jar, count=2), stamp()),
            (OpenJar(target=new, label="a", size=1), stamp()),
            (OpenJar(target=new, label="b", size=1), stamp()),
        ]
    )
    assert [type(a) for a in answers] == [Outcome, Refused, Refused, HeldBack]
    assert engine.ledger.head() == 1
    assert played.ledger.head() == 2
    events = [wire.decode(s).event for s in played.ledger.select_aggregate(jar)]
    assert events[-1] == CoinsFound(count=4)
    scratch.close()


def test_a_rehearsal_gives_and_takes_numbers_as_the_ledger_does(engine: Engine) -> None:
    """The same commands, first rehearsed and then recorded, leave the same holders of every number."""
    first, second = opened(engine, "a"), uuid4()
    opening = wire.decode(engine.ledger.select_aggregate(first)[0]).event_id
    items: list[Item] = [
        (correct(first, opening, label="z", size=1), stamp(reason="r")),
        (OpenJar(target=second, label="a", size=1), stamp()),
        (correct(first, opening, label="y", size=1), stamp(reason="r")),
    ]
    facts = Facts(czech_calendar(), Configuration(()))
    rehearsal = Rehearsal(engine.ledger, system_clock())
    played = Engine({}, wire=wire, facts=facts, permissions=PERMISSIONS, ledger=rehearsal)
    told = []
    for playing in (played, engine):
        assert all(isinstance(answer, Outcome) for answer in BlockWriter(playing).write(items))
        ledger = playing.ledger
        told.append([[ledger.holders("jar-label", key) for key in "azy"], ledger.claims_of(first)])
    assert told[0] == told[1]
    assert told[1] == [[[second], [first], [first]], [("jar-label", "y")]]
