"""The deadlines of a contract: the register of contracts, reports and settlements, money that is to come back."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from domain.contract.events import amendments, breaches, ending, publication, reporting, settlement
from domain.contract.events.conclusion import ContractConcluded, ContractDrafted, Terms
from domain.contract.events.takeover import ContractTakenOver
from domain.contract.payloads import PublicationDuty, SettlementDue
from domain.kernel.as_written import DateAsWritten
from domain.kernel.calendar import TimeLimit
from domain.kernel.event import Event
from domain.kernel.money import Money
from projections.deadlines.kinds import Course, Kind, Says, Turn, on
from projections.deadlines.steps import (
    ALL,
    Mark,
    Step,
    changed,
    done,
    ended,
    failed,
    lowered,
    opened,
    opened_by_agreement,
    step,
)
from projections.limits import ends

Steps = tuple[tuple[type[Event], Says], ...]
LimitOf = Callable[[PublicationDuty], TimeLimit | None]


# The register of contracts ---------------------------------------------------------------------------------------


def _publish_by(duty: PublicationDuty) -> TimeLimit | None:
    return duty.publish_by


def _void_after(duty: PublicationDuty) -> TimeLimit | None:
    return duty.void_after


def _published(limit_of: LimitOf) -> Steps:
    """The steps of a limit of the register for the contract itself."""

    def concluded(event: ContractConcluded) -> Iterator[Step]:
        return _opened(event.publication, limit_of)

    def taken_over(event: ContractTakenOver) -> Iterator[Step]:
        yield from _opened(event.publication, limit_of, day=_day(event.concluded_on))
        if event.published_on is not None:
            yield done(day=_day(event.published_on))

    return (
        on(ContractConcluded, concluded),
        on(ContractTakenOver, taken_over),
        on(publication.ContractPublishedInRegister, lambda _: [done()]),
        on(publication.ContractVoidedForNonPublication, lambda event: [failed(day=event.established_on)]),
    )


def _amendment_published(limit_of: LimitOf) -> Steps:
    """The same for each amendment."""

    def concluded(event: amendments.AmendmentConcluded) -> Iterator[Step]:
        return _opened(event.publication, limit_of, str(event.number), day=event.concluded_on)

    def voided(event: amendments.AmendmentVoidedForNonPublication) -> Iterator[Step]:
        yield failed(str(event.number), day=event.established_on)

    return (
        on(amendments.AmendmentConcluded, concluded),
        on(amendments.AmendmentPublishedInRegister, lambda event: [done(str(event.number))]),
        on(amendments.AmendmentVoidedForNonPublication, voided),
    )


def _opened(
    duty: PublicationDuty | None, limit_of: LimitOf, subject: str = "", *, day: date | None = None
) -> Iterator[Step]:
    limit = limit_of(duty) if duty is not None else None
    if limit is not None:
        yield opened(limit, subject, day=day)


def _day(written: DateAsWritten | None) -> date | None:
    return written.parsed if written else None


def _repaired(event: publication.PublicationCorrected) -> Iterator[Step]:
    """Known only once it is done."""
    yield opened(event.repair_by, event.version, day=event.learnt_on)
    yield done(event.version)


# Reports and settlements -----------------------------------------------------------------------------------------


def _services(event: Terms) -> Iterator[Step]:
    if event.services:
        yield step(Mark.NAMED, ALL, parts=[service.registration or "" for service in event.services])


def _concluded(event: ContractConcluded) -> Iterator[Step]:
    yield from _services(event)
    yield from _agreed(Mark.AGREED, event.settlement_due)


def _amended(event: amendments.AmendmentConcluded) -> Iterator[Step]:
    waits = event.publication is not None and event.publication.void_after is not None
    mark = Mark.AGREED_IF_PUBLISHED if waits else Mark.AGREED
    yield from _agreed(mark, event.settlement_due, part=str(event.number))


def _agreed(mark: Mark, due: Iterable[SettlementDue], *, part: str | None = None) -> Iterator[Step]:
    for one in due:
        yield step(mark, str(one.year), raw_end=one.due_on, part=part)


def _submitted(event: settlement.SettlementSubmitted) -> Iterator[Step]:
    yield step(Mark.DONE, str(event.year), part=event.service or "", **ends(event.due))


_SETTLEMENT = (
    on(ContractDrafted, _services),
    on(ContractTakenOver, _services),
    on(ContractConcluded, _concluded),
    on(amendments.AmendmentConcluded, _amended),
    on(amendments.AmendmentPublishedInRegister, lambda e: [step(Mark.PUBLISHED, ALL, part=str(e.number))]),
    on(amendments.AmendmentVoidedForNonPublication, lambda e: [step(Mark.VOIDED, ALL, part=str(e.number))]),
    on(publication.ContractVoidedForNonPublication, lambda e: [ended(ALL, day=e.established_on)]),
    on(ending.ContractTerminated, lambda _: [step(Mark.LAST, ALL)]),
    on(ending.ContractExpired, lambda _: [step(Mark.LAST, ALL)]),
    on(settlement.SettlementSubmitted, _submitted),
    on(settlement.SettlementReturned, lambda e: [step(Mark.RETURNED, str(e.year), part=e.service or "")]),
)


# Money that is to come back --------------------------------------------------------------------------------------


def _refunded(event: settlement.RefundReceived) -> Iterator[Step]:
    if event.claim is not None:
        yield done(event.claim, amount=event.amount)


def _appeal_decided(event: breaches.LevyAppealDecided) -> Iterator[Step]:
    amount = Money(0) if event.outcome == "cancelled" else event.amount
    if amount is not None:
        yield changed(event.claim, amount)


def _paid(event: breaches.ClaimPayment) -> Iterator[Step]:
    yield done(event.claim, amount=event.amount)


_WRITTEN_OFF = on(settlement.ClaimWrittenOff, lambda event: [ended(event.claim)])
_WAIVED = on(breaches.LevyWaived, lambda event: [lowered(event.claim, event.amount)])


# The table -------------------------------------------------------------------------------------------------------

CONTRACT_KINDS = (
    Kind(
        "contract.publication",
        Turn.REGION,
        en="publish the contract in the register of contracts",
        cs="zveřejnit smlouvu v registru smluv",
        rule="contract.published-in-time",
        steps=_published(_publish_by),
    ),
    Kind(
        "contract.voidness",
        Turn.REGION,
        en="publish the contract before it is void",
        cs="zveřejnit smlouvu, než se od počátku zruší",
        rule="contract.published-within-three-months",
        steps=_published(_void_after),
    ),
    Kind(
        "contract.amendment-publication",
        Turn.REGION,
        en="publish the amendment in the register of contracts",
        cs="zveřejnit dodatek v registru smluv",
        rule="contract.published-in-time",
        steps=_amendment_published(_publish_by),
    ),
    Kind(
        "contract.amendment-voidness",
        Turn.REGION,
        en="publish the amendment before it is void",
        cs="zveřejnit dodatek, než se od počátku zruší",
        rule="contract.published-within-three-months",
        steps=_amendment_published(_void_after),
    ),
    Kind(
        "contract.publication-repair",
        Turn.REGION,
        en="repair the wrong publication",
        cs="opravit chybné zveřejnění",
        rule="contract.publication-repaired-in-time",
        steps=(on(publication.PublicationCorrected, _repaired),),
    ),
    Kind(
        "contract.report-completion",
        Turn.PROVIDER,
        en="complete the returned report",
        cs="doplnit vrácenou zprávu",
        course=Course.AGAIN,
        steps=(
            on(
                reporting.MonitoringReportReturned,
                lambda event: [opened_by_agreement(event.complete_by, event.report)],
            ),
            on(reporting.MonitoringReportSubmitted, lambda event: [done(event.report)]),
        ),
    ),
    Kind(
        "contract.settlement",
        Turn.PROVIDER,
        en="settle the year",
        cs="vyúčtovat rok",
        rule="contract.settlement-in-time",
        course=Course.SETTLEMENT,
        steps=_SETTLEMENT,
    ),
    Kind(
        "contract.settlement-completion",
        Turn.PROVIDER,
        en="complete the returned settlement",
        cs="doplnit vrácené vyúčtování",
        course=Course.BESIDE,
    ),
    Kind(
        "contract.refund",
        Turn.PROVIDER,
        en="return money",
        cs="vrátit peníze",
        rule="contract.refund-in-time",
        course=Course.MONEY,
        steps=(
            on(settlement.RefundRequested, lambda e: [opened(e.due, e.claim, amount=e.amount)]),
            on(settlement.RefundReceived, _refunded),
            _WRITTEN_OFF,
        ),
    ),
    Kind(
        "contract.remedy",
        Turn.PROVIDER,
        en="remedy the breach or return the money",
        cs="zjednat nápravu nebo vrátit peníze",
        rule="contract.remedied-in-time",
        steps=(
            on(breaches.RemedyCalled, lambda event: [opened(event.due, event.breach)]),
            on(breaches.BreachRemedied, lambda event: [done(event.breach)]),
            on(breaches.BudgetBreachDismissed, lambda event: [ended(event.breach)]),
            on(breaches.LevyImposed, lambda event: [failed(event.breach)]),
        ),
    ),
    Kind(
        "contract.levy",
        Turn.PROVIDER,
        en="pay the levy",
        cs="zaplatit odvod",
        rule="contract.claim-paid-in-time",
        course=Course.MONEY,
        steps=(
            on(breaches.LevyImposed, lambda e: [opened(e.due, e.claim, amount=e.amount)]),
            on(breaches.LevyAppealDecided, _appeal_decided),
            on(breaches.LevyPaid, _paid),
            _WAIVED,
            _WRITTEN_OFF,
        ),
    ),
    Kind(
        "contract.levy-penalty",
        Turn.PROVIDER,
        en="pay the penalty interest on the levy",
        cs="zaplatit penále k odvodu",
        rule="contract.claim-paid-in-time",
        course=Course.MONEY,
        steps=(
            on(breaches.PenaltyCharged, lambda e: [opened(e.due, e.claim, amount=e.interest.amount)]),
            on(breaches.LevyPaid, _paid),
            _WAIVED,
            _WRITTEN_OFF,
        ),
    ),
    Kind(
        "contract.penalty",
        Turn.PROVIDER,
        en="pay the contract penalty",
        cs="zaplatit smluvní pokutu",
        rule="contract.claim-paid-in-time",
        course=Course.MONEY,
        steps=(
            on(breaches.ContractPenaltyImposed, lambda e: [opened(e.due, e.claim, amount=e.amount)]),
            on(breaches.ContractPenaltyPaid, _paid),
            _WRITTEN_OFF,
        ),
    ),
    Kind(
        "contract.unjust-enrichment",
        Turn.PROVIDER,
        en="repay what was paid on the void contract",
        cs="vrátit, co bylo plněno ze zrušené smlouvy",
        rule="contract.claim-paid-in-time",
        course=Course.MONEY,
        steps=(
            on(breaches.UnjustEnrichmentClaimed, lambda e: [opened(e.due, e.claim, amount=e.amount)]),
            on(breaches.UnjustEnrichmentRepaid, _paid),
            _WRITTEN_OFF,
        ),
    ),
)
