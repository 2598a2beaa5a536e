"""How an inspection starts."""

from collections.abc import Collection
from datetime import date

from domain.inspection.rules.planning import CONTROL_ACT
from domain.kernel.correction import ALWAYS, HOUSE
from domain.kernel.law import Citation
from domain.kernel.rule import rule


@rule(
    "inspection.authorised-before-start",
    cites=Citation("255/2012", "§ 4"),
    since=ALWAYS,
    cs="Kontrolu lze zahájit až s pověřením ke kontrole.",
    label="STARTED_UNAUTHORISED",
)
def authorised_before_start(*, on: date | None, is_authorised: bool, authorised_on: date | None) -> bool | None:
    """An inspection starts only with an authorisation, on its day or later."""
    if not is_authorised:
        return False
    return None if on is None or authorised_on is None else authorised_on <= on


@rule(
    "inspection.authorisation-shown",
    cites=Citation("255/2012", "§ 5(2)"),
    since=CONTROL_ACT,
    cs="Pověření se předkládá kontrolované osobě, nebo jiné přítomné povinné osobě.",
)
def authorisation_shown(*, mode: str, shown_to: str | None, side: str | None) -> bool:
    """The authorisation is shown to the controlled person or another obliged person who is present."""
    return mode == "NOTICE_DELIVERED" or (shown_to is not None and side is not None)


@rule(
    "inspection.start-on-delivery",
    cites=Citation("255/2012", "§ 5(2)(b)"),
    since=CONTROL_ACT,
    cs="Kontrola zahájená oznámením začíná dnem jeho doručení.",
    label="STARTED_OFF_DELIVERY",
)
def start_on_delivery(*, mode: str, on: date | None, is_delivered: bool, delivered_on: date | None) -> bool | None:
    """An inspection that starts by a notice starts on the day of its delivery."""
    if mode != "NOTICE_DELIVERED":
        return True
    if not is_delivered:
        return False
    return None if on is None or delivered_on is None else on == delivered_on


@rule(
    "inspection.first-act-recorded",
    cites=Citation("255/2012", "§ 5(2)(c)"),
    since=CONTROL_ACT,
    cs="O kontrolním úkonu před předložením pověření je záznam.",
)
def first_act_recorded(*, mode: str, document: str | None) -> bool:
    """There is a record of a control act that came before the authorisation was shown."""
    return mode != "ACT_BEFORE_SHOWING" or document is not None


@rule(
    "inspection.authority-proved",
    cites=Citation("500/2004", "§ 33(1)"),
    since=ALWAYS,
    cs="Zmocněnec nebo opatrovník své oprávnění dokládá.",
    label="AUTHORITY_UNPROVED",
)
def authority_proved(*, unproved: Collection[str]) -> bool:
    """An agent or a guardian proves the authority."""
    return not unproved


@rule(
    "inspection.minutes-of-those-present",
    cites=HOUSE,
    since=ALWAYS,
    cs="Zápis z úvodního jednání jmenuje jen ty, kdo jsou zapsáni jako přítomní.",
    is_structural=True,
)
def minutes_of_those_present(*, unknown: Collection[str]) -> bool:
    """The opening minutes name only those who are recorded as present."""
    return not unknown


STANDING = (authorised_before_start, start_on_delivery, authority_proved)
"""What a correction may mend or break of a start that is recorded."""
