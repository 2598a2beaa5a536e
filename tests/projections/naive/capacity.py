"""What the network holds on a day: every capacity of every standing, divided between municipalities by its shares."""

from collections.abc import Sequence
from fractions import Fraction

from tests.projections.naive.saying import Report
from tests.projections.network_fold import NO, Fold
from tests.scenarios.raw_ledger import Raw


def capacity(said: Sequence[Raw], on: str) -> Report:
    """(standing, form, unit, ORP) → its part, level, financing."""
    report: Report = {}
    fold = Fold(said, on)
    for entry in fold.entries():
        _, included, level, financing, capacities, shares = fold.entry_cells(entry)
        if included == NO:
            continue
        for form, unit, amount in capacities:
            for orp, share in shares or [("", "1")]:
                part = str(Fraction(amount) * Fraction(share))
                report[entry, form, unit, orp] = {"part": part, "level": level, "financing": financing}
    return report
