"""Somebody at the door whom Kronika knows."""

from dataclasses import dataclass

from adapters.identity.scope import WHOLE_ROLE, Scope
from domain.kernel.stamp import Actor, Source


@dataclass(frozen=True, slots=True)
class Caller:
    """Who acts, as a token or a session says; both by their public names, never the secret."""

    actor: Actor
    token: str | None = None
    session: str | None = None
    scope: Scope = WHOLE_ROLE

    @property
    def source(self) -> Source:
        """Where a command of this caller comes from: a person at a page, or a program."""
        return Source(kind="api", reference=self.token) if self.token else Source(kind="ui", reference=self.session)

    @property
    def name(self) -> str:
        """What was shown, by its public name."""
        return f"token {self.token}" if self.token else f"session {self.session}"

    @property
    def owner(self) -> str:
        """To whom belongs what is kept or counted: the person, else what was shown."""
        return self.actor.person or self.name

    def check_command(self, topic: str) -> None:
        """What is left of the role. Raises TooNarrow."""
        if not self.scope.may_send(topic):
            raise TooNarrow(self.token or "", topic)

    def check_reading(self, subject: str) -> None:
        """What is left of the role. Raises TooNarrow."""
        if not self.scope.may_read(subject):
            raise TooNarrow(self.token or "", f"read:{subject}")


class NotKnown(PermissionError):
    """The caller shows no token, or one that is unknown, has expired or was revoked. Which of these is not told."""


class TooNarrow(PermissionError):
    """The role may do this, but the token was made for less."""

    def __init__(self, token: str, asked: str) -> None:
        self.token, self.asked = token, asked
        super().__init__(f"the token {token} is narrower than its role: {asked}")
