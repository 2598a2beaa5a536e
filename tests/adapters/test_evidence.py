"""Files come in whole or not at all, lie under their digest, are never overwritten, and damage is found."""

import hashlib
import io
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from moto.server import ThreadedMotoServer

from adapters.evidence.drafts import STALE_SECONDS, sweep
from adapters.evidence.folder import EvidenceFolder
from adapters.evidence.places import open_evidence
from adapters.evidence.s3 import EvidenceBucket, NoS3, open_bucket
from adapters.evidence.store import Damaged, Evidence, EvidenceRefused, EvidenceStore, NoEvidence, Place

PDF = b"%PDF-1.7\n" + bytes(range(256)) * 20
DIGEST = hashlib.sha256(PDF).hexdigest()
MISSING = "0" * 64
LIMIT = 100_000
HOUSE = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def s3_server() -> Iterator[str]:
    """A server that speaks S3, in this process, on this machine only."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def s3_client(s3_server: str, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A client with a bucket of its own, and the variables with which others find it."""
    monkeypatch.setenv("AWS_ENDPOINT_URL", s3_server)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    client = import_module("boto3").client("s3")
    client.create_bucket(Bucket="evidence")
    for found in client.list_objects_v2(Bucket="evidence").get("Contents", ()):
        client.delete_object(Bucket="evidence", Key=found["Key"])
    return client


@pytest.fixture(params=["folder", "bucket", "bucket with prefix"])
def place(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    """Every place in turn: what holds for one store holds for all. No other test writes its drafts beside ours."""
    if request.param == "folder":
        return EvidenceFolder(tmp_path / "evidence")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    client = request.getfixturevalue("s3_client")
    return EvidenceBucket(client, "evidence", "kronika/files" if "prefix" in request.param else "")


@pytest.fixture
def store(place: Place) -> EvidenceStore:
    return EvidenceStore(place, max_bytes=LIMIT)


def added(store: EvidenceStore, content: bytes = PDF) -> Evidence:
    return store.add(io.BytesIO(content))


def content(store: EvidenceStore, sha256: str) -> bytes:
    with store.open(sha256) as stream:
        return stream.read()


# Taken in -------------------------------------------------------------------------------------------------------------


def test_a_file_is_found_under_its_digest(store: EvidenceStore) -> None:
    assert added(store) == Evidence(DIGEST, len(PDF), "application/pdf", is_new=True)
    assert content(store, DIGEST) == PDF
    assert store.has(DIGEST)
    assert store.get(DIGEST) == Evidence(DIGEST, len(PDF), "application/pdf")


def test_the_same_file_again_changes_nothing(store: EvidenceStore) -> None:
    added(store)
    assert added(store) == Evidence(DIGEST, len(PDF), "application/pdf", is_new=False)
    assert list(store.all()) == [store.get(DIGEST)]


def test_files_are_listed_in_the_order_of_their_digests(store: EvidenceStore) -> None:
    digests = [added(store, f"note {number}".encode()).sha256 for number in range(5)]
    assert [one.sha256 for one in store.all()] == sorted(digests)


def test_a_stream_that_gives_little_at_a_time_is_read_to_its_end(store: EvidenceStore) -> None:
    class Trickle(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            return super().read(min(7, size) if size and size > 0 else 7)

    assert store.add(Trickle(PDF)).sha256 == DIGEST
    assert content(store, DIGEST) == PDF


def test_what_was_announced_must_come(store: EvidenceStore) -> None:
    assert store.add(io.BytesIO(PDF), announced=DIGEST).is_new
    with pytest.raises(EvidenceRefused) as refusal:
        store.add(io.BytesIO(PDF + b"x"), announced=DIGEST)
    assert refusal.value.code == "not-as-announced"
    assert len(list(store.all())) == 1


@pytest.mark.parametrize(
    ("file", "code"),
    [
        (b"", "empty"),
        (b"MZ\x90\x00 a program", "wrong-type"),
        (b"%PDF-" + b"x" * (LIMIT - 4), "too-large"),
    ],
)
def test_what_is_not_taken_leaves_nothing(store: EvidenceStore, place: Place, file: bytes, code: str) -> None:
    with pytest.raises(EvidenceRefused) as refusal:
        added(store, file)
    assert refusal.value.code == code
    assert list(store.all()) == []
    assert list(place.drafts().iterdir()) == []


def test_a_file_may_be_as_large_as_the_limit(store: EvidenceStore) -> None:
    assert added(store, b"%PDF-" + b"x" * (LIMIT - 5)).size == LIMIT


def test_an_installation_may_take_less(place: Place) -> None:
    store = EvidenceStore(place, max_bytes=LIMIT, allowed={"image/png"})
    with pytest.raises(EvidenceRefused, match="wrong-type"):
        added(store)


def test_many_at_once_lead_to_one_file(store: EvidenceStore) -> None:
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: added(store), range(16)))
    assert sum(one.is_new for one in found) == 1
    assert content(store, DIGEST) == PDF


