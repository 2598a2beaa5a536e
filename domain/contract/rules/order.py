"""The order of things in the life of a contract, and its identity: these refuse whatever the kind of command."""

from datetime import date

from domain.kernel.law import Citation
from domain.kernel.registry import Body, ContractNumber, ResolutionNumber
from domain.kernel.rule import rule

HOUSE = Citation("kronika", "ledger")
ALWAYS = date(1993, 1, 1)
"""The rules of order hold on every day; they are asked on this one, because an old paper may not state its own."""


# Identity ------------------------------------------------------------------------------------------------------------


@rule("contract.opened-once", cites=HOUSE, since=ALWAYS, cs="Spis smlouvy se zakládá jednou.", is_structural=True)
def opened_once(*, entries: int) -> bool:
    """The file of a contract is opened once."""
    return entries == 0


@rule(
    "contract.on-file",
    cites=HOUSE,
    since=ALWAYS,
    cs="Nejdříve musí být smlouva připravena nebo převzata do evidence.",
    is_structural=True,
)
def on_file(*, entries: int) -> bool:
    """Only a contract that was drafted or brought in before can go on."""
    return entries > 0


@rule(
    "contract.identified",
    cites=HOUSE,
    since=ALWAYS,
    cs="Uzavřená smlouva má číslo a je známo, kterým zákonem se řídí.",
    is_structural=True,
)
def identified(*, number: str | None, regime: str | None) -> bool:
    """A concluded contract has a number, and it is known which law governs it."""
    return number is not None and regime is not None


@rule(
    "contract.service-as-registered",
    cites=HOUSE,
    since=ALWAYS,
    cs="Uvedené registrační číslo je číslem propojené služby.",
    is_structural=True,
)
def service_as_registered(*, stated: str | None, registered: str | None) -> bool:
    """The registration number that is stated is that of the linked service."""
    return stated is None or registered is None or stated == registered


@rule(
    "contract.terms-kept",
    cites=HOUSE,
    since=ALWAYS,
    cs="Číslo a druh smlouvy se při uzavření nemění; chybný údaj se opravuje opravou zápisu.",
    is_structural=True,
)
def terms_kept(
    *, known_number: ContractNumber | None, number: ContractNumber | None, known_regime: str | None, regime: str | None
) -> bool:
    """Number and kind of a contract stay as they were first recorded; a wrong one is corrected in its own entry."""
    same_number = number is None or known_number is None or number.normal_form == known_number.normal_form
    return same_number and (regime is None or known_regime is None or regime == known_regime)


@rule(
    "contract.resolution-of-body",
    cites=HOUSE,
    since=ALWAYS,
    cs="Číslo usnesení patří orgánu, který smlouvu schválil.",
    is_structural=True,
)
def resolution_of_body(*, body: Body, resolution: ResolutionNumber | None) -> bool:
    """The number of a resolution belongs to the body that approved."""
    return resolution is None or resolution.body is body


# Conclusion ----------------------------------------------------------------------------------------------------------


@rule("contract.signed-once", cites=HOUSE, since=ALWAYS, cs="Každá strana podepisuje jednou.", is_structural=True)
def signed_once(*, party: str, has_signed: bool) -> bool:
    """Each party signs once."""
    return not has_signed


@rule("contract.concluded-once", cites=HOUSE, since=ALWAYS, cs="Smlouva se uzavírá jednou.", is_structural=True)
def concluded_once(*, concluded_on: date | None, is_concluded: bool) -> bool:
    """A contract is concluded once."""
    return not is_concluded


@rule(
    "contract.concluded-first",
    cites=HOUSE,
    since=ALWAYS,
    cs="Smlouva ještě není uzavřena.",
    is_structural=True,
)
def concluded_first(*, is_concluded: bool) -> bool:
    """Only a concluded contract can be published, amended or ended."""
    return is_concluded


# Publication, effect, voidness ---------------------------------------------------------------------------------------


@rule(
    "contract.published-once",
    cites=HOUSE,
    since=ALWAYS,
    cs="Smlouva se v registru zveřejňuje jednou; potom se zveřejnění jen opravuje.",
    is_structural=True,
)
def published_once(*, published_on: date | None) -> bool:
    """A contract, or an amendment, is published once; afterwards its publication is corrected."""
    return published_on is None


@rule(
    "contract.published-first",
    cites=HOUSE,
    since=ALWAYS,
    cs="Opravit lze jen zveřejnění, které proběhlo.",
    is_structural=True,
)
def published_first(*, published_on: date | None, on: date | None) -> bool:
    """Only a publication that took place can be corrected, and not before its day."""
    return published_on is not None and (on is None or published_on <= on)


