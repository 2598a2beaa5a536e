"""The generated documents say what the code says."""

from tools.docs import stale


def test_generated_documents_are_fresh() -> None:
    assert stale() == [], "run make docs"
