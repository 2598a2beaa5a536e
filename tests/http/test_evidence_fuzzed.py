"""Whatever is sent to the doors for files is answered as the document says: never with an error of ours."""

from collections.abc import Iterator

import pytest
from hypothesis import settings

from tests.http.fuzzing import FuzzedHouse, failures, operations

pytestmark = pytest.mark.slow
EXAMPLES = max(8, settings.get_current_profile_name() == "soak" and 200)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FuzzedHouse]:
    """One for all requests of a process: what one of them brought, the next one meets."""
    made = FuzzedHouse(tmp_path_factory.mktemp("fuzzed-evidence"))
    made.callers["auditor"] = made.caller("methodologist", days=9000)  # who may bring files, too
    with made.client:
        yield made
    made.parts.close()


def test_files_pieces_and_device_files_are_answered_as_documented(house: FuzzedHouse) -> None:
    found = list(operations(house.schema(), ["evidence"]))
    assert len(found) == 10
    assert [line for one in found for line in failures(house, one, examples=EXAMPLES)] == []
