"""What was paid of each contract by the year of the service and its source, and by the year of the bank."""

from collections import defaultdict
from collections.abc import Sequence

from tests.projections.naive.saying import Report, by_effect, counted, files, minor
from tests.scenarios.raw_ledger import Raw

SOURCES = ("esf", "state", "region", "unstated")


def by_cash_year(said: Sequence[Raw], on: str) -> Report:
    """(contract, year) → paid, taken back by the bank, returned by the provider, and what stayed away."""
    sums: defaultdict[tuple[str, str], defaultdict[str, int]] = defaultdict(lambda: defaultdict(int))
    columns = {
        "contract.payment-made": ("paid", 1),
        "contract.payment-reversed": ("reversed", -1),
        "contract.refund-received": ("refunded", -1),
    }
    for one in counted(said, on):
        if one.topic in columns:
            column, sign = columns[one.topic]
            own = sums[one.file, (one.on or "")[:4]]
            own[column] += minor(one.data["amount"]) or 0
            own["net"] += sign * (minor(one.data["amount"]) or 0)
    return {key: dict(own) for key, own in sums.items()}


def by_service_year(said: Sequence[Raw], on: str) -> Report:
    """(contract, year) → by source. What nobody said for certain, after a part came back, stands without a year."""
    sums: defaultdict[tuple[str, str], defaultdict[str, int]] = defaultdict(lambda: defaultdict(int))
    for file, own in files(by_effect(counted(said, on))).items():
        for one in own:
            if one.topic == "contract.payment-made":
                left = _left(own, one)
                for year, source, amount in _shares(_allocations(own, one), left):
                    sums[file, year][source] += amount
                    sums[file, year]["gross"] += amount
    return {key: {name: own[name] for name in own if own[name]} for key, own in sums.items() if any(own.values())}


def _left(own: Sequence[Raw], paid: Raw) -> int:
    back = [
        one.data["amount"]["minor"]
        for one in own
        if one.topic == "contract.payment-reversed" and one.data["movement"] == paid.data["movement"]
    ]
    return int(paid.data["amount"]["minor"] - sum(back))


def _allocations(own: Sequence[Raw], paid: Raw) -> list[tuple[str, str, int]]:
    """Year, source, amount: as told last."""
    told = [
        one.data["allocations"]
        for one in own
        if one.topic in {"contract.payment-made", "contract.payment-allocated"}
        and one.data["movement"] == paid.data["movement"]
        and one.data.get("allocations")
    ]
    found = []
    for one in told[-1] if told else []:
        year, whole = one["month"][:4], int(one["amount"]["minor"])
        for source, amount in (one.get("sources") or {}).items():
            found.append((year, source, int(amount["minor"])))
            whole -= int(amount["minor"])
        if whole:
            found.append((year, "unstated", whole))
    return found


def _shares(said: list[tuple[str, str, int]], left: int) -> list[tuple[str, str, int]]:
    if left == sum(amount for _, _, amount in said):
        return said
    return [("", "unstated", left)] if left else []
