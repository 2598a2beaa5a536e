"""The two streams of the command line: plain where nobody looks, coloured where somebody does."""

import os
import sys
from collections.abc import Callable, Iterator, Mapping
from io import TextIOWrapper
from typing import TYPE_CHECKING, Any, Protocol, TextIO, runtime_checkable

if TYPE_CHECKING:  # a report as a file has nothing laid out, and rich is a tenth of a start
    from rich.console import Console, RenderableType
    from rich.text import Text

PLAIN_WIDTH = 120
"""How wide lines are where no terminal says otherwise."""


def prepare_streams() -> None:
    """Standard streams that can be written to whatever the terminal speaks, and where somebody has closed them."""
    for name in ("stdin", "stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "r" if name == "stdin" else "w"))  # noqa: SIM115, PTH123  # to the end
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal that knows no Czech


def as_typed(word: str) -> str:
    """A word of the command line, which is UTF-8 where it can be, also in a locale that knows no Czech."""
    try:
        return os.fsencode(word).decode() if not word.isascii() else word
    except UnicodeError:
        return word


def let_go_of_streams() -> None:
    """What a stream did not take has been told; Python must not complain of it again on the way out."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def for_programs(stream: TextIO) -> TextIO:
    """The stream of an answer in JSON or CSV, which is UTF-8 whatever the terminal speaks."""
    if isinstance(stream, TextIOWrapper) and stream.encoding.casefold() != "utf-8":
        stream.reconfigure(encoding="utf-8")
    return stream


def is_looked_at(stream: TextIO, environment: Mapping[str, str]) -> bool:
    """Whether the stream is a terminal that can do more than print."""
    return stream.isatty() and environment.get("TERM") != "dumb"


def console(stream: TextIO, environment: Mapping[str, str]) -> "Console":
    """A console without colour where there is no terminal or NO_COLOR is set, of a fixed width where none is known."""
    from rich.console import Console

    is_terminal = is_looked_at(stream, environment)
    columns = environment.get("COLUMNS", "")
    width = int(columns) if columns.isdecimal() and int(columns) >= 40 else None if is_terminal else PLAIN_WIDTH
    return Console(
        file=stream,
        width=width,
        force_terminal=is_terminal,
        no_color=not is_terminal or bool(environment.get("NO_COLOR")),
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
    )


class LateConsole:
    """Stands for a console that is made when something is first laid out on it."""

    def __init__(self, make: "Callable[[], Console]") -> None:
        self._make = make

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401  # whatever a console has
        return getattr(self._make(), name)


@runtime_checkable
class LaidOut(Protocol):
    """A block that may be too long to be laid out to the width of a screen."""

    @property
    def is_long(self) -> bool: ...

    def plain_lines(self) -> Iterator[str]:
        """Its lines, however wide, with no space at their ends."""
        ...

    def fitted(self, width: int) -> "RenderableType":
        """What is printed on a screen of that width."""
        ...


def print_trimmed(to: "Console", renderable: "RenderableType") -> None:
    """Print a block without the spaces that fill its lines up; one that lays itself out is written as it is."""
    if isinstance(renderable, LaidOut) and renderable.is_long:
        to.file.writelines(f"{line}\n" for line in renderable.plain_lines())
        return
    with to.capture() as captured:
        to.print(renderable.fitted(to.width) if isinstance(renderable, LaidOut) else renderable)
    to.file.write("".join(f"{line.rstrip()}\n" for line in captured.get().splitlines()))


def printable(text: "str | Text") -> "str | Text":
    """What was typed into a ledger cannot move the cursor of whoever reads it."""
    return text if not isinstance(text, str) or text.isprintable() else text.translate(_CONTROLS)


_CONTROLS = {code: "\ufffd" for code in (*range(0x20), *range(0x7F, 0xA0)) if code not in (0x09, 0x0A)}
