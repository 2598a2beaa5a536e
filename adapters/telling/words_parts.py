"""What the parts of a field are called: of a finding, a sample, a checklist, an objection within a card."""

from collections.abc import Mapping

from adapters.telling.words import Words

PARTS: Mapping[str, Words] = {
    "adopted_on": Words("adopted on", "přijato dne"),
    "amounts": Words("amounts", "částky"),
    "answered": Words("answered", "zodpovězeno"),
    "defect": Words("defect", "nedostatek"),
    "defects": Words("defects", "nedostatky"),
    "direct": Words("direct", "přímé"),
    "error_found": Words("error found", "zjištěná chyba"),
    "error_projected": Words("projected error", "odhad chyby"),
    "favour": Words("in favour of clients", "ve prospěch klientů"),
    "found": Words("found", "zjištěno"),
    "handed_to": Words("handed over to", "předáno komu"),
    "ico": Words("IČO", "IČO"),
    "late": Words("late", "opožděné"),
    "method": Words("method", "metoda"),
    "missing": Words("missing", "chybí"),
    "objections_until_safely": Words("objections safely until", "námitky bezpečně do"),
    "optimal_costs": Words("optimal costs", "optimální náklady"),
    "overdue": Words("overdue", "po termínu"),
    "persons": Words("persons", "osoby"),
    "protocol_days": Words("days for the protocol", "dnů na protokol"),
    "provision": Words("provision", "ustanovení"),
    "remedied": Words("remedied", "napraveno"),
    "replaced": Words("replaced", "nahrazeno"),
    "reported": Words("reported", "vykázáno"),
    "sections": Words("§§ of Act 108/2006", "§§ zákona č. 108/2006 Sb."),
    "seed": Words("seed", "semínko"),
    "settled_on": Words("settled on", "vyřízeno dne"),
    "settlement_days": Words("days for the settlement", "dnů na vyřízení"),
    "severity": Words("severity", "závažnost"),
    "shared_with": Words("shared with", "společně s"),
    "state": Words("state", "stav"),
    "template": Words("template", "vzor"),
    "unsigned": Words("not signed by", "nepodepsali"),
    "usual_revenues": Words("usual revenues", "obvyklé výnosy"),
}
