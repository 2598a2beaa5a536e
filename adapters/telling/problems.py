"""Broken rules and anomalies: in words for people, in plain data for machines."""

from collections.abc import Iterable, Iterator
from typing import Any

from adapters.telling.field_problems import field_json, field_line
from adapters.telling.speech import Speech
from adapters.telling.words import Words
from domain.kernel.rule import RULE_BOOK, Violation
from domain.kernel.stamp import Anomaly
from domain.kernel.wrong_fields import FieldProblem

WRONG_FIELDS = "wrong_fields"
"""The fact that names what was wrong with which field, as pydantic says it: told in the words of the reader."""

UNDECIDED = Words("cannot be decided, a fact is unknown", "nelze rozhodnout, údaj chybí")
WAIVABLE = Words(
    "may be set aside: --waive {rule} --waive-reason … --second-person …",
    "lze prominout: --waive {rule} --waive-reason … --second-person …",
)


def violation_lines(say: Speech, violations: Iterable[Violation]) -> Iterator[str]:
    """Every broken rule: its code and sentence, where it is written, what was looked at."""
    for one in violations:
        sentence = " ".join((one.sentence_cs if say.language == "cs" else one.sentence).split())
        undecided = f" ({say(UNDECIDED)})" if one.is_undecided else ""
        yield f"  {one.rule}: {sentence}{undecided}"
        yield f"    {say.citation(one.cites)}"
        facts = {name: fact for name, fact in one.facts.items() if name != WRONG_FIELDS}
        if facts:
            yield f"    {say.facts(facts)}"
        yield from (f"  {field_line(say, wrong)}" for wrong in _wrong_fields(one))
        if one.is_waivable:
            yield f"    {say(WAIVABLE, rule=one.rule)}"


def _wrong_fields(one: Violation) -> list[FieldProblem]:
    found: Any = one.facts.get(WRONG_FIELDS) or ()
    return [FieldProblem(**wrong) for wrong in found]


def violation_json(say: Speech, one: Violation) -> dict[str, Any]:
    """A broken rule for machines; only what is wrong with a field is said in one language."""
    wrong = [field_json(say, field) for field in _wrong_fields(one)]
    return {
        "rule": one.rule,
        "label": one.label,
        "sentence": one.sentence,
        "sentence_cs": one.sentence_cs,
        "citation": str(one.cites),
        "facts": {**one.facts, **({WRONG_FIELDS: wrong} if wrong else {})},
        "is_undecided": one.is_undecided,
        "is_waivable": one.is_waivable,
    }


def anomaly_line(say: Speech, anomaly: Anomaly) -> str:
    """An anomaly: its label, the sentence of its rule, the words that could not be read, and the facts."""
    parts = [
        f"“{anomaly.raw}”" if anomaly.raw else "",
        sentence_of(say, anomaly.rule),
        say.facts(anomaly.facts),
        anomaly.note,
    ]
    return " · ".join([anomaly.code, *(part for part in parts if part)])


def sentence_of(say: Speech, rule: str | None) -> str:
    """What the rule says today; nothing where an anomaly comes from no rule."""
    import application.business  # noqa: F401  # registers them

    known = RULE_BOOK.get(rule or "")
    if known is None:
        return ""
    version = known.versions[-1]
    return " ".join((version.sentence_cs if say.language == "cs" else version.sentence).split())
