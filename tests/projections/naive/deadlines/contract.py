"""The steps of a contract, and its settlements: when each year is to be settled, and whether all of it was."""

from collections.abc import Iterator, Sequence

from tests.projections.naive.deadlines.steps import Step, agreed, parsed, step
from tests.projections.naive.saying import Cells, by_effect, counted
from tests.scenarios.raw_ledger import Raw

REGISTER = {"publication": "publish_by", "voidness": "void_after"}
CLAIMS = {
    "refund-requested": "contract.refund",
    "levy-imposed": "contract.levy",
    "penalty-charged": "contract.levy-penalty",
    "penalty-imposed": "contract.penalty",
    "unjust-enrichment-claimed": "contract.unjust-enrichment",
}
PAID = {
    "refund-received": ("contract.refund",),
    "levy-paid": ("contract.levy", "contract.levy-penalty"),
    "penalty-paid": ("contract.penalty",),
    "unjust-enrichment-repaid": ("contract.unjust-enrichment",),
}


def steps(one: Raw) -> Iterator[tuple[str, Step]]:
    """Of each kind of deadline what the entry says of it."""
    kind, _, what = one.topic.partition(".")
    if kind != "contract":
        return
    for duty, limit in REGISTER.items():
        yield from _register(one, what, f"contract.{duty}", limit)
        yield from _register_of_amendment(one, what, f"contract.amendment-{duty}", limit)
    yield from _reports(one, what)
    yield from _claims(one, what)


def _register(one: Raw, what: str, kind: str, limit: str) -> Iterator[tuple[str, Step]]:
    data = one.data
    if what in {"concluded", "taken-over"} and (last_day := (data.get("publication") or {}).get(limit)):
        day = parsed(data.get("concluded_on")) if what == "taken-over" else None
        yield kind, step(one, "set", day=day, last_day=last_day)
    if what == "taken-over" and data.get("published_on"):
        yield kind, step(one, "closed", day=parsed(data["published_on"]))
    if what == "published-in-register":
        yield kind, step(one, "closed")
    if what == "voided-for-non-publication":
        yield kind, step(one, "failed", day=data.get("established_on"))


def _register_of_amendment(one: Raw, what: str, kind: str, limit: str) -> Iterator[tuple[str, Step]]:
    data, number = one.data, str(one.data.get("number"))
    if what == "amendment-concluded" and (last_day := (data.get("publication") or {}).get(limit)):
        yield kind, step(one, "set", number, day=data.get("concluded_on"), last_day=last_day)
    if what == "amendment-published-in-register":
        yield kind, step(one, "closed", number)
    if what == "amendment-voided-for-non-publication":
        yield kind, step(one, "failed", number, day=data.get("established_on"))


def _reports(one: Raw, what: str) -> Iterator[tuple[str, Step]]:
    data = one.data
    if what == "monitoring-report-returned":
        last_day = agreed(data.get("complete_by"))
        yield "contract.report-completion", step(one, "set", data["report"], last_day=last_day)
    if what == "monitoring-report-submitted":
        yield "contract.report-completion", step(one, "closed", data["report"])
    if what == "remedy-called":
        yield "contract.remedy", step(one, "set", data["breach"], last_day=data.get("due"))
    if what in {"breach-remedied", "budget-breach-dismissed"} or (what == "levy-imposed" and data.get("breach")):
        yield "contract.remedy", step(one, "closed", data["breach"])


def _claims(one: Raw, what: str) -> Iterator[tuple[str, Step]]:
    data, claim = one.data, one.data.get("claim")
    if claim is None:
        return
    amount = _minor(data.get("amount") or (data.get("interest") or {}).get("amount"))
    if what in CLAIMS:
        yield CLAIMS[what], step(one, "set", claim, last_day=data.get("due"), amount=amount)
    for kind in PAID.get(what, ()):
        yield kind, step(one, "paid", claim, amount=amount)
    if what == "levy-appeal-decided" and (data["outcome"] == "cancelled" or amount is not None):
        yield "contract.levy", step(one, "changed", claim, amount=0 if data["outcome"] == "cancelled" else amount)
    if what == "levy-waived":
        for kind in PAID["levy-paid"]:
            yield kind, step(one, "lowered", claim, amount=amount)
    if what == "claim-written-off":
        for kind in CLAIMS.values():
            yield kind, step(one, "closed", claim)


