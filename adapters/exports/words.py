"""What the columns of reports are called, and the words of the program that stand in them, in both languages."""

from collections.abc import Mapping

from adapters.cli.words import Words

TITLES: Mapping[str, Words] = {
    "network": Words("State of the network", "Stav sítě"),
    "capacity": Words("Capacity by section and ORP", "Kapacita podle § a ORP"),
    "drawdown": Words("Drawdown of contracts", "Čerpání smluv"),
    "drawdown-by-service-year": Words("Drawdown by year of service and source", "Čerpání podle roku služby a zdroje"),
    "drawdown-by-cash-year": Words("Drawdown by year of payment", "Čerpání podle roku platby"),
    "indicators": Words("Indicators against targets", "Plnění ukazatelů"),
    "compensation": Words("Compensation and overcompensation", "Vyrovnávací platby a jejich nadměrnost"),
    "tenders": Words("Tenders", "Veřejné zakázky"),
    "deadlines": Words("Deadlines", "Lhůty"),
    "attention": Words("What needs attention", "Co vyžaduje pozornost"),
}

COLUMNS: Mapping[str, Words] = {
    "provider": Words("Service provider", "Poskytovatel služby"),
    "provider_ico": Words("IČO", "IČO"),
    "service_name": Words("Service", "Služba"),
    "registration_number": Words("Registration no.", "Číslo registrace"),
    "section": Words("§ of Act 108/2006", "§ zákona 108/2006 Sb."),
    "orps": Words("Region", "Území"),
    "orp": Words("ORP", "ORP"),
    "level": Words("Level", "Úroveň"),
    "contract_number": Words("Contract", "Smlouva"),
    "contracts": Words("Contracts", "Smlouvy"),
    "mandate": Words("SGEI mandate", "Pověření SOHZ"),
    "mandate_number": Words("SGEI mandate", "Pověření SOHZ"),
    "mandates": Words("SGEI mandates", "Pověření SOHZ"),
    "project_name": Words("Project", "Projekt"),
    "maximum": Words("Maximum", "Nejvýše"),
    "gross": Words("Paid", "Vyplaceno"),
    "net": Words("Paid less returned", "Vyplaceno po vratkách"),
    "in_force": Words("In force", "Platí"),
    "form": Words("Form", "Forma"),
    "unit": Words("Unit", "Jednotka"),
    "part": Words("Capacity", "Kapacita"),
    "financing": Words("Financing", "Financování"),
    "since": Words("Since", "Od"),
    "last_day": Words("Last day", "Poslední den"),
    "ordered": Words("Ordered", "Objednáno"),
    "outstanding": Words("Ordered and not paid", "Objednáno a nevyplaceno"),
    "reversed": Words("Taken back by the bank", "Vráceno bankou"),
    "refunded": Words("Returned", "Vráceno"),
    "unallocated": Words("Without service month", "Bez měsíce služby"),
    "service_year": Words("Year of service", "Rok služby"),
    "cash_year": Words("Year of payment", "Rok platby"),
    "paid": Words("Left the account", "Odešlo z účtu"),
    "esf": Words("ESF", "ESF"),
    "state": Words("State", "Stát"),
    "region": Words("Region", "Kraj"),
    "unstated": Words("Source not stated", "Zdroj neuveden"),
    "kind": Words("Kind", "Druh"),
    "file": Words("File", "Spis"),
    "indicator": Words("Indicator", "Ukazatel"),
    "scope": Words("Whose", "Čí"),
    "target": Words("Target", "Cíl"),
    "reached": Words("Reached", "Plnění"),
    "share": Words("Per cent of the target", "Procent cíle"),
    "year": Words("Year", "Rok"),
    "compensation": Words("Compensation payment", "Vyrovnávací platba"),
    "committed": Words("Committed", "Přislíbeno"),
    "room": Words("May still be committed", "Lze ještě přislíbit"),
    "public_money": Words("Public money received", "Přijaté veřejné prostředky"),
    "net_cost": Words("Net cost", "Čisté náklady"),
    "overcompensation": Words("Overcompensation", "Nadměrné vyrovnání"),
    "outcome": Words("Outcome", "Výsledek"),
    "next": Words("What comes next", "Co následuje"),
    "number": Words("Number", "Číslo"),
    "title": Words("Title", "Název"),
    "regime": Words("Regime", "Režim"),
    "lots": Words("Lots", "Části"),
    "rounds": Words("Rounds", "Kola"),
    "bids": Words("Bids", "Nabídky"),
    "objections": Words("Objections", "Námitky"),
    "petitions": Words("Petitions", "Návrhy k ÚOHS"),
    "days": Words("Days", "Dny"),
    "awarded": Words("Awarded", "Zadáno"),
    "contracted": Words("Contracted", "Nasmlouváno"),
    "subject": Words("About", "Týká se"),
    "turn": Words("Whose turn", "Na tahu"),
    "safe_last_day": Words("Safe last day", "Jistý poslední den"),
    "legal_last_day": Words("Legal last day", "Zákonný poslední den"),
    "days_left": Words("Days left", "Zbývá dnů"),
    "days_late": Words("Days late", "Dnů po termínu"),
    "code": Words("Anomaly", "Anomálie"),
    "rule": Words("Rule", "Pravidlo"),
    "opened_on": Words("Day of effect", "Kdy platí"),
    "days_open": Words("Days open", "Otevřeno dnů"),
    "raw": Words("As written", "Jak je psáno"),
}
"""By the name of the column; one name means one thing in every report."""

MEANINGS: Mapping[str, Words] = {
    "maximum": Words(
        "The ceiling of the contract with its amendments in effect on the day.",
        "Strop smlouvy včetně dodatků účinných k danému dni.",
    ),
    "gross": Words(
        "What left the region's account, without what the bank took back.",
        "Co odešlo z účtu kraje, bez toho, co vrátila banka.",
    ),
    "net": Words("Paid less what the provider returned.", "Vyplaceno bez toho, co vrátil poskytovatel."),
    "ordered": Words("Every order to pay, whether or not it was carried out.", "Všechny příkazy k úhradě."),
    "outstanding": Words("Ordered, and neither paid nor given up.", "Objednáno a ani nevyplaceno, ani nezrušeno."),
    "unallocated": Words(
        "Paid, and nobody said for which month of the service.", "Vyplaceno a nikdo neuvedl, za který měsíc služby."
    ),
    "compensation": Words(
        "Units × (reference cost − reference revenue): the ceiling of public money from all sources.",
        "Jednotky × (referenční náklad − referenční výnos): strop veřejných prostředků ze všech zdrojů.",
    ),
    "public_money": Words(
        "From every public source, less what was returned.", "Ze všech veřejných zdrojů, bez vráceného."
    ),
    "overcompensation": Words(
        "Public money above the net cost with a reasonable profit.",
        "Veřejné prostředky nad čisté náklady s přiměřeným ziskem.",
    ),
    "safe_last_day": Words(
        "The last working day not later than the end that was counted.",
        "Poslední pracovní den, který není po spočteném konci.",
    ),
    "legal_last_day": Words(
        "The end that was counted, moved to the next working day.", "Spočtený konec posunutý na nejbližší pracovní den."
    ),
}
"""What a figure is, for those that could be taken for another."""
