"""Words and their commitment: what is kept proves what was said, and a wrong word is never shown."""

import pytest
from pydantic import ValidationError

from domain.kernel.prose import Prose, commit
from tests.domain.kernel.toy import OpenJar

SALT = "0f" * 16


def test_a_commitment_alone_is_what_history_holds() -> None:
    assert Prose(commitment=commit("glass", SALT)) == Prose.of("glass", SALT)


@pytest.mark.parametrize(
    "given",
    [
        {"commitment": "0" * 64, "text": "glass", "salt": SALT},
        {"commitment": commit("glass", SALT), "text": "glass"},
        {"commitment": commit("glass", "0f"), "text": "glass", "salt": "0f"},
        {"commitment": commit("glass", SALT), "text": "glass", "salt": SALT.upper()},
        {"commitment": commit("a\x00b", SALT), "text": "a\x00b", "salt": SALT},
    ],
)
def test_a_text_comes_with_its_own_commitment_and_a_whole_salt(given: dict[str, str]) -> None:
    """Whoever sends all three cannot make the ledger keep words that its proof does not cover."""
    with pytest.raises(ValidationError):
        Prose.model_validate(given)


def test_nul_is_no_text_however_the_words_come() -> None:
    with pytest.raises(ValidationError, match="NUL"):
        Prose.of("a\x00b")


def test_an_error_message_repeats_no_words() -> None:
    """Messages go to logs; what people wrote does not."""
    for wrong in ({"note": "whispered", "size": "whispered"}, {"note": {"text": "whispered"}}):
        with pytest.raises(ValidationError) as caught:
            OpenJar.model_validate({"target": "00000000-0000-4000-8000-000000000000", "label": "a", **wrong})
        assert "whispered" not in str(caught.value)
