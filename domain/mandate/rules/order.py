"""The order of things in the life of a mandate, and its identity: these refuse whatever the kind of command."""

from collections.abc import Collection
from datetime import date
from decimal import Decimal
from uuid import UUID

from domain.kernel.correction import ALWAYS, HOUSE
from domain.kernel.money import Money
from domain.kernel.period import Month
from domain.kernel.rule import rule
from domain.mandate.payloads import Decision

# Identity ------------------------------------------------------------------------------------------------------------


@rule("mandate.opened-once", cites=HOUSE, since=ALWAYS, cs="Spis pověření se zakládá jednou.", is_structural=True)
def opened_once(*, entries: int) -> bool:
    """The file of a mandate is opened once."""
    return entries == 0


@rule(
    "mandate.on-file",
    cites=HOUSE,
    since=ALWAYS,
    cs="Nejdříve musí být pověření navrženo nebo převzato do evidence.",
    is_structural=True,
)
def on_file(*, entries: int) -> bool:
    """Only a mandate that was proposed or brought in before can go on."""
    return entries > 0


@rule(
    "mandate.day-known",
    cites=HOUSE,
    since=ALWAYS,
    cs="Je třeba uvést, ke kterému dni se to stalo.",
    is_structural=True,
)
def day_known(*, day: date | None) -> bool:
    """It must be said on which day it happened; only old records may leave it open."""
    return day is not None


@rule(
    "mandate.number-kept",
    cites=HOUSE,
    since=ALWAYS,
    cs="Číslo pověření se při vydání nemění; chybné se opravuje opravou zápisu.",
    is_structural=True,
)
def number_kept(*, known: str | None, number: str | None) -> bool:
    """The number stays as it was proposed; a wrong one is corrected in its own entry."""
    return known is None or number is None or known == number


@rule(
    "mandate.service-identified",
    cites=HOUSE,
    since=ALWAYS,
    cs="Službu je třeba označit registračním číslem, nebo aspoň tak, jak ji píše listina.",
    is_structural=True,
)
def service_identified(*, registration: str | None, name_as_written: str | None) -> bool:
    """A service is named by its registration number, or at least as the paper writes it."""
    return registration is not None or name_as_written is not None


@rule(
    "mandate.service-as-registered",
    cites=HOUSE,
    since=ALWAYS,
    cs="Uvedené registrační číslo je číslem propojené služby.",
    is_structural=True,
)
def service_as_registered(*, stated: str | None, registered: str | None) -> bool:
    """The registration number that is stated is that of the linked service."""
    return stated is None or registered is None or stated == registered


@rule("mandate.service-once", cites=HOUSE, since=ALWAYS, cs="Služba je v pověření jednou.", is_structural=True)
def service_once(*, service: str, known: Collection[str]) -> bool:
    """A service stands in a mandate once."""
    return service not in known


@rule(
    "mandate.service-entrusted",
    cites=HOUSE,
    since=ALWAYS,
    cs="Měnit lze jen službu, která v pověření je.",
    is_structural=True,
)
def service_entrusted(*, service: str, known: Collection[str]) -> bool:
    """Only a service that stands in the mandate can be changed or checked."""
    return service in known


@rule(
    "mandate.network-entry-of-service",
    cites=HOUSE,
    since=ALWAYS,
    cs="Zařazení do sítě patří téže službě.",
    is_structural=True,
)
def network_entry_of_service(*, service: UUID | None, entry_service: UUID | None) -> bool:
    """The network entry is that of the same service."""
    return service is None or entry_service is None or service == entry_service


# Steps ---------------------------------------------------------------------------------------------------------------


@rule(
    "mandate.issued-once",
    cites=HOUSE,
    since=ALWAYS,
    cs="Pověření se vydává jednou; potom se mění dodatkem.",
    is_structural=True,
)
def issued_once(*, is_issued: bool) -> bool:
    """A mandate is issued once; afterwards it is amended."""
    return not is_issued


@rule("mandate.issued-first", cites=HOUSE, since=ALWAYS, cs="Pověření ještě není vydáno.", is_structural=True)
def issued_first(*, is_issued: bool) -> bool:
    """Only an issued mandate can be accepted, changed, checked or ended."""
    return is_issued


@rule("mandate.accepted-once", cites=HOUSE, since=ALWAYS, cs="Pověření se přijímá jednou.", is_structural=True)
def accepted_once(*, is_accepted: bool) -> bool:
    """A mandate is accepted once."""
    return not is_accepted


