"""Whether the process runs, and whether it can answer."""

from fastapi import APIRouter, Response

from adapters.http.parts import AtDesk
from adapters.telling.frames import encoded
from projections import builds
from projections.builds import State
from projections.views import VIEWS


def health_routes() -> APIRouter:
    """For whoever watches the process; nothing here needs a token or tells of any file."""
    router = APIRouter(tags=["operations"])

    @router.get("/healthz", summary="The process answers.")
    def healthy() -> dict[str, str]:
        return {"status": "ok"}

    @router.get("/readyz", summary="The store answers and every view can be read.", responses={503: {}})
    def ready(desk: AtDesk) -> Response:
        head = desk.parts.ledger.head()
        builds.prepare(desk.database, VIEWS)
        found = builds.status(desk.database, VIEWS, head=head)
        is_ready = all(one.state is State.LIVE for one in found)
        views = {one.view: {"state": one.state, "lag": one.lag} for one in found}
        document = {"status": "ok" if is_ready else "degraded", "head": head, "views": views}
        return Response(encoded(document), 200 if is_ready else 503, media_type="application/json")

    return router
