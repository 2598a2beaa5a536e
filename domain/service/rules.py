"""What must hold of a registered service. The register is not ours, so most of it is noted, not refused."""

from collections.abc import Collection
from datetime import date
from decimal import Decimal

from domain.kernel.correction import ALWAYS, HOUSE
from domain.kernel.forms import Form
from domain.kernel.law import Citation, ServiceKind, UnknownServiceKind, service_kind
from domain.kernel.rule import rule
from domain.service.payloads import Organisation

ACT_IN_FORCE = date(2007, 1, 1)
"""Act 108/2006 and its register began."""


def kind_on(section: str, day: date | None) -> ServiceKind | None:
    """The kind of service of a section on that day, None where there is none; on an unknown day as the Act began."""
    try:
        kind = service_kind(section, on=day or ACT_IN_FORCE)
    except UnknownServiceKind:
        return None
    return kind if kind.is_kind else None


# Identity -----------------------------------------------------------------------------------------------------------


@rule("service.opened-once", cites=HOUSE, since=ALWAYS, cs="Spis služby se zakládá jen jednou.", is_structural=True)
def opened_once(*, version: int) -> bool:
    """The file of a service is opened once."""
    return version == 0


@rule("service.opened-first", cites=HOUSE, since=ALWAYS, cs="Služba musí být nejdříve založena.", is_structural=True)
def opened_first(*, version: int) -> bool:
    """A service must be on file before anything is recorded about it."""
    return version > 0


@rule(
    "service.identified",
    cites=HOUSE,
    since=ALWAYS,
    cs="Služba musí mít číslo registrace, nebo aspoň druh či název.",
    is_structural=True,
)
def identified(*, registration_number: str | None, section: str | None, kind: str | None, name: str | None) -> bool:
    """A service is called by its registration number, or at least by its kind or name."""
    return bool(registration_number or section or kind or name)


@rule(
    "service.provider-ico",
    label="IMPOSSIBLE_ICO",
    cites=Citation("108/2006", "§ 85"),
    since=ACT_IN_FORCE,
    cs="IČO poskytovatele musí mít osm číslic a správnou kontrolní číslici.",
)
def provider_ico(*, provider: Organisation | None) -> bool:
    """The provider's IČO has eight digits and a right check digit."""
    return provider is None or provider.ico_as_written is None or provider.ico is not None


# Kind, forms, capacity ------------------------------------------------------------------------------------------------


@rule(
    "service.kind-in-force",
    label="UNKNOWN_SERVICE_KIND",
    cites=Citation("108/2006", "§§ 37–70"),
    since=ACT_IN_FORCE,
    cs="Druh služby musí být v daný den druhem podle zákona o sociálních službách.",
)
def kind_in_force(*, section: str | None, day: date | None) -> bool | None:
    """The Act knows the kind of service on that day."""
    return None if section is None else kind_on(section, day) is not None


@rule(
    "service.form-allowed",
    label="FORM_NOT_ALLOWED",
    cites=Citation("108/2006", "§ 33"),
    since=ACT_IN_FORCE,
    cs="Služba se poskytuje jen ve formách, které zákon pro její druh připouští.",
)
def form_allowed(*, section: str | None, forms: Collection[Form], day: date | None) -> bool | None:
    """A service is provided only in the forms that the Act allows for its kind."""
    kind = None if section is None else kind_on(section, day)
    return None if kind is None else set(forms) <= {*kind.forms, *kind.forms_optional}


@rule(
    "service.capacity-of-offered-form",
    label="CAPACITY_WITHOUT_FORM",
    cites=Citation("108/2006", "§ 79"),
    since=ACT_IN_FORCE,
    cs="Kapacita se uvádí pro formu, ve které se služba poskytuje.",
)
def capacity_of_offered_form(*, forms_with_capacity: Collection[Form], forms: Collection[Form] | None) -> bool | None:
    """Capacity is stated for a form in which the service is provided."""
    return None if not forms else set(forms_with_capacity) <= set(forms)


