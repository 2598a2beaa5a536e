"""A rule together with the day and the facts that it is asked about, so that it can be asked again later."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ParamSpec

from domain.kernel.case import Case
from domain.kernel.rule import Rule

P = ParamSpec("P")


@dataclass(slots=True)  # a ladder makes some twenty for each command; to freeze each would cost more than to ask it
class Question:
    """What a ladder asks: put to a case it refuses or notes; on its own it says how the rule would answer."""

    rule: Rule[...]
    on: date | None
    facts: Mapping[str, Any]

    def put(self, case: Case) -> bool:
        return case.ask(self.rule, self.on, self.facts)

    def note(self, case: Case) -> None:
        """Note a broken rule even beside an act of ours: a late check is made late, not refused."""
        if self.is_broken:
            case.note(self.rule.label, rule=self.rule.code, facts=self.facts)

    def answer(self) -> bool | None:
        """Whether the rule is kept; None where that cannot be decided. A rule not in force is kept."""
        version = self.rule.version_on(self.on)
        return True if version is None else version.expression(**self.facts)

    @property
    def is_broken(self) -> bool:
        return self.answer() is False


def put_all(questions: Iterable[Question], case: Case) -> None:
    """Ask every one, so that all that speaks against a matter is named."""
    for one in questions:
        one.put(case)


def question(rule: Rule[P], on: date | None, /, *args: P.args, **facts: P.kwargs) -> Question:
    """The question whether the rule in force on that day is kept."""
    return Question(rule, on, facts)
