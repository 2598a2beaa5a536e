"""One run of the command line: its settings, language and streams, and the parts that it opens when they are needed."""

import sys
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any, BinaryIO, TextIO

from cyclopts import Parameter

from adapters.cli.failures import Failure, usage
from adapters.cli.interrupt import Wish
from adapters.cli.streams import console, for_programs, is_looked_at, print_trimmed, printable
from adapters.logging import LEVELS, configure
from adapters.set_clock import SetClock, UnreadableClock, clock_set_by
from adapters.setting_kinds import as_it_stands
from adapters.settings import Settings, WrongSetting, variable
from adapters.telling.speech import Speech
from adapters.telling.words import Words

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.text import Text

    from adapters.bootstrap import Parts
    from projections.database import Database


@dataclass
class Session:
    """What every command is handed: nothing is read from the process behind its back."""

    settings: Settings
    say: Speech
    stdout: TextIO
    stderr: TextIO
    environment: Mapping[str, str]
    is_json: bool = False
    is_quiet: bool = False
    is_debug: bool = False
    clock: SetClock | None = None
    """Where it is not the system's."""
    given_stdin: BinaryIO | None = None
    kept: object = None
    """A long answer that nobody takes apart before the process ends."""
    recorded_up_to: int = 0
    """The last position that this run has recorded; told when it is interrupted."""
    _until_closed: ExitStack = field(default_factory=ExitStack)

    @cached_property
    def out(self) -> "Console":
        """Where blocks of the answer are laid out."""
        return console(self.stdout, self.environment)

    @cached_property
    def err(self) -> "Console":
        """Where what stands beside the answer is laid out."""
        return console(self.stderr, self.environment)

    @property
    def stdin(self) -> BinaryIO:
        return self.given_stdin or sys.stdin.buffer

    @cached_property
    def parts(self) -> "Parts":
        """The ledger and everything that stands on it, opened when it is first asked for."""
        from adapters.bootstrap import build
        from adapters.cli.waiting import waiting_told
        from adapters.clock import system_clock

        configure(level=self.settings.log_level or "warning", stream=self.stderr)
        self._until_closed.enter_context(waiting_told(self))
        return build(self.settings, clock=self.clock or system_clock)

    @property
    def database(self) -> "Database":
        """The read models; where there is no ledger that is said, and no empty database is left behind."""
        assert self.parts.timeline.head() >= 0
        return self.parts.database

    @property
    def side(self) -> "Database":
        """What cannot be made again, as tokens and accounts; only where there is a ledger, as above."""
        assert self.parts.ledger.head() >= 0
        return self.parts.side

    @cached_property
    def wish_to_stop(self) -> Wish:
        """From the first time that it is asked for, Ctrl+C is a wish; see interrupt.py."""
        return Wish()

    def close(self) -> None:
        wish = self.__dict__.get("wish_to_stop")
        if wish:
            wish.ignore()
        if "parts" in self.__dict__:
            self.parts.close()
            self._until_closed.close()
        if wish:
            wish.give_back()

    # Answers ------------------------------------------------------------------------------------------------------

    def answer(self, document: dict[str, Any]) -> None:
        """One line of JSON on stdout, whatever the terminal looks like."""
        from adapters.telling.frames import encoded

        for_programs(self.stdout).write(encoded(document) + "\n")

    def line(self, text: "str | Text" = "", *, style: str | None = None) -> None:
        """A line of the answer, not wrapped."""
        if is_looked_at(self.stdout, self.environment):
            self.out.print(printable(text), soft_wrap=True, style=style)
        else:
            self.stdout.write(f"{printable(text)}\n".expandtabs())
            self.stdout.flush()  # whoever follows a server or a projector sees it now

    def lines(self, texts: Iterable[str]) -> None:
        """Very many plain lines at once: laid out one by one they would take longer than all else."""
        self.stdout.writelines(f"{printable(text)}\n" for text in texts)

    def show(self, renderable: "RenderableType") -> None:
        """A table or another block of the answer, without spaces at the ends of lines."""
        print_trimmed(self.out, renderable)

    # Beside the answer --------------------------------------------------------------------------------------------

    def tell(self, words: Words, *, style: str | None = None, **facts: object) -> None:
        """A message on stderr; --quiet keeps it."""
        if not self.is_quiet:
            self.note(self.say(words, **facts), style=style)

    def note(self, text: str, *, style: str | None = None) -> None:
        """A line on stderr, whether or not --quiet was given."""
        self.err.print(printable(text), soft_wrap=True, style=style)

    def fail(self, failure: Failure) -> None:
        """Say what went wrong: to machines on stdout, to people on stderr."""
        from adapters.telling.frames import error_frame

        message = self.say(failure.message, **failure.facts)
        hint = self.say(failure.hint, **failure.facts) if failure.hint else None
        if self.is_json:
            self.answer(error_frame(failure.code, message, hint, failure.details))
            return
        self.note(f"{self.say(ERROR)}: {message}", style="red")
        for line in failure.lines:
            self.note(line)
        if hint:
            self.note(f"  → {hint}")


ERROR = Words("error", "chyba")


Run = Annotated[Session, Parameter(parse=False)]
"""The session as a parameter of a command: handed in, never read from the command line."""


def read_settings(environment: Mapping[str, str]) -> tuple[Settings, SetClock | None, Failure | None]:
    """The settings and the clock of this run; where a variable is wrong, defaults and what to say about it."""
    try:
        settings = Settings.read(environment)
    except WrongSetting as error:
        return _bare(environment), None, usage(WRONG_VARIABLE, variable=variable(error.name), reason=error.reason)
    except OSError as error:
        from adapters.cli.storage_failures import os_reason

        return _bare(environment), None, usage(UNREADABLE_FILE, path=str(error.filename), reason=os_reason(error))
    if not settings.database.startswith(STORES):
        return _bare(environment), None, usage(WRONG_VARIABLE, variable="KRONIKA_DATABASE", reason=_one_of(STORES))
    if (settings.log_level or "warning").casefold() not in LEVELS:
        return _bare(environment), None, usage(WRONG_VARIABLE, variable="KRONIKA_LOG_LEVEL", reason=_one_of(LEVELS))
    try:
        return settings, clock_set_by(environment), None
    except UnreadableClock as error:
        return settings, None, usage(WRONG_VARIABLE, variable="KRONIKA_CLOCK", reason=error.reason)


def _bare(environment: Mapping[str, str]) -> Settings:
    """Nothing but the language of whoever is to be told what is wrong."""
    try:
        return Settings.read({name: text for name, text in environment.items() if name in SAY_THE_LANGUAGE})
    except WrongSetting:
        return Settings()


def _one_of(known: Iterable[str]) -> Words:
    names = ", ".join(known)
    return as_it_stands(f"expected one of {names}", f"očekává se jedno z: {names}")


SAY_THE_LANGUAGE = ("KRONIKA_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
STORES = ("sqlite:///", "postgresql://", "postgres://")
UNREADABLE_FILE = Words("the file {path} of a setting: {reason}", "soubor nastavení {path}: {reason}")
WRONG_VARIABLE = Words("the variable {variable} is wrong: {reason}", "proměnná {variable} je chybná: {reason}")