@rule(
    "mandate.ends-after-start",
    cites=HOUSE,
    since=ALWAYS,
    cs="Pověření nemůže skončit dřív, než začalo.",
    is_structural=True,
)
def ends_after_start(*, first_day: date | None, last_day: date | None) -> bool:
    """A mandate does not end before it began."""
    return first_day is None or last_day is None or first_day <= last_day


@rule("mandate.ends-once", cites=HOUSE, since=ALWAYS, cs="Pověření už skončilo.", is_structural=True)
def ends_once(*, revoked_on: date | None, expired_on: date | None) -> bool:
    """A mandate ends once."""
    return revoked_on is None and expired_on is None


@rule(
    "mandate.later-last-day",
    cites=HOUSE,
    since=ALWAYS,
    cs="Prodloužit lze jen na pozdější den.",
    is_structural=True,
)
def later_last_day(*, known: date | None, last_day: date) -> bool:
    """A prolonged mandate ends later than before."""
    return known is None or known < last_day


@rule(
    "mandate.later-decision",
    cites=HOUSE,
    since=ALWAYS,
    cs="Pověření lze převést jen na pozdější rozhodnutí Komise.",
    is_structural=True,
)
def later_decision(*, known: Decision | None, decision: Decision, is_later: bool) -> bool:
    """A mandate is brought under a later Decision only."""
    return is_later


@rule(
    "mandate.amendment-once",
    cites=HOUSE,
    since=ALWAYS,
    cs="Dodatek s tímto označením už ve spisu je.",
    is_structural=True,
)
def amendment_once(*, amendment: str, known: Collection[str]) -> bool:
    """A mandate has one amendment of each reference."""
    return amendment not in known


@rule("mandate.says-something-new", cites=HOUSE, since=ALWAYS, cs="Záznam nic nemění.", is_structural=True)
def says_something_new(*, is_new: bool) -> bool:
    """What is recorded changes something."""
    return is_new


# Money ---------------------------------------------------------------------------------------------------------------


@rule("mandate.amount-positive", cites=HOUSE, since=ALWAYS, cs="Částka musí být kladná.", is_structural=True)
def amount_positive(*, amount: Money) -> bool:
    """An amount of money is more than zero."""
    return amount.minor > 0


@rule(
    "mandate.amounts-not-negative",
    cites=HOUSE,
    since=ALWAYS,
    cs="Náklady, výnosy, zisk ani vyrovnávací platba nejsou záporné.",
    is_structural=True,
)
def amounts_not_negative(*, amounts: Collection[Money]) -> bool:
    """Costs, revenues, profit and compensation are not negative."""
    return not any(amount.is_negative for amount in amounts)


@rule(
    "mandate.capacity-positive",
    cites=HOUSE,
    since=ALWAYS,
    cs="Kapacita musí být větší než nula.",
    is_structural=True,
)
def capacity_positive(*, amounts: Collection[Decimal]) -> bool:
    """Capacity is above zero."""
    return all(amount > 0 for amount in amounts)


@rule(
    "mandate.register-total-in-euros",
    cites=HOUSE,
    since=ALWAYS,
    cs="Centrální registr ukazuje podporu de minimis v eurech, nikdy méně než nulu.",
    is_structural=True,
)
def register_total_in_euros(*, total: Money | None) -> bool:
    """The central register shows small aid in euros, never less than nothing."""
    return total is None or (total.currency == "EUR" and not total.is_negative)


@rule(
    "mandate.amount-in-crowns",
    cites=HOUSE,
    since=ALWAYS,
    cs="Peníze pověření se vedou v korunách.",
    is_structural=True,
)
def amount_in_crowns(*, amounts: Collection[Money]) -> bool:
    """The money of a mandate is kept in crowns."""
    return all(amount.currency == "CZK" for amount in amounts)


@rule(
    "mandate.commitment-identified",
    cites=HOUSE,
    since=ALWAYS,
    cs="Závazek má smlouvu nebo jinou listinu, ze které plyne.",
    is_structural=True,
)
def commitment_identified(*, contract: UUID | None, reference: str | None) -> bool:
    """A commitment names the contract or the other paper that it comes from."""
    return contract is not None or reference is not None


@rule(
    "mandate.months-of-its-year",
    cites=HOUSE,
    since=ALWAYS,
    cs="Měsíce služby leží v jejím roce.",
    is_structural=True,
)
def months_of_its_year(*, year: int, months: Collection[Month]) -> bool:
    """The service months lie in the service-year."""
    return all(month.year == year for month in months)