# Asked for ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [MISSING, "../../etc/passwd", "", DIGEST.upper(), f"{DIGEST}/x"])
def test_what_is_not_there_is_said(store: EvidenceStore, name: str) -> None:
    for ask in (store.get, store.has, store.remove, lambda digest: content(store, digest)):
        if name == MISSING and ask in (store.has, store.remove):
            assert ask(name) is False
        else:
            with pytest.raises(NoEvidence):
                ask(name)


def test_a_file_whose_time_is_over_goes(store: EvidenceStore) -> None:
    added(store)
    assert store.remove(DIGEST)
    assert not store.has(DIGEST)
    assert not store.remove(DIGEST)


# Damage ---------------------------------------------------------------------------------------------------------------


def damage_bucket(place: EvidenceBucket) -> None:
    place._client.put_object(**place._named(DIGEST), Body=PDF[:-1])


def test_a_changed_bit_is_found(store: EvidenceStore, place: Place) -> None:
    added(store)
    whole = added(store, b"another, untouched").sha256
    if isinstance(place, EvidenceFolder):
        (file,) = [one for one in place.folder.glob("??/??/*") if one.name == DIGEST]
        file.chmod(0o600)
        file.write_bytes(PDF[:100] + b"\xff\xff" + PDF[102:])
    else:
        assert isinstance(place, EvidenceBucket)
        damage_bucket(place)
    assert dict(store.verify()) == {DIGEST: False, whole: True}


def test_a_file_in_the_folder_cannot_be_written_by_mistake(tmp_path: Path) -> None:
    store = EvidenceStore(EvidenceFolder(tmp_path), max_bytes=LIMIT)
    added(store)
    (file,) = tmp_path.glob("??/??/*")
    assert file.stat().st_mode & 0o222 == 0


# Killed ---------------------------------------------------------------------------------------------------------------

SLOW = """
import sys, time
from pathlib import Path
from adapters.evidence.store import EvidenceStore
from adapters.evidence.folder import EvidenceFolder

class Endless:
    sent = 0
    def read(self, size):
        self.sent += 1
        if self.sent == 3:
            print("half", flush=True)
            time.sleep(60)
        return b"%PDF-" + b"x" * 10_000

EvidenceStore(EvidenceFolder(Path(sys.argv[1])), max_bytes=10**9).add(Endless())
"""


def test_whoever_is_killed_in_the_middle_leaves_nothing_half(tmp_path: Path) -> None:
    """What was on its way is no file of the store, and the next one sweeps it away."""
    running = subprocess.Popen([sys.executable, "-c", SLOW, str(tmp_path)], cwd=HOUSE, stdout=subprocess.PIPE)
    assert running.stdout is not None
    assert running.stdout.readline() == b"half\n"
    place = EvidenceFolder(tmp_path)
    (draft,) = place.drafts().iterdir()
    age(draft)
    assert sweep(place.drafts()) == 0, "somebody is still writing it"
    running.send_signal(signal.SIGKILL)
    running.wait()
    running.stdout.close()
    store = EvidenceStore(place, max_bytes=LIMIT)
    assert list(store.all()) == []
    assert list(place.drafts().iterdir()) == [draft]
    age(draft)
    assert added(store).is_new
    assert list(place.drafts().iterdir()) == []
    assert list(store.verify()) == [(DIGEST, True)]


def age(draft: Path) -> None:
    long_ago = time.time() - STALE_SECONDS - 1
    os.utime(draft, (long_ago, long_ago))


def test_a_draft_that_was_just_begun_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "fresh.part").touch()
    assert sweep(tmp_path) == 0


