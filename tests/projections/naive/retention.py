"""How long the records of a file are kept: until the day that its end set, longer while a hold stands."""

from collections.abc import Sequence

from tests.projections.naive.saying import Report, counted
from tests.scenarios.raw_ledger import Raw

ENDS = {
    "project.closed": "retention_until",
    "tender.closed": "documents_kept_until",
    "mandate.revoked": "records_until",
    "mandate.expired": "records_until",
    "inspection.archived": "kept_until",
}
HOLDS = ("mandate.legal-hold-placed", "inspection.legal-hold-placed")
FREES = ("mandate.legal-hold-released", "inspection.legal-hold-released")
GONE = ("mandate.records-released", "inspection.disposed")


def retention(said: Sequence[Raw], on: str) -> Report:
    """File → when it was closed, until when it is kept, how many hold it, and how it stands."""
    until: dict[str, tuple[str | None, str | None]] = {}
    holds: dict[str, set[str]] = {}
    gone: set[str] = set()
    for one in counted(said, on):
        if one.topic in ENDS:
            until[one.file] = (one.on, one.data.get(ENDS[one.topic]))
        elif one.topic in HOLDS:
            holds.setdefault(one.file, set()).add(one.data["hold"])
        elif one.topic in FREES:
            holds.setdefault(one.file, set()).discard(one.data["hold"])
        elif one.topic in GONE:
            gone.add(one.file)
    found: Report = {}
    for file in {*until, *holds, *gone}:
        closed_on, last = until.get(file, (None, None))
        held = len(holds.get(file, ()))
        time = "kept, until when is not known" if last is None else "kept" if on <= last else "may be disposed of"
        keeping = "disposed of" if file in gone else "held" if held else time
        found[file] = {"closed_on": closed_on, "kept_until": last, "holds": held, "keeping": keeping}
    return found
