"""Service-years of mandates: what may be paid, what is promised, what came, and the verdict of domain.md § 13.4."""

from collections.abc import Sequence

from tests.projections.naive.next_steps import next_step
from tests.projections.naive.saying import Report, counted, files
from tests.scenarios.naive_verdicts import Naive
from tests.scenarios.raw_ledger import Raw

ACTS = ("mandate.issued", "mandate.taken-over")


def compensation(said: Sequence[Raw], on: str) -> Report:
    """(mandate, service, year) → the cells; years that had begun by the day are there without money as well."""
    report: Report = {}
    for file, own in files(counted(said, on)).items():
        if not own[0].topic.startswith("mandate.") and not any(one.topic.startswith("mandate.") for one in own):
            continue
        naive = Naive(own)
        for service, year in naive.books | begun(naive, on):
            found = naive.found(service, year)
            ceiling = naive._compensation(service, year)
            report[file, service, str(year)] = {
                "compensation": ceiling,
                "committed": _sum(naive, "compensation-committed", service, year)
                - _sum(naive, "commitment-released", service, year),
                "room": found.room,
                "public_money": found.public_money,
                "overcompensation": found.excess,
                "outcome": found.outcome,
                "next": next_step(naive, service, year, found, on),
            }
    return report


def begun(naive: Naive, on: str) -> set[tuple[str, int]]:
    """The service-years of the act itself, as far as they had begun; of none where one of its days is not known."""
    first, last = naive._days()
    if not naive.acts or first is None or last is None or on < first:
        return set()
    years = range(int(first[:4]), int(min(on, last)[:4]) + 1)
    return {(service, year) for service in naive.services for year in years}


def _sum(naive: Naive, topic: str, service: str, year: int) -> int:
    return sum(int(one.data["amount"]["minor"]) for one in naive._of(topic, service, year))
