"""The work list: which steps from award to contract are called for and not done, each with a command ready to be sent.

It is computed from the events and keeps nothing of its own: a step is gone when the event that completes it is there.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from pydantic import BaseModel, JsonValue

from application.processes.proposals import Files, Proposals
from application.processes.reactions import Mark, Step, key_of, step_of
from application.rights.permissions import Permissions
from domain.kernel.entry import Entry, settle
from domain.kernel.ids import derived_id
from domain.kernel.plain import plain


@dataclass(frozen=True, slots=True)
class WorkItem:
    """Something that somebody has to do: what, why, by which command, and who may send it.

    `data` is what the files say, `missing` the fields that somebody has to add. The identifiers are always the same, so
    that a proposal that is taken up twice is recorded once.
    """

    step: Step
    why: Entry
    topic: str
    target: UUID
    data: Mapping[str, JsonValue]
    missing: tuple[str, ...]
    roles: tuple[str, ...]
    command_id: UUID
    follows: bool = False
    """Whether nothing is left to decide: the decision was the entry from which it follows."""

    @property
    def causation_id(self) -> UUID:
        """The event from which the step follows."""
        return self.why.event_id


class Marks(Protocol):
    """The marks of all aggregates, by key."""

    def open(self) -> Sequence[Mark]:
        """The calls that nothing has completed since, in the order of the ledger."""
        ...

    def done(self, key: str) -> Mark | None:
        """The last mark that says that a step was done."""
        ...


class WorkList:
    """Reads the marks, and the few files behind open steps."""

    def __init__(self, marks: Marks, files: Files, permissions: Permissions) -> None:
        self._marks = marks
        self._files = files
        self._proposals = Proposals(files)
        self._permissions = permissions

    def items(self) -> Iterator[WorkItem]:
        """What is to be done now, in the order in which it was called for."""
        for mark in self._marks.open():
            step = step_of(mark.key)
            cause = self._mandate_for(mark) if step is Step.CONTRACT else mark
            item = self._item(step, mark, self._entry(cause)) if cause is not None else None
            if item is not None:
                yield item

    def _mandate_for(self, mark: Mark) -> Mark | None:
        """The preparation of a mandate for what was awarded; a contract waits for it."""
        _, tender, lot = mark.key.split(" ", 2)
        included = self._marks.done(key_of(Step.INCLUSION, tender, lot))
        return self._marks.done(key_of(Step.MANDATE, included.aggregate_id)) if included else None

    def _entry(self, mark: Mark) -> Entry:
        recorded = self._files.entries(mark.aggregate_id)
        entries = {entry.event_id: entry for entry in (*recorded, *settle(recorded))}
        return entries[mark.event_id]

    def _item(self, step: Step, mark: Mark, why: Entry) -> WorkItem | None:
        proposal = self._proposals.propose(step, mark, why)
        if proposal is None:
            return None
        data = {name: plain(value) for name, value in proposal.data.items() if value not in (None, ())}
        topic = proposal.command.topic
        return WorkItem(
            step=step,
            why=why,
            topic=topic,
            target=proposal.target or derived_id("process", step, str(mark.event_id), "target"),
            data=data,
            missing=tuple(name for name in _required(proposal.command) if name not in data),
            roles=self._permissions.roles_for(topic),
            command_id=derived_id("process", step, str(mark.event_id), *proposal.parts),
            follows=proposal.follows,
        )


def _required(command: type[BaseModel]) -> Iterator[str]:
    return (name for name, field in command.model_fields.items() if field.is_required() and name != "target")
