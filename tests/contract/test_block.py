"""A block by itself: what it demands of the store, and where it contradicts itself."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from adapters.stores.block import Block
from application.ledger import CommandSeen, VersionClash, Write, Written
from tests.contract.writes import a_write, command, event

NOON = datetime(2018, 6, 30, 12, tzinfo=UTC)


def test_a_block_demands_each_aggregate_as_it_was_first_seen() -> None:
    """What an earlier write of the block has moved, the store need not know."""
    jar, other = uuid4(), uuid4()
    block = Block.of([a_write(jar, 4), a_write(jar, 5, relies_on=((other, 2), (jar, 4))), a_write(other, 3)])
    assert block.expected == {jar: 3, other: 2}


def test_writes_stand_one_behind_the_other() -> None:
    """Also one without events, which stands nowhere."""
    block = Block.of([a_write(count=2), Write((), command(uuid4())), a_write(count=1)])
    assert block.written(10, NOON) == [Written(range(n, m), NOON) for n, m in ((11, 13), (13, 13), (13, 14))]
    assert [(first, last) for _, first, last in block.commands] == [(1, 2), (3, 2), (3, 3)]


def test_a_block_that_contradicts_itself_needs_no_store() -> None:
    """Two writes of the same version, a reliance on what an earlier one has moved, a command twice."""
    jar, other, row = uuid4(), uuid4(), command(uuid4())
    for contradictory in (
        [a_write(jar, 1), a_write(jar, 1)],
        [a_write(jar, 1), a_write(jar, 3)],
        [a_write(jar, 1), a_write(other, relies_on=((jar, 0),))],
        [a_write(other, 1, relies_on=((jar, 1),)), a_write(uuid4(), relies_on=((jar, 2),))],
    ):
        with pytest.raises(VersionClash):
            Block.of(contradictory)
    with pytest.raises(CommandSeen):
        Block.of([Write((event(jar),), row), Write((event(other),), row)])
