"""What is to be inspected: every service, contract, mandate and provider, what is planned there, what the law asks.

The law asks for a check of each service of a mandate by itself; what is shown is the first last day of them all.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from tests.projections.naive.saying import Cells, Report, by_effect, counted, files, last_of
from tests.scenarios.raw_ledger import Raw

OPENS = {
    "service": ("service.registered", "service.taken-over", "service.provider-changed"),
    "contract": ("contract.concluded", "contract.taken-over"),
    "mandate": ("mandate.proposed", "mandate.taken-over"),
}
ENDS = {
    "service": ("service.deregistered",),
    "contract": ("contract.terminated", "contract.expired"),
    "mandate": ("mandate.expired", "mandate.revoked"),
}
CHECKS = ("mandate.overcompensation-check-performed", "mandate.final-overcompensation-check-performed")
Subject = tuple[str, str]


def plan(said: Sequence[Raw], on: str) -> Report:
    """(kind, subject) → who, what is planned, what was inspected, what the law asks, how urgent it is."""
    standing = by_effect(counted(said, on))
    named = {subject: cells for file, own in files(standing).items() for subject, cells in _subjects(file, own)}
    for cells in list(named.values()):
        if cells["provider_ico"]:
            named.setdefault(("provider", cells["provider_ico"]), _nobody(cells["provider_ico"]))
    visits = [_visit(own) for own in files(standing, "inspection.planned", "inspection.plan-changed").values()]
    for visit in visits:
        for subject in visit["subjects"]:
            named.setdefault(subject, _nobody(subject[1] if subject[0] == "provider" else visit["provider"]))
    report: Report = {}
    for subject, cells in named.items():
        own = [visit for visit in visits if subject in visit["subjects"]]
        mandates = [one for one in named if one[0] == "mandate" and subject in {one, _provider(named[one])}]
        law = min((day for one in mandates for day in named[one]["law"]), default=None)
        row = _row(cells, own, law, on)
        if not (cells["is_ended"] and law is None and row["planned_number"] is None):
            report[subject] = row
    return report


def _provider(cells: Cells) -> Subject:
    return "provider", cells["provider_ico"]


def _nobody(provider: str | None) -> Cells:
    return {"provider_ico": provider, "is_ended": False, "law": []}


def _subjects(file: str, own: Sequence[Raw]) -> list[tuple[Subject, Cells]]:
    found = []
    for kind, opens in OPENS.items():
        opened = [one for one in own if one.topic in opens]
        law = _law(own) if kind == "mandate" else []
        if opened or law:
            is_ended = any(one.topic in ENDS[kind] for one in own)
            cells = {"provider_ico": _ico(opened), "is_ended": is_ended, "law": law}
            found.append(((kind, file), cells))
    return found


def _ico(opened: Sequence[Raw]) -> Any:
    found = [one.data.get("provider_ico") or _of_organisation(one.data.get("provider")) for one in opened]
    return next((one for one in reversed(found) if one), None)


def _of_organisation(provider: Any) -> Any:
    return provider.get("ico") if isinstance(provider, dict) else None


def _law(own: Sequence[Raw]) -> list[str]:
    """The last days of the next checks, service by service."""
    days: dict[str, str | None] = {}
    every = _services(own) or [""]
    for one in own:
        if one.topic == "mandate.issued":
            days |= dict.fromkeys(every, _day(one.data.get("check_by")))
        elif one.topic in ENDS["mandate"]:
            days |= dict.fromkeys(every, _day(one.data.get("final_check_by")))
        elif one.topic in CHECKS:
            service = one.data.get("service")
            days |= dict.fromkeys([service] if service else every, _day(one.data.get("check_by")))
    return [day for day in days.values() if day is not None]


def _services(own: Sequence[Raw]) -> list[str]:
    named: list[Cells] = []
    for one in own:
        if one.topic in {"mandate.proposed", "mandate.service-added"}:
            named.append(one.data)
        elif one.topic == "mandate.taken-over":
            named += one.data.get("services", [])
    return [terms.get("registration") or terms.get("name_as_written") or "" for terms in named]


def _day(limit: Cells | None) -> str | None:
    return None if limit is None else str(limit["legal_last_day"])


def _visit(own: Sequence[Raw]) -> Cells:
    told = [one for one in own if one.topic in {"inspection.planned", "inspection.plan-changed"}]
    about = last_of(told, "subject") or {}
    provider = about.get("provider")
    kinds = ("service", "contract", "mandate")
    subjects = {(kind, file) for kind in kinds for file in about.get(f"{kind}s", [])}
    started = [one for one in own if one.topic == "inspection.started"]
    days = [(one.data.get("planned_for") or {}).get("end") for one in told]
    risk = last_of(told, "risk_score")
    return {
        "number": last_of(told, "number"),
        "provider": provider,
        "subjects": subjects | ({("provider", provider)} if provider else set()),
        "started_on": (started[-1].on or "", started[-1].position) if started else None,
        "is_cancelled": any(one.topic == "inspection.cancelled" for one in own),
        "until": next((day for day in reversed(days) if day), None),
        "risk": None if risk is None else Decimal(str(risk)),
        "first": own[0].position,
    }


def _row(cells: Cells, own: Sequence[Cells], law: str | None, on: str) -> Cells:
    made = [one for one in own if one["started_on"] is not None]
    waiting = [one for one in own if one["started_on"] is None and not one["is_cancelled"]]
    last = max(made, key=lambda one: one["started_on"], default=None)
    next_one = min(waiting, key=lambda one: (one["until"] or "9999", one["first"]), default=None)
    until: str | None = next_one["until"] if next_one else None
    return {
        "provider_ico": cells["provider_ico"],
        "urgency": _urgency(law, next_one, until, last, on),
        "law_last_day": law,
        "planned_number": next_one and next_one["number"],
        "planned_until": until,
        "risk_score": next_one and next_one["risk"],
        "last_number": last and last["number"],
        "last_inspected_on": last and (last["started_on"][0] or None),
        "inspections": len(made),
    }


def _urgency(law: str | None, planned: Cells | None, until: str | None, last: Cells | None, on: str) -> str:
    if law is not None and law < on:
        return "overdue by law"
    if until is not None and until < on:
        return "overdue"
    if law is not None:
        return "due by law"
    return "planned" if planned is not None else "never inspected" if last is None else "inspected"
