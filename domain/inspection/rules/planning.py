"""What may be planned, and who decides about bias."""

from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal

from domain.kernel.correction import ALWAYS, HOUSE
from domain.kernel.law import Citation
from domain.kernel.rule import rule

CONTROL_ACT = date(2014, 1, 1)
"""Act 255/2012 is in force from this day."""


@rule(
    "inspection.regime-of-the-region",
    cites=HOUSE,
    since=ALWAYS,
    cs="Kontrolu, kterou dělá jiný orgán, kraj neplánuje; eviduje jen její výsledek.",
)
def regime_of_the_region(*, regime: str, inspects: str, is_our_own: bool) -> bool:
    """The region plans only what it inspects itself; of what another body inspects it keeps the result."""
    return is_our_own


@rule(
    "inspection.regime-in-force",
    cites=HOUSE,
    since=ALWAYS,
    cs="V den plánu už platí předpis, podle kterého se má kontrolovat.",
)
def regime_in_force(*, regime: str, on: date | None, since: date) -> bool | None:
    """The law to inspect by is in force."""
    return None if on is None else since <= on


@rule(
    "inspection.something-inspected",
    cites=Citation("255/2012", "§ 12(1)(e)"),
    since=ALWAYS,
    cs="Plán říká, která služba, smlouva, pověření nebo projekt se kontroluje.",
)
def something_inspected(*, files: int) -> bool:
    """A plan says which service, contract, mandate or project is inspected."""
    return files > 0


@rule(
    "inspection.subject-of-provider",
    cites=HOUSE,
    since=ALWAYS,
    cs="Kontrolované služby, smlouvy a pověření patří kontrolovanému poskytovateli služby.",
)
def subject_of_provider(*, provider: str, others: Mapping[str, str]) -> bool:
    """The inspected services, contracts and mandates are those of the inspected provider, as far as it is known."""
    return not others


@rule(
    "inspection.risk-score-adds-up",
    cites=Citation("416/2004"),
    since=ALWAYS,
    cs="Bodové hodnocení rizika je součet bodů jednotlivých hledisek.",
    is_structural=True,
)
def risk_score_adds_up(*, risk_score: Decimal | None, points: Collection[Decimal]) -> bool:
    """The risk score is the sum of the points of its factors, where these are stated."""
    return not points or sum(points) == risk_score


@rule(
    "inspection.reason-supported",
    cites=HOUSE,
    since=ALWAYS,
    cs="Důvod kontroly má svůj podklad: plán, podnět, předchozí kontrolu, nebo hodnocení rizika.",
)
def reason_supported(*, reason: str, support: str | None) -> bool:
    """A reason has what it stands on: the plan, the complaint, the inspection before, or the risk score."""
    return reason == "LAW" or support is not None


@rule(
    "inspection.limits-of-its-regime",
    cites=Citation("255/2012", "§ 2"),
    since=ALWAYS,
    cs="Lhůty podle kontrolního řádu se nedají sjednat; sjednané lhůty platí jen pro kontroly mimo něj.",
)
def limits_of_its_regime(*, limits: str, agreed_in: str | None) -> bool:
    """Limits are agreed only for inspections outside the Control Act."""
    return agreed_in is None or limits == "AGREED"


@rule(
    "inspection.follow-up-of-same-provider",
    cites=HOUSE,
    since=ALWAYS,
    cs="Následná kontrola navazuje na jinou kontrolu téhož poskytovatele služby.",
)
def follow_up_of_same_provider(*, provider: str, provider_before: str | None, is_itself: bool) -> bool:
    """A follow-up follows another inspection of the same provider."""
    return not is_itself and provider_before in {None, provider}


@rule(
    "inspection.change-says-something",
    cites=HOUSE,
    since=ALWAYS,
    cs="Změna plánu musí něco měnit.",
    is_structural=True,
)
def change_says_something(*, changes: Collection[str]) -> bool:
    """A change of the plan changes something."""
    return bool(changes)


@rule(
    "inspection.preparatory-before-start",
    cites=Citation("255/2012", "§ 3"),
    since=CONTROL_ACT,
    cs="Úkony předcházející kontrole se dělají před jejím zahájením.",
    label="PREPARED_AFTER_START",
)
def preparatory_before_start(*, on: date | None, started_on: date | None) -> bool:
    """Preparatory acts are done before the inspection starts, on the day of the start at the latest."""
    return on is None or started_on is None or on <= started_on


@rule(
    "inspection.bias-decided-by-superior",
    cites=Citation("500/2004", "§ 14(2)"),
    since=date(2006, 1, 1),
    cs="O podjatosti rozhoduje nadřízený, který sám nekontroluje.",
)
def bias_decided_by_superior(*, person: str, decided_by: str, is_in_team: bool) -> bool:
    """Bias is decided by a superior who is neither the person nor of the group."""
    return decided_by != person and not is_in_team
