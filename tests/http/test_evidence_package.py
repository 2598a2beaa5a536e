"""The evidence package of a file over HTTP: the same as on the command line, for whoever may read the file."""

from pathlib import Path

import pytest

from adapters.sealing.outside import verify
from domain.kernel.stamp import Actor
from tests.http.conftest import Caller, House
from tests.http.staff import caller, staff
from tests.http.test_evidence import DIGEST, PDF, bring
from tests.http.test_evidence import plan as planned
from tests.http.test_seal import BEHIND_OUR_BACK

PACKAGE = "/api/v1/inspections/K-1-2018/evidence-package"


@pytest.fixture
def methodologist(house: House) -> Caller:
    """An inspection is on file and sealed, and the paper that its first entry names is there."""
    found = house.caller("methodologist")
    bring(found)
    answer = planned(house, found, DIGEST)
    assert answer.status_code == 201, answer.text
    house.parts.seal.advance()
    return found


def taken(by: Caller, path: str, folder: Path) -> Path:
    answer = by.get(path, Accept="application/zip")
    assert answer.status_code == 200, answer.text
    assert int(answer.headers["Content-Length"]) == len(answer.content)
    package = folder / "package.zip"
    package.write_bytes(answer.content)
    return package


def test_it_is_checked_with_the_key_and_nothing_else(methodologist: Caller, house: House, tmp_path: Path) -> None:
    key = house.parts.seal.public_key().text()
    check = verify.Check(taken(methodologist, PACKAGE, tmp_path), key)
    assert (check.verdict, check.facts["entries"], check.facts["kept"]) == (verify.YES, 1, 0)
    assert f"files/{DIGEST}" not in check.package.names
    check = verify.Check(taken(methodologist, f"{PACKAGE}?with_files=true", tmp_path), key)
    assert (check.verdict, check.package.read(f"files/{DIGEST}")) == (verify.YES, PDF)
    assert not list(house.parts.evidence.drafts().glob("*.part"))


def test_who_took_it_is_written_down(methodologist: Caller, house: House) -> None:
    for query in ("", "?with_files=true"):
        methodologist.get(PACKAGE + query)
    readings = house.caller("auditor").get("/api/v1/readings").json()["data"]["rows"]
    assert {(one["question"], one["number"], one["detail"]) for one in readings} == {
        ("evidence-package", "K-1/2018", None),
        ("evidence-package", "K-1/2018", "files"),
    }


def test_it_is_for_whoever_may_read_the_file(methodologist: Caller, house: House) -> None:
    assert methodologist.get(PACKAGE).status_code == 200
    staff(house)
    for role, status in (("auditor", 200), ("chief-accountant", 403), ("reporter", 403), ("administrator", 403)):
        assert caller(house, role).get(PACKAGE).status_code == status, role


def test_for_the_evidence_a_token_must_be_made_to_read_it_too(methodologist: Caller, house: House) -> None:
    assert methodologist.get(PACKAGE).status_code == 200
    only, until = ("read:seal", "read:file.inspection"), house.now.replace(year=house.now.year + 1)
    narrow = Caller(
        house.client, house.tokens.issue("narrow", Actor(role="auditor"), now=house.now, expires_at=until, only=only)
    )
    assert [narrow.get(PACKAGE + query).status_code for query in ("", "?with_files=true")] == [200, 403]


def test_what_is_not_sealed_yet_or_not_there_is_told(methodologist: Caller, house: House) -> None:
    code = house.caller("clerk").post("/api/v1/projects/take-over", {"code": "B"}).json()["aggregate"]["id"]
    late = house.caller("clerk").get(f"/api/v1/projects/{code}/evidence-package")
    assert (late.status_code, late.json()["code"]) == (404, "not-sealed-yet")
    house.parts.seal.advance()
    assert house.caller("clerk").get(f"/api/v1/projects/{code}/evidence-package").status_code == 200
    for path in (PACKAGE.replace("K-1", "K-9"), f"{PACKAGE}?known_seq=1"):
        assert methodologist.get(path).status_code == 404


def test_an_entry_that_is_not_what_was_sealed_does_not_leave_the_house(methodologist: Caller, house: House) -> None:
    for statement in BEHIND_OUR_BACK[house.parts.side.dialect]:
        with house.parts.side.transaction():
            house.parts.side.execute(statement)
    answer = methodologist.get(PACKAGE)
    assert (answer.status_code, answer.json()["code"]) == (500, "no-proof")
