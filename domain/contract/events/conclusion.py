"""From the draft to the conclusion of a contract."""

from collections.abc import Iterator
from datetime import date

from domain.contract.payloads import (
    Account,
    Instalment,
    Party,
    Precondition,
    PriceBasis,
    PublicationDuty,
    Regime,
    ServiceRef,
    SettlementDue,
    SignatureLevel,
    Target,
    TenderRef,
    Vote,
)
from domain.kernel.as_written import PeriodAsWritten
from domain.kernel.event import Event, Payload
from domain.kernel.ids import ClaimChange, ProjectId, take
from domain.kernel.money import Money
from domain.kernel.period import Period
from domain.kernel.prose import Sha256
from domain.kernel.registry import Body, ContractNumber, Ico, OrpCode, Programme, ResolutionNumber
from domain.kernel.stamp import Reference

NUMBER_CLAIM = "contract-number"
"""The claim under which a contract number is held, as it is written."""


class Terms(Payload):
    """What a contract is: its number, its parties, the service and where its money comes from."""

    number: ContractNumber | None = None
    regime: Regime | None = None
    provider: Reference | None = None
    provider_ico: Ico | None = None
    services: tuple[ServiceRef, ...] = ()
    orps: tuple[OrpCode, ...] = ()
    project: ProjectId | None = None
    programme: Programme | None = None
    tender: TenderRef | None = None

    def claims(self) -> Iterator[ClaimChange]:
        """The number, where it is said here."""
        if self.number is not None:
            yield take(NUMBER_CLAIM, self.number)

    def resembles(self) -> Iterator[tuple[str, str]]:
        """The number with other leading zeros: it may be a misspelling of another contract's."""
        return ((NUMBER_CLAIM, spelling) for spelling in self.number.other_spellings) if self.number else iter(())


class ContractDraft(Terms):
    """The terms of a contract in preparation; which law governs it is known from the start."""

    regime: Regime


class ContractDrafted(ContractDraft, Event):
    """The office began to prepare a contract."""

    topic = "contract.drafted"


class PreconditionCheck(Payload):
    """The four conditions of access to OPZ+ money.

    The service is registered, it is part of the network, it is of general economic interest and financed by a
    compensation payment, and the provider has a mandate of the region.
    """

    registered: Precondition
    in_network: Precondition
    sgei_vp: Precondition
    mandated: Precondition


class PreconditionsVerified(PreconditionCheck, Event):
    """The office looked whether the four conditions hold, and kept what shows it."""

    topic = "contract.preconditions-verified"


class ContractApproval(Payload):
    """A resolution on the contract: the body, up to which sum, and the SHA-256 of the text that lay before it."""

    body: Body
    maximum: Money
    text: Sha256
    resolution: ResolutionNumber | None = None
    vote: Vote | None = None


class ContractApproved(ContractApproval, Event):
    """A body of the region approved the contract."""

    topic = "contract.approved"


class ContractSignature(Payload):
    """Who signed which text, and how; certificate and time stamp are those of an electronic signature."""

    party: Party
    level: SignatureLevel
    text: Sha256
    certificate: Reference | None = None
    time_stamp: Sha256 | None = None


class ContractSigned(ContractSignature, Event):
    """A party signed the contract on the effective day."""

    topic = "contract.signed"


class ContractConclusion(Payload):
    """What was agreed. The day of conclusion is the effective day: that of the last signature.

    `clause` is the resolution that the clause of § 23 Act 129/2000 in the text names. `effect_agreed_on` is a later day
    of effect, `is_effect_conditional` says that it waits for a condition (see ContractBecameEffective). Without
    `value_without_vat` the maximum counts: social services are exempt from the tax.
    """

    maximum: Money | None = None
    value_without_vat: Money | None = None
    price_basis: PriceBasis | None = None
    period: Period | None = None
    period_as_written: PeriodAsWritten | None = None
    targets: tuple[Target, ...] = ()
    payment_plan: tuple[Instalment, ...] = ()
    settlement_due: tuple[SettlementDue, ...] = ()
    account: Account | None = None
    clause: ResolutionNumber | None = None
    text: Sha256 | None = None
    effect_agreed_on: date | None = None
    is_effect_conditional: bool = False


class ContractConcluded(ContractConclusion, Terms, Event):
    """The contract was concluded. The terms are said here only where no draft or takeover said them before.

    `publication` holds the limits of the register of contracts as computed with the calendar of that time.
    """

    topic = "contract.concluded"

    publication: PublicationDuty | None = None
