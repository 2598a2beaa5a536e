"""The web application: commands in, answers out. Made from parts, so that tests and servers make the same."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from threading import Event
from typing import Any

from fastapi import FastAPI

from adapters.bootstrap import Parts
from adapters.http.commands import command_routes
from adapters.http.documents import command_paths
from adapters.http.feed import feed_routes
from adapters.http.files import file_routes
from adapters.http.health import health_routes
from adapters.http.parts import Desks
from adapters.http.paths import ROOT
from adapters.http.problems import handle_problems
from adapters.http.reports import report_routes
from adapters.http.search import search_routes
from adapters.http.views import view_routes
from adapters.http.watch import Watch

ABOUT = (
    "Every command and every question of a Kronika ledger. The state of any file, valid on any day, known at any time."
)


def create_app(parts: Parts) -> FastAPI:
    """The application over these parts, which stay open for as long as it runs."""
    app = FastAPI(
        title="Kronika",
        version="1",
        description=ABOUT,
        openapi_url=f"{ROOT}/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=_running,
    )
    app.state.parts = parts
    app.state.desks = Desks(parts)
    app.add_middleware(Watch)
    handle_problems(app)
    app.state.is_stopping = Event()
    app.include_router(health_routes())
    app.include_router(feed_routes())
    app.include_router(view_routes())
    app.include_router(report_routes())
    app.include_router(search_routes())
    app.include_router(file_routes())
    app.include_router(command_routes())
    app.openapi = partial(_openapi, app)  # type: ignore[method-assign]  # the library's own way to add to the document
    return app


@asynccontextmanager
async def _running(app: FastAPI) -> AsyncIterator[None]:
    """From the first request to the last."""
    yield
    app.state.is_stopping.set()
    app.state.desks.close()


def _openapi(app: FastAPI) -> dict[str, Any]:
    """The document of the questions, and every command beside them."""
    if app.openapi_schema is None:
        made = FastAPI.openapi(app)
        made["paths"] |= command_paths()
    assert app.openapi_schema is not None
    return app.openapi_schema