@rule(
    "mandate.movement-recorded-once",
    cites=HOUSE,
    since=ALWAYS,
    cs="Řádek výpisu se pro jednu službu a rok zapisuje jednou.",
    is_structural=True,
)
def movement_recorded_once(*, movement: str | None, service: str, year: int, is_known: bool) -> bool:
    """A line of the statement is recorded once for each service and year."""
    return not is_known


@rule(
    "mandate.funding-recorded-once",
    cites=HOUSE,
    since=ALWAYS,
    cs="Jiný veřejný zdroj s tímto označením už ve spisu je; změna se zapisuje opravou.",
    is_structural=True,
)
def funding_recorded_once(*, funding: str, is_known: bool) -> bool:
    """Other public money is recorded once under its key; another amount is a correction."""
    return not is_known


@rule(
    "mandate.funding-known",
    cites=HOUSE,
    since=ALWAYS,
    cs="Takový jiný veřejný zdroj pro tuto službu a rok ve spisu není.",
    is_structural=True,
)
def funding_known(*, funding: str, is_known: bool) -> bool:
    """There is other public money under this key for the service and year."""
    return is_known


@rule(
    "mandate.declared-first",
    cites=HOUSE,
    since=ALWAYS,
    cs="Ověřit lze jen náklady, které poskytovatel vykázal.",
    is_structural=True,
)
def declared_first(*, is_declared: bool) -> bool:
    """Only a net cost that the provider declared can be verified."""
    return is_declared


@rule(
    "mandate.claim-number-unused",
    cites=HOUSE,
    since=ALWAYS,
    cs="Označení výzvy k vrácení se v jednom pověření použije jednou.",
    is_structural=True,
)
def claim_number_unused(*, claim: str, is_used: bool) -> bool:
    """The reference of a request for repayment is used once in a mandate."""
    return not is_used


@rule(
    "mandate.claim-known",
    cites=HOUSE,
    since=ALWAYS,
    cs="Taková výzva k vrácení ve spisu není.",
    is_structural=True,
)
def claim_known(*, claim: str, is_known: bool) -> bool:
    """There is a request for repayment of this reference."""
    return is_known


# Small aid, reports, holds -------------------------------------------------------------------------------------------


@rule(
    "mandate.grant-number-unused",
    cites=HOUSE,
    since=ALWAYS,
    cs="Označení podpory de minimis se v jednom pověření použije jednou.",
    is_structural=True,
)
def grant_number_unused(*, grant: str, is_used: bool) -> bool:
    """The reference of a grant of small aid is used once in a mandate."""
    return not is_used


@rule(
    "mandate.grant-waits",
    cites=HOUSE,
    since=ALWAYS,
    cs="Do registru se zapisuje poskytnutá podpora, a to jednou.",
    is_structural=True,
)
def grant_waits(*, grant: str, is_known: bool, is_registered: bool) -> bool:
    """A grant is entered in the register after it was given, and once."""
    return is_known and not is_registered


@rule(
    "mandate.rate-stated",
    cites=HOUSE,
    since=ALWAYS,
    cs="Částka v korunách potřebuje kurz a den, ke kterému platil.",
    is_structural=True,
)
def rate_stated(*, amount: Money, has_rate: bool) -> bool:
    """An amount in crowns needs a rate and its day, one in euros needs none."""
    return has_rate == (amount.currency != "EUR")


@rule(
    "mandate.reported-once",
    cites=HOUSE,
    since=ALWAYS,
    cs="Rok pověření je v jedné zprávě jednou.",
    is_structural=True,
)
def reported_once(*, report: str, year: int, is_known: bool) -> bool:
    """A year of the mandate stands in one report once."""
    return not is_known


@rule("mandate.hold-number-unused", cites=HOUSE, since=ALWAYS, cs="Takové zadržení už trvá.", is_structural=True)
def hold_number_unused(*, hold: str, is_used: bool) -> bool:
    """The reference of a hold is used once in a mandate."""
    return not is_used


@rule("mandate.hold-known", cites=HOUSE, since=ALWAYS, cs="Takové zadržení netrvá.", is_structural=True)
def hold_known(*, hold: str, is_known: bool) -> bool:
    """Only a hold that lasts can be lifted."""
    return is_known


@rule("mandate.released-once", cites=HOUSE, since=ALWAYS, cs="Spis už byl uvolněn ke skartaci.", is_structural=True)
def released_once(*, is_released: bool) -> bool:
    """Records are released for disposal once."""
    return not is_released
