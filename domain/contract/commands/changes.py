"""What may be asked about changes and about a new provider."""

from domain.contract.events.changes import Change, ChangeDecision, NewProvider
from domain.kernel.command import Act, Observation


class RecordChangeRequest(Change, Observation):
    """Record that the provider asked for a change."""

    topic = "contract.record-change-request"


class RecordChangeNotice(Change, Observation):
    """Record that the provider announced a change that needs no consent."""

    topic = "contract.record-change-notice"


class DecideChange(ChangeDecision, Act):
    """Decide on a change; an approved change of the account holds from the effective date."""

    topic = "contract.decide-change"


class RecordSuccession(NewProvider, Observation):
    """Record that another person took the place of the provider by law, from the effective date."""

    topic = "contract.record-succession"


class AssignContract(NewProvider, Act):
    """Consent to the assignment of the contract to another provider, from the effective date."""

    topic = "contract.assign"
