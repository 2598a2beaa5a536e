"""What may be asked about breaches, levies, penalties and void contracts."""

from domain.contract.events.breaches import (
    Appeal,
    AppealDecision,
    BreachRevision,
    Call,
    Charge,
    ClaimPayment,
    ContractPenalty,
    Dismissal,
    Enrichment,
    Levy,
    Remedy,
    Suspicion,
    Waiver,
)
from domain.kernel.command import Act, Observation


class SuspectBreach(Suspicion, Act):
    """Note the suspicion of a breach of budget discipline."""

    topic = "contract.suspect-breach"


class DismissBreach(Dismissal, Act):
    """Drop a suspicion that did not prove true."""

    topic = "contract.dismiss-breach"


class ReviseBreach(BreachRevision, Act):
    """Say that a suspicion is about another amount."""

    topic = "contract.revise-breach"


class CallToRemedy(Call, Act):
    """Call the provider to remedy a breach or to return the money."""

    topic = "contract.call-to-remedy"


class RecordRemedy(Remedy, Observation):
    """Record that the provider remedied a breach."""

    topic = "contract.record-remedy"


class ImposeLevy(Levy, Act):
    """Impose a levy for a breach of budget discipline."""

    topic = "contract.impose-levy"


class RecordLevyAppeal(Appeal, Observation):
    """Record that the provider appealed against a levy."""

    topic = "contract.record-levy-appeal"


class RecordLevyAppealDecision(AppealDecision, Observation):
    """Record what the Ministry of Finance decided."""

    topic = "contract.record-levy-appeal-decision"


class ChargePenalty(Charge, Act):
    """Charge penalty interest on a levy at the rates in force."""

    topic = "contract.charge-penalty"


class RecordLevyPayment(ClaimPayment, Observation):
    """Record that a levy, or penalty interest, was paid."""

    topic = "contract.record-levy-payment"


class WaiveLevy(Waiver, Act):
    """Give up a levy or penalty interest, whole or in part."""

    topic = "contract.waive-levy"


class ImposeContractPenalty(ContractPenalty, Act):
    """Claim a penalty that a tender contract agreed on."""

    topic = "contract.impose-contract-penalty"


class RecordContractPenaltyPayment(ClaimPayment, Observation):
    """Record that a contract penalty was paid."""

    topic = "contract.record-contract-penalty-payment"


class ClaimUnjustEnrichment(Enrichment, Act):
    """Claim back what was paid on a void contract."""

    topic = "contract.claim-unjust-enrichment"


class RecordEnrichmentRepayment(ClaimPayment, Observation):
    """Record that what was paid on a void contract came back."""

    topic = "contract.record-enrichment-repayment"
