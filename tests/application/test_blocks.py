"""Blocks with corrections among them: decided on states that are kept, and still as if each had been read anew."""

from collections.abc import Iterator, Sequence
from datetime import date
from uuid import UUID

import pytest
from eventsourcing.persistence import StoredEvent
from hypothesis import given
from hypothesis import strategies as st

from adapters.clock import system_clock
from application.block import Answer, BlockWriter, Item
from application.engine import Engine, Outcome
from application.ledger import StoredEntry, VersionClash, Write
from application.rehearsal import Rehearsal
from domain.kernel.correction import CorrectEntry, TakeBackEntry
from domain.kernel.ids import derived_id
from domain.kernel.prose import Prose
from domain.kernel.rule import Refused
from domain.kernel.stamp import Actor, Reliance, Source, Stamp
from tests.application.test_engine import new_engine
from tests.domain.kernel.toy import FindCoins, OpenJar, PromiseCoins

FIRST, SECOND = UUID(int=1), UUID(int=2)


def stamp(number: int, *, reason: str | None = None) -> Stamp:
    return Stamp(
        command_id=UUID(int=number),
        actor=Actor(role="clerk", person="p-1"),
        source=Source(kind="cli"),
        effective_on=date(2018, 1, 1),
        reason=Prose.of(reason) if reason else None,
    )


def entry_of(number: int) -> UUID:
    """The entry that the command of this number recorded."""
    return derived_id("p-1", str(UUID(int=number)), "0")


def opening() -> list[Item]:
    return [
        (OpenJar(target=FIRST, label="a", size=10), stamp(1)),
        (OpenJar(target=SECOND, label="b", size=10), stamp(2)),
        (FindCoins(target=FIRST, count=2), stamp(3)),
        (FindCoins(target=SECOND, count=2), stamp(4)),
    ]


@pytest.fixture
def engine(ledger_url: str) -> Iterator[Engine]:
    engine = new_engine(ledger_url)
    yield engine
    engine.close()


def correction(target: UUID, of: int, *, count: int, number: int) -> Item:
    command = CorrectEntry(target=target, entry=entry_of(of), data={"count": count})
    return command, stamp(number, reason="a slip of the pen")


