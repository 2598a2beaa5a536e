"""How the region may bind itself: access to the money, competent body, signatures, what the contract must say."""

from collections.abc import Sequence
from datetime import date

from domain.kernel.law import Citation
from domain.kernel.money import Money, total
from domain.kernel.registry import Body, ContractNumber, Programme, ResolutionNumber
from domain.kernel.rule import rule

REGIONS = date(2000, 11, 12)
"""The regions exist, and Act 129/2000 is in force, from this day."""
CIVIL_CODE = date(2014, 1, 1)
"""Act 89/2012 is in force from this day."""

# The number ----------------------------------------------------------------------------------------------------------


@rule(
    "contract.number-looks-new",
    label="NUMBER_LOOKS_FAMILIAR",
    cites=Citation("methodology", "records of contracts"),
    since=date(1993, 1, 1),
    cs="Číslo se podobá číslu jiné smlouvy; je třeba ověřit, že nejde o tutéž.",
    is_waivable=True,
)
def number_looks_new(*, number: ContractNumber | None, resembling: Sequence[str]) -> bool:
    """The number resembles that of another contract; somebody has to make sure that they are not the same."""
    return not resembling


# Access to OPZ+ money ------------------------------------------------------------------------------------------------


@rule(
    "contract.four-preconditions",
    label="PRECONDITIONS_NOT_MET",
    cites=Citation("methodology", "conditions of access to OPZ+ support"),
    since=date(2021, 1, 1),
    cs="Z OPZ+ lze platit jen registrovanou službu ze základní sítě, která je službou obecného hospodářského zájmu "
    "s vyrovnávací platbou a má pověření kraje.",
    is_waivable=True,
)
def four_preconditions(
    *,
    programme: Programme | None,
    registered: bool | None,
    in_network: bool | None,
    sgei_vp: bool | None,
    mandated: bool | None,
) -> bool | None:
    """OPZ+ pays only for a registered service of the network, with a compensation payment and a mandate."""
    if programme is not Programme.OPZ_PLUS:
        return True
    conditions = (registered, in_network, sgei_vp, mandated)
    return False if False in conditions else None if None in conditions else True


@rule(
    "contract.preconditions-evidenced",
    cites=Citation("methodology", "conditions of access to OPZ+ support"),
    since=date(1993, 1, 1),
    cs="Každá splněná podmínka je doložena dokumentem nebo odkazem.",
)
def preconditions_evidenced(*, without_evidence: Sequence[str]) -> bool:
    """Each condition that holds is shown by a document or a reference."""
    return not without_evidence


# Approval ------------------------------------------------------------------------------------------------------------


@rule(
    "contract.approved-by-competent-body",
    label="NOT_APPROVED_BY_COMPETENT_BODY",
    cites=Citation("129/2000", "§ 36, § 59"),
    since=REGIONS,
    cs="Smlouvu schvaluje rada; o dotaci nad stanovenou částku rozhoduje zastupitelstvo.",
)
def approved_by_competent_body(
    *, body: Body | None, regime: str | None, maximum: Money | None, assembly_above: Money | None
) -> bool | None:
    """The council approves contracts; a grant above the set amount is for the assembly to decide."""
    if body is None or body is Body.ASSEMBLY:
        return None if body is None else True
    if body is not Body.COUNCIL:
        return False
    if regime == "tender":
        return True
    return None if regime is None or maximum is None or assembly_above is None else maximum <= assembly_above


@rule(
    "contract.vote-carries",
    cites=Citation("129/2000", "§ 40, § 58"),
    since=REGIONS,
    cs="Usnesení je přijato, hlasuje-li pro ně nadpoloviční většina všech členů orgánu.",
)
def vote_carries(*, votes_for: int | None, members: int | None) -> bool | None:
    """A resolution is passed by more than half of all members of the body."""
    return None if votes_for is None or members is None else 2 * votes_for > members


@rule(
    "contract.approved-before-conclusion",
    label="APPROVED_AFTER_CONCLUSION",
    cites=Citation("129/2000", "§ 23"),
    since=REGIONS,
    cs="Smlouva se schvaluje dřív, než se uzavře.",
)
def approved_before_conclusion(*, approved_on: date | None, concluded_on: date | None) -> bool | None:
    """A contract is approved before it is concluded."""
    if concluded_on is None:
        return True
    return None if approved_on is None else approved_on <= concluded_on


@rule(
    "contract.concluded-within-approval",
    label="ABOVE_APPROVED_SUM",
    cites=Citation("129/2000", "§ 23"),
    since=REGIONS,
    cs="Smlouva se uzavírá nejvýše na částku, která byla schválena.",
)
def concluded_within_approval(*, maximum: Money | None, approved: Money | None) -> bool | None:
    """A contract is concluded for no more than was approved."""
    return None if maximum is None or approved is None else maximum <= approved


