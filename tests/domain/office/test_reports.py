"""Reports that were handed out are remembered under their numbers."""

from typing import Any

from domain.office.commands import IssueReport
from domain.office.events import ReportIssued
from tests.domain.office.stories import OfficeStory, empty, staffed
from tests.examples import DIGEST

REPORT: dict[str, Any] = {
    "number": "1/2026",
    "report_name": "network",
    "valid_on": "2026-06-30",
    "known_position": 57,
    "format": "xlsx",
    "language": "cs",
    "file": DIGEST,
    "cells": "cd" * 32,
    "rows": 3,
}


def issued(story: OfficeStory, **changed: Any) -> Any:
    return story.when(IssueReport.model_validate(REPORT | changed), on="2026-07-01")


def test_what_was_issued_is_recorded_in_full() -> None:
    story = issued(staffed())
    story.then(ReportIssued.model_validate(REPORT))
    assert story.state.reports["1/2026"].file == DIGEST
    assert story.state.card(story.entries[-1].effective_on)["reports"] == ("1/2026",)


def test_a_number_is_used_once() -> None:
    """Another number is free, whatever the report."""
    story = empty(ReportIssued.model_validate(REPORT))
    issued(story, report_name="drawdown").then_refused("office.report-number-unused")
    issued(story, number="2/2026").then(ReportIssued.model_validate(REPORT | {"number": "2/2026"}))
