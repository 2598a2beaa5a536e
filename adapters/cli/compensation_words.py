"""What `kronika compensation` says of a service-year, in both languages."""

from collections.abc import Mapping

from adapters.cli.mandate_words import MISSING
from adapters.telling.words import Counted, Words
from projections.compensation import Balance, Lacking, NextStep

COLUMNS = (
    Words("Service and year", "Služba a rok"),
    Words("Compensation", "Vyrovnávací platba"),
    Words("Public money", "Veřejné prostředky"),
    Words("Net cost", "Čisté náklady"),
    Words("Verdict", "Závěr"),
    Words("Next", "Co dál"),
)
ROOM = Words("room {amount}", "volno {amount}")
ABOVE = Words("{amount} too much", "o {amount} víc")
COMMITTED = Words("committed {amount}", "zavázáno {amount}")
CARRIED_IN = Words("carried in {amount}", "převedeno {amount}")
SOURCE = Words("{source} {amount}", "{source} {amount}")
RETURNED = Words("returned {amount}", "vráceno {amount}")
COMPENSATION_PAID = Words("compensation {amount}", "vyrovnávací platba {amount}")
DECLARED_ONLY = Words("declared {amount}", "vykázáno {amount}")

BALANCES: Mapping[Balance, Words] = {
    Balance.OVER: Words("overcompensation {amount}", "nadměrné vyrovnání {amount}"),
    Balance.NONE: Words("no overcompensation, nothing to spare", "bez nadměrného vyrovnání, do stropu nic nezbývá"),
    Balance.UNDER: Words(
        "no overcompensation, {amount} to the ceiling", "bez nadměrného vyrovnání, do stropu zbývá {amount}"
    ),
    Balance.NOT_KNOWN: Words("cannot be decided", "nelze rozhodnout"),
}
CARRIED = Words("carried over to {year}", "převádí se do roku {year}")
REPAY = Words("repay, {amount} left", "vrátit, zbývá {amount}")
REPAID = Words("repaid", "vráceno")
UNDECIDED = Words("carry over or repay cannot be decided", "zda převést, nebo vrátit, nelze rozhodnout")
LACKS = Words("missing: {missing}", "chybí: {missing}")
CHECKED = Words("checked on {day}", "zkontrolováno {day}")
SUPERSEDED = Words("the check of {day} no longer agrees", "kontrola z {day} už neodpovídá")
UNKNOWN_DAY = Words("an unknown day", "neznámého dne")
NEWS = Words("late news: entry no. {entries}", "pozdní zpráva: záznam č. {entries}")

STEPS: Mapping[NextStep, Words] = {
    NextStep.CALCULATE: Words("calculate the compensation", "vypočítat vyrovnávací platbu"),
    NextStep.DECLARE: Words("declare the net cost", "vykázat čisté náklady"),
    NextStep.VERIFY: Words("verify the net cost", "ověřit čisté náklady"),
    NextStep.COMPLETE: Words("add what is missing", "doplnit, co chybí"),
    NextStep.CHECK: Words("check for overcompensation", "zkontrolovat nadměrné vyrovnání"),
    NextStep.CHECK_AGAIN: Words("check again", "zkontrolovat znovu"),
    NextStep.REQUEST: Words("ask for repayment", "vyzvat k vrácení"),
    NextStep.WITHDRAW: Words("withdraw the request for repayment", "vzít výzvu k vrácení zpět"),
    NextStep.REPAY: Words("repay", "vrátit"),
    NextStep.UPDATE_PARAMETERS: Words("update the parameters", "změnit parametry"),
    NextStep.YEAR_GOES_ON: Words("the year goes on until {day}", "rok trvá do {day}"),
    NextStep.NO_MONEY: Words("nothing: no public money came", "nic: žádné veřejné prostředky nepřišly"),
    NextStep.DONE: Words("nothing", "nic"),
}
TURN = Words("{who}: {step}", "{who}: {step}")
BY = Words("by {day}", "do {day}")
SAFE = Words("safe: {day}", "bezpečně do {day}")

LACKING: Mapping[Lacking, Words] = {one: words for name, words in MISSING.items() for one in (Lacking(name),)}

SERVICE_YEARS = Counted(
    ("service-year", "service-years"), ("služba a rok", "služby a roky", "služeb a roků", "služby a roku")
)
TOTALS = Words(
    "{rows} · compensation {compensation} · committed {committed} · public money {public}",
    "{rows} · vyrovnávací platby {compensation} · zavázáno {committed} · veřejné prostředky {public}",
)
TO_REPAY = Words("to be repaid as a whole {amount}", "vrací se celkem {amount}")
CARRIED_OVER = Words("carried over {amount}", "převádí se {amount}")
IN_ALL_REPAID = Words("repaid {amount}", "vráceno na výzvu {amount}")
NOT_DECIDED = Words("{number} cannot be decided", "{number} nelze rozhodnout")
WITHOUT = Words("{number} without a compensation payment", "{number} bez vyrovnávací platby")
OUTDATED = Words("verdicts that no longer agree: {number}", "závěrů, které už neodpovídají: {number}")
NOTHING = Words("No service-year under a mandate is known then.", "Žádný rok služby v pověření tehdy není znám.")
NO_SERVICE = Words("no service stated", "služba neuvedena")
MANDATE = Words("mandate {mandate}", "pověření {mandate}")
