"""What there is to read, by name: a role is given readings as it is given commands.

A name never changes: tokens are narrowed to it (`read:network`), and the reading log keeps it. Doors add no question
without a line here; a test compares.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reading:
    """A subject that is read, and what stands in it."""

    name: str
    cs: str
    en: str


FILES = (
    Reading("file.project", "spisy projektů", "files of projects"),
    Reading("file.service", "spisy služeb", "files of services"),
    Reading("file.methodology", "spisy metodik", "files of methodologies"),
    Reading("file.tender", "spisy zadávacích řízení", "files of tenders"),
    Reading("file.network_entry", "spisy zařazení do sítě", "files of entries in the network"),
    Reading("file.mandate", "spisy pověření SOHZ", "files of SGEI mandates"),
    Reading("file.contract", "spisy smluv", "files of contracts"),
    Reading("file.inspection", "spisy kontrol", "files of inspections"),
    Reading("file.office", "spis úřadu: role, zástupy, vydané sestavy", "file of the office: roles, deputies, reports"),
)
"""A file with its card, entries, comparison and explanations."""

VIEWS = (
    Reading("network", "síť služeb", "network of services"),
    Reading("deadlines", "lhůty", "deadlines"),
    Reading("tender-funnel", "průběh zadávacích řízení", "how far tenders have come"),
    Reading("contract-ledger", "peníze smluv po záznamech", "money of contracts entry by entry"),
    Reading("indicators", "ukazatele", "indicators"),
    Reading("compensation", "vyrovnávací platby", "compensation"),
    Reading("trail", "stopa kontrol", "trail of inspections"),
    Reading("findings", "kontrolní zjištění", "findings"),
    Reading("measures", "opatření k nápravě", "corrective measures"),
    Reading("inspection-plan", "plán kontrol", "plan of inspections"),
    Reading("anomalies", "zapsáno proti pravidlu", "recorded although a rule speaks against it"),
)
"""Questions about everything at once."""

REPORTS = (
    Reading("report.network", "sestava sítě služeb", "report of the network"),
    Reading("report.capacity", "sestava kapacit", "report of capacities"),
    Reading("report.drawdown", "sestava čerpání", "report of drawdown"),
    Reading("report.drawdown-by-service-year", "čerpání podle roku služby", "drawdown by year of the service"),
    Reading("report.drawdown-by-cash-year", "čerpání podle roku platby", "drawdown by year of payment"),
    Reading("report.indicators", "sestava ukazatelů", "report of indicators"),
    Reading("report.compensation", "sestava vyrovnávacích plateb", "report of compensation"),
    Reading("report.sgei", "zpráva o SOHZ", "report on SGEI"),
    Reading("report.tenders", "sestava zadávacích řízení", "report of tenders"),
    Reading("report.deadlines", "sestava lhůt", "report of deadlines"),
    Reading("report.findings", "sestava zjištění", "report of findings"),
    Reading("report.measures", "sestava opatření k nápravě", "report of corrective measures"),
    Reading("report.inspection-plan", "sestava plánu kontrol", "report of the plan of inspections"),
    Reading("report.publication-backlog", "nezveřejněné smlouvy", "contracts not published"),
    Reading("report.retention", "sestava skartačních lhůt", "report of retention"),
    Reading("report.attention", "sestava toho, co žádá pozornost", "report of what needs attention"),
)
"""Reports, under the names of the sheets."""

OTHERS = (
    Reading("search", "hledání spisu", "finding a file"),
    Reading("events", "proud všech záznamů", "feed of all entries"),
    Reading("seal", "pečeť a důkazy o zařazení záznamů", "the seal, and proofs that entries are in it"),
    Reading("evidence", "důkazní soubory", "evidence"),
    Reading("vault", "jména a kontakty", "names and contacts"),
    Reading("permissions", "kdo co smí", "who may do what"),
    Reading("readings", "kdo co četl", "who read what"),
    Reading("accounts", "místní účty a přihlášení", "local accounts and sessions"),
    Reading("tokens", "tokeny programů", "tokens of programs"),
    Reading("backup", "zálohy", "backups"),
    Reading("metrics", "měření provozu", "figures of operation"),
)

READINGS = {one.name: one for one in (*FILES, *VIEWS, *REPORTS, *OTHERS)}
"""By name."""


def file_of(kind: str) -> str:
    """The name under which files of a kind are read."""
    return f"file.{kind}"
