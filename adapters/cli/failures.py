"""How a command can end otherwise than well: the exit codes, and what is said to people and to machines."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

from adapters.telling.words import Words


class Exit(IntEnum):
    """What a script can rely on."""

    OK = 0
    NEGATIVE = 1
    """The answer is no: the moments differ, the views have drifted."""
    USAGE = 2
    NOT_FOUND = 3
    REFUSED = 4
    INVALID = 5
    CONFLICT = 6
    STORAGE = 7
    INTEGRITY = 8
    """What is stored cannot be what was written."""
    BUG = 70
    INTERRUPTED = 130


@dataclass
class Failure(Exception):
    """The command ends here. `code` is stable and for machines; message and hint are for people, in their language."""

    exit: Exit
    code: str
    message: Words
    hint: Words | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    details: Mapping[str, Any] = field(default_factory=dict)
    """What machines get beside code and message."""
    lines: Sequence[str] = ()
    """What people get below the message: one line for each broken rule or wrong field, already in their language."""

    def __str__(self) -> str:
        return self.code


def usage(message: Words, hint: Words | None = None, /, **facts: Any) -> Failure:
    """The command line cannot be understood."""
    return Failure(Exit.USAGE, "usage", message, hint, facts)


MEANT = Words("did you mean {nearest}?", "nemysleli jste {nearest}?")
EXPECTED = Words("expected one of {known}", "očekává se jedno z: {known}")


def unknown(what: Words, written: str, known: Sequence[str], otherwise: Words = EXPECTED) -> Failure:
    """Something that is none of the known names: the nearest is suggested, `otherwise` says where to look."""
    from difflib import get_close_matches

    nearest = get_close_matches(written, known, n=1)
    facts = {"what": what, "written": written, "nearest": "".join(nearest), "known": ", ".join(known)}
    return usage(Words("{written} is not {what}", "{written} není {what}"), MEANT if nearest else otherwise, **facts)
