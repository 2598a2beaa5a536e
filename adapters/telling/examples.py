"""An example of the data of each command, made from its schema: what must be said, in the form in which people say it.

The same command always has the same example. It shows the form; whether the law allows it, only the ledger knows.
"""

from collections.abc import Mapping
from typing import Any

from application.schemas import command_schema
from domain.kernel.command import Command
from domain.kernel.ids import derived_id

Json = dict[str, Any]

DAY = "2018-02-01"
WORDS = "Example words."
_FORMATS: Mapping[str, str] = {
    "date": DAY,
    "date-time": "2018-02-01T12:30:00+01:00",
    "uuid": str(derived_id("example")),
}
_PATTERNS: Mapping[str, str] = {
    "^[0-9a-f]{64}$": "ab" * 32,
    "^p-[0-9a-f]{16}$": "p-0123456789abcdef",
    "^-?[0-9]+([.][0-9]+)?$": "1.5",
    "^[0-9]{1,12}(?:/[0-9]{1,12}|[.][0-9]{1,12})?$": "1.5",
    "^[0-9]{4}-(?:0[1-9]|1[0-2])$": "2018-04",
}
"""A text for each pattern that comes without an example of its own."""

_NAMES: Mapping[str, str] = {"template": "on-site"}
"""What there is to choose from stands in the values of the domain, not in the schema."""

A_FEW = 2
"""How many fields are shown of a command that can do without any."""


def command_example(command: type[Command]) -> Json:
    """The data of a command without its target: what must be there, or a little where nothing must."""
    schema = command_schema(command)
    fields = {name: of for name, of in schema["properties"].items() if name != "target"}
    required = [name for name in schema.get("required", ()) if name in fields]
    examples = Examples(schema.get("$defs", {}))
    return {name: examples.of(fields[name], name) for name in required or list(fields)[:A_FEW]}


class Examples:
    """Makes values for schemas that name definitions."""

    def __init__(self, definitions: Mapping[str, Json]) -> None:
        self._definitions = definitions

    def of(self, schema: Json, name: str = "") -> Any:  # noqa: ANN401  any JSON
        """A value that the schema takes; `name` is the field that it stands in."""
        if "$ref" in schema:
            return self.of(self._definitions[schema["$ref"].rpartition("/")[2]], name)
        for one in ("examples", "enum"):
            if schema.get(one):
                return schema[one][0]
        if "const" in schema:
            return schema["const"]
        if "anyOf" in schema or "oneOf" in schema:
            return self._of_either(schema.get("anyOf") or schema["oneOf"], schema, name)
        return self._plain(schema, name)

    def of_object(self, schema: Json) -> Json:
        """The members that must be there."""
        properties = schema.get("properties", {})
        return {name: self.of(properties[name], name) for name in schema.get("required", ()) if name in properties}

    def _of_either(self, either: list[Json], schema: Json, name: str) -> Any:  # noqa: ANN401  any JSON
        """A text where one may stand, for that is what people write."""
        found = [one for one in either if one.get("type") != "null"]
        texts = [one for one in found if one.get("type") == "string"]
        if schema.get("title") == "Money":
            return self.of(texts[-1], name)
        dated = name in {"start", "end"} or "DateAsWritten" in str(schema)
        return DAY if texts and dated else self.of((texts or found)[0], name)

    def _plain(self, schema: Json, name: str) -> Any:  # noqa: ANN401  any JSON
        match schema.get("type"):
            case "string":
                return self._text(schema, name)
            case "integer":
                return _within(schema, 2018 if "year" in name else 1)
            case "number":
                return 1
            case "boolean":
                return True
            case "array":
                return self._items(schema, name)
            case "object":
                return self.of_object(schema)
        return {}

    def _items(self, schema: Json, name: str) -> list[Any]:
        if "prefixItems" in schema:
            return [self.of(one, name) for one in schema["prefixItems"]]
        return [self.of(schema["items"], name) for _ in range(max(1, schema.get("minItems", 0)))]

    @staticmethod
    def _text(schema: Json, name: str) -> str:
        if schema.get("format") in _FORMATS:
            return _FORMATS[schema["format"]]
        if "pattern" in schema:
            return _PATTERNS[schema["pattern"]]
        about = str(schema.get("description", ""))
        if about.startswith("UUID, or the number"):
            return str(derived_id("example", name))
        if about.startswith("Words."):
            return WORDS
        if name in _NAMES:
            return _NAMES[name]
        shortest, longest = schema.get("minLength", 0), schema.get("maxLength", 200)
        return name.replace("_", " ")[:longest].ljust(shortest, "x") or "text"


def _within(schema: Json, wanted: int) -> int:
    least, most = schema.get("minimum", wanted), schema.get("maximum", wanted)
    if "exclusiveMinimum" in schema:
        least = max(least, schema["exclusiveMinimum"] + 1)
    return int(min(max(least, wanted), most))


def stamped(command: type[Command]) -> Json:
    """The example as it is sent: with the day of effect, where the command asks for one."""
    return {"data": command_example(command), **({"effective_on": DAY} if command.needs_day else {})}
