"""The type of a field in a few words, read from its JSON Schema: what somebody has to write there."""

from typing import Any

from adapters.telling.speech import Speech
from adapters.telling.words import Words

Schema = dict[str, Any]

TYPES = {
    "string": Words("text", "text"),
    "integer": Words("whole number", "celé číslo"),
    "number": Words("number", "číslo"),
    "boolean": Words("true or false", "true nebo false"),
    "object": Words("object", "objekt"),
    "null": Words("nothing", "nic"),
}
FORMATS = {
    "date": Words("day, 2018-06-30", "den, 2018-06-30"),
    "date-time": Words("moment with its zone", "okamžik s pásmem"),
    "uuid": Words("UUID", "UUID"),
}
MONEY = Words("money, 10 560 000 Kč or 10560000.00 CZK", "částka, 10 560 000 Kč nebo 10560000.00 CZK")
LIST = Words("list: {of}", "seznam: {of}")
EXAMPLE = Words("{text}, for example {example}", "{text}, například {example}")
FILE = Words("file: UUID or number", "spis: UUID nebo číslo")
MARK = "UUID, or the number"


def type_words(say: Speech, schema: Schema, definitions: Schema) -> str:
    """What a field holds."""
    if str(schema.get("description", "")).startswith(MARK):
        return say(FILE)
    if schema.get("title") == "Money" and "anyOf" in schema:
        return say(MONEY)
    if "anyOf" in schema:
        parts = [one for one in schema["anyOf"] if one.get("type") != "null"]
        return " | ".join(dict.fromkeys(type_words(say, one, definitions) for one in parts))
    if "enum" in schema or "const" in schema:
        return " | ".join(str(one) for one in schema.get("enum", [schema.get("const")]))
    if "$ref" in schema:
        return _named(say, str(schema["$ref"]).rpartition("/")[2], definitions)
    if schema.get("type") == "array":
        return say(LIST, of=type_words(say, schema.get("items", {}), definitions))
    return _simple(say, schema)


def _named(say: Speech, name: str, definitions: Schema) -> str:
    """A definition by its name, where it is more than a choice or a text."""
    schema = definitions.get(name, {})
    return name if schema.get("type") == "object" or "anyOf" in schema else type_words(say, schema, definitions)


def _simple(say: Speech, schema: Schema) -> str:
    words = FORMATS.get(schema.get("format", "")) or TYPES.get(schema.get("type", "object"), TYPES["object"])
    examples = schema.get("examples")
    return say(EXAMPLE, text=say(words), example=examples[0]) if examples else say(words)
