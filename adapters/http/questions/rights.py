"""Who may do what, and who read what."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from adapters.http.days import WrittenDay
from adapters.http.document.commands import UNSUCCESSFUL
from adapters.http.parts import AtDesk, Desk
from adapters.http.paths import ROOT, identifier_in
from adapters.http.problems import Problem
from adapters.http.questions.answers import answer
from adapters.http.questions.reading import may_read
from adapters.reading_log import ReadingLog, Wanted, named
from adapters.telling.permissions import NothingCalledSo, role_json, who_may
from adapters.telling.words import Words

MOST = 1000
KEY = r"^[0-9A-Za-z@._-]+$"
NO_NUL = r"^[^\x00]+$"
NO_ROLE = Words("there is no role {name}", "role {name} neexistuje")
NOTHING = Words("no command and no reading is called {name}", "žádný příkaz ani čtení se nejmenuje {name}")

RoleNamed = Annotated[str | None, Query(max_length=100, description="One role alone.")]
Asked = Annotated[str | None, Query(alias="for", max_length=100, description="A command or a reading: who may?")]


@dataclass(frozen=True, slots=True)
class Page:
    """Which readings are asked for."""

    person: Annotated[str | None, Query(max_length=100, pattern=KEY, description="Who read, by key.")] = None
    file: Annotated[
        str | None,
        Query(max_length=100, pattern=NO_NUL, description="What was read: an inspection, or a person by key."),
    ] = None
    since: Annotated[WrittenDay | None, Query(description="From the beginning of this day.")] = None
    until: Annotated[WrittenDay | None, Query(description="To the end of this day.")] = None
    start: Annotated[int, Query(ge=0, le=2**31, description="From which row on.")] = 0
    limit: Annotated[int, Query(ge=1, le=MOST)] = MOST


def rights_routes() -> APIRouter:
    """Two addresses."""
    router = APIRouter(tags=["rights"])

    @router.get(
        f"{ROOT}/permissions",
        operation_id="permissions",
        summary="Which role may send and read what",
        responses={**UNSUCCESSFUL},
        dependencies=[may_read("permissions")],
    )
    def permissions(request: Request, desk: AtDesk, role: RoleNamed = None, asked: Asked = None) -> Response:
        if asked is not None:
            return answer(request, "permissions-for", _for(desk, asked), {})
        return answer(request, "permissions", _roles(desk, role), {})

    @router.get(
        f"{ROOT}/readings",
        operation_id="readings",
        summary="Who read which inspection or looked whom up in the vault, the latest first",
        responses={**UNSUCCESSFUL},
        dependencies=[may_read("readings")],
    )
    def readings(request: Request, desk: AtDesk, page: Annotated[Page, Depends()]) -> Response:
        wanted = Wanted(page.person, page.file and looked_at(desk, page.file), page.since, page.until)
        found = named(desk.parts.ledger, ReadingLog(desk.side).rows(wanted, start=page.start, limit=page.limit + 1))
        follows = page.start + page.limit if len(found) > page.limit else None
        return answer(request, "readings", {"rows": found[: page.limit], "next_start": follows}, {})

    return router


def looked_at(desk: Desk, written: str) -> str:
    """What the log calls it: a person by key, an inspection by identifier. Raises NotFound."""
    return written if written.startswith("p-") else str(identifier_in(desk.parts.resolver, "inspection", written))


def _for(desk: Desk, asked: str) -> object:
    """Raises Problem."""
    try:
        return who_may(desk.parts.permissions, asked)
    except NothingCalledSo as error:
        problem = Problem(HTTPStatus.NOT_FOUND, "nothing-called-so", NOTHING, name=asked)
        raise problem.with_members(nearest=error.nearest) from None


def _roles(desk: Desk, role: str | None) -> object:
    """Raises Problem."""
    roles = desk.parts.permissions.roles
    if role is not None and role not in roles:
        raise Problem(HTTPStatus.NOT_FOUND, "no-role", NO_ROLE, name=role).with_members(roles=list(roles))
    return [role_json(one) for one in roles.values() if role in {None, one.name}]
