"""Broken rules, wrong fields and anomalies: in words for people, in plain data for machines."""

from collections.abc import Iterable, Iterator
from typing import Any

from adapters.telling.speech import Speech
from adapters.telling.words import Words
from application.import_line import FieldProblem
from domain.kernel.rule import RULE_BOOK, Violation
from domain.kernel.stamp import Anomaly

UNDECIDED = Words("cannot be decided, a fact is unknown", "nelze rozhodnout, údaj chybí")
WAIVABLE = Words(
    "may be set aside: --waive {rule} --waive-reason … --second-person …",
    "lze prominout: --waive {rule} --waive-reason … --second-person …",
)
NEAREST = Words("did you mean {nearest}?", "nemysleli jste {nearest}?")

FIELD_PROBLEMS = {
    "missing": Words("is missing", "chybí"),
    "extra_forbidden": Words("is not a field of this command", "není polem tohoto příkazu"),
    "misplaced": Words("stands beside the data, not in it", "patří vedle dat, ne do nich"),
    "needs_day": Words(
        "is missing: only a takeover may leave the day of effect unknown",
        "chybí: jen převzetí smí nechat den účinku neznámý",
    ),
    "string_type": Words("must be a text", "musí být text"),
    "string_too_short": Words("is too short, at least {min_length}", "je příliš krátké, nejméně {min_length}"),
    "string_too_long": Words("is too long, at most {max_length}", "je příliš dlouhé, nejvýše {max_length}"),
    "string_pattern_mismatch": Words("has another form; expected {pattern}", "má jiný tvar; očekává se {pattern}"),
    "int_type": Words("must be a whole number", "musí být celé číslo"),
    "int_parsing": Words("must be a whole number", "musí být celé číslo"),
    "int_from_float": Words("must be a whole number", "musí být celé číslo"),
    "bool_type": Words("must be true or false", "musí být true nebo false"),
    "bool_parsing": Words("must be true or false", "musí být true nebo false"),
    "dict_type": Words("must be an object in braces", "musí být objekt ve složených závorkách"),
    "model_type": Words("must be an object in braces", "musí být objekt ve složených závorkách"),
    "tuple_type": Words("must be a list in brackets", "musí být seznam v hranatých závorkách"),
    "too_short": Words("has too few items, at least {min_length}", "má málo položek, nejméně {min_length}"),
    "too_long": Words("has too many items, at most {max_length}", "má mnoho položek, nejvýše {max_length}"),
    "literal_error": Words("must be one of {expected}", "musí být jedno z: {expected}"),
    "enum": Words("must be one of {expected}", "musí být jedno z: {expected}"),
    "uuid_parsing": Words("is neither a UUID nor a known number", "není UUID ani známé číslo"),
    "uuid_type": Words("must be a UUID or a number as people write it", "musí být UUID nebo číslo, jak se píše"),
    "date_type": Words("must be a day such as 2018-06-30", "musí být den, například 2018-06-30"),
    "date_parsing": Words("must be a day such as 2018-06-30", "musí být den, například 2018-06-30"),
    "date_from_datetime_parsing": Words("must be a day such as 2018-06-30", "musí být den, například 2018-06-30"),
    "date_from_datetime_inexact": Words("must be a day without a time", "musí být den bez hodiny"),
    "timezone_aware": Words("needs a time zone", "potřebuje časové pásmo"),
    "greater_than_equal": Words("must be at least {ge}", "musí být nejméně {ge}"),
    "less_than_equal": Words("must be at most {le}", "musí být nejvýše {le}"),
    "greater_than": Words("must be more than {gt}", "musí být více než {gt}"),
    "money": Words(
        "is not money; expected 10560000.00 CZK, 10 560 000 Kč, or an object with currency and minor",
        "není částka; očekává se 10560000.00 CZK, 10 560 000 Kč nebo objekt s currency a minor",
    ),
}
"""What pydantic calls a problem, in the words of a reader; anything else is said as pydantic says it."""


def violation_lines(say: Speech, violations: Iterable[Violation]) -> Iterator[str]:
    """Every broken rule: its code and sentence, where it is written, what was looked at."""
    for one in violations:
        sentence = one.sentence_cs if say.language == "cs" else one.sentence
        undecided = f" ({say(UNDECIDED)})" if one.is_undecided else ""
        yield f"  {one.rule}: {sentence}{undecided}"
        yield f"    {say.citation(one.cites)}"
        if one.facts:
            yield f"    {say.facts(one.facts)}"
        if one.is_waivable:
            yield f"    {say(WAIVABLE, rule=one.rule)}"


def violation_json(one: Violation) -> dict[str, Any]:
    """A broken rule for machines."""
    return {
        "rule": one.rule,
        "label": one.label,
        "sentence": one.sentence,
        "sentence_cs": one.sentence_cs,
        "citation": str(one.cites),
        "facts": one.facts,
        "is_undecided": one.is_undecided,
        "is_waivable": one.is_waivable,
    }


def field_line(say: Speech, problem: FieldProblem) -> str:
    """A wrong field: its path and the reason."""
    words = FIELD_PROBLEMS.get(problem.type)
    reason = problem.message if words is None else _filled(say, words, problem)
    nearest = f"; {say(NEAREST, nearest=problem.nearest)}" if problem.nearest else ""
    written = f"“{problem.written}” " if problem.written else ""
    return f"  {problem.path}: {written}{reason}{nearest}"


def _filled(say: Speech, words: Words, problem: FieldProblem) -> str:
    try:
        return (
            say(words, **{name: str(value) for name, value in problem.context.items()})
            if "{" in words.en
            else say(words)
        )
    except KeyError:
        return problem.message


def field_json(problem: FieldProblem) -> dict[str, Any]:
    """A wrong field for machines."""
    return {"path": problem.path, "type": problem.type, "message": problem.message, "nearest": problem.nearest}


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
    return version.sentence_cs if say.language == "cs" else version.sentence
