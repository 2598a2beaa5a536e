"""What `kronika mandate` says: verdicts, lines of the calculation, and what is missing, in both languages."""

from collections.abc import Mapping

from adapters.telling.words import Counted, Words
from domain.mandate.payloads import Outcome
from domain.mandate.verdict import Label, Missing

OUTCOMES: Mapping[Outcome, Words] = {
    Outcome.NO_OVERCOMPENSATION: Words(
        "No overcompensation: {room} to the ceiling.", "Bez nadměrného vyrovnání: do stropu zbývá {room}."
    ),
    Outcome.CARRY_OVER: Words(
        "Overcompensation {amount}: carried over to {year}.", "Nadměrné vyrovnání {amount}: převádí se do roku {year}."
    ),
    Outcome.REPAY: Words("Overcompensation {amount}: repay.", "Nadměrné vyrovnání {amount}: vrátit."),
    Outcome.CANNOT_BE_DECIDED: Words("Cannot be decided: missing {missing}.", "Nelze rozhodnout: chybí {missing}."),
}
REPAY_BY = Words("Overcompensation {amount}: repay by {day}.", "Nadměrné vyrovnání {amount}: vrátit do {day}.")
REPAID = Words("Overcompensation {amount}: repaid.", "Nadměrné vyrovnání {amount}: vráceno.")

LABELS: Mapping[Label, Words] = {
    "costs": Words("costs", "náklady"),
    "revenues": Words("revenues", "výnosy"),
    "reasonable profit": Words("reasonable profit", "přiměřený zisk"),
    "net cost": Words("net cost", "čisté náklady"),
    "compensation paid": Words("compensation paid", "vyplacená vyrovnávací platba"),
    "other public money": Words("other public money", "jiné veřejné prostředky"),
    "returned": Words("returned", "vráceno"),
    "public money": Words("public money", "veřejné prostředky"),
    "carried over from the year before": Words("carried over from the year before", "převedeno z předchozího roku"),
    "room": Words("room", "zbývá"),
    "overcompensation": Words("overcompensation", "nadměrné vyrovnání"),
    "average annual compensation": Words("average annual compensation", "průměrné roční vyrovnání"),
    "tolerance": Words("tolerance", "nejvýše převoditelné"),
    "carried over to the next year": Words("carried over to the next year", "převádí se do dalšího roku"),
    "repaid": Words("repaid", "vráceno poskytovatelem služby"),
    "left to repay": Words("left to repay", "zbývá vrátit"),
}

MISSING: Mapping[Missing, Words] = {
    "an entrusted service": Words("an entrusted service", "služba, která je pověřena"),
    "the declared net cost": Words("the declared net cost", "vykázané čisté náklady"),
    "the verified net cost": Words("the verified net cost", "ověřené čisté náklady"),
    "the service of some payments": Words("the service of some payments", "u některých plateb služba"),
    "the payments before the takeover": Words("the payments before the takeover", "platby před převzetím"),
    "the rule of carrying over": Words("the rule of carrying over", "pravidlo převodu"),
    "the compensation of the averaged years": Words(
        "the compensation of the averaged years", "vyrovnání roků, z nichž je průměr"
    ),
    "whether the mandate allows carrying over": Words(
        "whether the mandate allows carrying over", "zda pověření převod dovoluje"
    ),
    "the last day of the mandate": Words("the last day of the mandate", "poslední den pověření"),
}

DETAILS: Mapping[str, Words] = {
    "state": Words("state", "stát"),
    "region": Words("region", "kraj"),
    "esf": Words("ESF", "ESF"),
    "unused": Words("unused", "nevyčerpáno"),
    "ineligible": Words("ineligible", "nezpůsobilé"),
    "reversal": Words("reversal", "storno banky"),
    "unjust enrichment": Words("unjust enrichment", "bezdůvodné obohacení"),
    "other": Words("other", "jiné"),
}
"""Whose money it is, and why it went back; a funder has a name of its own."""

COLUMNS = (Words("Line", "Položka"), Words("Amount", "Částka"), Words("Entries no.", "Záznamy č."))
NO_SERVICE = Words("no service stated", "služba neuvedena")
NO_MONTH = Words("no month", "bez měsíce")
NOT_IN_YEAR = Words(
    "the mandate does not last in {year}: it is from {first} to {last}, and nothing was paid for that year",
    "pověření v roce {year} netrvá: platí od {first} do {last} a za ten rok nebylo nic zaplaceno",
)
NOT_ENTRUSTED = Words(
    "the mandate is not for service {service}; it is for {known}", "pověření není na službu {service}; je na {known}"
)

COVER_COLUMNS = (
    Words("Movement", "Pohyb"),
    Words("Paid on", "Zaplaceno"),
    Words("Month", "Měsíc"),
    Words("Amount", "Částka"),
    Words("Service", "Služba"),
    Words("Entries no.", "Záznamy č."),
)
NO_PAYMENT = Words("{file}: no payment is recorded.", "{file}: žádná platba není zapsána.")
COVERED = Words("Inside {mandates}: {payments}.", "V rámci {mandates}: {payments}.")
OUTSIDE = Words("Outside every mandate: {payments}.", "Mimo každé pověření: {payments}.")
UNDECIDED_PARTS = Words("Cannot be decided: {payments}.", "Nelze rozhodnout: {payments}.")
PAYMENTS = Counted(
    ("payment for a month", "payments for a month"),
    ("platba za měsíc", "platby za měsíc", "plateb za měsíc", "platby za měsíc"),
)
