"""The OpenAPI document: put together once, from the routes, the commands and their problems, and kept as bytes.

That takes seconds, in a thread of its own: nobody else waits for it. Whoever has it already is told so by its tag.
"""

from collections.abc import Mapping
from threading import Lock
from typing import Any

from fastapi import APIRouter, FastAPI, Request, Response

from adapters.http.document.commands import command_paths, components, with_examples
from adapters.http.paths import ROOT
from adapters.http.problems import MEDIA_TYPE
from adapters.http.questions.answers import JSON, has_already, not_modified, tag_headers, tag_of
from adapters.telling.frames import encoded

ANYWHERE = {
    408: "Nothing came for too long in the midst of the body.",
    413: "The body is too large.",
    421: "The server is not called by the name in Host.",
    429: "Too many requests; Retry-After says when to try again.",
}
"""What any address may answer before its own work begins."""


def openapi(app: FastAPI) -> dict[str, Any]:
    """The document of the questions, and every command beside them."""
    if app.openapi_schema is None:
        made = FastAPI.openapi(app)
        with_examples(made["paths"])
        made["paths"] |= command_paths()
        for name, held in components().items():
            made.setdefault("components", {}).setdefault(name, {}).update(held)
        _add_answers(made["paths"])
    assert app.openapi_schema is not None
    return app.openapi_schema


def openapi_routes() -> APIRouter:
    """One address, for everybody."""
    router = APIRouter(include_in_schema=False)
    making = Lock()
    kept: list[tuple[str, str]] = []

    @router.get(f"{ROOT}/openapi.json")
    def document(request: Request) -> Response:
        with making:
            if not kept:
                body = encoded(request.app.openapi())
                kept.append((tag_of(body), body))
        tag, body = kept[0]
        if has_already(request, tag):
            return not_modified(tag)
        return Response(body, headers=tag_headers(tag), media_type=JSON)

    return router


def _add_answers(paths: Mapping[str, Mapping[str, Any]]) -> None:
    problem = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/ProblemDetails"}}}
    for operations in paths.values():
        for operation in operations.values():
            for status, reason in ANYWHERE.items():
                operation["responses"].setdefault(str(status), {"description": reason, "content": problem})
