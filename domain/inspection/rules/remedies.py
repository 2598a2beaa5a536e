"""What must hold of measures, follow-up and referral."""

from collections.abc import Collection, Sequence
from datetime import date

from domain.kernel.correction import ALWAYS, HOUSE
from domain.kernel.law import Citation
from domain.kernel.rule import rule

# Order of things -----------------------------------------------------------------------------------------------------


@rule(
    "inspection.measure-open",
    cites=HOUSE,
    since=ALWAYS,
    cs="Opatření už bylo splněno nebo se na něm netrvá.",
    is_structural=True,
)
def measure_open(*, measure: str, state: str) -> bool:
    """Only a measure that is neither fulfilled nor lifted goes on."""
    return state not in {"FULFILLED", "LIFTED"}


@rule(
    "inspection.measure-has-a-limit",
    cites=HOUSE,
    since=ALWAYS,
    cs="Opatření má lhůtu: buď den, nebo počet dnů.",
    is_structural=True,
)
def measure_has_a_limit(*, due_on: date | None, days: int | None) -> bool:
    """A measure has a limit: a day, or a number of days."""
    return (due_on is None) != (days is None)


@rule(
    "inspection.named-authority",
    cites=HOUSE,
    since=ALWAYS,
    cs="Jiný orgán se uvádí názvem.",
    is_structural=True,
)
def named_authority(*, authority: str, name: str | None) -> bool:
    """An authority that is none of the usual ones is called by its name."""
    return authority != "OTHER" or name is not None


# The power -----------------------------------------------------------------------------------------------------------


@rule(
    "inspection.measure-has-its-power",
    label="MEASURE_WITHOUT_POWER",
    cites=Citation("255/2012", "§ 10(2)"),
    since=ALWAYS,
    cs="Kontrolní řád dává jen právo žádat písemnou zprávu; opatření lze uložit jen tam, kde k tomu dává moc "
    "jiný zákon nebo smlouva.",
)
def measure_has_its_power(*, asks_for: str, power: Citation, powers: Sequence[str] | None) -> bool | None:
    """The Control Act gives a written report alone; a measure is imposed where another act or the contract says so."""
    return None if powers is None else power.act in powers


@rule(
    "inspection.measure-after-delivery",
    label="MEASURE_BEFORE_PROTOCOL",
    cites=Citation("methodology", "measures"),
    since=ALWAYS,
    cs="Opatření se ukládá po doručení protokolu a jeho lhůta končí až potom.",
)
def measure_after_delivery(*, delivered_on: date | None, imposed_on: date | None, due_on: date | None) -> bool:
    """A measure is imposed after the protocol was delivered, and is due after that."""
    if delivered_on is None or imposed_on is None or due_on is None:
        return False
    return delivered_on <= imposed_on < due_on


@rule(
    "inspection.measure-about-a-defect",
    label="MEASURE_WITHOUT_DEFECT",
    cites=Citation("methodology", "measures"),
    since=ALWAYS,
    cs="Opatření se týká nedostatku, který trvá.",
)
def measure_about_a_defect(*, findings: Collection[str], without_defect: Collection[str]) -> bool:
    """A measure is about a defect that stands."""
    return bool(findings) and not without_defect


# Time and proof ------------------------------------------------------------------------------------------------------


@rule(
    "inspection.extension-gives-time",
    label="EXTENSION_SHORTENS",
    cites=Citation("methodology", "measures"),
    since=ALWAYS,
    cs="Prodloužením se lhůta posouvá na pozdější den.",
)
def extension_gives_time(*, due_on: date | None, until: date) -> bool:
    """An extension moves the limit to a later day."""
    return due_on is None or due_on < until


@rule(
    "inspection.extension-was-asked-for",
    label="REFUSED_UNASKED",
    cites=Citation("methodology", "measures"),
    since=ALWAYS,
    cs="Zamítá se jen prodloužení, o které někdo požádal.",
)
def extension_was_asked_for(*, measure: str, is_asked: bool) -> bool:
    """Only an extension that was asked for is refused."""
    return is_asked


@rule(
    "inspection.extension-asked-in-time",
    label="EXTENSION_ASKED_LATE",
    cites=Citation("methodology", "measures"),
    since=ALWAYS,
    cs="O prodloužení se žádá, dokud lhůta běží.",
)
def extension_asked_in_time(*, on: date | None, last_day: date | None) -> bool | None:
    """More time is asked for while the limit still runs."""
    return None if on is None or last_day is None else on <= last_day


@rule(
    "inspection.reported-in-time",
    label="REPORTED_LATE",
    cites=Citation("methodology", "measures"),
    since=ALWAYS,
    cs="Zpráva o odstranění nedostatků se podává ve lhůtě, kterou kontrolující určil.",
)
def reported_in_time(*, on: date | None, last_day: date | None) -> bool | None:
    """The report on the removal of defects comes within the time that was set."""
    return None if on is None or last_day is None else on <= last_day


@rule(
    "inspection.verified-on-proof",
    label="VERIFIED_WITHOUT_PROOF",
    cites=Citation("methodology", "measures"),
    since=ALWAYS,
    cs="Splnění se ověřuje na dokladech: na zprávě s přílohami, nebo na tom, co ověřující sám zjistil.",
)
def verified_on_proof(*, measure: str, reported: Collection[str], seen: Collection[str]) -> bool:
    """Fulfilment is verified on proof: on what was reported with files, or on what the verifier has seen."""
    return bool(reported or seen)


@rule(
    "inspection.not-fulfilled-after-its-time",
    label="JUDGED_BEFORE_ITS_TIME",
    cites=Citation("methodology", "measures"),
    since=ALWAYS,
    cs="Dokud lhůta běží, nelze říci, že opatření splněno nebylo.",
)
def not_fulfilled_after_its_time(*, on: date | None, last_day: date | None) -> bool | None:
    """While its limit runs, nobody can say that a measure was not fulfilled."""
    return None if on is None or last_day is None else last_day < on


@rule(
    "inspection.follow-up-is-another",
    label="FOLLOWS_ITSELF",
    cites=HOUSE,
    since=ALWAYS,
    cs="Následná kontrola je jiná kontrola.",
    is_structural=True,
)
def follow_up_is_another(*, is_same: bool) -> bool:
    """A follow-up is another inspection."""
    return not is_same


@rule(
    "inspection.follow-up-after-protocol",
    label="FOLLOW_UP_TOO_EARLY",
    cites=Citation("methodology", "follow-up"),
    since=ALWAYS,
    cs="Následná kontrola se nařizuje po doručení protokolu.",
)
def follow_up_after_protocol(*, is_delivered: bool) -> bool:
    """A follow-up is ordered after the protocol was delivered."""
    return is_delivered
