"""Award, contracts on it, cancellation, a further round, the result, the end."""

from domain.kernel.command import Act, Observation
from domain.tender.events.award import (
    Award,
    Closing,
    Contracting,
    ContractRelease,
    LotCancellation,
    Relaunch,
    ResultNotice,
    TenderCancellation,
    Unaward,
)


class AwardLot(Award, Act):
    """Award a lot to the selected supplier."""

    topic = "tender.award-lot"


class RecordLotContract(Contracting, Observation):
    """A contract on file was concluded on an award without naming it; one that names it notes this by itself."""

    topic = "tender.record-lot-contract"


class RecordLotContractRelease(ContractRelease, Observation):
    """A contract no longer takes up its award."""

    topic = "tender.record-lot-contract-release"


class CancelLot(LotCancellation, Act):
    """Cancel the procedure for one lot. The stamp gives the reason."""

    topic = "tender.cancel-lot"


class CancelTender(TenderCancellation, Act):
    """Cancel the procedure for every lot that is still open. The stamp gives the reason."""

    topic = "tender.cancel"


class LeaveLotUnawarded(Unaward, Act):
    """End a round in which no participant is left."""

    topic = "tender.leave-lot-unawarded"


class RelaunchLot(Relaunch, Act):
    """Call a lot that was not awarded again, in a new round or in another tender."""

    topic = "tender.relaunch-lot"


class RecordResultPublication(ResultNotice, Observation):
    """The result of lots was published, in time or not."""

    topic = "tender.record-result-publication"


class CloseTender(Closing, Act):
    """Close a tender in which every lot has ended."""

    topic = "tender.close"