@rule(
    "contract.clause-names-resolution",
    label="NO_CLAUSE_ON_APPROVAL",
    cites=Citation("129/2000", "§ 23"),
    since=REGIONS,
    cs="Smlouva obsahuje doložku s usnesením, kterým byla schválena.",
)
def clause_names_resolution(*, clause: ResolutionNumber | None, resolution: ResolutionNumber | None) -> bool | None:
    """The contract contains a clause naming the resolution by which it was approved."""
    return None if resolution is None else clause == resolution


# Signatures ----------------------------------------------------------------------------------------------------------


@rule(
    "contract.signed-as-approved",
    label="SIGNED_OTHERWISE_THAN_APPROVED",
    cites=Citation("129/2000", "§ 23"),
    since=REGIONS,
    cs="Podepisuje se přesně ten text, který byl schválen.",
)
def signed_as_approved(*, approved: str | None, signed: Sequence[str]) -> bool | None:
    """Exactly the text that was approved is signed."""
    return None if approved is None else all(text == approved for text in signed)


@rule(
    "contract.region-signs-qualified",
    label="REGION_SIGNED_BELOW_QUALIFIED",
    cites=Citation("297/2016", "§ 5, § 8"),
    since=date(2018, 9, 19),
    cs="Kraj podepisuje elektronicky jen kvalifikovaným podpisem nebo pečetí.",
)
def region_signs_qualified(*, party: str, level: str) -> bool:
    """Electronically the region signs with a qualified signature or seal only."""
    return party != "region" or level in {"HANDWRITTEN", "QES", "QSEAL"}


@rule(
    "contract.signed-by-both",
    label="NOT_SIGNED_BY_BOTH",
    cites=Citation("89/2012", "§ 1745, § 561"),
    since=CIVIL_CODE,
    cs="Smlouvu podepisují obě strany.",
)
def signed_by_both(*, signed_by: Sequence[str]) -> bool | None:
    """Both parties sign. Where no signature is on file, it cannot be decided."""
    return {"region", "provider"} <= set(signed_by) if signed_by else None


@rule(
    "contract.concluded-by-last-signature",
    label="CONCLUDED_ON_ANOTHER_DAY",
    cites=Citation("89/2012", "§ 1745"),
    since=CIVIL_CODE,
    cs="Smlouva je uzavřena dnem posledního podpisu.",
)
def concluded_by_last_signature(*, concluded_on: date | None, last_signature_on: date | None) -> bool | None:
    """A contract is concluded on the day of the last signature."""
    return None if concluded_on is None or last_signature_on is None else concluded_on == last_signature_on


# What the contract says ----------------------------------------------------------------------------------------------


@rule(
    "contract.period-readable",
    cites=Citation("contract", "service period"),
    since=date(1993, 1, 1),
    cs="Období smlouvy tvoří skutečné dny a jeho délka souhlasí.",
)
def period_readable(*, raw: str | None, problems: Sequence[str]) -> bool:
    """The period of a contract consists of days that exist, and its length agrees with them."""
    return not problems


@rule(
    "contract.period-as-its-text",
    label="PERIOD_DIFFERS_FROM_TEXT",
    cites=Citation("contract", "service period"),
    since=date(1993, 1, 1),
    cs="Období v evidenci souhlasí se zněním smlouvy.",
)
def period_as_its_text(*, raw: str | None, differs: Sequence[str]) -> bool:
    """The period on file is the one that the text of the contract states."""
    return not differs


@rule(
    "contract.price-within-share",
    label="PRICE_ABOVE_SHARE",
    cites=Citation("tender documents", "price as a share of the compensation payment"),
    since=date(1993, 1, 1),
    cs="Cena nepřesahuje sjednaný podíl vyrovnávací platby.",
)
def price_within_share(*, maximum: Money | None, compensation: Money | None, percent: int | None) -> bool | None:
    """The price is within the agreed share of the compensation payment it was set from."""
    if compensation is None or percent is None:
        return True
    return None if maximum is None else maximum * 100 <= compensation * percent


@rule(
    "contract.plan-within-maximum",
    label="PLAN_ABOVE_MAXIMUM",
    cites=Citation("contract", "payment plan"),
    since=date(1993, 1, 1),
    cs="Splátky dohromady nepřesahují nejvyšší částku.",
)
def plan_within_maximum(*, instalments: Sequence[Money], maximum: Money | None) -> bool | None:
    """The instalments together do not exceed the maximum."""
    if not instalments:
        return True
    return None if maximum is None else total(instalments, maximum.currency) <= maximum
