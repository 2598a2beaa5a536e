"""What must hold of objections and petitions, and how long they keep a contract waiting."""

from collections.abc import Sequence
from datetime import date

from domain.kernel.correction import ALWAYS
from domain.kernel.law import Citation
from domain.kernel.rule import rule
from domain.tender.rules.preparation import NEW_ACT, OLD_ACT

# Objections and petitions --------------------------------------------------------------------------------------------


@rule(
    "tender.objections-admissible",
    label="OBJECTION_INADMISSIBLE",
    cites=Citation("134/2016", "§ 241(1)"),
    since=ALWAYS,
    cs="Proti zakázce malého rozsahu se námitky nepodávají.",
)
def objections_admissible(*, regime: str | None) -> bool | None:
    """There are no objections to a small-scale contract."""
    return None if regime is None else regime != "SMALL_SCALE"


@rule(
    "tender.objection-in-time",
    label="LATE_OBJECTION",
    cites=Citation("137/2006", "§ 110(3)"),
    since=OLD_ACT,
    until=NEW_ACT,
    cs="Námitky se podávají do 15 dnů.",
)
def objection_in_time_by_old_act(*, counts_on: date | None, due_on: date | None) -> bool | None:
    """Objections are made within 15 days."""
    return None if counts_on is None or due_on is None else counts_on <= due_on


@objection_in_time_by_old_act.version(
    cites=Citation("134/2016", "§ 242"),
    since=NEW_ACT,
    cs="Námitky se podávají do 15 dnů, proti zadávacím podmínkám do konce lhůty pro nabídky; "
    "datovou schránkou jsou podány dodáním do schránky.",
)
def objection_in_time_by_new_act(*, counts_on: date | None, due_on: date | None) -> bool | None:
    """Objections are made within 15 days, to the tender documents until the limit for bids; by data box when put in."""
    return None if counts_on is None or due_on is None else counts_on <= due_on


objection_in_time = objection_in_time_by_old_act


@rule(
    "tender.objection-answered-in-time",
    label="ANSWERED_LATE",
    cites=Citation("137/2006", "§ 111(1)"),
    since=OLD_ACT,
    until=NEW_ACT,
    cs="Rozhodnutí o námitkách se odesílá do 10 dnů od jejich doručení.",
)
def objection_answered_in_time_by_old_act(*, on: date | None, answer_by: date | None) -> bool | None:
    """The answer to objections is sent within 10 days of their delivery."""
    return None if on is None or answer_by is None else on <= answer_by


@objection_answered_in_time_by_old_act.version(
    cites=Citation("134/2016", "§ 245(1)"),
    since=NEW_ACT,
    cs="Rozhodnutí o námitkách se odesílá do 15 dnů od jejich doručení.",
)
def objection_answered_in_time_by_new_act(*, on: date | None, answer_by: date | None) -> bool | None:
    """The answer to objections is sent within 15 days of their delivery."""
    return None if on is None or answer_by is None else on <= answer_by


objection_answered_in_time = objection_answered_in_time_by_old_act


@rule(
    "tender.petition-after-objections",
    label="PETITION_WITHOUT_OBJECTIONS",
    cites=Citation("134/2016", "§ 251(1)"),
    since=ALWAYS,
    cs="Návrhu k ÚOHS předcházejí řádné a včasné námitky.",
)
def petition_after_objections(*, objection: str | None, is_late: bool) -> bool:
    """A petition to ÚOHS follows objections that were made in time."""
    return objection is not None and not is_late


@rule(
    "tender.petition-in-time",
    label="LATE_PETITION",
    cites=Citation("137/2006", "§ 114(4)"),
    since=OLD_ACT,
    until=NEW_ACT,
    cs="Návrh se podává do 10 dnů od doručení rozhodnutí o námitkách; nepřišlo-li, do 25 dnů.",
)
def petition_in_time_by_old_act(*, on: date | None, petition_by: date | None) -> bool | None:
    """A petition is made within 10 days of the answer to the objections, without an answer within 25."""
    return None if on is None or petition_by is None else on <= petition_by


@petition_in_time_by_old_act.version(
    cites=Citation("134/2016", "§ 251(2)"),
    since=NEW_ACT,
    cs="Návrh musí dojít do 10 dnů od doručení rozhodnutí o námitkách; nepřišlo-li, do 25 dnů od doručení námitek.",
)
def petition_in_time_by_new_act(*, on: date | None, petition_by: date | None) -> bool | None:
    """A petition is made within 10 days of the answer to the objections, without an answer within 25 days of these."""
    return None if on is None or petition_by is None else on <= petition_by


petition_in_time = petition_in_time_by_old_act

# The standstill ------------------------------------------------------------------------------------------------------


@rule(
    "tender.no-interim-measure",
    cites=Citation("134/2016", "§ 254"),
    since=ALWAYS,
    cs="Dokud platí předběžné opatření ÚOHS, smlouva se neuzavírá.",
)
def no_interim_measure(*, measures: Sequence[str]) -> bool:
    """While an interim measure of ÚOHS is in force, no contract is concluded."""
    return not measures


@rule(
    "tender.objection-period-passed",
    cites=Citation("137/2006", "§ 82(1)"),
    since=OLD_ACT,
    until=NEW_ACT,
    cs="Smlouva se neuzavírá před koncem lhůty pro námitky proti výběru a vyloučení.",
)
def objection_period_passed_by_old_act(
    *, on: date | None, not_notified: Sequence[str], last_day: date | None
) -> bool | None:
    """No contract before the time for objections to selection and exclusion has passed."""
    return _has_passed(on, unknown=bool(not_notified), last_day=last_day)


