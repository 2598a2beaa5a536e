"""What an import says about the lines that it did not take, and about all of them at the end."""

from collections.abc import Iterator
from typing import Any

from adapters.telling.field_problems import field_line
from adapters.telling.import_problems import reason
from adapters.telling.problems import violation_lines
from adapters.telling.speech import Speech
from adapters.telling.words import Counted, Words
from application.importing.importer import Tally
from application.importing.line import Problem

LINES = Counted(("line", "lines"), ("řádek", "řádky", "řádků", "řádku"))
ENTRIES = Counted(("entry", "entries"), ("záznam", "záznamy", "záznamů", "záznamu"))
ANOMALIES = Counted(("anomaly", "anomalies"), ("anomálie", "anomálie", "anomálií", "anomálie"))


def problem_lines(say: Speech, problem: Problem) -> Iterator[str]:
    """File, line and id; what is wrong; then each broken rule or wrong field."""
    place = problem.place
    name = f"{place.file}:{place.line}" + (f" ({place.id})" if place.id else "")
    yield f"{name}: {reason(say, problem)}"
    yield from violation_lines(say, problem.violations)
    for one in problem.fields:
        yield field_line(say, one)


def tally_json(tally: Tally) -> dict[str, Any]:
    return {
        "lines": tally.lines,
        "taken": tally.taken,
        "entries": tally.entries,
        "already_there": tally.already_there,
        "not_taken": tally.failed,
        "held_back": tally.held_back,
        "anomalies": tally.anomalies,
        "position": tally.position,
        "is_interrupted": tally.is_interrupted,
    }


TAKEN = Words("Taken: {lines}, {entries} recorded", "Převzato: {lines}, zapsáno: {entries}")
WOULD_BE_TAKEN = Words(
    "Would be taken: {lines}, {entries} recorded. Nothing was written.",
    "Převzalo by se: {lines}, zapsáno by bylo: {entries}. Nic nebylo zapsáno.",
)
UP_TO = Words(" up to no. {position}", " po č. {position}")
ALREADY_THERE = Words("Already there: {lines}", "Už zapsáno dříve: {lines}")
NOT_TAKEN = Words("Not taken: {lines}", "Nepřevzato: {lines}")
HELD_BACK = Words("Held back: {lines}", "Zadrženo: {lines}")
NOTED = Words("Noted beside them: {anomalies}", "Vedle nich poznamenáno: {anomalies}")
INTERRUPTED = Words(
    "Interrupted; what is recorded stays. The same command goes on from here.",
    "Přerušeno; co je zapsáno, zůstává. Stejný příkaz odtud pokračuje.",
)
REPAIR = Words(
    "Repair the file and import it again: nothing is recorded twice.",
    "Opravte soubor a převezměte jej znovu: nic se nezapíše dvakrát.",
)
EMPTY = Words(
    "There is no line with a command in it: nothing to take.", "Není tam žádný řádek s příkazem: není co převzít."
)
TIME = Words("{lines} in {seconds} s", "{lines} za {seconds} s")


def summary_lines(say: Speech, tally: Tally, seconds: float, *, is_rehearsal: bool) -> Iterator[str]:
    """What became of the lines; zeros that say nothing are left out."""
    if not tally.lines and not tally.is_interrupted:
        yield say(EMPTY)
    counts = {"lines": say.count(tally.taken, LINES), "entries": say.count(tally.entries, ENTRIES)}
    if is_rehearsal:
        yield say(WOULD_BE_TAKEN, **counts)
    else:
        yield say(TAKEN, **counts) + (say(UP_TO, position=tally.position) if tally.position else "")
    for words, number in (
        (ALREADY_THERE, tally.already_there),
        (NOT_TAKEN, tally.failed),
        (HELD_BACK, tally.held_back),
    ):
        if number:
            yield say(words, lines=say.count(number, LINES))
    if tally.anomalies:
        yield say(NOTED, anomalies=say.count(tally.anomalies, ANOMALIES))
    if tally.is_interrupted:
        yield say(INTERRUPTED)
    elif tally.failed and not is_rehearsal:
        yield say(REPAIR)
    yield say(TIME, lines=say.count(tally.lines, LINES), seconds=say.seconds(seconds))
