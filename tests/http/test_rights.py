"""Who reads and records what over HTTP in a staffed office: providers, deputies, roles that ended, keys of others."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from adapters.bootstrap import Parts
from domain.kernel.stamp import Actor
from tests.http.conftest import CONTRACTS, Caller, House
from tests.http.staff import ICO, OTHER_ICO, caller, give, key, staff
from tests.staffed import administer

OWN, FOREIGN = "OLP/9001/2018", "OLP/9002/2018"
NOTICE = {"change": "Z-1", "change_kind": "GRANT"}
ROWS = "/api/v1/deadlines", "/api/v1/search?text=OLP", "/api/v1/contract-ledger", "/api/v1/findings"


@pytest.fixture
def office(house: House) -> House:
    """Everybody holds a role; each provider has a contract."""
    staff(house)
    for number, ico in ((OWN, ICO), (FOREIGN, OTHER_ICO)):
        assert conclude(caller(house, "clerk"), number, ico).status_code == 201
    return house


def conclude(by: Caller, number: str, ico: str, **more: Any) -> Any:
    data = {
        "number": number,
        "regime": "grant",
        "provider": "Provider",
        "provider_ico": ico,
        "maximum": "1000000.00 CZK",
        "period": {"start": "2018-01-01", "end": "2018-12-31"},
    }
    return by.post(f"{CONTRACTS}/record-conclusion", data, effective_on="2018-01-02", **more)


def address(number: str) -> str:
    return f"{CONTRACTS}/{number.replace('/', '-')}"


def why_not(by: Caller, path: str = "/api/v1/permissions") -> str:
    answer = by.get(path)
    assert (answer.status_code, answer.json()["code"]) == (403, "not-allowed")
    return str(answer.json()["why"])


# Providers ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("part", ["", "/entries", "/diff?a_known_seq=1", "/fields/number"])
def test_a_file_of_another_provider_is_answered_as_one_that_is_not_there(office: House, part: str) -> None:
    provider = caller(office, "provider")
    assert provider.get(f"{address(OWN)}{part}").status_code == 200
    foreign, unknown = (provider.get(f"{address(number)}{part}") for number in (FOREIGN, "OLP/9003/2018"))
    assert (foreign.status_code, unknown.status_code) == (404, 404)
    same = foreign.text.replace("9002", "9003")
    assert same == unknown.text


def test_a_provider_gets_the_rows_about_its_own_files(office: House) -> None:
    """What another is told of cannot be told from what is not there."""
    provider, clerk = caller(office, "provider"), caller(office, "clerk")
    own = clerk.get(address(OWN)).json()["data"]["id"]
    for path in ROWS:
        told, every = (by.get(path).json()["data"] for by in (provider, clerk))
        files = {row.get("file") or row.get("subject") or row.get("contract") for row in told["rows"]}
        assert files <= {own}, path
        assert told["total"] == len(told["rows"]) == sum(own in str(row) for row in every["rows"]), path
    assert provider.get(ROWS[0]).json()["data"]["rows"]
    assert len(clerk.get(ROWS[1]).json()["data"]["rows"]) == 2


@pytest.mark.parametrize("question", ["network", "inspection-plan", "reports/drawdown", "events", "readings"])
def test_what_cannot_be_cut_to_one_provider_is_not_for_providers(office: House, question: str) -> None:
    assert why_not(caller(office, "provider"), f"/api/v1/{question}") == "role"


def test_a_command_on_a_file_of_another_provider_is_answered_as_on_one_that_is_not_there(office: House) -> None:
    provider, head = caller(office, "provider"), office.parts.ledger.head()
    there = caller(office, "clerk").get(address(FOREIGN)).json()["data"]["id"]
    for known, unknown in ((FOREIGN.replace("/", "-"), "OLP-9003-2018"), (there, str(uuid4()))):
        answers = [provider.post(f"{CONTRACTS}/{name}/record-change-notice", NOTICE) for name in (known, unknown)]
        assert [answer.status_code for answer in answers] == [404, 404]
        told = [answer.json() for answer in answers]
        name = known.replace("-", "/") if known != there else known
        assert str(told[0]).replace(known, unknown).replace(name, unknown) == str(told[1]), told
    assert office.parts.ledger.head() == head


def test_a_provider_files_in_its_own_files_alone(office: House) -> None:
    provider, head = caller(office, "provider"), office.parts.ledger.head()
    assert provider.post(f"{address(OWN)}/order-payment", {}).status_code in {400, 403}
    assert office.parts.ledger.head() == head
    filed = provider.post(f"{address(OWN)}/record-change-notice", NOTICE)
    assert (filed.status_code, filed.json()["entries"][0]["stamp"]["actor"]["role"]) == (201, "provider")


@pytest.mark.parametrize(
    "said",
    [
        {"effective_on": "2018-02-20"},
        {"received_on": "2018-02-20"},
        {"waivers": [{"rule": "contract.change-announced", "reason": "so", "second_person": "p-second"}]},
    ],
)
def test_a_provider_files_today_and_excuses_nothing(office: House, said: dict[str, Any]) -> None:
    """A day of receipt before today, or a rule set aside, would be its own word against the region."""
    answer = caller(office, "provider").post(f"{address(OWN)}/record-change-notice", NOTICE, **said)
    assert (answer.status_code, answer.json()["why"]) == (403, "own-day")


def test_a_contract_that_passed_to_another_is_read_by_the_other(office: House) -> None:
    """From the next question on; nothing is remembered of whose it was."""
    provider, clerk = caller(office, "provider"), caller(office, "clerk")
    assert provider.get(address(OWN)).status_code == 200
    successor = {"provider": "Successor", "provider_ico": OTHER_ICO, "ground": "succession"}
    taken = clerk.post(f"{address(OWN)}/record-succession", successor, effective_on="2018-02-01")
    assert taken.status_code == 201, taken.text
    assert provider.get(address(OWN)).status_code == 404
    person = give(office, "second", "provider", provider=OTHER_ICO)
    assert caller(office, "provider", person).get(address(OWN)).status_code == 200


def test_a_role_for_a_project_reads_files_of_that_project(office: House) -> None:
    clerk = caller(office, "clerk")
    project = clerk.post("/api/v1/projects/take-over", {"code": "IP1"}).json()["aggregate"]["id"]
    clerk.post(f"{CONTRACTS}/take-over", {"number": "OLP/9004/2018", "project": project})
    person = give(office, "project", "clerk", project=project)
    of_project = caller(office, "clerk", person)
    assert of_project.get(f"/api/v1/projects/{project}").status_code == 200
    assert of_project.get(address("OLP/9004/2018")).status_code == 200
    assert of_project.get(address(OWN)).status_code == 404
    (hit,) = of_project.get("/api/v1/search?text=OLP").json()["data"]["rows"]
    assert hit["label"] == "OLP/9004/2018"
    assert why_not(of_project, "/api/v1/events") == "outside-scope"


# Time -----------------------------------------------------------------------------------------------------------------


def test_a_role_that_ended_yesterday_reads_and_records_nothing(office: House) -> None:
    person = give(office, "short", "clerk", until="2018-03-01")
    clerk = caller(office, "clerk", person)
    assert clerk.get(address(OWN)).status_code == 200
    office.now += timedelta(days=1)
    assert why_not(clerk, address(OWN)) == "role-not-held"
    answer = conclude(clerk, "OLP/9005/2018", ICO)
    assert (answer.status_code, answer.json()["why"]) == (403, "role-not-held")


def test_an_auditor_reads_to_the_last_day(office: House) -> None:
    person = give(office, "auditor-2", "auditor", until="2018-03-31")
    auditor = caller(office, "auditor", person)
    office.now += timedelta(days=30)
    assert auditor.get("/api/v1/events").status_code == 200
    office.now += timedelta(days=1)
    assert why_not(auditor, "/api/v1/events") == "role-not-held"


def test_a_deputy_reads_as_long_as_standing_in(office: House) -> None:
    deputy = give(office, "deputy", "reporter")
    methodologist = caller(office, "methodologist", deputy)
    assert why_not(methodologist, "/api/v1/findings") == "role-not-held"
    appointed = {"deputising": "D-1", "person": key("methodologist"), "deputy": deputy, "until": "2018-03-02"}
    administer(office.parts, "appoint-deputy", by=key("administrator"), **appointed)
    assert methodologist.get("/api/v1/findings").status_code == 200
    office.now += timedelta(days=2)
    assert why_not(methodologist, "/api/v1/findings") == "role-not-held"


@pytest.fixture
def elsewhere(office: House) -> Iterator[Parts]:
    """Another process on the same ledger."""
    with Parts(office.parts.settings, clock=lambda: office.now) as parts:
        yield parts


def test_a_role_taken_away_elsewhere_is_gone_from_the_next_question_on(office: House, elsewhere: Parts) -> None:
    reporter = caller(office, "reporter")
    assert reporter.get("/api/v1/network").status_code == 200
    administer(elsewhere, "revoke-role", by=key("administrator"), appointment="reporter")
    assert why_not(reporter, "/api/v1/network") == "role-not-held"


def test_the_first_role_given_elsewhere_ends_the_time_without_checks(house: House) -> None:
    clerk = house.caller()
    assert clerk.get("/api/v1/network").status_code == 200
    with Parts(house.parts.settings, clock=lambda: house.now) as elsewhere:
        administer(elsewhere, "register-person", by=None, person=key("administrator"), capacity="staff")
        first = {"appointment": "1", "person": key("administrator"), "role": "administrator"}
        administer(elsewhere, "grant-role", by=None, **first)
    assert why_not(clerk, "/api/v1/network") == "person-unknown"


# Keys of others -------------------------------------------------------------------------------------------------------


def test_the_key_of_another_actor_is_another_command(office: House) -> None:
    """Whoever learns a key gets neither its answer nor its place: decision 9."""
    mine = uuid4()
    first = conclude(caller(office, "clerk"), "OLP/9006/2018", ICO, key=mine)
    stolen = caller(office, "provider").post(f"{address(OWN)}/record-change-notice", NOTICE, key=mine)
    assert (first.status_code, stolen.status_code) == (201, 201)
    assert not stolen.json()["is_repeat"]
    again = conclude(caller(office, "reporter"), "OLP/9006/2018", ICO, key=mine)
    assert (again.status_code, again.json()["code"]) == (403, "not-allowed")
    assert conclude(caller(office, "clerk"), "OLP/9006/2018", ICO, key=mine).json()["is_repeat"]


# Nothing is learned from what is wrong with a command ----------------------------------------------------------------


@pytest.mark.parametrize("data", [NOTICE, {}, {"colour": "red"}])
def test_a_command_on_a_foreign_file_is_answered_as_on_none_whatever_it_says(office: House, data: Any) -> None:
    """By number and by the key of the command that opened it; what is wrong with the data is told of one's own only."""
    opened, provider = uuid4(), caller(office, "provider")
    assert conclude(caller(office, "clerk"), "OLP/9004/2018", OTHER_ICO, key=opened).status_code == 201
    said = []
    for file in ("OLP-9004-2018", "OLP-9003-2018", f"key:{opened}", f"key:{uuid4()}"):
        answer = provider.post(f"{CONTRACTS}/{file}/record-change-notice", data)
        said.append((answer.status_code, answer.json()["detail"][:25]))
    assert said[0] == said[1] == (404, "no contract is known as O")
    assert {status for status, _ in said} == {404}
    assert "key:" not in "".join(detail for _, detail in said)
    own = provider.post(f"{address(OWN)}/record-change-notice", data)
    assert own.status_code == (201 if data is NOTICE else 400)


