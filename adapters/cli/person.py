"""`kronika person`: names and contacts in the vault. The ledger knows the key only; every look is written down."""

from collections.abc import Mapping
from typing import Annotated, Any

from cyclopts import Parameter
from pydantic import ValidationError
from rich.table import Table

from adapters.cli.acting import acting, stamp_of
from adapters.cli.do import invalid
from adapters.cli.failures import Exit, Failure, usage
from adapters.cli.session import Run, Session
from adapters.cli.tables import table
from adapters.clock import day_of
from adapters.keys import NotAKey
from adapters.logging import logger
from adapters.telling.frames import frame
from adapters.telling.words import Words
from adapters.vault import PersonalData, VaultDamaged
from application.errors import NotFound
from application.replay import Replay
from domain.kernel.person import new_person_key
from domain.kernel.stamp import Actor
from domain.office.commands import OFFICE, RegisterPerson
from domain.office.office import Office
from domain.office.payloads import Capacity

Text = Annotated[str, Parameter(allow_leading_hyphen=True)]
Role = Annotated[str | None, Parameter(name="--as")]

ADDED = Words("{key} – entry no. {position}", "{key} – záznam č. {position}")
CHANGED = Words("The vault holds the new data of {key}.", "Trezor obsahuje nové údaje osoby {key}.")
ERASED = Words("erased {day}", "vymazáno {day}")
NOTHING = Words("the vault holds nothing of this person", "trezor o této osobě nic neobsahuje")
UNKNOWN = Words("nobody is known as {key}", "nikdo není znám jako {key}")
NO_KEY = Words(
    "{key} is no key of a person: p- and sixteen hexadecimal digits",
    "{key} není klíč osoby: p- a šestnáct šestnáctkových číslic",
)
DAMAGED = Words("the record of {key} in the vault cannot be opened", "záznam osoby {key} v trezoru nelze otevřít")
WRONG = Words("the data are wrong", "údaje jsou chybné")
NOBODY = Words("The vault knows nobody.", "Trezor nikoho nezná.")
COLUMNS = (
    Words("Key", "Klíč"),
    Words("Name", "Jméno"),
    Words("Position", "Funkce"),
    Words("Organisation", "Organizace"),
    Words("Roles", "Role"),
)
FIELDS: Mapping[str, Words] = {
    "name": Words("name", "jméno"),
    "position": Words("position", "funkce"),
    "organisation": Words("organisation", "organizace"),
    "email": Words("e-mail", "e-mail"),
    "telephone": Words("telephone", "telefon"),
}
ROLES = Words("roles", "role")
READ = Words("read {moment} by {reader}: {purpose}", "čteno {moment}, {reader}: {purpose}")


def add(
    *,
    name: Text,
    reason: Text,
    position: Text | None = None,
    organisation: Text | None = None,
    email: str | None = None,
    telephone: Text | None = None,
    capacity: Capacity = "staff",
    as_: Role = None,
    by: str | None = None,
    session: Run,
) -> int:
    """Give somebody a key: registered in the ledger first, then name and contacts into the vault."""
    data = _data(session, name=name, position=position, organisation=organisation, email=email, telephone=telephone)
    key = new_person_key()
    stamp = stamp_of(session, acting(session, as_, by), reason)
    outcome = session.parts.engine.handle(RegisterPerson(person=key, capacity=capacity), stamp)
    session.parts.vault.put(key, data)
    logger().info("person.registered", person=key, position=outcome.positions.start)
    if session.is_json:
        session.answer(frame("person", {"person": key, "entry": outcome.positions.start}))
    else:
        session.line(session.say(ADDED, key=key, position=outcome.positions.start))
    return Exit.OK


def change(
    key: str,
    /,
    *,
    name: Text,
    reason: Text,
    position: Text | None = None,
    organisation: Text | None = None,
    email: str | None = None,
    telephone: Text | None = None,
    as_: Role = None,
    by: str | None = None,
    session: Run,
) -> int:
    """Put other data in place of what the vault holds of somebody who is registered; the old are gone."""
    data = _data(session, name=name, position=position, organisation=organisation, email=email, telephone=telephone)
    known = office_of(session).people.get(_checked(key))
    if known is None or known.is_erased:
        raise Failure(Exit.NOT_FOUND, "not_found", UNKNOWN, facts={"key": key})
    actor = acting(session, as_, by)
    before = session.parts.vault.get(key, reader=actor.key, purpose=reason)
    session.parts.vault.put(key, data)
    logger().info("person.changed", person=key, by=actor.key, was_there=before is not None)
    if session.is_json:
        session.answer(frame("person", {"person": key}))
    else:
        session.line(session.say(CHANGED, key=key))
    return Exit.OK


