"""What the rows of one mandate say together, and whether it entrusted a service on a day.

It answers as its aggregate does (valid, territory, capacities on a day); a test compares the two.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple, Self
from uuid import UUID

from pydantic_core import from_json

from domain.kernel.as_written import DateAsWritten, PeriodAsWritten
from domain.kernel.dated import Dated
from domain.kernel.period import Answer
from projections.by_key import ByKey, Filed
from projections.database import Values
from projections.later import Later, later
from projections.network.documents import Document, read
from projections.network.held import Sourced, hold, holding
from projections.network.mandate_view import MandateBrief, MandateSaid, MandateStep
from projections.network.standings import named_by
from projections.report import PLACE, Told
from projections.table import identifier_of

if TYPE_CHECKING:
    from domain.service.payloads import Capacity

STANDS = frozenset({MandateStep.ISSUED, MandateStep.TAKEN_OVER})
TURNS = frozenset({MandateStep.SUSPENDED, MandateStep.RESUMED})
TURNS_OF_CONTRACT = frozenset({MandateStep.CONTRACT_LOST, MandateStep.CONTRACT_RESTORED})
ENDS = frozenset({MandateStep.REVOKED, MandateStep.EXPIRED})
_POSITION, _DAY = 0, 1
_MANDATE, _STEP, _NUMBER, _SERVICES = (
    PLACE + MandateBrief._fields.index(name) for name in ("mandate", "step", "number", "services")
)
"""Where these stand in a stored row."""
_CERTAINTY = (Answer.YES, Answer.CANNOT_BE_DECIDED, Answer.NO)


@dataclass(frozen=True)
class MandateCells(Later):
    """The mandate of a service on the day asked for, or as it was last. None is not known.

    `is_valid` is None where no day was asked for. `territory` and `capacities` are those of the service of the row.
    `behind` holds the positions of the entries that say what stands in a cell.
    """

    mandate: UUID
    number: str | None
    is_valid: Answer | None
    first_day: date | None
    last_day: date | None
    decision: str | None
    instrument: str | None
    contract: UUID | None
    territory: tuple[str, ...]
    capacities: "tuple[Capacity, ...]"
    behind: dict[str, tuple[int, ...]] = field(default_factory=dict)

    if TYPE_CHECKING:

        @property
        def stands_at(self) -> int | None:
            """Of `behind` the entry by which it stands, which takes less time to find; made as cells are."""


class Reference(NamedTuple):
    """A service as a mandate names it: by identifier, by number, or in words alone."""

    key: str
    service: str | None
    registration: str | None

    @classmethod
    def read(cls, said: Document) -> Self:
        service, registration = said.get("service"), said.get("registration")
        number = str(registration) if registration else None
        return cls(number or str(said.get("name_as_written") or ""), str(service) if service else None, number)


def _references(services: str) -> list[Reference]:
    """What a stored list of services names."""
    return [Reference.read(one) for one in from_json(services) if isinstance(one, dict)]


@dataclass
class _Entrusted:
    """A service that a mandate is for; what of it is entrusted holds until it is amended."""

    said: Document
    position: int
    changes: list[tuple[Document, Told[MandateSaid]]] = field(default_factory=list)

    @property
    def orps(self) -> Dated[Sourced[tuple[str, ...]]]:
        held: Dated[Sourced[tuple[str, ...]]] = Dated()
        held.set((_orps(self.said), self.position), effective_on=None, position=self.position)
        for change, told in self.changes:
            if orps := _orps(change):
                hold(held, orps, told)
        return held

    @property
    def capacities(self) -> "Dated[Sourced[tuple[Capacity, ...]]]":
        held: Dated[Sourced[tuple[Capacity, ...]]] = Dated()
        held.set((_capacities(self.said), self.position), effective_on=None, position=self.position)
        for change, told in self.changes:
            if capacities := _capacities(change):
                hold(held, capacities, told)
        return held


@dataclass
class MandatePicture:
    """A mandate as its rows tell it, in the order in which they were recorded."""

    mandate: UUID
    project: UUID | None = None
    instrument: str | None = None
    contract: UUID | None = None
    position: int = 0
    stands_since: list[date | None] = field(default_factory=list)
    stands_at: int | None = None
    first_day: date | None = None
    last_day: date | None = None
    last_day_at: int | None = None
    period_as_written: PeriodAsWritten | None = None
    ended_on: dict[str, date | None] = field(default_factory=dict)
    decision: Dated[Sourced[str | None]] = field(default_factory=Dated)
    suspended: Dated[bool] = field(default_factory=Dated)
    contract_lost: Dated[bool] = field(default_factory=Dated)
    services: dict[str, _Entrusted] = field(default_factory=dict)

    # Told -----------------------------------------------------------------------------------------------------------

    def take(self, told: Told[MandateSaid]) -> None:
        said, step = told.record, told.record.step
        self.position = self.position or told.position
        self.project = said.project or self.project
        if step in STANDS:
            self._stand(told)
        if step == MandateStep.AMENDED:
            self._amend(told)
        elif said.services:
            self._entrust(told)
        if said.decision is not None or step in STANDS:
            hold(self.decision, said.decision, told)
        if step == MandateStep.PROLONGED:
            self.last_day, self.last_day_at = said.last_day, told.position
        self._turn(step, told)

    def _stand(self, told: Told[MandateSaid]) -> None:
        said = told.record
        self.instrument, self.contract = said.instrument, said.contract
        self.stands_since.append(told.effective_on)
        self.stands_at = told.position
        if said.first_day is not None:
            self.first_day, self.last_day, self.last_day_at = said.first_day, said.last_day, told.position
        if said.period_as_written is not None:
            self._read(PeriodAsWritten.model_validate(said.period_as_written), told.position)

    def _read(self, written: PeriodAsWritten, position: int) -> None:
        """The days that a paper states for certain, unless they contradict each other."""
        self.period_as_written = written
        start, end = _certain(written.start), _certain(written.end)
        if start is None or end is None or start <= end:
            self.first_day, self.last_day, self.last_day_at = start, end, position

    def _turn(self, step: str, told: Told[MandateSaid]) -> None:
        if step in TURNS:
            self.suspended.set(step == MandateStep.SUSPENDED, effective_on=told.effective_on, position=told.position)
        elif step in TURNS_OF_CONTRACT:
            is_lost = step == MandateStep.CONTRACT_LOST
            self.contract_lost.set(is_lost, effective_on=told.effective_on, position=told.position)
        elif step in ENDS:
            self.ended_on[step] = told.effective_on

    def _entrust(self, told: Told[MandateSaid]) -> None:
        for one in told.record.services or ():
            assert isinstance(one, dict)
            self.services[Reference.read(one).key] = _Entrusted(one, told.position)

    def _amend(self, told: Told[MandateSaid]) -> None:
        for change in told.record.services or ():
            assert isinstance(change, dict)
            only = next(iter(self.services)) if len(self.services) == 1 else ""
            found = self.services.get(str(change.get("service") or only))
            if found is not None:
                found.changes.append((change, told))

    # Asked ----------------------------------------------------------------------------------------------------------

    @property
    def ends_on(self) -> date | None:
        """The last day of the act, or an earlier one on which it ended."""
        known = (self.last_day, *self.ended_on.values())
        return min((day for day in known if day is not None), default=None)

    def is_valid_on(self, on: date) -> Answer:
        """Whether the provider is entrusted on that day."""
        if not self.stands_since or (self.ends_on is not None and self.ends_on < on):
            return Answer.NO
        if self.suspended.on(on) or self.contract_lost.on(on):
            return Answer.NO
        if self.first_day is not None and on < self.first_day:
            return Answer.NO
        if self.first_day is not None and self.last_day is not None:
            return Answer.YES
        return self.period_as_written.covers(on) if self.period_as_written else Answer.CANNOT_BE_DECIDED

    def cells(self, key: str, on: date | None, cell: str) -> dict[str, Any]:
        """What a row says of the mandate of one of its services: this cell, and whichever others come with it."""
        if cell == "is_valid":
            return {"is_valid": None if on is None else self.is_valid_on(on)}
        decision, service = self._decision(on), self.services[key]
        territory, capacities = holding(service.orps, on), holding(service.capacities, on)
        positions = {
            "mandate": self.stands_at,
            "last_day": self.last_day_at,
            "decision": decision[1] if decision and decision[0] else None,
            "territory": territory[1] if territory and territory[0] else None,
            "capacities": capacities[1] if capacities and capacities[0] else None,
        }
        return {
            "first_day": self.first_day,
            "last_day": self.ends_on,
            "decision": decision[0] if decision else None,
            "instrument": self.instrument,
            "contract": self.contract,
            "territory": territory[0] if territory else (),
            "capacities": capacities[0] if capacities else (),
            "behind": {cell: (at,) for cell, at in positions.items() if at is not None},
        }

    def _decision(self, on: date | None) -> Sourced[str | None] | None:
        """The Decision that it stands on; before its issue the one of the issue."""
        found = holding(self.decision, on)
        return found if found and found[0] else next((value for _, value in self.decision), None)


_STANDS = ", ".join(f"'{step.value}'" for step in sorted(STANDS))
SAYS_WHICH = f"(number IS NOT NULL OR services IS NOT NULL OR step IN ({_STANDS}))"
"""The rows of a mandate that say for what it is, or that it stands."""


class MandateFile:
    """The rows of one mandate in brief as they are stored; the rest when somebody asks for more than its services."""

    __slots__ = ("_picture", "_said", "mandate", "rows")

    def __init__(self, mandate: str, said: Filed[Told[MandateSaid]]) -> None:
        self.mandate = mandate
        self.rows: list[Values] = []
        self._said = said
        self._picture: MandatePicture | None = None

    @property
    def picture(self) -> MandatePicture:
        if self._picture is None:
            self._picture = MandatePicture(identifier_of(self.mandate))
            for told in self._said.of(self._picture.mandate):
                self._picture.take(told)
        return self._picture

    @property
    def number(self) -> str | None:
        for row in reversed(self.rows):
            if row[_NUMBER]:
                return str(row[_NUMBER])
        return None

    def exists_on(self, on: date | None) -> bool:
        """Whether it had been issued by that day, or on an unknown day."""
        day = None if on is None else on.isoformat()
        since = (row[_DAY] for row in self.rows if row[_STEP] in STANDS)
        return any(one is None or day is None or str(one) <= day for one in since)

    def services(self) -> dict[str, Reference]:
        """What it is for, each by its number or name."""
        said = (row[_SERVICES] for row in self.rows if row[_SERVICES] is not None and row[_STEP] != MandateStep.AMENDED)
        return {one.key: one for services in said for one in _references(str(services))}

    def cells(self, service: str, on: date | None) -> MandateCells:
        make = partial(self._cells, service, on)
        return later(MandateCells, make, mandate=identifier_of(self.mandate), number=self.number)

    def _cells(self, service: str, on: date | None, cell: str) -> dict[str, Any]:
        if cell == "stands_at":
            return {cell: next((row[_POSITION] for row in reversed(self.rows) if row[_STEP] in STANDS), None)}
        return self.picture.cells(service, on, cell)


def mandate_files(rows: Iterable[Values], said: Filed[Told[MandateSaid]]) -> Iterable[MandateFile]:
    """Every mandate that was on file: the rows in brief as they are stored, in the order of the ledger, and all."""
    found: ByKey[str, MandateFile] = ByKey(lambda mandate: MandateFile(mandate, said))
    for row in rows:
        found[str(row[_MANDATE])].rows.append(row)
    return found.values()


class Entrustments:
    """Mandates by the services that they are for, on one day or on whichever was last."""

    def __init__(self, mandates: Iterable[MandateFile], *, on: date | None) -> None:
        self._on = on
        self._is_valid: dict[str, Answer] = {}
        self._by_service: defaultdict[UUID | str, list[tuple[MandateFile, str]]] = defaultdict(list)
        for mandate in mandates:
            for key, service in mandate.services().items() if mandate.exists_on(on) else ():
                found = mandate, key
                if service.service is not None:
                    self._by_service[identifier_of(service.service)].append(found)
                if service.registration is not None:
                    self._by_service[service.registration].append(found)

    def of(
        self, service: UUID | None, registration_number: str | None, *, contract: UUID | None, project: UUID | None
    ) -> MandateCells | None:
        """That in the contract itself, else that for its project, else whichever surely holds."""
        found = named_by(self._by_service, service, registration_number)

        def rank(one: tuple[MandateFile, str]) -> tuple[bool, bool, int, int]:
            mandate = one[0].picture
            is_other = contract is None or mandate.contract != contract
            return is_other, mandate.project != project, _CERTAINTY.index(self._valid(one[0])), mandate.position

        if not found:
            return None
        mandate, entrusted = min(found, key=rank) if len(found) > 1 else found[0]
        return mandate.cells(entrusted, self._on)

    def _valid(self, mandate: MandateFile) -> Answer:
        """Asked for every row that the mandate may belong to, worked out once."""
        if self._on is None:
            return Answer.YES
        found = self._is_valid.get(mandate.mandate)
        if found is None:
            found = self._is_valid[mandate.mandate] = mandate.picture.is_valid_on(self._on)
        return found


def _orps(said: Document) -> tuple[str, ...]:
    orps = said.get("orps")
    return tuple(map(str, orps)) if isinstance(orps, list) else ()


def _capacities(said: Document) -> "tuple[Capacity, ...]":
    from domain.service.payloads import Capacity  # noqa: PLC0415  # few readers ask for any

    capacities = said.get("capacities")
    return (
        tuple(read(Capacity, one) for one in capacities if isinstance(one, dict))
        if isinstance(capacities, list)
        else ()
    )


def _certain(written: DateAsWritten | None) -> date | None:
    return written.parsed if written else None
