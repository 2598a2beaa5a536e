"""Every view that there is. Whoever adds one adds it here, and nothing else needs to be told."""

from projections.anomalies import ANOMALIES
from projections.compensation import COMPENSATION
from projections.contract_ledger import CONTRACT_LEDGER
from projections.deadlines import DEADLINES
from projections.evidence_places import EVIDENCE_PLACES
from projections.findings import FINDINGS
from projections.indicators import INDICATORS
from projections.inspection_plan import INSPECTION_PLAN
from projections.inspection_trail import INSPECTION_TRAIL
from projections.network import NETWORK
from projections.registry import REGISTRY
from projections.retention import RETENTION
from projections.sgei import SGEI
from projections.tender_funnel import TENDER_FUNNEL
from projections.view import View

VIEWS: tuple[View, ...] = (
    ANOMALIES,
    COMPENSATION,
    CONTRACT_LEDGER,
    DEADLINES,
    EVIDENCE_PLACES,
    FINDINGS,
    INDICATORS,
    INSPECTION_PLAN,
    INSPECTION_TRAIL,
    NETWORK,
    REGISTRY,
    RETENTION,
    SGEI,
    TENDER_FUNNEL,
)


def view_named(name: str) -> View:
    """The view of this name. Raises KeyError."""
    return {view.name: view for view in VIEWS}[name]
