"""Logs for operators: an event name in dots and key=value pairs on stderr. No sentence, no payload, no personal data.

One line for each command handled, each refusal, each import and each batch of a projection; of a server one for each
request. Quiet by default on the command line: the level comes from KRONIKA_LOG_LEVEL.
"""

import logging
from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, ClassVar, Literal, TextIO, cast

import orjson

if TYPE_CHECKING:  # most commands log nothing, and the library takes a tenth of a second
    from structlog.typing import FilteringBoundLogger, Processor

LEVELS = ("debug", "info", "warning", "error", "critical")
"""What KRONIKA_LOG_LEVEL may hold, from everything to the gravest only."""
Form = Literal["pairs", "json", "text"]
"""How a line looks: key=value pairs, an object of JSON for programs, columns for people at a terminal."""


class _Waiting:
    """A logger whose library is loaded with the first line that is grave enough to be written."""

    asked: ClassVar[Callable[[], None] | None] = None
    """What `configure` was asked for and nothing has needed yet."""
    unheard: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, **bound: object) -> None:
        self._bound = bound

    def bind(self, **more: object) -> "_Waiting":
        return _Waiting(**self._bound, **more)

    def __getattr__(self, name: str) -> Callable[..., object]:
        """The way to say something: debug, info … ."""
        if name in self.unheard:
            return _say_nothing
        found: Callable[..., object] = getattr(_library().bind(**self._bound), name)
        return found


def _say_nothing(_event: str, **_values: object) -> None:
    """Below the level."""


def configure(*, level: str, stream: TextIO, form: Form = "pairs") -> None:
    """Send what is at least as grave as `level`, one of LEVELS, to the stream."""
    _Waiting.asked = partial(_configure, level.casefold(), stream, form)
    _Waiting.unheard = frozenset(LEVELS[: LEVELS.index(level.casefold())])


def _configure(level: str, stream: TextIO, form: Form) -> None:
    import structlog  # noqa: PLC0415  see above

    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _renderer(form, stream),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(stream),
        cache_logger_on_first_use=False,
    )


def _renderer(form: Form, stream: TextIO) -> "Processor":
    import structlog  # noqa: PLC0415  see above

    if form == "json":
        return structlog.processors.JSONRenderer(serializer=_json)
    if form == "text":
        return structlog.dev.ConsoleRenderer(colors=stream.isatty())
    return structlog.processors.LogfmtRenderer(key_order=["timestamp", "level", "event"])


def _json(said: Mapping[str, object], *, default: Callable[[object], object]) -> str:
    """A server writes a line for each request: the library's own JSON takes a fifth of the line's time."""
    return orjson.dumps(said, default=default).decode()


def logger() -> "FilteringBoundLogger":
    """The logger as it is configured now."""
    return _library() if _Waiting.asked is None else cast("FilteringBoundLogger", _Waiting())


def _library() -> "FilteringBoundLogger":
    import structlog  # noqa: PLC0415  see above

    asked, _Waiting.asked = _Waiting.asked, None
    if asked is not None:
        asked()
    found: FilteringBoundLogger = structlog.get_logger()
    return found


class OfLibraries(logging.Handler):
    """What libraries tell Python's own logging, as lines of ours: where it comes from, without what it was about."""

    def emit(self, record: logging.LogRecord) -> None:
        error = {"error": record.exc_info[0].__name__} if record.exc_info and record.exc_info[0] else {}
        logger().log(record.levelno, "library.said", library=record.name, words=str(record.msg), **error)


def hear_libraries() -> None:
    """From now on warnings of libraries stand in our log."""
    root = logging.getLogger()
    root.handlers = [OfLibraries()]
    root.setLevel(logging.WARNING)
