"""What is wrong with JSON is said in the reader's language, whatever the library calls it."""

import pytest

from adapters.telling.json_problems import UNREADABLE, json_reason
from application.importing.line import LineProblem, read_json

WRONG = (
    b"{",
    b'{"a": }',
    b'{"a" 1}',
    b'{"a": 1 "b": 2}',
    b'{"a": "b}',
    b'{"a": "b\n"}',
    b'{"a": "\\x"}',
    b'{"a": "\\u12"}',
    b"{} {}",
    b'{"a": 1,}',
    b"[" * 100_000,
    b"[]",
    b'{"a": NaN}',
    b'{"a": 1, "a": 2}',
    b'{"a": "\\u0000"}',
    b'{"\\u0000": 1}',
    b'{"a": ' + b"9" * 5000 + b"}",
)


@pytest.mark.parametrize("written", WRONG, ids=lambda written: written[:20].decode())
def test_every_reason_has_words_in_both_languages(written: bytes) -> None:
    """Nobody is told how to set up the interpreter, and nobody reads English who asked for Czech."""
    with pytest.raises(LineProblem) as problem:
        read_json(written)
    words = json_reason(str(problem.value.facts["reason"]))
    assert words != UNREADABLE
    assert words.cs != words.en
    assert "sys." not in words.en


def test_what_has_no_words_is_told_in_general() -> None:
    assert json_reason("something that a later library says") == UNREADABLE
