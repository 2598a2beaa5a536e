"""Where evidence lies, from what an installation says."""

from pathlib import Path

from adapters.evidence.folder import EvidenceFolder
from adapters.evidence.store import EvidenceStore, Place

S3 = "s3://"


def open_evidence(place: str, *, max_bytes: int) -> EvidenceStore:
    """The store in a folder, or in `s3://bucket/prefix`. Raises NoS3 where the extra is missing."""
    return EvidenceStore(_place(place), max_bytes=max_bytes)


def _place(place: str) -> Place:
    if not place.startswith(S3):
        return EvidenceFolder(Path(place))
    from adapters.evidence.s3 import open_bucket  # noqa: PLC0415  # needed by few

    bucket, _, prefix = place.removeprefix(S3).partition("/")
    return open_bucket(bucket, prefix)
