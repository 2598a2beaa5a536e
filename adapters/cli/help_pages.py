"""Help pages in both languages: examples first, then the usage, then what each name means."""

import re
from collections.abc import Iterable, Sequence
from itertools import takewhile
from typing import TYPE_CHECKING

from adapters.cli.failures import Exit
from adapters.cli.help_of_commands import meaning_in
from adapters.cli.help_texts import NAMES
from adapters.cli.streams import print_trimmed
from adapters.telling.speech import Speech
from adapters.telling.words import Words

if TYPE_CHECKING:  # a page is made for few commands; rich is loaded with the first
    from cyclopts.help import HelpEntry, HelpPanel
    from rich.console import Console, ConsoleOptions
    from rich.text import Text

TITLES = {
    "Commands": Words("Commands", "Příkazy"),
    "Arguments": Words("Arguments", "Co se zadává"),
    "Parameters": Words("Options", "Volby"),
    "Everywhere": Words("With every command", "U každého příkazu"),
}
USAGE = Words("Usage", "Použití")
EXAMPLES = Words("Examples", "Příklady")
CODES = Words("Exit codes", "Návratové kódy")
MEANINGS = {
    Exit.OK: Words("all is well", "vše v pořádku"),
    Exit.NEGATIVE: Words("the answer is no: two moments differ", "odpověď je ne: okamžiky se liší"),
    Exit.USAGE: Words("the command line is wrong", "chybný příkazový řádek"),
    Exit.NOT_FOUND: Words("there is no such file or number", "takový spis, číslo či soubor není"),
    Exit.REFUSED: Words("refused by a rule or for want of rights", "odmítnuto pravidlem nebo pro nedostatek práv"),
    Exit.INVALID: Words("data are wrong, or a line was not taken", "chybná data, nebo řádek nebyl převzat"),
    Exit.CONFLICT: Words(
        "known with other content, or others kept writing", "známo s jiným obsahem, nebo stále psal někdo jiný"
    ),
    Exit.STORAGE: Words("the database or a file does not answer", "databáze nebo soubor neodpovídá"),
    Exit.INTEGRITY: Words("what is stored is not what was written", "uloženo je něco jiného, než bylo zapsáno"),
    Exit.BUG: Words("an error in Kronika", "chyba Kroniky"),
    Exit.INTERRUPTED: Words("interrupted", "přerušeno"),
}
PLACES = {
    "STR": Words("TEXT", "TEXT"),
    "INT": Words("NUMBER", "ČÍSLO"),
    "FLOAT": Words("NUMBER", "ČÍSLO"),
    "CHOICE": Words("CHOICE", "VOLBA"),
    "PATH": Words("PATH", "CESTA"),
    "OPTIONS": Words("OPTIONS", "VOLBY"),
    "COMMAND": Words("COMMAND", "PŘÍKAZ"),
}
"""The library's words for what is to be written in a place."""
ANY = "[ARGS"
_PLACE = re.compile(rf"\b({'|'.join(PLACES)})\b")
_ARGS = re.compile(r"\[ARGS(\.\.\.)?\]")
CHOICES = Words("one of {choices}", "jedno z: {choices}")


class HelpPages:
    """Renders the pages of cyclopts without boxes, in the language of the session."""

    def __init__(self, say: Speech) -> None:
        self.say = say
        self._waiting: list[str] = []
        """Usage and description that wait for the names of what may be left out."""
        self._command = ""
        """The words of the command whose page it is, without the program's name."""

    def examples(self, commands: Iterable[str]) -> str:
        """What stands first on a page."""
        return "\n".join((f"{self.say(EXAMPLES)}:", "", *(f"  {command}" for command in commands)))

    def exit_codes(self) -> str:
        """What stands last on the first page."""
        return "\n".join(
            (f"{self.say(CODES)}:", *(f"  {code:>3}   {self.say(words)}" for code, words in MEANINGS.items()))
        )

    def render_usage(self, console: "Console", options: "ConsoleOptions", usage: object) -> None:
        if usage:
            text = str(usage).strip().removeprefix("Usage:").strip()
            self._command = " ".join(takewhile(_is_word, text.split()[1:]))
            self._waiting.append(f"{self.say(USAGE)}: {self._in_words(text)}\n")

    def render_description(self, console: "Console", options: "ConsoleOptions", description: object) -> None:
        self._tell(console, "", at_once=not any(ANY in text for text in self._waiting))
        if description is not None and not self._waiting:
            console.print(description)
        elif description is not None:
            self._waiting.append(f"{getattr(description, 'primary_renderable', description)}\n")

    def _tell(self, console: "Console", optional: str, *, at_once: bool) -> None:
        """What waits, with the names of what may be left out in the place of the library's word for them."""
        while at_once and self._waiting:
            text = _ARGS.sub(lambda found: f"[{optional}{found[1] or ''}]", self._waiting.pop(0))
            console.print(text, soft_wrap=True, markup=False, highlight=False)

    def __call__(self, console: "Console", options: "ConsoleOptions", panel: "HelpPanel") -> None:
        from rich.table import Table

        if not panel.entries:
            return
        title = str(panel.title)
        self._tell(console, _optional(panel.entries) if title == "Arguments" else "", at_once=True)
        console.print(f"{self.say(TITLES[title]) if title in TITLES else title}:")
        grid = Table.grid(padding=(0, 3))
        grid.add_column(no_wrap=True)
        grid.add_column()
        for entry in panel.entries:
            grid.add_row("  " + self.label(entry), self.meaning(entry))
        print_trimmed(console, grid)
        console.print()

    def label(self, entry: "HelpEntry") -> str:
        """How the entry is written on a command line."""
        return self._in_words(", ".join(entry.display_labels_with_metavar))

    def _in_words(self, text: str) -> str:
        return _PLACE.sub(lambda found: self.say(PLACES[found[1]]), text)

    def meaning(self, entry: "HelpEntry") -> "Text":
        """The text that belongs to its name; for a command its own description."""
        from rich.text import Text

        names = [entry.positional_label, *entry.positive_names]
        known = (meaning_in(self._command, name) or NAMES.get(name) for name in names if name is not None)
        words = next((found for found in known if found), None)
        described = getattr(entry.description, "primary_renderable", "")
        text = Text(self.say(words) if words else str(described))
        if entry.choices:
            text.append(f" ({self.say(CHOICES, choices=' | '.join(entry.choices))})")
        return text


def _is_word(part: str) -> bool:
    """Whether a part of a usage line is written as it is: not OPTIONS, not a name for something else."""
    return part.islower() and part[0].isalpha()


def _optional(entries: "Sequence[HelpEntry]") -> str:
    """What may be left out, as it stands in a usage line."""
    return "] [".join(entry.positional_label or "" for entry in entries if not entry.required)
