"""Whether the process runs, whether it can answer, and its figures."""

from fastapi import APIRouter, Depends, Request, Response

from adapters.http.document.commands import UNSUCCESSFUL, Json
from adapters.http.operations.metrics import Metrics
from adapters.http.operations.metrics_access import may_measure
from adapters.http.operations.readiness import Look, Readiness
from adapters.http.sealing.look import SealLook
from adapters.telling.frames import encoded

_ONLY_SOME: dict[int | str, Json] = {status: UNSUCCESSFUL[status] for status in (401, 403) if status in UNSUCCESSFUL}
METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8"


def health_routes() -> APIRouter:
    """For whoever watches the process; nothing here tells of any file."""
    router = APIRouter(tags=["operations"])

    @router.get("/healthz", operation_id="healthz", summary="The process answers.")
    async def healthy() -> dict[str, str]:
        return {"status": "ok"}

    @router.get(
        "/readyz",
        operation_id="readyz",
        summary="The store answers, and every view can be read and is not far behind; how the seal stands.",
        responses={503: {"description": "Not so; the body says which.", "content": {"application/json": {}}}},
    )
    def ready(request: Request) -> Response:
        readiness: Readiness = request.app.state.readiness
        found = readiness.look()
        return Response(encoded(_told(found)), 200 if found.is_ready else 503, media_type="application/json")

    @router.get(
        "/metrics",
        operation_id="metrics",
        summary="Figures in the format of Prometheus.",
        responses={200: {"content": {"text/plain": {}}}, **_ONLY_SOME},
        dependencies=[Depends(may_measure)],
    )
    def metrics(request: Request) -> Response:
        found: Metrics = request.app.state.metrics
        return Response(found.text(), media_type=METRICS_TYPE)

    return router


def _told(found: Look) -> dict[str, object]:
    status = "ok" if found.is_ready else "degraded" if found.is_up else "down"
    views = {one.name: {"state": one.state, "lag": one.lag, "lag_seconds": one.lag_seconds} for one in found.views}
    seals = {tree: _told_seal(one) for tree, one in found.seals.items()}
    store = "up" if found.is_up else "down"
    return {"status": status, "store": store, "head": found.head, "views": views, "seals": seals}


def _told_seal(found: SealLook) -> dict[str, object]:
    """How it stands, and why it cannot go on where it is broken."""
    why = {"why": found.why} if found.why else {}
    return {"state": found.state, **why, "lag": found.lag, "lag_seconds": found.lag_seconds}
