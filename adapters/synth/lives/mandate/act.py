"""The act of entrustment: issued with all that Article 4 wants, amended, prolonged, brought under a new law, ended."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from adapters.synth.chance import Chance
from adapters.synth.days import later, workday, workday_before
from adapters.synth.lives.mandate.plan import Instrument, Turn
from adapters.synth.lives.mandate.telling import Happening, Telling
from adapters.synth.lives.service import Service
from adapters.synth.numbers import digest, resolution
from adapters.synth.people import CLERKS
from adapters.synth.step import Step
from domain.mandate.commands import (
    AddService,
    AmendMandate,
    IssueMandate,
    MigrateLegalBasis,
    ProlongMandate,
    ProposeMandate,
    RecordAcceptance,
    RecordExpiry,
    RevokeMandate,
)

ELEMENTS = {
    "content": "Basic activities of the social service by Act 108/2006, for everybody of the target groups who asks.",
    "exclusive_rights": "None.",
    "mechanism": "Usual costs less usual revenues for each unit of capacity and year.",
    "parameters": "Reference values of the methodology of the year, times the units of the capacity.",
    "control": "The region verifies the net cost of a year and checks it against all public money for that year.",
    "review": "The values of a year apply from its first day; they are set anew every December.",
    "recovery": "What exceeds the net cost is carried over to the next year or repaid as a whole.",
}
"""What Article 4 of the Decision wants said in words."""
NEW_DECISION = date(2025, 12, 19)
"""From this day on a mandate may stand on Decision (EU) 2025/2630."""


def act_happenings(telling: Telling, chance: Chance) -> Iterator[Happening]:
    """The act from its proposal to its end; each resolution is drawn from a chance of its own."""
    plan = telling.plan
    proposed_on = plan.issued_on if plan.project else workday_before(plan.issued_on - timedelta(days=20))
    accepted_on = later(plan.issued_on, chance.number(1, 9))
    yield Happening(proposed_on, partial(_propose, telling))
    yield Happening(plan.issued_on, partial(_issue, telling, chance.apart("issue")))
    yield Happening(accepted_on, partial(_accept, telling))
    if plan.turn is Turn.AMENDED:
        amended_on = max(workday(date(plan.amended_from - 1, 11, 25)), later(accepted_on, 5))
        yield Happening(amended_on, partial(_amend, telling, chance.apart("amendment")))
    yield from _prolongations(telling, chance)
    if plan.ends_on.year > NEW_DECISION.year:
        migrated_on = workday(NEW_DECISION + timedelta(days=chance.number(0, 10)))
        yield Happening(migrated_on, partial(_migrate, telling))
    yield _end(telling, chance)


# The beginning -------------------------------------------------------------------------------------------------------


def _propose(telling: Telling, day: date) -> Iterator[Step]:
    plan, file = telling.plan, telling.file
    first, *others = zip(plan.services, plan.entries, strict=True)
    said: dict[str, Any] = {"provider": plan.provider.organisation, **_terms(*first)}
    if plan.instrument is Instrument.ACT:
        said["number"] = plan.name
    if plan.project is not None:
        said["project"] = plan.project
    yield file.write(ProposeMandate, day, said, who=telling.clerk)
    for service, entry in others:
        yield file.write(AddService, day, _terms(service, entry), who=telling.clerk)


def _terms(service: Service, entry: UUID) -> dict[str, Any]:
    """The service, its place in the network, and how much of it where."""
    return {
        "service": service.identifier,
        "network_entry": entry,
        "capacities": [service.capacity],
        "orps": list(service.orps),
    }


def _issue(telling: Telling, chance: Chance, day: date) -> Iterator[Step]:
    plan = telling.plan
    said = {
        "instrument": plan.instrument.value,
        "decision": "2012/21/EU",
        "elements": ELEMENTS,
        "period": {"start": plan.first_day, "end": plan.last_days[0]},
        "is_carry_over_allowed": plan.is_carry_over_allowed,
        "text": digest(plan.source, telling.file.name),
        **_instrument(telling, {"resolution": resolution(chance, body="RK", year=day.year)}),
    }
    yield telling.file.write(IssueMandate, day, said, who=telling.approver)


def _instrument(telling: Telling, resolved: dict[str, str]) -> dict[str, Any]:
    """A clause stands in a contract that its own body approved; everything else is resolved on."""
    match telling.plan.instrument:
        case Instrument.CLAUSE:
            account = next(year.account for year in telling.years if year.account)
            return {"contract": account.contract, "clause": "Art. 9"}
        case Instrument.ACTS:
            return {"acts": [f"{telling.plan.name}/A", f"{telling.plan.name}/B"], **resolved}
    return dict(resolved)


def _accept(telling: Telling, day: date) -> Iterator[Step]:
    yield telling.file.write(RecordAcceptance, day, who=telling.clerk)


# While it lasts ------------------------------------------------------------------------------------------------------


def _amend(telling: Telling, chance: Chance, day: date) -> Iterator[Step]:
    """A year after its issue, one unit more of every service."""
    plan = telling.plan
    capacities = {one.registration: [one.capacity_of(one.quarters + 4)] for one in plan.services}
    said = {
        "amendment": f"{plan.name}/1",
        "services": [{"service": name, "capacities": grown} for name, grown in capacities.items()],
        "elements": {"review": f"{ELEMENTS['review']} The capacity was reviewed in {day.year}."},
        "resolution": resolution(chance, body="RK", year=day.year),
    }
    yield telling.file.write(AmendMandate, day, said, who=telling.approver)


def _prolongations(telling: Telling, chance: Chance) -> Iterator[Happening]:
    """In the December before its end, once the assembly kept the services in the next plan."""
    plan = telling.plan
    for number, (known, last_day) in enumerate(zip(plan.last_days, plan.last_days[1:], strict=False), 1):
        if known < plan.ends_on:
            told_on = workday(date(known.year, 12, 21))
            yield Happening(told_on, partial(_prolong, telling, chance.apart("prolongation", number), last_day))


def _prolong(telling: Telling, chance: Chance, last_day: date, day: date) -> Iterator[Step]:
    telling.books.ends_on = last_day
    said = {
        "last_day": last_day,
        "act": f"{telling.plan.name}/{last_day.year}",
        "resolution": resolution(chance, body="RK", year=day.year),
    }
    yield telling.file.write(ProlongMandate, day, said, who=telling.approver)


def _migrate(telling: Telling, day: date) -> Iterator[Step]:
    said = {"decision": "2025/2630", "act": f"{telling.plan.name}/2025-2630"}
    yield telling.file.write(MigrateLegalBasis, day, said, who=telling.approver)


# The end -------------------------------------------------------------------------------------------------------------


def _end(telling: Telling, chance: Chance) -> Happening:
    """Expired with its time; or revoked, which is told some weeks before its last day."""
    plan = telling.plan
    if not plan.is_revoked:
        return Happening(later(plan.ends_on, chance.number(1, 9)), partial(_expire, telling))
    told_on = workday_before(plan.ends_on - timedelta(days=chance.number(15, 25)))
    return Happening(told_on, partial(_revoke, telling, chance.apart("revocation")))


def _expire(telling: Telling, day: date) -> Iterator[Step]:
    telling.books.has_ended = True
    yield telling.file.write(RecordExpiry, telling.plan.ends_on, who=CLERKS[0], written_on=day)


def _revoke(telling: Telling, chance: Chance, day: date) -> Iterator[Step]:
    telling.books.ends_on, telling.books.has_ended = telling.plan.ends_on, True
    grounds = telling.file.prose("the provider gives the service up")
    said = {"grounds": grounds, "resolution": resolution(chance, body="RK", year=day.year)}
    yield telling.file.write(RevokeMandate, telling.plan.ends_on, said, who=telling.approver, written_on=day)
