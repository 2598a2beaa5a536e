"""Finding a file over HTTP: by words of any number, name or IČO that it ever had."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from adapters.http.caller import caller_of
from adapters.http.documents import UNSUCCESSFUL
from adapters.http.files import answer
from adapters.http.moments import Asked, as_of
from adapters.http.parts import AtDesk
from adapters.http.paths import ROOT
from projections.registry import REGISTRY
from projections.search import search_rows

MOST = 1000


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for."""

    text: Annotated[str, Query(min_length=1, max_length=200, description="Words; case and diacritics do not matter.")]
    kind: Annotated[str | None, Query(description="Only files of this kind.")] = None
    limit: Annotated[int, Query(ge=1, le=MOST)] = 100


def search_routes() -> APIRouter:
    """One address."""
    router = APIRouter(tags=["views"], dependencies=[Depends(caller_of)])

    @router.get(f"{ROOT}/search", operation_id="search", summary="Find a file by a text", responses={**UNSUCCESSFUL})
    def search(request: Request, desk: AtDesk, asked: Asked, wanted: Annotated[Wanted, Depends()]) -> Response:
        at = as_of(desk.parts, asked)
        found = search_rows(desk.up_to_date(REGISTRY), wanted.text, known=at.known, kind=wanted.kind)
        data = {"text": wanted.text, "rows": found[: wanted.limit], "total": len(found)}
        return answer(request, "search", data, {"known_seq": found.as_of_position})

    return router
