"""What must hold of the project itself: what it is called, its budget and sources, its beginning and end."""

from collections.abc import Collection, Sequence
from datetime import date

from domain.kernel.answer import Answer
from domain.kernel.correction import ALWAYS, HOUSE
from domain.kernel.law import Citation
from domain.kernel.money import Money
from domain.kernel.registry import InvalidIdentifier, Programme, ProjectNumber
from domain.kernel.rule import rule
from domain.project.payloads import Funding, PriceRule
from domain.service.payloads import Organisation

ESF = date(2007, 1, 1)
"""The oldest programme whose rules are asked here, OP LZZ, began."""

GRANT_DECISION = Citation("grant decision", "budget and period")


def read_number(number: str | None) -> ProjectNumber | None:
    """The number where it has a known form, else None."""
    try:
        return None if number is None else ProjectNumber(number)
    except InvalidIdentifier:
        return None


# What it is called --------------------------------------------------------------------------------------------------


@rule("project.opened-once", cites=HOUSE, since=ALWAYS, cs="Spis projektu se zakládá jen jednou.", is_structural=True)
def opened_once(*, version: int) -> bool:
    """The file of a project is opened once."""
    return version == 0


@rule("project.opened-first", cites=HOUSE, since=ALWAYS, cs="Projekt musí být nejdříve založen.", is_structural=True)
def opened_first(*, version: int) -> bool:
    """A project must be on file before anything is recorded about it."""
    return version > 0


@rule(
    "project.identified",
    cites=HOUSE,
    since=ALWAYS,
    cs="Projekt musí mít číslo, nebo aspoň kód, název či popis.",
    is_structural=True,
)
def identified(*, number: str | None, code: str | None, title: str | None, description: str | None) -> bool:
    """A project is called by its number, or at least by a code, a title or a description."""
    return bool(number or code or title or description)


@rule(
    "project.number-form",
    cites=Citation("programme rules", "project number"),
    since=ESF,
    cs="Číslo projektu musí mít podobu, kterou dává OPZ+, OPZ nebo OP LZZ.",
)
def number_form(*, number: str | None, programme: str | None) -> bool:
    """A project number has the form that OPZ+, OPZ or OP LZZ gives; other programmes have their own."""
    is_other = programme is not None and programme not in set(Programme)
    return number is None or is_other or read_number(number) is not None


@rule(
    "project.number-of-programme",
    label="NUMBER_OF_ANOTHER_PROGRAMME",
    cites=Citation("programme rules", "project number"),
    since=ESF,
    cs="Číslo projektu musí patřit k programu, ze kterého je placen.",
)
def number_of_programme(*, number: str | None, programme: str | None) -> bool:
    """A project number belongs to the programme that pays; words that are no known abbreviation are not compared."""
    read = read_number(number)
    return read is None or programme not in set(Programme) or read.programme == programme


@rule(
    "project.number-missing",
    cites=HOUSE,
    since=ALWAYS,
    cs="Číslo se doplňuje projektu, který žádné nemá; chybné číslo se opravuje.",
    is_structural=True,
)
def number_missing(*, number: str | None) -> bool:
    """A number is added to a project that has none; a wrong one is corrected instead."""
    return number is None


@rule(
    "project.owner-ico",
    label="IMPOSSIBLE_ICO",
    cites=Citation("programme rules", "recipient"),
    since=ESF,
    cs="IČO nositele projektu musí mít osm číslic a správnou kontrolní číslici.",
)
def owner_ico(*, owner: Organisation | None) -> bool:
    """The owner's IČO has eight digits and a right check digit."""
    return owner is None or owner.ico_as_written is None or owner.ico is not None


# Its money ----------------------------------------------------------------------------------------------------------


@rule("project.amount-positive", cites=HOUSE, since=ALWAYS, cs="Částka musí být vyšší než nula.", is_structural=True)
def amount_positive(*, amounts: Collection[Money]) -> bool:
    """An amount is more than zero."""
    return all(amount.minor > 0 for amount in amounts)


@rule("project.one-currency", cites=HOUSE, since=ALWAYS, cs="Projekt se vede v jedné měně.", is_structural=True)
def one_currency(*, currencies: Collection[str]) -> bool:
    """A project is kept in one currency."""
    return len(set(currencies)) <= 1


@rule(
    "project.budget-exact",
    label="AMOUNT_NOT_EXACT",
    cites=GRANT_DECISION,
    since=ESF,
    cs="Zaokrouhlená nebo nečitelná částka není rozpočet.",
)
def budget_exact(*, budget: Money | None, as_written: str | None) -> bool:
    """A rounded or unreadable amount is no budget."""
    return as_written is None or budget is not None


@rule(
    "project.amount-as-written",
    label="AMOUNT_DIFFERS_FROM_WRITTEN",
    cites=HOUSE,
    since=ALWAYS,
    cs="Částka musí být táž, jakou uvádí zdroj.",
)
def amount_as_written(*, amount: Money | None, written: Money | None) -> bool:
    """An amount is the one that its source writes."""
    return amount is None or written is None or amount == written


@rule(
    "project.funding-whole",
    label="FUNDING_NOT_WHOLE",
    cites=GRANT_DECISION,
    since=ESF,
    cs="Podíly zdrojů dávají dohromady přesně 100 % a žádný není záporný.",
)
def funding_whole(*, funding: Sequence[Funding]) -> bool | None:
    """The shares of the sources make exactly 100 per cent, and none is below zero."""
    shares = [source.percent for source in funding if source.percent is not None]
    if sum(shares) > 100 or any(share < 0 for share in shares):
        return False
    if not funding or len(shares) < len(funding):
        return None
    return sum(shares) == 100


@rule(
    "project.price-within-compensation",
    label="PRICE_ABOVE_COMPENSATION",
    cites=Citation("methodology", "compensation payment"),
    since=ESF,
    cs="Cena služby nesmí být vyšší než její vyrovnávací platba.",
)
def price_within_compensation(*, price_rule: PriceRule | None) -> bool:
    """The price of a service is set at no more than its compensation payment."""
    return price_rule is None or 0 < price_rule.percent_of_compensation <= 100


# Its beginning and end ----------------------------------------------------------------------------------------------


@rule(
    "project.changed-before-closing",
    label="AFTER_CLOSING",
    cites=GRANT_DECISION,
    since=ESF,
    cs="Uzavřený projekt se už nemění.",
)
def changed_before_closing(*, day: date | None, closed_on: date | None) -> bool:
    """A closed project does not change any more."""
    return day is None or closed_on is None or day < closed_on


@rule("project.closed-once", cites=HOUSE, since=ALWAYS, cs="Projekt se uzavírá jen jednou.", is_structural=True)
def closed_once(*, closed_on: date | None) -> bool:
    """A project is closed once."""
    return closed_on is None


@rule(
    "project.closed-after-end",
    cites=GRANT_DECISION,
    since=ESF,
    cs="Projekt lze uzavřít nejdříve v den, kterým končí jeho období.",
)
def closed_after_end(*, has_ended: Answer) -> bool | None:
    """A project is closed on the last day of its period at the earliest."""
    return has_ended.decided


@rule(
    "project.nothing-awaits-decision",
    cites=Citation("programme rules", "final report and claim"),
    since=ESF,
    cs="Projekt lze uzavřít, až je rozhodnuto o všech jeho zprávách a žádostech o platbu.",
)
def nothing_awaits_decision(*, reports: Collection[str], claims: Collection[str]) -> bool:
    """A project is closed when everything is decided about its reports and claims."""
    return not reports and not claims
