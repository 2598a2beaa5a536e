"""What the rows of one network entry say together, and what held on a day.

It answers as its aggregate does (in the network or not, capacity, shares, level on a day); a test compares the two.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

from domain.kernel.answer import Answer
from domain.kernel.as_written import PeriodAsWritten
from domain.kernel.dated import Dated
from projections.network.entry_view import BEGINS, NO_CHANGE, EntrySaid, EntryStep
from projections.network.held import Sourced, at, behind_text, document_text, hold, holding, text
from projections.network.services import Region, provider_cells
from projections.network.spans import EntrySpan
from projections.spans import day_after
from projections.told import Told

if TYPE_CHECKING:
    from projections.network.entry_details import EntryDetails

_NOTHING = (None, ())
"""What an entry says where it says nothing."""


class _Standing(NamedTuple):
    """One continuous standing, or its end."""

    is_in: bool
    since: date | None
    validity: PeriodAsWritten | None = None


@dataclass
class EntryPicture:
    """A network entry as its rows tell it, in the order in which they were recorded."""

    network_entry: UUID
    said: Sequence[Told[EntrySaid]]
    """All that was said of it, in the order in which it was recorded."""
    service: UUID | None = None
    registration_number: str | None = None
    project: UUID | None = None
    position: int = 0
    opened_on: list[date | None] = field(default_factory=list)
    standing: Dated[Sourced[_Standing]] = field(default_factory=Dated)
    last_day: Dated[Sourced[date | None]] = field(default_factory=Dated)
    level: Dated[Sourced[str | None]] = field(default_factory=Dated)

    @cached_property
    def details(self) -> "EntryDetails":
        """What few readers ask for."""
        from projections.network.entry_details import EntryDetails  # noqa: PLC0415

        return EntryDetails.of(self.said)

    # Told -----------------------------------------------------------------------------------------------------------

    def __post_init__(self) -> None:
        for told in self.said:
            self._take(told)

    def _take(self, told: Told[EntrySaid]) -> None:
        step = told.record.step
        self._know(told)
        if step in BEGINS:
            self._begin(told)
        elif step == EntryStep.EXCLUDED:
            hold(self.standing, _Standing(is_in=False, since=told.effective_on), told)
            hold(self.last_day, None, told)
        elif step not in NO_CHANGE:
            self._change(told)

    def _know(self, told: Told[EntrySaid]) -> None:
        said = told.record
        self.position = self.position or told.position
        self.service = said.service or self.service
        self.registration_number = said.registration_number or self.registration_number
        self.project = said.project or self.project

    def _begin(self, told: Told[EntrySaid]) -> None:
        """All of a standing: what it does not say does not hold over from an earlier one."""
        said = told.record
        validity = None if said.validity is None else PeriodAsWritten.model_validate(said.validity)
        self.opened_on.append(told.effective_on)
        hold(self.standing, _Standing(is_in=True, since=told.effective_on, validity=validity), told)
        hold(self.last_day, said.last_day, told)
        hold(self.level, said.level, told)

    def _change(self, told: Told[EntrySaid]) -> None:
        said = told.record
        if said.level is not None:
            hold(self.level, said.level, told)
        if said.last_day is not None:
            hold(self.last_day, said.last_day, told)

    # Asked ----------------------------------------------------------------------------------------------------------

    def turns(self) -> Iterator[date | None]:
        """See Picture."""
        for held in (self.standing, self.last_day, self.level, self.details.orp_shares):
            yield from held.days
        yield from self.opened_on
        yield from (day_after(last_day) for _, (last_day, _) in self.last_day)
        for _, (standing, _) in self.standing:
            yield from () if standing.validity is None else standing.validity.turns

    def on(self, day: date) -> Iterator[EntrySpan]:
        """What held of it on a day, and what it says of a service that is not on file."""
        if not self.exists_on(day):
            return
        details, region = self.details, self.region_on(day)
        said_at = {
            "section": self.position if details.section else None,
            "service_name": self.position if details.service_as_written else None,
            "provider": self.position if details.provider else None,
            "region": region.position,
        }
        yield EntrySpan(
            network_entry=str(self.network_entry),
            begun_at=self.position,
            in_force=self.included_on(day).value,
            project=text(self.project),
            level=at(self.level, day),
            standing_behind=document_text(self.standing_behind(day)),
            service=text(self.service),
            registration_number=self.registration_number,
            section=details.section,
            name=details.service_as_written,
            **provider_cells((details.provider, self.position) if details.provider else None),
            **region.cells,
            behind=behind_text(said_at),
            inferred=document_text(details.inferred),
        )

    def exists_on(self, on: date | None) -> bool:
        """Whether it had begun to stand in the network by that day, on an unknown day, or at all."""
        if on is None:
            return bool(self.opened_on)
        return any(day is None or day <= on for day in self.opened_on)

    def included_on(self, on: date) -> Answer:
        """Whether the service stands in the network on that day."""
        standing = at(self.standing, on)
        if standing is None or not standing.is_in:
            return Answer.NO
        last_day = at(self.last_day, on)
        if last_day is not None:
            return Answer.YES if on <= last_day else Answer.NO
        return Answer.CANNOT_BE_DECIDED if standing.validity is None else standing.validity.covers(on)

    def cells(self, on: date | None) -> dict[str, Any]:
        """What is known of the standing on that day; without a day, the last that is known."""
        said_by = {name: holding(held, on) for name, held in self._held()}
        value = {name: None if found is None else found[0] for name, found in said_by.items()}
        positions = {name: one[1] for name, one in said_by.items() if one is not None and one[0] not in _NOTHING}
        standing = at(self.standing, on) or _Standing(is_in=False, since=None)
        origin = self.details.origin_on(on)
        included = None if on is None else self.included_on(on)
        return {
            **value,
            "included": included,
            "since": standing.since if standing.is_in else None,
            "validity_as_written": standing.validity.raw if standing.validity else None,
            "ground": origin.ground,
            "project": self.project,
            "project_reference": self.details.project_reference,
            "capacities": () if included is Answer.NO else self.details.capacities_on(on),
            "orp_shares": value["orp_shares"] or (),
            "target_groups": value["target_groups"] or (),
            "tender": origin.tender,
            "lot": origin.lot,
            "inferred": dict(self.details.inferred),
            "behind": self._behind(positions, on),
        }

    def _held(self) -> Iterator[tuple[str, Dated[Sourced[Any]]]]:
        """What has a cell of its own, in the order in which the entries behind the cells are named."""
        yield "last_day", self.last_day
        yield "plan", self.details.plan
        yield "orp_shares", self.details.orp_shares
        yield "level", self.level
        yield "financing", self.details.financing
        yield "target_groups", self.details.target_groups
        yield "methodology", self.details.methodology
        yield "resolution", self.details.resolution

    def region_on(self, on: date | None) -> Region:
        """The ORPs that it serves by its shares, or what old records call its region."""
        held = holding(self.details.orp_shares, on)
        if held is not None and held[0]:
            return Region(orps=tuple(one.orp for one in held[0]), position=held[1])
        return Region.read(self.details.region, self.position)

    def standing_behind(self, on: date | None) -> dict[str, tuple[int, ...]]:
        """The level and the days of the standing → the entries that say them."""
        level, last_day, standing = holding(self.level, on), holding(self.last_day, on), holding(self.standing, on)
        said: dict[str, tuple[int, ...]] = {}
        if standing is not None:
            said["since"] = (standing[1],)
        if level is not None and level[0] is not None:
            said["level"] = (level[1],)
        if last_day is not None and last_day[0] is not None:
            said["last_day"] = (last_day[1],)
        return said

    def _behind(self, positions: dict[str, int], on: date | None) -> dict[str, tuple[int, ...]]:
        found = {name: (position,) for name, position in positions.items()}
        standing = holding(self.standing, on)
        if standing is not None:
            found["since"] = found["ground"] = (standing[1],)
        amounts = [holding(held, on) for held in self.details.capacities.values()]
        said_by = {one[1] for one in amounts if one is not None and one[0] is not None}
        return found | ({"capacities": tuple(sorted(said_by))} if said_by else {})


def entry_picture(known: Sequence[Told[EntrySaid]]) -> EntryPicture:
    """Of the rows of one network entry, in the order of the ledger."""
    return EntryPicture(known[0].record.network_entry, known)
