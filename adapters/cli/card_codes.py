"""The words of the program on cards, field by field: what a reader says for PUBLISHED or FINANCIAL_CONTROL."""

from collections.abc import Mapping

from adapters.exports.codes import CODES
from adapters.exports.trail_codes import CODES as TRAIL
from adapters.telling.words import Words
from adapters.telling.words_plain import PLAIN_WORDS

CODED = (
    *("status", "state", "regime", "reason", "ground", "exclusion_ground", "severity", "start_mode", "notice_waived"),
    *("end_reason", "missing", "instrument", "verdict", "method", "outcome", "unit", "against", "level", "value"),
    *("change_kind", "mode", "notice", "notice_kind", "standstill", "what", "sets_aside", "rounding", "way"),
)
"""Only these hold words of the program; a title or a reference that looks like one stays as somebody wrote it."""

OF_CARDS: Mapping[str, Words] = {
    # how far a tender or a round of it has come
    "PLANNED": Words("planned", "v plánu"),
    "APPROVED": Words("approved", "schváleno"),
    "PUBLISHED": Words("published", "zveřejněno"),
    "CALLED": Words("called for bids", "běží lhůta pro nabídky"),
    "BIDS_CLOSED": Words("time for bids is over", "lhůta pro nabídky skončila"),
    "BIDS_OPENED": Words("bids opened", "nabídky otevřeny"),
    "EVALUATED": Words("bids evaluated", "nabídky vyhodnoceny"),
    "SELECTED": Words("supplier selected", "dodavatel vybrán"),
    "STANDSTILL_ENDED": Words("standstill over", "zákaz uzavřít smlouvu skončil"),
    "AWARDED": Words("awarded", "zadáno"),
    "CONTRACTED": Words("contract concluded", "smlouva uzavřena"),
    "UNAWARDED": Words("not awarded", "nezadáno"),
    "CANCELLED": Words("cancelled", "zrušeno"),
    "CLOSED": Words("closed", "uzavřeno"),
    "TAKEN_OVER": Words("from old records", "ze starých záznamů"),
    # how far an inspection has come
    "AUTHORISED": Words("group authorised", "skupina pověřena"),
    "STARTED": Words("started", "zahájena"),
    "ON_SITE_DONE": Words("control acts finished", "kontrolní úkony skončily"),
    "PROTOCOL_DRAFTED": Words("protocol drafted", "protokol vyhotoven"),
    "PROTOCOL_SIGNED": Words("protocol signed", "protokol podepsán"),
    "PROTOCOL_DELIVERED": Words("protocol delivered", "protokol doručen"),
    "ADDENDUM_DELIVERED": Words("addendum to the protocol delivered", "dodatek k protokolu doručen"),
    "OBJECTIONS_PENDING": Words("objections pending", "námitky se vyřizují"),
    "OBJECTIONS_SETTLED": Words("objections settled", "námitky vyřízeny"),
    "ENDED": Words("ended", "ukončena"),
    "ARCHIVED": Words("put away", "uložena"),
    "DISPOSED": Words("disposed of", "skartována"),
    # why something is so
    "PLAN": Words("the plan", "plán"),
    "EVERY_INSPECTION": Words("to be looked at always", "posuzuje se vždy"),
    "SERVICE_INSPECTED": Words("for the service is inspected", "kontroluje se služba"),
    "CONTRACT_INSPECTED": Words("for the contract is inspected", "kontroluje se smlouva"),
    "MANDATE_INSPECTED": Words("for the mandate is inspected", "kontroluje se pověření"),
    "PROJECT_INSPECTED": Words("for the project is inspected", "kontroluje se projekt"),
    "PROJECT": Words("a project", "projekt"),
    "URGENT": Words("could not wait", "neodkladné"),
    "PROJECT_END": Words("end of the project", "konec projektu"),
    "PLAN_END": Words("end of the plan", "konec plánu"),
    "DEREGISTERED": Words("deregistered", "zrušena registrace"),
    "OWN_REQUEST": Words("at its own request", "na vlastní žádost"),
    "COMPLIANCE_LOST": Words("no longer meets the conditions", "přestala plnit podmínky"),
    # papers, and what they are about
    "SELECTION": Words("the selection", "výběr dodavatele"),
    "EVALUATION": Words("the evaluation", "hodnocení"),
    "EXCLUSION": Words("an exclusion", "vyloučení"),
    "DOCUMENTS": Words("the tender documents", "zadávací podmínky"),
    "PRELIMINARY": Words("preliminary notice", "předběžné oznámení"),
    "START": Words("notice of the start", "oznámení o zahájení"),
    "REQUIRED": Words("required", "platí"),
    "NOT_FOR_SOLE_PARTICIPANT": Words("not for a sole participant", "neplatí, jediný účastník"),
    "NOT_FOR_SMALL_SCALE": Words("not for a small-scale tender", "neplatí, zakázka malého rozsahu"),
    "IDENTIFIED": Words("identified", "zjištěn"),
    "NOT_IDENTIFIED": Words("not identified", "nezjištěn"),
    "STOPPED": Words("stopped", "zastaveno"),
    "NOTICE": Words("notice", "výpověď"),
    "WITHDRAWAL": Words("withdrawal", "odstoupení"),
    "AGREEMENT": Words("agreement", "dohoda"),
    "NETWORK": Words("the network", "síť"),
    "GRANT": Words("the grant", "dotace"),
    "BOTH": Words("both", "obojí"),
    "ELECTRONIC_TOOL": Words("electronic tool", "elektronický nástroj"),
    "IN_PERSON": Words("in person", "osobně"),
    "HALF_UP": Words("to the nearest, halves up", "na nejbližší, polovina nahoru"),
    "DOWN": Words("down", "dolů"),
    "ADVANCED": Words("advanced signature", "zaručený podpis"),
    "RECOGNISED": Words("recognised signature", "uznávaný podpis"),
    "QES": Words("qualified signature", "kvalifikovaný podpis"),
    "QSEAL": Words("qualified seal", "kvalifikovaná pečeť"),
    # mandates
    "SEPARATE_ACT": Words("a separate act", "samostatný akt"),
    "CONTRACT_CLAUSE": Words("a clause of a contract", "ustanovení smlouvy"),
    "SEVERAL_ACTS": Words("several acts", "více aktů"),
    "NO_OVERCOMPENSATION": Words("no overcompensation", "bez nadměrného vyrovnání"),
    "CARRY_OVER": Words("to be carried over", "převádí se"),
    "REPAY": Words("to be repaid", "k vrácení"),
    "POINTS": Words("points", "body"),
    "LOWEST_PRICE": Words("lowest price", "nejnižší cena"),
}
"""What the trail and the sheets have no word for, or another one."""


def code_words(name: str, value: str) -> Words | None:
    """The words for a code in a field of that name; None where it is none."""
    plain = PLAIN_WORDS.get(name, {}).get(value)
    if plain is not None:
        return Words(value, plain)
    if name not in CODED or not value.isupper() or len(value) == 1:
        return None
    return OF_CARDS.get(value) or CODES.get(value) or TRAIL.get(value)
