"""What must hold of objections and their settlement (§§ 13 and 14 Act 255/2012)."""

from collections.abc import Collection, Sequence
from datetime import date

from domain.inspection.regimes import CONTROL_ACT_SINCE
from domain.kernel.correction import ALWAYS, HOUSE
from domain.kernel.law import Citation
from domain.kernel.rule import rule

# Order of things -----------------------------------------------------------------------------------------------------


@rule(
    "inspection.objections-settled-once",
    cites=HOUSE,
    since=ALWAYS,
    cs="O jedněch námitkách se rozhoduje jednou.",
    is_structural=True,
)
def settled_once(*, objection: str, settled_by: str | None) -> bool:
    """Objections are settled once."""
    return settled_by is None


@rule(
    "inspection.objections-settled-first",
    cites=HOUSE,
    since=ALWAYS,
    cs="Doručuje se vyřízení, o kterém bylo rozhodnuto.",
    is_structural=True,
)
def settled_first(*, objection: str, settled_by: str | None) -> bool:
    """A settlement is delivered after it was made."""
    return settled_by is not None


@rule(
    "inspection.every-point-decided",
    cites=Citation("255/2012", "§ 14(2)"),
    since=ALWAYS,
    cs="Rozhoduje se o námitkách proti každému zjištění, které napadají, o každém jednou.",
    is_structural=True,
)
def every_point_decided(*, objected: Sequence[str], decided: Sequence[str]) -> bool:
    """The objections to every finding that they name are decided, each once."""
    return sorted(objected) == sorted(decided)


@rule(
    "inspection.point-explained",
    cites=HOUSE,
    since=ALWAYS,
    cs="U částečného vyhovění se uvádí nové znění zjištění, u zamítnutí jeho důvod.",
    is_structural=True,
)
def point_explained(*, finding: str, outcome: str, has_wording: bool, ground: str | None) -> bool:
    """Partly upheld objections say how the finding reads now, rejected ones say why they were rejected."""
    return has_wording == (outcome == "PARTLY_UPHELD") and (ground is not None) == (outcome == "REJECTED")


# How they were made --------------------------------------------------------------------------------------------------


@rule(
    "inspection.objections-after-delivery",
    label="OBJECTIONS_BEFORE_DELIVERY",
    cites=Citation("255/2012", "§ 13(1)"),
    since=ALWAYS,
    cs="Námitky se podávají proti doručenému protokolu nebo dodatku.",
)
def objections_after_delivery(*, is_delivered: bool) -> bool:
    """Objections are made to a protocol or an addendum that was delivered."""
    return is_delivered


@rule(
    "inspection.objections-in-time",
    label="LATE_OBJECTIONS",
    cites=Citation("255/2012", "§ 13(1)"),
    since=CONTROL_ACT_SINCE,
    cs="Námitky se podávají do 15 dnů od doručení protokolu, neurčí-li protokol lhůtu delší; rozhoduje den podání "
    "na poštu nebo do datové schránky.",
)
def objections_in_time(*, counts_on: date | None, last_day: date | None) -> bool | None:
    """Objections are made within 15 days of delivery, or as long as the protocol gives; the day of posting decides."""
    return None if counts_on is None or last_day is None else counts_on <= last_day


@rule(
    "inspection.agreed-objections-in-time",
    label="LATE_OBJECTIONS",
    cites=Citation("contract", "checks"),
    since=ALWAYS,
    cs="Připomínky ke kontrole podle smlouvy se podávají ve lhůtě, kterou smlouva stanoví.",
)
def agreed_objections_in_time(*, counts_on: date | None, last_day: date | None) -> bool | None:
    """Objections to a check under the contract are made within the time that the contract sets."""
    return None if counts_on is None or last_day is None else counts_on <= last_day


@rule(
    "inspection.objections-reasoned",
    label="UNREASONED_OBJECTIONS",
    cites=Citation("255/2012", "§ 13(2)"),
    since=CONTROL_ACT_SINCE,
    cs="Z námitek je patrné, proti kterému zjištění směřují, a jsou odůvodněné.",
)
def objections_reasoned(*, findings: Collection[str], unreasoned: Collection[str]) -> bool:
    """Objections say which finding they are against, and why."""
    return bool(findings) and not unreasoned


@rule(
    "inspection.objections-by-the-entitled",
    label="OBJECTIONS_NOT_ENTITLED",
    cites=Citation("255/2012", "§ 13(1)"),
    since=CONTROL_ACT_SINCE,
    cs="Námitky podává kontrolovaná osoba nebo ten, kdo za ni smí jednat.",
)
def objections_by_the_entitled(*, is_entitled: bool | None) -> bool | None:
    """Objections are made by the inspected person or somebody who may act for it."""
    return is_entitled


@rule(
    "inspection.objections-not-waived",
    label="OBJECTIONS_AFTER_WAIVER",
    cites=Citation("255/2012", "§ 18(a)"),
    since=CONTROL_ACT_SINCE,
    cs="Kdo se práva podat námitky vzdal, už je nepodává.",
)
def objections_not_waived(*, waived_on: date | None, is_waived: bool) -> bool:
    """Who gave up the right to object makes no objections any more."""
    return not is_waived


