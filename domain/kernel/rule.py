"""A rule is a named thing: code, citation, dates in force, one sentence, one expression."""

import hashlib
import inspect
import linecache
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, Generic, ParamSpec

from pydantic import JsonValue

from domain.kernel.law import Citation

if TYPE_CHECKING:
    from domain.kernel.case import Case

P = ParamSpec("P")

RULE_BOOK: dict[str, "Rule[...]"] = {}
"""Every rule by its code."""

Expression = Callable[P, bool | None]
"""True: kept. False: broken. None: a fact that it needs is unknown, so it cannot be decided."""


@dataclass(frozen=True)
class Version(Generic[P]):
    """A rule as it reads from `since` until the day before `until`."""

    since: date
    until: date | None
    cites: Citation
    sentence: str
    sentence_cs: str
    expression: Expression[P]


class Rule(Generic[P]):
    """One provision under one stable code, with a version for each time that the law changed.

    Called with the case, the day that the law names (the transitional provision, the day of the payment …) and the
    facts. A *structural* rule (identity, arithmetic, order of things) refuses whatever the kind of command; a
    *waivable* one may be set aside with a reason and a second person; every other refuses an act and becomes an anomaly
    under `label` beside an observed fact.
    """

    def __init__(self, code: str, *, label: str, is_structural: bool, is_waivable: bool) -> None:
        self.code = code
        self.label = label
        self.is_structural = is_structural
        self.is_waivable = is_waivable
        self.versions: list[Version[P]] = []

    def __call__(self, case: "Case", on: date | None, /, *args: P.args, **facts: P.kwargs) -> bool:
        """Ask the rule. True when nothing speaks against it: kept, undecidable for an observation, or not in force.

        Raises Refused at once where the rule is structural; other refusals are raised together when the case closes.
        """
        return case.ask(self, on, facts)

    def version_on(self, on: date | None) -> Version[P] | None:
        """The version in force on that day; none on an unknown day. A structural rule holds on every day."""
        if on is not None:
            for version in reversed(self.versions):
                if version.since <= on and (version.until is None or on < version.until):
                    return version
        return self.versions[-1] if self.is_structural else None

    def version(
        self, *, cites: Citation, since: date, cs: str, until: date | None = None
    ) -> Callable[[Expression[P]], "Rule[P]"]:
        """Add the wording in force from `since`; its docstring is the sentence."""

        def add(expression: Expression[P]) -> Rule[P]:
            sentence = inspect.getdoc(expression) or ""
            self.versions.append(Version(since, until, cites, sentence, cs, expression))
            return self

        return add


def rule(
    code: str,
    *,
    cites: Citation,
    since: date,
    cs: str,
    until: date | None = None,
    label: str | None = None,
    is_structural: bool = False,
    is_waivable: bool = False,
) -> Callable[[Expression[P]], Rule[P]]:
    """Name a rule: `code` for ever, `cs` its Czech sentence, `label` the anomaly code beside an observed fact."""

    def name(expression: Expression[P]) -> Rule[P]:
        if code in RULE_BOOK:
            raise TypeError(f"rule {code!r} is already in the book")
        label_or_code = label or code.split(".", 1)[1].replace("-", "_").upper()
        new = Rule[P](code, label=label_or_code, is_structural=is_structural, is_waivable=is_waivable)
        RULE_BOOK[code] = new
        return new.version(cites=cites, since=since, cs=cs, until=until)(expression)

    return name


def rule_book_digest() -> str:
    """SHA-256 over every rule, version and expression: says whether two decisions were made under the same book."""
    return _digest(tuple((code, _strictness(entry), *entry.versions) for code, entry in sorted(RULE_BOOK.items())))


def _strictness(entry: Rule[...]) -> str:
    return f"structural={entry.is_structural} waivable={entry.is_waivable}"


@lru_cache(maxsize=8)
def _digest(book: tuple[tuple[Any, ...], ...]) -> str:
    """Of code, strictness and versions of each rule; the book seldom changes while the program runs."""
    digest = hashlib.sha256()
    for code, strictness, *versions in book:
        for v in versions:
            said = (code, strictness, str(v.since), str(v.until), str(v.cites), v.sentence)
            digest.update("\x1f".join((*said, _source(v.expression))).encode() + b"\n")
    return digest.hexdigest()


@cache
def _source(expression: Callable[..., bool | None]) -> str:
    """The lines of a rule as they stand in its file; reading them by their numbers is quick, parsing is not."""
    code = expression.__code__
    last = max(end for _, end, _, _ in code.co_positions() if end is not None)
    return "".join(linecache.getlines(code.co_filename)[code.co_firstlineno - 1 : last])


@dataclass(frozen=True, slots=True)
class Violation:
    """One rule that speaks against an act: `is_undecided` where a fact that it needs is unknown."""

    rule: str
    label: str
    cites: Citation
    sentence: str
    sentence_cs: str
    facts: dict[str, JsonValue]
    is_undecided: bool = False
    is_waivable: bool = False


class Refused(Exception):
    """The law said no. Carries every broken rule in the order in which a lawyer would object; changes nothing."""

    def __init__(self, violations: tuple[Violation, ...]) -> None:
        self.violations = violations
        super().__init__(", ".join(v.rule for v in violations))

    @property
    def code(self) -> str:
        return self.violations[0].rule

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(v.rule for v in self.violations)

    @property
    def facts(self) -> dict[str, JsonValue]:
        return self.violations[0].facts
