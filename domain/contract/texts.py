"""What is looked at in a period as the contract or an amendment writes it."""

from collections.abc import Iterator
from typing import Protocol

from pydantic import BaseModel

from domain.contract.rules import conclusion as rules
from domain.kernel.answer import Answer
from domain.kernel.as_written import DateAsWritten, PeriodAsWritten
from domain.kernel.case import Case
from domain.kernel.period import Period
from domain.kernel.stamp import Anomaly


class _Timed(Protocol):
    @property
    def period(self) -> Period | None: ...
    @property
    def period_as_written(self) -> PeriodAsWritten | None: ...


def look_at_period(agreed: _Timed, case: Case) -> None:
    """An act with a period that cannot be read is refused; beside a fact each problem is noted with its words."""
    written = agreed.period_as_written
    problems = written.anomalies() if written else ()
    if case.command.kind == "act":
        raw = written.raw if written else None
        rules.period_readable(case, case.day, raw=raw, problems=tuple(problem.code for problem in problems))
    else:
        note_problems(problems, case)
    differs = tuple(_differences(agreed.period, written))
    rules.period_as_its_text(case, case.day, raw=written.raw if written else None, differs=differs)


def problems_of(paper: BaseModel) -> tuple[Anomaly, ...]:
    """What is wrong with the dates and periods that a paper writes, in the order of its fields."""
    return tuple(problem for name, text in paper for problem in _problems(name, text))


def _problems(field: str, text: object) -> tuple[Anomaly, ...]:
    if isinstance(text, PeriodAsWritten):
        return text.anomalies()
    if isinstance(text, DateAsWritten) and text.problem is not None:
        return (Anomaly(code=text.problem.value, raw=text.raw, facts={"field": field}),)
    return ()


def note_problems(problems: tuple[Anomaly, ...], case: Case) -> None:
    for problem in problems:
        case.note(problem.code, rule=rules.period_readable.code, raw=problem.raw, facts=problem.facts)


def _differences(period: Period | None, written: PeriodAsWritten | None) -> Iterator[str]:
    """Which days of the period lie outside every reading of its text."""
    if period is None or written is None:
        return
    if written.covers(period.start) is Answer.NO:
        yield "start"
    if period.end is not None and written.covers(period.end) is Answer.NO:
        yield "end"
