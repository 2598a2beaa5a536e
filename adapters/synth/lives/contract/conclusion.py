"""How a contract comes about: prepared in the office, or found concluded; published in time, late, or never."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from adapters.synth.chance import Chance
from adapters.synth.days import later, workday_before
from adapters.synth.lives.contract import found
from adapters.synth.lives.contract.payments import paid_together
from adapters.synth.lives.contract.terms import Terms, settlements_due
from adapters.synth.numbers import digest, resolution
from adapters.synth.people import CLERKS, ORDERERS
from adapters.synth.step import File, Step
from domain.contract.commands import (
    ApproveContract,
    ConcludeContract,
    DraftContract,
    RecordConclusion,
    RecordPublication,
    RecordSignature,
    SignContract,
    VerifyPreconditions,
)
from domain.kernel.money import Money

CROWNS_FOR_ASSEMBLY = 200_000
"""Grants above this sum are for the assembly (Act 129/2000)."""
QUALIFIED_SINCE = date(2018, 9, 19)
"""From this day on the region signs electronically with a qualified signature only (Act 297/2016)."""


def contract_file(source: str, contract: int, *, is_prepared_here: bool) -> File:
    opens = DraftContract if is_prepared_here else RecordConclusion
    return File(source, f"contract-{contract}", opens=opens)


# What is agreed ------------------------------------------------------------------------------------------------------


def terms_said(terms: Terms) -> dict[str, Any]:
    """Number, parties, service and where the money comes from."""
    project, provider = terms.wanted.project, terms.provider
    said: dict[str, Any] = {
        "number": terms.number,
        "regime": terms.regime.value,
        "provider": provider.name,
        "provider_ico": provider.ico,
        "services": [service.reference for service in terms.services],
        "orps": list(dict.fromkeys(orp for service in terms.services for orp in service.orps)),
    }
    if project is not None:
        said |= {"project": project.identifier, "programme": project.programme}
    if not terms.is_grant:
        said["tender"] = _tender(terms)
    return said


def _tender(terms: Terms) -> dict[str, Any]:
    won = terms.wanted.won
    if won is None:
        return {"reference": f"SYN-{terms.wanted.contract:06d}", "started_on": terms.procured_from}
    return {
        "tender": won.tender,
        "reference": won.reference,
        "lot": won.lot,
        "round": won.round,
        "started_on": terms.procured_from,
    }


def _agreed(terms: Terms, file: File) -> dict[str, Any]:
    """Sum, time, account, what is to be reached, when it is paid and settled."""
    said: dict[str, Any] = {
        "maximum": Money.czk(terms.maximum),
        "period": {"start": terms.first.first_day, "end": terms.last.last_day},
        "account": terms.provider.account,
        "targets": [{"indicator": "600000", "value": terms.months * 4, "unit": "PERSON"}],
        "text": digest(file.source, file.name),
    }
    if terms.is_grant:
        said["payment_plan"] = _payment_plan(terms)
        said["settlement_due"] = settlements_due(terms.first.year, terms.last.year)
    elif terms.wanted.project is not None:
        said["price_basis"] = {"compensation": Money.czk(-(-terms.maximum * 100 // 85)), "percent": 85}
    return said


def _payment_plan(terms: Terms) -> list[dict[str, Any]]:
    crowns = sum(terms.crowns_a_month)
    groups = enumerate(paid_together(terms, terms.last), 1)
    return [
        {"number": number, "amount": Money.czk(crowns * len(months)), "due_on": months[0].day_or_last(15)}
        for number, months in groups
    ]


# How it came about ---------------------------------------------------------------------------------------------------


def conclusion_strand(terms: Terms, file: File, chance: Chance) -> Iterator[Step]:
    """Draft, approval, signatures, conclusion; or the paper as it was found."""
    if terms.is_prepared_here:
        yield from _prepared(terms, file, chance)
    else:
        yield file.write(
            RecordConclusion,
            terms.concluded_on,
            {**terms_said(terms), **_agreed(terms, file)},
            who=chance.one_of(CLERKS),
            written_on=later(terms.concluded_on, 1),
        )
    if terms.wanted.project is not None and terms.wanted.project.programme == "OPZ+":
        yield _preconditions(terms, file, chance)


def _prepared(terms: Terms, file: File, chance: Chance) -> Iterator[Step]:
    clerk, approver = chance.one_of(CLERKS), chance.one_of(ORDERERS)
    drafted_on, approved_on, first_signature_on = _days_before(terms, chance)
    body = "ZK" if terms.is_grant and terms.maximum > CROWNS_FOR_ASSEMBLY else "RK"
    approval = resolution(chance, body=body, year=approved_on.year)
    text = digest(file.source, file.name)
    yield file.write(DraftContract, drafted_on, terms_said(terms), who=clerk)
    yield file.write(
        ApproveContract,
        approved_on,
        {
            "body": body,
            "maximum": Money.czk(terms.maximum),
            "text": text,
            "resolution": approval,
            "vote": _vote(chance, members=45 if body == "ZK" else 9),
        },
        who=approver,
    )
    yield file.write(
        RecordSignature, first_signature_on, {"party": "provider", "level": "HANDWRITTEN", "text": text}, who=clerk
    )
    level = "QES" if terms.concluded_on >= QUALIFIED_SINCE else "HANDWRITTEN"
    yield file.write(SignContract, terms.concluded_on, {"level": level, "text": text}, who=approver)
    yield file.write(ConcludeContract, terms.concluded_on, {"clause": approval, **_agreed(terms, file)}, who=clerk)


def _days_before(terms: Terms, chance: Chance) -> tuple[date, date, date]:
    """Draft, approval and the provider's signature; after an award there are only days for them."""
    if terms.wanted.won is not None:
        approved_on = workday_before(terms.concluded_on)
        return terms.wanted.won.awarded_on, approved_on, approved_on
    days = (chance.number(30, 45), chance.number(12, 24), chance.number(2, 9))
    drafted_on, approved_on, signed_on = (workday_before(terms.concluded_on - timedelta(days=one)) for one in days)
    return drafted_on, approved_on, signed_on


def _vote(chance: Chance, *, members: int) -> dict[str, int]:
    """More than half of all members are for it."""
    votes_for = chance.number(members // 2 + 1, members)
    against = chance.number(0, members - votes_for)
    return {"votes_for": votes_for, "against": against, "abstained": 0, "members": members}


def _preconditions(terms: Terms, file: File, chance: Chance) -> Step:
    """The four conditions of access to OPZ+ money."""
    names = ("registered", "in_network", "sgei_vp", "mandated")
    evidence = {name: {"holds": True, "reference": f"synthetic {name}"} for name in names}
    return file.write(VerifyPreconditions, later(terms.concluded_on, 1), evidence, who=chance.one_of(CLERKS))


# The register --------------------------------------------------------------------------------------------------------


def publication_strand(terms: Terms, file: File, chance: Chance, *, was_paid_early: bool) -> Iterator[Step]:
    """Published in the register of contracts; where money left before, that is now known in days."""
    if terms.published_on is None:
        return
    late = (found.PUBLISHED_LATE,) if terms.is_published_late else ()
    yield file.write(
        RecordPublication,
        terms.published_on,
        {
            "register_id": f"synthetic-{chance.number(1_000_000, 9_999_999)}",
            "shows": {"value": Money.czk(terms.maximum), "concluded_on": terms.concluded_on},
        },
        who=chance.one_of(CLERKS),
        expects=(found.PAID_BEFORE_EFFECT, *late) if was_paid_early else late,
    )
