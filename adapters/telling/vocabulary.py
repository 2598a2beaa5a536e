"""What the domain says, in the language of the reader. A test says what is missing in Czech."""

from adapters.telling.speech import Speech
from adapters.telling.words import Words
from adapters.telling.words_commands import COMMANDS_CS
from adapters.telling.words_events import EVENTS_CS
from adapters.telling.words_fields import FIELDS as WHOLE
from adapters.telling.words_parts import PARTS

__all__ = ["COMMANDS_CS", "EVENTS_CS", "FIELDS", "KIND_NAMES", "field_name", "kind_name"]

FIELDS = {**PARTS, **WHOLE}
"""What fields are called, and the parts of one."""
KIND_NAMES = {
    "project": Words("project", "projekt"),
    "service": Words("service", "služba"),
    "contract": Words("contract", "smlouva"),
    "tender": Words("tender", "zakázka"),
    "methodology": Words("methodology", "metodika"),
    "network_entry": Words("network entry", "místo v síti"),
    "mandate": Words("SGEI mandate", "pověření SOHZ"),
    "inspection": Words("inspection", "kontrola"),
    "office": Words("office", "úřad"),
}
"""The kinds of files."""


def kind_name(say: Speech, kind: str) -> str:
    """A kind of file in words."""
    words = KIND_NAMES.get(kind)
    return say(words) if words else kind


def field_name(say: Speech, name: str) -> str:
    """A field in words."""
    words = FIELDS.get(name)
    return say(words) if words else name.replace("_", " ")
