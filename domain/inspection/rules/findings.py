"""What must hold of a finding (§ 12(1)(h) Act 255/2012, domain.md § 13.1)."""

from collections.abc import Collection, Sequence
from uuid import UUID

from domain.kernel.correction import ALWAYS, HOUSE
from domain.kernel.law import Citation
from domain.kernel.money import Money
from domain.kernel.rule import rule

# Identity and arithmetic ---------------------------------------------------------------------------------------------


@rule(
    "inspection.finding-amount-positive",
    cites=HOUSE,
    since=ALWAYS,
    cs="Částka zjištění je větší než nula.",
    is_structural=True,
)
def amount_positive(*, amounts: Sequence[Money]) -> bool:
    """The amount of a finding is more than zero."""
    return all(amount.minor > 0 for amount in amounts)


@rule(
    "inspection.finding-amount-of-one-file",
    cites=HOUSE,
    since=ALWAYS,
    cs="Jedna částka zjištění patří buď ke smlouvě, nebo k pověření, aby se nepočítala dvakrát.",
    is_structural=True,
)
def amount_of_one_file(*, contract: UUID | None, mandate: UUID | None) -> bool:
    """An amount belongs to a contract or to a mandate, not to both, so that no sum is counted twice."""
    return contract is None or mandate is None


@rule(
    "inspection.finding-stands",
    cites=HOUSE,
    since=ALWAYS,
    cs="Zjištění už padlo; mění se jen zjištění, které trvá.",
    is_structural=True,
)
def finding_stands(*, finding: str, is_withdrawn: bool) -> bool:
    """Only a finding that still stands can be changed, remedied or withdrawn."""
    return not is_withdrawn


# What a finding stands on --------------------------------------------------------------------------------------------


@rule(
    "inspection.finding-has-evidence",
    label="FINDING_WITHOUT_EVIDENCE",
    cites=Citation("255/2012", "§ 12(1)(h)"),
    since=ALWAYS,
    cs="Každé zjištění uvádí, o které podklady se opírá.",
)
def finding_has_evidence(*, finding: str, evidence: Collection[str]) -> bool:
    """Every finding names what it stands on."""
    return bool(evidence)


@rule(
    "inspection.defect-names-its-rule",
    label="DEFECT_WITHOUT_RULE",
    cites=Citation("255/2012", "§ 12(1)(h)"),
    since=ALWAYS,
    cs="U nedostatku je uvedeno, které ustanovení zákona, smlouvy nebo metodiky bylo porušeno.",
)
def defect_names_its_rule(*, finding: str, has_defect: bool, breached: Citation | None) -> bool:
    """A defect names the provision of law, contract or methodology that was breached."""
    return not has_defect or breached is not None


@rule(
    "inspection.amount-of-a-defect",
    label="AMOUNT_WITHOUT_DEFECT",
    cites=Citation("methodology", "findings"),
    since=ALWAYS,
    cs="Částku a závažnost má jen zjištění s nedostatkem.",
)
def amount_of_a_defect(*, finding: str, has_defect: bool, severity: str, amounts: Sequence[Money]) -> bool:
    """Only a finding with a defect has an amount and a severity above an observation."""
    return has_defect or (severity == "OBSERVATION" and not amounts)


@rule(
    "inspection.suspicion-names-its-contract",
    label="SUSPICION_WITHOUT_CONTRACT",
    cites=Citation("methodology", "findings"),
    since=ALWAYS,
    cs="Podezření na porušení rozpočtové kázně nebo na nesrovnalost uvádí částku a smlouvu.",
)
def suspicion_names_its_contract(*, finding: str, severity: str, contracts: Collection[UUID]) -> bool:
    """A suspected breach of budget discipline, or irregularity, names an amount and its contract."""
    return not severity.startswith("SUSPECTED_") or bool(contracts)


@rule(
    "inspection.overcompensation-names-its-year",
    label="OVERCOMPENSATION_WITHOUT_YEAR",
    cites=Citation("methodology", "findings"),
    since=ALWAYS,
    cs="U částky k pověření je uveden rok služby, protože nadměrné vyrovnání se počítá za každý rok zvlášť.",
)
def overcompensation_names_its_year(*, finding: str, years: Collection[int | None]) -> bool:
    """An amount under a mandate names its service-year: overcompensation is counted year by year."""
    return None not in years


@rule(
    "inspection.suspected-breach-of-a-grant",
    label="BUDGET_BREACH_WITHOUT_GRANT",
    cites=Citation("250/2000", "§ 22(1)"),
    since=ALWAYS,
    cs="Rozpočtovou kázeň lze porušit jen u dotace; u veřejné zakázky je na místě smluvní pokuta.",
)
def suspected_breach_of_a_grant(*, finding: str, severity: str, regimes: Collection[str | None]) -> bool | None:
    """Budget discipline is broken with grant money only; under a tender contract there is the contract penalty."""
    if severity != "SUSPECTED_BUDGET_BREACH":
        return True
    known = [regime for regime in regimes if regime is not None]
    return False if "tender" in known else True if len(known) == len(regimes) else None


@rule(
    "inspection.amount-of-what-is-inspected",
    label="AMOUNT_OUTSIDE_SUBJECT",
    cites=Citation("255/2012", "§ 12(1)(e)"),
    since=ALWAYS,
    cs="Částka zjištění se týká smlouvy nebo pověření, které jsou předmětem kontroly.",
)
def amount_of_what_is_inspected(*, named: Collection[UUID], inspected: Collection[UUID]) -> bool:
    """The amount of a finding belongs to a contract or mandate that is inspected, where the plan names these."""
    return not inspected or set(named) <= set(inspected)


@rule(
    "inspection.remedied-before-protocol",
    label="REMEDIED_AFTER_PROTOCOL",
    cites=Citation("methodology", "findings"),
    since=ALWAYS,
    cs="Odstranění na místě je to, co se stalo před podpisem protokolu; pozdější se hlásí k opatření.",
)
def remedied_before_protocol(*, finding: str, is_signed: bool) -> bool:
    """What is put right on the spot is put right before the protocol is signed; later it is reported on a measure."""
    return not is_signed


@rule(
    "inspection.changed-by-further-inquiry",
    label="FINDING_CHANGED_AFTER_SIGNATURE",
    cites=Citation("255/2012", "§ 21"),
    since=ALWAYS,
    cs="Po podpisu protokolu se zjištění mění jen vyřízením námitek nebo dodatkem po došetření.",
)
def changed_by_further_inquiry(*, finding: str, is_signed: bool, because: str) -> bool:
    """Once the protocol is signed, a finding changes by the settlement of objections or by further inquiry alone."""
    return not is_signed or because == "FURTHER_INQUIRY"
