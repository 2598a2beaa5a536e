"""One line of an import file: from bytes to a command with its stamp, or to a problem that says what is wrong."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from enum import StrEnum
from typing import Annotated, Any, NoReturn

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from domain.kernel.as_sent import read_as_sent
from domain.kernel.command import Command
from domain.kernel.ids import derived_id
from domain.kernel.rule import Violation
from domain.kernel.stamp import Stamp
from domain.kernel.wrong_fields import FieldProblem, field_problems

Json = dict[str, Any]
Name = Annotated[str, StringConstraints(min_length=1, max_length=200)]

MAX_LINE_BYTES = 1_048_576
"""A longer line is no command: most are a few hundred bytes, and reading stays within bounds."""


class ProblemKind(StrEnum):
    """Why a line was not taken. The values are stable: machines read them."""

    NOT_UTF8 = "not-utf8"
    TOO_LONG = "too-long"
    NOT_JSON = "not-json"
    INVALID = "invalid"
    INVALID_HEADER = "invalid-header"
    UNKNOWN_COMMAND = "unknown-command"
    UNKNOWN_REFERENCE = "unknown-reference"
    REFUSED = "refused"
    NOT_ALLOWED = "not-allowed"
    REUSED = "reused"
    """The same line of the same source was recorded before with other content."""
    CONFLICT = "conflict"
    HELD_BACK = "held-back"


@dataclass(frozen=True, slots=True)
class RawLine:
    """A line as it stands in a file, without its end; `text` is None where it is longer than MAX_LINE_BYTES."""

    file: str
    number: int
    text: bytes | None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a line stands; its id where it could be read."""

    file: str
    line: int
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """A line that was not taken, and everything that helps to repair it; `cause` is the line that it waits for."""

    place: Place
    kind: ProblemKind
    facts: Mapping[str, Any] = field(default_factory=dict)
    fields: tuple[FieldProblem, ...] = ()
    violations: tuple[Violation, ...] = ()
    cause: Place | None = None

    @property
    def code(self) -> str:
        """The first broken rule, or the kind of the problem."""
        return self.violations[0].rule if self.violations else f"import.{self.kind}"


class LineProblem(Exception):
    """The line cannot be read as a command."""

    def __init__(self, kind: ProblemKind, fields: Sequence[FieldProblem] = (), /, **facts: Any) -> None:
        self.kind, self.fields, self.facts = kind, tuple(fields), facts
        super().__init__(kind.value)


class Header(BaseModel):
    """What may stand on the first line of a file: the name of the source, and what every stamp has in common."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    source: Annotated[str, StringConstraints(min_length=1, max_length=100, pattern=r"^[^/\s](?:[^/]*[^/\s])?$")]
    defaults: Json = Field(default_factory=dict)


class Line(BaseModel):
    """One command as it is written in a file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Name
    command: Name
    target: Name | None = None
    data: Json = Field(default_factory=dict)
    stamp: Json = Field(default_factory=dict)


def read_json(text: bytes | None) -> Json:
    """The JSON object that a line holds. Raises LineProblem."""
    if text is None:
        raise LineProblem(ProblemKind.TOO_LONG, limit=MAX_LINE_BYTES)
    try:
        written = text.decode("utf-8")
    except UnicodeDecodeError as error:
        raise LineProblem(ProblemKind.NOT_UTF8, byte=error.start + 1) from None
    try:
        document = _DECODER.decode(written)
    except json.JSONDecodeError as error:
        facts = {"column": error.colno, "reason": error.msg, **_resembling(written)}
        raise LineProblem(ProblemKind.NOT_JSON, **facts) from None
    except (ValueError, RecursionError) as error:
        reason = "nested too deeply" if isinstance(error, RecursionError) else str(error)
        raise LineProblem(ProblemKind.NOT_JSON, reason=reason) from None
    if not isinstance(document, dict):
        raise LineProblem(ProblemKind.NOT_JSON, reason="not an object in braces", **_resembling(written))
    if _SUSPICIOUS.search(written):
        _refuse_unstorable(document)
    return document