@rule(
    "service.capacity-not-negative",
    cites=HOUSE,
    since=ALWAYS,
    cs="Kapacita nemůže být záporná.",
    is_structural=True,
)
def capacity_not_negative(*, amounts: Collection[Decimal]) -> bool:
    """Capacity is never below zero."""
    return all(amount >= 0 for amount in amounts)


@rule(
    "service.capacity-stated-once",
    cites=HOUSE,
    since=ALWAYS,
    cs="Pro jednu formu a jednotku se kapacita uvádí jednou.",
    is_structural=True,
)
def capacity_stated_once(*, stated: Collection[str]) -> bool:
    """One form in one unit has one capacity."""
    return len(set(stated)) == len(stated)


# Changes --------------------------------------------------------------------------------------------------------------


@rule("service.change-says-something", cites=HOUSE, since=ALWAYS, cs="Změna musí něco měnit.", is_structural=True)
def change_says_something(*, changed: Collection[str]) -> bool:
    """A change of parameters names at least one of them."""
    return len(changed) > 0


@rule(
    "service.still-registered",
    cites=Citation("108/2006", "§ 82"),
    since=ALWAYS,
    cs="Služba, jejíž registrace skončila, se už nemění.",
    is_structural=True,
)
def still_registered(*, day: date | None, ended_on: date | None) -> bool:
    """A service whose registration has ended does not change any more."""
    return day is None or ended_on is None or day < ended_on


@rule(
    "service.change-after-registration",
    label="BEFORE_REGISTRATION",
    cites=Citation("108/2006", "§ 78"),
    since=ACT_IN_FORCE,
    cs="Údaje služby platí nejdříve ode dne registrace.",
)
def change_after_registration(*, day: date | None, registered_since: date | None) -> bool | None:
    """What the register says of a service holds from its registration at the earliest."""
    return None if day is None or registered_since is None else registered_since <= day


@rule(
    "service.deregistered-once",
    cites=Citation("108/2006", "§ 82"),
    since=ALWAYS,
    cs="Registrace končí jen jednou.",
    is_structural=True,
)
def deregistered_once(*, ended_on: date | None) -> bool:
    """A registration ends once."""
    return ended_on is None


@rule(
    "service.ends-after-start",
    cites=Citation("108/2006", "§ 82"),
    since=ALWAYS,
    cs="Registrace nemůže skončit dříve, než začala.",
    is_structural=True,
)
def ends_after_start(*, registered_since: date | None, ended_on: date | None) -> bool:
    """A registration does not end before it began."""
    return registered_since is None or ended_on is None or registered_since <= ended_on


@rule(
    "service.place-stated-once",
    cites=HOUSE,
    since=ALWAYS,
    cs="Totéž místo lze uvést a přidat jen jednou.",
    is_structural=True,
)
def place_stated_once(*, places: Collection[str]) -> bool:
    """A place is stated once, and added only where it is not yet."""
    return len(set(places)) == len(places)


@rule(
    "service.place-known",
    cites=HOUSE,
    since=ALWAYS,
    cs="Odebrat lze jen místo, kde se služba v daný den poskytuje.",
    is_structural=True,
)
def place_known(*, place: str, places: Collection[str]) -> bool:
    """Only a place where the service is provided on that day can be removed."""
    return place in places


# Differences with the register ----------------------------------------------------------------------------------------


@rule("service.difference-differs", cites=HOUSE, since=ALWAYS, cs="Rozdíl má dvě různé strany.", is_structural=True)
def difference_differs(*, ours: str | None, theirs: str | None) -> bool:
    """A difference has two sides that are not the same."""
    return ours != theirs


@rule("service.difference-once", cites=HOUSE, since=ALWAYS, cs="Tento rozdíl už je zaznamenán.", is_structural=True)
def difference_once(*, difference: str, known: Collection[str]) -> bool:
    """A difference is recorded once under its key."""
    return difference not in known


@rule(
    "service.difference-open",
    cites=HOUSE,
    since=ALWAYS,
    cs="Vyřešit lze jen zjištěný a dosud nevyřešený rozdíl.",
    is_structural=True,
)
def difference_open(*, difference: str, open_differences: Collection[str]) -> bool:
    """Only a difference that was found and is still open can be resolved."""
    return difference in open_differences
