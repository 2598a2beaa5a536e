"""What the Commission is told: who was entrusted with what kind of service, year by year, and for how much."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from tests.projections.naive.compensation import begun
from tests.projections.naive.saying import Report, by_effect, counted, files, last_of
from tests.scenarios.naive_verdicts import Naive
from tests.scenarios.raw_ledger import Raw


def sgei(said: Sequence[Raw], on: str) -> Report:
    """(year, §) → counts and sums."""
    who: defaultdict[tuple[str, str], dict[str, tuple[str, Any]]] = defaultdict(dict)
    services: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    money: defaultdict[tuple[str, str], defaultdict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for file, own in files(counted(said, on)).items():
        if not any(one.topic.startswith("mandate.") for one in own):
            continue
        naive, sections = Naive(own), _sections(own)
        days = naive._days()
        for service, year in naive.books | begun(naive, on):
            if year > int(on[:4]):
                continue
            key = str(year), sections.get(service) or ""
            who[key][file] = _provider(own) or file, days
            services[key] |= {service} - {""}
            _money(money[key], naive, service, year)
        for one in own:
            if one.topic == "mandate.de-minimis-granted" and one.on is not None:
                only = naive.services[0] if len(naive.services) == 1 else ""
                key = one.on[:4], sections.get(one.data.get("service") or only) or ""
                money[key]["de_minimis"].append(one.data["amount_eur"]["minor"])
    return {
        key: {
            "undertakings": len({provider for provider, _ in who[key].values()}),
            "services": len(services[key]),
            "mandate_count": len(who[key]),
            "years_entrusted": _years([span for _, span in who[key].values()]),
        }
        | {name: sum(money[key][name]) if money[key][name] else None for name in NAMES}
        for key in {*who, *(key for key, sums in money.items() if any(sums.values()))}
    }


NAMES = ("compensation", "compensation_paid", "de_minimis")


def _money(sums: defaultdict[str, list[int]], naive: Naive, service: str, year: int) -> None:
    ceiling = naive._compensation(service, year)
    sums["compensation"] += [] if ceiling is None else [ceiling]
    sums["compensation_paid"] += [one.data["amount"]["minor"] for one in naive._of("compensation-paid", service, year)]
    back = by_effect(naive._of("public-money-returned", service, year))
    sums["compensation_paid"] += [-one.data["amount"]["minor"] for one in back if "funding" not in one.data]


def _sections(own: Sequence[Raw]) -> dict[str, str | None]:
    found = {}
    for one in own:
        if one.topic in {"mandate.proposed", "mandate.service-added", "mandate.taken-over"}:
            for terms in one.data.get("services", []) if one.topic == "mandate.taken-over" else [one.data]:
                found[terms.get("registration") or terms.get("name_as_written") or ""] = terms.get("section")
    return found


def _provider(own: Sequence[Raw]) -> Any:
    said = last_of([one for one in own if one.topic in {"mandate.proposed", "mandate.taken-over"}], "provider") or {}
    return said.get("ico") or said.get("name")


def _years(spans: Sequence[Any]) -> Decimal | None:
    known = [(date.fromisoformat(last) - date.fromisoformat(first)).days + 1 for first, last in spans if first and last]
    if not known:
        return None
    return (Decimal(sum(known)) / len(known) / Decimal("365.25")).quantize(Decimal("0.1"), ROUND_HALF_UP)
