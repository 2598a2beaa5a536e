"""The server: uvicorn with the application and, unless it runs apart, the projector beside it."""

from threading import Event, Thread
from types import FrameType

import uvicorn

from adapters.bootstrap import Parts
from adapters.http.app import create_app
from adapters.logging import logger
from adapters.projecting import follow
from adapters.read_models import open_read_models
from projections.projector import Progress
from projections.views import VIEWS

GRACE_SECONDS = 20
"""How long requests that are being answered may take when the server is asked to stop."""


class Server(uvicorn.Server):
    """Tells long answers, as of the feed, that the end has come; they would wait for each other otherwise."""

    def __init__(self, config: uvicorn.Config, is_stopping: Event) -> None:
        super().__init__(config)
        self._is_stopping = is_stopping

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self._is_stopping.set()
        super().handle_exit(sig, frame)


def serve(parts: Parts, *, host: str, port: int, with_projector: bool) -> None:
    """Answer requests until a signal to stop; then finish those at hand."""
    app = create_app(parts)
    is_stopping: Event = app.state.is_stopping
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=GRACE_SECONDS,
    )
    projector = Thread(target=_project, args=(parts, is_stopping), name="projector")
    if with_projector:
        projector.start()
    try:
        Server(config, is_stopping).run()
    finally:
        is_stopping.set()
        if with_projector:
            projector.join()


def _project(parts: Parts, is_stopping: Event) -> None:
    """In a thread of its own, with a connection of its own."""
    with open_read_models(parts.settings.database) as database:
        follow(parts.ledger, database, parts.source, VIEWS, should_stop=is_stopping.is_set, told=_told)


def _told(progress: Progress) -> None:
    logger().debug("projections.page", position=progress.position, head=progress.head)
