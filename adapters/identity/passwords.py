"""Passwords: how they are made, what is asked of them, and how they are kept (Argon2id, salted, never readable again).

Length is all that is asked, as NIST SP 800-63B advises: rules of composition make passwords that people write down.
"""

import secrets
import unicodedata
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pwdlib import PasswordHash

SHORTEST, LONGEST = 12, 256
"""In characters. Nobody types more than the longest; a program could keep the processor busy with it."""
FEWEST_DIFFERENT = 5
READABLE = "23456789abcdefghjkmnpqrstuvwxyz"
"""Without what looks alike on paper: 0 and o, 1, i and l."""

_COMMON = """
000000000000 111111111111 112233445566 121212121212 123123123123 123456123456 123456654321 1234567890 12345678900
123456789000 12345678901 123456789012 1234567890123 1234567890123456 123456789123 123456789987 123456789abc
1q2w3e4r5t6y 1q2w3e4r5t6y7u 1qaz2wsx3edc 987654321000 9876543210 abc123abc123 abcabcabcabc abcd1234abcd abcdefghijkl
abcdefghijklmnop administrator administrator1 adminadminadmin adminadmin123 asdfasdfasdf asdfghjklasd asdfghjkl123
changemechangeme changeme12345 dobryden12345 heslo1234567 heslo12345678 hesloheslo12 hesloheslo123 heslohesloheslo
iloveyou1234 iloveyouiloveyou internet1234 kronika12345 kronikakronika letmeinletmein liberec12345 liberecliberec
libereckykraj krajskyurad krajskyurad1 mojeheslo123 nejtajnejsiheslo novapassword noveheslo123 p@ssw0rd1234
passw0rd1234 password1234 password12345 password123456 password123! passwordpassword poskytovatel q1w2e3r4t5y6
qazwsxedcrfv qwerty123456 qwerty1234567 qwertyqwerty qwertyuiop12 qwertyuiop123 qwertyuiopas qwertzuiop12
qwertzuiop123 qwertzuiopas referent12345 secretsecret socialnisluzby spravce12345 superman1234 tajneheslo12
tajneheslo123 testtesttest trustno1trustno1 welcome12345 welcome123456 welcomewelcome zmenteheslo1 zmenteheslo123
"""
COMMON = frozenset(_COMMON.split())
"""What is guessed first, here and elsewhere, and long enough to pass otherwise."""


class Weakness(StrEnum):
    """Why a password is not taken."""

    TOO_SHORT = "too-short"
    TOO_LONG = "too-long"
    TOO_COMMON = "too-common"
    IS_LOGIN = "is-login"
    UNCHANGED = "unchanged"


def weakness(password: str, *, login: str) -> Weakness | None:
    """What speaks against a password; None where nothing does."""
    written = _normal(password)
    folded = written.casefold()
    if len(written) < SHORTEST:
        return Weakness.TOO_SHORT
    if len(written) > LONGEST:
        return Weakness.TOO_LONG
    if login in folded and len(folded) - len(login) < SHORTEST:
        return Weakness.IS_LOGIN
    return Weakness.TOO_COMMON if folded in COMMON or len(set(folded)) < FEWEST_DIFFERENT else None


def generated() -> str:
    """A password of four groups that can be read out and typed: about 99 bits."""
    return "-".join("".join(secrets.choice(READABLE) for _ in range(5)) for _ in range(4))


def hashed(password: str) -> str:
    """What is kept of a password."""
    return _hasher().hash(_normal(password))


def is_right(password: str, kept: str | None) -> bool:
    """Whether this is the password; it takes as long where there is none to compare with."""
    known = _nobodys()
    is_same = _hasher().verify(_normal(password), kept or known)
    return is_same and kept is not None


@cache
def _hasher() -> "PasswordHash":
    from pwdlib import PasswordHash  # noqa: PLC0415  what nobody but a login needs

    return PasswordHash.recommended()


@cache
def _nobodys() -> str:
    """The kept form of a password that nobody has."""
    return hashed(secrets.token_urlsafe(32))


def _normal(password: str) -> str:
    """The same letters are the same password, however a keyboard composes their accents."""
    return unicodedata.normalize("NFKC", password)
