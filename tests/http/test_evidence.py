"""Files over HTTP: whole or not at all, under their digest, and read by whoever may read what refers to them."""

import hashlib
from base64 import b64encode
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from httpx2 import Response

from adapters.http.evidence import bodies
from adapters.reading_log import ReadingLog, Wanted
from domain.kernel.ids import derived_id
from tests.http.conftest import CONTRACTS, Caller, House
from tests.http.staff import ICO as STAFF_ICO
from tests.http.staff import OTHER_ICO, caller, give, staff
from tests.staffed import stamp

EVIDENCE = "/api/v1/evidence"
PDF = b"%PDF-1.7\n" + bytes(range(256)) * 100
DIGEST = hashlib.sha256(PDF).hexdigest()
PLACE = f"{EVIDENCE}/{DIGEST}"
ICO = "71220089"


def digest_of(content: bytes) -> str:
    return f"sha-256=:{b64encode(hashlib.sha256(content).digest()).decode()}:"


def bring(caller: Caller, content: bytes | Iterator[bytes] = PDF, headers: dict[str, str] | None = None) -> Response:
    said = {"Authorization": f"Bearer {caller.secret}", **(headers or {})}
    return caller.client.post(EVIDENCE, content=content, headers=said)


def plan(house: House, caller: Caller, *documents: str, key: UUID | None = None) -> Response:
    """An inspection whose first entry refers to files."""
    number = "K-1/2018"
    project = derived_id("spec", "project", number)
    house.caller().post(f"/api/v1/projects/{project}/take-over", {"code": number})
    data = {
        "number": number,
        "regime": "CONTRACTUAL",
        "subject": {"provider": ICO, "project": str(project)},
        "reason": "PLAN",
        "plan_reference": "plan 2018",
    }
    return caller.post("/api/v1/inspections/plan", data, documents=list(documents), effective_on="2018-02-01", key=key)


# Brought --------------------------------------------------------------------------------------------------------------


def test_a_file_is_taken_with_a_receipt(clerk: Caller, house: House) -> None:
    first, again = bring(clerk), bring(clerk)
    assert (first.status_code, again.status_code) == (201, 200)
    receipt = {"sha256": DIGEST, "size": len(PDF), "media_type": "application/pdf"}
    assert first.json()["data"] == {**receipt, "is_new": True}
    assert again.json()["data"] == {**receipt, "is_new": False}
    assert (first.headers["Location"], first.headers["Repr-Digest"]) == (PLACE, digest_of(PDF))
    assert house.parts.evidence.has(DIGEST)


def test_who_brings_a_file_does_not_learn_that_somebody_else_has_it(clerk: Caller, house: House) -> None:
    """The answer speaks of the sender alone: the same bytes in other hands are nobody's business."""
    other = house.caller("methodologist")
    first, second = bring(clerk), bring(other)
    assert (second.status_code, second.json()) == (first.status_code, first.json()) == (201, first.json())
    assert second.headers.keys() == first.headers.keys()
    assert [bring(one).status_code for one in (clerk, other)] == [200, 200]


@pytest.mark.parametrize("header", ["Repr-Digest", "Content-Digest"])
def test_a_file_that_is_not_what_was_announced_is_not_kept(clerk: Caller, house: House, header: str) -> None:
    wrong = bring(clerk, headers={header: digest_of(b"another")})
    assert (wrong.status_code, wrong.json()["code"]) == (400, "not-as-announced")
    assert (wrong.json()["found"], house.parts.evidence.has(DIGEST)) == (DIGEST, False)
    assert bring(clerk, headers={header: f"md5=:AAAA:, {digest_of(PDF)};x=1"}).status_code == 201


@pytest.mark.parametrize("digest", ["sha-256=::", "sha-256=abc", "sha-256=:" + "A" * 44 + ":"])
def test_a_digest_that_cannot_be_read_is_refused(clerk: Caller, digest: str) -> None:
    answer = bring(clerk, headers={"Repr-Digest": digest})
    assert (answer.status_code, answer.json()["code"]) == (400, "wrong-digest")


