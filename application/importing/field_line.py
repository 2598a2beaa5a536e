"""One line of a device file: from bytes to a command with its stamp, or to a problem that says what is wrong."""

import hashlib
from dataclasses import dataclass
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, ValidationError

from application.engine import PRAGUE
from application.importing.line import (
    OWN_FIELDS,
    Json,
    LineProblem,
    Name,
    Place,
    ProblemKind,
    RawLine,
    read_json,
)
from application.resolve import Resolver
from domain.inspection.commands import checklists, conduct, findings, opening, sampling
from domain.inspection.payloads import Moment, OnSite
from domain.kernel.as_sent import read_as_sent, sent_moment
from domain.kernel.command import COMMANDS, Command
from domain.kernel.ids import derived_id
from domain.kernel.person import PersonKey
from domain.kernel.stamp import Actor, Source, Stamp
from domain.kernel.wrong_fields import FieldProblem, field_problems

ORDER: tuple[type[Command], ...] = (
    opening.StartInspection,
    opening.RecordPresence,
    opening.TakeOpeningMinutes,
    checklists.OpenChecklist,
    checklists.CollectEvidence,
    checklists.AnswerChecklistItem,
    conduct.RecordConsent,
    conduct.EnterDwelling,
    conduct.HoldInterview,
    conduct.RecordConsentWithdrawal,
    conduct.MeasureCapacity,
    conduct.RecomputeTimeUnits,
    conduct.TakeOriginals,
    conduct.ReturnOriginals,
    sampling.DrawSample,
    sampling.ReplaceSampleUnit,
    sampling.ReviewSampleUnit,
    sampling.ExtrapolateSample,
    conduct.RecordObstruction,
    findings.RecordFinding,
    findings.RecordFindingRemedy,
    conduct.FinishControlActs,
)
"""What a device records, in the order in which it is taken: what is opened before what is put into it, the last act
last. Within a kind the device's time decides, then the device and its number: the order of the file plays no part."""

RANKS = {command.topic: rank for rank, command in enumerate(ORDER)}
ENVELOPE = ("by", "device", "device_time", "sequence")
"""What stands beside the data; a command that has such fields gets them from there."""
STAMP_FIELDS = OWN_FIELDS - {"actor", "recorded_as", "correlation_id", "causation_id"}
"""What a line may say about the stamp; who acted and when follows from the line."""

Device = Annotated[str, StringConstraints(min_length=1, max_length=100)]
Running = Annotated[int, Field(strict=True, ge=1, le=1_000_000_000)]
"""A running number of a device; nobody writes more than a thousand million lines in one inspection."""


class FieldLine(BaseModel):
    """One command as a device writes it: under a name that it drew, with its own time and running number."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Name
    device: Device
    device_time: Annotated[Moment, BeforeValidator(sent_moment)]
    sequence: Running
    by: PersonKey
    command: Name
    target: Name
    data: Json = Field(default_factory=dict)
    stamp: Json = Field(default_factory=dict)


class Count(BaseModel):
    """What a device says of itself: up to which number it has counted in an inspection. May stand on any line."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    device: Device
    target: Name
    last: Running


@dataclass(frozen=True, slots=True)
class Arrived:
    """A line as it came: where it stood, the SHA-256 of its bytes without the line end, and what it says.

    `said` is None where it cannot be read; `sha256` is None for a line longer than any line may be.
    """

    place: Place
    sha256: str | None
    said: FieldLine | Count | None
    problem: LineProblem | None = None


def arrived(raw: RawLine) -> Arrived:
    """Read one line; what is wrong with it is kept beside it."""
    sha256 = None if raw.text is None else hashlib.sha256(raw.text).hexdigest()
    place = Place(raw.file, raw.number)
    try:
        document = read_json(raw.text)
        is_count = "command" not in document and "last" in document
        said = _read(Count if is_count else FieldLine, document)
    except LineProblem as problem:
        return Arrived(place, sha256, None, problem)
    named = Place(raw.file, raw.number, said.id) if isinstance(said, FieldLine) else place
    return Arrived(named, sha256, said)


def _read(model: type[FieldLine] | type[Count], document: Json) -> FieldLine | Count:
    try:
        return model.model_validate(document)
    except ValidationError as error:
        raise LineProblem(ProblemKind.INVALID, field_problems(error, model)) from None


# Command and stamp ---------------------------------------------------------------------------------------------------


def command_of(line: FieldLine, resolver: Resolver) -> Command:
    """The command, numbers resolved. Raises LineProblem, NotFound."""
    kind = COMMANDS.get(line.command)
    if kind is None:
        raise LineProblem(ProblemKind.UNKNOWN_COMMAND, command=line.command)
    if line.command not in RANKS:
        reason = "no device records this"
        raise LineProblem(ProblemKind.INVALID, [FieldProblem("command", "not_from_a_device", reason)])
    own = {name: getattr(line, name) for name in ENVELOPE} if issubclass(kind, OnSite) else {}
    misplaced = [name for name in ("target", *own) if name in line.data]
    if misplaced:
        reason = "stands beside the data, not in it"
        raise LineProblem(ProblemKind.INVALID, [FieldProblem(f"data.{one}", "misplaced", reason) for one in misplaced])
    try:
        return resolver.command(line.command, {**line.data, **own, "target": line.target})
    except ValidationError as error:
        raise LineProblem(ProblemKind.INVALID, field_problems(error, kind, under="data")) from None


def stamp_of(line: FieldLine, *, role: str, organisation: str | None) -> Stamp:
    """Who did it is who held the device; without another day it has effect on the day of the device's time.

    The identity of the command follows from device and id, whoever brings the file. Raises LineProblem.
    """
    if not line.stamp.keys() <= STAMP_FIELDS:
        wrong = sorted(line.stamp.keys() - STAMP_FIELDS)
        unknown = [FieldProblem(f"stamp.{name}", "extra_forbidden", "unknown field") for name in wrong]
        raise LineProblem(ProblemKind.INVALID, unknown)
    came_from = Source(kind="device", reference=line.device, line=str(line.sequence), recorded_as=line.device_time)
    said = {
        "effective_on": line.device_time.astimezone(PRAGUE).date(),
        **line.stamp,
        "command_id": derived_id("device", line.device, line.id),
        "actor": Actor(role=role, person=line.by, organisation=organisation),
        "source": came_from,
    }
    try:
        return read_as_sent(Stamp, said)
    except ValidationError as error:
        raise LineProblem(ProblemKind.INVALID, field_problems(error, Stamp, under="stamp")) from None
