"""Who may send which command and who may read what: one typed table, asked by the rights of people."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cached_property

import application.business  # noqa: F401  # with which every command and aggregate is registered
from application.errors import NotAllowed
from application.rights.readings import READINGS
from domain.kernel.command import COMMANDS, Command


@dataclass(frozen=True)
class Role:
    """A role with the commands that it may send and the readings it may ask for.

    Both are names or patterns of names, without those under `but` and `reads_not`.
    """

    name: str
    cs: str
    en: str
    commands: tuple[str, ...]
    but: tuple[str, ...] = ()
    reads: tuple[str, ...] = ()
    reads_not: tuple[str, ...] = ()
    is_of_provider: bool = False
    """Somebody outside of the office: the role reaches nothing but the files of the provider that it was given for."""

    def may(self, topic: str) -> bool:
        return _matches(topic, self.commands) and not _matches(topic, self.but)

    def may_read(self, subject: str) -> bool:
        return _matches(subject, self.reads) and not _matches(subject, self.reads_not)


def _matches(name: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatchcase(name, pattern) for pattern in patterns)


class Permissions:
    """The role table."""

    def __init__(self, roles: Iterable[Role]) -> None:
        self.roles: Mapping[str, Role] = {role.name: role for role in roles}
        self._answers: dict[tuple[str, str], bool] = {}

    def check(self, role: str, command: Command | type[Command]) -> None:
        """Raises NotAllowed, also for a role that the table does not know."""
        if not self._may(role, command.topic):
            raise NotAllowed(role, command.topic, roles=self.roles_for(command.topic))

    def check_reading(self, role: str, subject: str) -> None:
        """Raises NotAllowed, also for a role or a reading that the table does not know."""
        if subject not in self._readable.get(role, frozenset()):
            raise NotAllowed(role, subject, roles=self.readers_of(subject), is_reading=True)

    def roles_for(self, topic: str) -> tuple[str, ...]:
        """The roles that may send a command."""
        return tuple(name for name in self.roles if self._may(name, topic))

    def readers_of(self, subject: str) -> tuple[str, ...]:
        """The roles that may read something."""
        return tuple(role.name for role in self.roles.values() if role.may_read(subject))

    def is_of_provider(self, role: str) -> bool:
        """Whether it is a role of somebody outside of the office."""
        known = self.roles.get(role)
        return known is not None and known.is_of_provider

    def _may(self, role: str, topic: str) -> bool:
        """Patterns are looked through once for what is asked: the whole table takes longer than a command."""
        if role not in self.roles or topic not in COMMANDS:
            return False
        asked = role, topic
        if asked not in self._answers:
            self._answers[asked] = self.roles[role].may(topic)
        return self._answers[asked]

    @cached_property
    def _readable(self) -> Mapping[str, frozenset[str]]:
        return {role.name: frozenset(s for s in READINGS if role.may_read(s)) for role in self.roles.values()}
