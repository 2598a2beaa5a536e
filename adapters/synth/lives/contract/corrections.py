"""What was typed wrongly and is corrected with a reason, or typed twice and taken back; nothing disappears."""

from collections.abc import Iterator, Sequence
from typing import Any

from adapters.synth.chance import Chance
from adapters.synth.days import later
from adapters.synth.json_text import as_json
from adapters.synth.lives.contract.mess import Mess
from adapters.synth.lives.contract.terms import Terms
from adapters.synth.people import CLERKS
from adapters.synth.step import File, Step
from domain.contract.commands import (
    RecordIndicatorAchievement,
    RecordMonitoringReport,
    RecordMovement,
)
from domain.kernel.correction import CorrectEntry, TakeBackEntry

DAYS_TO_NOTICE = 40
"""The longest that a mistake stands."""


def with_corrections(terms: Terms, steps: Sequence[Step], file: File, chance: Chance) -> Iterator[Step]:
    """The entries of a life, and those that set others right."""
    yield from steps
    if Mess.WRONGLY_TYPED in terms.mess:
        yield from _corrected(steps, file, chance)
    if Mess.TYPED_TWICE in terms.mess:
        yield from _typed_twice(steps, file, chance)


def _corrected(steps: Sequence[Step], file: File, chance: Chance) -> Iterator[Step]:
    """A movement gets the right document, or a report the right figure."""
    possible = [step for step in steps if _can_be_corrected(step)]
    if not possible:
        return
    wrong = chance.one_of(possible)
    yield file.write(
        CorrectEntry,
        wrong.effective_on,
        {"entry": wrong.event_id, "data": as_json({**wrong.data, **_right(wrong)})},
        who=chance.one_of(CLERKS),
        written_on=later(wrong.written_on, chance.number(5, DAYS_TO_NOTICE)),
        because="mistyped",
    )


def _can_be_corrected(step: Step) -> bool:
    is_movement = step.command is RecordMovement and not step.expects and "accounting_document" in step.data
    return is_movement or step.command is RecordMonitoringReport


def _right(wrong: Step) -> dict[str, Any]:
    if wrong.command is RecordMovement:
        return {"accounting_document": f"{wrong.data['accounting_document']}-A"}
    return {"figures": wrong.data["figures"] | {"fte": "3.25"}}


def _typed_twice(steps: Sequence[Step], file: File, chance: Chance) -> Iterator[Step]:
    """What an indicator reached stands there twice for some days."""
    typed = [step for step in steps if step.command is RecordIndicatorAchievement and not step.expects]
    if not typed:
        return
    first, clerk = chance.one_of(typed), chance.one_of(CLERKS)
    again = file.write(RecordIndicatorAchievement, first.effective_on, first.data, who=clerk, named="again")
    yield again
    taken_back_on = later(first.written_on, chance.number(3, 30))
    yield file.write(
        TakeBackEntry,
        first.effective_on,
        {"entry": again.event_id},
        who=clerk,
        written_on=taken_back_on,
        because="typed twice",
    )
