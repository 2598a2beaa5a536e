"""What the state of the first half of an inspection is made of."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from domain.inspection.events.checklists import ChecklistItem
from domain.inspection.events.conduct import TimeUnits
from domain.inspection.events.sampling import SampleDrawn, SampleExtrapolated, SampleUnitReviewed
from domain.kernel.calendar import TimeLimit
from domain.kernel.forms import CapacityUnit, Form
from domain.kernel.money import Money, total
from domain.kernel.period import Period
from domain.kernel.prose import Prose


@dataclass(frozen=True, slots=True)
class Invited:
    """Somebody with special knowledge, and why."""

    expertise: str
    reason: Prose
    on: date | None


@dataclass(slots=True)
class Asked:
    """Documents that were asked for, and the day on which each came."""

    items: tuple[str, ...]
    due: TimeLimit
    on: date | None
    received: dict[str, date | None] = field(default_factory=dict)
    deliveries: list[tuple[date | None, date | None]] = field(default_factory=list)
    """When each delivery was sent and received."""

    @property
    def missing(self) -> tuple[str, ...]:
        """What has not come yet."""
        return tuple(item for item in self.items if item not in self.received)

    def is_overdue(self, on: date | None) -> bool:
        """Whether something is missing after the legal last day."""
        return on is not None and bool(self.missing) and self.due.legal_last_day < on


@dataclass(frozen=True, slots=True)
class Measured:
    """A capacity as it stands on file and as it was found; `difference` is None where nothing stands on file."""

    service: UUID
    form: Form
    unit: CapacityUnit
    reported: Decimal | None
    found: Decimal
    on: date | None

    @property
    def difference(self) -> Decimal | None:
        return None if self.reported is None else self.found - self.reported


@dataclass(frozen=True, slots=True)
class Recomputed:
    """Time units of a contract in a period as reported and as found."""

    contract: UUID
    period: Period
    minutes_per_unit: int
    reported: TimeUnits | None
    found: TimeUnits
    on: date | None

    @property
    def difference(self) -> Decimal | None:
        """What is missing or too much of all units together; None where nothing was reported."""
        if self.reported is None:
            return None
        return self.found.direct + self.found.favour - self.reported.direct - self.reported.favour


@dataclass(slots=True)
class ConsentRecord:
    """What a client agreed to, and since when no longer."""

    person: str
    purpose: str
    given_on: date | None
    is_withdrawn: bool = False
    withdrawn_on: date | None = None

    def is_held(self, *, person: str, purpose: str, on: date | None) -> bool:
        """Whether it stands on that day for this purpose and person."""
        has_ended = self.is_withdrawn and (on is None or self.withdrawn_on is None or self.withdrawn_on <= on)
        has_begun = on is None or self.given_on is None or self.given_on <= on
        return (self.person, self.purpose) == (person, purpose) and has_begun and not has_ended


@dataclass(slots=True)
class Receipt:
    """What was taken from whom, and the day on which each thing went back."""

    taken_from: str
    items: tuple[str, ...]
    on: date | None
    returned: dict[str, date | None] = field(default_factory=dict)

    @property
    def still_held(self) -> tuple[str, ...]:
        return tuple(item for item in self.items if item not in self.returned)


@dataclass(frozen=True, slots=True)
class AnswerRecord:
    """One answer as it was given; it never changes, another may replace it."""

    answer: str
    item: str
    value: str
    corrects: tuple[str, ...]
    by: str
    device: str | None
    device_time: datetime | None
    sequence: int | None
    on: date | None
    event_id: UUID

    @property
    def place(self) -> tuple[str, int, str]:
        """Where it stands among others of its point, whatever the order in which they came."""
        return (str(self.device_time or ""), self.sequence or 0, self.answer)


@dataclass(slots=True)
class Checklist:
    """A checklist in its version, with every answer that was ever given."""

    template: str
    version: str
    items: dict[str, ChecklistItem]
    on: date | None
    answers: dict[str, AnswerRecord] = field(default_factory=dict)

    def of_item(self, item: str) -> tuple[AnswerRecord, ...]:
        """Every answer to a point, corrected ones too, in the order of the devices' own time."""
        return tuple(sorted((one for one in self.answers.values() if one.item == item), key=lambda one: one.place))

    def standing(self, item: str) -> tuple[AnswerRecord, ...]:
        """The answers to a point that no other replaces: more than one stand beside each other."""
        given = self.of_item(item)
        replaced = {key for one in given for key in one.corrects}
        return tuple(one for one in given if one.answer not in replaced)

    def value(self, item: str) -> str | None:
        """What was answered; None where nothing was, or where answers contradict each other."""
        values = {one.value for one in self.standing(item)}
        return values.pop() if len(values) == 1 else None

    @property
    def conflicts(self) -> tuple[str, ...]:
        """The points whose standing answers contradict each other."""
        return tuple(item for item in self.items if len({one.value for one in self.standing(item)}) > 1)

    @property
    def missing(self) -> dict[str, str]:
        """The points that must be answered here and are not, or contradict each other, each with why it must be."""
        open_items = (one for one in self.items.values() if self.value(one.item) in {None, "NOT_CHECKED"})
        return {one.item: one.mandatory_because for one in open_items if one.mandatory_because is not None}

    @property
    def answered(self) -> int:
        """How many points have an answer."""
        return sum(bool(self.standing(item)) for item in self.items)

    def unknown_to(self, answer: AnswerRecord) -> tuple[str, ...]:
        """What an answer corrects and has not come."""
        return tuple(key for key in answer.corrects if key not in self.answers)

    def with_answer(self, answer: AnswerRecord) -> "Checklist":
        """As it will be."""
        return replace(self, answers=self.answers | {answer.answer: answer})


@dataclass(slots=True)
class Sample:
    """A sample with its replacements and what was found in its units."""

    terms: SampleDrawn
    on: date | None
    replaced: dict[str, str | None] = field(default_factory=dict)
    """What stands in place of a unit; None where the frame was used up."""
    reviews: dict[str, SampleUnitReviewed] = field(default_factory=dict)
    concluded: SampleExtrapolated | None = None

    @property
    def used(self) -> tuple[str, ...]:
        """Every unit that was ever drawn."""
        return (*self.terms.drawn, *(unit for unit in self.replaced.values() if unit is not None))

    @property
    def units(self) -> tuple[str, ...]:
        """The units as they are to be examined, after replacements."""
        return tuple(unit for unit in self.used if unit not in self.replaced)

    @property
    def unreviewed(self) -> tuple[str, ...]:
        return tuple(unit for unit in self.units if unit not in self.reviews)

    @property
    def reviewed(self) -> tuple[SampleUnitReviewed, ...]:
        """What was found in the units of the sample."""
        return tuple(self.reviews[unit] for unit in self.units if unit in self.reviews)

    @property
    def amounts(self) -> tuple[Money, ...]:
        """Every amount that is stated, the value of the frame first."""
        found = (amount for one in self.reviews.values() for amount in (one.value, one.error))
        return tuple(amount for amount in (self.terms.frame_value, *found) if amount is not None)

    @property
    def currency(self) -> str:
        """That of the first amount that is stated; crowns until one is."""
        return next((amount.currency for amount in self.amounts), "CZK")

    @property
    def value(self) -> Money | None:
        """What was examined altogether; None where it is not known of every unit."""
        known = [one.value for one in self.reviewed if one.value is not None]
        return total(known, self.currency) if known and len(known) == len(self.reviewed) else None
