"""The two clocks and the why: what every event carries beside its payload. A stored format, for ever."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, JsonValue, StringConstraints

from domain.kernel.law import Citation
from domain.kernel.prose import Prose, Sha256

Reference = Annotated[str, StringConstraints(min_length=1, max_length=200)]


class Part(BaseModel):
    """A frozen piece of the stamp."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True, defer_build=True)


class Actor(Part):
    """Who acts: a random reference to a person in the vault, the role acted in, the organisation. Never a name."""

    role: Reference
    person: Reference | None = None
    organisation: Reference | None = None

    @property
    def key(self) -> str:
        """Within this key a command identifier is unique."""
        return self.person or self.key_without_person(self.role, self.organisation)

    def is_called(self, reference: str) -> bool:
        """Whether a reference means whoever acts here, in any spelling: as the person or as the role."""
        keys = {self.key, self.key_without_person(self.role, self.organisation)}
        return reference.strip().casefold() in {key.casefold() for key in keys}

    @staticmethod
    def key_without_person(role: str, organisation: str | None) -> str:
        """Whoever acts in the role, where no person is named."""
        return f"{role}@{organisation or ''}"


class Source(Part):
    """Which door the command came through, and the time that the source itself claims."""

    kind: Literal["ui", "api", "cli", "import", "device", "timer"]
    reference: Reference | None = None
    line: Reference | None = None
    recorded_as: AwareDatetime | None = None


def import_owner(source: str | None) -> str:
    """Who owns the command identifiers of an import: its source, not the person who happens to run it."""
    return f"import {source or ''}"


class Anomaly(Part):
    """A broken rule or an unreadable text beside a fact that was recorded all the same (domain.md § 13.1)."""

    code: Reference
    rule: Reference | None = None
    facts: dict[str, JsonValue] = Field(default_factory=dict)
    raw: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)  # a contract may hold a thousand of them as the keys of what is open
class AnomalyRef:
    """An anomaly is named by the event that it came with and its code."""

    __pydantic_config__ = ConfigDict(extra="forbid", hide_input_in_errors=True)

    event_id: UUID
    code: Reference


class Waiver(Part):
    """A waivable rule set aside: why, and who stood beside the actor."""

    rule: Reference
    reason: Prose
    second_person: Reference


class Reliance(Part):
    """Another aggregate whose state was looked at, in the version that was seen."""

    aggregate_id: UUID
    version: int


class Inference(Part):
    """A field of a takeover that the source does not state; what it was concluded from."""

    field: Reference
    why: str


class Stamp(Part):
    """Who, when by the law, why, from where.

    `effective_on` is the law's date; unknown only in a takeover, with the words of the source in
    `effective_as_written`. The time of recording is not here: the store assigns it.
    """

    command_id: UUID
    actor: Actor
    source: Source
    effective_on: date | None = None
    effective_as_written: str | None = None
    correlation_id: UUID | None = None
    causation_id: UUID | None = None
    reason: Prose | None = None
    citations: tuple[Citation, ...] = ()
    documents: tuple[Sha256, ...] = ()
    methodology: Reference | None = None
    received_on: date | None = None
    waivers: tuple[Waiver, ...] = ()
    inferred: tuple[Inference, ...] = ()

    @property
    def owner(self) -> str:
        """Within this key a command identifier is unique: the actor, or for an import its source.

        The lines of a file are the same commands whoever imports it again.
        """
        return import_owner(self.source.reference) if self.source.kind == "import" else self.actor.key

    def recorded(
        self, event_id: UUID, *, anomalies: tuple[Anomaly, ...] = (), closes: tuple[AnomalyRef, ...] = ()
    ) -> "RecordedStamp":
        """This stamp as it stands on one event."""
        found = {"event_id": event_id, "anomalies": anomalies, "closes": closes}
        return RecordedStamp.model_validate({**dict(self), **found})


class RecordedStamp(Stamp):
    """The stamp as it stands on one event: with its identity and what the decision found."""

    event_id: UUID
    anomalies: tuple[Anomaly, ...] = ()
    closes: tuple[AnomalyRef, ...] = ()
    reliances: tuple[Reliance, ...] = ()
