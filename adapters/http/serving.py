"""The server: uvicorn with the application and, unless it runs apart, projector and seal beside it."""

import os
import socket
import sys
from functools import partial
from threading import Event, Thread
from types import FrameType

import uvicorn
from fastapi import FastAPI

from adapters.bootstrap import Parts
from adapters.http.app import create_app
from adapters.http.guard.hosts import hosts_of
from adapters.http.guard.impatience import ImpatientProtocol
from adapters.http.operations.metrics import Metrics
from adapters.library_lines import hear_libraries
from adapters.logging import logger
from adapters.projecting import follow
from adapters.published import keep_noting
from adapters.read_models import open_read_models
from adapters.sealing.following import SealFollower
from projections.projector import Progress
from projections.views import VIEWS

GRACE_SECONDS = 20
"""How long requests that are being answered may take when the server is asked to stop."""
RETRY_SECONDS = 5.0
"""How long the projector waits before it tries again when its store failed."""
MOST_CONNECTIONS = 1000
MOST_HEADER_BYTES = 32 * 1024
BACKLOG = 1024


class Server(uvicorn.Server):
    """Tells long answers, as of the feed, that the end has come; a second signal ends everything at once.

    That loses nothing that was acknowledged: what is recorded is on the disk before it is answered.
    """

    def __init__(self, config: uvicorn.Config, is_stopping: Event) -> None:
        super().__init__(config)
        self._is_stopping = is_stopping

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        if self.should_exit:
            sys.stderr.flush()
            os._exit(128 + sig)
        self._is_stopping.set()
        super().handle_exit(sig, frame)


def listen(host: str, port: int) -> socket.socket:
    """The socket, open. Raises OSError where the address is taken or not of this machine."""
    family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
    return socket.create_server((host, port), family=family, backlog=BACKLOG)


def serve(parts: Parts, listener: socket.socket, *, with_projector: bool) -> None:
    """Answer requests until a signal to stop; then finish those at hand."""
    hear_libraries()
    hosts = hosts_of(parts.settings) | {listener.getsockname()[0]}
    app = create_app(parts, hosts=hosts, is_projecting=with_projector)
    is_stopping: Event = app.state.is_stopping
    noting = Thread(target=_note, args=(parts, is_stopping), name="published")
    noting.start()
    projector = Thread(target=_project, args=(app, parts, is_stopping), name="projector")
    if with_projector:
        projector.start()
    try:
        Server(_config(app, parts), is_stopping).run([listener])
    finally:
        is_stopping.set()
        noting.join()
        if with_projector:
            projector.join()


def _config(app: FastAPI, parts: Parts) -> uvicorn.Config:
    proxies = parts.settings.trusted_proxies
    return uvicorn.Config(
        app,
        http=ImpatientProtocol,
        ws="none",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=proxies is not None,
        forwarded_allow_ips=proxies or "",
        limit_concurrency=MOST_CONNECTIONS,
        h11_max_incomplete_event_size=MOST_HEADER_BYTES,
        timeout_graceful_shutdown=GRACE_SECONDS,
    )


def _project(app: FastAPI, parts: Parts, is_stopping: Event) -> None:
    """In a thread of its own, with a connection of its own; a store that fails is tried again."""
    told, stop = partial(_told, app.state.metrics), is_stopping.is_set
    seal = SealFollower(parts.ledger, parts.settings, parts.clock)
    while not is_stopping.is_set():
        try:
            with open_read_models(parts.settings.database) as database:
                follow(parts.ledger, database, parts.source, VIEWS, should_stop=stop, told=told, beside=seal)
        except Exception as error:  # noqa: BLE001  # whatever it is: said, seen in the lag of the views, and tried again
            logger().error("projector.failed", error=type(error).__name__)
            is_stopping.wait(RETRY_SECONDS)


def _note(parts: Parts, is_stopping: Event) -> None:
    """How far others may have seen the ledger, in a thread of its own; where that cannot be noted it is said."""
    while not is_stopping.is_set():
        try:
            keep_noting(parts.ledger, parts.published, is_stopping)
        except Exception as error:  # noqa: BLE001  # the same
            logger().error("published.failed", error=type(error).__name__)
            is_stopping.wait(RETRY_SECONDS)


def _told(metrics: Metrics, progress: Progress) -> None:
    metrics.pages.inc()
    logger().debug("projections.page", position=progress.position, head=progress.head)
