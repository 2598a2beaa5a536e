"""An archive as an answer: whole before its first byte leaves, so that its length tells what is cut off on the way."""

from collections.abc import Callable, Iterator
from typing import BinaryIO

from fastapi.responses import StreamingResponse

from adapters.evidence.drafts import draft
from adapters.evidence.store import EvidenceStore
from adapters.http.evidence.answers import as_problems

ZIP = "application/zip"
CHUNK = 1 << 18
"""Bytes of the archive that are read at once."""


def archive_answer(
    store: EvidenceStore, fill: Callable[[BinaryIO], object], headers: dict[str, str]
) -> StreamingResponse:
    """What `fill` writes, kept with the drafts of the store until it is sent. Raises Problem where there is no room."""
    with as_problems(store), draft(store.drafts()) as (path, out):
        fill(out)
        out.flush()
        made = path.open("rb")  # it goes on to be read although its name is gone
        size = path.stat().st_size
    return StreamingResponse(_pieces(made), headers=headers | {"Content-Length": str(size)}, media_type=ZIP)


def _pieces(made: BinaryIO) -> Iterator[bytes]:
    with made:
        while piece := made.read(CHUNK):
            yield piece
