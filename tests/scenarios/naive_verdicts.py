"""Every sum and verdict of a mandate once more, from bare JSON with whole numbers and fractions: slow and plain.

Domain.md § 13.4 in one reading: public money less net cost, by service and year; a tenth of the average of the years so
far at most is carried over as a whole where the mandate allows it and goes on, else the whole is repaid.
"""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any, NamedTuple

from tests.scenarios.raw_ledger import Raw

UNDECIDED = "CANNOT_BE_DECIDED"
ASIDE = ("mandate.transparency-published", "mandate.report-to-commission-included")
"""What speaks of a year and says nothing about its money."""


class Found(NamedTuple):
    """What a service-year comes to, in haléře; `excess` is None where the net cost is not known."""

    outcome: str
    excess: int | None
    public_money: int
    carried_in: int
    to_claim: int
    room: int | None


class Naive:
    """One mandate as its events read; every question goes through all of them."""

    def __init__(self, events: Sequence[Raw]) -> None:
        self.services: list[str] = []
        self.acts: list[Raw] = []
        self.rows: list[tuple[Raw, str]] = []
        for one in events:
            data = one.data
            for terms in data.get("services", []) if one.topic == "mandate.taken-over" else [data]:
                if one.topic in {"mandate.taken-over", "mandate.proposed", "mandate.service-added"}:
                    self.services.append(terms.get("registration") or terms.get("name_as_written") or "")
            if one.topic in {"mandate.issued", "mandate.taken-over"}:
                self.acts.append(one)
            only = self.services[0] if len(self.services) == 1 else ""
            for ceiling in data.get("compensations", []):
                said = {"year": ceiling["year"], "compensation": ceiling["compensation"]}
                self.rows.append((replace(one, data=said), ceiling.get("service") or only))
            self.rows.append((one, data.get("service") or only))

    @property
    def books(self) -> set[tuple[str, int]]:
        """Every service and year of which anything about money, cost or a verdict is said."""
        return {
            (service, one.data["year"]) for one, service in self.rows if "year" in one.data and one.topic not in ASIDE
        }

    def _of(self, topic: str, service: str, year: int | None) -> list[Raw]:
        full = f"mandate.{topic}"
        return [one for one, key in self.rows if one.topic == full and (key, one.data.get("year")) == (service, year)]

    def public_money(self, service: str, year: int) -> int:
        came = self._of("compensation-paid", service, year) + self._of("other-public-funding-recorded", service, year)
        return _total(came) - _total(self._of("public-money-returned", service, year))

    def _taken(self, service: str, year: int) -> int:
        """What is promised, what was paid beyond it, and what others gave: nothing comes back of what never came."""
        promised, paid = dict[str, int](), dict[str, int]()
        for topic, sums, sign in (
            ("compensation-committed", promised, 1),
            ("commitment-released", promised, -1),
            ("compensation-paid", paid, 1),
            ("public-money-returned", paid, -1),
        ):
            for one in self._of(topic, service, year):
                if "funding" not in one.data:
                    key = one.data.get("contract") or one.data.get("reference") or ""
                    sums[key] = sums.get(key, 0) + sign * one.data["amount"]["minor"]
        promises = {key: max(0, promised.get(key, 0)) for key in {*promised, *paid}}
        beyond = sum(max(0, paid.get(key, 0) - promise) for key, promise in promises.items() if key)
        given = dict[str, int]()
        for one in self._of("other-public-funding-recorded", service, year):
            given[one.data["funding"]] = given.get(one.data["funding"], 0) + one.data["amount"]["minor"]
        for one in self._of("public-money-returned", service, year):
            if one.data.get("funding") in given:
                given[one.data["funding"]] -= one.data["amount"]["minor"]
        others = sum(max(0, left) for left in given.values())
        return sum(promises.values()) + max(0, beyond + paid.get("", 0)) + others

    def _compensation(self, service: str, year: int) -> int | None:
        said = [one for one, key in self.rows if "compensation" in one.data and key == service]
        held = [one for one in said if one.data["year"] == year]
        latest = max(held, key=lambda one: (one.on or "", one.position), default=None)
        return None if latest is None else int(latest.data["compensation"]["minor"])

    def _checks(self, service: str, year: int) -> list[Raw]:
        topics = ("overcompensation-check-performed", "final-overcompensation-check-performed")
        return sorted((c for t in topics for c in self._of(t, service, year)), key=lambda one: one.position)

    def carried_in(self, service: str, year: int) -> int:
        """What came with the last check of the year before, if anything did."""
        checks = self._checks(service, year - 1)
        carried = self._of("overcompensation-carried-over", service, year - 1)
        after = [one for one in carried if not checks or one.position > checks[-1].position]
        return int(after[-1].data["amount"]["minor"]) if after else 0

    def _net_cost(self, service: str, year: int) -> int | None:
        stated = [*self._of("net-cost-declared", service, year), *self._of("net-cost-verified", service, year)]
        last = max(stated, key=lambda one: one.position, default=None)
        if last is None or last.topic.endswith("declared") or len(self._of("net-cost-declared", service, year)) == 0:
            return None
        profit = last.data.get("reasonable_profit", {"minor": 0})["minor"]
        return max(0, int(last.data["costs"]["minor"] - last.data["revenues"]["minor"] + profit))

    def _days(self) -> tuple[str | None, str | None]:
        """The first and the last day, as the papers say them for certain."""
        first: str | None = None
        last: str | None = None
        for one in self.acts:
            if one.topic == "mandate.issued":
                first, last = one.data["period"]["start"], one.data["period"].get("end")
            elif written := one.data.get("period_as_written"):
                start, end = (written.get(which, {}).get("parsed") for which in ("start", "end"))
                first, last = (start, end) if not (start and end and end < start) else (first, last)
        ends = [one.on for one, _ in self.rows if one.topic in {"mandate.revoked", "mandate.expired"}]
        longer = [one.data["last_day"] for one, _ in self.rows if one.topic == "mandate.prolonged"]
        last = longer[-1] if longer else last
        return first, min((day for day in (last, *ends) if day is not None), default=None)

    def _is_allowed(self, service: str, year: int) -> bool | None:
        if self._claimed(service, year):
            return False
        said: list[tuple[str, int, bool | None]] = []
        for one, _ in self.rows:
            is_act = one.topic in {"mandate.issued", "mandate.taken-over"}
            if is_act or (one.topic == "mandate.amended" and "is_carry_over_allowed" in one.data):
                usual = False if one.topic == "mandate.issued" else None
                said.append((one.on or "", one.position, one.data.get("is_carry_over_allowed", usual)))
        day = min(f"{year}-12-31", self._days()[1] or "9999")
        by_then = [one for one in sorted(said, key=lambda one: one[:2]) if one[0] <= day]
        first = min(said, key=lambda one: one[:2], default=("", 0, None))
        return by_then[-1][2] if by_then else first[2]

    def _claimed(self, service: str, year: int) -> int:
        claims: dict[str, list[int]] = {}
        for one, key in self.rows:
            claim = one.data.get("claim", "")
            if one.topic == "mandate.overcompensation-repayment-requested":
                is_own = (key, one.data["year"]) == (service, year)
                claims.pop(claim, None)
                claims |= {claim: [one.data["amount"]["minor"], 0]} if is_own else {}
            elif one.topic == "mandate.overcompensation-repaid" and claim in claims:
                claims[claim][1] += one.data["amount"]["minor"]
            elif one.topic == "mandate.repayment-request-withdrawn" and claim in claims:
                claims[claim][0] = 0
        return sum(max(asked, repaid) for asked, repaid in claims.values())

    def _is_known(self, year: int) -> bool:
        old = [one.data.get("money_known_from") for one in self.acts if one.topic == "mandate.taken-over"]
        return not old or (old[-1] is not None and old[-1] <= year)

    def _average(self, service: str, year: int, rule: dict[str, Any] | None) -> Fraction | None:
        first = self._days()[0]
        if rule is None or first is None:
            return None
        is_of_one = {"the checked year": True, "years up to the checked one": False}[rule["average"]]
        years = range(year if is_of_one else int(first[:4]), year + 1)
        if not years or not all(map(self._is_known, years)):
            return None
        return Fraction(sum(self.public_money(service, one) for one in years), len(years))

    def found(self, service: str, year: int) -> Found:
        """The verdict on a service-year, with its sums."""
        money, carried = self.public_money(service, year), self.carried_in(service, year)
        ceiling = self._compensation(service, year)
        room = None if ceiling is None else ceiling - carried - self._taken(service, year)
        outcome, excess = self._judged(service, year, money + carried)
        to_claim = (excess or 0) - self._claimed(service, year) if outcome == "REPAY" else 0
        return Found(outcome, excess, money, carried, to_claim, room)

    def _judged(self, service: str, year: int, received: int) -> tuple[str, int | None]:
        net = self._net_cost(service, year)
        topics = ("compensation-paid", "other-public-funding-recorded", "public-money-returned")
        is_unsaid = service != "" and any(self._of(topic, "", year) for topic in topics)
        if service not in self.services or is_unsaid or not self._is_known(year) or net is None:
            return UNDECIDED, None
        excess = received - net
        if excess <= 0:
            return "NO_OVERCOMPENSATION", 0
        return self._consequence(service, year, excess), excess

    def _consequence(self, service: str, year: int, excess: int) -> str:
        """All or nothing."""
        checks = self._checks(service, year)
        rule = (checks[-1].data["result"].get("rule") if checks else None) or self.acts[-1].data.get("rule")
        average, last = self._average(service, year, rule), self._days()[1]
        is_small = None if average is None or rule is None else excess <= Fraction(rule["share"]) * average
        goes_on = None if last is None else last > f"{year}-12-31"
        conditions = (is_small, self._is_allowed(service, year), goes_on)
        return "REPAY" if False in conditions else UNDECIDED if None in conditions else "CARRY_OVER"


def _total(events: Sequence[Raw]) -> int:
    return sum(int(one.data["amount"]["minor"]) for one in events)
