"""Identity, arithmetic, the order of things: these refuse whatever the kind of command."""

from collections.abc import Collection
from datetime import date

from domain.kernel.correction import ALWAYS, HOUSE
from domain.kernel.rule import rule


@rule(
    "inspection.opened-once", cites=HOUSE, since=ALWAYS, cs="Spis kontroly se zakládá jen jednou.", is_structural=True
)
def opened_once(*, version: int) -> bool:
    """The file of an inspection is opened once."""
    return version == 0


@rule(
    "inspection.opened-first",
    cites=HOUSE,
    since=ALWAYS,
    cs="Kontrola musí být nejdříve založena.",
    is_structural=True,
)
def opened_first(*, version: int) -> bool:
    """An inspection must be on file before anything is recorded about it."""
    return version > 0


@rule(
    "inspection.recorded-once",
    cites=HOUSE,
    since=ALWAYS,
    cs="Pod jedním označením se v kontrole eviduje jen jedna věc a jen jednou.",
    is_structural=True,
)
def recorded_once(*, what: str, key: str, is_known: bool) -> bool:
    """A key names one thing in an inspection, recorded once."""
    return not is_known


@rule("inspection.on-record", cites=HOUSE, since=ALWAYS, cs="Nic takového v této kontrole není.", is_structural=True)
def on_record(*, what: str, key: str, is_known: bool) -> bool:
    """What is named is on record in this inspection."""
    return is_known


@rule("inspection.step-once", cites=HOUSE, since=ALWAYS, cs="Tento krok už proběhl.", is_structural=True)
def step_once(*, step: str, is_done: bool) -> bool:
    """A step that stands is not taken again."""
    return not is_done


@rule("inspection.step-first", cites=HOUSE, since=ALWAYS, cs="Předchozí krok ještě neproběhl.", is_structural=True)
def step_first(*, step: str, is_done: bool) -> bool:
    """The step before must have been taken."""
    return is_done


@rule(
    "inspection.named-once",
    cites=HOUSE,
    since=ALWAYS,
    cs="Každé označení je na jednom seznamu jen jednou.",
    is_structural=True,
)
def named_once(*, what: str, names: Collection[str]) -> bool:
    """A list names each thing once."""
    return len(set(names)) == len(names)


@rule(
    "inspection.limits-follow-their-days",
    label="LIMIT_COUNTED_OTHERWISE",
    cites=HOUSE,
    since=ALWAYS,
    cs="Lhůta se počítá ode dne, kdy začala; při jeho opravě se opraví i ona.",
)
def limits_follow_their_days(*, what: str, last_day: date | None, last_day_counted: date | None) -> bool:
    """A time limit is counted from the day on which it began; it is corrected together with that day."""
    return last_day == last_day_counted


@rule("inspection.day-known", cites=HOUSE, since=ALWAYS, cs="U úkonu musí být znám jeho den.")
def day_known(*, on: date | None) -> bool | None:
    """The day of an act is known."""
    return None if on is None else True


@rule("inspection.not-cancelled", cites=HOUSE, since=ALWAYS, cs="Kontrola byla z plánu vypuštěna.")
def not_cancelled(*, cancelled_on: date | None, is_cancelled: bool) -> bool:
    """Nothing more is done on an inspection that was dropped from the plan."""
    return not is_cancelled


@rule("inspection.not-archived", cites=HOUSE, since=ALWAYS, cs="Spis kontroly je uložen v archivu.")
def not_archived(*, archived_on: date | None, is_archived: bool) -> bool:
    """Nothing more is recorded in a file that was archived."""
    return not is_archived
