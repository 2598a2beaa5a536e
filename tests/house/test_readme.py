"""The tour of the README, word by word."""

import pytest

from tools.tour import PAGE, played


@pytest.mark.slow
def test_the_tour_says_what_the_commands_say() -> None:
    """Every command of the page, in its order, in an empty folder: what it prints is what the page shows."""
    text = PAGE.read_text(encoding="utf-8")
    assert played(text) == text, "run python -m tools.tour"
