"""What must hold of the protocol (§§ 12, 13 and 21 Act 255/2012)."""

from collections.abc import Collection
from datetime import date

from domain.inspection.regimes import CONTROL_ACT_SINCE
from domain.kernel.correction import ALWAYS, HOUSE
from domain.kernel.law import Citation
from domain.kernel.rule import rule

# Order of things -----------------------------------------------------------------------------------------------------


@rule(
    "inspection.version-follows",
    cites=HOUSE,
    since=ALWAYS,
    cs="Verze protokolu a dodatky jdou po sobě.",
    is_structural=True,
)
def version_follows(*, version: int, last: int) -> bool:
    """Versions of the protocol, and addenda to it, are numbered one after the other."""
    return version == last + 1


@rule(
    "inspection.signed-file-is-the-draft",
    cites=Citation("255/2012", "§ 12(1)(k)"),
    since=ALWAYS,
    cs="Podepisuje se to znění, které je v záznamu; otisk souboru se musí shodovat.",
    is_structural=True,
)
def signed_file_is_the_draft(*, drafted: str, signed: str) -> bool:
    """What is signed is the text on record: the fingerprints of the files agree."""
    return drafted == signed


@rule(
    "inspection.delivered-on-its-day",
    cites=HOUSE,
    since=ALWAYS,
    cs="Den doručení je dnem účinku záznamu a nepředchází dni odeslání.",
    is_structural=True,
)
def delivered_on_its_day(*, on: date | None, delivered_on: date | None, sent_on: date | None) -> bool:
    """The day of delivery is the effective day of the entry, and not before the day of sending."""
    is_same = delivered_on is None or delivered_on == on
    return is_same and (on is None or sent_on is None or sent_on <= on)


# The text ------------------------------------------------------------------------------------------------------------


@rule(
    "inspection.protocol-complete",
    label="PROTOCOL_INCOMPLETE",
    cites=Citation("255/2012", "§ 12(1)"),
    since=CONTROL_ACT_SINCE,
    cs="Protokol obsahuje vše, co zákon pro tuto kontrolu žádá; čeho v tomto případě nebylo, nechybí.",
)
def protocol_complete(*, missing: Collection[str]) -> bool:
    """The protocol holds everything that the Act asks for in this case; what there was none of is not missing."""
    return not missing


@rule(
    "inspection.agreed-protocol-complete",
    label="PROTOCOL_INCOMPLETE",
    cites=Citation("methodology", "protocol of an inspection"),
    since=ALWAYS,
    cs="Zápis o kontrole podle smlouvy říká, kdo koho a co kontroloval a co zjistil.",
)
def agreed_protocol_complete(*, missing: Collection[str]) -> bool:
    """The record of a check under the contract says who inspected whom and what, and what was found."""
    return not missing


@rule(
    "inspection.objection-time-not-shortened",
    label="OBJECTION_TIME_SHORTENED",
    cites=Citation("255/2012", "§ 13(1)"),
    since=CONTROL_ACT_SINCE,
    cs="Protokol může lhůtu pro námitky prodloužit, ne zkrátit.",
)
def objection_time_not_shortened(*, days: int | None, least: int | None) -> bool:
    """The protocol may give more time for objections than the Act, not less."""
    return days is None or least is None or days >= least


@rule(
    "inspection.signers-of-the-group",
    label="SIGNER_NOT_IN_GROUP",
    cites=Citation("255/2012", "§ 12(1)(k)"),
    since=ALWAYS,
    cs="Protokol podepisují kontrolující, kteří kontrolu vykonali.",
)
def signers_of_the_group(*, strangers: Collection[str], signers: Collection[str]) -> bool:
    """The protocol is signed by inspectors of this inspection."""
    return not strangers and bool(signers)


