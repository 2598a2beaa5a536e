"""Mandates of a region, drawn by chance: money, cost, checks, late news, repayments and mistakes, year after year."""

from collections.abc import Iterator
from random import Random
from typing import Any
from uuid import uuid4

from domain.kernel.prose import Prose
from domain.kernel.rule import Refused
from tests.scenarios.office import Office, kc

REASON = "zapsáno chybně"
ELEMENTS = dict.fromkeys(
    ("content", "exclusive_rights", "mechanism", "parameters", "control", "review", "recovery"), "podle pověření"
)
"""What Article 4 wants the act to say, in few words."""


class MandateLife:
    """One old mandate with one or two services, driven through the door that everybody uses."""

    def __init__(self, office: Office, chance: Random, number: int) -> None:
        self._office, self._chance = office, chance
        self.number = f"PO-{number:04d}"
        self._services = [f"{7_000_000 + 2 * number + n}" for n in range(1 + (chance.random() < 0.4))]
        self._first = chance.choice((2016, 2017, 2018))
        self._last = self._first + chance.choice((1, 2, 3))
        self._keys = 0

    def live(self) -> None:
        self._office.it_is(f"{self._first}-01-02")
        self._take_over()
        for year in range(self._first, self._last + 1):
            for service in self._services:
                self._money(year, service)
                self._settle(year, service)
            self._turn(year)

    # Steps ----------------------------------------------------------------------------------------------------------

    def _take_over(self) -> None:
        chance, first, last = self._chance, self._first, self._last
        money_known_from = first if chance.random() < 0.9 else first + 1
        self._do(
            "take-over",
            f"{first - 1}-12-19",
            number=self.number,
            provider={"name": "Domov Raspenava, příspěvková organizace", "ico": "71220089"},
            services=[{"registration": one, "section": "43", "orps": ["5105"]} for one in self._services],
            elements=ELEMENTS,
            instrument="SEPARATE_ACT",
            decision="2012/21/EU",
            period_as_written={
                "raw": f"1. 1. {first} – 31. 12. {last}",
                "start": {"raw": f"1. 1. {first}", "parsed": f"{first}-01-01"},
                **({"end": {"raw": f"31. 12. {last}", "parsed": f"{last}-12-31"}} if chance.random() < 0.9 else {}),
            },
            is_carry_over_allowed=chance.choice((True, True, True, False, None)),
            money_known_from=money_known_from,
            compensations=[
                {"year": year, "service": service, "compensation": kc(1_000_000)}
                for year in range(first, last + 1)
                for service in self._services
                if chance.random() < 0.9
            ],
        )

    def _money(self, year: int, service: str) -> None:
        chance = self._chance
        where = {"year": year, "service": service}
        self._do("commit-compensation", f"{year}-01-10", **where, amount=kc(900_000), reference="S", source="state")
        for month in ("03", "06", "09"):
            paid = {"amount": kc(chance.randrange(200_000, 320_000)), "movement": self._key(), "source": "state"}
            named = {"reference": "S"} if chance.random() < 0.8 else {}
            is_unsaid = len(self._services) > 1 and chance.random() < 0.02
            about = {"year": year} if is_unsaid else where
            self._do("record-compensation-payment", f"{year}-{month}-05", **about, **paid, **named)
        if chance.random() < 0.5:
            self._give(where, f"{year}-07-01")
        if chance.random() < 0.3:
            back = {"amount": kc(chance.randrange(1_000, 40_000)), "ground": "unused", "reference": "S"}
            self._do("record-money-return", f"{year}-12-15", **where, **back, movement=self._key())
        if chance.random() < 0.3:
            released = {"amount": kc(chance.randrange(1_000, 60_000)), "reference": "S"}
            self._do("release-commitment", f"{year}-12-20", **where, **released)

    def _give(self, where: dict[str, Any], on: str) -> None:
        chance, key = self._chance, self._key()
        given = {"funding": key, "funder": "obec", "funder_kind": "municipality"}
        self._do("record-other-funding", on, **where, **given, amount=kc(chance.randrange(1_000, 80_000)))
        if chance.random() < 0.2:
            back = {"amount": kc(chance.randrange(1, 1_000)), "ground": "other", "funding": key}
            self._do("record-money-return", f"{where['year']}-12-16", **where, **back, movement=self._key())

    def _settle(self, year: int, service: str) -> None:
        """Declared, verified, checked; then perhaps late news, a second check, repayment."""
        chance, after = self._chance, year + 1
        where = {"year": year, "service": service}
        if chance.random() < 0.1:
            return
        money = self._state().verdict(year, service).public_money.minor // 100
        costs = max(0, money + chance.choice((-300_000, -80_000, -50_000, 0, 100_000)) + chance.randrange(-999, 999))
        figures = {**where, "costs": kc(costs + 50_000), "revenues": kc(50_000 + 500), "reasonable_profit": kc(500)}
        self._do("record-net-cost", f"{after}-02-15", **figures)
        if chance.random() < 0.9:
            self._do("verify-net-cost", f"{after}-03-15", **figures)
        if chance.random() < 0.9:
            self._do("check-overcompensation", f"{after}-05-15", **where)
        if chance.random() < 0.4:
            self._give(where, f"{year}-11-11" if chance.random() < 0.5 else f"{after}-06-01")
        if chance.random() < 0.2:
            self._mistake(where, f"{after}-06-10")
        if chance.random() < 0.7:
            self._do("check-overcompensation", f"{after}-07-01", **where)
        if chance.random() < 0.8:
            self._repay(where, after)

    def _repay(self, where: dict[str, Any], after: int) -> None:
        chance, claim = self._chance, self._key()
        whole = self._state().verdict(where["year"], where["service"]).to_claim.minor // 100
        asked = {"claim": claim, "amount": kc(whole), "due_on": f"{after}-09-30"}
        if whole <= 0 or not self._do("request-repayment", f"{after}-08-01", **where, **asked):
            return
        for part in chance.choice(((), (whole,), (whole // 3, whole // 3))):
            repaid = {"claim": claim, "movement": self._key(), "amount": kc(part)}
            self._do("record-repayment", f"{after}-09-15", **repaid)
        if chance.random() < 0.2:
            self._do("withdraw-request", f"{after}-10-01", claim=claim, grounds=Prose.of(REASON))

    def _mistake(self, where: dict[str, Any], on: str) -> None:
        """A payment is corrected to another amount, or taken back."""
        key = self._key()
        paid = {**where, "amount": kc(30_000), "movement": key, "reference": "S"}
        outcome = self._do("record-compensation-payment", on, **paid)
        if not outcome:
            return
        entry = str(outcome.entries[0].event_id)
        if self._chance.random() < 0.5:
            self._entry("correct", entry=entry, data=paid | {"amount": {"currency": "CZK", "minor": 1_000_000}})
        else:
            self._entry("take-back", entry=entry)

    def _turn(self, year: int) -> None:
        """What may happen to the mandate itself."""
        chance = self._chance
        if chance.random() < 0.1:
            is_allowed = chance.random() < 0.5
            self._do("amend", f"{year}-12-01", amendment=self._key(), is_carry_over_allowed=is_allowed)
        if year == self._last - 1 and chance.random() < 0.15:
            self._do("revoke", f"{year}-12-31", grounds=Prose.of(REASON))
        if year == self._last and chance.random() < 0.5:
            self._do("record-expiry", f"{year}-12-31")

    # The door -------------------------------------------------------------------------------------------------------

    def _do(self, topic: str, on: str, **data: Any) -> Any:
        """One command; what the law refuses leaves no trace."""
        target = uuid4() if topic == "take-over" else self.number
        given = {name: value for name, value in data.items() if value is not None}
        try:
            return self._office.do(f"mandate.{topic}", target, on=on, acting_as="approver", reason=REASON, **given)
        except Refused:
            return None

    def _entry(self, topic: str, **data: Any) -> None:
        self._office.do(f"entry.{topic}", self.number, acting_as="approver", reason=REASON, **data)

    def _state(self) -> Any:
        return self._office.replay.state(self._office.parts.resolver.identifier("mandate", self.number))

    def _key(self) -> str:
        self._keys += 1
        return f"{self.number}-{self._keys}"


def live(office: Office, mandates: int, *, seed: int) -> Iterator[str]:
    """So many mandates, one after the other; their numbers."""
    chance = Random(seed)
    for number in range(1, mandates + 1):
        life = MandateLife(office, chance, number)
        life.live()
        yield life.number