def test_a_file_that_is_too_large_is_refused_before_it_is_read(clerk: Caller) -> None:
    """By what it announces; where it announces nothing, as soon as it is too long."""

    def growing() -> Iterator[bytes]:
        yield b"%PDF-1.7\n"
        for _ in range(5):
            yield b"x" * 50_000

    announced = bring(clerk, b"%PDF-" + b"x" * 300_000)
    for answer in (announced, bring(clerk, growing())):
        assert (answer.status_code, answer.json()["code"], answer.json()["limit"]) == (413, "too-large", 200_000)


@pytest.mark.parametrize("content", [b"<!DOCTYPE html><script>", b"MZ\x90\x00\x03", b"<svg xmlns='x'/>"])
def test_a_file_of_another_kind_is_refused_with_what_is_allowed(clerk: Caller, content: bytes) -> None:
    answer = bring(clerk, content)
    problem = answer.json()
    assert (answer.status_code, problem["code"], problem["found"]) == (415, "wrong-type", None)
    assert "application/pdf" in problem["allowed"]


def test_an_empty_file_and_a_form_are_no_files(clerk: Caller) -> None:
    assert bring(clerk, b"").json()["code"] == "empty"
    for headers in ({"Content-Type": "multipart/form-data; boundary=x"}, {"Content-Encoding": "gzip"}):
        answer = bring(clerk, headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (415, "not-the-bytes")


def test_who_comes_when_too_many_are_sending_is_told_to_come_again(
    clerk: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Everybody who waits for a turn keeps a connection to the database."""
    monkeypatch.setattr(bodies, "MOST_WAITING", 0)
    answer = bring(clerk)
    assert (answer.status_code, answer.json()["code"], answer.headers["Retry-After"]) == (503, "crowded", "5")


def test_whoever_may_send_no_command_brings_no_file(house: House) -> None:
    for one, status in ((house.caller("auditor"), 403), (Caller(house.client, "krn_guessed"), 401)):
        assert bring(one).status_code == status
    assert not house.parts.evidence.has(DIGEST)


# Read -----------------------------------------------------------------------------------------------------------------


def test_a_file_comes_as_an_attachment_that_never_changes(clerk: Caller) -> None:
    bring(clerk)
    answer = clerk.get(PLACE)
    assert (answer.status_code, answer.content) == (200, PDF)
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{DIGEST[:16]}.pdf"'
    assert answer.headers["Cache-Control"] == "private, max-age=31536000, immutable"
    assert (answer.headers["ETag"], answer.headers["Repr-Digest"]) == (f'"{DIGEST}"', digest_of(PDF))
    assert clerk.get(PLACE, **{"If-None-Match": f'"{DIGEST}"'}).status_code == 304


@pytest.mark.parametrize(
    ("asked", "content", "told"),
    [
        ("bytes=0-8", PDF[:9], f"bytes 0-8/{len(PDF)}"),
        ("bytes=25600-", PDF[25_600:], f"bytes 25600-{len(PDF) - 1}/{len(PDF)}"),
        ("bytes=-5", PDF[-5:], f"bytes {len(PDF) - 5}-{len(PDF) - 1}/{len(PDF)}"),
        ("bytes=5-999999", PDF[5:], f"bytes 5-{len(PDF) - 1}/{len(PDF)}"),
        ("bytes=-999999", PDF, f"bytes 0-{len(PDF) - 1}/{len(PDF)}"),
        (f"bytes=5-{'9' * 23}", PDF[5:], f"bytes 5-{len(PDF) - 1}/{len(PDF)}"),
        (f"bytes=-{'9' * 23}", PDF, f"bytes 0-{len(PDF) - 1}/{len(PDF)}"),
        (f"bytes={'0' * 23}-8", PDF[:9], f"bytes 0-8/{len(PDF)}"),
    ],
)
def test_a_part_of_a_file(clerk: Caller, asked: str, content: bytes, told: str) -> None:
    bring(clerk)
    answer = clerk.get(PLACE, Range=asked)
    assert (answer.status_code, answer.headers["Content-Range"], answer.content) == (206, told, content)


@pytest.mark.parametrize(
    "asked", ["bytes=99999-", f"bytes={'9' * 23}-", f"bytes={'9' * 23}-{'9' * 24}", "bytes=5-2", "bytes=-0"]
)
def test_a_range_outside_of_the_file(clerk: Caller, asked: str) -> None:
    bring(clerk)
    answer = clerk.get(PLACE, Range=asked)
    assert (answer.status_code, answer.headers["Content-Range"]) == (416, f"bytes */{len(PDF)}")


@pytest.mark.parametrize("asked", ["bytes=-", "bytes=0-1,4-5", "lines=1-2", "bytes=٣-", f"bytes={'9' * 201}-"])
def test_what_is_no_single_range_gets_the_whole(clerk: Caller, asked: str) -> None:
    bring(clerk)
    headers = [(b"Authorization", f"Bearer {clerk.secret}".encode()), (b"Range", asked.encode())]
    answer = clerk.client.get(PLACE, headers=headers)
    assert (answer.status_code, answer.content) == (200, PDF)
    assert clerk.get(PLACE, **{"Range": "bytes=0-1", "If-Range": '"another"'}).status_code == 200


def test_head_tells_size_and_kind_without_the_bytes(clerk: Caller) -> None:
    bring(clerk)
    answer = clerk.client.head(PLACE, headers={"Authorization": f"Bearer {clerk.secret}"})
    assert (answer.status_code, answer.headers["Content-Length"], answer.content) == (200, str(len(PDF)), b"")


def test_what_nothing_refers_to_is_for_whoever_brought_it(clerk: Caller, house: House) -> None:
    """For others it is as if it were not there."""
    bring(clerk)
    for path in (PLACE, f"{EVIDENCE}/{'0' * 64}"):
        answer = house.caller("methodologist").get(path)
        assert (answer.status_code, answer.json()["code"]) == (404, "no-evidence")
    assert clerk.get(PLACE).status_code == 200
    assert clerk.get(f"{EVIDENCE}/ABC").status_code == 400


def test_a_file_is_read_by_whoever_may_read_the_entry_that_refers_to_it(house: House, clerk: Caller) -> None:
    """The accountant sees the papers of contracts, and not those of inspections."""
    bring(clerk)
    clerk.conclude(documents=[DIGEST])
    accountant = house.caller("chief-accountant")
    assert accountant.get(PLACE).status_code == 200
    found = b"%PDF-1.7 found on site"
    paper = f"{EVIDENCE}/{hashlib.sha256(found).hexdigest()}"
    inspector = house.caller("methodologist")
    bring(inspector, found)
    assert plan(house, inspector, hashlib.sha256(found).hexdigest()).status_code == 201
    assert house.caller("inspection-superior").get(paper).status_code == 200
    assert accountant.get(paper).status_code == 404


def test_a_file_that_an_event_names_is_found_too(house: House, clerk: Caller) -> None:
    bring(clerk)
    clerk.conclude(documents=[DIGEST])
    data: dict[str, Any] = {"text": DIGEST, "number": "OLP/9002/2018", "regime": "tender", "provider": "Provider"}
    data |= {"maximum": "1.00 CZK", "period": {"start": "2018-01-01", "end": "2018-12-31"}}
    assert clerk.post(f"{CONTRACTS}/record-conclusion", data, effective_on="2018-01-02").status_code == 201
    assert house.caller("approver").get(PLACE).status_code == 200


def test_reading_the_evidence_of_an_inspection_is_written_down(house: House) -> None:
    inspector, auditor = house.caller("methodologist"), house.caller("auditor")
    bring(inspector)
    told = plan(house, inspector, DIGEST).json()
    assert auditor.get(PLACE).status_code == 200
    (row,) = ReadingLog(house.parts.side).rows(Wanted(person="p-auditor"))
    assert (row.question, row.kind, row.file, row.detail) == (
        "evidence.get",
        "inspection",
        told["aggregate"]["id"],
        DIGEST,
    )


def test_erased_evidence_is_gone_and_the_entry_says_so(house: House) -> None:
    inspector, superior = house.caller("methodologist"), house.caller("inspection-superior")
    bring(inspector)
    file = plan(house, inspector, DIGEST).json()["aggregate"]["id"]
    folder = f"/api/v1/inspections/{file}"
    superior.post(f"{folder}/cancel", {"ground": "OTHER", "why": "Nic."}, effective_on="2018-02-02")
    kept = {"file_reference": "K-1/A", "disposal_sign": "S", "years": 10}
    inspector.post(f"{folder}/archive", kept, effective_on="2018-02-03")
    house.now = datetime.fromisoformat("2029-06-01T09:00:00+00:00")
    erased = house.parts.erasure.file(
        UUID(file), "SKART-1", stamp(house.parts, "p-superior", "inspection-superior", why="Uplynula lhůta")
    )
    assert erased.evidence == (DIGEST,)
    answer = house.caller("auditor").get(PLACE)
    assert (answer.status_code, answer.json()["code"], answer.json()["position"]) == (410, "erased", erased.position)
    assert house.caller("chief-accountant").get(PLACE).status_code == 404


# Referred to ----------------------------------------------------------------------------------------------------------


def test_an_act_may_refer_only_to_a_file_that_is_there(house: House, clerk: Caller) -> None:
    """What is observed may come before its papers: the conclusion above is one."""
    clerk.conclude()
    release = f"{CONTRACTS}/OLP-9001-2018/release-payment"
    refused = clerk.post(release, {}, documents=[DIGEST])
    (violation,) = refused.json()["violations"]
    assert (refused.status_code, violation["rule"], violation["facts"]) == (
        422,
        "evidence.is-there",
        {"missing": [DIGEST]},
    )
    assert house.parts.ledger.head() == 1
    bring(clerk)
    assert "evidence.is-there" not in clerk.post(release, {}, documents=[DIGEST]).text


def test_a_command_that_was_taken_is_answered_though_its_evidence_is_gone(house: House) -> None:
    inspector, key = house.caller("methodologist"), uuid4()
    bring(inspector)
    first = plan(house, inspector, DIGEST, key=key)
    house.parts.evidence.remove(DIGEST)
    again = plan(house, inspector, DIGEST, key=key)
    assert (first.status_code, again.status_code, again.json()["is_repeat"]) == (201, 200, True)


# Somebody from outside ------------------------------------------------------------------------------------------------


def test_a_provider_reads_what_its_own_files_refer_to(house: House) -> None:
    """Not what others' do, and not what it only names, also for a colleague: a digest could open any file otherwise."""
    staff(house)
    clerk, provider, foreign = caller(house, "clerk"), caller(house, "provider"), b"%PDF-1.7 of somebody else"
    papers = [bring(clerk, content).json()["data"]["sha256"] for content in (PDF, foreign)]
    for number, ico, paper in (("OLP/9001/2018", STAFF_ICO, papers[0]), ("OLP/9002/2018", OTHER_ICO, papers[1])):
        data = {"number": number, "regime": "grant", "provider": "Provider", "provider_ico": ico}
        done = clerk.post(f"{CONTRACTS}/record-conclusion", data, effective_on="2018-01-02", documents=[paper])
        assert done.status_code == 201
    assert [provider.get(f"{EVIDENCE}/{one}").status_code for one in papers] == [200, 404]
    notice = {"change": "Z-1", "change_kind": "GRANT"}
    named = provider.post(f"{CONTRACTS}/OLP-9001-2018/record-change-notice", notice, documents=[papers[1]])
    assert named.status_code == 201
    assert provider.get(f"{EVIDENCE}/{papers[1]}").status_code == 404
    own = bring(provider, b"%PDF-1.7 a report of its own").json()["data"]["sha256"]
    assert (provider.get(f"{EVIDENCE}/{own}").status_code, clerk.get(f"{EVIDENCE}/{own}").status_code) == (200, 404)
    sent = provider.post(
        f"{CONTRACTS}/OLP-9001-2018/record-change-notice", {**notice, "change": "Z-2"}, documents=[own]
    )
    assert (sent.status_code, clerk.get(f"{EVIDENCE}/{own}").status_code) == (201, 200)
    colleague = caller(house, "provider", give(house, "colleague", "provider", provider=STAFF_ICO))
    assert [colleague.get(f"{EVIDENCE}/{one}").status_code for one in (papers[0], papers[1], own)] == [200, 404, 200]
