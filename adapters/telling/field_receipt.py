"""The receipt of a device file for machines: by it a device may forget what was taken."""

from typing import Any

from adapters.telling.frames import Frame, frame
from adapters.telling.import_problems import problem_json
from adapters.telling.speech import Speech
from application.importing.field_import import Receipt
from application.importing.field_sketch import Told


def receipt_frame(say: Speech, receipt: Receipt, *, known_seq: int, is_rehearsal: bool = False) -> Frame:
    data = {
        "taken": [_line_json(one) for one in receipt.taken],
        "already_there": [_line_json(one) for one in receipt.already_there],
        "not_taken": [
            {**_line_json(one), **problem_json(say, one.problem)} for one in receipt.not_taken if one.problem
        ],
        "gaps": [{**one._asdict(), "missing": [list(run) for run in one.missing]} for one in receipt.gaps],
        "used_twice": [one._asdict() for one in receipt.used_twice],
        "contradictions": [one._asdict() for one in receipt.contradictions],
        "anomalies": receipt.anomalies,
        "is_interrupted": receipt.is_interrupted,
        "is_rehearsal": is_rehearsal,
    }
    return frame("inspection-import", data, {"known_seq": known_seq}, ok=receipt.is_complete)


def _line_json(one: Told) -> dict[str, Any]:
    line = one.line
    return {
        "id": one.place.id,
        "sha256": one.sha256,
        "device": line.device if line else None,
        "sequence": line.sequence if line else None,
        "inspection": line.target if line else None,
        "entries": list(one.positions),
    }
