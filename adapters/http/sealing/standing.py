"""How the seal stands, for those who may read; and that it only grew, for everybody."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from adapters.http.parts import AtDesk
from adapters.http.paths import ROOT
from adapters.http.questions.answers import JSON, accepted, answer
from adapters.http.questions.reading import may_read
from adapters.http.sealing.documents import (
    CHECKPOINT_EXAMPLE,
    CONSISTENCY_EXAMPLE,
    KEY_EXAMPLE,
    TEXT,
    framed,
    of_everybody,
    of_readers,
    text,
)
from adapters.http.sealing.entries import SUBJECT, text_answer
from adapters.http.sealing.look import SealLook, State, look_at
from adapters.http.sealing.problems import beyond_the_seal, readable_or_told
from adapters.http.sealing.public import newest_of
from projections.seal.note import read_key, read_note
from projections.seal.proof import Consistency, read_consistency
from projections.seal.tables import KeptCheckpoint, Tree

SEAL = f"{ROOT}/seal"
Old = Annotated[int, Query(ge=1, le=2**53, description="How many entries the checkpoint covers that is held.")]

Of = Annotated[Tree, Query(description="Over the entries, or over what they were decided from.")]

EXAMPLE = SealLook(
    State.LIVE,
    entries=4,
    sealed=3,
    key=read_key(KEY_EXAMPLE),
    newest=KeptCheckpoint(read_note(CHECKPOINT_EXAMPLE), "2026-06-03T08:15:31+00:00"),
)


def standing_routes() -> APIRouter:
    """Two addresses."""
    router = APIRouter(tags=["seal"])

    @router.get(
        SEAL,
        operation_id="seal",
        summary="How many entries are sealed, the newest checkpoint, the public key",
        responses=of_readers(framed("seal", _seal_json(EXAMPLE, EXAMPLE))),
        dependencies=[may_read(SUBJECT)],
    )
    def seal(request: Request, desk: AtDesk) -> Response:
        entries, decisions = (look_at(desk.parts, desk.seal(tree)) for tree in (Tree.ENTRIES, Tree.DECISIONS))
        return answer(request, "seal", _seal_json(entries, decisions), {})

    @router.get(
        f"{SEAL}/consistency",
        operation_id="seal-consistency",
        summary="The proof that a checkpoint which somebody holds is the beginning of the newest",
        responses=of_everybody(text(CONSISTENCY_EXAMPLE) | framed("seal-consistency", _example()), 400, 404, 503),
    )
    def consistency(request: Request, desk: AtDesk, old: Old, tree: Of = Tree.ENTRIES) -> Response:
        seal = desk.seal(tree)
        size = newest_of(seal).checkpoint().size
        if old > size:
            raise beyond_the_seal(size)
        with readable_or_told():
            found = seal.consistency(old)
        if accepted(request, (JSON, TEXT)) == TEXT:
            return text_answer(request, found.text())
        return answer(request, "seal-consistency", _consistency_json(found), {})

    return router


def _seal_json(entries: SealLook, decisions: SealLook) -> dict[str, object]:
    return {**_tree_json(entries), "decisions": _tree_json(decisions)}


def _tree_json(found: SealLook) -> dict[str, object]:
    """What machines read of it; null where nothing was sealed yet, or the key is elsewhere."""
    note = found.newest and found.newest.note
    return {
        "state": found.state,
        "why": found.why,
        "entries": found.entries,
        "sealed": found.sealed,
        "waiting": found.lag,
        "signed_at": found.signed_at,
        "root": note and note.checkpoint().root.hex(),
        "key": found.key and found.key.text(),
        "checkpoint": note and note.whole(),
    }


def _consistency_json(found: Consistency) -> dict[str, object]:
    _, size, root = found.note.checkpoint()
    return {
        "old": found.earlier,
        "size": size,
        "hashes": [one.hex() for one in found.hashes],
        "root": root.hex(),
        "checkpoint": found.note.whole(),
    }


def _example() -> dict[str, object]:
    return _consistency_json(read_consistency(CONSISTENCY_EXAMPLE))
