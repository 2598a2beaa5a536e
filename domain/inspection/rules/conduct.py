"""What must hold of what is done on site."""

from collections.abc import Collection
from datetime import date
from decimal import Decimal

from domain.inspection.rules.planning import CONTROL_ACT
from domain.kernel.correction import ALWAYS, HOUSE
from domain.kernel.law import Citation
from domain.kernel.money import Money
from domain.kernel.period import Period
from domain.kernel.rule import rule


@rule(
    "inspection.within-subject",
    cites=Citation("255/2012", "§ 12(1)(e)"),
    since=ALWAYS,
    cs="Kontroluje se jen to, co je předmětem kontroly.",
)
def within_subject(*, file: str, subject: Collection[str]) -> bool:
    """Only what is the subject of the inspection is inspected."""
    return file in subject


@rule(
    "inspection.quantity-not-negative",
    cites=HOUSE,
    since=ALWAYS,
    cs="Naměřené množství není záporné.",
    is_structural=True,
)
def quantity_not_negative(*, found: Decimal) -> bool:
    """What was measured is not negative."""
    return found >= 0


@rule(
    "inspection.within-inspected-period",
    cites=Citation("255/2012", "§ 12(1)(e)"),
    since=ALWAYS,
    cs="Přepočítává se jen období, které se kontroluje.",
)
def within_inspected_period(*, recomputed: Period, inspected: Period | None) -> bool:
    """Only the inspected period is counted again."""
    if inspected is None:
        return True
    ends_inside = inspected.end is None or (recomputed.end is not None and recomputed.end <= inspected.end)
    return inspected.start <= recomputed.start and ends_inside


@rule(
    "inspection.time-unit-known",
    cites=Citation("methodology", "time unit"),
    since=ALWAYS,
    cs="Metodika, podle které se kontroluje, říká, kolik minut má časová jednotka.",
)
def time_unit_known(*, methodology: str | None, minutes: int | None) -> bool:
    """The methodology by which is inspected says how many minutes a time unit has."""
    return minutes is not None


@rule(
    "inspection.consent-held",
    cites=Citation("255/2012", "§ 7"),
    since=ALWAYS,
    cs="Souhlas klienta trvá a je pro tento účel a od této osoby.",
)
def consent_held(*, consent: str, on: date | None, is_held: bool) -> bool | None:
    """The client's consent stands on that day, for this purpose and of this person."""
    return None if on is None else is_held


@rule(
    "inspection.client-consents",
    cites=Citation("methodology", "interviews"),
    since=ALWAYS,
    cs="Rozhovor s klientem se vede s jeho souhlasem.",
)
def client_consents(*, side: str, consent: str | None) -> bool:
    """A client is interviewed with the client's consent."""
    return side != "CLIENT" or consent is not None


@rule(
    "inspection.dwelling-entry-grounded",
    cites=Citation("255/2012", "§ 7(2)"),
    since=CONTROL_ACT,
    cs="Do obydlí se vstupuje se souhlasem, nebo kde účelu kontroly nejde dosáhnout jinak.",
)
def dwelling_entry_grounded(*, consent: str | None, has_necessity: bool) -> bool:
    """A dwelling is entered with a consent, or where the purpose cannot be reached otherwise."""
    return consent is not None or has_necessity


@rule(
    "inspection.returned-what-was-taken",
    cites=Citation("255/2012", "§ 9(d)"),
    since=ALWAYS,
    cs="Vrací se jen to, co bylo převzato a ještě vráceno nebylo.",
    is_structural=True,
)
def returned_what_was_taken(*, items: Collection[str], still_held: Collection[str]) -> bool:
    """Only what was taken and is still held is returned."""
    return set(items) <= set(still_held)


@rule(
    "inspection.fine-by-law",
    cites=Citation("255/2012", "§ 15"),
    since=ALWAYS,
    cs="Pokutu za maření lze navrhnout jen u kontroly podle kontrolního řádu.",
)
def fine_by_law(*, regime: str | None, uses_control_act: bool) -> bool:
    """A fine for obstruction is proposed only where the Control Act governs the inspection."""
    return uses_control_act


@rule(
    "inspection.fine-within-maximum",
    cites=Citation("255/2012", "§ 15"),
    since=CONTROL_ACT,
    cs="Navržená pokuta je kladná a nepřesahuje nejvyšší sazbu.",
)
def fine_within_maximum(*, amount: Money, maximum: Money | None) -> bool | None:
    """A proposed fine is more than nothing and at most the highest rate."""
    return None if maximum is None else amount.minor > 0 and amount <= maximum


@rule(
    "inspection.last-act-moves-forward",
    cites=Citation("255/2012", "§ 12(1)(g)"),
    since=ALWAYS,
    cs="Nový poslední kontrolní úkon je pozdější než ten dosavadní.",
)
def last_act_moves_forward(*, on: date | None, last_act_on: date | None) -> bool | None:
    """A new last control act is later than the one so far."""
    if last_act_on is None:
        return True
    return None if on is None else last_act_on < on


@rule(
    "inspection.complex-in-time",
    cites=Citation("255/2012", "§ 12(2)"),
    since=CONTROL_ACT,
    cs="Zvlášť složitý případ se vyhlašuje, dokud běží základní lhůta pro protokol.",
)
def complex_in_time(*, on: date | None, protocol_by: date | None) -> bool | None:
    """A case is declared especially complex while the usual limit for the protocol runs."""
    if protocol_by is None:
        return True
    return None if on is None else on <= protocol_by
