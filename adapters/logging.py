"""Logs for operators: an event name in dots and key=value pairs on stderr. No sentence, no payload, no personal data.

One line for each command handled, each refusal, each import and each batch of a projection; of a server one for each
request. Quiet by default on the command line: the level comes from KRONIKA_LOG_LEVEL.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Literal, TextIO

import orjson

if TYPE_CHECKING:  # most commands log nothing, and the library takes a tenth of a second
    from structlog.typing import FilteringBoundLogger, Processor

LEVELS = ("debug", "info", "warning", "error", "critical")
"""What KRONIKA_LOG_LEVEL may hold, from everything to the gravest only."""
Form = Literal["pairs", "json", "text"]
"""How a line looks: key=value pairs, an object of JSON for programs, columns for people at a terminal."""


class _Lines:
    """Which levels are heard, and what writes them: made, and its library loaded, with the first line."""

    def __init__(self) -> None:
        self._heard: frozenset[str] = frozenset()
        self._make: Callable[[], FilteringBoundLogger]
        self._writer: FilteringBoundLogger | None = None

    def send(self, heard: Iterable[str], make: "Callable[[], FilteringBoundLogger]") -> None:
        self._heard, self._make, self._writer = frozenset(heard), make, None

    def write(self, level: str, event: str, values: Mapping[str, object]) -> None:
        if level in self._heard:
            self._writer = self._writer or self._make()
            getattr(self._writer, level)(event, **values)


_LINES = _Lines()


class Log:
    """Says what happens; what is bound stands in every line. A line below the level costs next to nothing."""

    def __init__(self, bound: Mapping[str, object]) -> None:
        self._bound = bound

    def bind(self, **more: object) -> "Log":
        return Log({**self._bound, **more})

    def debug(self, event: str, **values: object) -> None:
        self.say("debug", event, **values)

    def info(self, event: str, **values: object) -> None:
        self.say("info", event, **values)

    def warning(self, event: str, **values: object) -> None:
        self.say("warning", event, **values)

    def error(self, event: str, **values: object) -> None:
        self.say("error", event, **values)

    def say(self, level: str, event: str, /, **values: object) -> None:
        """The same at any of LEVELS."""
        _LINES.write(level, event, {**self._bound, **values})


def configure(*, level: str, stream: TextIO, form: Form = "pairs") -> None:
    """Send what is at least as grave as `level`, one of LEVELS, to the stream. Until then nothing is written."""
    _LINES.send(LEVELS[LEVELS.index(level.casefold()) :], partial(_writer, stream, form))


def logger() -> Log:
    """A log in which nothing is bound."""
    return Log({})


def _writer(stream: TextIO, form: Form) -> "FilteringBoundLogger":
    import structlog  # noqa: PLC0415  see above

    writer: FilteringBoundLogger = structlog.wrap_logger(
        structlog.PrintLogger(stream),
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _renderer(stream, form),
        ],
        wrapper_class=structlog.make_filtering_bound_logger("debug"),
    )
    return writer.bind()


def _renderer(stream: TextIO, form: Form) -> "Processor":
    import structlog  # noqa: PLC0415  see above

    if form == "json":
        return structlog.processors.JSONRenderer(serializer=_json)
    if form == "text":
        return structlog.dev.ConsoleRenderer(colors=stream.isatty())
    return structlog.processors.LogfmtRenderer(key_order=["timestamp", "level", "event"])


def _json(said: Mapping[str, object], *, default: Callable[[object], object]) -> str:
    """A server writes a line for each request: the library's own JSON takes a fifth of the line's time."""
    return orjson.dumps(said, default=default).decode()
