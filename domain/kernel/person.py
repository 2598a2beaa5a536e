"""How a person is called in the ledger: by a random key that means nothing outside the vault."""

import secrets
from typing import Annotated

from pydantic import Field, StringConstraints

PERSON_KEY = r"^p-[0-9a-f]{16}$"
"""No name fits this pattern."""

PersonKey = Annotated[
    str,
    StringConstraints(pattern=PERSON_KEY),
    Field(description="The key of a person in the vault: p- and sixteen hexadecimal digits. Never a name."),
]


def new_person_key() -> str:
    """A key that nobody has yet: 64 random bits."""
    return f"p-{secrets.token_hex(8)}"
