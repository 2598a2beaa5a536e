"""What must hold of the award, its contracts, the end of a round and the end of the tender."""

from collections.abc import Sequence
from datetime import date

from domain.kernel.correction import ALWAYS
from domain.kernel.law import Citation
from domain.kernel.money import Money
from domain.kernel.registry import Ico
from domain.kernel.rule import rule
from domain.tender.rules.preparation import NEW_ACT, OLD_ACT


@rule(
    "tender.standstill-ended",
    cites=Citation("134/2016", "§ 246(1)"),
    since=ALWAYS,
    cs="Část se zadává až po skončení blokační lhůty.",
)
def standstill_ended(*, on: date | None, standstill: str, ended_on: date | None, is_ended: bool) -> bool | None:
    """A lot is awarded after its standstill ended."""
    if standstill != "REQUIRED":
        return True
    if not is_ended:
        return False
    return None if on is None or ended_on is None else ended_on <= on


@rule(
    "tender.contracted-within-award",
    label="ABOVE_AWARD",
    cites=Citation("134/2016", "§ 124(1)"),
    since=ALWAYS,
    cs="Smlouvy na zadanou část dohromady nepřekračují cenu, za kterou byla zadána.",
)
def contracted_within_award(*, contracted: Money, asked: Money, awarded: Money) -> bool:
    """The contracts on an award do not exceed its price together."""
    return contracted + asked <= awarded


@rule(
    "tender.contract-with-awarded-provider",
    label="CONTRACT_WITH_ANOTHER_PROVIDER",
    cites=Citation("134/2016", "§ 124(1)"),
    since=ALWAYS,
    cs="Smlouva se uzavírá s tím, komu byla část zadána.",
)
def contract_with_awarded_provider(*, provider: Ico | None, awarded_to: Ico | None) -> bool | None:
    """The contract is concluded with the provider to whom the lot was awarded."""
    return None if provider is None or awarded_to is None else provider == awarded_to


@rule(
    "tender.contracted-after-award",
    label="CONTRACT_BEFORE_AWARD",
    cites=Citation("134/2016", "§ 124(1)"),
    since=ALWAYS,
    cs="Smlouva se uzavírá až po zadání části.",
)
def contracted_after_award(*, on: date | None, awarded_on: date | None) -> bool | None:
    """A contract is concluded after the lot was awarded."""
    return None if on is None or awarded_on is None else awarded_on <= on


@rule(
    "tender.cancelled-before-contract",
    cites=Citation("134/2016", "§ 127(2)"),
    since=ALWAYS,
    cs="Zrušit lze jen do uzavření smlouvy.",
)
def cancelled_before_contract(*, lot: str, is_contracted: bool) -> bool:
    """A lot can be cancelled until a contract is concluded on it."""
    return not is_contracted


@rule(
    "tender.unawarded-without-participant",
    cites=Citation("134/2016", "§ 127(1)"),
    since=ALWAYS,
    cs="Bez zadání končí kolo, ve kterém po lhůtě pro nabídky nezbyl žádný účastník; jinak se ruší s důvodem.",
)
def unawarded_without_participant(
    *, on: date | None, last_day: date | None, participants: Sequence[str]
) -> bool | None:
    """A round ends unawarded when no participant is left after the limit for bids; otherwise it is cancelled."""
    if participants:
        return False
    return None if on is None or last_day is None else last_day < on


@rule(
    "tender.result-published-in-time",
    label="RESULT_LATE",
    cites=Citation("137/2006", "§ 83(1)"),
    since=OLD_ACT,
    until=NEW_ACT,
    cs="Výsledek se uveřejňuje do 15 dnů od uzavření smlouvy.",
)
def result_published_in_time_by_old_act(*, lot: str, on: date | None, result_by: date | None) -> bool | None:
    """The result is published within 15 days of the contract."""
    return None if on is None or result_by is None else on <= result_by


@result_published_in_time_by_old_act.version(
    cites=Citation("134/2016", "§ 126"),
    since=NEW_ACT,
    cs="Výsledek se uveřejňuje do 30 dnů od uzavření smlouvy, výsledky seskupené za čtvrtletí do 30 dnů od jeho konce.",
)
def result_published_in_time_by_new_act(*, lot: str, on: date | None, result_by: date | None) -> bool | None:
    """The result is published within 30 days of the contract, grouped results within 30 days of the quarter's end."""
    return None if on is None or result_by is None else on <= result_by


result_published_in_time = result_published_in_time_by_old_act


@rule(
    "tender.lots-ended-before-closing",
    cites=Citation("134/2016", "§ 51(1)"),
    since=ALWAYS,
    cs="Zakázka se uzavírá, až je každá část zadána, zrušena nebo nezadána.",
)
def lots_ended_before_closing(*, still_open: Sequence[str]) -> bool:
    """A tender is closed when every lot was awarded, cancelled or left unawarded."""
    return not still_open


@rule(
    "tender.rounds-add-up",
    label="ROUNDS_DO_NOT_ADD_UP",
    cites=Citation("tender documents", "rounds"),
    since=ALWAYS,
    cs="V jednotlivých kolech bylo vyhráno nejvýš tolik zakázek, kolik jich bylo.",
)
def rounds_add_up(*, tenders: int, won: Sequence[int]) -> bool:
    """No more tenders were won in all rounds than there were."""
    return sum(won) <= tenders