def show(
    key: str,
    /,
    *,
    reason: Text,
    readings: Annotated[bool, Parameter(negative=())] = False,
    as_: Role = None,
    by: str | None = None,
    session: Run,
) -> int:
    """Show who somebody is, and which roles they hold today. The reading is written down with its reason."""
    actor = acting(session, as_, by)
    data = _read(session, _checked(key), actor, reason)
    office = office_of(session)
    known = office.people.get(key)
    if data is None and known is None:
        raise Failure(Exit.NOT_FOUND, "not_found", UNKNOWN, facts={"key": key})
    roles = _roles(session, office, key)
    looks = list(session.parts.vault.readings(key)) if readings else []
    if session.is_json:
        document: dict[str, Any] = {
            "person": key,
            "data": None if data is None else data.model_dump(exclude_none=True),
            "roles": roles,
            "left_on": known.left_on if known else None,
            "erased_on": known.erased_on if known else None,
            **({"readings": looks} if readings else {}),
        }
        session.answer(frame("person", document))
        return Exit.OK
    session.line(key, style="bold")
    if data is None:
        is_erased = known is not None and known.is_erased
        session.line(session.say(ERASED, day=known.erased_on) if known and is_erased else session.say(NOTHING))
    for field, value in data.model_dump(exclude_none=True).items() if data else ():
        session.line(f"{session.say(FIELDS[field])}: {value}")
    session.line(f"{session.say(ROLES)}: {', '.join(roles) or '–'}")
    for look in looks:
        session.line(session.say(READ, moment=look.read_at, reader=look.reader, purpose=look.purpose or "–"))
    return Exit.OK


def list_(*, reason: Text, as_: Role = None, by: str | None = None, session: Run) -> int:
    """Show everybody whom the vault knows. Each reading is written down with its reason."""
    actor = acting(session, as_, by)
    found = session.parts.vault.all(reader=actor.key, purpose=reason)
    logger().info("person.listed", by=actor.key, people=len(found))
    office = office_of(session)
    if session.is_json:
        rows = [
            {"person": key, "data": data.model_dump(exclude_none=True), "roles": _roles(session, office, key)}
            for key, data in found
        ]
        session.answer(frame("people", rows))
        return Exit.OK
    if not found:
        session.line(session.say(NOBODY))
        return Exit.OK
    grid: Table = table(session, COLUMNS, fixed=(0,))
    for key, data in found:
        roles = ", ".join(_roles(session, office, key))
        grid.add_row(key, data.name, data.position or "", data.organisation or "", roles)
    session.show(grid)
    return Exit.OK


def _data(session: Session, **fields: str | None) -> PersonalData:
    """What goes into the vault. What is wrong with it is said without repeating it."""
    try:
        return PersonalData.model_validate({name: value for name, value in fields.items() if value is not None})
    except ValidationError as error:
        raise invalid(session, error, PersonalData, WRONG) from None


def _checked(key: str) -> str:
    from re import fullmatch

    from domain.kernel.person import PERSON_KEY

    if fullmatch(PERSON_KEY, key) is None:
        raise usage(NO_KEY, key=key)
    return key


def _read(session: Session, key: str, actor: Actor, reason: str) -> PersonalData | None:
    try:
        data = session.parts.vault.get(key, reader=actor.key, purpose=reason)
    except (VaultDamaged, NotAKey):
        raise Failure(Exit.INTEGRITY, "vault_damaged", DAMAGED, facts={"key": key}) from None
    logger().info("person.read", person=key, by=actor.key)
    return data


def office_of(session: Session) -> Office:
    """The office as it stands now; an empty one where nothing of it is recorded."""
    try:
        office = Replay(session.parts.ledger, session.parts.decode).state(OFFICE)
    except NotFound:
        return Office(OFFICE)
    assert isinstance(office, Office)
    return office


def _roles(session: Session, office: Office, key: str) -> list[str]:
    today = day_of(session.parts.clock())
    return list(dict.fromkeys(held.role for held in office.roles_of(key, today)))
