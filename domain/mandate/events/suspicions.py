"""Overcompensation that an inspection made likely: suspected before any check says so."""

from typing import Literal

from domain.kernel.event import Event, Payload
from domain.kernel.money import Money
from domain.kernel.prose import Prose
from domain.kernel.stamp import Reference

SuspicionStage = Literal["suspected", "dismissed", "checked"]


class OvercompensationSuspicion(Payload):
    """Money of a service-year that may have been too much, under a key that is unique in the mandate."""

    suspicion: Reference
    service: Reference | None = None
    year: int
    amount: Money
    description: Prose | None = None


class OvercompensationSuspected(OvercompensationSuspicion, Event):
    """A finding makes overcompensation likely; the next check of the service-year says whether it was."""

    topic = "mandate.overcompensation-suspected"


class SuspicionRevision(Payload):
    """What a suspicion is about now, for example after objections to the finding that raised it."""

    suspicion: Reference
    amount: Money
    grounds: Prose | None = None


class OvercompensationSuspicionRevised(SuspicionRevision, Event):
    """A suspected overcompensation is about another amount than was first noted."""

    topic = "mandate.overcompensation-suspicion-revised"


class SuspicionDismissal(Payload):
    """Why a suspicion did not prove true."""

    suspicion: Reference
    grounds: Prose


class OvercompensationSuspicionDismissed(SuspicionDismissal, Event):
    """A suspected overcompensation was dropped."""

    topic = "mandate.overcompensation-suspicion-dismissed"
