"""What a grant project is made of: values that its commands and events share."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from domain.kernel.as_written import PeriodAsWritten
from domain.kernel.event import Payload
from domain.kernel.forms import Form
from domain.kernel.ids import ServiceId
from domain.kernel.law import ServiceSection
from domain.kernel.money import Money
from domain.kernel.period import Period
from domain.kernel.prose import Prose
from domain.kernel.quantity import Quantity
from domain.kernel.registry import ProjectNumber, ResolutionNumber
from domain.kernel.stamp import Reference
from domain.service.payloads import Organisation

Wording = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]
"""A few public words that name no person: a definition, an output, a condition."""

FundingSource = Literal["esf", "eu", "state", "region", "municipalities", "own"]
"""Whose money: of the European Social Fund, of the Union without saying which fund, of the state, of the region …"""


class Funding(Payload):
    """One source of the project's money and its exact share of the budget in per cent, where that is stated."""

    source: FundingSource
    percent: Quantity | None = None


class SupportedKind(Payload):
    """A kind of service that the project supports, in which forms, and into how many parts the territory was divided.

    `tenders` is the number of separate public contracts that the source names for them.
    """

    section: ServiceSection
    name: Reference | None = None
    forms: tuple[Form, ...] = ()
    territory_parts: Annotated[int, Field(ge=1)] | None = None
    tenders: Annotated[int, Field(ge=1)] | None = None
    as_written: Wording | None = None


class TargetGroup(Payload):
    """People whom the project is for; `sections` where only in certain kinds of service, `rank` where one is stated."""

    name: Wording
    sections: tuple[ServiceSection, ...] = ()
    rank: Literal["primary", "further"] | None = None


class PriceRule(Payload):
    """What the price of a service was set at in this project, in per cent of its compensation payment."""

    percent_of_compensation: Quantity
    as_written: Wording | None = None


class Term(Payload):
    """Something else that the source says of the project: co-financing, evaluation, what winners of tenders get."""

    subject: Reference
    statement: Wording


class Frame(Payload):
    """What an approved project and one from old records have in common."""

    code: Reference | None = None
    call: Reference | None = None
    funding: tuple[Funding, ...] = ()
    supported: tuple[SupportedKind, ...] = ()
    target_groups: tuple[TargetGroup, ...] = ()
    price_rule: PriceRule | None = None
    terms: tuple[Term, ...] = ()


class Approval(Frame):
    """A project as it was approved: nothing of the essential is missing. `code` is the short name that people use."""

    number: ProjectNumber
    title: Reference
    programme: Reference
    owner: Organisation
    grant_decision: Reference
    budget: Money
    period: Period
    resolution: ResolutionNumber


class OldProject(Frame):
    """A project as old records speak of it; what they do not say stays absent.

    `description` is what a source says where it gives no title; `listed_as` the heading under which it lists the
    project; `other_periods` are periods of something within the project, each with its scope. A rounded budget is kept
    in `budget_as_written` alone.
    """

    number: Reference | None = None
    title: Reference | None = None
    description: Wording | None = None
    programme: Reference | None = None
    owner: Organisation | None = None
    grant_decision: Reference | None = None
    budget: Money | None = None
    budget_as_written: Reference | None = None
    period: PeriodAsWritten | None = None
    other_periods: tuple[PeriodAsWritten, ...] = ()
    listed_as: Reference | None = None
    resolution: Reference | None = None


class KeyActivity(Payload):
    """A key activity (KA) under its number as written, with what it does and what comes out of it."""

    activity: Reference
    name: Wording
    steps: tuple[Wording, ...] = ()
    outputs: tuple[Wording, ...] = ()


class IndicatorUnit(StrEnum):
    """What an indicator counts."""

    PERSON = "PERSON"
    FTE = "FTE"
    TIME_UNIT = "TIME_UNIT"
    """A bounded unit of expert help for one client (časová jednotka); its length is the methodology's."""
    CARD = "CARD"
    EVENT = "EVENT"
    EDITION = "EDITION"
    PLAN = "PLAN"
    DOCUMENT = "DOCUMENT"
    PLACE = "PLACE"
    BED = "BED"


