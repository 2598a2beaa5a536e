"""Papers of tests that are about something else."""

from adapters import wire
from adapters.bootstrap import Parts
from adapters.clock import day_of
from application.engine import Engine
from application.ledger import Ledger
from domain.kernel.case import Facts


class PapersElsewhere(Parts):
    """The papers of these offices are digests that a test made up: nobody asks where they lie."""

    def engine_over(self, ledger: Ledger, *, facts: Facts | None = None) -> Engine:
        return Engine(
            {},
            wire=wire,
            facts=facts or self.facts,
            permissions=self.permissions,
            ledger=ledger,
            today=lambda: day_of(self.clock()),
        )
