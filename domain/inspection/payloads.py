"""Small values that stand inside the events and commands of an inspection."""

from datetime import UTC, date, datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints

from domain.kernel.event import Payload
from domain.kernel.ids import ContractId, MandateId, ProjectId, ServiceId
from domain.kernel.law import Citation
from domain.kernel.person import PersonKey
from domain.kernel.prose import Prose, Sha256
from domain.kernel.registry import Ico
from domain.kernel.stamp import Reference

Regime = Literal[
    "CONTROL_ACT",
    "FINANCIAL_CONTROL",
    "CONTRACTUAL",
    "SGEI_OVERCOMPENSATION",
    "REGISTRATION_CONDITIONS",
    "QUALITY_INSPECTION",
    "ESF_ON_THE_SPOT",
]
"""The law under which something is inspected; see regimes.py."""

Person = PersonKey
"""Somebody of the region, of the provider, a client: by the key in the vault."""

InspectionNumber = Annotated[
    str,
    StringConstraints(min_length=1, max_length=200),
    AfterValidator(lambda number: " ".join(number.split())),
]
"""The office's file mark of an inspection; runs of spaces are one."""

Count = Annotated[int, Field(ge=0)]
Number = Annotated[int, Field(ge=1)]


def _in_utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a moment needs its offset from UTC; expected a text such as 2026-03-31T10:00:00+02:00")
    return moment.astimezone(UTC)


Moment = Annotated[datetime, AfterValidator(_in_utc)]
"""A point in time with its offset; kept in UTC, so that one moment has one form."""

Role = Literal["HEAD", "CONTROLLER", "SUBSTITUTE"]
"""HEAD leads the group; SUBSTITUTE is named in advance and acts only after stepping in for somebody."""

Side = Literal["CONTROLLED", "OBLIGED", "INVITED", "CLIENT", "OTHER"]
"""On whose side a person stands: the controlled person, another obliged person, somebody invited, a client."""

Authority = Literal["STATUTORY_BODY", "POWER_OF_ATTORNEY", "EMPLOYEE", "GUARDIAN", "ONESELF"]
"""By what a person acts for another, or that it acts for itself."""


class Subject(Payload):
    """Who and what is inspected."""

    provider: Ico
    services: tuple[ServiceId, ...] = ()
    contracts: tuple[ContractId, ...] = ()
    mandates: tuple[MandateId, ...] = ()
    project: ProjectId | None = None


class AgreedLimits(Payload):
    """The limits that a contract or a mandate sets for an inspection outside the Control Act; None where it is silent.

    `clause` is where they stand. Days of the calendar, counted as everywhere.
    """

    clause: Citation
    protocol_days: Number | None = None
    complex_days: Number | None = None
    objection_days: Number | None = None
    settlement_days: Number | None = None


class Member(Payload):
    """Somebody of the inspecting group, by a reference to the person."""

    person: Person
    role: Role
    stands_in_for: Person | None = None
    """Whom a substitute would replace; None for anybody of the group."""


class OnSite(Payload):
    """Who did a control act, and where it came from: the device, its own time, and its own running number.

    A number is given once by a device in an inspection, over all kinds of entries; a gap tells what has not been sent.
    """

    by: Person
    device: Reference | None = None
    device_time: Moment | None = None
    sequence: Number | None = None


class Present(Payload):
    """Somebody who took part for the other side, and by what authority; `proof` is such as a power of attorney."""

    person: Person
    side: Side
    authority: Authority
    proof: Sha256 | None = None


class Delivery(Payload):
    """How a paper of ours reached its addressee: sent and delivered; None where it is not known.

    LOGIN is a data box that was opened, FICTION one that stayed closed for the time that the law sets.
    """

    way: Literal["LOGIN", "FICTION", "POST", "HAND"]
    sent_on: date | None = None
    delivered_on: date | None = None


class Why(Payload):
    """A reason in words, where the words may be erased and the ground stays."""

    ground: Reference
    words: Prose | None = None
