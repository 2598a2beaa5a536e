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
    "date-time": Words("moment, 2018-06-30T12:00:00+02:00", "okamžik, 2018-06-30T12:00:00+02:00"),
    "uuid": Words("UUID", "UUID"),
}
PATTERNS = {
    "^p-[0-9a-f]{16}$": Words("person, p-0123456789abcdef", "osoba, p-0123456789abcdef"),
    "^[0-9a-f]{64}$": Words(
        "file by its SHA-256 (kronika evidence add)", "soubor podle SHA-256 (kronika evidence add)"
    ),
    "^-?[0-9]+([.][0-9]+)?$": Words("number, 48 or “4.5”", "číslo, 48 nebo „4.5“"),
}
NUMBER = "^-?[0-9]+([.][0-9]+)?$"
MONEY = Words("money, 10 560 000 Kč or 10560000.00 CZK", "částka, 10 560 000 Kč nebo 10560000.00 CZK")
LIST = Words("list: {of}", "seznam: {of}")
EXAMPLE = Words("{text}, for example {example}", "{text}, například {example}")
FILE = Words("file: UUID or number", "spis: UUID nebo číslo")
MARK = "UUID, or the number"


def type_words(say: Speech, schema: Schema, definitions: Schema) -> str:
    """What a field holds."""
    if str(schema.get("description", "")).startswith(MARK):
        return say(FILE)
    if "anyOf" in schema:
        return _either(say, schema, definitions)
    if "enum" in schema or "const" in schema:
        return " | ".join(str(one) for one in schema.get("enum", [schema.get("const")]))
    if "$ref" in schema:
        return _named(say, str(schema["$ref"]).rpartition("/")[2], definitions)
    if schema.get("type") == "array":
        return say(LIST, of=type_words(say, schema.get("items", {}), definitions))
    if schema.get("properties") and schema.get("title"):
        return str(schema["title"])
    return _simple(say, schema)


def _either(say: Speech, schema: Schema, definitions: Schema) -> str:
    """One of several; money and exact numbers have words of their own."""
    if schema.get("title") == "Money":
        return say(MONEY)
    parts = [one for one in schema["anyOf"] if one.get("type") != "null"]
    if any(one.get("pattern") == NUMBER for one in parts):
        return say(PATTERNS[NUMBER])
    return " | ".join(dict.fromkeys(type_words(say, one, definitions) for one in parts))


def shapes(schema: Schema) -> Schema:
    """The objects that fields consist of, by name: those that the schema defines, and those that stand in it."""
    found = {name: one for name, one in schema.get("$defs", {}).items() if one.get("properties") and name != "Money"}
    inside = [schema.get("properties", {}), *schema.get("$defs", {}).values()]
    while inside:
        one = inside.pop()
        if isinstance(one, dict):
            if one.get("properties") and one.get("title") and one["title"] != "Money":
                found.setdefault(str(one["title"]), one)
            inside += [] if one.get("title") == "Money" else one.values()
        elif isinstance(one, list):
            inside += one
    return dict(sorted(found.items()))


def _named(say: Speech, name: str, definitions: Schema) -> str:
    """A definition by its name, where it is more than a choice or a text."""
    schema = definitions.get(name, {})
    return name if schema.get("type") == "object" or "anyOf" in schema else type_words(say, schema, definitions)


def _simple(say: Speech, schema: Schema) -> str:
    words = (
        FORMATS.get(schema.get("format", ""))
        or PATTERNS.get(schema.get("pattern", ""))
        or TYPES.get(schema.get("type", "object"), TYPES["object"])
    )
    examples = schema.get("examples")
    return say(EXAMPLE, text=say(words), example=examples[0]) if examples else say(words)
