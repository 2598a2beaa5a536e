"""Valid on a day, known at an entry: the two times of every answer, as people write them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from adapters.cli.failures import usage
from adapters.cli.session import Session
from adapters.clock import day_of, end_of, latest_day
from adapters.telling.words import Words

if TYPE_CHECKING:
    from application.replay import Moment


@dataclass(frozen=True)
class Asked:
    """Both times as asked for, and what follows from them: `known` is one exact position of the ledger."""

    valid: date
    known: int
    head: int
    today: date
    known_on: date | None = None
    """The day that was asked for, where it was one; None for an entry number or for now."""
    recorded_at: datetime | None = None
    """When the entry at `known` was recorded; None before the first."""

    @property
    def moment(self) -> "Moment":
        from application.replay import Moment

        return Moment(self.valid, self.known)

    @property
    def is_now(self) -> bool:
        """Whether this is today as known now."""
        return self.valid == self.today and self.known == self.head

    @property
    def times(self) -> dict[str, object]:
        """For the frame of an answer."""
        return {"valid": self.valid, "known_seq": self.known}


def ask(session: Session, *, valid: str | None, known: str | None, known_seq: int | None) -> Asked:
    """The two times of a reading command. Raises Failure for what cannot be read."""
    today = day_of(session.parts.clock())
    head = session.parts.timeline.head()
    day = _day(valid, "--valid", today)
    if known is not None and known_seq is not None:
        raise usage(Words("give --known or --known-seq, not both", "zadejte --known nebo --known-seq, ne obojí"))
    if known_seq is not None:
        return _at(session, day, _existing(known_seq, head), head=head, today=today)
    if known is None:
        return _at(session, day, head, head=head, today=today)
    on = _day(known, "--known", today)
    latest = latest_day(session.parts.clock(), session.parts.ledger, head=head) if on > today else today
    if on > latest:
        raise usage(NOT_YET, day=on, today=latest)
    position = session.parts.timeline.position_before(end_of(on))
    return _at(session, day, position, head=head, today=today, known_on=on)


def _at(session: Session, valid: date, known: int, *, head: int, today: date, known_on: date | None = None) -> Asked:
    recorded_at = session.parts.timeline.recorded_at(known) if known else None
    return Asked(valid, known, head, today, known_on=known_on, recorded_at=recorded_at)


def _existing(position: int, head: int) -> int:
    if 0 <= position <= head:
        return position
    words = Words(
        "the ledger has entries no. 1 to {head}, not {position}", "kniha má záznamy č. 1 až {head}, ne {position}"
    )
    raise usage(words, head=head, position=position)


def _day(written: str | None, option: str, today: date) -> date:
    return today if written is None else read_day(written, option, today)


EXPECTED_DAY = Words(
    "expected 30. 6. 2026, 30.6.2026, 2026-06-30, today or yesterday",
    "očekává se 30. 6. 2026, 30.6.2026, 2026-06-30, dnes nebo včera",
)


def read_day(written: str, option: str, today: date) -> date:
    """The day that somebody typed. Raises Failure."""
    from domain.kernel.as_written import UnreadableDate, parse_user_date

    try:
        return parse_user_date(written, today=today)
    except UnreadableDate:
        words = Words("{option}: {written} is no day", "{option}: {written} není den")
        raise usage(words, EXPECTED_DAY, option=option, written=repr(written)) from None


NOT_YET = Words(
    "nobody can say yet what will be known on {day}: today is {today}",
    "co bude známo {day}, ještě nikdo říci nemůže: dnes je {today}",
)
NOW = Words("now", "nyní")
HEADER = Words(
    "Valid on {valid} · Known on {known} (entry no. {position})",
    "Platné ke dni {valid} · Známo ke dni {known} (záznam č. {position})",
)
NOTHING = Words(
    "Valid on {valid} · Known on {known} (no entry yet)",
    "Platné ke dni {valid} · Známo ke dni {known} (zatím žádný záznam)",
)
PAST = Words(
    "You are viewing the state valid on {valid}, as known on {known}.",
    "Díváte se na stav platný k {valid}, jak byl znám k {known}.",
)

PAST_ENTRY = Words(
    "You are viewing the state valid on {valid}, as known at entry no. {position}.",
    "Díváte se na stav platný k {valid}, jak byl znám po záznam č. {position}.",
)
NOTHING_FITS = Words("Nothing that is known then fits.", "Nic, co je tehdy známo, tomu neodpovídá.")


def header(session: Session, asked: Asked) -> str:
    """Both times and the entry number, as the first line of an answer."""
    words = HEADER if asked.known else NOTHING
    return session.say(words, valid=asked.valid, known=known_day(asked), position=asked.known)


def known_day(asked: Asked) -> date:
    """The day as known on which the answer holds: the one asked for, or that of the entry, or today."""
    if asked.known_on is not None:
        return asked.known_on
    if asked.known == asked.head or asked.recorded_at is None:
        return asked.today
    return day_of(asked.recorded_at)


def strip(session: Session, asked: Asked) -> None:
    """An unmistakable word on stderr that this is not today."""
    if asked.is_now:
        return
    at_entry = asked.known_on is None and asked.known != asked.head
    words = PAST_ENTRY if at_entry else PAST
    session.tell(words, style="black on yellow", valid=asked.valid, known=known_day(asked), position=asked.known)


def read_moment(session: Session, written: str, option: str) -> Asked:
    """A moment such as valid=2018-06-30,known=2018-07-01 or known-seq=57. Raises Failure."""
    parts: dict[str, str] = {}
    for part in written.split(","):
        name, equals, value = (piece.strip() for piece in part.partition("="))
        if name not in {"valid", "known", "known-seq"} or not equals or not value or name in parts:
            words = Words("{option}: {written} is no moment", "{option}: {written} není okamžik")
            expected = Words(
                "expected valid=2018-06-30,known=2018-07-01 or valid=2018-06-30,known-seq=57; either may be left out",
                "očekává se valid=2018-06-30,known=2018-07-01 nebo valid=2018-06-30,known-seq=57; jedno lze vynechat",
            )
            raise usage(words, expected, option=option, written=repr(written))
        parts[name] = value
    sequence = parts.get("known-seq")
    if sequence is not None and not sequence.isdecimal():
        words = Words("{option}: known-seq is an entry number", "{option}: known-seq je číslo záznamu")
        raise usage(words, option=option)
    return ask(
        session,
        valid=parts.get("valid"),
        known=parts.get("known"),
        known_seq=int(sequence) if sequence is not None else None,
    )
