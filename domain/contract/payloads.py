"""Small values that stand inside the contract's events and commands."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from domain.kernel.calendar import TimeLimit
from domain.kernel.ids import ServiceId, TenderId
from domain.kernel.law import ServiceSection
from domain.kernel.money import Money
from domain.kernel.period import Period
from domain.kernel.prose import Sha256
from domain.kernel.registry import OrpCode, RegistrationNumber
from domain.kernel.stamp import Reference

Regime = Literal["tender", "grant"]
"""tender: a private-law contract after a procurement procedure (§ 1746(2) Act 89/2012); grant: a public-law contract
on a grant (§ 10a Act 250/2000, § 101a Act 108/2006)."""

Party = Literal["region", "provider"]

SignatureLevel = Literal["HANDWRITTEN", "ADVANCED", "RECOGNISED", "QES", "QSEAL"]
"""On paper, or which electronic signature; QES and QSEAL are the qualified signature and seal (Act 297/2016)."""

Ground = Literal["222(4)", "222(2)", "100", "other"]
"""On what an amendment stands in Act 134/2016: a small change (§ 222(4)), a change reserved in the tender documents
(§ 222(2), § 100), or another ground that its reason states."""

ChangeKind = Literal["NETWORK", "GRANT", "BOTH"]
"""Whether a change touches the network, the grant contract or both (methodology, chapters on changes)."""

TerminationMode = Literal["NOTICE", "WITHDRAWAL", "AGREEMENT"]

AmountKind = Literal["maximum", "awarded"]
"""What an old paper states: the most that may be paid, or money provided without saying whether it was paid."""

Account = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=64)]
"""A bank account as the paper or the bank writes it: 19-2000145399/0800, or an IBAN. That of a legal person is no
personal data."""


def _not_negative(amount: Money) -> Money:
    if amount.is_negative:
        raise ValueError(f"{amount} is negative; expected the absolute sum")
    return amount


Absolute = Annotated[Money, AfterValidator(_not_negative)]
"""A sum without sign."""


class Value(BaseModel):
    """A frozen value without identity."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class ServiceRef(Value):
    """The social service that a contract pays for, by whatever its paper names it."""

    name_as_written: str | None = None
    registration: RegistrationNumber | None = None
    section: ServiceSection | None = None
    service: ServiceId | None = None


class Precondition(Value):
    """Whether one condition of access to the money holds, and what shows it: a filed document or a reference."""

    holds: bool
    document: Sha256 | None = None
    reference: Reference | None = None

    @property
    def has_evidence(self) -> bool:
        return self.document is not None or self.reference is not None


class Vote(Value):
    """How a body voted; `members` is how many it has in all, present or not."""

    votes_for: Annotated[int, Field(ge=0)]
    against: Annotated[int, Field(ge=0)]
    abstained: Annotated[int, Field(ge=0)]
    members: Annotated[int, Field(ge=1)]


class PriceBasis(Value):
    """The compensation payment that a price was set from, and the share of it in per cent."""

    compensation: Money
    percent: Annotated[int, Field(ge=1, le=100)]


class Instalment(Value):
    """One line of the payment plan: how much, when, for which part of the service, after which report."""

    number: Annotated[int, Field(ge=1)]
    amount: Money
    due_on: date | None = None
    service: Period | None = None
    after_report: Reference | None = None


class SettlementDue(Value):
    """Until when the provider settles a service year."""

    year: int
    due_on: date


class Target(Value):
    """An indicator and what is to be reached; `shared_with` names the other contracts that reach it together."""

    indicator: Reference
    value: Annotated[Decimal, Field(ge=0, max_digits=12, decimal_places=2)]
    unit: Reference
    shared_with: tuple[Reference, ...] = ()


class TenderRef(Value):
    """The procurement that a contract comes from, as far as the paper says; a round that is not stated is absent."""

    tender: TenderId | None = None
    reference: Reference | None = None
    lot: Reference | None = None
    round: Annotated[int, Field(ge=1)] | None = None
    as_written: str | None = None
    started_on: date | None = None


class EntrustedService(Value):
    """A service that a contract pays for under a mandate; without its number, the contract's only one.

    `orps` says where, as far as that is less than the whole contract.
    """

    service: RegistrationNumber | None = None
    orps: tuple[OrpCode, ...] = ()


class YearCommitment(Value):
    """How much a contract binds the region to pay for a service-year."""

    year: Annotated[int, Field(ge=1993, le=2200)]
    amount: Money
    service: RegistrationNumber | None = None


class ReturnedPart(Value):
    """How much of the money that came back had been paid for a service-year."""

    year: Annotated[int, Field(ge=1993, le=2200)]
    amount: Money
    service: RegistrationNumber | None = None


class PublicationDuty(Value):
    """The limits of the register of contracts (Act 340/2015), computed when the contract was recorded.

    `publish_by` is the limit of § 5(2). `void_after` is the three months of § 7(1), absent for what was concluded
    before 1 July 2017: such a contract has effect whether published or not.
    """

    publish_by: TimeLimit
    void_after: TimeLimit | None = None


class Published(Value):
    """What the register of contracts shows about a contract, as far as it was looked at."""

    value: Money | None = None
    concluded_on: date | None = None
