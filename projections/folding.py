"""Texts as they are looked for: without case, diacritics and punctuation."""

import re
import unicodedata
from functools import lru_cache

_BETWEEN_WORDS = re.compile(r"[\W_]+")


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """Small letters and digits, the words parted by single spaces: "OLP/306/2010" becomes "olp 306 2010"."""
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))
    return _BETWEEN_WORDS.sub(" ", plain.casefold()).strip()
