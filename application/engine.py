"""The one door: every change of the ledger is a command handed to `Engine.handle`."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from threading import Lock
from typing import NamedTuple, cast
from uuid import UUID
from zoneinfo import ZoneInfo

from eventsourcing.application import Application
from eventsourcing.persistence import ApplicationRecorder

from application.errors import CommandReused, Conflict, NotFound, Outdated, Unrepresentable
from application.evidence_there import Files, missing_evidence
from application.group_commit import GroupCommit
from application.ledger import ClaimTaken, CommandSeen, Ledger, RecordedCommand, VersionClash, Written
from application.prepare import Prepared, Wire, prepare
from application.rights.assigned import Rights
from application.rights.permissions import Permissions
from application.states import States
from domain.kernel.aggregate import Aggregate
from domain.kernel.calendar import CalendarDoesNotCover
from domain.kernel.case import Facts
from domain.kernel.command import Command
from domain.kernel.correction import as_kept, named_by
from domain.kernel.entry import Entry
from domain.kernel.identity import (
    ask_for_day,
    refuse_held_claim,
    refuse_inexact,
    refuse_missing_evidence,
    refuse_nul,
    refuse_uncountable,
)
from domain.kernel.ids import references
from domain.kernel.money import MoneyOutOfRange
from domain.kernel.rule import Refused, rule_book_digest
from domain.kernel.stamp import Anomaly, Reliance, Stamp

PRAGUE = ZoneInfo("Europe/Prague")
ATTEMPTS = 4
"""One decision and up to three more when others wrote in the meantime."""


def today_in_prague() -> date:
    """The authority's day: on it somebody acts, and must hold the role."""
    return datetime.now(PRAGUE).date()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a command recorded. `is_repeat`: this command was taken before, and this is its first answer."""

    aggregate_id: UUID
    positions: range
    recorded_at: datetime
    entries: tuple[Entry, ...] = ()
    is_repeat: bool = False

    @property
    def anomalies(self) -> tuple[Anomaly, ...]:
        return tuple(a for entry in self.entries if not entry.is_plain for a in entry.stamp.anomalies)


class Asked(NamedTuple):
    """A command on its way in, the version at which its sender saw the file, and the evidence that is not there."""

    command: Command
    stamp: Stamp
    version: int | None
    missing: tuple[str, ...]


class Engine(Application[UUID]):
    """Loads facts, checks rights, lets the aggregate decide, writes all of it or nothing."""

    name = "kronika"

    def __init__(
        self,
        env: Mapping[str, str],
        *,
        wire: Wire,
        facts: Facts,
        permissions: Permissions,
        ledger: Ledger | None = None,
        today: Callable[[], date] = today_in_prague,
        files: Files | None = None,
    ) -> None:
        self._given_ledger = ledger
        self._files = files
        super().__init__(dict(env))
        self.wire = wire
        self.ledger = cast(Ledger, self.recorder)
        self.states = States(self.ledger, wire.decode)
        self._facts = facts
        self._rights = Rights(permissions)
        self._today = today
        self._rule_book = rule_book_digest()
        self._together = GroupCommit(self._take)
        self._stripes = [Lock() for _ in range(1024)]

    def construct_recorder(self) -> ApplicationRecorder:
        return cast(ApplicationRecorder, self._given_ledger) if self._given_ledger else super().construct_recorder()

    def handle(self, command: Command, stamp: Stamp, *, version: int | None = None) -> Outcome:
        """Record what the command asks for; where a version is given, only if the file still stands at it.

        The same command again gives the first answer. Raises NotAllowed, NotFound, Refused, CommandReused, Outdated, or
        Conflict when others kept writing the same aggregate; then nothing was recorded.
        """
        missing = missing_evidence(command, stamp, self._files)  # asked before anybody waits for a decision
        asked = Asked(command, stamp, version, missing)
        with self._turn_of(command.target):
            for _ in range(ATTEMPTS):
                try:
                    return self._together.submit(asked)
                except (Refused, Outdated):
                    repeat = self._repeat(command, stamp)
                    if repeat is None:
                        raise
                    return repeat
                except CommandSeen:
                    return cast(Outcome, self._repeat(command, stamp))
                except ClaimTaken as taken:
                    refuse_held_claim(command, stamp, self._facts, kind=taken.kind, key=taken.key, holder=taken.holder)
                except VersionClash:
                    continue
        raise Conflict(f"{command.topic} on {command.target} met other writers {ATTEMPTS} times; try again")

    def check_and_decide(self, command: Command, stamp: Stamp, states: States) -> Prepared:
        """Rights first, then the decision on these states; nothing is written."""
        return self._decide_on(states, command, stamp, missing_evidence(command, stamp, self._files))

    def decide(self, command: Command, stamp: Stamp, states: States, *, office: Reliance | None = None) -> Prepared:
        """What would be written, decided on these states; nothing is.

        Where rights were checked, only while the `office` says what it said then.
        """
        return self._decided(command, stamp, states, *self._with_history(command, states), office=office)

    def _decided(
        self,
        command: Command,
        stamp: Stamp,
        states: States,
        aggregate: Aggregate,
        history: Sequence[Entry],
        *,
        office: Reliance | None,
    ) -> Prepared:
        """The same for a file that is at hand, with its entries where the command needs them."""
        ask_for_day(command, stamp, self._facts)
        others = _others(aggregate, command, history, states)
        resembling = _resembling(command, states)
        facts = self._facts
        if others or history or resembling:
            facts = replace(facts, others=others, history=history, resembling=resembling)
        try:
            decision = aggregate.decide(command, stamp, facts)
            prepared = prepare(
                aggregate,
                decision,
                stamp,
                states=states,
                others=others,
                wire=self.wire,
                rule_book=self._rule_book,
                office=office,
            )
        except (MoneyOutOfRange, Unrepresentable) as error:
            refuse_inexact(command, stamp, self._facts, minor_units=getattr(error, "minor", None))
        except (CalendarDoesNotCover, OverflowError) as error:
            refuse_uncountable(command, stamp, self._facts, year=getattr(error, "year", None))
        if prepared.has_nul:
            refuse_nul(command, stamp, self._facts)
        return prepared

    def _with_history(self, command: Command, states: States) -> tuple[Aggregate, Sequence[Entry]]:
        """The file, and its entries where the command needs them: then both as they now stand in the store."""
        if command.needs_history:
            return states.with_history(command.target)
        return self._aggregate(command, states), ()

    @staticmethod
    def _aggregate(command: Command, states: States) -> Aggregate:
        if command.opens:
            return states.get_or_new(command.target, command.aggregate)
        return states.get(command.target, None if command.aggregate == "entry" else command.aggregate)

    def _take(self, asked: Sequence[Asked]) -> Sequence[Outcome | Exception]:
        """Each decided on the states at hand, then all of them written in one transaction and taken in.

        One thread at a time does so for all that wait: they need not wake up in between, and the states are its own.
        """
        decided = [self._decide_or_fail(one) for one in asked]
        outcomes = iter(self._write([one for one in decided if isinstance(one, Prepared)]))
        return [next(outcomes) if isinstance(one, Prepared) else one for one in decided]

    def _decide_or_fail(self, asked: Asked) -> Prepared | Exception:
        try:
            return self._decide(*asked)
        except Exception as failure:  # noqa: BLE001 - it is raised again in the thread that asked
            return failure

    def _decide(self, command: Command, stamp: Stamp, version: int | None, missing: tuple[str, ...]) -> Prepared:
        """Decided on the states at hand; a refusal is given only on what the store holds now."""
        try:
            return self._decide_on(self.states, command, stamp, missing, version)
        except (Refused, Outdated):
            if not self._refresh(command):
                raise
            return self._decide_on(self.states, command, stamp, missing, version)

    def _decide_on(
        self, states: States, command: Command, stamp: Stamp, missing: tuple[str, ...], version: int | None = None
    ) -> Prepared:
        """Rights, then whether the file stands at the version that the sender saw, then the law. Raises Outdated."""
        if command.needs_history:
            states.refresh(command.target)  # it is decided on the file as stored: rights are to see no older one
        office = self._rights.check(command, stamp, states, self._today())
        aggregate, history = self._with_history(command, states)
        if version is not None and version != aggregate.version:
            raise Outdated(version, aggregate.version)
        if missing:
            refuse_missing_evidence(command, stamp, self._facts, missing=missing)
        return self._decided(command, stamp, states, aggregate, history, office=office)

    def _write(self, prepared: Sequence[Prepared]) -> list[Outcome]:
        """Written and taken in. On a clash what one alone looked at is forgotten, so that the next reads it anew."""
        try:
            written = self.ledger.write_all([one.write for one in prepared])
        except VersionClash:
            if len(prepared) == 1:
                self.states.forget(*prepared[0].looked_at)
            raise
        return [self._accept(one, place) for one, place in zip(prepared, written, strict=True)]

    def _accept(self, prepared: Prepared, written: Written) -> Outcome:
        entries = prepared.place(written)
        for draft, entry in zip(prepared.drafts, entries, strict=True):
            self.states.accept(draft.state, (entry,))
        return Outcome(prepared.aggregate.id, written.positions, written.recorded_at, entries)

    def _repeat(self, command: Command, stamp: Stamp) -> Outcome | None:
        """The first answer, where this actor's command is already known. Raises CommandReused for other content."""
        seen = self.ledger.find_command(stamp.owner, stamp.command_id)
        return self.answer_again(command, stamp, seen) if seen else None

    def answer_again(self, command: Command, stamp: Stamp, seen: RecordedCommand) -> Outcome:
        """The answer that a recorded command was given. Raises CommandReused when the content differs."""
        history = self.states.history(command.target) if command.needs_history else ()
        kept, texts = as_kept(command, history)
        if not self.wire.says_the_same(kept, stamp, seen.row, self.ledger.select_prose, texts=texts):
            raise CommandReused(stamp.command_id, seen.first_position)
        positions = range(seen.first_position, seen.last_position + 1)
        stored = self.ledger.select_entries(after=positions.start - 1, limit=len(positions), until=positions.stop - 1)
        entries = tuple(self.wire.decode(one) for one in stored)
        return Outcome(seen.row.aggregate_id, positions, seen.recorded_at, entries, is_repeat=True)

    def _refresh(self, command: Command) -> bool:
        """Whether anybody has written what a decision looked at; then it is taken in."""
        has_moved = self.states.refresh(command.target)
        aggregate, history = self._with_history(command, self.states)
        named = (identifier for _, identifier in (*references(command), *named_by(command, history)))
        others = dict.fromkeys((*aggregate.relies_on(command), *named))
        return any([has_moved, *[self.states.refresh(one) for one in others]])

    def _turn_of(self, identifier: UUID) -> Lock:
        """Writers of one aggregate in this process take turns, so that they do not clash in the store."""
        return self._stripes[identifier.int % len(self._stripes)]


def _others(aggregate: Aggregate, command: Command, history: Sequence[Entry], states: States) -> dict[UUID, Aggregate]:
    """The other aggregates that the decision looks at or the command names. Raises NotFound, also for another kind."""
    others = {one: states.get(one) for one in aggregate.relies_on(command)}
    for kind, identifier in (*references(command), *named_by(command, history)):
        named = aggregate if identifier == aggregate.id else others.get(identifier) or states.get(identifier)
        if named.kind != kind:
            raise NotFound(kind, identifier)
        if named is not aggregate:
            others[identifier] = named
    return others


def _resembling(command: Command, states: States) -> tuple[str, ...]:
    held = ((key, states.holders(kind, key)) for kind, key in command.resembles())
    return tuple(key for key, holders in held if any(holder != command.target for holder in holders))
