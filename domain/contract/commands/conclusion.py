"""What may be asked about a contract from its draft to its conclusion.

Each step exists as the act of an office that prepares a contract now, and, where a paper may turn up later, as the
observation of what had happened: an act can be refused, an observation is recorded with what is wrong about it.
"""

from domain.contract.events.conclusion import (
    ContractApproval,
    ContractConclusion,
    ContractDraft,
    ContractSignature,
    PreconditionCheck,
    Terms,
)
from domain.contract.payloads import Party
from domain.kernel.command import Act, Observation
from domain.kernel.money import Money


class DraftContract(ContractDraft, Act):
    """Begin to prepare a contract."""

    topic = "contract.draft"
    opens = True


class VerifyPreconditions(PreconditionCheck, Act):
    """Record whether the four conditions of access to OPZ+ money hold; without them no first payment is ordered."""

    topic = "contract.verify-preconditions"


class ApproveContract(ContractApproval, Act):
    """Record the resolution of today by which the contract is approved; a body that may not approve it is refused."""

    topic = "contract.approve"


class RecordApproval(ContractApproval, Observation):
    """Record a resolution on the contract that is found in the file."""

    topic = "contract.record-approval"


class SignContract(ContractSignature, Act):
    """Sign the contract for the region."""

    topic = "contract.sign"

    party: Party = "region"


class RecordSignature(ContractSignature, Observation):
    """Record a signature that came in, or is found in the file."""

    topic = "contract.record-signature"


class ConcludeContract(ContractConclusion, Act):
    """Conclude a contract that was prepared here; the effective date is the day of the last signature."""

    topic = "contract.conclude"

    maximum: Money


class RecordConclusion(ContractConclusion, Terms, Observation):
    """Record that a contract was concluded; the effective date is the day of conclusion.

    Opens the file where the contract was not prepared here, and then says its terms. Completes a contract that was
    taken over without its conclusion.
    """

    topic = "contract.record-conclusion"
    opens = True
