"""What ties a contract to the award and to the mandates that it stands on."""

from collections.abc import Sequence

from domain.contract.rules.order import ALWAYS, HOUSE
from domain.kernel.law import Citation
from domain.kernel.money import Money, total
from domain.kernel.registry import Ico
from domain.kernel.rule import rule
from domain.mandate.rules.decisions import article

# The award -----------------------------------------------------------------------------------------------------------


@rule(
    "contract.award-on-record",
    label="NOT_AWARDED",
    cites=Citation("134/2016", "§ 124(1)"),
    since=ALWAYS,
    cs="Smlouva se uzavírá na část, která byla v uvedeném kole zadána.",
)
def award_on_record(*, lot: str, round_number: int | None, is_awarded: bool | None) -> bool | None:
    """A contract is concluded on a lot that was awarded in the round that it names."""
    return is_awarded


@rule(
    "contract.awarded-round-stated",
    label="AWARDED_ROUND_NOT_STATED",
    cites=HOUSE,
    since=ALWAYS,
    cs="Byla-li část zadána ve více kolech, smlouva říká, na které z nich je.",
)
def awarded_round_stated(*, lot: str, awarded_rounds: Sequence[int]) -> bool:
    """Where a lot was awarded in several rounds, the contract says on which of them it is."""
    return len(awarded_rounds) <= 1


@rule(
    "contract.comparable-with-award",
    label="NOT_COMPARABLE_WITH_AWARD",
    cites=HOUSE,
    since=ALWAYS,
    cs="Nejvyšší částka smlouvy je kladná a v měně zakázky, aby ji šlo porovnat se zadanou cenou.",
)
def comparable_with_award(*, maximum: Money, currency: str) -> bool:
    """The maximum is more than zero and in the currency of the tender, so that it can be held against the award."""
    return maximum.minor > 0 and maximum.currency == currency


# The mandate ---------------------------------------------------------------------------------------------------------


@rule(
    "contract.naming-says-something-new",
    cites=HOUSE,
    since=ALWAYS,
    cs="Pověření už je ve smlouvě uvedeno právě tak.",
    is_structural=True,
)
def naming_says_something_new(*, is_new: bool) -> bool:
    """A mandate is named anew only where that changes something."""
    return is_new


@rule(
    "contract.year-committed-once",
    cites=HOUSE,
    since=ALWAYS,
    cs="Každá služba a rok jsou v závazku smlouvy uvedeny jednou.",
    is_structural=True,
)
def year_committed_once(*, stated: Sequence[str]) -> bool:
    """What the contract binds the region to is stated once for each service-year."""
    return len(set(stated)) == len(stated)


@rule(
    "contract.mandate-of-provider",
    label="MANDATE_OF_ANOTHER_PROVIDER",
    cites=article("2012/21/EU", "entrustment"),
    since=ALWAYS,
    cs="Z pověření se platí jen tomu, kdo byl pověřen.",
)
def mandate_of_provider(*, provider: Ico, undertaking: Ico) -> bool:
    """The contract is with the provider who was entrusted."""
    return provider == undertaking


@rule(
    "contract.compensation-in-crowns",
    label="COMPENSATION_NOT_IN_CROWNS",
    cites=Citation("methodology", "compensation payment"),
    since=ALWAYS,
    cs="Vyrovnávací platba se platí v korunách; jinou měnu nelze proti pověření započíst.",
)
def compensation_in_crowns(*, amount: Money) -> bool:
    """Compensation is paid in crowns; another currency cannot be held against the mandate."""
    return amount.currency == "CZK"


# Money back ----------------------------------------------------------------------------------------------------------


@rule(
    "contract.return-known",
    cites=HOUSE,
    since=ALWAYS,
    cs="Takové vrácené peníze u smlouvy nejsou.",
    is_structural=True,
)
def return_known(*, movement: str, is_known: bool) -> bool:
    """The money that is allocated came back on this contract: as a refund, a levy or unjust enrichment."""
    return is_known


@rule(
    "contract.return-adds-up",
    cites=HOUSE,
    since=ALWAYS,
    cs="Rozdělení vrácených peněz na roky služeb musí dát dohromady celou částku.",
    is_structural=True,
)
def return_adds_up(*, amount: Money, parts: Sequence[Money]) -> bool:
    """The shares of the service-years add up to what came back, each more than zero."""
    is_alike = all(part.minor > 0 and part.currency == amount.currency for part in parts)
    return is_alike and total(parts, amount.currency) == amount


@rule(
    "contract.return-states-year",
    label="RETURN_WITHOUT_YEAR",
    cites=article("2012/21/EU", "overcompensation"),
    since=ALWAYS,
    cs="U vrácených peněz je známo, na kterou službu a rok byly vyplaceny; jinak je nelze odečíst od vyrovnání.",
)
def return_states_year(*, movement: str, is_stated: bool, service_years: Sequence[str]) -> bool:
    """Of money that came back it is known for which service-year it had been paid; else it lowers none of them."""
    return is_stated
