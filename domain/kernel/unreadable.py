"""An entry of the ledger that cannot be read: where it stands and what is wrong with it, never what it holds."""

import traceback
from pathlib import Path


class UnreadableEvent(Exception):
    """What is stored is no event of its topic, or a view cannot make rows of it. Reading stops; it is never skipped."""

    def __init__(self, *, position: int, topic: str, reason: str) -> None:
        super().__init__(f"position {position} ({topic}): {reason}")
        self.position = position
        self.topic = topic
        self.reason = reason

    @classmethod
    def because(cls, error: Exception, *, position: int, topic: str) -> "UnreadableEvent":
        """The kind of an error and the line it comes from: an operator finds the place, and no event content leaks."""
        return cls(position=position, topic=topic, reason=_reason(error))


def _reason(error: Exception) -> str:
    from pydantic import ValidationError  # noqa: PLC0415  who reads no entry needs no library of models

    if isinstance(error, ValidationError):
        problems = {f"{'.'.join(map(str, p['loc']))}: {p['type']}" for p in error.errors(include_input=False)}
        return f"{type(error).__name__} ({'; '.join(sorted(problems))})"
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} at {Path(frame.filename).name}:{frame.lineno}"
