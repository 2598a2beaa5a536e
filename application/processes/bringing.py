"""What brings a contract or a mandate into line with a finding: pure, from both states."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from application.processes.suspicions import Reference, Wanted
from domain.contract.commands import (
    DismissBreach,
    ImposeContractPenalty,
    RefuteIrregularity,
    ReviseBreach,
    SuspectBreach,
    SuspectIrregularity,
)
from domain.contract.contract import Contract
from domain.kernel.aggregate import Aggregate
from domain.kernel.command import Command
from domain.mandate.commands import DismissSuspicion, ReviseSuspicion, SuspectOvercompensation
from domain.mandate.mandate import Mandate

FELL = "Zjištění {finding} padlo nebo o této částce už nemluví."
"""The grounds on which a suspicion is dropped; kept as words beside the entry."""
FOUND = "Zjištění {finding}."


@dataclass(frozen=True, slots=True)
class Asked:
    """A command with its data; `follows` where it only repeats what the finding decided.

    What a person has since built on a suspicion (a call to remedy) is not undone without a person.
    """

    command: type[Command]
    data: Mapping[str, Any]
    follows: bool = True


def bring_into_line(held: Aggregate, reference: Reference, want: Wanted) -> Asked | None:
    """The command that is missing; None where the file says what the finding says, or nothing can be changed."""
    if isinstance(held, Mandate):
        return _overcompensation(held, reference.name, want)
    if not isinstance(held, Contract):
        return None
    if reference.name in held.irregularities or (want.is_irregularity and reference.name not in held.breaches):
        return _irregularity(held, reference.name, want)
    if held.regime == "tender":
        return _penalty(held, reference.name, want)
    return _breach(held, reference.name, want)


def _breach(contract: Contract, name: str, want: Wanted) -> Asked | None:
    found = contract.breaches.get(name)
    if found is None:
        data = {"breach": name, "amount": want.amount, "ground": "unauthorised use", "description": _found(want)}
        return None if want.amount is None else Asked(SuspectBreach, data)
    if not found.is_open:
        return None
    follows = found.stage == "suspected"
    if want.amount is None:
        return Asked(DismissBreach, {"breach": name, "grounds": _fell(want)}, follows)
    if want.amount == found.amount:
        return None
    return Asked(ReviseBreach, {"breach": name, "amount": want.amount, "grounds": _found(want)}, follows)


def _irregularity(contract: Contract, name: str, want: Wanted) -> Asked | None:
    """An irregularity is confirmed with its own amount, so it is not revised before."""
    found = contract.irregularities.get(name)
    if found is None:
        data = {"irregularity": name, "amount": want.amount, "description": _found(want)}
        return None if want.amount is None else Asked(SuspectIrregularity, data)
    if want.amount is not None or found.stage != "suspected":
        return None
    return Asked(RefuteIrregularity, {"irregularity": name, "grounds": _fell(want)}, follows=not found.reported_to)


def _penalty(contract: Contract, name: str, want: Wanted) -> Asked | None:
    """Under a tender contract somebody decides whether a penalty is claimed, by which clause and until when."""
    if want.amount is None or name in contract.claims:
        return None
    return Asked(ImposeContractPenalty, {"claim": name, "amount": want.amount}, follows=False)


def _overcompensation(mandate: Mandate, name: str, want: Wanted) -> Asked | None:
    found = mandate.suspicions.get(name)
    if found is None:
        data = {
            "suspicion": name,
            "service": want.spot.service,
            "year": want.spot.year,
            "amount": want.amount,
            "description": _found(want),
        }
        return None if want.amount is None else Asked(SuspectOvercompensation, data)
    if found.stage != "suspected":
        return None
    if want.amount is None:
        return Asked(DismissSuspicion, {"suspicion": name, "grounds": _fell(want)})
    if want.amount == found.amount:
        return None
    return Asked(ReviseSuspicion, {"suspicion": name, "amount": want.amount, "grounds": _found(want)})


def _fell(want: Wanted) -> str:
    return FELL.format(finding=want.finding)


def _found(want: Wanted) -> str:
    return FOUND.format(finding=want.finding)
