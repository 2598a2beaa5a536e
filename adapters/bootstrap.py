"""The one place where the parts meet."""

from functools import cached_property

from adapters import wire
from adapters.clock import Clock, czech_calendar, system_clock
from adapters.ledger_source import LedgerSource
from adapters.settings import Settings
from adapters.stores import environment
from application.business import business_configuration
from application.engine import Engine
from application.ledger import Ledger
from application.resolve import Resolver
from application.roles import standard_permissions
from domain.kernel.case import Facts


class Parts:
    """A running Kronika: made once, each part when it is first asked for."""

    def __init__(self, settings: Settings, clock: Clock = system_clock) -> None:
        self.settings = settings
        self.clock = clock
        self.permissions = standard_permissions()
        self.decode = wire.decode

    @cached_property
    def facts(self) -> Facts:
        return Facts(czech_calendar(), business_configuration())

    @cached_property
    def engine(self) -> Engine:
        return self._engine(None)

    @property
    def ledger(self) -> Ledger:
        return self.engine.ledger

    @cached_property
    def resolver(self) -> Resolver:
        return Resolver(self.ledger)

    @cached_property
    def source(self) -> LedgerSource:
        return LedgerSource(self.ledger, self.decode)

    def engine_over(self, ledger: Ledger) -> Engine:
        """A second engine that decides and writes on another ledger, a rehearsal for example."""
        return self._engine(ledger)

    def _engine(self, ledger: Ledger | None) -> Engine:
        env = environment(self.settings.database, clock=self.clock)
        return Engine(env, wire=wire, facts=self.facts, permissions=self.permissions, ledger=ledger)

    def close(self) -> None:
        if "engine" in self.__dict__:
            self.engine.close()
