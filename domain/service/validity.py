"""From when to when a service is registered, as far as it is known."""

from dataclasses import dataclass
from datetime import date

from domain.kernel.answer import Answer


@dataclass(frozen=True, slots=True)
class Validity:
    """The life of a registration.

    `since` is its first day, None where nobody knows; `seen_on` the earliest day on which a look-up showed it;
    `ended_on` the first day without it.
    """

    since: date | None = None
    seen_on: date | None = None
    ended_on: date | None = None

    def covers(self, day: date | None) -> Answer:
        """Whether the service was registered on that day; before the first trace of an unknown start nobody can say."""
        if day is None:
            return Answer.CANNOT_BE_DECIDED
        if self.ended_on is not None and self.ended_on <= day:
            return Answer.NO
        if any(trace is not None and trace <= day for trace in (self.since, self.seen_on)):
            return Answer.YES
        return Answer.CANNOT_BE_DECIDED if self.since is None else Answer.NO
