"""JSON Schema of the data of a command, for whoever writes them by hand or by program."""

from typing import Any

from domain.kernel.command import Command
from domain.kernel.ids import spots

REFERENCE = "UUID, or the number that people write; in an import file also line:<id> or line:<source>/<id>."
"""How another file is named."""
WORDS = "Words. They are kept beside the ledger and can be erased; the ledger holds a commitment to them."


def command_schema(command: type[Command]) -> dict[str, Any]:
    """The schema of `data` with its `target`: files are named as people name them, not by UUID alone."""
    described = command.model_json_schema(mode="validation")
    for name in ("target", *spots(command)):
        described["properties"][name] = _as_written(described["properties"][name])
    for inner in described.get("$defs", {}).values():
        if "properties" in inner:
            inner["properties"] = {name: _as_written(one) for name, one in inner["properties"].items()}
    if "Prose" in described.get("$defs", {}):
        described["$defs"]["Prose"] = {"type": "string", "description": WORDS}
    required = [name for name in described.pop("required", ()) if not (command.opens and name == "target")]
    described |= {"required": required} if required else {}
    return {"$id": f"kronika:command:{command.topic}", **described, "title": command.topic}


def _as_written(schema: dict[str, Any]) -> dict[str, Any]:
    """A field that names a file, or several, or none: every UUID in it may be a number as well."""
    if schema.get("format") == "uuid":
        kept = {name: value for name, value in schema.items() if name not in {"format", "description"}}
        return {**kept, "minLength": 1, "description": REFERENCE}
    found = dict(schema)
    for name in ("anyOf", "oneOf", "prefixItems"):
        if name in found:
            found[name] = [_as_written(one) for one in found[name]]
    if isinstance(found.get("items"), dict):
        found["items"] = _as_written(found["items"])
    return found
