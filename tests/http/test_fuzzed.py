"""Whatever the document allows, and much that it does not, is answered as it says: never with an error of ours."""

from collections.abc import Iterator

import pytest
from hypothesis import settings

from adapters.telling.business import KINDS
from tests.http.fuzzing import FuzzedHouse, failures, operations, walk

pytestmark = pytest.mark.slow
QUESTIONS = ["views", "files", "reports", "rights", "feed", "operations", "session", "evidence", "seal"]
EXAMPLES = max(2, settings.get_current_profile_name() == "soak" and 60)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FuzzedHouse]:
    """One for all requests of a process: what one of them recorded, the next one meets."""
    made = FuzzedHouse(tmp_path_factory.mktemp("fuzzed"))
    with made.client:
        yield made
    made.parts.close()


@pytest.mark.parametrize("kind", [*KINDS, "entry", "commands"])
def test_commands_are_answered_as_documented(house: FuzzedHouse, kind: str) -> None:
    """Every command of a kind of file."""
    found = list(operations(house.schema(), [kind]))
    assert found
    assert [line for one in found for line in failures(house, one, examples=EXAMPLES)] == []


def test_questions_are_answered_as_documented(house: FuzzedHouse) -> None:
    """Everything that is no command."""
    found = list(operations(house.schema(), QUESTIONS))
    assert len(found) > 15
    assert [line for one in found for line in failures(house, one, examples=4 * EXAMPLES)] == []


def test_a_walk_along_the_links_is_answered_as_documented(house: FuzzedHouse) -> None:
    """What one command opened, the next ones go on with."""
    walk(house, examples=2 * EXAMPLES, steps=12)
