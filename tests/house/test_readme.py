"""The tours of the documents, word by word."""

from pathlib import Path

import pytest

from tools.tour import PAGES, played


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_tour_says_what_the_commands_say(page: Path) -> None:
    """Every command of the page, in its order, in an empty folder: what it prints is what the page shows."""
    assert played(page) == page.read_text(encoding="utf-8"), "run python -m tools.tour"