def _resembling(written: str) -> dict[str, str]:
    """What a line seems to be that is no JSON object, so that whoever brings it learns what to do."""
    text = written.strip()
    if text.startswith("{"):
        whole = text.endswith("}")
        return {} if whole else {"resembles": "part-of-object" if text == "{" or text.endswith(",") else "cut-off"}
    if text.startswith("["):
        return {"resembles": "array"}
    if text.startswith("<"):
        return {"resembles": "xml"}
    return {"resembles": "table"} if any(sign in text for sign in ";\t,") else {}


_SUSPICIOUS = re.compile(r"\\u(?:0000|[dD][89a-fA-F])")


def _refuse_unstorable(value: object, path: str = "") -> None:
    """Half of a surrogate pair is no text, and not every database holds a NUL."""
    if isinstance(value, str):
        if "\0" in value or (not value.isascii() and any("\ud800" <= sign <= "\udfff" for sign in value)):
            raise LineProblem(ProblemKind.NOT_JSON, reason=f"a sign that no text holds, in {path or 'a key'}")
    elif isinstance(value, dict):
        for key, item in value.items():
            _refuse_unstorable(key)
            _refuse_unstorable(item, f"{path}.{key}".lstrip("."))
    elif isinstance(value, list):
        for item in value:
            _refuse_unstorable(item, path)


def _once_each(pairs: list[tuple[str, Any]]) -> Json:
    document = dict(pairs)
    if len(document) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"the name {twice!r} stands twice in one object")
    return document


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON number")


_DECODER = json.JSONDecoder(object_pairs_hook=_once_each, parse_constant=_no_constant)


def is_header(document: Json) -> bool:
    """Whether an object is meant as the header of a file."""
    return "command" not in document and not document.keys().isdisjoint(Header.model_fields)


def read_header(document: Json) -> Header:
    """The header. Raises LineProblem."""
    try:
        return Header.model_validate(document)
    except ValidationError as error:
        raise LineProblem(ProblemKind.INVALID_HEADER, field_problems(error, Header)) from None


def read_line(document: Json) -> Line:
    """The line. Raises LineProblem naming each wrong field."""
    try:
        return Line.model_validate(document)
    except ValidationError as error:
        raise LineProblem(ProblemKind.INVALID, field_problems(error, Line)) from None


# The stamp -----------------------------------------------------------------------------------------------------------

OWN_FIELDS = frozenset(Stamp.model_fields) - {"command_id", "source"} | {"recorded_as"}
"""What a line or the defaults of a header may say about the stamp; the rest follows from source and id."""


def read_stamp(line: Line, command: Command, *, source: str, defaults: Json) -> Stamp:
    """The stamp of a line: its own fields over the defaults. Raises LineProblem.

    Only a takeover or a correction may leave `effective_on` out.
    """
    said = {**defaults, **line.stamp}
    if not said.keys() <= OWN_FIELDS:
        raise LineProblem(
            ProblemKind.INVALID, [_unknown_field("stamp", name) for name in sorted(said.keys() - OWN_FIELDS)]
        )
    if isinstance(said.get("actor"), dict):
        said["actor"] = {**defaults.get("actor", {}), **said["actor"]}
    came_from = {"kind": "import", "reference": source, "line": line.id, "recorded_as": said.pop("recorded_as", None)}
    try:
        stamp = read_as_sent(Stamp, {**said, "command_id": derived_id(source, line.id), "source": came_from})
    except ValidationError as error:
        raise LineProblem(ProblemKind.INVALID, field_problems(error, Stamp, under="stamp")) from None
    if stamp.effective_on is None and command.needs_day:
        reason = "only a takeover or a correction may leave the day of effect out"
        raise LineProblem(ProblemKind.INVALID, [FieldProblem("stamp.effective_on", "needs_day", reason)])
    return stamp


def _unknown_field(under: str, name: str) -> FieldProblem:
    nearest = get_close_matches(name, OWN_FIELDS, n=1)
    return FieldProblem(f"{under}.{name}", "extra_forbidden", "unknown field", nearest=nearest[0] if nearest else None)
