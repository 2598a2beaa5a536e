"""The office that keeps the ledger: people by key, roles, deputies, holds, reports that were handed out, losses."""

from domain.kernel.case import Case
from domain.kernel.correction import ALWAYS
from domain.office.granting import Granting
from domain.office.holding import Holding
from domain.office.losing import Losing
from domain.office.people import People
from domain.office.reports import Reporting
from domain.office.rules import roles


class Office(People, Granting, Holding, Reporting, Losing):
    """The one office of a ledger. It needs no opening: whatever is recorded first opens its file."""

    kind = "office"

    def review(self, case: Case) -> None:
        """Nor may a correction take the last administrator away."""
        if self.is_staffed:
            roles.administrator_remains(case, ALWAYS, remaining=len(self.endless_administrators()))
