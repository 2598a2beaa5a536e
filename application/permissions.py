"""Who may send which command: one typed table, checked inside the engine."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cached_property

from application.errors import NotAllowed
from domain.kernel.command import COMMANDS, Command


@dataclass(frozen=True)
class Role:
    """A role with the commands that it may send: topics or patterns of topics, without those under `but`."""

    name: str
    cs: str
    en: str
    commands: tuple[str, ...]
    but: tuple[str, ...] = ()

    def may(self, topic: str) -> bool:
        return _matches(topic, self.commands) and not _matches(topic, self.but)


def _matches(topic: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatchcase(topic, pattern) for pattern in patterns)


class Permissions:
    """The role table."""

    def __init__(self, roles: Iterable[Role]) -> None:
        self.roles: Mapping[str, Role] = {role.name: role for role in roles}

    def check(self, role: str, command: Command) -> None:
        """Raises NotAllowed, also for a role that the table does not know."""
        if command.topic not in self._allowed.get(role, frozenset()):
            raise NotAllowed(role, command.topic, roles=self.roles_for(command.topic))

    def roles_for(self, topic: str) -> tuple[str, ...]:
        """The roles that may send a command."""
        return tuple(role.name for role in self.roles.values() if role.may(topic))

    @cached_property
    def _allowed(self) -> Mapping[str, frozenset[str]]:
        return {role.name: frozenset(t for t in COMMANDS if role.may(t)) for role in self.roles.values()}
