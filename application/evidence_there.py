"""Whether the files are there that a command refers to."""

from typing import Protocol

from domain.kernel.command import Act, Command
from domain.kernel.digests import digests_in
from domain.kernel.stamp import Stamp

DOORS = frozenset({"api", "ui", "cli"})
"""Through these somebody acts, and may refer only to files that are there: whoever comes there can bring them first.

What is observed, taken over or brought by an import or a device may refer to a file that comes later.
"""


class Files(Protocol):
    """The evidence store, as far as a decision asks it."""

    def has(self, sha256: str) -> bool: ...


def missing_evidence(command: Command, stamp: Stamp, files: Files | None) -> tuple[str, ...]:
    """The digests of the files that should be there and are not; none where no store is asked."""
    if files is None or stamp.source.kind not in DOORS or not isinstance(command, Act):
        return ()
    named = dict.fromkeys((*stamp.documents, *digests_in(command)))
    return tuple(one for one in named if not files.has(one))
