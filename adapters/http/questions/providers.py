"""Rows by their provider: by what the rows say themselves, else by what the file that they are about says."""

from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from adapters.http.questions.table import Question
from adapters.http.questions.wishes import Taker
from adapters.telling.columns import values_of
from projections.database import Database
from projections.folding import folded
from projections.inspection_plan import INSPECTION_PLAN, providers_named
from projections.registry import REGISTRY, RegistryRow, labels
from projections.view import View

BY_PROVIDER: tuple[View, ...] = (INSPECTION_PLAN, REGISTRY)
"""What is read beside the question where somebody asks by provider."""
NAMED_AFTER_PROVIDER = frozenset({"contract", "mandate"})
"""Kinds of files that go by the name of their provider."""


class Providers:
    """Whose the rows of one answer are."""

    def __init__(self, database: Database, question: Question, *, known: int) -> None:
        self._database, self._known = database, known
        own = question.columns.own
        self._own = [own[name] for name in question.provider]
        self._files = [own[name] for name in question.files]
        self._called: dict[UUID, RegistryRow] = {}

    def look_up(self, rows: Iterable[Any]) -> None:
        """Find the files of these rows, where the rows do not say whose they are."""
        if not self._own:
            files = {one for row in rows for one in self._files_of(row)}
            self._called = labels(self._database, files, known=self._known)

    def taker(self, written: str) -> Taker:
        """Whether a row is of a provider with this IČO, or with this as a part of any name that it ever had."""
        numbers = providers_named(self._database, written.strip(), known=self._known) | {written.strip()}
        part = folded(written)
        return lambda row: any(one in numbers or _is_part(part, one) for one in self._of(row))

    def _of(self, row: Any) -> Iterator[str]:  # noqa: ANN401  a row of any question
        for column in self._own:
            yield from (str(value) for value in values_of(column, row))
        for file in self._files_of(row) if not self._own else ():
            called = self._called.get(file)
            if called is not None:
                yield called.ico or ""
                yield (called.name or "") if called.kind in NAMED_AFTER_PROVIDER else ""

    def _files_of(self, row: Any) -> Iterator[UUID]:  # noqa: ANN401  the same
        for column in self._files:
            yield from (value for value in values_of(column, row) if isinstance(value, UUID))


def _is_part(part: str, text: str) -> bool:
    """Of a name; a number is the same or another one."""
    return bool(part) and not text.isdecimal() and part in folded(text)
