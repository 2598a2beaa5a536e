"""Who may be authorised, and what is asked for beforehand."""

from collections.abc import Collection
from datetime import date

from domain.inspection.rules.planning import CONTROL_ACT
from domain.kernel.correction import ALWAYS, HOUSE
from domain.kernel.law import Citation
from domain.kernel.rule import rule


@rule(
    "inspection.team-led",
    cites=Citation("255/2012", "§ 4"),
    since=ALWAYS,
    cs="Kontroluje aspoň jeden člověk; skupina má právě jednoho vedoucího.",
    is_structural=True,
)
def team_led(*, heads: int, controllers: int) -> bool:
    """At least one person inspects; a group has exactly one head."""
    return (heads == 1) if controllers > 1 else controllers == 1


@rule(
    "inspection.substitute-of-the-group",
    cites=Citation("255/2012", "§ 4"),
    since=ALWAYS,
    cs="Zastoupit může jen náhradník, který je v pověření jmenován, a jen toho, kdo kontroluje.",
)
def substitute_of_the_group(*, role: str | None, replaced: str | None, named_for: str | None, asked_for: str) -> bool:
    """Only a substitute named in the authorisation steps in, for whom it names, and only for somebody who inspects."""
    return role == "SUBSTITUTE" and replaced in {"HEAD", "CONTROLLER"} and named_for in {None, asked_for}


@rule(
    "inspection.stands-in-for-a-time",
    cites=HOUSE,
    since=ALWAYS,
    cs="Zastoupení nekončí dřív, než začne.",
    is_structural=True,
)
def stands_in_for_a_time(*, on: date | None, until: date | None) -> bool:
    """Standing in does not end before it begins."""
    return on is None or until is None or on <= until


@rule(
    "inspection.invited-from-outside",
    cites=Citation("255/2012", "§ 6"),
    since=CONTROL_ACT,
    cs="Přizvaná osoba není členem kontrolní skupiny.",
)
def invited_from_outside(*, person: str, role: str | None) -> bool:
    """An invited person is not of the group that inspects."""
    return role is None


@rule(
    "inspection.due-lies-ahead",
    cites=Citation("255/2012", "§ 8(f)"),
    since=ALWAYS,
    cs="Lhůta k předložení podkladů končí až po dni, kdy se o ně žádá.",
)
def due_lies_ahead(*, on: date | None, due_on: date) -> bool | None:
    """What is asked for is due after the day of the request."""
    return None if on is None else on < due_on


@rule(
    "inspection.documents-in-time",
    cites=Citation("255/2012", "§ 10(2)"),
    since=ALWAYS,
    cs="Podklady přišly v určené lhůtě; rozhoduje den odeslání, kde je znám.",
    label="DOCUMENTS_LATE",
)
def documents_in_time(*, counts_on: date | None, due_on: date) -> bool | None:
    """Documents come within the limit; the day of posting counts where it is known."""
    return None if counts_on is None else counts_on <= due_on


@rule(
    "inspection.sent-before-received",
    cites=HOUSE,
    since=ALWAYS,
    cs="Nic nepřijde dřív, než bylo odesláno.",
    label="RECEIVED_BEFORE_SENT",
)
def sent_before_received(*, sent_on: date | None, received_on: date | None) -> bool:
    """Nothing arrives before it was sent."""
    return sent_on is None or received_on is None or sent_on <= received_on


@rule(
    "inspection.items-asked-for",
    cites=HOUSE,
    since=ALWAYS,
    cs="Přišlo jen to, o co se žádalo, a každá věc jednou.",
    label="ITEMS_NOT_ASKED_FOR",
)
def items_asked_for(*, items: Collection[str], missing: Collection[str]) -> bool:
    """What came is among what was still missing of the request."""
    return set(items) <= set(missing)


STANDING = (documents_in_time, sent_before_received)
"""What a correction may mend or break of papers that came."""
