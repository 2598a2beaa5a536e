"""Differences with the state register stay open until somebody settles them."""

import pytest

from domain.kernel.correction import TakeBackEntry
from domain.kernel.ids import derived_id
from domain.service.commands import RecordDeregistration, RecordRegisterDifference, ResolveRegisterDifference
from domain.service.events import ExternalRegisterDifferenceDetected, ExternalRegisterDifferenceResolved
from domain.service.service import Service
from tests.domain.service.pieces import registered, said
from tests.spec import given

FOUND = {"difference": "2020-1", "field": "capacity T FTE", "ours": "4.5", "theirs": "5"}
FIND = said(RecordRegisterDifference, **FOUND)
RESOLVE = said(ResolveRegisterDifference, difference="2020-1", outcome="ours corrected")


def test_difference_needs_attention() -> None:
    """What the register says otherwise is recorded with an anomaly."""
    story = registered().when(FIND, on="2020-01-01").then(said(ExternalRegisterDifferenceDetected, **FOUND))
    story.then_notes("REGISTER_DIFFERENCE").then_open("REGISTER_DIFFERENCE")
    assert story.facts_of("REGISTER_DIFFERENCE") == {"field": "capacity T FTE", "ours": "4.5", "theirs": "5"}


def test_resolution_closes_its_own_difference_only() -> None:
    """Two differences, one settled: the other stays open."""
    other = said(RecordRegisterDifference, difference="2020-2", field="name", ours="A")
    story = registered().when(FIND, on="2020-01-01").when(other, on="2020-01-01")
    story = story.when(RESOLVE, on="2020-02-01").then_closes("REGISTER_DIFFERENCE")
    story.then(said(ExternalRegisterDifferenceResolved, difference="2020-1", outcome="ours corrected"))
    story.then_open("REGISTER_DIFFERENCE")
    assert {key: found.is_open for key, found in story.state.differences.items()} == {"2020-1": False, "2020-2": True}
    (still_open,) = story.state.open_anomalies
    assert still_open.event_id == story.state.differences["2020-2"].found_by


def test_difference_is_found_once() -> None:
    """The same key a second time is refused."""
    registered().when(FIND, on="2020-01-01").when(FIND, on="2020-01-02").then_refused("service.difference-once")


@pytest.mark.parametrize(("ours", "theirs"), [("5", "5"), (None, None)])
def test_difference_has_two_sides(ours: str | None, theirs: str | None) -> None:
    """What is the same is no difference; that one side says nothing is one."""
    same = said(RecordRegisterDifference, difference="1", field="name", ours=ours, theirs=theirs)
    registered().when(same, on="2020-01-01").then_refused("service.difference-differs")


def test_only_an_open_difference_is_resolved() -> None:
    """One that was never found, and one that is settled already."""
    registered().when(RESOLVE, on="2020-01-01").then_refused("service.difference-open")
    settled = registered().when(FIND, on="2020-01-01").when(RESOLVE, on="2020-02-01")
    settled.when(RESOLVE, on="2020-02-02").then_refused("service.difference-open")


def test_differences_are_for_services_on_file() -> None:
    """Neither finding nor resolving opens a service."""
    given(Service).when(FIND, on="2020-01-01").then_refused("service.opened-first")
    given(Service).when(RESOLVE, on="2020-01-01").then_refused("service.opened-first")


def test_differences_are_found_and_settled_after_the_end_too() -> None:
    """The register may differ about a service that is gone."""
    story = registered().when(said(RecordDeregistration), on="2020-01-01")
    story.when(FIND, on="2020-06-01").when(RESOLVE, on="2020-07-01").then_open()


def test_difference_taken_back_leaves_its_resolution_without_effect() -> None:
    """The history still reads after the finding itself turned out to be a mistake."""
    story = registered().when(FIND, on="2020-01-01").when(RESOLVE, on="2020-02-01")
    back = said(TakeBackEntry, entry=derived_id("spec", "event", "2"))
    story = story.when(back, on="2020-03-01", reason="the extract was of another service")
    assert story.state.differences == {}
    story.then_open()