Qualifier = Literal["exactly", "at least", "about"]
"""How the source means a value."""


class IndicatorTarget(Payload):
    """What the project promises to reach.

    `indicator` is a short key unique in the project; `code` or `name` stand as written. Without a value the source
    names the indicator and no target. `scope` says whose target it is: of the project, of several contracts together,
    of one provider's whole support; never split into parts that nobody stated.
    """

    indicator: Reference
    code: Reference | None = None
    name: Reference | None = None
    sections: tuple[ServiceSection, ...] = ()
    value: Quantity | None = None
    unit: IndicatorUnit | None = None
    qualifier: Qualifier = "exactly"
    scope: Literal["project", "whole support", "contracts", "key activity"] = "project"
    scope_as_written: Wording | None = None
    definition: Wording | None = None


class TargetChange(Payload):
    """Another target for the same indicator from the effective date on."""

    indicator: Reference
    value: Quantity
    qualifier: Qualifier = "exactly"
    decision: Reference | None = None


class Achievement(Payload):
    """What was reached of one indicator, cumulatively from the beginning of the project."""

    indicator: Reference
    value: Quantity
    qualifier: Qualifier = "exactly"


class RoundWon(Payload):
    """How many tenders were won, and in which round where the source says so; never which one."""

    tenders: Annotated[int, Field(ge=1)]
    round: Annotated[int, Field(ge=1)] | None = None


class SupportPart(Payload):
    """One amount of a whole support, under the number of its contract as written."""

    contract_number: Reference
    amount: Money


class Support(Payload):
    """What one provider says to have from the project in all: a stated total beside its parts, not a contract.

    `support` is a short key unique in the project.
    """

    support: Reference
    provider: Organisation | None = None
    amount: Money | None = None
    parts: tuple[SupportPart, ...] = ()
    period: PeriodAsWritten | None = None
    tenders_entered: Annotated[int, Field(ge=1)] | None = None
    tenders_won: tuple[RoundWon, ...] = ()
    target_groups: tuple[Wording, ...] = ()


class Allocation(Payload):
    """The most that one registered service may get from the project, from the effective date on; not a contract."""

    service: ServiceId
    maximum: Money
    as_written: Reference | None = None


class Report(Payload):
    """An implementation report (ZoR) about one period of the project; the effective date is the day of submission."""

    report: Reference
    period: Period
    achievements: tuple[Achievement, ...] = ()


class ReportDecision(Payload):
    """What the managing authority decided about a report."""

    report: Reference
    outcome: Literal["approved", "returned", "rejected"]
    note: Prose | None = None


class Claim(Payload):
    """A payment claim (ŽoP); the effective date is the day of submission."""

    claim: Reference
    claim_kind: Literal["advance", "interim", "final"]
    amount: Money
    period: Period
    report: Reference | None = None


class ClaimDecision(Payload):
    """What the managing authority decided about a claim; `approved` is what it will pay."""

    claim: Reference
    outcome: Literal["approved", "approved in part", "returned", "rejected"]
    approved: Money
    note: Prose | None = None


class FundingPart(Payload):
    """How much of a receipt came from one source."""

    source: FundingSource
    amount: Money


class Receipt(Payload):
    """Money of the programme on the region's account. `movement` and the effective date are the bank's."""

    movement: Reference
    amount: Money
    claim: Reference | None = None
    parts: tuple[FundingPart, ...] = ()


class PeriodChange(Payload):
    """Another period of the project from the effective date of the decision on."""

    period: Period
    decision: Reference


class BudgetChange(Payload):
    """Another budget of the project, and perhaps other shares of its sources, from the effective date on."""

    budget: Money
    funding: tuple[Funding, ...] = ()
    decision: Reference
