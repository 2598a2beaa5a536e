"""Deadlines that are open on a day, of every kind: folded by hand from bare JSON events.

Contracts, mandates, standings and inspections say of each deadline by itself what happened to it, step by step. The
settlement of a year and everything in a tender hang together, so these are read from the file as a whole.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

from tests.projections.naive.deadlines import contract, inspection, mandate, tender
from tests.projections.naive.deadlines.steps import (
    ALL,
    Reading,
    Step,
    again,
    fixed,
    judged,
    money,
    once,
    parsed,
    parts,
    step,
)
from tests.projections.naive.saying import Cells, Report, files
from tests.scenarios.raw_ledger import Raw

Open = tuple[str, str, Cells]
"""Kind, subject, last day: empty where nobody knows it."""

REGION, PROVIDER, PARTICIPANT, AUTHORITY = "region", "provider", "participant", "authority"
KINDS: dict[str, tuple[str, Reading]] = {
    "contract.publication": (REGION, once),
    "contract.voidness": (REGION, once),
    "contract.amendment-publication": (REGION, once),
    "contract.amendment-voidness": (REGION, once),
    "contract.publication-repair": (REGION, once),
    "contract.report-completion": (PROVIDER, again),
    "contract.refund": (PROVIDER, money),
    "contract.remedy": (PROVIDER, once),
    "contract.levy": (PROVIDER, money),
    "contract.levy-penalty": (PROVIDER, money),
    "contract.penalty": (PROVIDER, money),
    "contract.unjust-enrichment": (PROVIDER, money),
    "mandate.check": (REGION, again),
    "mandate.final-check": (REGION, once),
    "mandate.repayment": (PROVIDER, money),
    "mandate.de-minimis-entry": (REGION, once),
    "mandate.end": (REGION, again),
    "mandate.records": (REGION, once),
    "network_entry.end": (REGION, again),
    "inspection.planned": (REGION, judged),
    "inspection.follow-up": (REGION, judged),
    "inspection.documents": (PROVIDER, parts),
    "inspection.protocol": (REGION, parts),
    "inspection.objections": (PROVIDER, once),
    "inspection.posted-objections": (REGION, once),
    "inspection.head": (REGION, once),
    "inspection.settlement": (REGION, once),
    "inspection.measure": (PROVIDER, judged),
    "inspection.report": (PROVIDER, judged),
    "inspection.retention": (REGION, once),
}
"""Whose turn it is, and how the steps of one subject are read."""
TOGETHER = {
    "contract.settlement": PROVIDER,
    "contract.settlement-completion": PROVIDER,
    "tender.bids": PARTICIPANT,
    "tender.objections": PARTICIPANT,
    "tender.objection-answer": REGION,
    "tender.petition": PARTICIPANT,
    "tender.review-block": AUTHORITY,
    "tender.interim-measure": AUTHORITY,
    "tender.standstill": REGION,
    "tender.result": REGION,
}
"""Whose turn it is in what is read from the file as a whole."""
OVER_BY_ITSELF = {
    "mandate.end",
    "mandate.records",
    "network_entry.end",
    "inspection.objections",
    "inspection.posted-objections",
    "inspection.head",
    "inspection.retention",
    "tender.bids",
    "tender.objections",
    "tender.petition",
    "tender.review-block",
    "tender.interim-measure",
    "tender.standstill",
}
"""Rights, waitings and terms are simply over when their last day has passed; a duty is overdue."""
PUBLICATIONS = {
    "contract.publication": "contract.voidness",
    "contract.amendment-publication": "contract.amendment-voidness",
    "contract.publication-repair": None,
    "tender.result": None,
}
"""What waits to be published, and after which day it would be void."""


def deadlines(said: Sequence[Raw], on: str) -> Report:
    """(file, kind, subject) → whose turn, state, last days, days left, days late."""
    report: Report = {}
    for file, own in files(said).items():
        for kind, subject, last_day in (
            *_by_steps(own, on),
            *contract.settlements(own, on),
            *tender.deadlines(own, on),
        ):
            cells = _cells(kind, last_day, on)
            if cells is not None:
                report[file, kind, subject] = cells
    return report


def backlog(said: Sequence[Raw], on: str) -> Report:
    """(file, kind, subject) → the same of what waits to be published, and when it would be void."""
    every = deadlines(said, on)
    found: Report = {}
    for (file, kind, subject), cells in every.items():
        if kind in PUBLICATIONS:
            void = every.get((file, PUBLICATIONS[kind], subject), {})
            shown = {name: cell for name, cell in cells.items() if name != "turn"}
            found[file, kind, subject] = shown | {"void_after": void.get("legal_last_day")}
    return found


def _by_steps(own: Sequence[Raw], on: str) -> Iterator[Open]:
    told: defaultdict[str, list[Step]] = defaultdict(list)
    for one in own:
        for kind, said in _steps(one):
            if said.day <= on:
                told[kind].append(said)
    for kind, steps in told.items():
        steps.sort(key=lambda said: (said.day, said.position))
        for subject in {said.subject for said in steps} - {ALL} or {""}:
            last_day = KINDS[kind][1]([said for said in steps if said.subject in {subject, ALL}])
            if last_day is not None:
                yield kind, subject, last_day


def _cells(kind: str, last_day: Cells, on: str) -> Cells | None:
    legal = last_day.get("legal_last_day")
    left = None if legal is None else (date.fromisoformat(legal) - date.fromisoformat(on)).days
    is_late = left is not None and left < 0
    if is_late and kind in OVER_BY_ITSELF:
        return None
    return {
        "turn": TOGETHER.get(kind) or KINDS[kind][0],
        "state": "not computed" if legal is None else "overdue" if is_late else "open",
        "safe_last_day": last_day.get("safe_last_day"),
        "legal_last_day": legal,
        "days_left": left,
        "days_late": -left if left is not None and is_late else None,
    }


def _steps(one: Raw) -> Iterator[tuple[str, Step]]:
    for subject in (contract, mandate, inspection):
        yield from subject.steps(one)
    yield from _standing(one)


def _standing(one: Raw) -> Iterator[tuple[str, Step]]:
    kind, (file, _, what) = "network_entry.end", one.topic.partition(".")
    if file != "network_entry":
        return
    if what in {"service-included", "urgent-inclusion-granted", "inclusion-prolonged"}:
        yield kind, step(one, "set", last_day=fixed(one.data.get("last_day")))
    elif what == "taken-over":
        written = one.data.get("validity") or {}
        start, end = parsed(written.get("start")), parsed(written.get("end"))
        yield kind, step(one, "set", last_day=fixed(end if end and (not start or start <= end) else None))
    elif what == "service-excluded":
        yield kind, step(one, "closed")
