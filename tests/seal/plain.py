"""RFC 6962 § 2.1 word by word, in the recursion in which it is written: slow, and beyond doubt."""

from collections.abc import Sequence
from hashlib import sha256


def k(n: int) -> int:
    return 1 << (n - 1).bit_length() - 1


def mth(d: Sequence[bytes]) -> bytes:
    if not d:
        return sha256().digest()
    if len(d) == 1:
        return sha256(b"\x00" + d[0]).digest()
    return sha256(b"\x01" + mth(d[: k(len(d))]) + mth(d[k(len(d)) :])).digest()


def path(m: int, d: Sequence[bytes]) -> list[bytes]:
    n = len(d)
    if n == 1:
        return []
    if m < k(n):
        return [*path(m, d[: k(n)]), mth(d[k(n) :])]
    return [*path(m - k(n), d[k(n) :]), mth(d[: k(n)])]


def subproof(m: int, d: Sequence[bytes], *, b: bool) -> list[bytes]:
    n = len(d)
    if m == n:
        return [] if b else [mth(d)]
    if m <= k(n):
        return [*subproof(m, d[: k(n)], b=b), mth(d[k(n) :])]
    return [*subproof(m - k(n), d[k(n) :], b=False), mth(d[: k(n)])]
