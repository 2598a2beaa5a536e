"""What the rows of one project say together: what it is called, when it runs, and what services may get from it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from domain.kernel.answer import Answer
from domain.kernel.as_written import PeriodAsWritten
from domain.kernel.dated import Dated
from domain.kernel.period import Period
from projections.network.documents import read
from projections.network.held import holding
from projections.network.spans import ProjectSpan, ShareSpan
from projections.network.tables import Project, Share
from projections.spans import day_after
from projections.told import Told


@dataclass
class ProjectPicture:
    """A project as its rows tell it, in the order in which they were recorded."""

    project: UUID
    begun_at: int = 0
    number: str | None = None
    label: str | None = None
    programme: str | None = None
    periods: Dated[Period | PeriodAsWritten] = field(default_factory=Dated)

    def take(self, told: Told[Project]) -> None:
        said = told.record
        self.begun_at = self.begun_at or told.position
        self.number = said.number or self.number
        self.label = said.label or self.label
        self.programme = said.programme or self.programme
        period = _period(said)
        if period is not None:
            self.periods.set(period, effective_on=told.effective_on, position=told.position)

    def turns(self) -> Iterator[date | None]:
        """See Picture."""
        yield from self.periods.days
        for _, period in self.periods:
            yield from period.turns if isinstance(period, PeriodAsWritten) else (period.start, day_after(period.end))

    def on(self, day: date) -> Iterator[ProjectSpan]:
        """What held of it on a day."""
        in_force = self.runs_on(day).value
        yield ProjectSpan(str(self.project), self.begun_at, in_force, self.number or self.label, self.programme)

    def runs_on(self, on: date) -> Answer:
        period = self.periods.on(on) or self.periods.latest
        if period is None:
            return Answer.CANNOT_BE_DECIDED
        if isinstance(period, PeriodAsWritten):
            return period.covers(on)
        return Answer.YES if period.contains(on) else Answer.NO


def _period(said: Project) -> Period | PeriodAsWritten | None:
    if said.period is not None:
        return read(Period, said.period)
    return PeriodAsWritten.model_validate(said.period_as_written) if said.period_as_written is not None else None


def project_picture(known: Sequence[Told[Project]]) -> ProjectPicture:
    """Of the rows of one project, in the order of the ledger."""
    picture = ProjectPicture(known[0].record.project)
    for told in known:
        picture.take(told)
    return picture


@dataclass
class SharesPicture:
    """What the services of one project may get from it at the most."""

    shares: dict[UUID, "_Shared"] = field(default_factory=dict)

    def take(self, told: Told[Share]) -> None:
        service = told.record.service
        shared = self.shares.get(service) or self.shares.setdefault(service, _Shared(told.position))
        shared.maximum.set((told, told.position), effective_on=told.effective_on, position=told.position)

    def turns(self) -> Iterator[date | None]:
        """See Picture."""
        for shared in self.shares.values():
            yield from shared.maximum.days

    def on(self, day: date) -> Iterator[ShareSpan]:
        """What held of each on a day."""
        for shared in self.shares.values():
            found = holding(shared.maximum, day)
            if found is not None:
                yield shared.span(found[0])


@dataclass
class _Shared:
    begun_at: int
    maximum: Dated[tuple[Told[Share], int]] = field(default_factory=Dated)

    def span(self, told: Told[Share]) -> ShareSpan:
        holds = Answer.CANNOT_BE_DECIDED if told.effective_on is None else Answer.YES
        return ShareSpan(
            project=str(told.record.project),
            begun_at=self.begun_at,
            in_force=holds.value,
            service=str(told.record.service),
            maximum=told.record.maximum,
            currency=told.record.currency,
            said_at=told.position,
        )


def shares_picture(known: Sequence[Told[Any]]) -> SharesPicture:
    """Of the rows of one project, in the order of the ledger."""
    picture = SharesPicture()
    for told in known:
        picture.take(told)
    return picture
