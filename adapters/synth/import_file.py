"""A region as an import file: what `kronika import` takes is what recording it directly would have recorded."""

from collections.abc import Iterator
from typing import Any

from adapters.synth.json_text import as_text
from adapters.synth.region import Region
from adapters.synth.step import Step


def header(region: Region) -> bytes:
    """The first line: the source. Whoever imports the file lends it no organisation."""
    return as_text({"source": region.source, "defaults": {"actor": {"organisation": None}}})


def line(step: Step) -> bytes:
    """One command as docs/import.md describes it; a file that the line opens needs no target."""
    target = {} if step.opens else {"target": step.target}
    command = {"id": step.line, "command": step.command.topic, **target, "data": step.data}
    return as_text({**command, "stamp": _stamp(step)})


def _stamp(step: Step) -> dict[str, Any]:
    said: dict[str, Any] = {
        "effective_on": step.effective_on,
        "actor": {"role": step.actor.role, "person": step.actor.person},
    }
    if step.reason is not None:
        said["reason"] = step.reason
    if step.waivers:
        said["waivers"] = [dict(waiver) for waiver in step.waivers]
    return said


def lines(region: Region) -> Iterator[tuple[int, bytes]]:
    """Every line of the file, each with the number of contracts that are told when its part is over."""
    yield 0, header(region)
    for told, steps in region.parts():
        for step in steps:
            yield told, line(step)
