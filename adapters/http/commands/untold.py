"""What nobody learns from the answer to a command: that a file is there which lies out of reach."""

from contextlib import suppress
from dataclasses import replace
from uuid import UUID

from adapters.http.commands.order import Order
from adapters.http.parts import Desk
from adapters.http.paths import file_opened_by, target_in
from adapters.identity.caller import Caller
from application.errors import NotFound
from application.importing.references import replaced
from domain.kernel.command import Command
from domain.kernel.identity import held_once
from domain.kernel.rule import Refused, Violation

HELD_ONCE = held_once.code
"""The rule whose facts name the file that holds a number."""


def check_reach(desk: Desk, caller: Caller, order: Order) -> None:
    """Before anything is said of what was sent, as the engine asks before it decides. Raises NotAllowed, NotFound."""
    readers = desk.parts.readers
    reach = readers.check_sending(caller.actor, order.command)
    if reach.is_whole or order.identifier is None or (order.command.opens and _is_random(order.identifier)):
        return
    target = target_in(desk.parts.resolver, order.command.aggregate, order.identifier)
    if not readers.covers(reach, target):
        raise not_there(order.command, order.identifier, target)


def not_there(command: type[Command], identifier: str, target: UUID) -> NotFound:
    """As a file is answered that is not there: by its number as written, else by its UUID."""
    if not _is_random(identifier):
        return NotFound(command.aggregate, identifier)
    return NotFound("aggregate" if command.aggregate == "entry" else command.aggregate, target)


def as_written(desk: Desk, order: Order, missing: NotFound) -> NotFound:
    """What the data name by a number is told missing by that number, as one that nobody knows."""
    told = [missing]

    def look(kind: str, written: str) -> str:
        with suppress(NotFound):
            is_meant = not _is_random(written) and desk.parts.resolver.identifier(kind, written) == missing.identifier
            told.extend([NotFound(kind, written)] if is_meant else [])
        return written

    replaced(order.command, order.data or {}, look)
    return told[-1]


def within_reach(desk: Desk, caller: Caller, order: Order, refused: Refused) -> Refused:
    """That a number is taken has to be told; by which file only to whoever may know of that file."""
    if HELD_ONCE not in refused.codes:
        return refused
    readers = desk.parts.readers
    reach = readers.check_sending(caller.actor, order.command)

    def known(said: Violation) -> Violation:
        holder = said.facts.get("holder") if said.rule == HELD_ONCE else None
        is_known = holder is None or readers.shows(reach, UUID(str(holder)))
        return said if is_known else replace(said, facts={**said.facts, "holder": None})

    return Refused(tuple(map(known, refused.violations)))


def _is_random(identifier: str) -> bool:
    """Whether it is a UUID or the key of a command: nothing that could be guessed, or has to be there."""
    try:
        UUID(identifier)
    except ValueError:
        return file_opened_by(identifier) is not None
    return True
