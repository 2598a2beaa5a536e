"""An entry of the ledger as a reader sees it: what happened, when by law and when for us, who and why."""

import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any

from adapters.clock import day_of
from adapters.telling.speech import Speech
from adapters.telling.vocabulary import EVENTS_CS, field_name
from adapters.telling.words import Counted, Words
from application.ledger import Ledger
from domain.kernel.as_written import DateAsWritten, PeriodAsWritten
from domain.kernel.entry import Entry, EntryCorrected, EntryTakenBack
from domain.kernel.event import Event
from domain.kernel.money import Money
from domain.kernel.period import Month, Period
from domain.kernel.prose import Prose, prose_in
from domain.kernel.registry import Identifier
from domain.kernel.stamp import RecordedStamp

Codes = Callable[[str, str], Words | None]
"""The words for a code in a field of that name; None where it is none."""
YEARS = ("year", "money_known_from")
"""Fields that hold a year; so do those that end with _year."""
FROM_FILES = ("import", "device")
"""Doors by which an entry comes from a line of a file."""
DAYS = Counted(("day", "days"), ("den", "dny", "dnů", "dne"))
LATER = Words("recorded {days} later", "zapsáno o {days} později")
ERASED = Words("(text erased)", "(text vymazán)")
ENTRY_NO = Words("entry no. {position}", "záznam č. {position}")
CORRECTS = Words("corrects entry no. {position}", "opravuje záznam č. {position}")
TAKES_BACK = Words("takes back entry no. {position}", "bere zpět záznam č. {position}")
CORRECTED_BY = Words("corrected by entry no. {position}", "opraveno záznamem č. {position}")
TAKEN_BACK_BY = Words("taken back by entry no. {position}", "vzato zpět záznamem č. {position}")


def event_words(say: Speech, event: Event) -> str:
    """The sentence that says what happened."""
    if say.language == "cs" and event.topic in EVENTS_CS:
        return EVENTS_CS[event.topic]
    return sentence(type(event))


@cache
def sentence(described: type) -> str:
    """The first sentence of what a class says about itself."""
    text = " ".join((inspect.getdoc(described) or described.__name__).split("\n\n")[0].split())
    head = text.partition(". ")[0]
    if "`" in head:
        head = head.rpartition(";")[0] or head.replace("`", "")
    return head.rstrip(".") + "."


def details(say: Speech, event: Event, code: Codes | None = None) -> str:
    """The plain values of an event, in the order of its fields: amounts, numbers, days, periods.

    `code` gives the words for a code in a field of that name.
    """
    fields = event.fields().items()
    shown = ((name, value) for name, value in fields if _is_plain(value) or _is_answer(event, name, value))
    return ", ".join(f"{field_name(say, name)} {_plain_words(say, name, value, code)}" for name, value in shown)


def _plain_words(say: Speech, name: str, value: object, code: Codes | None) -> str:
    """A value in words; a year has no thousands."""
    words = code(name, str(value)) if code is not None and isinstance(value, str) else None
    if words is not None:
        return say(words)
    is_year = isinstance(value, int) and (name in YEARS or name.endswith("_year"))
    return str(value) if is_year else say.value(value)


def _is_plain(value: object) -> bool:
    if isinstance(value, str) and not isinstance(value, (Identifier, Month, Enum)):
        return 0 < len(value) <= 60
    plain = (Money, Month, Period, date, Decimal, Identifier, Enum, PeriodAsWritten, DateAsWritten)
    return isinstance(value, plain) or (isinstance(value, int) and not isinstance(value, bool))


def _is_answer(event: Event, name: str, value: object) -> bool:
    """A yes or no that had to be given; one that may be left out says little."""
    return isinstance(value, bool) and type(event).model_fields[name].is_required()


# When ----------------------------------------------------------------------------------------------------------------


def days_late(entry: Entry) -> int:
    """How many days after the day of its effect an entry was recorded; 0 where that is not after it or not known."""
    if entry.effective_on is None or entry.recorded_at is None:
        return 0
    return max(0, (day_of(entry.recorded_at) - entry.effective_on).days)


def later(say: Speech, entry: Entry) -> str:
    """The words on a retroactive entry."""
    late = days_late(entry)
    return say(LATER, days=say.count(late, DAYS)) if late else ""


# Who and why ---------------------------------------------------------------------------------------------------------


def who(stamp: RecordedStamp, role: str) -> str:
    """The role as the reader calls it, with the reference of the person and the organisation where they are known."""
    actor = stamp.actor
    others = ", ".join(part for part in (actor.person, actor.organisation) if part)
    return f"{role} ({others})" if others else role


def why(say: Speech, stamp: RecordedStamp, texts: Mapping[str, str]) -> str:
    """The reason, what it is founded on, and where it came from."""
    parts = [_text(say, stamp.reason, texts) if stamp.reason else ""]
    parts += [say.citation(citation) for citation in stamp.citations]
    parts += [f"{waiver.rule}: {_text(say, waiver.reason, texts)} ({waiver.second_person})" for waiver in stamp.waivers]
    source = stamp.source
    parts += [":".join(part for part in (source.reference, source.line) if part) if source.kind in FROM_FILES else ""]
    return "; ".join(part for part in parts if part)


def _text(say: Speech, prose: Prose, texts: Mapping[str, str]) -> str:
    return texts.get(prose.commitment) or say(ERASED)


def texts_of(ledger: Ledger, entries: Iterable[Entry]) -> Mapping[str, str]:
    """The words behind every commitment of these entries, as far as they have not been erased."""
    wanted = {prose.commitment for entry in entries for prose in (*prose_in(entry.stamp), *prose_in(entry.event))}
    return {key: row.text for key, row in ledger.select_prose(sorted(wanted)).items()}


# What became of it ---------------------------------------------------------------------------------------------------


class Corrections:
    """Which entries of one file were corrected or taken back, and by which; itself a correction says of which."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._places = {}
        self._corrected: dict[Any, Entry] = {}
        for entry in entries:
            self._places[entry.event_id] = entry.position
            if isinstance(entry.event, EntryCorrected | EntryTakenBack):
                self._corrected[entry.event.target] = entry

    def words(self, say: Speech, entry: Entry) -> str:
        """What stands beside the entry because of corrections."""
        return "; ".join(self._words(say, entry))

    def _words(self, say: Speech, entry: Entry) -> Iterator[str]:
        if isinstance(entry.event, EntryCorrected | EntryTakenBack):
            words = CORRECTS if isinstance(entry.event, EntryCorrected) else TAKES_BACK
            yield say(words, position=self._places.get(entry.event.target, 0))
        by = self._corrected.get(entry.event_id)
        if by is not None:
            words = CORRECTED_BY if isinstance(by.event, EntryCorrected) else TAKEN_BACK_BY
            yield say(words, position=by.position)


def entry_json(entry: Entry, texts: Mapping[str, str] | None = None) -> dict[str, Any]:
    """An entry for machines: the stored event and stamp, its place, and the words behind its commitments."""
    prose = (*prose_in(entry.stamp), *prose_in(entry.event)) if texts else ()
    told = {one.commitment: texts[one.commitment] for one in prose if texts and one.commitment in texts}
    return {
        "position": entry.position,
        "event_id": entry.event_id,
        "topic": entry.event.topic,
        "aggregate_id": entry.originator_id,
        "version": entry.originator_version,
        "effective_on": entry.effective_on,
        "recorded_at": entry.recorded_at,
        "days_late": days_late(entry),
        "data": entry.event.model_dump(mode="json", exclude_none=True),
        "stamp": entry.stamp_json,
        **({"texts": told} if told else {}),
    }
