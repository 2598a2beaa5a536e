"""Points, weights and prices become totals and a ranking: exact, with fractions, rounded only to be printed."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from domain.kernel.money import Money
from domain.tender.payloads import Criterion, Ranked, Score

Totals = Mapping[str, Fraction]
"""The exact total of every bid."""


def totals(criteria: Sequence[Criterion], prices: Mapping[str, Money], scores: Sequence[Score]) -> Totals:
    """The weighted sum of every bid, out of 100. Needs complete scores and prices above zero."""
    lowest = min((price.minor for price in prices.values()), default=0)
    found = dict.fromkeys(prices, Fraction(0))
    for criterion in criteria:
        weight = Fraction(criterion.weight) / 100
        for bid, price in prices.items():
            if criterion.method == "LOWEST_PRICE":
                points = Fraction(100 * lowest, price.minor)
            else:
                points = _mean([s.points for s in scores if (s.bid, s.criterion) == (bid, criterion.criterion)])
            found[bid] += weight * points
    return found


def printed(exact: Fraction) -> Decimal:
    """A total as a report prints it: rounded half up to two decimals, in its shortest form."""
    hundredths = (exact * 200 + 1) // 2
    return Decimal(hundredths) / 100


def as_stated(ranking: Sequence[Ranked]) -> list[str]:
    """A ranking as lines of rank, bid and total."""
    return [f"{one.rank} {one.bid} {_plain(one.total)}" for one in sorted(ranking, key=lambda r: r.rank)]


def as_computed(exact: Totals, stated: Sequence[Ranked]) -> list[str]:
    """The ranking that follows from exact totals; bids with the very same total stand in the order stated."""
    order = {one.bid: one.rank for one in stated}
    ranked = sorted(exact, key=lambda bid: (-exact[bid], order.get(bid, 0), bid))
    return [f"{rank} {bid} {_plain(printed(exact[bid]))}" for rank, bid in enumerate(ranked, 1)]


def tied(exact: Totals) -> list[str]:
    """The bids that share their exact total with another."""
    ranked = sorted(exact, key=lambda bid: -exact[bid])
    pairs = [pair for pair in pairwise(ranked) if exact[pair[0]] == exact[pair[1]]]
    return sorted({bid for pair in pairs for bid in pair})


def missing_scores(criteria: Sequence[Criterion], bids: Sequence[str], scores: Sequence[Score]) -> Iterator[str]:
    """What an evaluator did not give points for; where points are to be given at all, there is an evaluator."""
    given = {(one.evaluator, one.bid, one.criterion) for one in scores}
    evaluators = sorted({one.evaluator for one in scores}) or ["?"]
    for criterion in criteria:
        if criterion.method == "POINTS":
            wanted = ((evaluator, bid, criterion.criterion) for evaluator in evaluators for bid in bids)
            yield from (" / ".join(one) for one in wanted if one not in given)


def surplus_scores(criteria: Sequence[Criterion], bids: Sequence[str], scores: Sequence[Score]) -> Iterator[str]:
    """Points for another bid, for a criterion without points, or given twice."""
    with_points = {criterion.criterion for criterion in criteria if criterion.method == "POINTS"}
    seen: set[tuple[str, str, str]] = set()
    for one in scores:
        key = (one.evaluator, one.bid, one.criterion)
        if one.bid not in bids or one.criterion not in with_points or key in seen:
            yield " / ".join(key)
        seen.add(key)


def _mean(points: Sequence[Decimal]) -> Fraction:
    return sum(map(Fraction, points), Fraction(0)) / len(points)


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"
