"""Somebody at the door whom Kronika knows."""

from dataclasses import dataclass

from domain.kernel.stamp import Actor


@dataclass(frozen=True, slots=True)
class Caller:
    """Who acts, as the token says; `token` is its public name, never the secret."""

    actor: Actor
    token: str


class NotKnown(PermissionError):
    """The caller shows no token, or one that is unknown, has expired or was revoked. Which of these is not told."""
