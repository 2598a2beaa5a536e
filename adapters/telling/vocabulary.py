"""What the domain says, in the language of the reader. A test says what is missing in Czech."""

from adapters.telling.kinds import KIND_NAMES, kind_name
from adapters.telling.speech import Speech
from adapters.telling.words_commands import COMMANDS_CS
from adapters.telling.words_events import EVENTS_CS
from adapters.telling.words_fields import FIELDS as WHOLE
from adapters.telling.words_parts import PARTS

__all__ = ["COMMANDS_CS", "EVENTS_CS", "FIELDS", "KIND_NAMES", "field_name", "kind_name"]

FIELDS = {**PARTS, **WHOLE}
"""What fields are called, and the parts of one."""


def field_name(say: Speech, name: str) -> str:
    """A field in words."""
    words = FIELDS.get(name)
    return say(words) if words else name.replace("_", " ")