@objection_period_passed_by_old_act.version(
    cites=Citation("134/2016", "§ 246(1)(a)"),
    since=NEW_ACT,
    cs="Smlouva se neuzavírá před koncem lhůty pro námitky proti výběru a vyloučení; "
    "každému účastníkovi běží od doručení jemu.",
)
def objection_period_passed_by_new_act(
    *, on: date | None, not_notified: Sequence[str], last_day: date | None
) -> bool | None:
    """No contract before the time for objections to selection and exclusion has passed for every participant."""
    return _has_passed(on, unknown=bool(not_notified), last_day=last_day)


objection_period_passed = objection_period_passed_by_old_act


@rule(
    "tender.objections-answered",
    cites=Citation("137/2006", "§ 110(3)"),
    since=OLD_ACT,
    until=NEW_ACT,
    cs="Smlouva se neuzavírá, dokud nejsou námitky vyřízeny; mlčí-li zadavatel, dokud lze podat návrh.",
)
def objections_answered_by_old_act(*, on: date | None, unanswered: Sequence[str], last_day: date | None) -> bool | None:
    """No contract before objections are answered, or in silence before the time for a petition has passed."""
    return not unanswered or _has_passed(on, unknown=last_day is None, last_day=last_day)


@objections_answered_by_old_act.version(
    cites=Citation("134/2016", "§ 246(1)(b)"),
    since=NEW_ACT,
    cs="Smlouva se neuzavírá, dokud nejsou námitky vyřízeny; mlčí-li zadavatel, dokud lze podat návrh.",
)
def objections_answered_by_new_act(*, on: date | None, unanswered: Sequence[str], last_day: date | None) -> bool | None:
    """No contract before objections are answered, or in silence before the time for a petition has passed."""
    return not unanswered or _has_passed(on, unknown=last_day is None, last_day=last_day)


objections_answered = objections_answered_by_old_act


@rule(
    "tender.petition-period-passed",
    cites=Citation("137/2006", "§ 111(5)"),
    since=OLD_ACT,
    until=NEW_ACT,
    cs="Po odmítnutí námitek se smlouva neuzavírá, dokud lze podat návrh k ÚOHS.",
)
def petition_period_passed_by_old_act(
    *, on: date | None, rejected: Sequence[str], last_day: date | None
) -> bool | None:
    """After objections were rejected, no contract before the time for a petition to ÚOHS has passed."""
    return not rejected or _has_passed(on, unknown=last_day is None, last_day=last_day)


@petition_period_passed_by_old_act.version(
    cites=Citation("134/2016", "§ 246(1)(c)"),
    since=NEW_ACT,
    cs="Po odmítnutí námitek se smlouva neuzavírá, dokud lze podat návrh k ÚOHS.",
)
def petition_period_passed_by_new_act(
    *, on: date | None, rejected: Sequence[str], last_day: date | None
) -> bool | None:
    """After objections were rejected, no contract before the time for a petition to ÚOHS has passed."""
    return not rejected or _has_passed(on, unknown=last_day is None, last_day=last_day)


petition_period_passed = petition_period_passed_by_old_act


@rule(
    "tender.petition-block-passed",
    cites=Citation("137/2006", "§ 111(5)"),
    since=OLD_ACT,
    until=NEW_ACT,
    cs="Ve lhůtě 60 dnů od zahájení řízení u ÚOHS se smlouva neuzavírá.",
)
def petition_block_passed_by_old_act(
    *, on: date | None, petitions: Sequence[str], last_day: date | None
) -> bool | None:
    """No contract in the 60 days from the start of proceedings before ÚOHS."""
    return not petitions or _has_passed(on, unknown=last_day is None, last_day=last_day)


@petition_block_passed_by_old_act.version(
    cites=Citation("134/2016", "§ 246(1)(d)"),
    since=NEW_ACT,
    cs="Ve lhůtě 60 dnů od zahájení řízení u ÚOHS se smlouva neuzavírá.",
)
def petition_block_passed_by_new_act(
    *, on: date | None, petitions: Sequence[str], last_day: date | None
) -> bool | None:
    """No contract in the 60 days from the start of proceedings before ÚOHS."""
    return not petitions or _has_passed(on, unknown=last_day is None, last_day=last_day)


petition_block_passed = petition_block_passed_by_old_act


@rule(
    "tender.no-pending-petition",
    label="PETITION_PENDING",
    cites=Citation("134/2016", "§ 246(1)(d)"),
    since=ALWAYS,
    cs="Řízení u ÚOHS ještě běží: po 60 dnech lze smlouvu uzavřít jen s důvodem a s druhou osobou.",
    is_waivable=True,
)
def no_pending_petition(*, petitions: Sequence[str]) -> bool:
    """Proceedings before ÚOHS still run: after the 60 days a contract takes a reason and a second person."""
    return not petitions


def _has_passed(on: date | None, *, unknown: bool, last_day: date | None) -> bool | None:
    """Whether the last day lies before the day. Where one is unknown, a known later one still answers no."""
    if on is None:
        return None
    if last_day is not None and on <= last_day:
        return False
    return None if unknown else True
