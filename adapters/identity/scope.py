"""What is left of a role where a token was made for less: commands by topic, readings behind `read:`."""

from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase

READ = "read"
"""Alone it means every reading; `read:network` is one."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Patterns of commands and readings; without any, all that the role may do. It never adds to the role."""

    patterns: tuple[str, ...] = ()

    def may_send(self, topic: str) -> bool:
        return not self.patterns or self._names(topic)

    def may_read(self, subject: str) -> bool:
        return not self.patterns or READ in self.patterns or self._names(f"{READ}:{subject}")

    def _names(self, asked: str) -> bool:
        return any(fnmatchcase(asked, pattern) for pattern in self.patterns)


WHOLE_ROLE = Scope()


def names_nothing(patterns: Iterable[str], *, commands: Iterable[str], readings: Iterable[str]) -> tuple[str, ...]:
    """The patterns that match nothing of what a role may do: mistyped, or meant to give more than there is."""
    possible = [*commands, *(f"{READ}:{subject}" for subject in readings), READ]
    return tuple(one for one in patterns if not any(fnmatchcase(name, one) for name in possible))