def _minor(amount: Cells | None) -> int | None:
    return None if amount is None else int(amount["minor"])


# Settlements ----------------------------------------------------------------------------------------------------------


def settlements(own: Sequence[Raw], on: str) -> Iterator[tuple[str, str, Cells]]:
    """The years that are to be settled and are not, and the settlements that were returned and did not come again."""
    told = by_effect(counted(own, on))
    voided = [one for one in told if one.topic == "contract.voided-for-non-publication" and _established(one) <= on]
    for year, due_on in _due(own, on).items():
        stored = _stored(told, year)
        if not voided and not _is_settled(told, year) and not _is_never_asked(told, year):
            yield "contract.settlement", year, stored or agreed(due_on) or {}
    if not voided:
        yield from (("contract.settlement-completion", subject, {}) for subject in _returned(told))


def _established(one: Raw) -> str:
    return one.data.get("established_on") or one.on or ""


def _due(own: Sequence[Raw], on: str) -> dict[str, str | None]:
    """Year → the day agreed on: all years of the agreement that holds; one that becomes void later never held."""
    void = {one.data["number"] for one in own if one.topic == "contract.amendment-voided-for-non-publication"}
    held: list[tuple[str, int, list[Cells]]] = []
    for one in own:
        is_amendment = one.topic == "contract.amendment-concluded"
        if (one.topic == "contract.concluded" or is_amendment) and one.data.get("settlement_due"):
            if is_amendment and one.data["number"] in void:
                continue
            held.append((_since(one, own) if is_amendment else one.on or "", one.position, one.data["settlement_due"]))
    now = max((one for one in held if one[0] <= on), key=lambda one: one[:2], default=("", 0, []))
    return {str(one["year"]): one.get("due_on") for one in now[2]}


def _since(amendment: Raw, own: Sequence[Raw]) -> str:
    """Its day; where it would be void unpublished, that of its publication if that came later."""
    if not (amendment.data.get("publication") or {}).get("void_after"):
        return amendment.on or ""
    published = [
        one.on or ""
        for one in own
        if one.topic == "contract.amendment-published-in-register" and one.data["number"] == amendment.data["number"]
    ]
    return max([amendment.on or "", *published])


def _services(told: Sequence[Raw]) -> list[str]:
    named = [
        [one.get("registration") or "" for one in said.data["services"]]
        for said in told
        if said.topic in {"contract.drafted", "contract.taken-over", "contract.concluded"} and said.data.get("services")
    ]
    return named[-1] if named else []


def _service(one: Raw, told: Sequence[Raw]) -> str:
    """The one that it names, or the only one there is; else all of them."""
    services = _services(told)
    return one.data.get("service") or (services[0] if len(services) == 1 else "")


def _first_settlements(told: Sequence[Raw], year: str) -> dict[str, Raw]:
    found: dict[str, Raw] = {}
    for one in told:
        if one.topic == "contract.settlement-submitted" and str(one.data["year"]) == year:
            found.setdefault(_service(one, told), one)
    return found


def _is_settled(told: Sequence[Raw], year: str) -> bool:
    first = _first_settlements(told, year)
    return bool(first) and ("" in first or set(_services(told)) <= set(first))


def _stored(told: Sequence[Raw], year: str) -> Cells | None:
    """The last day that was computed when a part of the year was settled."""
    due: list[Cells] = [one.data["due"] for one in _first_settlements(told, year).values() if one.data.get("due")]
    return due[-1] if due else None


def _is_never_asked(told: Sequence[Raw], year: str) -> bool:
    """The contract had ended in a year before."""
    ends = [one.on for one in told if one.topic in {"contract.terminated", "contract.expired"} and one.on]
    return any(end[:4] < year for end in ends)


def _returned(told: Sequence[Raw]) -> list[str]:
    waiting: dict[tuple[str, str], None] = {}
    for one in told:
        if one.topic in {"contract.settlement-returned", "contract.settlement-submitted"}:
            key = str(one.data["year"]), _service(one, told)
            if one.topic.endswith("returned"):
                waiting[key] = None
            else:
                waiting.pop(key, None)
    return [" ".join(filter(None, key)) for key in waiting]
