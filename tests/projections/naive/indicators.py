"""Targets and what was reached of them.

Of a project the last that was said of each indicator; of a contract all that was last agreed together, unless that
amendment was void. Reached is what was last stated in all; else the sum of the periods, each as it was last told.
"""

from collections.abc import Sequence
from decimal import ROUND_DOWN, Decimal

from tests.projections.naive.saying import Cells, Report, by_effect, counted, files
from tests.scenarios.raw_ledger import Raw

FIGURES = ("persons", "fte", "units_direct", "units_in_favour")
AGREED = ("contract.concluded", "contract.amendment-concluded", "contract.taken-over")


def indicators(said: Sequence[Raw], on: str) -> Report:
    """(file, indicator) → unit, target, reached, share."""
    found: Report = {}
    for file, own in files(by_effect(counted(said, on))).items():
        promised, reached = _promised(own), _reached(own)
        for name in {*promised, *reached}:
            target, value = promised.get(name, {}).get("value"), reached.get(name)
            found[file, name] = {
                "unit": promised.get(name, {}).get("unit"),
                "target": target,
                "reached": value,
                "share": _share(value, target),
            }
    return found


def _promised(own: Sequence[Raw]) -> dict[str, Cells]:
    void = {one.data["number"] for one in own if one.topic == "contract.amendment-voided-for-non-publication"}
    found: dict[str, Cells] = {}
    for one in own:
        is_void = one.topic == "contract.amendment-concluded" and one.data["number"] in void
        if one.topic in AGREED and one.data.get("targets") and not is_void:
            found = {each["indicator"]: _target(each) for each in one.data["targets"]}
        elif one.topic == "project.indicator-target-set":
            found[one.data["indicator"]] = _later(found.get(one.data["indicator"], {}), _target(one.data))
        elif one.topic == "project.indicator-target-changed":
            changed = {"value": _number(one.data.get("value"))}
            found[one.data["indicator"]] = _later(found.get(one.data["indicator"], {}), changed)
    return found


def _target(said: Cells) -> Cells:
    return {"value": _number(said.get("value")), "unit": said.get("unit")}


def _later(before: Cells, now: Cells) -> Cells:
    return before | {name: value for name, value in now.items() if value is not None}


def _reached(own: Sequence[Raw]) -> dict[str, Decimal]:
    stated: dict[str, Decimal] = {}
    periods: dict[str, dict[object, Decimal]] = {}
    for one in own:
        data = one.data
        if one.topic == "project.indicator-achievement-stated":
            stated[data["indicator"]] = Decimal(data["value"])
        elif one.topic == "contract.indicator-achievement-recorded":
            if data.get("cumulative") is not None:
                stated[data["indicator"]] = Decimal(data["cumulative"])
            key = (data["period"]["start"], data["period"].get("end"))
            periods.setdefault(data["indicator"], {})[key] = Decimal(data.get("value") or 0)
        elif one.topic == "contract.monitoring-report-submitted":
            for name in FIGURES:
                value = (data.get("figures") or {}).get(name)
                if value is not None:
                    periods.setdefault(name, {})[data["report"]] = Decimal(str(value))
    return {name: sum(told.values(), Decimal()) for name, told in periods.items()} | stated


def _number(value: object) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def _share(reached: Decimal | None, target: Decimal | None) -> Decimal | None:
    if reached is None or not target:
        return None
    return (reached * 100 / target).quantize(Decimal("0.1"), rounding=ROUND_DOWN)
