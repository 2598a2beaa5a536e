"""The answers that are not refusals: the world moved, the thing is not there, the door is closed."""

from uuid import UUID


class NotFound(LookupError):
    """Nothing of that kind is known under that identifier."""

    def __init__(self, kind: str, identifier: UUID | str) -> None:
        self.kind, self.identifier = kind, identifier
        super().__init__(f"no {kind} is known as {identifier}")


class Unrepresentable(ValueError):
    """A value that canonical JSON cannot say exactly: half a character, or a number beyond ±(2⁵³−1)."""


class Conflict(Exception):
    """Others wrote the same aggregate at the same time, again and again; nothing was recorded. Try once more."""


class CommandReused(Conflict):
    """A command identifier that is already known came back with other content; nothing was recorded."""

    def __init__(self, command_id: UUID, first_position: int) -> None:
        self.command_id, self.first_position = command_id, first_position
        super().__init__(f"command {command_id} was already recorded with other content at position {first_position}")


class Outdated(Conflict):
    """The file has moved on from the version that the sender had seen; nothing was recorded."""

    def __init__(self, expected: int, actual: int) -> None:
        self.expected, self.actual = expected, actual
        super().__init__(f"the file stands at version {actual}, not {expected}")


class NotAllowed(PermissionError):
    """The role may not send this command or read this, `roles` may; or the person does not hold the role, or not there.

    `topic` is the command's or, where `is_reading`, the name of the reading. `why` is `role`, `person-unknown`,
    `role-not-held`, `outside-scope`, or `own-day` where a provider dates or excuses what only the office may.
    """

    def __init__(
        self, role: str, topic: str, *, roles: tuple[str, ...] = (), why: str = "role", is_reading: bool = False
    ) -> None:
        self.role, self.topic, self.roles, self.why, self.is_reading = role, topic, roles, why, is_reading
        act = "read" if is_reading else "send"
        super().__init__(f"the role {role} may not {act} {topic}; it is for: {', '.join(roles) or 'nobody'}")
