"""The seal for everybody, at the addresses of c2sp.org/tlog-tiles: checkpoint, public key and hashes, never an entry.

Nobody needs to be known: a log whose reader must log in could show each of them another log.
"""

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response
from fastapi.responses import PlainTextResponse

from adapters.http.parts import AtDesk
from adapters.http.questions.answers import has_already, tag_of
from adapters.http.sealing.documents import ANY_BYTES, BYTES, CHECKPOINT_EXAMPLE, KEY_EXAMPLE, of_everybody, text
from adapters.http.sealing.problems import no_key, no_tile, nothing_sealed, readable_or_told
from adapters.http.sealing.tile_paths import BEHIND_LEVEL, LEVEL, Tile, read_path
from adapters.sealing.seal import Seal
from projections.seal.note import PublicKey, SignedNote
from projections.seal.tables import Tree
from projections.seal.tiles import MissingTile
from projections.seal.tree import HASH_BYTES

PREFIXES = {Tree.ENTRIES: "/seal", Tree.DECISIONS: "/seal/decisions"}
"""What a monitor is given as the address of a log: over the entries, and over what they were decided from."""
FOR_A_MOMENT = "public, max-age=2"
FOR_AN_HOUR = "public, max-age=3600"
FOR_EVER = "public, max-age=31536000, immutable"
"""So many hashes of a tile never change, whether it is full or not."""

Level = Annotated[
    str,
    Path(
        description="Of tiles: leaves are on level 0, hashes over a full tile of a level on the next.",
        json_schema_extra={"pattern": f"^{LEVEL}$"},
        openapi_examples={"leaves": {"value": "0"}},
    ),
]
Behind = Annotated[
    str,
    Path(
        description="The index of the tile in groups of three digits, all but the last behind an x.",
        json_schema_extra={"pattern": f"^{BEHIND_LEVEL}$"},
        openapi_examples={"full": {"value": "x001/x234/067"}, "in part": {"value": "000.p/3"}},
    ),
]


def public_seal_routes() -> APIRouter:
    """Three addresses of each tree."""
    router = APIRouter(tags=["seal"])
    for tree in Tree:
        _add_statements(router, tree)
        _add_tiles(router, tree)
    return router


def _add_statements(router: APIRouter, tree: Tree) -> None:
    @router.get(
        f"{PREFIXES[tree]}/checkpoint",
        operation_id=f"seal-{tree}-checkpoint",
        summary=f"The newest checkpoint over the {tree}: a signed note",
        response_class=PlainTextResponse,
        responses=of_everybody(text(CHECKPOINT_EXAMPLE), 404, 503),
    )
    def checkpoint(request: Request, desk: AtDesk) -> Response:
        return _text(request, newest_of(desk.seal(tree)).whole(), FOR_A_MOMENT)

    @router.get(
        f"{PREFIXES[tree]}/key",
        operation_id=f"seal-{tree}-key",
        summary=f"The public key that checkpoints over the {tree} are checked with",
        response_class=PlainTextResponse,
        responses=of_everybody(text(KEY_EXAMPLE), 404, 503),
    )
    def key(request: Request, desk: AtDesk) -> Response:
        return _text(request, f"{_key(desk.seal(tree)).text()}\n", FOR_AN_HOUR)


def _add_tiles(router: APIRouter, tree: Tree) -> None:
    @router.get(
        f"{PREFIXES[tree]}/tile/{{level}}/{{tile:path}}",
        operation_id=f"seal-{tree}-tile",
        summary=f"Hashes over the {tree}: 256 of one level, or so many of them as `.p/WIDTH` says",
        response_class=Response,
        responses=of_everybody(ANY_BYTES, 404, 503),
    )
    def hashes(desk: AtDesk, level: Level, tile: Behind) -> Response:
        asked = read_path(f"{level}/{tile}")
        if asked is None:
            raise no_tile()
        return Response(_hashes(desk.seal(tree), asked), headers={"Cache-Control": FOR_EVER}, media_type=BYTES)


def newest_of(seal: Seal) -> SignedNote:
    """The newest checkpoint. Raises Problem."""
    with readable_or_told():
        newest = seal.tables.newest()
    if newest is None:
        raise nothing_sealed()
    return newest


def _key(seal: Seal) -> PublicKey:
    """Raises Problem."""
    newest_of(seal)
    with readable_or_told():
        found = seal.standing().key
    if found is None:
        raise no_key()
    return found


def _hashes(seal: Seal, asked: Tile) -> bytes:
    """As many as are asked for, of those that were signed. Raises Problem."""
    if not asked.is_in_tree_of(newest_of(seal).checkpoint().size):
        raise no_tile()
    with readable_or_told():
        kept = seal.tables.tile(asked.place)
        if len(kept) < asked.width * HASH_BYTES:
            raise MissingTile(asked.place)
    return kept[: asked.width * HASH_BYTES]


def _text(request: Request, text: str, caching: str) -> Response:
    """304 where the caller has it already."""
    tag = tag_of(text)
    headers = {"ETag": f'"{tag}"', "Cache-Control": caching}
    if has_already(request, tag):
        return Response(status_code=304, headers=headers)
    return PlainTextResponse(text, headers=headers)
