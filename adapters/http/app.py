"""The web application: commands in, answers out. Made from parts, so that tests and servers make the same."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from functools import cache, partial
from threading import Event

from fastapi import APIRouter, Depends, FastAPI
from starlette.routing import BaseRoute

from adapters.bootstrap import Parts
from adapters.http.commands.batch import batch_routes
from adapters.http.commands.routes import command_routes, unknown_command_routes
from adapters.http.document.directory import directory_routes
from adapters.http.document.openapi import openapi, openapi_routes
from adapters.http.evidence.bodies import new_limiter
from adapters.http.evidence.field_files import field_routes
from adapters.http.evidence.routes import evidence_routes
from adapters.http.evidence.uploads import upload_routes
from adapters.http.guard.body_limits import BodyLimits
from adapters.http.guard.heads import Heads
from adapters.http.guard.hosts import ANY_HOST, HostCheck
from adapters.http.guard.limits import RateLimits
from adapters.http.guard.streams import Streams
from adapters.http.guard.watch import Watch
from adapters.http.operations.health import health_routes
from adapters.http.operations.metrics import Metrics
from adapters.http.operations.readiness import Readiness
from adapters.http.parameters import only_known
from adapters.http.parts import Desks
from adapters.http.people.login import login_routes, session_routes, sessions_routes
from adapters.http.people.oidc import oidc_routes
from adapters.http.problems import handle_problems
from adapters.http.questions.dossier import dossier_routes
from adapters.http.questions.feed import feed_routes
from adapters.http.questions.files import file_routes
from adapters.http.questions.reports import report_routes
from adapters.http.questions.rights import rights_routes
from adapters.http.questions.views import view_routes
from adapters.http.questions.waiting import Waiting
from adapters.http.sealing.entries import sealed_entry_routes
from adapters.http.sealing.package import package_routes
from adapters.http.sealing.public import public_seal_routes
from adapters.http.sealing.standing import standing_routes
from adapters.settings import Settings

ABOUT = (
    "Every command and every question of a Kronika ledger. The state of any file, valid on any day, known at any time."
)


def create_app(parts: Parts, *, hosts: frozenset[str] = ANY_HOST, is_projecting: bool = True) -> FastAPI:
    """The application over these parts, which stay open for as long as it runs; `hosts` are the names it answers to.

    With `is_projecting` requests bring views up to date; elsewhere the projector runs apart, and they only read.
    """
    app = FastAPI(
        title="Kronika",
        version="1",
        description=ABOUT,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        lifespan=_running,
    )
    app.state.parts = parts
    app.state.desks = Desks(parts, is_projecting=is_projecting)
    app.state.waiting = Waiting(app.state.desks, seconds=parts.settings.wait_seconds)
    app.state.readiness = Readiness(parts, app.state.desks)
    app.state.metrics = Metrics(app.state.readiness)
    app.state.is_stopping = Event()
    app.state.bodies = new_limiter()
    app.state.streams = Streams(app.state.metrics)
    handle_problems(app)
    _guard(app, hosts)
    app.router.routes.extend(command_routes())
    app.include_router(openapi_routes())
    app.include_router(login_routes())
    app.include_router(oidc_routes(parts.settings))
    app.router.routes.extend(_shared_routes())
    app.openapi = partial(openapi, app)  # type: ignore[method-assign]  # the library's own way to add to the document
    return app


@cache
def _shared_routes() -> Sequence[BaseRoute]:
    """The routes that keep nothing of any application: made once, however many applications there are."""
    router = APIRouter()
    for part in SHARED:
        router.include_router(part(), dependencies=[] if part in READING_THE_QUERY else [Depends(only_known)])
    return router.routes


SHARED = (
    health_routes,
    session_routes,
    sessions_routes,
    directory_routes,
    feed_routes,
    public_seal_routes,
    standing_routes,
    sealed_entry_routes,
    package_routes,
    view_routes,
    report_routes,
    rights_routes,
    evidence_routes,
    upload_routes,
    field_routes,
    dossier_routes,
    file_routes,
    batch_routes,
    unknown_command_routes,
)
"""In this order a path is looked up."""
READING_THE_QUERY = (health_routes, view_routes, unknown_command_routes)
"""These look at the names in a query themselves, or at none; elsewhere one that is unknown is refused."""


def _guard(app: FastAPI, hosts: frozenset[str]) -> None:
    """What stands before every route; what is added last comes first."""
    settings: Settings = app.state.parts.settings
    metrics: Metrics = app.state.metrics
    app.add_middleware(Heads)
    app.add_middleware(BodyLimits, most_bytes=settings.body_max_bytes)
    app.add_middleware(RateLimits, settings=settings, metrics=metrics)
    app.add_middleware(HostCheck, hosts=hosts)
    app.add_middleware(Watch, metrics=metrics, is_https=(settings.public_url or "").startswith("https:"))


@asynccontextmanager
async def _running(app: FastAPI) -> AsyncIterator[None]:
    """From the first request to the last."""
    yield
    app.state.is_stopping.set()
    app.state.desks.close()