@pytest.mark.parametrize("data", [NOTICE, {}])
def test_whoever_lost_the_role_learns_no_number_from_a_command(office: House, data: Any) -> None:
    former = caller(office, "clerk", give(office, "for-a-day", "clerk"))
    administer(office.parts, "revoke-role", by=key("administrator"), appointment="for-a-day")
    for number in (OWN, "OLP/9003/2018"):
        answer = former.post(f"{address(number)}/record-change-notice", data)
        assert (answer.status_code, answer.json()["why"]) == (403, "role-not-held"), number


def test_a_token_made_for_less_learns_no_number_from_a_command(office: House) -> None:
    until, actor = office.now + timedelta(days=9), Actor(role="clerk", person=key("clerk"))
    secret = office.tokens.issue("narrow", actor, now=office.now, expires_at=until, only=("read:network",))
    for number in (OWN, "OLP/9003/2018"):
        answer = Caller(office.client, secret).post(f"{address(number)}/record-change-notice", NOTICE)
        assert (answer.status_code, answer.json()["code"]) == (403, "too-narrow"), number


@pytest.fixture
def of_project(office: House) -> Caller:
    """A clerk for one project, with a contract in it; another project has a mandate."""
    clerk = caller(office, "clerk")
    projects = {
        code: clerk.post("/api/v1/projects/take-over", {"code": code}).json()["aggregate"]["id"] for code in ("A", "B")
    }
    clerk.post(f"{CONTRACTS}/take-over", {"number": "OLP/9004/2018", "project": projects["A"]})
    taken = clerk.post("/api/v1/mandates/take-over", {"number": "SOHZ/2", "project": projects["B"]})
    assert taken.status_code == 201, taken.text
    return caller(office, "clerk", give(office, "project", "clerk", project=projects["A"]))


