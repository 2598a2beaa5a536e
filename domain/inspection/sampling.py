"""Samples: drawn by a seed, replaced with a reason, extrapolated exactly."""

from uuid import UUID

from domain.inspection import drawing
from domain.inspection.commands import sampling as asked
from domain.inspection.events import sampling as events
from domain.inspection.records import Sample
from domain.inspection.rules import order
from domain.inspection.rules import sampling as rules
from domain.inspection.state import InspectionState
from domain.kernel.aggregate import decides, when
from domain.kernel.case import Case
from domain.kernel.correction import ALWAYS
from domain.kernel.entry import Entry
from domain.kernel.event import Event
from domain.kernel.money import Money, total


class Sampling(InspectionState):
    """Decides and remembers samples."""

    def __init__(self, identifier: UUID) -> None:
        super().__init__(identifier)
        self.samples: dict[str, Sample] = {}

    # The draw -----------------------------------------------------------------------------------------------------

    @decides(asked.DrawSample)
    def draw_sample(self, command: asked.DrawSample, case: Case) -> Event:
        self.ask_control_act(case, command)
        self.ask_new(case, self.samples, what="sample", key=command.sample)
        rules.sample_value_not_negative(case, ALWAYS, value=command.frame_value)
        order.named_once(case, ALWAYS, what="unit", names=command.frame)
        order.named_once(case, ALWAYS, what="chosen unit", names=command.chosen)
        size, frame, population = command.size, len(command.frame), command.population
        rules.size_within_frame(case, ALWAYS, method=command.method, size=size, frame=frame, population=population)
        rules.sample_reproducible(
            case, ALWAYS, method=command.method, seed=command.seed, chosen=len(command.chosen), size=size
        )
        rules.chosen_of_frame(case, ALWAYS, strangers=sorted(set(command.chosen) - set(command.frame)))
        is_explained = command.coverage is not None
        rules.frame_gap_explained(case, ALWAYS, frame=frame, population=population, is_explained=is_explained)
        return events.SampleDrawn.of(command, algorithm=_algorithm(command), drawn=_drawn(command))

    @when(events.SampleDrawn)
    def sample_drawn(self, event: events.SampleDrawn, entry: Entry) -> None:
        self.samples[event.sample] = Sample(event, entry.effective_on)
        self.acted(event, entry)

    @decides(asked.ReplaceSampleUnit)
    def replace_unit(self, command: asked.ReplaceSampleUnit, case: Case) -> Event:
        self.ask_control_act(case, command)
        sample = self._ask_unit(case, sample=command.sample, unit=command.unit)
        rules.unit_not_reviewed(case, ALWAYS, unit=command.unit, is_reviewed=command.unit in sample.reviews)
        terms = sample.terms
        is_drawn = terms.algorithm == drawing.ALGORITHM
        instead = drawing.next_unit(terms.frame, terms.seed or "", sample.used) if is_drawn else None
        return events.SampleUnitReplaced.of(command, replaced_by=instead)

    @when(events.SampleUnitReplaced)
    def unit_replaced(self, event: events.SampleUnitReplaced, entry: Entry) -> None:
        if event.sample in self.samples:
            self.samples[event.sample].replaced[event.unit] = event.replaced_by
        self.acted(event, entry)

    # What was found -----------------------------------------------------------------------------------------------

    @decides(asked.ReviewSampleUnit)
    def review_unit(self, command: asked.ReviewSampleUnit, case: Case) -> Event:
        self.ask_control_act(case, command)
        sample = self._ask_unit(case, sample=command.sample, unit=command.unit)
        rules.sample_value_not_negative(case, ALWAYS, value=command.value)
        rules.error_within_value(case, ALWAYS, result=command.result, value=command.value, error=command.error)
        amounts = (*sample.amounts, command.value, command.error)
        currencies = {amount.currency for amount in amounts if amount is not None}
        rules.sample_in_one_currency(case, ALWAYS, currencies=sorted(currencies))
        return events.SampleUnitReviewed.of(command)

    def _ask_unit(self, case: Case, *, sample: str, unit: str) -> Sample:
        self.ask_known(case, self.samples, what="sample", key=sample)
        found = self.samples[sample]
        rules.unit_in_sample(case, ALWAYS, unit=unit, sample=found.units)
        return found

    @when(events.SampleUnitReviewed)
    def unit_reviewed(self, event: events.SampleUnitReviewed, entry: Entry) -> None:
        if event.sample in self.samples:
            self.samples[event.sample].reviews[event.unit] = event
        self.acted(event, entry)

    # What follows for the whole -----------------------------------------------------------------------------------

    @decides(asked.ExtrapolateSample)
    def extrapolate(self, command: asked.ExtrapolateSample, case: Case) -> Event:
        self.ask_started(case)
        self.ask_unsigned(case)
        self.ask_known(case, self.samples, what="sample", key=command.sample)
        sample = self.samples[command.sample]
        rules.sample_random(case, ALWAYS, method=sample.terms.method)
        rules.sample_reviewed(case, ALWAYS, unreviewed=sample.unreviewed, units=len(sample.units))
        frame_value = sample.terms.frame_value
        rules.extrapolation_founded(case, ALWAYS, by=command.by, sample_value=sample.value, frame_value=frame_value)
        return _concluded(command, sample)

    @when(events.SampleExtrapolated)
    def sample_extrapolated(self, event: events.SampleExtrapolated, entry: Entry) -> None:
        if event.sample in self.samples:
            self.samples[event.sample].concluded = event
        self.counted(entry)


def _algorithm(command: events.SampleDraw) -> str:
    return drawing.BY_JUDGEMENT if command.method == "JUDGEMENT" else drawing.ALGORITHM


def _drawn(command: events.SampleDraw) -> tuple[str, ...]:
    if command.method == "JUDGEMENT":
        return command.chosen
    return drawing.draw(command.frame, method=command.method, size=command.size, seed=command.seed or "")


def _concluded(command: events.Extrapolation, sample: Sample) -> Event:
    """The whole error of the frame, from every unit of the sample; a unit without an amount has no error."""
    none = Money(0, sample.currency)
    errors = [one.error or none for one in sample.reviewed] or [none]
    exact = drawing.projected_by_mean(errors, units=len(sample.terms.frame))
    if command.by == "RATIO":
        assert sample.terms.frame_value is not None
        values = [one.value or none for one in sample.reviewed]
        exact = drawing.projected_by_ratio(errors, values=values, frame_value=sample.terms.frame_value)
    return events.SampleExtrapolated.of(
        command,
        units=max(len(sample.units), 1),
        units_with_defect=sum(one.result == "DEFECT" for one in sample.reviewed),
        error_found=total(errors, sample.currency),
        error_projected=drawing.as_money(exact, sample.currency),
        exact=str(exact),
    )
