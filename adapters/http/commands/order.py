"""A command as it was sent: what it is, what it says, and which file it is about."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from domain.kernel.command import Command
from domain.kernel.wrong_fields import FieldProblem

Versions = Sequence[int] | None
"""The versions of the file that the sender has seen, any of them; None where any is right."""


@dataclass(frozen=True, slots=True)
class Order:
    """A command as it was sent: its class, what it says, which file it is about; without one it opens one."""

    command: type[Command]
    command_id: UUID
    data: Mapping[str, Any] | None = field(default_factory=dict)
    """None where something else than an object was sent."""
    stamp: Mapping[str, Any] = field(default_factory=dict)
    identifier: str | None = None
    versions: Versions = None
    wrong: Sequence[FieldProblem] = ()
    """What was found wrong around the data; told together with what is wrong in them."""
