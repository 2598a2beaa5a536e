"""How the region may entrust a provider: what the act says, on what it stands, for how long."""

from collections.abc import Collection, Sequence
from datetime import date

from domain.kernel.correction import ALWAYS
from domain.kernel.law import Citation
from domain.kernel.registry import Body, Ico
from domain.kernel.rule import rule
from domain.mandate.payloads import Decision, Instrument
from domain.mandate.rules.decisions import article, under_decisions

REGIONS = date(2000, 11, 12)
"""The regions exist, and Act 129/2000 is in force, from this day."""

# What the act says ---------------------------------------------------------------------------------------------------


@under_decisions(
    "mandate.article-4-complete",
    subject="entrustment",
    label="ENTRUSTMENT_INCOMPLETE",
    cs="Akt pověření obsahuje všechno, co pro něj rozhodnutí Komise vyžaduje.",
)
def article_4_complete(*, missing: Sequence[str]) -> bool:
    """The act of entrustment says everything that the Decision of the Commission asks of it."""
    return not missing


@rule(
    "mandate.ceiling-stated-once",
    label="CEILING_STATED_TWICE",
    cites=article("2012/21/EU", "entrustment"),
    since=ALWAYS,
    cs="Vyrovnávací platbu každé služby a roku uvádí akt jen jednou.",
)
def ceiling_stated_once(*, stated: Sequence[str]) -> bool:
    """An act states the compensation payment of each service and year once."""
    return len(set(stated)) == len(stated)


@rule(
    "mandate.instrument-complete",
    cites=article("2012/21/EU", "entrustment"),
    since=ALWAYS,
    cs="Samostatný akt má číslo, doložka svou smlouvu a ustanovení, více aktů je aspoň dvojí.",
)
def instrument_complete(
    *, instrument: Instrument, number: str | None, has_contract: bool, clause: str | None, acts: Collection[str]
) -> bool:
    """A separate act has a number, a clause its contract and place, several acts are at least two."""
    if instrument == "SEPARATE_ACT":
        return number is not None
    return has_contract and clause is not None if instrument == "CONTRACT_CLAUSE" else len(set(acts)) >= 2


@rule(
    "mandate.contract-entrusts",
    label="ENTRUSTING_CONTRACT_VOID",
    cites=article("2012/21/EU", "entrustment"),
    since=ALWAYS,
    cs="Doložkou pověřuje jen smlouva, která je uzavřena a není zrušena od počátku.",
)
def contract_entrusts(*, is_concluded: bool, is_void: bool) -> bool:
    """A clause entrusts only in a contract that is concluded and not void from the start."""
    return is_concluded and not is_void


@rule(
    "mandate.legal-basis-of-its-day",
    label="OUTDATED_LEGAL_BASIS",
    cites=article("2012/21/EU", "entrustment"),
    since=ALWAYS,
    cs="Pověření odkazuje na rozhodnutí Komise, které platí v den jeho vydání.",
)
def legal_basis_of_its_day(*, decision: Decision | None, in_force: Decision | None) -> bool | None:
    """A mandate refers to the Decision that is in force on the day of its issue."""
    return None if decision is None or in_force is None else decision == in_force


@rule(
    "mandate.legal-basis-still-applies",
    label="OUTLIVED_LEGAL_BASIS",
    cites=Citation("2012/21/EU", "Art. 10"),
    since=ALWAYS,
    cs="Pověření stojí na rozhodnutí Komise, na kterém ještě stát smí; jinak se převádí na pozdější.",
)
def legal_basis_still_applies(*, decision: Decision | None, in_use: Collection[str] | None) -> bool | None:
    """A mandate stands on a Decision on which it may still stand; otherwise it is brought under a later one."""
    return None if decision is None or in_use is None else decision in in_use


# For whom ------------------------------------------------------------------------------------------------------------


@rule(
    "mandate.undertaking-provides-service",
    label="ANOTHER_PROVIDER",
    cites=Citation("108/2006", "§ 79"),
    since=date(2007, 1, 1),
    cs="Pověřuje se ten, kdo má službu registrovanou.",
)
def undertaking_provides_service(*, undertaking: Ico, provider: Ico) -> bool:
    """Whoever has the service registered is entrusted with it."""
    return undertaking == provider


