"""Entries that others had seen are lost: it is said which, and why."""

from datetime import date

from domain.office.commands import AcceptLoss
from domain.office.events import LossAccepted
from tests.domain.office.stories import empty, staffed

LOSS = AcceptLoss(kept_position=7, published_position=9)


def test_a_loss_is_recorded_with_its_reason() -> None:
    story = staffed().when(LOSS, on="2026-07-01", reason="Disk selhal.")
    story.then(LossAccepted(kept_position=7, published_position=9))
    (loss,) = story.state.card(date(2026, 7, 1))["losses"]
    assert loss == LossAccepted(kept_position=7, published_position=9)


def test_nobody_accepts_a_loss_without_saying_why() -> None:
    empty().when(LOSS, on="2026-07-01").then_refused("office.loss-explained")


def test_what_was_kept_is_not_lost() -> None:
    """One entry beyond the last that was kept is."""
    nothing = AcceptLoss(kept_position=7, published_position=7)
    empty().when(nothing, on="2026-07-01", reason="Omyl.").then_refused("office.loss-is-one")
    one = AcceptLoss(kept_position=7, published_position=8)
    empty().when(one, on="2026-07-01", reason="Disk.").then(LossAccepted(kept_position=7, published_position=8))
