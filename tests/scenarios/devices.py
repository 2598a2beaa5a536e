"""Devices on site, for tests: what each recorded, as the lines of the file that it hands over."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from application.importing.field_import import FieldImport, Receipt
from application.importing.line import RawLine
from domain.inspection.inspection import Inspection
from tests.scenarios.inspections import CONTROLLER, DIRECTOR, EVIDENCE, HEAD, wording
from tests.scenarios.office import Office

ON_SITE = datetime(2026, 2, 3, 9, tzinfo=UTC)


class Device:
    """A device in the hands of one person; `written` are its lines."""

    def __init__(self, name: str, by: str, target: str, *, clock: datetime = ON_SITE) -> None:
        self.name, self.by, self.target, self.clock = name, by, target, clock
        self.written: list[bytes] = []

    def write(self, command: str, *, stamp: dict[str, Any] | None = None, **data: Any) -> bytes:
        """One more line, a minute later."""
        number = len(self.written) + 1
        line = {
            "id": f"{self.target} {self.name} {number}",
            "device": self.name,
            "device_time": (self.clock + timedelta(minutes=number)).isoformat(),
            "sequence": number,
            "by": self.by,
            "command": f"inspection.{command}",
            "target": self.target,
            "data": data,
            **({"stamp": stamp} if stamp else {}),
        }
        self.written.append(json.dumps(line, ensure_ascii=False).encode())
        return self.written[-1]

    def answer(self, key: str, item: str, value: str, **more: Any) -> bytes:
        usual: dict[str, Any] = {"answer": key, "checklist": "C", "item": item, "value": value}
        return self.write("answer-checklist-item", **usual, **{"note": "viděno na místě"} | more)

    @property
    def count(self) -> bytes:
        """What the device says of itself: how far it has counted."""
        return json.dumps({"device": self.name, "target": self.target, "last": len(self.written)}).encode()


def two_devices(target: str) -> tuple[Device, Device]:
    """Tablet 1 opens and draws, tablet 2 contradicts; everything is lawful."""
    one, two = Device("tablet-1", HEAD, target), Device("tablet-2", CONTROLLER, target)
    one.write(
        "record-presence",
        presence="1",
        present=[{"person": DIRECTOR, "side": "CONTROLLED", "authority": "STATUTORY_BODY"}],
    )
    one.write("open-checklist", checklist="C", template="on-site")
    one.answer("a1", "A1", "OK")
    one.answer("a2", "B2", "OK")
    one.answer("a3", "B2", "NOT_APPLICABLE", corrects=["a2"])
    frame = [f"K{number:02}" for number in range(1, 11)]
    one.write(
        "draw-sample",
        sample="S",
        subject="client files",
        population=10,
        frame=frame,
        method="SIMPLE_RANDOM",
        size=3,
        seed="2026-02-03",
    )
    one.write("record-finding", finding="F1", wording=wording(text="Úvazky byly nižší."))
    one.write("take-originals", receipt="R1", taken_from=DIRECTOR, items=["timesheets"])
    one.write("return-originals", receipt="R1", items=["timesheets"])
    one.write("finish-control-acts", act="closing talk")
    two.answer("b1", "B2", "DEFECT", evidence=[{"evidence": EVIDENCE, "what": "PHOTO"}])
    two.answer("b2", "C1", "OK")
    two.answer("b3", "C1", "DEFECT", corrects=["b2", "b9"])
    two.write("collect-evidence", key="E1", evidence={"evidence": EVIDENCE, "what": "PHOTO"})
    two.answer("b9", "C1", "OK")
    two.write("record-finding-remedy", finding="F1")
    return one, two


def cut(file: bytes, at: int) -> bytes:
    """What is left of a file that ends in the middle."""
    return file[:at]


def file_of(*lines: bytes) -> bytes:
    return b"".join(line + b"\n" for line in lines)


def bring(office: Office, file: bytes, *, role: str = "methodologist") -> Receipt:
    """Hand a file over, as the command line does."""
    parts = office.parts
    raw = [
        RawLine("device.jsonl", number, text) for number, text in enumerate(file.splitlines(), start=1) if text.strip()
    ]
    return FieldImport(parts.engine, parts.resolver, office.replay, role=role).take(raw)


def state_of(office: Office, target: str) -> Inspection:
    state = office.replay.state(office.parts.resolver.identifier("inspection", target))
    assert isinstance(state, Inspection)
    return state
