"""The one place where the parts meet. Each brings its modules along when it is first asked for.

Who only reads views starts without the commands and rules of the business, which are half of the time of a start.
"""

from functools import cached_property
from typing import TYPE_CHECKING, Any, Self

from adapters.clock import Clock, day_of, system_clock
from adapters.garbage import collect_seldom
from adapters.read_models import open_read_models
from adapters.settings import Settings
from adapters.timeline import SqliteTimeline, Timeline, timeline_of
from projections.database import Database

if TYPE_CHECKING:
    from collections.abc import Callable

    from adapters.evidence.store import EvidenceStore
    from adapters.ledger_source import LedgerSource
    from adapters.published import Published
    from adapters.sealing.seal import Seal
    from adapters.stores.recorder import LedgerRecorder
    from adapters.vault import Vault
    from application.engine import Engine
    from application.erasure import Erasure
    from application.ledger import Ledger, StoredEntry
    from application.resolve import Resolver
    from application.rights.permissions import Permissions
    from application.rights.readers import Readers
    from domain.kernel.calendar import Calendar
    from domain.kernel.case import Facts
    from domain.kernel.entry import Entry


class Parts:
    """A running Kronika: each part is made when it is first asked for, and once."""

    def __init__(self, settings: Settings, clock: Clock = system_clock) -> None:
        self.settings = settings
        self.clock = clock

    @cached_property
    def decode(self) -> "Callable[[StoredEntry], Entry]":
        from adapters import wire

        return wire.decode

    @cached_property
    def permissions(self) -> "Permissions":
        from application.rights.roles import standard_permissions

        return standard_permissions()

    @cached_property
    def ledger(self) -> "LedgerRecorder[Any, Any]":
        from adapters import stores

        return stores.open_ledger(self.settings.database, clock=self.clock)

    @cached_property
    def timeline(self) -> Timeline:
        """How far the ledger has come; of a file told before the ledger itself is opened. Raises as `ledger` does."""
        return timeline_of(self.settings.database, lambda: self.ledger)

    @cached_property
    def resolver(self) -> "Resolver":
        from application.resolve import Resolver

        return Resolver(self.ledger, self.decode)

    @cached_property
    def engine(self) -> "Engine":
        """Raises OlderThanPublished where others have seen entries that this ledger does not hold."""
        self.check_published()
        return self.engine_over(self.ledger)

    def check_published(self) -> None:
        """Raises OlderThanPublished."""
        from adapters.published import check

        check(self.ledger, self.published)

    @cached_property
    def published(self) -> "Published":
        """How far others have seen the ledger; kept beside the keys."""
        from adapters.published import Published

        return Published(self.settings.keys_folder)

    def engine_over(self, ledger: "Ledger", *, facts: "Facts | None" = None) -> "Engine":
        """An engine that decides and writes on this ledger, a rehearsal for example, or under other facts."""
        from adapters import wire
        from application.engine import Engine

        return Engine(
            {},
            wire=wire,
            facts=facts or self.facts,
            permissions=self.permissions,
            ledger=ledger,
            today=lambda: day_of(self.clock()),
            files=_Evidence(self),
        )

    @cached_property
    def readers(self) -> "Readers":
        """Who may read what; asked by every door that is not the database itself."""
        from application.rights.assigned import Rights
        from application.rights.readers import Readers

        return Readers(Rights(self.permissions), self.ledger, self.decode, lambda: day_of(self.clock()))

    @cached_property
    def facts(self) -> "Facts":
        from application.business import business_configuration
        from domain.kernel.case import Facts

        return Facts(self.calendar, business_configuration())

    @cached_property
    def calendar(self) -> "Calendar":
        from adapters.czech_calendar import czech_calendar

        return czech_calendar()

    @cached_property
    def source(self) -> "LedgerSource":
        from adapters.ledger_source import LedgerSource

        return LedgerSource(self.ledger, self.decode)

    @cached_property
    def database(self) -> Database:
        """The read models: in the ledger's database, in tables of their own."""
        return open_read_models(self.settings.database)

    @cached_property
    def side(self) -> Database:
        """What cannot be made again: tokens, accounts, sessions. Its tables are made where they are missing."""
        from adapters.identity.tables import SIDE_TABLES
        from adapters.side_tables import make_tables, open_side_tables

        database = open_side_tables(self.settings.database)
        make_tables(database, SIDE_TABLES)
        return database

    @cached_property
    def vault(self) -> "Vault":
        """Names and contacts; made in the ledger's database where it is not yet there."""
        from adapters.keys import KeyFolder
        from adapters.vault import open_vault

        return open_vault(self.settings.database, KeyFolder(self.settings.keys_folder), clock=self.clock)

    @cached_property
    def evidence(self) -> "EvidenceStore":
        from adapters.evidence.places import open_evidence

        return open_evidence(self.settings.evidence_place, max_bytes=self.settings.evidence_max_bytes)

    @cached_property
    def seal(self) -> "Seal":
        """Over the entries, on the connection of the tables beside the ledger."""
        return self._sealed("entries")

    @cached_property
    def decision_seal(self) -> "Seal":
        """Over what the entries were decided from, on the same connection."""
        return self._sealed("decisions")

    def _sealed(self, what: str) -> "Seal":
        from adapters.sealing.seal import Seal
        from projections.seal.tables import Tree

        return Seal(self.ledger, self.side, self.settings, self.clock, Tree(what))

    @cached_property
    def erasure(self) -> "Erasure":
        from application.erasure import Erasure

        return Erasure(self.engine, self.ledger, vault=self.vault, evidence=self.evidence)

    def close(self) -> None:
        for part in ("engine", "ledger", "database", "side", "vault"):
            if part in self.__dict__:
                getattr(self, part).close()
        timeline = self.__dict__.get("timeline")
        if isinstance(timeline, SqliteTimeline):
            timeline.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class _Evidence:
    """The store as a decision asks it; opened only when one does."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def has(self, sha256: str) -> bool:
        return self._parts.evidence.has(sha256)


def build(settings: Settings, *, clock: Clock = system_clock) -> Parts:
    """A Kronika on the ledger that the settings name; nothing is opened before it is needed."""
    collect_seldom()
    return Parts(settings, clock)


def initialise(settings: Settings) -> None:
    """Create the ledger and its views where there are none. May be repeated, and by several processes at once."""
    from adapters import stores
    from projections import builds
    from projections.views import VIEWS

    stores.initialise(settings.database)
    with build(settings) as parts:
        builds.prepare(parts.database, VIEWS)
        assert parts.side is not None  # its tables are made with it
