"""The Decisions of the Commission that a mandate may stand on, and rules that each of them states in its own article.

Which Decision says what where is data (values.json): an article that is not known yet is left out of the citation. Such
a rule is asked on the first day of the Decision that the mandate stands on, so the mandate's own legal basis decides.
"""

from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from typing import NamedTuple, ParamSpec

from domain.kernel.configuration import Configured, load_configuration
from domain.kernel.law import Citation
from domain.kernel.rule import Expression, Rule, rule
from domain.mandate.payloads import Decision

P = ParamSpec("P")


class KnownDecision(NamedTuple):
    """A Decision and the days from `since` until the day before `until` on which it was the latest."""

    decision: Decision
    since: date
    until: date | None


@cache
def decisions() -> tuple[KnownDecision, ...]:
    """Every Decision, the oldest first."""
    return tuple(KnownDecision(v.value, v.since, v.until) for v in _configured("mandate.sgei-decision"))


def first_day(decision: Decision | None) -> date | None:
    """From when the Decision is; the day on which rules under it are asked."""
    return next((known.since for known in decisions() if known.decision == decision), None)


def is_later(decision: Decision, than: Decision) -> bool:
    """Whether the one Decision came after the other."""
    order = [known.decision for known in decisions()]
    return order.index(decision) > order.index(than)


def article(decision: Decision, subject: str) -> Citation:
    """Where the Decision speaks of the subject."""
    (articles,) = _configured("mandate.sgei-articles")
    return Citation(decision, articles.value[decision].get(subject, ""))


def _configured(name: str) -> Iterator[Configured]:
    return (value for value in load_configuration(["domain.mandate"]) if value.name == name)


def under_decisions(
    code: str,
    *,
    subject: str,
    cs: str,
    label: str | None = None,
    is_waivable: bool = False,
    since: Decision = "2005/842/EC",
) -> Callable[[Expression[P]], Rule[P]]:
    """A rule with one wording in each Decision from `since` on, cited by the article for the subject."""

    def name(expression: Expression[P]) -> Rule[P]:
        known = [one for one in decisions() if one.decision == since or is_later(one.decision, since)]
        first, *later = known
        made = rule(
            code,
            label=label,
            cites=article(first.decision, subject),
            since=first.since,
            until=first.until,
            cs=cs,
            is_waivable=is_waivable,
        )(expression)
        for one in later:
            cites = article(one.decision, subject)
            made.version(cites=cites, since=one.since, until=one.until, cs=cs)(expression)
        return made

    return name
