"""The words of the program as readers see them; a code that has none stands as it is."""

from collections.abc import Mapping

from adapters.exports.trail_codes import CODES as TRAIL
from adapters.telling.words import Words

OF_INSPECTIONS = (
    *("OBSERVATION", "MINOR", "MAJOR", "SUSPECTED_BUDGET_BREACH", "SUSPECTED_IRREGULARITY"),
    *("PROPOSED", "CHANGED", "MAINTAINED", "WITHDRAWN", "UPHELD", "PARTLY_UPHELD", "REJECTED", "HANDED_OVER"),
    *("CORRECTIVE_MEASURE", "WRITTEN_REPORT"),
    *("DUE", "REPORTED", "PARTLY_FULFILLED", "NOT_FULFILLED", "FULFILLED", "LIFTED"),
)

CODES: Mapping[str, Words] = {
    **{code: TRAIL[code] for code in OF_INSPECTIONS},
    "PERSON": Words("persons", "osoby"),
    "FTE": Words("full-time equivalents", "úvazky"),
    "TIME_UNIT": Words("time units", "časové jednotky"),
    "CARD": Words("cards", "karty"),
    "EVENT": Words("events", "akce"),
    "EDITION": Words("copies", "výtisky"),
    "DOCUMENT": Words("documents", "dokumenty"),
    "PLACE": Words("places", "místa"),
    "BED": Words("beds", "lůžka"),
    "SIMPLIFIED_129": Words("simplified, § 129 Act 134/2016", "zjednodušený, § 129 zákona č. 134/2016 Sb."),
    "SMALL_SCALE": Words("small-scale", "malého rozsahu"),
    "OLD_137_2006": Words("Act 137/2006", "zákon č. 137/2006 Sb."),
    "PENDING": Words("pending", "čekají na vyřízení"),
    "PLAN": Words("plans", "plány"),
    "whole support": Words("the whole support", "celá podpora"),
    "key activity": Words("a key activity", "klíčová aktivita"),
    "contracts": Words("contracts", "smlouvy"),
    "esf": Words("ESF", "ESF"),
    "state": Words("state", "stát"),
    "provider": Words("provider", "poskytovatel služby"),
    "service": Words("service", "služba"),
    "overdue by law": Words("overdue by law", "podle práva po termínu"),
    "due by law": Words("due by law", "podle práva v termínu"),
    "planned": Words("planned", "naplánováno"),
    "never inspected": Words("never inspected", "nikdy nekontrolováno"),
    "inspected": Words("inspected", "zkontrolováno"),
    "YES": Words("yes", "ano"),
    "NO": Words("no", "ne"),
    "CANNOT_BE_DECIDED": Words("cannot be decided", "nelze rozhodnout"),
    "project": Words("project", "projekt"),
    "contract": Words("contract", "smlouva"),
    "tender": Words("tender", "zakázka"),
    "mandate": Words("SGEI mandate", "pověření SOHZ"),
    "inspection": Words("inspection", "kontrola"),
    "kept": Words("kept", "uchovává se"),
    "kept, until when is not known": Words("kept, until when is not known", "uchovává se, do kdy není známo"),
    "held": Words("held", "zadrženo"),
    "may be disposed of": Words("may be disposed of", "lze skartovat"),
    "disposed of": Words("disposed of", "skartováno"),
}
