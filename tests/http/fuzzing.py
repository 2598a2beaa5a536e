"""Requests that schemathesis makes up from our own document, sent to a ledger that holds a small synthetic region."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeAlias

import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.core.failures import FailureGroup
from schemathesis.core.result import Ok
from schemathesis.generation.case import Case
from schemathesis.schemas import APIOperation, BaseSchema
from schemathesis.specs.openapi.checks import positive_data_acceptance

from adapters.http.paths import PLURALS, ROOT, collection
from adapters.telling.business import KINDS
from domain.kernel.command import COMMANDS
from tests.cli.runner import Cli
from tests.http.conftest import Caller, House
from tests.ledgers import sqlite_ledger

KIND_OF: Mapping[str, str] = {collection(kind): kind for kind in (*KINDS, *PLURALS)}
Operation: TypeAlias = APIOperation[Any, Any, Any, Any]
Request: TypeAlias = Case[Operation]
NOT_ASKED: list[Any] = [positive_data_acceptance]
"""What a schema allows the law may still refuse, for a file that is not so far yet."""


class FuzzedHouse(House):
    """A server over a region. Whoever asks may ask, so that a request goes as deep as it can."""

    def __init__(self, folder: Path) -> None:
        url = sqlite_ledger(folder)
        Cli(folder, {"KRONIKA_DATABASE": url}).ok("synth", "--contracts", "4")
        super().__init__(url, folder, rate_caller=0, rate_address=0, rate_refused=0, rate_logins=0)
        self.now = datetime(2026, 3, 1, 9, tzinfo=UTC)
        self.parts.seal.advance()
        self.parts.decision_seal.advance()
        self.callers: dict[str, Caller] = {}
        self._files = self._files_by_kind()
        self._turn: Counter[str] = Counter()

    def _files_by_kind(self) -> Mapping[str, list[str]]:
        found: dict[str, dict[str, None]] = {}
        for stored in self.parts.ledger.select_entries(after=0, limit=100_000):
            kind = self.parts.decode(stored).event.topic.partition(".")[0]
            found.setdefault(kind, {})[str(stored.originator_id)] = None
        return {kind: list(ids) for kind, ids in found.items()}

    def caller_for(self, operation: Operation) -> Caller:
        """Somebody who may send the command, or read everything."""
        topic = (operation.definition.raw.get("operationId") or "").removesuffix(".new")
        role = self.parts.permissions.roles_for(topic)[0] if topic in COMMANDS else "auditor"
        if role not in self.callers:
            self.callers[role] = self.caller(role)
        return self.callers[role]

    def aim(self, case: Request) -> None:
        """Two of three requests about a file are about one that is there: made-up numbers would only find nothing."""
        folder = case.path_parameters.get("folder") or case.operation.path.removeprefix(f"{ROOT}/").partition("/")[0]
        files = self._files.get(KIND_OF.get(str(folder), ""), ())
        self._turn[str(folder)] += 1
        if "identifier" in case.path_parameters and files and self._turn[str(folder)] % 3:
            case.path_parameters["identifier"] = files[self._turn[str(folder)] % len(files)]

    def schema(self) -> BaseSchema:
        return schemathesis.openapi.from_asgi(f"{ROOT}/openapi.json", self.client.app)


def operations(schema: BaseSchema, tags: Iterable[str]) -> Iterator[Operation]:
    """The operations under any of these tags; an endless answer is no answer that can be checked."""
    for found in schema.get_all_operations():
        assert isinstance(found, Ok)
        operation: Operation = found.ok()
        if set(operation.tags or ()) & set(tags):
            yield operation


def failures(house: FuzzedHouse, operation: Operation, *, examples: int) -> list[str]:
    """What the answers to so many made-up requests do against the document."""
    found: dict[str, None] = {}

    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        derandomize=settings.default.derandomize if settings.default else False,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy())
    def ask(case: Request) -> None:
        house.aim(case)
        headers = {"Authorization": f"Bearer {house.caller_for(operation).secret}"}
        answer = case.call(headers=headers)
        try:
            case.validate_response(answer, excluded_checks=NOT_ASKED, headers=headers)
        except FailureGroup as group:
            found.update(dict.fromkeys(f"{operation.label}: {one}" for one in group.exceptions))

    ask()
    return list(found)


def walk(house: FuzzedHouse, *, examples: int, steps: int) -> None:
    """Open files and go on with them along the links of the document. Raises FailureGroup at the first wrong answer."""

    class Walk(house.schema().as_state_machine()):  # type: ignore[misc]  # made from the document
        def get_call_kwargs(self, case: Request) -> dict[str, Any]:
            return {"headers": {"Authorization": f"Bearer {house.caller_for(case.operation).secret}"}}

        def validate_response(self, response: Any, case: Request, *_: Any, **more: Any) -> None:
            case.validate_response(response, excluded_checks=NOT_ASKED, headers=more.get("headers"))

    Walk.run(
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        )
    )
