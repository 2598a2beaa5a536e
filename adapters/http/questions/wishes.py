"""What is asked of a question beside its two moments: which rows, in which order, from which on."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from adapters.http.problems import invalid
from adapters.http.questions.conditions import Named, Unreadable, condition_of, problem_of
from adapters.telling.columns import Column, Holds, values_of
from domain.kernel.money import Money
from domain.kernel.wrong_fields import FieldProblem
from projections.folding import folded

Pairs = tuple[tuple[str, str], ...]
MOST_CONDITIONS = 50
MOST_SORTED = 50


class Wish(BaseModel):
    """Which rows are asked for, as it was written; a cursor carries it from page to page."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    given: Pairs = ()
    """What the question itself has to be told."""
    filters: Pairs = ()
    sort: tuple[str, ...] = ()
    offset: int = Field(default=0, ge=0, le=2**53)


@dataclass(frozen=True)
class Columns:
    """The columns of a question under every name that they go by."""

    own: Mapping[str, Column]
    aliases: Mapping[str, str]
    further: Sequence[str] = ()
    """Names of conditions that the question itself knows how to read."""

    def find(self, name: str) -> Column | None:
        return self.own.get(self.aliases.get(name, name))

    def names(self) -> list[str]:
        return [*self.own, *self.aliases, *self.further]


def with_short_names(own: Mapping[str, Column], aliases: Mapping[str, str]) -> Mapping[str, str]:
    """Beside the aliases that are given: `overdue` for is_overdue, `defect` for has_defect."""
    short = {name.partition("_")[2]: name for name in own if name.startswith(("is_", "has_", "are_"))}
    return {**{name: of for name, of in short.items() if name not in own}, **aliases}


Taker = Callable[[Any], bool]
Further = Mapping[str, Callable[[str], Taker]]


def taker(wish: Wish, columns: Columns, further: Further, named: Named) -> Taker:
    """Whether a row is asked for: every name by one of the values that are given for it. Raises Problem."""
    problems: list[FieldProblem] = []
    tests: dict[str, list[Taker]] = {}
    for name, written in wish.filters:
        try:
            test = further[name](written) if name in further else _test(columns, name, written, named)
        except Unreadable as error:
            problems.append(problem_of(name, error))
        else:
            tests.setdefault(columns.aliases.get(name, name), []).append(test)
    if problems:
        raise invalid(problems)
    return lambda row: all(any(test(row) for test in either) for either in tests.values())


def _test(columns: Columns, name: str, written: str, named: Named) -> Taker:
    column = columns.find(name)
    assert column is not None, "names are looked at before"
    test = condition_of(column, written, named)
    return lambda row: test(values_of(column, row))


def sorted_rows(rows: Sequence[Any], wish: Wish, columns: Columns) -> Sequence[Any]:
    """In the order that is asked for, ties as the question has them; what is not known comes last, either way."""
    found = list(rows)
    for written in reversed(wish.sort):
        column = columns.find(written.removeprefix("-"))
        assert column is not None, "names are looked at before"
        known = [row for row in found if values_of(column, row)]
        unknown = [row for row in found if not values_of(column, row)]
        known.sort(key=_key(column), reverse=written.startswith("-"))
        found = known + unknown
    return found


def _key(column: Column) -> Callable[[Any], Any]:
    def key(row: Any) -> Any:  # noqa: ANN401  whatever compares
        value = column.of(row)
        if column.holds is Holds.TEXT:
            return folded(str(value)), str(value)
        if column.holds is Holds.CHOICE:
            return column.value.choices.index(str(getattr(value, "value", value)))
        return (value.currency, value.minor) if isinstance(value, Money) else value

    return key


# Names ----------------------------------------------------------------------------------------------------------------


def check_names(pairs: Iterable[tuple[str, str]], sort: Iterable[str], columns: Columns, others: Sequence[str]) -> None:
    """Every name is one of ours. Raises Problem naming the nearest."""
    pairs, sort = list(pairs), list(sort)
    if len(pairs) > MOST_CONDITIONS:
        raise invalid([FieldProblem("query", "too_long", f"at most {MOST_CONDITIONS} conditions")])
    if len(sort) > MOST_SORTED:
        raise invalid([FieldProblem("sort", "too_long", f"at most {MOST_SORTED} columns")])
    names = columns.names()
    wrong = [_unknown(name, [*names, *others], "unknown filter") for name, _ in pairs if name not in names]
    wrong += [problem for written in sort for problem in _wrong_sort(written, columns)]
    if wrong:
        raise invalid(wrong)


def _wrong_sort(written: str, columns: Columns) -> Iterable[FieldProblem]:
    column = columns.find(written.removeprefix("-"))
    if column is None:
        nearest = _unknown(written.removeprefix("-"), [*columns.own, *columns.aliases], "unknown column").nearest
        yield FieldProblem("sort", "extra_forbidden", f"unknown column {written[:100]}", nearest=nearest)
    elif column.is_many:
        yield FieldProblem("sort", "value_error", f"{written} holds several values and has no order")


def _unknown(name: str, names: Sequence[str], message: str) -> FieldProblem:
    nearest = get_close_matches(name[:100], names, n=1, cutoff=0.5)
    return FieldProblem(name[:100], "extra_forbidden", message, nearest=nearest[0] if nearest else None)
