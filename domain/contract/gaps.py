"""Whether each new maximum of a contract follows from the one before and what its amendment adds and leaves out."""

from collections.abc import Iterable, Sequence
from operator import attrgetter

from domain.contract.records import Agreement, Amendment, Gap


def gaps(agreements: Iterable[Agreement], amendments: Iterable[Amendment]) -> tuple[Gap, ...]:
    """The amendments whose maximum is not explained, in order of effect; nothing where no maximum is known."""
    maximum = next((a.maximum for a in reversed(tuple(agreements)) if a.maximum is not None), None)
    found = []
    for amendment in sorted((a for a in amendments if not a.is_void), key=attrgetter("order")):
        new, explained = amendment.agreement.maximum, amendment.adds - amendment.omits
        if new is not None and maximum is not None and new - maximum != explained:
            found.append(Gap(amendment.number, amendment.effective_on, maximum, new, explained))
        maximum = new or maximum
    return tuple(found)


def missing_numbers(amendments: Sequence[Amendment]) -> tuple[int, ...]:
    """The numbers up to the highest one for which no amendment is on file."""
    known = {amendment.number for amendment in amendments}
    return tuple(number for number in range(1, max(known, default=0)) if number not in known)