@rule(
    "inspection.signed-as-an-authority",
    label="SIGNATURE_NOT_QUALIFIED",
    cites=Citation("297/2016", "§ 5"),
    since=date(2018, 9, 19),
    cs="Elektronický protokol podepisuje kraj kvalifikovaným podpisem nebo pečetí, papírový vlastní rukou.",
)
def signed_as_an_authority(*, signing: str) -> bool:
    """A region signs an electronic protocol with a qualified signature or seal, one on paper by hand."""
    return signing != "OTHER"


@rule(
    "inspection.drafted-before-delivery",
    label="DRAFTED_AFTER_DELIVERY",
    cites=Citation("255/2012", "§ 21"),
    since=ALWAYS,
    cs="Doručený protokol se nepřepisuje; mění se opravou zřejmé chyby nebo dodatkem.",
)
def drafted_before_delivery(*, delivered_on: date | None, is_delivered: bool) -> bool:
    """A delivered protocol is not written anew; it changes by the correction of an obvious error or by an addendum."""
    return not is_delivered


@rule(
    "inspection.sent-when-signed",
    label="SENT_UNSIGNED",
    cites=Citation("255/2012", "§ 12(3)"),
    since=ALWAYS,
    cs="Doručuje se stejnopis podepsaného protokolu.",
)
def sent_when_signed(*, unsigned: Collection[str]) -> bool:
    """What is sent and delivered is a copy of the signed protocol."""
    return not unsigned


@rule(
    "inspection.corrected-after-delivery",
    label="CORRECTED_BEFORE_DELIVERY",
    cites=Citation("255/2012", "§ 21(1)"),
    since=ALWAYS,
    cs="Opravuje se a doplňuje doručený protokol; nedoručený se vyhotoví znovu.",
)
def corrected_after_delivery(*, is_delivered: bool) -> bool:
    """What is corrected or completed is a delivered protocol; before delivery a new version is made."""
    return is_delivered


@rule(
    "inspection.addendum-holds-findings",
    label="ADDENDUM_WITHOUT_FINDINGS",
    cites=Citation("255/2012", "§ 21(2)"),
    since=ALWAYS,
    cs="Dodatek obsahuje zjištění nová nebo změněná dalším šetřením.",
)
def addendum_holds_findings(*, findings: Collection[str], new: Collection[str]) -> bool:
    """An addendum holds findings that are new or changed since the protocol, and these alone."""
    return bool(findings) and set(findings) <= set(new)


# Time ----------------------------------------------------------------------------------------------------------------


@rule(
    "inspection.protocol-made-in-time",
    label="PROTOCOL_MADE_LATE",
    cites=Citation("255/2012", "§ 12(2)"),
    since=CONTROL_ACT_SINCE,
    cs="Protokol se vyhotovuje do 30 dnů od posledního kontrolního úkonu, ve zvlášť složitých případech do 60 dnů.",
)
def protocol_made_in_time(*, made_on: date | None, last_day: date | None) -> bool | None:
    """The protocol is made within 30 days of the last control act, in especially complex cases within 60."""
    return None if made_on is None or last_day is None else made_on <= last_day


@rule(
    "inspection.agreed-limit-kept",
    label="AGREED_LIMIT_MISSED",
    cites=Citation("contract", "checks"),
    since=ALWAYS,
    cs="Při kontrole podle smlouvy se dodržují lhůty, které si smlouva stanovila.",
)
def agreed_limit_kept(*, step: str, on: date | None, last_day: date | None) -> bool | None:
    """A check under the contract keeps the time limits that the contract sets."""
    return None if on is None or last_day is None else on <= last_day


@rule(
    "inspection.fiction-on-its-day",
    label="FICTION_ON_ANOTHER_DAY",
    cites=Citation("300/2008", "§ 17(4)"),
    since=date(2009, 7, 1),
    cs="Kdo se do datové schránky nepřihlásí, tomu je doručeno desátým dnem po dodání.",
)
def fiction_on_its_day(*, way: str, on: date | None, fiction_on: date | None) -> bool | None:
    """To whom does not open the data box a paper is delivered on the tenth day after it was put in."""
    if way != "FICTION":
        return True
    return None if on is None or fiction_on is None else on == fiction_on
