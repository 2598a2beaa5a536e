"""Deadlines that are open on a day: those of the register, of money that is to come back, of mandates and of standings.

Not folded here: settlements of years, reviews of tenders, and the inner steps of an inspection, which have tests of
their own day by day (test_deadlines, test_deadlines_of_inspections, test_deadlines_of_tenders).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from tests.projections.naive.saying import Cells, Report, files
from tests.scenarios.raw_ledger import Raw

DUTY, TERM = "duty", "term"
"""A duty that is not met in time is overdue; a term, or a waiting, is simply over."""


@dataclass(frozen=True)
class Step:
    """What one entry says of one subject: it sets a last day, pays something off, or closes it."""

    day: str
    position: int
    subject: str
    what: str
    last_day: Cells | None = None
    amount: int = 0


NATURES = {
    "contract.publication": DUTY,
    "contract.voidness": DUTY,
    "contract.amendment-publication": DUTY,
    "contract.amendment-voidness": DUTY,
    "contract.refund": DUTY,
    "mandate.check": DUTY,
    "mandate.final-check": DUTY,
    "mandate.repayment": DUTY,
    "mandate.end": TERM,
    "mandate.records": TERM,
    "network_entry.end": TERM,
    "inspection.retention": TERM,
    "inspection.settlement": DUTY,
}
AGAIN = {"mandate.check", "mandate.end", "network_entry.end"}
"""Set anew after they were closed."""
REGISTER = {
    "contract.publication": "publish_by",
    "contract.voidness": "void_after",
    "contract.amendment-publication": "publish_by",
    "contract.amendment-voidness": "void_after",
}
MANDATE_ENDS = ("mandate.expired", "mandate.revoked")
SETTLED = ("inspection.objections-upheld-by-head", "inspection.objections-decided-by-superior")


def deadlines(said: Sequence[Raw], on: str) -> Report:
    """(file, kind, subject) → state, last days, days left, days late."""
    report: Report = {}
    for file, own in files(said).items():
        services = _services([one for one in own if (one.on or "") <= on])
        steps: dict[tuple[str, str], list[Step]] = {}
        for one in own:
            for kind, step in _steps(one):
                for subject in services if step.subject == "*" else (step.subject,):
                    steps.setdefault((kind, subject), []).append(step)
        for (kind, subject), told in steps.items():
            counted = sorted((one for one in told if one.day <= on), key=lambda one: (one.day, one.position))
            last_day = _open(counted, is_again=kind in AGAIN)
            if last_day is not None and (cells := _cells(kind, last_day, on)) is not None:
                report[file, kind, subject] = cells
    return report


PUBLICATIONS = {
    "contract.publication": "contract.voidness",
    "contract.amendment-publication": "contract.amendment-voidness",
}
"""What waits to be published, and after which day it would be void."""


def backlog(said: Sequence[Raw], on: str) -> Report:
    """(file, kind, subject) → the same of what waits to be published, and when it would be void."""
    every = deadlines(said, on)
    found: Report = {}
    for (file, kind, subject), cells in every.items():
        if kind in PUBLICATIONS:
            void = every.get((file, PUBLICATIONS[kind], subject), {})
            found[file, kind, subject] = cells | {"void_after": void.get("legal_last_day")}
    return found


def _open(steps: Sequence[Step], *, is_again: bool) -> Cells | None:
    """The last day of what is open: empty where nobody knows it, None where nothing is."""
    if is_again:
        current: Cells | None = None
        for one in steps:
            current = (one.last_day or {}) if one.what == "set" else None
        return current
    set_by = [one for one in steps if one.what == "set"]
    if not set_by or any(one.what == "closed" for one in steps):
        return None
    paid = [one.amount for one in steps if one.what == "paid"]
    if paid and sum(paid) >= set_by[-1].amount:
        return None
    return set_by[-1].last_day or {}


def _cells(kind: str, last_day: Cells, on: str) -> Cells | None:
    legal = last_day.get("legal_last_day")
    left = None if legal is None else (date.fromisoformat(legal) - date.fromisoformat(on)).days
    is_late = left is not None and left < 0
    if is_late and NATURES[kind] == TERM:
        return None
    return {
        "state": "not computed" if legal is None else "overdue" if is_late else "open",
        "safe_last_day": last_day.get("safe_last_day"),
        "legal_last_day": legal,
        "days_left": left,
        "days_late": -left if left is not None and is_late else None,
    }


def _services(own: Sequence[Raw]) -> list[str]:
    """Of a mandate each is checked by itself; before any is named, the mandate as a whole is."""
    found: dict[str, None] = {}
    for one in own:
        if one.topic in {"mandate.proposed", "mandate.service-added", "mandate.taken-over"}:
            for terms in one.data.get("services", []) if one.topic == "mandate.taken-over" else [one.data]:
                found[terms.get("registration") or terms.get("name_as_written") or ""] = None
    return list(found) or [""]


# What an entry says ---------------------------------------------------------------------------------------------------


def _steps(one: Raw) -> Iterator[tuple[str, Step]]:
    if one.topic.startswith("contract."):
        yield from _register(one)
        yield from _money(one, "contract.refund", "contract.refund-requested", "contract.refund-received")
        if one.topic == "contract.claim-written-off":
            yield "contract.refund", _step(one, "closed", one.data["claim"])
    elif one.topic.startswith("mandate."):
        yield from _mandate(one)
    elif one.topic.startswith("network_entry."):
        yield from _standing(one)
    elif one.topic.startswith("inspection."):
        yield from _inspection(one)


def _step(one: Raw, what: str, subject: str = "", *, day: str | None = None, **more: Any) -> Step:
    return Step(day or one.on or "", one.position, subject, what, **more)


def _fixed(day: str | None) -> Cells | None:
    return None if day is None else {"legal_last_day": day, "safe_last_day": day}


def _parsed(written: Cells | None) -> str | None:
    return (written or {}).get("parsed")


def _register(one: Raw) -> Iterator[tuple[str, Step]]:
    data, topic = one.data, one.topic
    for kind, limit in REGISTER.items():
        is_amendment = "amendment" in kind
        subject = str(data.get("number")) if is_amendment else ""
        prefix = "contract.amendment-" if is_amendment else "contract."
        opens = {"contract.amendment-concluded"} if is_amendment else {"contract.concluded", "contract.taken-over"}
        if topic in opens and (duty := (data.get("publication") or {}).get(limit)):
            is_old = topic == "contract.taken-over"
            day = _parsed(data.get("concluded_on")) if is_old else data.get("concluded_on") if is_amendment else None
            yield kind, _step(one, "set", subject, day=day, last_day=duty)
        if topic == "contract.taken-over" and not is_amendment and data.get("published_on"):
            yield kind, _step(one, "closed", day=_parsed(data["published_on"]))
        if topic == prefix + "published-in-register":
            yield kind, _step(one, "closed", subject)
        if topic == prefix + "voided-for-non-publication":
            yield kind, _step(one, "closed", subject, day=data.get("established_on"))


def _money(one: Raw, kind: str, asked: str, came: str) -> Iterator[tuple[str, Step]]:
    if one.topic in {asked, came} and one.data.get("claim"):
        amount = int(one.data["amount"]["minor"])
        what = "set" if one.topic == asked else "paid"
        yield kind, _step(one, what, one.data["claim"], last_day=one.data.get("due"), amount=amount)


def _mandate(one: Raw) -> Iterator[tuple[str, Step]]:
    data, topic = one.data, one.topic
    yield from _money(
        one, "mandate.repayment", "mandate.overcompensation-repayment-requested", "mandate.overcompensation-repaid"
    )
    if topic == "mandate.repayment-request-withdrawn":
        yield "mandate.repayment", _step(one, "closed", data["claim"])
    if topic == "mandate.issued":
        yield "mandate.check", _step(one, "set", "*", last_day=data.get("check_by"))
        yield "mandate.end", _step(one, "set", last_day=_fixed((data.get("period") or {}).get("end")))
    if topic == "mandate.taken-over":
        written = data.get("period_as_written") or {}
        start, end = _parsed(written.get("start")), _parsed(written.get("end"))
        is_certain = end is not None and (start is None or start <= end)
        yield "mandate.end", _step(one, "set", last_day=_fixed(end if is_certain else None))
    if topic == "mandate.prolonged":
        yield "mandate.end", _step(one, "set", last_day=_fixed(data["last_day"]))
    if topic == "mandate.overcompensation-check-performed":
        yield "mandate.check", _step(one, "closed", data.get("service") or "*")
        if data.get("check_by"):
            yield "mandate.check", _step(one, "set", data.get("service") or "*", last_day=data["check_by"])
    if topic == "mandate.final-overcompensation-check-performed":
        yield "mandate.final-check", _step(one, "closed", data.get("service") or "*")
    if topic in MANDATE_ENDS:
        yield "mandate.check", _step(one, "closed", "*")
        yield "mandate.end", _step(one, "closed")
        yield "mandate.final-check", _step(one, "set", "*", last_day=data.get("final_check_by"))
        yield "mandate.records", _step(one, "set", last_day=_fixed(data.get("records_until")))
    if topic == "mandate.records-released":
        yield "mandate.records", _step(one, "closed")


def _standing(one: Raw) -> Iterator[tuple[str, Step]]:
    kind, what = "network_entry.end", one.topic.partition(".")[2]
    if what in {"service-included", "urgent-inclusion-granted", "inclusion-prolonged"}:
        yield kind, _step(one, "set", last_day=_fixed(one.data.get("last_day")))
    elif what == "taken-over":
        written = one.data.get("validity") or {}
        yield kind, _step(one, "set", last_day=_fixed(_parsed(written.get("end"))))
    elif what == "service-excluded":
        yield kind, _step(one, "closed")


def _inspection(one: Raw) -> Iterator[tuple[str, Step]]:
    data, topic = one.data, one.topic
    if topic == "inspection.archived":
        yield "inspection.retention", _step(one, "set", last_day=_fixed(data.get("kept_until")))
    elif topic == "inspection.disposed":
        yield "inspection.retention", _step(one, "closed")
    elif topic in {"inspection.objections-received", "inspection.objection-deadline-extended-notified"}:
        yield "inspection.settlement", _step(one, "set", data["objection"], last_day=data.get("decide_by"))
    elif topic in {*SETTLED, "inspection.objections-handed-to-proceeding"}:
        yield "inspection.settlement", _step(one, "closed", data["objection"])
