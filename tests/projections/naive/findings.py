"""Findings of inspections and the measures that were asked for, step by step as they were recorded."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from tests.projections.naive.saying import Cells, Report, counted, files, last_of
from tests.scenarios.raw_ledger import Raw

PLANS = ("inspection.planned", "inspection.plan-changed")
FOUND = "inspection.finding-"


def findings(said: Sequence[Raw], on: str) -> Report:
    """(inspection, finding) → how it reads."""
    report: Report = {}
    for own in files(counted(said, on)).values():
        read: dict[str, Cells] = {}
        for one in own:
            _read(read, one)
        for name, cells in read.items():
            fell = cells["standing"] == "WITHDRAWN"
            amount = None if fell else _sum(cells["wording"].get("amounts", ()))
            wording = cells.pop("wording")
            breached = wording.get("breached")
            law = f"{breached['act']} {breached['provision']}" if breached else None
            del cells["objection"]
            own_cells = {"severity": wording.get("severity", ""), "breached": law, "amount": amount}
            report[_number(own), name] = cells | own_cells | {"provider_ico": _provider(own)}
    return report


def _read(read: dict[str, Cells], one: Raw) -> None:
    data, topic = one.data, one.topic
    named = read.get(data.get("finding", ""))
    if topic == FOUND + "recorded":
        remedied = "YES" if data.get("is_remedied") else "NO"
        read[data["finding"]] = {
            "standing": "PROPOSED",
            "wording": data["wording"],
            "remedied": remedied,
            "recorded_on": one.on,
            "objection": None,
            "objection_outcome": None,
        }
    elif topic.startswith(FOUND) and named is not None:
        _change(named, topic.removeprefix(FOUND), data)
    elif topic in {"inspection.objections-received", "inspection.objections-decided-by-superior"}:
        for point in data["points"]:
            if (about := read.get(point["finding"])) is not None:
                is_new = topic.endswith("received")
                about["objection"] = data["objection"] if is_new else about["objection"]
                about["objection_outcome"] = "PENDING" if is_new else point["outcome"]
    elif topic in {"inspection.objections-upheld-by-head", "inspection.objections-handed-to-proceeding"}:
        for about in read.values():
            if about["objection"] == data["objection"]:
                about["objection_outcome"] = "UPHELD" if topic.endswith("head") else "HANDED_OVER"


def _change(named: Cells, what: str, data: dict[str, Any]) -> None:
    if what == "remedied":
        named["remedied"] = "YES"
    elif what == "changed":
        named["standing"], named["wording"] = "CHANGED", data["wording"]
    elif what == "withdrawn":
        named["standing"] = "WITHDRAWN"
    elif what == "maintained" and named["standing"] == "PROPOSED":
        named["standing"] = "MAINTAINED"


# Measures -------------------------------------------------------------------------------------------------------------

STANDINGS = {
    "corrective-report-received": "REPORTED",
    "corrective-measure-verified": "FULFILLED",
    "measure-partly-fulfilled": "PARTLY_FULFILLED",
    "measure-not-fulfilled": "NOT_FULFILLED",
    "measure-lifted": "LIFTED",
}
LOOKED_AT = ("FULFILLED", "PARTLY_FULFILLED", "NOT_FULFILLED")


def measures(said: Sequence[Raw], on: str) -> Report:
    """(inspection, measure) → what is asked until when, how it stands, and whether it is overdue."""
    report: Report = {}
    for own in files(counted(said, on)).values():
        read: dict[str, Cells] = {}
        for one in own:
            _step(read, one)
        for name, cells in read.items():
            report[_number(own), name] = {**_lateness(cells, on), "provider_ico": _provider(own)}
    return report


def _step(read: dict[str, Cells], one: Raw) -> None:
    data, what = one.data, one.topic.partition(".")[2]
    if what == "corrective-measure-imposed":
        read[data["measure"]] = {
            "asks_for": data["asks_for"],
            "finding": ", ".join(data["findings"]) or None,
            "imposed_on": one.on,
            "due": data["due"],
            "standing": "DUE",
            "reported_on": None,
            "looked_at_on": None,
            "is_partial": False,
        }
        return
    about = read.get(data.get("measure", ""))
    if about is None:
        return
    about["standing"] = STANDINGS.get(what, about["standing"])
    if what == "corrective-report-received":
        about["reported_on"], about["is_partial"] = one.on, bool(data.get("is_partial"))
    if STANDINGS.get(what) in LOOKED_AT:
        about["looked_at_on"] = one.on
    if what == "corrective-measure-extended":
        about["due"] = data["due"]
        about["standing"] = "DUE" if about["standing"] == "NOT_FULFILLED" else about["standing"]


def _lateness(cells: Cells, on: str) -> Cells:
    """Late is what is still open after the last day by law; what was wholly reported in time waits for us."""
    due, reported = cells.pop("due"), cells["reported_on"]
    last, is_partial = due["legal_last_day"], cells.pop("is_partial")
    waits = cells["standing"] == "REPORTED" and reported is not None and reported <= last and not is_partial
    late = (date.fromisoformat(on) - date.fromisoformat(last)).days
    is_overdue = cells["standing"] not in {"FULFILLED", "LIFTED"} and not waits and late > 0
    return cells | {
        "safe_last_day": due["safe_last_day"],
        "legal_last_day": last,
        "overdue": "YES" if is_overdue else "NO",
        "days_late": late if is_overdue else None,
    }


def _sum(amounts: Sequence[Cells]) -> int | None:
    return sum(one["amount"]["minor"] for one in amounts) if amounts else None


def _number(own: Sequence[Raw]) -> str | None:
    return str(last_of(own, "number")) if last_of(own, "number") else None


def _provider(own: Sequence[Raw]) -> Any:
    subjects = [one.data["subject"] for one in own if one.topic in PLANS and one.data.get("subject")]
    return subjects[-1].get("provider") if subjects else None
