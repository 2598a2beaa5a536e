"""What must hold of a standing in the network: by whom, for whom, how much, from when to when."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from domain.kernel.answer import Answer
from domain.kernel.correction import ALWAYS, HOUSE
from domain.kernel.forms import CapacityUnit, Form
from domain.kernel.law import Citation, ServiceKind
from domain.kernel.period import Period
from domain.kernel.prose import Prose
from domain.kernel.registry import Body, OrpCode
from domain.kernel.rule import rule
from domain.network_entry.rules.intention import ENTRY, NETWORK
from domain.service.payloads import Organisation

REGIONS = date(2000, 11, 12)
"""The regions and their bodies exist from this day (Act 129/2000)."""

PLAN = Citation("108/2006", "§ 95")

# By whom --------------------------------------------------------------------------------------------------------------


@rule(
    "network-entry.approved-by-competent-body",
    label="NOT_APPROVED_BY_COMPETENT_BODY",
    cites=Citation("129/2000", "§ 35"),
    since=REGIONS,
    cs="Síť sociálních služeb a její změny schvaluje zastupitelstvo kraje.",
)
def approved_by_competent_body(*, body: Body, competent: Collection[str] | None) -> bool | None:
    """The regional assembly approves the network and its changes."""
    return None if competent is None else body in competent


@rule(
    "network-entry.urgent-by-competent-body",
    label="NOT_APPROVED_BY_COMPETENT_BODY",
    cites=Citation("methodology", "urgent situations"),
    since=REGIONS,
    cs="O naléhavém zařazení rozhoduje zastupitelstvo nebo rada kraje.",
)
def urgent_by_competent_body(*, body: Body, competent: Collection[str] | None) -> bool | None:
    """The assembly or the council decides on an urgent inclusion."""
    return None if competent is None else body in competent


@rule(
    "network-entry.urgent-reason",
    cites=Citation("methodology", "urgent situations"),
    since=NETWORK,
    cs="Naléhavé zařazení musí mít důvod.",
)
def urgent_reason(*, reason: Prose | None) -> bool:
    """An urgent inclusion needs a reason."""
    return reason is not None


# The service ----------------------------------------------------------------------------------------------------------


@rule(
    "network-entry.service-registered",
    label="NOT_REGISTERED",
    cites=Citation("108/2006", "§ 78"),
    since=NETWORK,
    cs="V síti může být jen služba, která je v daný den registrována.",
)
def service_registered(*, day: date | None, registered: Answer) -> bool | None:
    """Only a service that is registered on that day stands in the network."""
    return registered.decided


@rule(
    "network-entry.forms-registered",
    label="FORM_NOT_REGISTERED",
    cites=Citation("108/2006", "§ 79"),
    since=NETWORK,
    cs="Kapacita v síti je jen ve formách, ve kterých je služba registrována.",
)
def forms_registered(*, forms: Collection[Form], registered: Collection[Form] | None) -> bool | None:
    """Capacity in the network is in forms for which the service is registered."""
    return None if registered is None else set(forms) <= set(registered)


@rule(
    "network-entry.unit-of-kind",
    label="UNUSUAL_UNIT",
    cites=Citation("methodology", "units of capacity"),
    since=NETWORK,
    cs="Kapacita se uvádí v jednotce obvyklé pro druh služby.",
    is_waivable=True,
)
def unit_of_kind(*, units: Collection[CapacityUnit], kind: ServiceKind | None) -> bool | None:
    """Capacity is stated in a unit that is usual for the kind of service."""
    return None if kind is None else set(units) <= set(kind.capacity_units)


@rule(
    "network-entry.within-registered-capacity",
    label="ABOVE_REGISTERED_CAPACITY",
    cites=Citation("108/2006", "§ 79"),
    since=NETWORK,
    cs="V síti nemůže být větší kapacita, než na jakou je služba ve stejné jednotce registrována.",
    is_waivable=True,
)
def within_registered_capacity(*, asked: Mapping[str, Decimal], registered: Mapping[str, Decimal]) -> bool:
    """The network holds no more of a service than is registered in the same unit."""
    return all(amount <= registered.get(key, amount) for key, amount in asked.items())


# How much, for whom ---------------------------------------------------------------------------------------------------


@rule(
    "network-entry.capacity-once",
    cites=HOUSE,
    since=ALWAYS,
    cs="Pro jednu formu a jednotku se kapacita uvádí jednou.",
    is_structural=True,
)
def capacity_once(*, stated: Sequence[str]) -> bool:
    """One form in one unit has one capacity."""
    return len(set(stated)) == len(stated)


@rule(
    "network-entry.capacity-positive",
    cites=HOUSE,
    since=ALWAYS,
    cs="Kapacita musí být větší než nula.",
    is_structural=True,
)
def capacity_positive(*, amounts: Collection[Decimal]) -> bool:
    """Capacity is above zero."""
    return all(amount > 0 for amount in amounts)


@rule(
    "network-entry.capacity-not-negative",
    cites=HOUSE,
    since=ALWAYS,
    cs="Kapacita nemůže být záporná.",
    is_structural=True,
)
def capacity_not_negative(*, amounts: Collection[Decimal]) -> bool:
    """Capacity is never below zero."""
    return all(amount >= 0 for amount in amounts)


@rule(
    "network-entry.capacity-remains",
    cites=HOUSE,
    since=ALWAYS,
    cs="Nezůstane-li žádná kapacita, služba se ze sítě vyřazuje.",
    is_structural=True,
)
def capacity_remains(*, totals: Collection[Decimal]) -> bool:
    """A service of which nothing is left on some day is excluded, not changed."""
    return all(total > 0 for total in totals)


@rule(
    "network-entry.orp-once",
    cites=HOUSE,
    since=ALWAYS,
    cs="Každá obec s rozšířenou působností má jeden podíl.",
    is_structural=True,
)
def orp_once(*, orps: Sequence[OrpCode]) -> bool:
    """Each municipality with extended powers has one share."""
    return len(set(orps)) == len(orps)


@rule(
    "network-entry.shares-sum",
    cites=HOUSE,
    since=ALWAYS,
    cs="Podíly obcí s rozšířenou působností dávají dohromady celek.",
    is_structural=True,
)
def shares_sum(*, shares: Collection[Fraction]) -> bool:
    """The shares of the municipalities with extended powers make up the whole."""
    return sum(shares) == 1


# From when to when ----------------------------------------------------------------------------------------------------


@rule(
    "network-entry.ground-stated",
    cites=HOUSE,
    since=ALWAYS,
    cs="Zařazení se opírá buď o období střednědobého plánu, nebo o projekt.",
    is_structural=True,
)
def ground_stated(*, plan: Period | None, project: UUID | None) -> bool:
    """A service enters either for a period of the medium-term plan or for a project."""
    return (plan is None) != (project is None)


@rule(
    "network-entry.ends-after-start",
    cites=HOUSE,
    since=ALWAYS,
    cs="Zařazení nemůže skončit dřív, než začne.",
    is_structural=True,
)
def ends_after_start(*, first_day: date | None, last_day: date) -> bool:
    """A standing does not end before it begins."""
    return first_day is None or first_day <= last_day


@rule(
    "network-entry.not-included-already",
    cites=HOUSE,
    since=ALWAYS,
    cs="V těchto dnech už služba v síti je.",
    is_structural=True,
)
def not_included_already(*, first_day: date | None, last_day: date, standing: Collection[Answer]) -> bool | None:
    """On none of these days the service is in the network already."""
    if Answer.YES in standing:
        return False
    return None if Answer.CANNOT_BE_DECIDED in standing else True


@rule(
    "network-entry.plan-as-approved",
    label="OTHER_PLAN_PERIOD",
    cites=PLAN,
    since=NETWORK,
    cs="Období plánu musí být to, které schválilo zastupitelstvo.",
)
def plan_as_approved(*, plan: Period | None, approved: Period | None) -> bool:
    """The period of the plan is the one that the assembly approved, as far as that is known here."""
    return plan is None or approved is None or plan == approved


@rule(
    "network-entry.within-plan",
    label="OUTSIDE_PLAN_PERIOD",
    cites=PLAN,
    since=NETWORK,
    cs="Podle plánu je služba v síti nejdéle po dobu, na kterou plán platí.",
)
def within_plan(*, first_day: date | None, last_day: date, plan: Period | None) -> bool | None:
    """By the plan a service stands in the network at most as long as the plan lasts."""
    return None if plan is None or first_day is None else plan.contains(first_day) and plan.contains(last_day)


@rule(
    "network-entry.within-project",
    label="OUTSIDE_PROJECT_PERIOD",
    cites=Citation("tender documents", "inclusion for the duration of the project"),
    since=NETWORK,
    cs="Vítěz veřejné zakázky je v síti nejdéle po dobu trvání projektu.",
)
def within_project(
    *, first_day: date | None, last_day: date, starts_within: Answer, ends_within: Answer
) -> bool | None:
    """The winner of a tender stands in the network at most as long as the project lasts."""
    answers = (starts_within, ends_within)
    return False if Answer.NO in answers else None if Answer.CANNOT_BE_DECIDED in answers else True


@rule(
    "network-entry.tender-won",
    label="TENDER_NOT_WON",
    cites=Citation("tender documents", "inclusion for the duration of the project"),
    since=NETWORK,
    cs="Po dobu projektu se zařazuje služba toho, kdo veřejnou zakázku nebo její část získal.",
    is_waivable=True,
)
def tender_won(*, lot: str | None, winners: Collection[Organisation], provider: Organisation | None) -> bool | None:
    """For the duration of a project enters the service of who won the tender, or the lot of it."""
    if provider is None:
        return None
    return any(
        winner.ico == provider.ico if winner.ico and provider.ico else winner.name == provider.name
        for winner in winners
    )


# Changes and the end --------------------------------------------------------------------------------------------------


@rule(
    "network-entry.included-on-day",
    label="NOT_IN_NETWORK",
    cites=ENTRY,
    since=NETWORK,
    cs="Měnit lze jen zařazení služby, která v daný den v síti je.",
    is_waivable=True,
)
def included_on_day(*, day: date | None, included: Answer) -> bool | None:
    """Only the standing of a service that is in the network on that day changes."""
    return included.decided


@rule(
    "network-entry.follows-inclusion",
    label="NOT_IN_NETWORK",
    cites=ENTRY,
    since=NETWORK,
    cs="Prodloužit nebo ukončit zařazení lze nejpozději ode dne po jeho posledním dni.",
    is_waivable=True,
)
def follows_inclusion(*, day: date | None, day_before: Answer, on_day: Answer) -> bool | None:
    """A standing is prolonged or ended from the day after its last day at the latest."""
    answers = (day_before, on_day)
    return True if Answer.YES in answers else None if Answer.CANNOT_BE_DECIDED in answers else False


@rule(
    "network-entry.not-excluded",
    cites=HOUSE,
    since=ALWAYS,
    cs="Vyřazená služba se vrací jen novým zařazením; neprodlužuje se a nevyřazuje znovu.",
    is_structural=True,
)
def not_excluded(*, day: date | None, is_excluded: bool) -> bool:
    """A service that was excluded returns by a new inclusion only; it is not prolonged or excluded again."""
    return not is_excluded


@rule(
    "network-entry.prolongs",
    cites=HOUSE,
    since=ALWAYS,
    cs="Prodloužení musí vést k pozdějšímu poslednímu dni.",
    is_structural=True,
)
def prolongs(*, last_day: date, last_day_before: date | None) -> bool:
    """A prolongation leads to a later last day."""
    return last_day_before is None or last_day > last_day_before


@rule(
    "network-entry.says-something-new",
    cites=HOUSE,
    since=ALWAYS,
    cs="Zapisuje se jen to, co v daný den ještě neplatí.",
    is_structural=True,
)
def says_something_new(*, before: object, asked: object) -> bool:
    """Something else than what is asked for held on that day before."""
    return before != asked


@rule(
    "network-entry.ends-with-its-ground",
    cites=HOUSE,
    since=ALWAYS,
    cs="S koncem projektu odchází jen služba zařazená pro projekt, s koncem plánu jen služba zařazená podle plánu.",
    is_structural=True,
)
def ends_with_its_ground(*, ground: str, is_for_project: bool) -> bool:
    """With the end of a project leaves who entered for it, with the end of a plan who entered by it."""
    return ground != ("PLAN_END" if is_for_project else "PROJECT_END")


@rule(
    "network-entry.exclusion-resolved",
    label="EXCLUSION_NOT_RESOLVED",
    cites=Citation("129/2000", "§ 35"),
    since=REGIONS,
    cs="O vyřazení, které nenastává samo, rozhoduje zastupitelstvo kraje usnesením.",
)
def exclusion_resolved(*, ground: str, is_lapse: bool, resolution: str | None) -> bool:
    """An exclusion that does not come by itself is resolved by the regional assembly."""
    return is_lapse or resolution is not None


@rule(
    "network-entry.deregistered-indeed",
    label="STILL_REGISTERED",
    cites=Citation("108/2006", "§ 82"),
    since=NETWORK,
    cs="Pro zánik registrace se vyřazuje jen služba, která v daný den registrována není.",
)
def deregistered_indeed(*, day: date | None, registered: Answer) -> bool | None:
    """For the loss of its registration a service leaves only where it is not registered on that day."""
    return None if registered is Answer.CANNOT_BE_DECIDED else registered is Answer.NO


@rule(
    "network-entry.registration-lost",
    cites=Citation("108/2006", "§ 82"),
    since=ALWAYS,
    cs="Ztráta registrace se zapisuje, jen když ji rejstřík v daný den ukazuje, a jen jednou.",
    is_structural=True,
)
def registration_lost(*, day: date | None, registered: Answer, is_recorded: bool) -> bool:
    """The loss of a registration is recorded where the register shows it, and once."""
    return registered is Answer.NO and not is_recorded
