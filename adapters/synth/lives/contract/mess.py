"""What goes wrong in offices, and how much of it happens to one contract."""

from collections.abc import Sequence
from enum import StrEnum

from adapters.synth.chance import Chance


class Mess(StrEnum):
    """One thing that goes wrong; what the law finds beside it stands with the entry that shows it."""

    PUBLISHED_LATE = "published late"
    NEVER_PUBLISHED = "never published"
    """Void from the start, and what was paid by mistake comes back."""
    PAID_BEFORE_EFFECT = "paid before effect"
    PAID_TWICE = "paid twice"
    """The bank takes the second transfer back."""
    PAID_WITHOUT_ORDER = "paid without order"
    PAID_IN_PARTS = "paid in parts"
    PAID_ELSEWHERE = "paid to another account"
    MONTHS_UNKNOWN = "months unknown"
    """A payment of which nobody says what it is for until later."""
    AMENDMENTS_SWAPPED = "amendments in the wrong order"
    AMENDMENT_MISSING = "amendment missing"
    SETTLED_LATE = "settled late"
    REFUND_LATE = "refund late"
    TOO_LITTLE_SUPPORT = "person with too little support"
    WRONGLY_TYPED = "wrongly typed"
    """Corrected later, with a reason."""
    TYPED_TWICE = "typed twice"
    """The second entry is taken back."""


AT_PAYMENTS = (
    Mess.PAID_TWICE,
    Mess.PAID_WITHOUT_ORDER,
    Mess.PAID_IN_PARTS,
    Mess.PAID_ELSEWHERE,
    Mess.MONTHS_UNKNOWN,
)
"""Each of them happens to one payment."""


def draw_mess(chance: Chance, share: float, possible: Sequence[Mess]) -> frozenset[Mess]:
    """Nothing in most lives; where something goes wrong, one thing of those that can, sometimes two or three."""
    if not chance.happens(share):
        return frozenset()
    count = 1 + chance.happens(0.3) + chance.happens(0.1)
    return frozenset(chance.some(possible, count))