# Who settles them ----------------------------------------------------------------------------------------------------


@rule(
    "inspection.upheld-by-the-head",
    label="NOT_THE_HEAD",
    cites=Citation("255/2012", "§ 14(1)"),
    since=CONTROL_ACT_SINCE,
    cs="Plně vyhovět může jen vedoucí kontrolní skupiny, nebo kontrolující, který kontroloval sám.",
)
def upheld_by_the_head(*, by: str, head: str | None) -> bool | None:
    """Only the head of the group may uphold in full, or the inspector who inspected alone."""
    return None if head is None else by == head


@rule(
    "inspection.upheld-within-seven-days",
    label="HEAD_TOO_LATE",
    cites=Citation("255/2012", "§ 14(1)"),
    since=CONTROL_ACT_SINCE,
    cs="Vedoucí skupiny může vyhovět jen do 7 dnů od doručení námitek, potom rozhoduje nadřízená osoba.",
)
def upheld_within_seven_days(*, on: date | None, last_day: date | None) -> bool | None:
    """The head may uphold within 7 days of the delivery of the objections; after that the superior decides."""
    return None if on is None or last_day is None else on <= last_day


@rule(
    "inspection.nothing-upheld-out-of-order",
    label="UPHELD_INADMISSIBLE",
    cites=Citation("255/2012", "§ 14(3)"),
    since=CONTROL_ACT_SINCE,
    cs="Námitky opožděné, podané neoprávněnou osobou nebo neodůvodněné se zamítají.",
)
def nothing_upheld_out_of_order(*, finding: str, is_upheld: bool, flaws: Collection[str]) -> bool:
    """Objections that are late, without reasons or by somebody not entitled are rejected."""
    return not is_upheld or not flaws


@rule(
    "inspection.rejected-on-a-true-ground",
    label="GROUND_NOT_THERE",
    cites=Citation("255/2012", "§ 14(3)"),
    since=CONTROL_ACT_SINCE,
    cs="Jako opožděné, neodůvodněné nebo podané neoprávněnou osobou se zamítají jen námitky, které takové jsou.",
)
def rejected_on_a_true_ground(*, finding: str, ground: str | None, flaws: Collection[str]) -> bool:
    """Only objections that are late, without reasons or by somebody not entitled are rejected on that ground."""
    return ground in {None, "UNFOUNDED"} or ground in flaws


@rule(
    "inspection.decided-by-a-superior",
    label="DECIDED_BY_CONTROLLER",
    cites=Citation("255/2012", "§ 14(2)"),
    since=CONTROL_ACT_SINCE,
    cs="O námitkách rozhoduje nadřízená osoba, která tuto kontrolu nevykonávala.",
)
def decided_by_a_superior(*, by: str, was_in_team: bool) -> bool:
    """Objections are decided by the superior, who did not inspect."""
    return not was_in_team


@rule(
    "inspection.settled-in-time",
    label="SETTLED_LATE",
    cites=Citation("255/2012", "§ 14(2)"),
    since=CONTROL_ACT_SINCE,
    cs="Nadřízená osoba vyřídí námitky do 30 dnů od jejich doručení, ve zvlášť složitém případě do 60 dnů.",
)
def settled_in_time(*, on: date | None, last_day: date | None) -> bool | None:
    """The superior settles objections within 30 days of their delivery, in an especially complex case within 60."""
    return None if on is None or last_day is None else on <= last_day


@rule(
    "inspection.extension-notified-before-expiry",
    label="EXTENSION_NOTIFIED_LATE",
    cites=Citation("255/2012", "§ 14(2)"),
    since=CONTROL_ACT_SINCE,
    cs="O prodloužení lhůty se kontrolovaná osoba vyrozumí, dokud původní lhůta běží.",
)
def extension_notified_before_expiry(*, on: date | None, last_day: date | None) -> bool | None:
    """The inspected person is told of an extension while the first limit still runs."""
    return None if on is None or last_day is None else on <= last_day


@rule(
    "inspection.extended-once",
    label="EXTENDED_TWICE",
    cites=Citation("255/2012", "§ 14(2)"),
    since=CONTROL_ACT_SINCE,
    cs="Lhůta k vyřízení námitek se prodlužuje jednou.",
)
def extended_once(*, is_extended: bool) -> bool:
    """The time for settling objections is extended once."""
    return not is_extended


@rule(
    "inspection.step-of-the-control-act",
    label="STEP_OUTSIDE_CONTROL_ACT",
    cites=Citation("255/2012", "§ 14"),
    since=ALWAYS,
    cs="Vyhovění vedoucím skupiny, prodloužení lhůty a předání námitek zná jen kontrolní řád; jinde platí smlouva.",
)
def step_of_the_control_act(*, step: str, uses_control_act: bool) -> bool:
    """Upholding by the head, extension and hand-over belong to the Control Act; elsewhere the contract holds."""
    return uses_control_act
