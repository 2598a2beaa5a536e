"""The conditions and parameters of a question in the OpenAPI document, made from its columns."""

from collections.abc import Mapping
from typing import Any

from adapters.http.questions.conditions import LONGEST
from adapters.http.questions.program_words import MOST_TOLD, ORP_COLUMNS, words_of
from adapters.http.questions.table import Question
from adapters.telling.columns import Column, Holds

Json = dict[str, Any]

_ABOUT: Mapping[Holds, str] = {
    Holds.TEXT: "The same text, whatever its case and diacritics; * stands for any letters.",
    Holds.CHOICE: "One of these words, or several with commas between: {choices}.",
    Holds.FILE: "The file by its number or UUID, or several with commas between.",
    Holds.DAY: "A day, several with commas between, or a range such as 2018-01-01..2018-06-30.",
    Holds.MOMENT: "A day in Prague, or a range of days.",
    Holds.NUMBER: "A number, several with commas between, or a range such as 10..20.",
    Holds.MONEY: "An amount such as 10000 or 10 000 Kč, or a range such as 10000..20000.",
    Holds.TRUTH: "true or false.",
}
_EXAMPLES: Mapping[Holds, str] = {
    Holds.DAY: "..2018-06-30",
    Holds.MOMENT: "2018-06-30",
    Holds.NUMBER: "10..20",
    Holds.MONEY: "10000..20000",
    Holds.TRUTH: "true",
    Holds.FILE: "OLP-1900-2017",
}
KNOWN = " `unknown` and `known` ask whether there is a value."
WORD = " One that is no word of the program is refused with the nearest."
PLACES = " An ORP by its code or official name."
PROVIDER = "A part of the name that the provider has or ever had, or its IČO."


def filter_parameters(question: Question) -> list[Json]:
    """What is to be said, then every condition by the shortest of its names."""
    columns = question.columns
    shortest = {of: name for name, of in columns.aliases.items()}
    asks = [_parameter(one.name, one.about, {"maxLength": one.longest}) for one in question.asks]
    provider = [_parameter("provider", PROVIDER, {"maxLength": LONGEST}, example="70891508")]
    own = (column for name, column in columns.own.items() if name != "provider")
    return [*asks, *provider, *(_condition(question, column, shortest) for column in own)]


def _condition(question: Question, column: Column, shortest: Mapping[str, str]) -> Json:
    name = shortest.get(column.name, column.name)
    choices = column.value.choices
    about = _ABOUT[column.holds].format(choices=", ".join(choices)) + _words(question, column) + KNOWN
    example = choices[0] if choices else _EXAMPLES.get(column.holds)
    return _parameter(name, about, {"minLength": 1, "maxLength": LONGEST}, example=example)


def _words(question: Question, column: Column) -> str:
    """Of a text in which only some words stand, which."""
    if column.name in ORP_COLUMNS:
        return PLACES
    words = words_of(question.name, column.name)
    return f" One of: {', '.join(words)}." if len(words) in range(1, MOST_TOLD + 1) else WORD if words else ""


def _parameter(name: str, about: str, bounds: Json, *, example: str | None = None) -> Json:
    schema = {"type": "string", **bounds}
    found: Json = {"name": name, "in": "query", "required": False, "description": about, "schema": schema}
    return found if example is None else {**found, "example": example}
