"""What a finding may say: asked when it is recorded, changed, or partly upheld."""

from collections.abc import Iterator
from uuid import UUID

from domain.contract.contract import Contract
from domain.inspection.events.findings import FindingAmount, FindingWording
from domain.inspection.outcome import OutcomeState
from domain.inspection.rules import findings as rules
from domain.kernel.case import Case
from domain.kernel.correction import ALWAYS


class Wording(OutcomeState):
    """Asks the rules about the words and amounts of a finding."""

    def ask_wording(self, case: Case, finding: str, wording: FindingWording) -> None:
        """What a finding says is complete, stands on something, and its amounts belong somewhere."""
        amounts = [one.amount for one in wording.amounts]
        rules.amount_positive(case, ALWAYS, amounts=amounts)
        for one in wording.amounts:
            rules.amount_of_one_file(case, ALWAYS, contract=one.contract, mandate=one.mandate)
        rules.finding_has_evidence(case, ALWAYS, finding=finding, evidence=wording.evidence)
        rules.defect_names_its_rule(
            case, ALWAYS, finding=finding, has_defect=wording.has_defect, breached=wording.breached
        )
        rules.amount_of_a_defect(
            case, ALWAYS, finding=finding, has_defect=wording.has_defect, severity=wording.severity, amounts=amounts
        )
        self._ask_files(case, finding, wording)

    def _ask_files(self, case: Case, finding: str, wording: FindingWording) -> None:
        contracts = tuple(one.contract for one in wording.amounts if one.contract is not None)
        rules.suspicion_names_its_contract(
            case, ALWAYS, finding=finding, severity=wording.severity, contracts=contracts
        )
        years = [one.year for one in wording.amounts if one.mandate is not None]
        rules.overcompensation_names_its_year(case, ALWAYS, finding=finding, years=years)
        regimes = [case.other(Contract, one).regime for one in contracts]
        rules.suspected_breach_of_a_grant(case, case.day, finding=finding, severity=wording.severity, regimes=regimes)
        inspected = (*self.subject.contracts, *self.subject.mandates) if self.subject else ()
        named = tuple(_files_of(wording.amounts))
        rules.amount_of_what_is_inspected(case, ALWAYS, named=named, inspected=inspected)


def _files_of(amounts: tuple[FindingAmount, ...]) -> Iterator[UUID]:
    """The contracts and mandates that amounts belong to."""
    return (file for one in amounts for file in (one.contract, one.mandate) if file is not None)
