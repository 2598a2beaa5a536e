"""Files in pieces: a cut connection goes on at the exact byte, and nothing that is not whole looks like a file."""

import hashlib
import io
import os
import signal
import subprocess
import sys
from base64 import b64encode
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from httpx2 import Response

from adapters.evidence.uploads import KEPT, MOST_AT_ONCE, Checksum, Upload, Uploads
from tests.http.conftest import Caller, House
from tests.http.test_evidence import DIGEST, EVIDENCE, PDF, digest_of

UPLOADS = "/api/v1/evidence-uploads"
TUS = {"Tus-Resumable": "1.0.0"}
PIECE = {**TUS, "Content-Type": "application/offset+octet-stream"}


def said(caller: Caller, **headers: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {caller.secret}", **TUS} | headers


def begin(caller: Caller, length: int = len(PDF), headers: dict[str, str] | None = None) -> Response:
    return caller.client.post(UPLOADS, headers=said(caller, **{"Upload-Length": str(length)} | (headers or {})))


def begun(caller: Caller, length: int = len(PDF), headers: dict[str, str] | None = None) -> str:
    return str(begin(caller, length, headers).headers["Location"])


def send(caller: Caller, place: str, content: bytes, at: int, **headers: str) -> Response:
    given = {**PIECE, "Upload-Offset": str(at)} | headers
    return caller.client.patch(place, content=content, headers=said(caller, **given))


def stands_at(caller: Caller, place: str) -> int:
    return int(caller.client.head(place, headers=said(caller)).headers["Upload-Offset"])


def checksum(content: bytes, algorithm: str = "sha256") -> str:
    return f"{algorithm} {b64encode(hashlib.new(algorithm, content).digest()).decode()}"


def test_a_file_comes_in_pieces_and_the_last_gives_the_receipt(clerk: Caller, house: House) -> None:
    place = begun(clerk)
    answer = send(clerk, place, PDF[:9_000], 0)
    assert (answer.status_code, answer.headers["Upload-Offset"], answer.headers["Tus-Resumable"]) == (
        204,
        "9000",
        "1.0.0",
    )
    assert not house.parts.evidence.has(DIGEST)
    last = send(clerk, place, PDF[9_000:], 9_000)
    assert (last.status_code, last.headers["Repr-Digest"]) == (204, digest_of(PDF))
    assert last.headers["Content-Location"] == f"{EVIDENCE}/{DIGEST}"
    receipt = clerk.get(place).json()["data"]
    assert receipt["evidence"] == {
        "sha256": DIGEST,
        "size": len(PDF),
        "media_type": "application/pdf",
        "is_new": True,
    }
    assert clerk.get(f"{EVIDENCE}/{DIGEST}").content == PDF
    assert stands_at(clerk, place) == len(PDF)


def test_the_receipt_of_an_upload_speaks_of_its_sender_alone(clerk: Caller, house: House) -> None:
    """Whether somebody else has brought the same bytes is not told; that one brought them oneself is."""
    other = house.caller("methodologist")
    for sender, is_new in ((clerk, True), (other, True), (clerk, False)):
        place = begun(sender)
        send(sender, place, PDF, 0)
        assert sender.get(place).json()["data"]["evidence"]["is_new"] is is_new
        house.now += timedelta(minutes=1)


def test_what_the_protocol_offers_is_told(house: House) -> None:
    answer = house.client.options(UPLOADS)
    assert (answer.status_code, answer.headers["Tus-Version"], answer.headers["Tus-Max-Size"]) == (
        204,
        "1.0.0",
        "200000",
    )
    assert answer.headers["Tus-Extension"] == "creation,checksum,expiration,termination"
    assert answer.headers["Tus-Checksum-Algorithm"] == "sha256,sha1"


def test_another_version_is_not_spoken(clerk: Caller) -> None:
    for version in ({}, {"Tus-Resumable": "0.2.2"}):
        headers = {"Authorization": f"Bearer {clerk.secret}", "Upload-Length": "5", **version}
        answer = clerk.client.post(UPLOADS, headers=headers)
        assert (answer.status_code, answer.headers["Tus-Version"]) == (412, "1.0.0")


def test_a_piece_at_the_wrong_place_is_not_taken(clerk: Caller) -> None:
    place = begun(clerk)
    send(clerk, place, PDF[:100], 0)
    for at in (0, 99, 101):
        answer = send(clerk, place, PDF[at : at + 10], at)
        assert (answer.status_code, answer.json()["actual"]) == (409, 100)
    assert stands_at(clerk, place) == 100


@pytest.mark.parametrize("algorithm", ["sha256", "sha1"])
def test_a_piece_with_another_checksum_leaves_nothing(clerk: Caller, algorithm: str) -> None:
    place = begun(clerk)
    send(clerk, place, PDF[:50], 0)
    answer = send(clerk, place, PDF[50:90], 50, **{"Upload-Checksum": checksum(b"another", algorithm)})
    assert (answer.status_code, answer.json()["code"], stands_at(clerk, place)) == (460, "checksum-mismatch", 50)
    good = send(clerk, place, PDF[50:90], 50, **{"Upload-Checksum": checksum(PDF[50:90], algorithm)})
    assert (good.status_code, stands_at(clerk, place)) == (204, 90)


@pytest.mark.parametrize("written", ["md5 AAAA", "sha256", "sha256 ???", ""])
def test_a_checksum_that_cannot_be_read_is_refused(clerk: Caller, written: str) -> None:
    answer = send(clerk, begun(clerk), PDF[:5], 0, **{"Upload-Checksum": written})
    assert (answer.status_code, answer.json()["code"]) == (400, "wrong-checksum")


def test_a_file_that_is_not_what_was_announced_is_thrown_away(clerk: Caller, house: House) -> None:
    metadata = {"Upload-Metadata": f"filename YQ==,sha256 {b64encode(b'0' * 64).decode()}"}
    for headers in (metadata, {"Repr-Digest": digest_of(b"another")}):
        place = begun(clerk, headers=headers)
        answer = send(clerk, place, PDF, 0)
        assert (answer.status_code, answer.json()["code"]) == (400, "not-as-announced")
        assert clerk.get(place).status_code == 404
    assert not house.parts.evidence.has(DIGEST)
    wrong = begin(clerk, headers={"Upload-Metadata": "sha256 !"})
    assert (wrong.status_code, wrong.json()["code"]) == (400, "wrong-metadata")


def test_lengths_are_limited(clerk: Caller) -> None:
    assert begin(clerk, 200_001).status_code == 413
    assert begin(clerk, 0).json()["code"] == "empty"
    assert begin(clerk, -1).status_code == 400
    no_length = clerk.client.post(UPLOADS, headers=said(clerk))
    assert (no_length.status_code, no_length.json()["code"]) == (400, "no-length")
    beyond = send(clerk, begun(clerk, 100), PDF[:101], 0)
    assert (beyond.status_code, beyond.json()["code"]) == (413, "beyond")


@pytest.mark.parametrize("at", [99, 100, 101, 2**53, 2**53 + 1, 10**22])
def test_a_piece_for_another_place_is_a_conflict_wherever_that_is(clerk: Caller, at: int) -> None:
    """Also beyond the end of the file, where the protocol has no other answer; nothing is lost by it."""
    place = begun(clerk, 100)
    assert send(clerk, place, PDF[:10], 0).status_code == 204
    answer = send(clerk, place, PDF[10:20], at)
    assert (answer.status_code, answer.json()["code"], answer.json()["actual"]) == (409, "wrong-offset", 10)
    assert (answer.headers["Tus-Resumable"], stands_at(clerk, place)) == ("1.0.0", 10)


def test_a_piece_for_a_file_that_is_whole_is_a_conflict(clerk: Caller) -> None:
    """Whoever lost the last answer learns that everything is there."""
    place = begun(clerk)
    assert send(clerk, place, PDF, 0).status_code == 204
    again = send(clerk, place, PDF, 0)
    assert (again.status_code, again.json()["actual"]) == (409, len(PDF))


def test_a_piece_that_only_turns_out_too_long_ends_the_upload(clerk: Caller) -> None:
    def growing() -> Iterator[bytes]:
        yield PDF[:60]
        yield PDF[60:120]

    place = begun(clerk, 100)
    headers = said(clerk, **PIECE, **{"Upload-Offset": "0"})
    answer = clerk.client.patch(place, content=growing(), headers=headers)
    assert (answer.status_code, clerk.get(place).status_code) == (413, 404)


def test_a_file_of_another_kind_is_refused_as_soon_as_its_beginning_is_there(clerk: Caller) -> None:
    place = begun(clerk, 20_000)
    assert send(clerk, place, b"MZ\x90\x00" * 25, 0).status_code == 204
    answer = send(clerk, place, b"\x00" * 9_000, 100)
    assert (answer.status_code, answer.json()["code"], clerk.get(place).status_code) == (415, "wrong-type", 404)
    octets = {"Content-Type": "application/pdf"}
    assert send(clerk, begun(clerk), PDF, 0, **octets).json()["code"] == "not-a-piece"


def test_an_upload_is_of_whoever_began_it(clerk: Caller, house: House) -> None:
    place, other = begun(clerk), house.caller("methodologist")
    for answer in (other.get(place), send(other, place, PDF, 0), other.client.delete(place, headers=said(other))):
        assert (answer.status_code, answer.json()["code"]) == (404, "no-upload")
    assert stands_at(clerk, place) == 0


def test_the_same_person_goes_on_with_another_token(clerk: Caller, house: House) -> None:
    place = begun(clerk)
    send(clerk, place, PDF[:10], 0)
    assert send(house.caller("clerk"), place, PDF[10:], 10).status_code == 204


def test_an_upload_can_be_ended_and_runs_out(clerk: Caller, house: House) -> None:
    place = begun(clerk)
    assert clerk.client.delete(place, headers=said(clerk)).status_code == 204
    assert send(clerk, place, PDF, 0).status_code == 404
    begun_then = begun(clerk)
    house.now += KEPT - timedelta(seconds=1)
    renewed = house.caller(days=9)
    assert stands_at(renewed, begun_then) == 0
    house.now += timedelta(seconds=1)
    assert renewed.get(begun_then).status_code == 404
    begun(renewed)
    left = list((house.parts.evidence.drafts() / "uploads").glob("*.bytes"))
    assert len(left) == 1


def test_nobody_begins_without_end(clerk: Caller, house: House) -> None:
    for _ in range(MOST_AT_ONCE):
        begun(clerk)
    assert (begin(clerk).status_code, begin(house.caller("methodologist")).status_code) == (429, 201)


def test_two_who_send_the_same_upload_do_not_mix(clerk: Caller, house: House) -> None:
    """While one writes, the other is told so; afterwards it stands where the first left it."""
    uploads = Uploads(house.parts.evidence)
    place = begun(clerk)
    upload = uploads.get(place.rpartition("/")[2], "p-clerk", now=house.now)

    class Slow:
        def __init__(self) -> None:
            self.pieces = [PDF[:10], PDF[10:20]]

        def read(self, _: int) -> bytes:
            answer = send(clerk, place, PDF, 0)
            assert (answer.status_code, answer.headers["Retry-After"]) == (423, "1")
            return self.pieces.pop(0) if self.pieces else b""

    stream: Any = Slow()
    uploads.append(upload, stream, offset=0)
    assert stands_at(clerk, place) == 20


def test_a_record_that_a_disk_has_lost_stops_nobody_else(clerk: Caller, house: House) -> None:
    """After a power failure the record of an upload may be an empty file: that upload is gone, others begin."""
    place = begun(clerk)
    name = place.rpartition("/")[2]
    (house.parts.evidence.drafts() / "uploads" / f"{name}.json").write_bytes(b"")
    assert clerk.client.head(place, headers=said(clerk)).status_code == 404
    assert begin(clerk).status_code == 201


def test_whoever_asks_while_the_last_piece_comes_gets_the_receipt(house: House) -> None:
    """The file gets into the store between the look at the record and the look at the bytes."""
    uploads = Uploads(house.parts.evidence)
    begun_one = uploads.begin("p-clerk", len(PDF), now=house.now)

    class Overtaken(Uploads):
        def offset(self, upload: Upload) -> int:
            uploads.append(upload, io.BytesIO(PDF), offset=0)
            return super().offset(upload)

    got = Overtaken(house.parts.evidence).get(begun_one.id, "p-clerk", now=house.now)
    assert got.evidence is not None
    assert got.evidence.sha256 == DIGEST
    assert uploads.offset(begun_one) == len(PDF)


def test_a_broken_stream_keeps_what_came_unless_it_has_a_checksum(clerk: Caller, house: House) -> None:
    uploads, place = Uploads(house.parts.evidence), begun(clerk)
    upload = uploads.get(place.rpartition("/")[2], "p-clerk", now=house.now)

    class Breaking:
        def __init__(self) -> None:
            self.pieces = [b"%PDF-1.7\n"]

        def read(self, _: int) -> bytes:
            if not self.pieces:
                raise ConnectionResetError
            return self.pieces.pop()

    stream: Any = Breaking()
    with pytest.raises(ConnectionResetError):
        uploads.append(upload, stream, offset=0)
    assert stands_at(clerk, place) == 9
    again: Any = Breaking()
    with pytest.raises(ConnectionResetError):
        uploads.append(upload, again, offset=9, checksum=Checksum("sha256", b"?"))
    assert stands_at(clerk, place) == 9
    assert send(clerk, place, PDF[9:], 9).status_code == 204


def test_methods_that_a_sender_does_not_know_come_as_post(clerk: Caller) -> None:
    place = begun(clerk)
    headers = said(clerk, **PIECE, **{"Upload-Offset": "0", "X-HTTP-Method-Override": "PATCH"})
    assert clerk.client.post(place, content=PDF[:10], headers=headers).headers["Upload-Offset"] == "10"
    ended = clerk.client.post(place, headers=said(clerk, **{"X-HTTP-Method-Override": "DELETE"}))
    unknown = clerk.client.post(begun(clerk), headers=said(clerk))
    assert (ended.status_code, unknown.json()["code"]) == (204, "no-method")


KILLED = """
import os, sys
from datetime import UTC, datetime
from adapters.evidence.places import open_evidence
from adapters.evidence.uploads import Uploads
uploads = Uploads(open_evidence(sys.argv[1], max_bytes=200_000))
now = datetime(2018, 3, 1, 9, tzinfo=UTC)
upload = uploads.begin("p-clerk", int(sys.argv[2]), now=now)
print(upload.id, flush=True)
class Endless:
    sent = 0
    def read(self, most):
        if self.sent == 10:
            print("written", flush=True)
            sys.stdin.read()
        self.sent += 1
        return b"%PDF-1.7" * 64
uploads.append(upload, Endless(), offset=0)
"""


def test_an_upload_whose_server_was_killed_goes_on(clerk: Caller, house: House) -> None:
    """At whatever byte it stands then: what lies there is what was sent."""
    folder = house.parts.settings.evidence_place
    command = [sys.executable, "-c", KILLED, folder, str(len(PDF))]
    root = Path(__file__).parents[2]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=root) as process:
        assert process.stdout is not None
        name = process.stdout.readline().strip()
        assert process.stdout.readline() == "written\n"
        os.kill(process.pid, signal.SIGKILL)
    place = f"{UPLOADS}/{name}"
    at = stands_at(clerk, place)
    assert at <= 10 * 512
    rest = (b"%PDF-1.7" * 64 * 20 + b"\n" * len(PDF))[at : len(PDF)]
    answer = send(clerk, place, rest, at)
    assert (answer.status_code, answer.headers["Upload-Offset"]) == (204, str(len(PDF)))
