"""Targets and what was reached of them: by project or contract and indicator, with the entries behind each figure."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, Decimal
from typing import NamedTuple
from uuid import UUID

from domain.contract.events import reporting
from domain.contract.events.amendments import AmendmentConcluded, AmendmentVoidedForNonPublication
from domain.contract.events.conclusion import ContractConcluded
from domain.contract.events.takeover import ContractTakenOver
from domain.contract.payloads import Target
from domain.kernel.entry import Entry
from domain.project import events as project_events
from projections.database import Database
from projections.report import Report, Window, one_of
from projections.table import R, Table, identifier_of
from projections.told import Told
from projections.undisturbed import undisturbed
from projections.view import Record, View, rows_of


class Promised(NamedTuple):
    """A target as an entry states it; without a value the source names the indicator only."""

    kind: str
    """project or contract. A contract's entry states all its targets at once, a project's one."""
    owner: UUID
    indicator: str
    value: str | None
    unit: str | None
    qualifier: str | None
    scope: str | None
    amendment: int | None = None
    """The amendment of the contract that states it."""


class Void(NamedTuple):
    """An amendment that is void from the beginning: its targets never held."""

    owner: UUID
    amendment: int


class Reached(NamedTuple):
    """What was reached: in a period, or from the beginning where no period is stated."""

    kind: str
    owner: UUID
    indicator: str
    report: str | None
    """The monitoring report that tells it; told again, the later one holds."""
    first_day: date | None
    last_day: date | None
    value: str | None
    cumulative: str | None


PROMISED = Table("indicators_promised", Promised, indexes=(("owner",),))
VOID = Table("indicators_void", Void)
REACHED = Table("indicators_reached", Reached, indexes=(("owner",),))

FIGURES = ("persons", "fte", "units_direct", "units_in_favour")
"""What a monitoring report of a contract tells of its service."""


class Indicators(View):
    """What was promised and what was reached, as entries say it."""

    name = "indicators"
    tables = (PROMISED, REACHED, VOID)

    @rows_of(project_events.IndicatorTargetSet)
    def target_set(self, event: project_events.IndicatorTargetSet, entry: Entry) -> Iterator[Record]:
        of = ("project", entry.originator_id, event.indicator)
        yield Promised(*of, _text(event.value), _text(event.unit), event.qualifier, event.scope)

    @rows_of(project_events.IndicatorTargetChanged)
    def target_changed(self, event: project_events.IndicatorTargetChanged, entry: Entry) -> Iterator[Record]:
        of = ("project", entry.originator_id, event.indicator)
        yield Promised(*of, _text(event.value), None, event.qualifier, None)

    @rows_of(project_events.IndicatorAchievementStated)
    def stated(self, event: project_events.IndicatorAchievementStated, entry: Entry) -> Iterator[Record]:
        of = ("project", entry.originator_id, event.indicator)
        yield Reached(*of, None, None, None, None, _text(event.value))

    @rows_of(ContractConcluded, AmendmentConcluded, ContractTakenOver)
    def agreed(
        self, event: ContractConcluded | AmendmentConcluded | ContractTakenOver, entry: Entry
    ) -> Iterator[Record]:
        amendment = event.number if isinstance(event, AmendmentConcluded) else None
        for target in event.targets:
            of = ("contract", entry.originator_id, target.indicator)
            yield Promised(*of, _text(target.value), target.unit, None, _shared(target), amendment)

    @rows_of(AmendmentVoidedForNonPublication)
    def voided(self, event: AmendmentVoidedForNonPublication, entry: Entry) -> Iterator[Record]:
        yield Void(entry.originator_id, event.number)

    @rows_of(reporting.IndicatorAchievementRecorded)
    def recorded(self, event: reporting.IndicatorAchievementRecorded, entry: Entry) -> Iterator[Record]:
        of = ("contract", entry.originator_id, event.indicator)
        days = (event.period.start, event.period.end)
        yield Reached(*of, None, *days, _text(event.value), _text(event.cumulative))

    @rows_of(reporting.MonitoringReportSubmitted)
    def reported(self, event: reporting.MonitoringReportSubmitted, entry: Entry) -> Iterator[Record]:
        days = (event.period.start, event.period.end)
        for name in FIGURES if event.figures else ():
            value = getattr(event.figures, name)
            if value is not None:
                of = ("contract", entry.originator_id, name, event.report)
                yield Reached(*of, *days, _text(value), None)


INDICATORS = Indicators()


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _shared(target: Target) -> str | None:
    return f"with {', '.join(target.shared_with)}" if target.shared_with else None


# Reading --------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """A target beside what was reached of it by a day. None is not known; figures without a target stand alone.

    `reached` is cumulative: as last stated, else the sum of the periods told, each counted once as last told.
    `behind_*` are the positions of the entries that say it.
    """

    kind: str
    owner: UUID
    indicator: str
    unit: str | None
    scope: str | None
    qualifier: str | None
    target: Decimal | None
    reached: Decimal | None
    behind_target: tuple[int, ...]
    behind_reached: tuple[int, ...]

    @property
    def share(self) -> Decimal | None:
        """How much of the target was reached, in per cent with one decimal, never rounded up to whole."""
        if self.target is None or self.reached is None or not self.target:
            return None
        return (self.reached * 100 / self.target).quantize(Decimal("0.1"), rounding=ROUND_DOWN)


class _Target(NamedTuple):
    """A target as it is stored. Owners and days stay text: they are compared, and few of them are ever shown."""

    kind: str
    owner: str
    indicator: str
    value: str | None
    unit: str | None
    qualifier: str | None
    scope: str | None
    amendment: int | None


class _Figure(NamedTuple):
    """What was reached, in the same way."""

    kind: str
    owner: str
    indicator: str
    report: str | None
    first_day: str | None
    last_day: str | None
    value: str | None
    cumulative: str | None


class _Void(NamedTuple):
    """An amendment without targets, in the same way."""

    owner: str
    amendment: int


Key = tuple[str, str, str]


def indicator_rows(
    database: Database,
    *,
    valid: date | None = None,
    known: int | None = None,
    owners: Collection[UUID] | None = None,
) -> Report[IndicatorRow]:
    """Every indicator, or those of a few, as of (valid, known), projects first. Raises ViewUnavailable."""
    window = Window.open(database, INDICATORS, valid=valid, known=known)
    with undisturbed():
        void = {one.record for one in _standing(window, VOID, _Void, owners)}
        promised = [one for one in _standing(window, PROMISED, _Target, owners) if _amendment(one.record) not in void]
        targets = _targets(promised)
        reached = _by_key(_standing(window, REACHED, _Figure, owners))
        keys = sorted({*targets, *reached}, key=lambda key: (key[0] != "project", key[1], key[2]))
        return window.report([_row(key, targets.get(key, ()), reached.get(key, ())) for key in keys])


def _amendment(said: _Target) -> _Void | None:
    return None if said.amendment is None else _Void(said.owner, said.amendment)


def _standing(window: Window, table: Table, record: type[R], owners: Collection[UUID] | None) -> Iterator[Told[R]]:
    """What stands as of both moments, in the order of effect, an unknown day first."""
    where, asked = one_of("owner", owners)
    told = window.history(table, record, where=where, parameters=asked)
    counted = [
        one for one in told if one.effective_on is None or window.valid is None or one.effective_on <= window.valid
    ]
    return iter(sorted(counted, key=lambda one: (one.effective_on or date.min, one.position)))


def _by_key(told: Iterable[Told[R]]) -> dict[Key, list[Told[R]]]:
    found: defaultdict[Key, list[Told[R]]] = defaultdict(list)
    for one in told:
        found[one.record[:3]].append(one)
    return found


def _targets(told: Sequence[Told[_Target]]) -> dict[Key, list[Told[_Target]]]:
    """The targets that hold: of a contract those that were last agreed together, of a project what was said of each."""
    last_agreed = {one.record.owner: one.position for one in told if one.record.kind == "contract"}
    return _by_key(one for one in told if last_agreed.get(one.record.owner, one.position) == one.position)


def _row(key: Key, targets: Sequence[Told[_Target]], reached: Sequence[Told[_Figure]]) -> IndicatorRow:
    kind, owner, indicator = key
    unit, scope, qualifier, target = _last_said(targets) if targets else (None,) * 4
    value, behind = _total(reached)
    return IndicatorRow(
        kind,
        identifier_of(owner),
        indicator,
        unit=unit,
        scope=scope,
        qualifier=qualifier,
        target=_decimal(target),
        reached=value,
        behind_target=tuple(one.position for one in targets),
        behind_reached=behind,
    )


def _last_said(targets: Sequence[Told[_Target]]) -> Sequence[str | None]:
    """Unit, scope, qualifier and value, each as the last target says it that says anything of it."""
    said = [(one.record.unit, one.record.scope, one.record.qualifier, one.record.value) for one in targets]
    return said[0] if len(said) == 1 else [_last(values) for values in zip(*said, strict=True)]


def _total(reached: Sequence[Told[_Figure]]) -> tuple[Decimal | None, tuple[int, ...]]:
    """The last cumulative figure; else each period or report as it was last told."""
    stated = [one for one in reached if one.record.cumulative is not None]
    if stated:
        return _decimal(stated[-1].record.cumulative), (stated[-1].position,)
    counted = {one.record.report or (one.record.first_day, one.record.last_day): one for one in reached}.values()
    if not counted:
        return None, ()
    return sum((Decimal(one.record.value or 0) for one in counted), Decimal()), tuple(one.position for one in counted)


def _last(values: Iterable[str | None]) -> str | None:
    known = [value for value in values if value is not None]
    return known[-1] if known else None


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
