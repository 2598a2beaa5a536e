"""Who may do a control act, and when."""

from datetime import date

from domain.kernel.correction import ALWAYS
from domain.kernel.law import Citation
from domain.kernel.rule import rule

UNDECIDED_BIAS = frozenset({"DECLARED", "OBJECTED"})
"""A tie that somebody declared or objected to, before the superior decides."""


@rule(
    "inspection.after-start",
    cites=Citation("255/2012", "§ 5(2)"),
    since=ALWAYS,
    cs="Kontrolní úkon se dělá až po zahájení kontroly.",
    label="BEFORE_START",
)
def after_start(*, on: date | None, started_on: date | None) -> bool | None:
    """A control act is done after the inspection has started."""
    return None if on is None or started_on is None else started_on <= on


@rule(
    "inspection.before-signature",
    cites=Citation("255/2012", "§ 12"),
    since=ALWAYS,
    cs="Po podpisu protokolu se to, o co se opírá, nemění; další šetření patří do dodatku.",
    label="AFTER_SIGNATURE",
)
def before_signature(*, is_signed: bool, signed_on: date | None) -> bool:
    """Once the protocol is signed, what it stands on stays as it is; more belongs into an addendum."""
    return not is_signed


@rule(
    "inspection.before-last-act",
    cites=Citation("255/2012", "§ 12(1)(g)"),
    since=ALWAYS,
    cs="Po posledním kontrolním úkonu se další nedělá; kdo v kontrole pokračuje, zapíše nový poslední úkon.",
    label="AFTER_LAST_ACT",
)
def before_last_act(*, on: date | None, last_act_on: date | None) -> bool:
    """Nothing is done after the last control act; whoever goes on records a new last one."""
    return on is None or last_act_on is None or on <= last_act_on


@rule(
    "inspection.authorised-on-the-day",
    cites=Citation("255/2012", "§ 4"),
    since=ALWAYS,
    cs="Kontrolní úkon dělá jen ten, kdo je ten den ke kontrole pověřen.",
    label="NOT_AUTHORISED",
)
def authorised_on_the_day(*, person: str, on: date | None, role: str | None, is_acting: bool) -> bool | None:
    """A control act is done only by somebody authorised for this inspection on that day."""
    return None if on is None else role is not None and is_acting


@rule(
    "inspection.not-excluded",
    cites=Citation("500/2004", "§ 14"),
    since=ALWAYS,
    cs="Kdo byl pro podjatost vyloučen, nekontroluje.",
    label="EXCLUDED_CONTROLLER",
)
def not_excluded(*, person: str, bias: str | None) -> bool:
    """Who was excluded for bias does not inspect."""
    return bias != "EXCLUDED"


@rule(
    "inspection.bias-not-pending",
    cites=Citation("500/2004", "§ 14(3)"),
    since=ALWAYS,
    cs="Dokud se o podjatosti nerozhodne, dělají se jen úkony, které nesnesou odkladu.",
    label="BIAS_PENDING",
    is_waivable=True,
)
def bias_not_pending(*, person: str, bias: str | None) -> bool:
    """Until bias is decided, only what cannot wait is done: with a reason and a second person."""
    return bias not in UNDECIDED_BIAS


STANDING = (after_start, authorised_on_the_day, not_excluded)
"""What a correction may mend or break of acts that are recorded."""
