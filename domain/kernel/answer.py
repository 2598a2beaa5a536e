"""The three answers to a question about a day."""

from enum import StrEnum
from typing import NoReturn


class Answer(StrEnum):
    """The answer to a question about a day: never a guess."""

    YES = "YES"
    NO = "NO"
    CANNOT_BE_DECIDED = "CANNOT_BE_DECIDED"

    @property
    def decided(self) -> bool | None:
        """True, False, or None where it cannot be decided: the way in which a rule's expression answers."""
        return None if self is Answer.CANNOT_BE_DECIDED else self is Answer.YES

    def __bool__(self) -> NoReturn:
        raise TypeError("three answers do not fit into a truth value; compare with Answer.YES, or ask .decided")
