"""History loads whatever was taken back out of its middle: an event may speak of something that is no longer there."""

import pytest

import application.business  # noqa: F401  # registers every aggregate
from application.business import BUSINESS
from domain.kernel.aggregate import Aggregate
from domain.kernel.entry import CORRECTIONS
from domain.kernel.event import Event
from tests.examples import example
from tests.spec import given

EVENTS = [(kind, event) for kind in BUSINESS for event in kind.handlers if event not in CORRECTIONS]


@pytest.mark.parametrize(("kind", "event"), EVENTS, ids=lambda one: getattr(one, "topic", one.__name__))
def test_an_event_about_what_is_no_longer_there_is_taken_in(kind: type[Aggregate], event: type[Event]) -> None:
    assert given(kind, ("2018-01-01", example(event))).state.version == 1