@rule(
    "contract.publication-after-conclusion",
    cites=HOUSE,
    since=ALWAYS,
    cs="Zveřejnit lze jen smlouvu, která už byla uzavřena.",
    is_structural=True,
)
def publication_after_conclusion(*, concluded_on: date | None, published_on: date | None) -> bool:
    """Nothing is published before it is concluded."""
    return concluded_on is None or published_on is None or concluded_on <= published_on


@rule(
    "contract.effect-after-conclusion",
    cites=HOUSE,
    since=ALWAYS,
    cs="Smlouva nemůže být účinná dřív, než je uzavřena.",
    is_structural=True,
)
def effect_after_conclusion(*, concluded_on: date | None, effective_from: date | None) -> bool:
    """A contract has no effect before its conclusion."""
    return concluded_on is None or effective_from is None or concluded_on <= effective_from


@rule(
    "contract.effect-once",
    cites=HOUSE,
    since=ALWAYS,
    cs="Den účinnosti už je znám; chybný se opravuje opravou zápisu.",
    is_structural=True,
)
def effect_once(*, effect_agreed_on: date | None) -> bool:
    """The day of effect is recorded once; a wrong one is corrected in its own entry."""
    return effect_agreed_on is None


@rule("contract.not-void", cites=HOUSE, since=ALWAYS, cs="Smlouva je zrušena od počátku.", is_structural=True)
def not_void(*, is_void: bool) -> bool:
    """A contract that is void from the start cannot be changed or ended any more."""
    return not is_void


@rule(
    "contract.void-from-conclusion",
    cites=HOUSE,
    since=ALWAYS,
    cs="Zrušení od počátku působí ode dne uzavření; ten je jeho dnem účinnosti.",
    is_structural=True,
)
def void_from_conclusion(*, concluded_on: date | None, effective_on: date | None) -> bool:
    """Voidness from the start has effect from the day of conclusion: that is its effective day."""
    return concluded_on is not None and effective_on == concluded_on


# Amendments and changes ----------------------------------------------------------------------------------------------


@rule(
    "contract.amendment-number-once",
    cites=HOUSE,
    since=ALWAYS,
    cs="Dodatek s tímto číslem už ve spisu je.",
    is_structural=True,
)
def amendment_number_once(*, number: int, is_known: bool) -> bool:
    """A contract has one amendment of each number."""
    return not is_known


@rule(
    "contract.amendment-on-file",
    cites=HOUSE,
    since=ALWAYS,
    cs="Dodatek s tímto číslem ve spisu není.",
    is_structural=True,
)
def amendment_on_file(*, number: int, is_known: bool) -> bool:
    """There is an amendment of this number."""
    return is_known


@rule(
    "contract.amendment-states-maximum",
    cites=HOUSE,
    since=ALWAYS,
    cs="Dodatek, který mění cenu, říká novou nejvyšší částku.",
    is_structural=True,
)
def amendment_states_maximum(*, changes_price: bool, states_maximum: bool) -> bool:
    """An amendment that changes the price says the new maximum."""
    return states_maximum or not changes_price


@rule(
    "contract.change-recorded-once",
    cites=HOUSE,
    since=ALWAYS,
    cs="Změna s tímto označením už ve spisu je.",
    is_structural=True,
)
def change_recorded_once(*, change: str, is_known: bool) -> bool:
    """A change is asked for or announced once under its reference."""
    return not is_known


@rule(
    "contract.change-open",
    cites=HOUSE,
    since=ALWAYS,
    cs="Rozhodnout lze jen o změně, o kterou bylo požádáno nebo která byla oznámena, a jen jednou.",
    is_structural=True,
)
def change_open(*, change: str, is_known: bool, is_decided: bool) -> bool:
    """A change is decided after it was asked for or announced, and once."""
    return is_known and not is_decided


# The end -------------------------------------------------------------------------------------------------------------


@rule("contract.ends-once", cites=HOUSE, since=ALWAYS, cs="Smlouva už skončila.", is_structural=True)
def ends_once(*, terminated_on: date | None, expired_on: date | None) -> bool:
    """A contract ends once."""
    return terminated_on is None and expired_on is None


@rule(
    "contract.end-after-conclusion",
    cites=HOUSE,
    since=ALWAYS,
    cs="Smlouva nemůže skončit dřív, než byla uzavřena.",
    is_structural=True,
)
def end_after_conclusion(*, concluded_on: date | None, ends_on: date | None) -> bool:
    """A contract does not end before it was concluded."""
    return concluded_on is None or ends_on is None or concluded_on <= ends_on


@rule(
    "contract.not-closed",
    cites=HOUSE,
    since=ALWAYS,
    cs="Spis smlouvy je uzavřen; nejdříve je třeba vzít uzavření zpět.",
    is_structural=True,
)
def not_closed(*, closed_on: date | None) -> bool:
    """The file is closed; before anything is changed, the closing has to be taken back."""
    return closed_on is None
