"""An office with people in every role, and tokens that act for them."""

from datetime import timedelta
from uuid import uuid4

from application.rights.roles import ROLES
from domain.kernel.ids import derived_id
from domain.kernel.stamp import Actor
from tests.http.conftest import Caller, House
from tests.staffed import administer

MACHINES = {"timer", "process"}
GIVEN = tuple(role.name for role in ROLES if role.name not in MACHINES)
"""Every role that a person can be given."""
ICO, OTHER_ICO = "71220089", "70891508"
UNTIL = "2019-12-31"


def key(role: str) -> str:
    """Who holds a role; machines have nobody."""
    return f"p-{[one.name for one in ROLES].index(role):016x}"


def staff(house: House) -> None:
    """Everybody is registered and holds one role, the administrator first; the provider for one IČO."""
    for role in sorted(GIVEN, key=lambda name: name != "administrator"):
        administer(house.parts, "register-person", by=None, person=key(role), capacity="staff")
    administer(house.parts, "grant-role", by=None, appointment="administrator", **grant("administrator"))
    for role in GIVEN:
        if role != "administrator":
            administer(house.parts, "grant-role", by=key("administrator"), appointment=role, **grant(role))


def grant(role: str) -> dict[str, str]:
    """What the office gives."""
    scope = {"provider": {"provider": ICO}, "auditor": {"until": UNTIL}}
    return {"person": key(role), "role": role, **scope.get(role, {})}


def plan(house: House, number: str, *documents: str, ico: str = ICO) -> str:
    """The identifier of an inspection on file, in an office without roles."""
    project = house.caller().post("/api/v1/projects/take-over", {"code": number}).json()["aggregate"]["id"]
    data = {
        "number": number,
        "regime": "CONTRACTUAL",
        "subject": {"provider": ico, "project": project},
        "reason": "PLAN",
        "plan_reference": "plan 2018",
    }
    by = house.caller("methodologist")
    answer = by.post("/api/v1/inspections/plan", data, documents=list(documents), effective_on="2018-02-01")
    assert answer.status_code == 201, answer.text
    return str(answer.json()["aggregate"]["id"])


def caller(house: House, role: str, person: str | None = None) -> Caller:
    """Somebody with a token for a role; by default whoever holds it."""
    actor = Actor(role=role, person=person or key(role))
    until = house.now + timedelta(days=4000)
    return Caller(house.client, house.tokens.issue(str(uuid4()), actor, now=house.now, expires_at=until))


def give(house: House, appointment: str, role: str, **more: str) -> str:
    """A role for somebody new, from now on."""
    person, by = f"p-{derived_id(appointment).hex[:16]}", key("administrator")
    administer(house.parts, "register-person", by=by, person=person, capacity="staff")
    administer(house.parts, "grant-role", by=by, appointment=appointment, person=person, role=role, **more)
    return person
