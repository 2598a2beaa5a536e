"""`kronika`: understand the command line, run the command, end with the exit code that it deserves."""

import os
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Annotated, BinaryIO, TextIO, cast

from cyclopts import App, Group, Parameter

from adapters.cli.app import build_app
from adapters.cli.failures import Exit, Failure
from adapters.cli.pages_report import with_verb
from adapters.cli.session import Session, read_settings
from adapters.cli.streams import LateConsole, as_typed, let_go_of_streams, prepare_streams
from adapters.garbage import collect_from_now, leave
from adapters.telling.speech import Speech
from adapters.telling.words import Language

if TYPE_CHECKING:
    from rich.console import Console

STANDARD_INPUT = "/dev/stdin"
"""What a lone hyphen among the paths of an import means."""
EVERYWHERE = Group("Everywhere", sort_key=9)
Flag = Annotated[bool, Parameter(negative=(), group=EVERYWHERE, show_default=False)]


def main() -> None:
    """The entry point of the console script."""
    prepare_streams()
    try:
        code = run([as_typed(word) for word in sys.argv[1:]])
    except KeyboardInterrupt:  # before the command began
        code = Exit.INTERRUPTED
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # nothing is left that could be interrupted
    let_go_of_streams()
    leave(code)


def run(
    arguments: Sequence[str],
    *,
    environment: Mapping[str, str] = os.environ,
    stdin: BinaryIO | None = None,
    stdout: TextIO | None = None,
    stderr: TextIO | None = None,
) -> int:
    """Run one command line; the exit code. Nothing is raised."""
    settings, clock, problem = read_settings(environment)
    session = Session(
        settings=settings,
        say=Speech(_language(arguments) or settings.language),
        stdout=stdout or sys.stdout,
        stderr=stderr or sys.stderr,
        environment=environment,
        is_json="--json" in arguments,
        is_debug="--debug" in arguments,
        clock=clock,
        given_stdin=stdin,
    )
    try:
        return _end(session, problem) if problem else _run(session, arguments)
    except BaseException as error:  # noqa: BLE001  # whatever ends the run, it ends with a sentence and a code
        from adapters.cli.ending import failure_of

        return _end(session, failure_of(error, session))
    finally:
        session.close()


def _end(session: Session, failure: Failure | int) -> int:
    if isinstance(failure, int):
        return failure
    for is_json in (session.is_json, False):  # where stdout takes nothing more, people are told
        session.is_json = is_json
        with suppress(OSError, SystemExit):
            session.fail(failure)
            session.stdout.flush()
            break
    return failure.exit


def _run(session: Session, arguments: Sequence[str]) -> int:
    app = build_app(session.say, arguments)
    _add_launcher(app, session)
    app.meta.suppress_keyboard_interrupt = False
    result = app.meta(
        with_verb(arguments or ["--help"]),
        console=_late(lambda: session.out),
        error_console=_late(lambda: session.err),
        exit_on_error=False,
        print_error=False,
        result_action="return_value",
    )
    session.stdout.flush()
    return result if isinstance(result, int) else Exit.OK


def _late(make: "Callable[[], Console]") -> "Console":
    """For the library, which only lays out help pages."""
    return cast("Console", LateConsole(make))


def _add_launcher(app: App, session: Session) -> None:
    """The options that stand before or after any command, and the hand-over of the session to it."""

    @app.meta.default
    def launch(
        *tokens: Annotated[str, Parameter(show=False, allow_leading_hyphen=True)],
        json: Flag = False,
        lang: Annotated[Language | None, Parameter(group=EVERYWHERE)] = None,
        quiet: Flag = False,
        debug: Flag = False,
    ) -> object:
        if lang is not None:
            session.say = Speech(lang)
        session.is_json, session.is_quiet, session.is_debug = json, quiet, debug
        command, bound, ignored = app.parse_args(_without_hyphen(tokens), exit_on_error=False, print_error=False)
        collect_from_now()
        return command(*bound.args, **bound.kwargs, **dict.fromkeys(ignored, session))


def _without_hyphen(tokens: Sequence[str]) -> list[str]:
    """A lone hyphen among paths is standard input; the parser would take it for an option."""
    return [STANDARD_INPUT if word == "-" and tokens[0] == "import" else word for word in tokens]


def _language(arguments: Sequence[str]) -> Language | None:
    """What --lang says, read ahead: the help pages are made in that language."""
    asked = [
        following if argument == "--lang" else argument.removeprefix("--lang=")
        for argument, following in zip(arguments, [*arguments[1:], ""], strict=False)
        if argument == "--lang" or argument.startswith("--lang=")
    ]
    return "cs" if asked[-1:] == ["cs"] else "en" if asked[-1:] == ["en"] else None
