"""Evidence in a bucket of anything that speaks S3, written only where nothing is. Needs the extra `s3`.

Address, credentials and region come from the usual variables of that world (AWS_ENDPOINT_URL, AWS_ACCESS_KEY_ID …), so
that no secret stands in our settings. Give the bucket versioning or object lock besides: this program overwrites
nothing, but others might.
"""

import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any, BinaryIO, Protocol, cast

from adapters.evidence.store import DIGEST, NoEvidence

MISSING = ("404", "NoSuchKey", "NotFound")
THERE = ("PreconditionFailed", "412")
OVERTAKEN = ("ConditionalRequestConflict", "409")
"""Somebody was just writing or removing the same file: whether it is there now, only another try tells."""
TRIES = 5
PAUSE_SECONDS = 0.2


class S3Client(Protocol):
    """The few calls that we make of the library's client."""

    def put_object(self, **given: Any) -> Mapping[str, Any]: ...

    def get_object(self, **given: Any) -> Mapping[str, Any]: ...

    def head_object(self, **given: Any) -> Mapping[str, Any]: ...

    def delete_object(self, **given: Any) -> Mapping[str, Any]: ...

    def get_paginator(self, operation: str) -> Any: ...  # noqa: ANN401  # a type that the library makes at run time


class EvidenceBucket:
    """Objects of a bucket, under an optional prefix. A conditional write never replaces what is there."""

    def __init__(self, client: S3Client, bucket: str, prefix: str = "") -> None:
        self._client = client
        self._bucket = bucket
        self._prefix = f"{prefix.strip('/')}/" if prefix.strip("/") else ""

    def has(self, sha256: str) -> bool:
        try:
            self.size(sha256)
        except NoEvidence:
            return False
        return True

    def put(self, sha256: str, written: Path, *, tries: int = TRIES) -> bool:
        try:
            with written.open("rb") as body:
                self._client.put_object(**self._named(sha256), Body=body, IfNoneMatch="*", ChecksumAlgorithm="SHA256")
        except _client_error() as error:
            if _code(error) in THERE:
                return False
            if _code(error) not in OVERTAKEN or tries == 1:
                raise
            time.sleep(PAUSE_SECONDS)
            return self.put(sha256, written, tries=tries - 1)
        return True

    @contextmanager
    def open(self, sha256: str, *, start: int = 0) -> Iterator[BinaryIO]:
        part = {"Range": f"bytes={start}-"} if start else {}
        try:
            body = self._client.get_object(**self._named(sha256), **part)["Body"]
        except _client_error() as error:
            raise self._missing(error, sha256) from error
        try:
            yield body
        finally:
            body.close()

    def names(self) -> Iterator[str]:
        pages = self._client.get_paginator("list_objects_v2").paginate(Bucket=self._bucket, Prefix=self._prefix)
        keys = (one["Key"].removeprefix(self._prefix) for page in pages for one in page.get("Contents", ()))
        return (key for key in keys if DIGEST.fullmatch(key))

    def size(self, sha256: str) -> int:
        try:
            return int(self._client.head_object(**self._named(sha256))["ContentLength"])
        except _client_error() as error:
            raise self._missing(error, sha256) from error

    def remove(self, sha256: str) -> bool:
        was_there = self.has(sha256)
        self._client.delete_object(**self._named(sha256))
        return was_there

    def drafts(self) -> Path:
        return Path(tempfile.gettempdir()) / "kronika-evidence"

    def _named(self, sha256: str) -> dict[str, str]:
        return {"Bucket": self._bucket, "Key": f"{self._prefix}{sha256}"}

    @staticmethod
    def _missing(error: Exception, sha256: str) -> Exception:
        return NoEvidence(sha256) if _code(error) in MISSING else error


class NoS3(Exception):
    """The extra `s3` is not installed."""


def open_bucket(bucket: str, prefix: str) -> EvidenceBucket:
    """The bucket, with the credentials of the environment. Raises NoS3."""
    try:
        library = import_module("boto3")
    except ModuleNotFoundError:
        raise NoS3("evidence in a bucket needs the extra s3: pip install 'kronika[s3]'") from None
    return EvidenceBucket(cast(S3Client, library.client("s3")), bucket, prefix)


def _client_error() -> type[Exception]:
    return cast(type[Exception], import_module("botocore.exceptions").ClientError)


def _code(error: Exception) -> str:
    response: Mapping[str, Any] = getattr(error, "response", {})
    return str(response.get("Error", {}).get("Code", ""))
