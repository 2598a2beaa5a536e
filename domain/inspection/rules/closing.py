"""What must hold of the end of an inspection (§ 18 Act 255/2012) and of its file (Act 499/2004)."""

from collections.abc import Collection
from datetime import date

from domain.inspection.regimes import CONTROL_ACT_SINCE
from domain.kernel.correction import ALWAYS, HOUSE
from domain.kernel.law import Citation
from domain.kernel.rule import rule

# The end -------------------------------------------------------------------------------------------------------------


@rule(
    "inspection.ended-by-its-law",
    cites=Citation("255/2012", "§ 18"),
    since=ALWAYS,
    cs="Kontrola podle kontrolního řádu končí jen způsobem podle § 18, kontrola podle smlouvy tak, jak bylo ujednáno.",
    is_structural=True,
)
def ended_by_its_law(*, reason: str, uses_control_act: bool) -> bool:
    """An inspection under the Control Act ends in a way that § 18 names, a check under the contract as agreed."""
    return (reason == "AGREED") != uses_control_act


@rule(
    "inspection.protocol-delivered-before-end",
    label="ENDED_WITHOUT_PROTOCOL",
    cites=Citation("255/2012", "§ 18"),
    since=ALWAYS,
    cs="Kontrola končí až po doručení protokolu a všech dodatků.",
)
def protocol_delivered_before_end(*, undelivered: Collection[str]) -> bool:
    """An inspection ends after the protocol and every addendum was delivered."""
    return not undelivered


@rule(
    "inspection.objection-time-expired",
    label="ENDED_BEFORE_EXPIRY",
    cites=Citation("255/2012", "§ 18(a)"),
    since=CONTROL_ACT_SINCE,
    cs="Marným uplynutím lhůty končí kontrola až po jejím posledním dni.",
)
def objection_time_expired(*, on: date | None, last_day: date | None) -> bool | None:
    """By a time for objections that ran out an inspection ends after the last day of it."""
    return None if on is None or last_day is None else last_day < on


@rule(
    "inspection.no-objections-pending",
    label="ENDED_WITH_OBJECTIONS",
    cites=Citation("255/2012", "§ 18"),
    since=ALWAYS,
    cs="Dokud nejsou včasné námitky vyřízeny a vyřízení doručeno, kontrola nekončí.",
)
def no_objections_pending(*, pending: Collection[str]) -> bool:
    """While objections in time are not settled, and the settlement delivered, an inspection does not end."""
    return not pending


@rule(
    "inspection.end-has-its-cause",
    label="END_WITHOUT_CAUSE",
    cites=Citation("255/2012", "§ 18"),
    since=CONTROL_ACT_SINCE,
    cs="Důvod ukončení se opravdu stal: vzdání se práva, doručené vyřízení včasných námitek, nebo jejich předání; "
    "marně lhůta uplynula jen tam, kde včasné námitky nebyly.",
)
def end_has_its_cause(*, reason: str, causes: Collection[str]) -> bool:
    """What the inspection ended by did happen: a waiver, a delivered settlement, a hand-over, or a time in vain."""
    return reason in causes


@rule(
    "inspection.waited-for-the-post",
    label="OBJECTIONS_MAY_BE_IN_THE_POST",
    cites=Citation("methodology", "end of an inspection"),
    since=ALWAYS,
    cs="Námitky podané na poštu poslední den mohou být ještě na cestě; doporučuje se několik dnů vyčkat.",
)
def waited_for_the_post(*, reason: str, on: date | None, wait_until: date | None) -> bool | None:
    """Objections posted on the last day may still be in the post; some days of waiting are recommended."""
    if reason != "EXPIRED":
        return True
    return None if on is None or wait_until is None else wait_until < on


@rule(
    "inspection.end-taken-back-for-cause",
    label="END_TAKEN_BACK_WITHOUT_REASON",
    cites=HOUSE,
    since=ALWAYS,
    cs="Vzít ukončení zpět lze jen s uvedením důvodu.",
)
def end_taken_back_for_cause(*, has_reason: bool) -> bool:
    """An end is taken back with a reason only."""
    return has_reason


# The file ------------------------------------------------------------------------------------------------------------


@rule(
    "inspection.archived-when-over",
    label="ARCHIVED_BEFORE_END",
    cites=Citation("499/2004", "§ 65"),
    since=date(2005, 1, 1),
    cs="Ukládá se spis kontroly, která skončila nebo byla zrušena, nebo výsledek jiného orgánu.",
)
def archived_when_over(*, is_ended: bool, is_cancelled: bool, is_our_own: bool) -> bool:
    """The file of an inspection is put away after its end or cancellation; the result of another body at any time."""
    return is_ended or is_cancelled or not is_our_own


@rule(
    "inspection.archived-without-open-measures",
    label="ARCHIVED_WITH_OPEN_MEASURES",
    cites=Citation("methodology", "archiving"),
    since=ALWAYS,
    cs="Spis se uloží, až když jsou všechna opatření splněna nebo se na nich netrvá.",
)
def archived_without_open_measures(*, open_measures: Collection[str]) -> bool:
    """A file is put away after every measure was fulfilled or lifted."""
    return not open_measures


@rule(
    "inspection.findings-in-a-paper",
    label="FINDINGS_WITHOUT_PROTOCOL",
    cites=Citation("255/2012", "§ 12"),
    since=ALWAYS,
    cs="Každé zjištění, které trvá, stojí v protokolu nebo v dodatku.",
)
def findings_in_a_paper(*, unwritten: Collection[str]) -> bool:
    """Every finding that stands is in the protocol or in an addendum."""
    return not unwritten


@rule(
    "inspection.disposed-when-archived",
    cites=HOUSE,
    since=ALWAYS,
    cs="Vyřazuje se jen uložený spis, a jen jednou.",
    is_structural=True,
)
def disposed_when_archived(*, is_archived: bool, is_disposed: bool) -> bool:
    """Only a file that was put away is disposed of, and once."""
    return is_archived and not is_disposed


@rule(
    "inspection.kept-long-enough",
    label="DISPOSED_TOO_EARLY",
    cites=Citation("499/2004", "disposal procedure"),
    since=date(2005, 1, 1),
    cs="Spis se nevyřazuje dřív, než uplyne jeho skartační lhůta.",
)
def kept_long_enough(*, on: date | None, kept_until: date | None) -> bool | None:
    """A file is not disposed of before its time has passed."""
    return None if on is None or kept_until is None else kept_until < on


@rule(
    "inspection.no-legal-hold",
    label="DISPOSED_DURING_HOLD",
    cites=Citation("499/2004", "§ 3"),
    since=date(2005, 1, 1),
    cs="Co je zadrženo pro audit, soud nebo nesrovnalost, se neskartuje.",
)
def no_legal_hold(*, holds: Collection[str]) -> bool:
    """What is held for an audit, a court or an irregularity is not disposed of."""
    return not holds


@rule(
    "inspection.not-disposed-to-the-archive",
    label="ARCHIVAL_DESTROYED",
    cites=Citation("499/2004", "disposal procedure"),
    since=date(2012, 8, 1),
    cs="Spis se skartačním znakem A se neničí, předává se archivu.",
)
def not_disposed_to_the_archive(*, disposal_sign: str | None) -> bool:
    """A file with the disposal sign A is not destroyed, it goes to the archive."""
    return disposal_sign != "A"
