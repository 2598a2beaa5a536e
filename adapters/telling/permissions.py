"""The role table as both doors tell it: who may do what, and who may do one thing."""

from difflib import get_close_matches
from typing import Any

from adapters.telling.business import ours
from application.rights.permissions import Permissions, Role
from application.rights.readings import READINGS
from domain.kernel.command import COMMANDS


class NothingCalledSo(LookupError):
    """No command and no reading is called so; `nearest` are."""

    def __init__(self, asked: str) -> None:
        self.asked = asked
        self.nearest = get_close_matches(asked, everything(), n=3)
        super().__init__(asked)


def everything() -> tuple[str, ...]:
    """Every command and every reading by name."""
    return (*ours(COMMANDS), *READINGS)


def role_json(role: Role) -> dict[str, Any]:
    """A role with what it may send and read, each by name."""
    return {
        "role": role.name,
        "cs": role.cs,
        "en": role.en,
        "is_of_provider": role.is_of_provider,
        "commands": commands_of(role),
        "readings": readings_of(role),
    }


def commands_of(role: Role) -> tuple[str, ...]:
    """The commands that a role may send."""
    return tuple(topic for topic in ours(COMMANDS) if role.may(topic))


def readings_of(role: Role) -> tuple[str, ...]:
    """What a role may read."""
    return tuple(name for name in READINGS if role.may_read(name))


def who_may(permissions: Permissions, asked: str) -> dict[str, Any]:
    """The roles for a command or a reading. Raises NothingCalledSo."""
    if asked in READINGS:
        return {"asked": asked, "is_reading": True, "roles": permissions.readers_of(asked)}
    if asked in ours(COMMANDS):
        return {"asked": asked, "is_reading": False, "roles": permissions.roles_for(asked)}
    raise NothingCalledSo(asked)
