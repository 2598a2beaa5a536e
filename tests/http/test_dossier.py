"""The dossier of an inspection over HTTP: the same as on the command line, for whoever may read all of it."""

import csv
import hashlib
import io
import json
from collections.abc import Iterator
from datetime import timedelta
from zipfile import ZipFile

import pytest

from domain.kernel.stamp import Actor
from tests.http.conftest import Caller, House
from tests.http.staff import caller, give, staff
from tests.http.test_evidence import DIGEST, PDF, bring
from tests.http.test_evidence import plan as planned

DOSSIER = "/api/v1/inspections/K-1-2018/dossier"
ZIP, CSV = "application/zip", "text/csv"


@pytest.fixture
def methodologist(house: House) -> Caller:
    """An inspection is on file, and the paper that its first entry names."""
    found = house.caller("methodologist")
    bring(found)
    answer = planned(house, found, DIGEST)
    assert answer.status_code == 201, answer.text
    return found


@pytest.fixture
def archive(methodologist: Caller) -> Iterator[ZipFile]:
    answer = methodologist.get(DOSSIER, Accept=ZIP)
    assert answer.status_code == 200, answer.text
    assert answer.headers["Content-Disposition"] == 'attachment; filename="dossier-K-1-2018.zip"'
    assert int(answer.headers["Content-Length"]) == len(answer.content)
    with ZipFile(io.BytesIO(answer.content)) as opened:
        yield opened


def test_the_archive_holds_trail_cards_papers_and_a_manifest_of_their_digests(archive: ZipFile) -> None:
    manifest = json.loads(archive.read("manifest.json"))
    assert (manifest["schema"], manifest["inspection"]["number"]) == ("kronika.dossier/1", "K-1/2018")
    assert {one["path"] for one in manifest["files"]} == set(archive.namelist()) - {"manifest.json"}
    for one in manifest["files"]:
        content = archive.read(one["path"])
        assert (one["sha256"], one["size"]) == (hashlib.sha256(content).hexdigest(), len(content))
    assert archive.read(f"evidence/{DIGEST}.pdf") == PDF
    assert len(json.loads(archive.read("trail.json"))["data"]) == manifest["entries"] == 1
    assert json.loads(archive.read("card-now.json"))["fields"]


def test_nothing_of_an_archive_stays_behind(archive: ZipFile, house: House) -> None:
    assert archive.namelist()
    assert not list(house.parts.evidence.drafts().glob("*.part"))


def test_what_is_damaged_or_gone_is_named_and_not_handed_out(methodologist: Caller, house: House) -> None:
    stored = house.parts.evidence.drafts().parent / DIGEST[:2] / DIGEST[2:4] / DIGEST
    stored.chmod(0o644)
    stored.write_bytes(PDF[:-1] + b"x")
    with ZipFile(io.BytesIO(methodologist.get(DOSSIER, Accept=ZIP).content)) as opened:
        (missing,) = json.loads(opened.read("manifest.json"))["missing"]
        assert (missing["sha256"], missing["why"]) == (DIGEST, "damaged in the evidence store")
        assert DIGEST not in str(opened.namelist())


def test_its_trail_comes_as_rows_and_everything_but_the_papers_as_json(methodologist: Caller) -> None:
    rows = methodologist.get(DOSSIER, **{"Accept": CSV, "Accept-Language": "cs"})
    assert rows.headers["Content-Disposition"] == 'attachment; filename="dossier-K-1-2018.csv"'
    head, row = csv.reader(io.StringIO(rows.text.removeprefix("\ufeff")), delimiter=";")
    assert (head[0], row[9]) == ("Záznam č.", DIGEST)
    told = methodologist.get(DOSSIER).json()
    assert (told["schema"], told["valid"], told["known_seq"]) == ("kronika.dossier/1", "2018-03-01", 2)
    data = told["data"]
    assert (data["number"], len(data["trail"]), len(data["cards"])) == ("K-1/2018", 1, 2)
    assert data["evidence"] == [{"sha256": DIGEST, "is_there": True}]


def test_before_it_was_known_there_is_no_dossier(methodologist: Caller) -> None:
    for path in (f"{DOSSIER}?known_seq=1", DOSSIER.replace("K-1", "K-9")):
        assert methodologist.get(path, Accept=ZIP).status_code == 404


def test_who_took_a_dossier_is_written_down(methodologist: Caller, house: House) -> None:
    for media in ("application/json", CSV, ZIP):
        methodologist.get(DOSSIER, Accept=media)
    readings = house.caller("auditor").get("/api/v1/readings").json()["data"]["rows"]
    assert {(one["question"], one["number"], one["detail"]) for one in readings} == {
        ("dossier", "K-1/2018", media) for media in ("application/json", CSV, ZIP)
    }


@pytest.mark.parametrize("role", ["provider", "chief-accountant", "reporter", "administrator"])
def test_whoever_may_not_read_the_file_and_its_trail_gets_no_dossier(
    methodologist: Caller, house: House, role: str
) -> None:
    """The provider reads its file, and not how it came about."""
    assert methodologist.get(DOSSIER).status_code == 200
    staff(house)
    assert caller(house, role).get(DOSSIER, Accept=ZIP).status_code == 403
    assert caller(house, "auditor").get(DOSSIER, Accept=ZIP).status_code == 200


def test_a_dossier_out_of_reach_is_answered_as_one_that_is_not_there(methodologist: Caller, house: House) -> None:
    assert methodologist.get(DOSSIER).status_code == 200
    staff(house)
    project = house.parts.resolver.identifier("project", "K-1/2018")
    other = caller(house, "clerk").post("/api/v1/projects/take-over", {"code": "B"}).json()["aggregate"]["id"]
    answers = {}
    for name, scope in (("own", str(project)), ("foreign", other)):
        person = give(house, name, "methodologist", project=scope)
        answers[name] = caller(house, "methodologist", person).get(DOSSIER, Accept=ZIP)
    assert [answers[name].status_code for name in ("own", "foreign")] == [200, 404]


def test_for_the_papers_a_token_must_be_made_to_read_them_too(methodologist: Caller, house: House) -> None:
    assert methodologist.get(DOSSIER).status_code == 200
    until, actor = house.now + timedelta(days=9), Actor(role="auditor")
    only = ("read:trail", "read:file.inspection")
    secret = house.tokens.issue("narrow", actor, now=house.now, expires_at=until, only=only)
    narrow = Caller(house.client, secret)
    assert [narrow.get(DOSSIER, Accept=media).status_code for media in (CSV, ZIP)] == [200, 403]