@rule(
    "mandate.service-registered",
    label="MANDATE_WITHOUT_REGISTRATION",
    cites=Citation("108/2006", "§ 78"),
    since=date(2007, 1, 1),
    cs="Pověřit lze jen službu, která je registrována.",
    is_waivable=True,
)
def service_registered(*, service: str, day: date | None, is_registered: bool | None) -> bool | None:
    """Only a registered service can be entrusted; whether it is, is asked on the day of the issue."""
    return is_registered


@rule(
    "mandate.service-in-network",
    label="MANDATE_OUTSIDE_NETWORK",
    cites=Citation("methodology", "basic network"),
    since=date(2007, 1, 1),
    cs="Pověřit lze jen službu, která je v základní síti.",
    is_waivable=True,
)
def service_in_network(*, service: str, day: date | None, is_included: bool | None) -> bool | None:
    """Only a service of the basic network can be entrusted; whether it is, is asked on the day of the issue."""
    return is_included


# By whom, from when to when ------------------------------------------------------------------------------------------


@rule(
    "mandate.issued-by-competent-body",
    label="NOT_ISSUED_BY_COMPETENT_BODY",
    cites=Citation("129/2000", "§ 35, § 59"),
    since=REGIONS,
    cs="O pověření rozhoduje příslušný orgán kraje.",
    is_waivable=True,
)
def issued_by_competent_body(*, body: Body | None, competent: Collection[str] | None) -> bool | None:
    """The competent body of the region decides on a mandate."""
    return None if body is None or competent is None else body in competent


@rule(
    "mandate.not-retroactive",
    label="ISSUED_RETROACTIVELY",
    cites=article("2012/21/EU", "entrustment"),
    since=ALWAYS,
    cs="Pověřuje se předem: pověření nezačíná dřív, než bylo vydáno.",
    is_waivable=True,
)
def not_retroactive(*, issued_on: date | None, first_day: date | None) -> bool | None:
    """One entrusts beforehand: a mandate does not begin before it was issued."""
    return None if issued_on is None or first_day is None else issued_on <= first_day


@under_decisions(
    "mandate.at-most-ten-years",
    subject="duration",
    label="LONGER_THAN_TEN_YEARS",
    cs="Pověření trvá nejvýše deset let, leda je třeba déle odpisovat významnou investici.",
    since="2012/21/EU",
)
def at_most_ten_years(
    *, first_day: date | None, last_day: date | None, longest_until: date | None, has_investment_reason: bool
) -> bool | None:
    """A mandate lasts ten years at most, unless a significant investment has to be amortised over a longer time."""
    if has_investment_reason:
        return True
    return None if last_day is None or longest_until is None else last_day <= longest_until


@rule(
    "mandate.within-plan-or-project",
    label="BEYOND_PLAN_OR_PROJECT",
    cites=Citation("methodology", "duration of mandates"),
    since=ALWAYS,
    cs="Pověření netrvá déle než střednědobý plán; vítěze zakázky pověřuje kraj na dobu projektu.",
    is_waivable=True,
)
def within_plan_or_project(
    *, ground: str, last_day: date | None, plan_end: date | None, is_within_project: bool | None
) -> bool | None:
    """A mandate lasts no longer than the medium-term plan, that of a tender's winner no longer than the project."""
    if ground == "project":
        return is_within_project
    return None if last_day is None or plan_end is None else last_day <= plan_end


# While it lasts ------------------------------------------------------------------------------------------------------


@rule(
    "mandate.amended-while-it-lasts",
    label="AMENDED_AFTER_ITS_END",
    cites=Citation("methodology", "duration of mandates"),
    since=ALWAYS,
    cs="Měnit, prodlužovat, pozastavit i převést lze jen pověření, které ještě neskončilo.",
)
def amended_while_it_lasts(*, on: date | None, last_day: date | None) -> bool | None:
    """Only a mandate that has not ended yet can be amended, prolonged, suspended or brought under another Decision."""
    return None if on is None or last_day is None else on <= last_day


@rule(
    "mandate.suspension-changes-something",
    label="SUSPENSION_CHANGES_NOTHING",
    cites=Citation("methodology", "duration of mandates"),
    since=ALWAYS,
    cs="Pozastavit lze jen pověření, které platí, a obnovit jen pozastavené.",
)
def suspension_changes_something(*, was_suspended: bool, is_suspended: bool) -> bool:
    """Only a mandate that holds can be suspended, and only a suspended one resumed."""
    return was_suspended != is_suspended