def test_what_is_disposed_of_while_files_are_listed_is_left_out(tmp_path: Path) -> None:
    """Its name was seen, and then it was gone; nobody who lists, verifies or backs up stumbles over it."""
    store, gone = EvidenceStore(EvidenceFolder(tmp_path), max_bytes=LIMIT), tmp_path / MISSING[:2] / MISSING[2:4]
    added(store)
    gone.mkdir(parents=True)
    (gone / MISSING).symlink_to(tmp_path / "gone")
    assert [one.sha256 for one in store.all()] == [DIGEST]
    assert list(store.verify()) == [(DIGEST, True)]


# Places ---------------------------------------------------------------------------------------------------------------


def test_a_place_is_named_as_a_folder_or_a_bucket(tmp_path: Path, s3_client: Any) -> None:
    in_folder = open_evidence(str(tmp_path / "here"), max_bytes=LIMIT)
    in_bucket = open_evidence("s3://evidence/a/b", max_bytes=LIMIT)
    for store in (in_folder, in_bucket):
        added(store)
    assert (tmp_path / "here" / DIGEST[:2] / DIGEST[2:4] / DIGEST).read_bytes() == PDF
    assert s3_client.get_object(Bucket="evidence", Key=f"a/b/{DIGEST}")["Body"].read() == PDF


def test_what_else_lies_in_the_bucket_is_not_ours(s3_client: Any) -> None:
    s3_client.put_object(Bucket="evidence", Key="readme.txt", Body=b"not evidence")
    assert list(EvidenceStore(EvidenceBucket(s3_client, "evidence"), max_bytes=LIMIT).all()) == []


def test_a_bucket_that_does_not_answer_is_no_missing_file(s3_client: Any) -> None:
    """Only what is certainly not there is said to be missing."""
    with pytest.raises(Exception, match="NoSuchBucket"):
        EvidenceStore(EvidenceBucket(s3_client, "no-such-bucket"), max_bytes=LIMIT).add(io.BytesIO(PDF))


@pytest.mark.parametrize("is_there", [False, True])
def test_a_file_that_others_are_just_writing_is_tried_again(
    s3_client: Any, monkeypatch: pytest.MonkeyPatch, *, is_there: bool
) -> None:
    """The server says 409 and not whether the file is there in the end: it may be the disposal of another one."""
    put, conflict = s3_client.put_object, {"Error": {"Code": "ConditionalRequestConflict"}}
    if is_there:
        put(Bucket="evidence", Key=DIGEST, Body=PDF)
    answers = iter([import_module("botocore.exceptions").ClientError(conflict, "PutObject")])

    def overtaken(**given: Any) -> Any:
        for answer in answers:
            raise answer
        return put(**given)

    monkeypatch.setattr(s3_client, "put_object", overtaken)
    store = EvidenceStore(EvidenceBucket(s3_client, "evidence"), max_bytes=LIMIT)
    assert added(store).is_new is not is_there
    assert content(store, DIGEST) == PDF


def test_without_the_library_a_bucket_says_what_it_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "boto3", None)
    with pytest.raises(NoS3, match=r"kronika\[s3\]"):
        open_bucket("evidence", "")


# Parts, whole files and copies ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("start", [0, 1, 4_000, len(PDF) - 1])
def test_a_file_is_read_from_any_byte_on(store: EvidenceStore, start: int) -> None:
    added(store)
    with store.open(DIGEST, start=start) as stream:
        assert stream.read() == PDF[start:]


def test_a_whole_file_is_taken_from_where_it_lies(store: EvidenceStore, tmp_path: Path) -> None:
    lying = tmp_path / "lying"
    lying.write_bytes(PDF)
    with pytest.raises(EvidenceRefused, match="not-as-announced"):
        store.take(lying, announced=MISSING)
    assert not store.has(DIGEST)
    assert store.take(lying, announced=DIGEST) == Evidence(DIGEST, len(PDF), "application/pdf", is_new=True)
    assert not store.take(lying).is_new


def test_what_was_in_a_store_before_is_brought_back_whatever_it_is(store: EvidenceStore) -> None:
    """Limits and kinds of today are for what is new; a file that is damaged is not brought back."""
    old = b"MZ an old program" + b"x" * LIMIT
    digest = hashlib.sha256(old).hexdigest()
    with pytest.raises(Damaged):
        store.bring_back(digest, io.BytesIO(old[:-1]))
    assert not store.has(digest)
    assert store.bring_back(digest, io.BytesIO(old))
    assert not store.bring_back(digest, io.BytesIO(old))
    assert (store.is_whole(digest, len(old)), store.is_whole(digest, 1), store.is_whole(MISSING, 1)) == (
        True,
        False,
        False,
    )
