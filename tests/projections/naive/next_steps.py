"""What is to be done next about a service-year, read from the entries of its mandate in the order of the duties."""

from collections.abc import Sequence
from typing import NamedTuple

from tests.scenarios.naive_verdicts import UNDECIDED, Found, Naive
from tests.scenarios.raw_ledger import Raw

MONEY = ("compensation-paid", "other-public-funding-recorded", "public-money-returned")


class Claim(NamedTuple):
    """A request for repayment: what it still asks for, and what came in on it, in haléře."""

    left: int
    repaid: int


def next_step(naive: Naive, service: str, year: int, found: Found, on: str) -> str:
    """The next step on that day."""
    if on <= min(f"{year}-12-31", naive._days()[1] or "9999"):
        return "calculate the compensation" if naive._compensation(service, year) is None else "the year goes on"
    if found.outcome == UNDECIDED:
        return _to_decide(naive, service, year, found)
    checks = naive._checks(service, year)
    if not checks:
        return "check"
    return (
        "check again"
        if _is_outdated(naive, service, year, found, checks[-1])
        else _after(naive, service, year, found, on)
    )


def _to_decide(naive: Naive, service: str, year: int, found: Found) -> str:
    is_unsaid = service != "" and any(naive._of(topic, "", year) for topic in MONEY)
    is_known = service in naive.services and not is_unsaid and naive._is_known(year)
    if not is_known or naive._net_cost(service, year) is not None:
        return "add what the verdict lacks"
    if not found.carried_in and not any(naive._of(topic, service, year) for topic in MONEY):
        return "no public money came"
    return "verify the net cost" if naive._of("net-cost-declared", service, year) else "declare the net cost"


def _is_outdated(naive: Naive, service: str, year: int, found: Found, check: Raw) -> bool:
    """Whether the check came to something else, or from other figures."""
    result = check.data["result"]
    figures = [result[name]["minor"] for name in ("public_money", "carried_in", "net_cost")]
    now = [found.public_money, found.carried_in, naive._net_cost(service, year)]
    return (result["outcome"], figures) != (found.outcome, now)


def _after(naive: Naive, service: str, year: int, found: Found, on: str) -> str:
    claims = _claims(naive, service, year)
    is_repaid = found.outcome == "REPAY"
    if found.to_claim < 0 or (not is_repaid and any(claim.left for claim in claims)):
        return "withdraw a request for repayment"
    if found.to_claim > 0:
        return "ask for repayment"
    if is_repaid and sum(claim.repaid for claim in claims) < (found.excess or 0):
        return "repay"
    has_ended = (naive._days()[1] or "9999") < on
    is_left = found.excess and not has_ended and not naive._of("parameters-updated", service, year)
    return "update the parameters" if is_left else "done"


def _claims(naive: Naive, service: str, year: int) -> Sequence[Claim]:
    found: dict[str, Claim] = {}
    for one, key in naive.rows:
        name, what = one.data.get("claim", ""), one.topic.removeprefix("mandate.")
        if what == "overcompensation-repayment-requested" and (key, one.data["year"]) == (service, year):
            found[name] = Claim(int(one.data["amount"]["minor"]), 0)
        elif what == "overcompensation-repaid" and name in found:
            amount, (left, repaid) = int(one.data["amount"]["minor"]), found[name]
            found[name] = Claim(max(0, left - amount), repaid + amount)
        elif what == "repayment-request-withdrawn" and name in found:
            found[name] = Claim(0, found[name].repaid)
    return list(found.values())
