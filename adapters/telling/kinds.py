"""The kinds of files in words."""

from adapters.telling.speech import Speech
from adapters.telling.words import Words

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
ENTRY = Words("entry", "záznam")
"""What is no file and is looked for like one."""


def kind_name(say: Speech, kind: str) -> str:
    """A kind of file in words."""
    words = ENTRY if kind == "entry" else KIND_NAMES.get(kind)
    return say(words) if words else kind