def test_a_number_in_the_data_that_lies_with_others_is_answered_as_one_that_nobody_has(
    of_project: Caller, office: House
) -> None:
    """On a file that is there, and of one that is opened; whoever may see it hears what the law says."""
    on_file = (f"{address('OLP/9004/2018')}/record-mandate", "mandate", "SOHZ/2", "SOHZ/9")
    opening = (f"{CONTRACTS}/take-over", "project", "B", "Z")
    for path, field, foreign, unknown in (on_file, opening):
        told = [of_project.post(path, {field: name}) for name in (foreign, unknown)]
        assert [answer.status_code for answer in told] == [404, 404]
        assert told[0].text.replace(foreign, unknown) == told[1].text
    there, nowhere = caller(office, "clerk").get("/api/v1/mandates/SOHZ-2").json()["data"]["id"], str(uuid4())
    told = [of_project.post(on_file[0], {"mandate": name}) for name in (there, nowhere)]
    assert told[0].text.replace(there, nowhere) == told[1].text
    assert caller(office, "clerk").post(on_file[0], {"mandate": "SOHZ/2"}).status_code in {201, 422}


def test_who_holds_a_number_is_told_to_whoever_may_know_of_that_file(of_project: Caller, office: House) -> None:
    """That it is taken has to be told to everybody."""
    project = of_project.get("/api/v1/projects/A").json()["data"]["id"]
    data = {"number": OWN, "project": project}
    holder = caller(office, "clerk").get(address(OWN)).json()["data"]["id"]
    for by, known in ((of_project, None), (caller(office, "clerk"), holder)):
        refused = by.post(f"{CONTRACTS}/take-over", data)
        assert (refused.status_code, refused.json()["code"]) == (422, "claim.held-once")
        assert refused.json()["violations"][0]["facts"] == {"kind": "contract-number", "key": OWN, "holder": known}