def test_after_a_correction_only_the_corrected_file_is_read_again(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A region with a correction in every hundredth line must not read all of its files again each time."""
    writer = BlockWriter(engine)
    writer.write(opening())
    writer.write([correction(FIRST, of=3, count=9, number=5)])
    read: list[UUID] = []
    select = engine.ledger.select_aggregate

    def noted(identifier: UUID, **more: int) -> Sequence[StoredEntry]:
        read.append(identifier)
        return select(identifier, **more)

    monkeypatch.setattr(engine.ledger, "select_aggregate", noted)
    writer.write([(PromiseCoins(target=SECOND, count=1), stamp(6)), (PromiseCoins(target=FIRST, count=1), stamp(7))])
    assert read == [FIRST]


@pytest.mark.parametrize(("was", "is_", "answer"), [(2, 9, Refused), (9, 2, Outcome)])
def test_what_a_correction_says_holds_for_the_next_block(engine: Engine, was: int, is_: int, answer: type) -> None:
    """Ten coins fit: with nine of them in the jar two more may not be promised, with two they may."""
    writer, jar = BlockWriter(engine), UUID(int=3)
    opened: Item = OpenJar(target=jar, label="c", size=10), stamp(5)
    found: Item = FindCoins(target=jar, count=was), stamp(6)
    writer.write([*opening(), opened, found, correction(jar, of=6, count=is_, number=7)])
    answers = writer.write(
        [(PromiseCoins(target=SECOND, count=2), stamp(8)), (PromiseCoins(target=jar, count=2), stamp(9))]
    )
    assert [type(one) for one in answers] == [Outcome, answer]


def test_no_more_files_are_kept_than_a_writer_may(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """What an import takes of the memory does not grow with the ledger: a file that comes again is read again."""
    writer = BlockWriter(engine, at_hand=1)
    writer.write(opening())
    read: list[UUID] = []
    select = engine.ledger.select_aggregate

    def noted(identifier: UUID, **more: int) -> Sequence[StoredEntry]:
        read.append(identifier)
        return select(identifier, **more)

    monkeypatch.setattr(engine.ledger, "select_aggregate", noted)
    answers = writer.write([(PromiseCoins(target=one, count=1), stamp(5 + one.int)) for one in (SECOND, FIRST)])
    assert [type(one) for one in answers] == [Outcome, Outcome]
    assert [one for one in read if one in (FIRST, SECOND)] == [FIRST]


def test_whoever_writes_between_two_blocks_is_heard_after_a_correction_too(engine: Engine) -> None:
    writer = BlockWriter(engine)
    writer.write([*opening(), correction(FIRST, of=3, count=3, number=5)])
    engine.handle(FindCoins(target=SECOND, count=8), stamp(6))
    (answer,) = writer.write([(PromiseCoins(target=SECOND, count=1), stamp(7))])
    assert isinstance(answer, Refused)


# In one block or one by one ------------------------------------------------------------------------------------------

STEPS = st.lists(
    st.tuples(
        st.sampled_from(["find", "promise", "correct", "take back", "open"]),
        st.sampled_from([FIRST, SECOND]),
        st.integers(1, 12),
        st.integers(0, 5),
    ),
    max_size=14,
)


def commands(steps: list[tuple[str, UUID, int, int]]) -> list[Item]:
    """The opening, then these steps; a correction is of an earlier find of its own file, or else of the other."""
    items = opening()
    finds = {FIRST: [3], SECOND: [4, 3]}
    for number, (step, target, count, which) in enumerate(steps, len(items) + 1):
        of = finds[target][which % len(finds[target])]
        match step:
            case "find":
                finds[target].append(number)
                items.append((FindCoins(target=target, count=count), stamp(number)))
            case "promise":
                items.append((PromiseCoins(target=target, count=count), stamp(number)))
            case "open":
                items.append((OpenJar(target=UUID(int=100 + number), label=f"{which}", size=count), stamp(number)))
            case "correct":
                items.append(correction(target, of, count=count, number=number))
            case _:
                items.append((TakeBackEntry(target=target, entry=entry_of(of)), stamp(number, reason="it was not so")))
    return items


def told(answer: Answer) -> object:
    """What an answer says, without the time."""
    if isinstance(answer, Outcome):
        return [(e.position, e.event, e.closes, e.noted) for e in answer.entries]
    return answer.codes if isinstance(answer, Refused) else (type(answer), str(answer))


@given(STEPS, st.integers(1, 5))
def test_a_block_answers_as_if_every_file_were_read_anew_for_every_command(
    steps: list[tuple[str, UUID, int, int]], size: int
) -> None:
    """Against a writer that is made anew for each command, and so knows nothing but what is stored."""
    items = commands(steps)
    kept, anew = (new_engine("sqlite:///:memory:") for _ in range(2))
    writer, held = BlockWriter(kept), set[UUID]()
    blocks = [items[start : start + size] for start in range(0, len(items), size)]
    in_blocks = [told(answer) for block in blocks for answer in writer.write(block)]
    one_by_one = [told(answer) for item in items for answer in BlockWriter(anew, held).write([item])]
    kept.close()
    anew.close()
    assert in_blocks == one_by_one


# Rehearsal -----------------------------------------------------------------------------------------------------------


def written(target: UUID, version: int, *, relies_on: tuple[UUID, int] | None = None) -> Write:
    event = StoredEvent(target, version, "jar.coins-found", b'{"data":{"count":1},"stamp":{}}')
    reliances = (Reliance(aggregate_id=relies_on[0], version=relies_on[1]),) if relies_on else ()
    return Write(events=(event,), reliances=reliances)


def test_a_rehearsal_knows_where_every_file_stands(engine: Engine) -> None:
    """In the ledger below it, in what it holds itself, and where there is no such file."""
    BlockWriter(engine).write(opening())
    rehearsal, nobody = Rehearsal(engine.ledger, system_clock()), UUID(int=99)
    for stale in (written(FIRST, 2), written(FIRST, 4), written(nobody, 2), written(FIRST, 3, relies_on=(SECOND, 1))):
        with pytest.raises(VersionClash):
            rehearsal.write(stale)
    rehearsal.write(written(FIRST, 3, relies_on=(nobody, 0)))
    rehearsal.write(written(nobody, 1, relies_on=(FIRST, 3)))
    with pytest.raises(VersionClash):
        rehearsal.write(written(FIRST, 4, relies_on=(nobody, 0)))
    with pytest.raises(VersionClash):
        rehearsal.write(Write(events=(*written(SECOND, 3).events, *written(SECOND, 5).events)))
    rehearsal.write(Write(events=(*written(SECOND, 3).events, *written(SECOND, 4).events)))
    assert rehearsal.head() == engine.ledger.head() + 4
