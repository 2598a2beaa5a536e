"""A block as the arguments of `ledger_write`: rows of the tables, offsets in place of positions, and no time yet."""

from adapters.stores.binary import (
    NO_INSTANT,
    NO_NUMBER,
    Array,
    array,
    blob,
    number,
    numbers,
    row,
    text,
    uuid,
    uuids,
)
from adapters.stores.block import Block, identifier

RowTypes = tuple[int, int, int, int]
"""The types of the rows of events, commands, claims and prose, as one database numbers them."""


def arguments(block: Block, types: RowTypes) -> tuple[int | Array | None, ...]:
    """How many events there are, what must be true of the store, and the rows; None for a table that gets none."""
    events, commands, claims, prose = types
    return (
        len(block.events),
        uuids(block.expected),
        numbers(block.expected.values()),
        array(events, _events(block)),
        array(commands, _commands(block)) if block.commands else None,
        array(claims, _claims(block)) if block.claims else None,
        array(prose, _prose(block)) if block.prose else None,
    )


def _events(block: Block) -> list[bytes]:
    return [
        row(
            number(offset),
            uuid(identifier(event)),
            number(event.originator_version),
            text(event.topic),
            blob(event.state),
            NO_INSTANT,
        )
        for offset, event in enumerate(block.events, 1)
    ]


def _commands(block: Block) -> list[bytes]:
    return [
        row(
            NO_NUMBER,
            text(command.actor),
            uuid(command.command_id),
            text(command.topic),
            uuid(command.aggregate_id),
            blob(command.body),
            blob(command.decision),
            number(first),
            number(last),
            NO_INSTANT,
        )
        for command, first, last in block.commands
    ]


def _claims(block: Block) -> list[bytes]:
    """A row whose second offset is set gives the claim back."""
    return [
        row(
            text(change.kind),
            text(change.key),
            uuid(aggregate_id),
            number(offset),
            number(offset) if change.action == "release" else NO_NUMBER,
        )
        for offset, aggregate_id, change in block.claims
    ]


def _prose(block: Block) -> list[bytes]:
    return [row(text(one.commitment), text(one.salt), text(one.text)) for one in block.prose]
