"""What must hold whatever happened: a dense ledger, and views that say what it says."""

from collections import Counter
from uuid import UUID

from adapters.bootstrap import Parts
from projections import builds
from projections.builds import State
from projections.projector import Projector
from projections.rebuild import verify
from projections.view import View
from projections.views import VIEWS

EVERYTHING = 1_000_000


def check_dense(parts: Parts) -> None:
    """Positions from 1 without a hole, versions of each file likewise, times never backwards."""
    entries = parts.ledger.select_entries(after=0, limit=EVERYTHING)
    assert [entry.position for entry in entries] == list(range(1, parts.ledger.head() + 1))
    versions: Counter[UUID] = Counter()
    for entry in entries:
        versions[entry.originator_id] += 1
        assert entry.originator_version == versions[entry.originator_id]
    recorded = [entry.recorded_at for entry in entries]
    assert recorded == sorted(recorded)


def check_views(parts: Parts, views: tuple[View, ...] = VIEWS) -> None:
    """Brought up to the head, every view is live there, and what it holds is what a rebuild would hold."""
    builds.prepare(parts.database, views)
    Projector(parts.database, parts.source, views).catch_up()
    head = parts.ledger.head()
    for status in builds.status(parts.database, views, head=head):
        assert (status.state, status.position) == (State.LIVE, head), status
    check_no_drift(parts, views)


def check_no_drift(parts: Parts, views: tuple[View, ...] = VIEWS) -> None:
    """Wherever they stand, rebuilt state equals live state."""
    for view in views:
        found = verify(parts.database, parts.source, view)
        assert found.is_clean, found
