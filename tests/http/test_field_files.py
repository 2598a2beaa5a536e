"""Device files over HTTP: the same door as the command line's, with the same receipt."""

import json
from collections.abc import Iterator

import pytest
from httpx2 import Response

from adapters.http.evidence.field_files import MAX_BYTES
from domain.inspection.inspection import Inspection
from tests.http.conftest import Caller, House
from tests.http.staff import caller, give, key, staff
from tests.scenarios.devices import Device, file_of, two_devices
from tests.scenarios.inspections import CONTROLLER, HEAD, Inspectors
from tests.scenarios.office import Office
from tests.staffed import administer

FIELD = "/api/v1/field-files"
NUMBER = "LK-K 7/2026"


@pytest.fixture
def inspector(house: House, ledger_url: str) -> Caller:
    """An inspection has started; somebody may bring what its devices recorded."""
    office = Office(ledger_url)
    Inspectors(office.it_is("2026-01-02")).open_files().start(NUMBER)
    office.close()
    return house.caller("methodologist")


def bring(caller: Caller, content: bytes, **headers: str) -> Response:
    return caller.client.post(FIELD, content=content, headers={"Authorization": f"Bearer {caller.secret}", **headers})


def whole() -> bytes:
    one, two = two_devices(NUMBER)
    return file_of(one.count, *one.written, two.count, *two.written)


def test_a_device_file_is_taken_and_told_line_by_line(inspector: Caller, house: House) -> None:
    answer = bring(inspector, whole())
    told = answer.json()
    assert (answer.status_code, told["schema"]) == (200, "kronika.inspection-import/1")
    data = told["data"]
    assert (len(data["taken"]), data["not_taken"], data["gaps"], data["used_twice"]) == (16, [], [], [])
    assert data["contradictions"][0]["item"] == "B2"
    parts = house.parts
    entry = parts.decode(parts.ledger.select_entries(after=parts.ledger.head() - 1, limit=1)[0])
    assert (entry.stamp.source.kind, entry.stamp.actor.role) == ("device", "methodologist")


def test_the_same_file_again_gives_the_same_answer(inspector: Caller, house: House) -> None:
    first, head = bring(inspector, whole()).json()["data"], house.parts.ledger.head()
    again = bring(inspector, whole()).json()["data"]
    assert (again["taken"], again["already_there"]) == ([], first["taken"])
    assert house.parts.ledger.head() == head


def test_a_number_that_was_used_for_different_lines_is_named(inspector: Caller) -> None:
    """Within one file, and against what came before."""
    device = Device("tablet-1", HEAD, NUMBER)
    opened = device.write("open-checklist", checklist="C", template="on-site")
    assert bring(inspector, file_of(opened)).json()["data"]["used_twice"] == []
    device.answer("a1", "A1", "OK")
    other = json.loads(device.written[-1]) | {"sequence": 1, "id": "another"}
    data = bring(inspector, file_of(json.dumps(other).encode())).json()["data"]
    assert data["used_twice"] == [{"device": "tablet-1", "inspection": NUMBER, "sequence": 1}]


def test_what_is_cut_or_wrong_stays_on_the_device(inspector: Caller) -> None:
    data = bring(inspector, whole()[:-20]).json()["data"]
    (line,) = data["not_taken"]
    assert (line["kind"], len(data["taken"])) == ("not-json", 15)
    utf16 = bring(inspector, "{}".encode("utf-16"))
    assert (utf16.status_code, utf16.json()["code"]) == (400, "not-utf8")


def test_a_device_file_has_a_limit(inspector: Caller, house: House) -> None:
    """By what it announces; where it announces nothing, as soon as it is too long. Nothing of it is taken."""

    def growing() -> Iterator[bytes]:
        for _ in range(MAX_BYTES // (1 << 20) + 1):
            yield b" " * (1 << 20)

    head = house.parts.ledger.head()
    announced = bring(inspector, b"", **{"Content-Length": str(MAX_BYTES + 1)})
    headers = {"Authorization": f"Bearer {inspector.secret}"}
    for answer in (announced, inspector.client.post(FIELD, content=growing(), headers=headers)):
        assert (answer.status_code, answer.json()["code"]) == (413, "too-large")
    assert house.parts.ledger.head() == head


def test_whoever_may_not_record_on_site_brings_no_device_file(house: House) -> None:
    for role in ("auditor", "chief-accountant", "clerk"):
        assert bring(house.caller(role), whole()).status_code == 403
    assert bring(Caller(house.client, "krn_guessed"), whole()).status_code == 401


def test_every_line_of_a_device_file_is_counted_as_a_command(inspector: Caller, house: House) -> None:
    """By topic and outcome, refusals by rule; what is no command of ours makes no label."""
    device = Device("tablet-1", HEAD, NUMBER)
    opened = device.write("open-checklist", checklist="C", template="on-site")
    twice = device.write("open-checklist", checklist="C", template="on-site")
    strange = json.dumps(json.loads(opened) | {"command": "inspection.brew", "id": "x", "sequence": 3}).encode()
    for _ in range(2):
        bring(inspector, file_of(opened, twice, strange, b"{"))
    told = house.client.get(
        "/metrics", headers={"Authorization": f"Bearer {house.caller('administrator').secret}"}
    ).text
    counted = {line for line in told.splitlines() if line.startswith(("kronika_commands_total", "kronika_refusals_t"))}
    topic = 'topic="inspection.open-checklist"'
    assert counted == {
        f'kronika_commands_total{{outcome="recorded",{topic}}} 1.0',
        f'kronika_commands_total{{outcome="repeat",{topic}}} 1.0',
        f'kronika_commands_total{{outcome="refused",{topic}}} 2.0',
        'kronika_refusals_total{rule="inspection.recorded-once"} 2.0',
    }


def test_whoever_brings_a_file_writes_only_where_their_own_role_reaches(inspector: Caller, house: House) -> None:
    """The lines name whoever held the device; that opens no inspection of another project to whoever brings them."""
    assert inspector.secret
    staff(house)
    for person in (HEAD, CONTROLLER):
        administer(house.parts, "register-person", by=key("administrator"), person=person, capacity="staff")
        given = {"appointment": person, "person": person, "role": "methodologist"}
        administer(house.parts, "grant-role", by=key("administrator"), **given)
    project = caller(house, "clerk").post("/api/v1/projects/take-over", {"code": "B"}).json()["aggregate"]["id"]
    elsewhere = caller(house, "methodologist", give(house, "elsewhere", "methodologist", project=project))
    head = house.parts.ledger.head()
    refused = bring(elsewhere, whole()).json()["data"]
    assert {one["kind"] for one in refused["not_taken"]} == {"unknown-reference"}
    assert (len(refused["not_taken"]), refused["contradictions"], house.parts.ledger.head()) == (16, [], head)
    assert len(bring(caller(house, "methodologist"), whole()).json()["data"]["taken"]) == 16


def test_who_is_told_of_contradicting_answers_is_written_down(inspector: Caller, house: House) -> None:
    """They may be those of others."""
    bring(inspector, whole())
    rows = house.caller("auditor").get("/api/v1/readings").json()["data"]["rows"]
    assert [(one["question"], one["number"]) for one in rows] == [("field-files.take", NUMBER)]


def test_the_state_is_that_of_the_command_line(inspector: Caller, house: House) -> None:
    bring(inspector, whole())
    states = house.parts.engine.states
    state = states.get(house.parts.resolver.identifier("inspection", NUMBER))
    assert isinstance(state, Inspection)
    assert state.checklists["C"].value("C1") == "DEFECT"
