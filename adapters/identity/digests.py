"""What is kept of a secret, and by which it is found again: never the secret itself."""

import hashlib


def digest_of(secret: str) -> str:
    """The SHA-256 in hexadecimal, also of what is no proper text: a stranger may send anything.

    Enough for secrets that are drawn by chance; passwords are kept otherwise, see passwords.py.
    """
    return hashlib.sha256(secret.encode(errors="backslashreplace")).hexdigest()
