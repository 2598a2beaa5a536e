"""What an import says about the lines that it did not take, and about all of them at the end."""

from collections.abc import Iterator
from typing import Any

from adapters.telling.problems import field_json, field_line, violation_json, violation_lines
from adapters.telling.speech import Speech
from adapters.telling.words import Counted, Words
from application.import_line import Place, Problem, ProblemKind
from application.importer import Tally

LINES = Counted(("line", "lines"), ("řádek", "řádky", "řádků", "řádku"))
ENTRIES = Counted(("entry", "entries"), ("záznam", "záznamy", "záznamů", "záznamu"))
ANOMALIES = Counted(("anomaly", "anomalies"), ("anomálie", "anomálie", "anomálií", "anomálie"))

REASONS = {
    ProblemKind.NOT_UTF8: Words("not UTF-8 text (byte {byte})", "není text v UTF-8 (bajt {byte})"),
    ProblemKind.TOO_LONG: Words("longer than {limit} bytes", "delší než {limit} bajtů"),
    ProblemKind.NOT_JSON: Words("not a JSON object: {reason}", "není objekt JSON: {reason}"),
    ProblemKind.INVALID: Words("wrong fields", "chybná pole"),
    ProblemKind.INVALID_HEADER: Words(
        "the header is wrong, so nothing of this file was taken",
        "hlavička je chybná, proto se z tohoto souboru nic nepřevzalo",
    ),
    ProblemKind.UNKNOWN_COMMAND: Words("there is no command {command}", "příkaz {command} neexistuje"),
    ProblemKind.UNKNOWN_REFERENCE: Words(
        "no {kind} is known as {reference}", "žádný spis druhu {kind} není znám jako {reference}"
    ),
    ProblemKind.REFUSED: Words("refused: {code}", "odmítnuto: {code}"),
    ProblemKind.NOT_ALLOWED: Words("the role {role} may not send {command}", "role {role} nesmí poslat {command}"),
    ProblemKind.REUSED: Words(
        "was recorded before with other content, as entry no. {position}; correct it by entry.correct with a reason",
        "byl už zapsán s jiným obsahem jako záznam č. {position}; opravuje se příkazem entry.correct s důvodem",
    ),
    ProblemKind.CONFLICT: Words("others kept writing the same file", "stejný spis neustále zapisoval někdo jiný"),
    ProblemKind.HELD_BACK: Words("held back because of {cause}", "zadrženo kvůli {cause}"),
}
FIRST_LINE = Words(
    "; the first line may name the source, so nothing of this file was taken",
    "; první řádek může jmenovat zdroj, proto se z tohoto souboru nic nepřevzalo",
)
PLACE = Words("line {line}", "řádku {line}")
PLACE_ELSEWHERE = Words("line {line} of {file}", "řádku {line} souboru {file}")
EARLIER = Words("an earlier line", "dřívějšímu řádku")


def problem_lines(say: Speech, problem: Problem) -> Iterator[str]:
    """File, line and id; what is wrong; then each broken rule or wrong field."""
    place = problem.place
    name = f"{place.file}:{place.line}" + (f" ({place.id})" if place.id else "")
    yield f"{name}: {reason(say, problem)}"
    yield from violation_lines(say, problem.violations)
    for one in problem.fields:
        yield field_line(say, one)


def reason(say: Speech, problem: Problem) -> str:
    """One sentence on why the line was not taken."""
    facts = {"code": problem.code, "cause": _cause(say, problem), "reason": "", **problem.facts}
    text = say(REASONS[problem.kind], **facts)
    if problem.facts.get("column"):
        text += f" ({problem.place.line}:{problem.facts['column']})"
    return text + say(FIRST_LINE) if problem.facts.get("is_first") else text


def _cause(say: Speech, problem: Problem) -> str:
    cause = problem.cause
    if cause is None:
        return say(EARLIER)
    same_file = cause.file == problem.place.file
    return say(PLACE if same_file else PLACE_ELSEWHERE, line=cause.line, file=cause.file)


def problem_json(say: Speech, problem: Problem) -> dict[str, Any]:
    """The same for machines, with the sentence in the language of the session."""
    return {
        **_place_json(problem.place),
        "kind": problem.kind,
        "code": problem.code,
        "message": reason(say, problem),
        "facts": dict(problem.facts),
        "fields": [field_json(one) for one in problem.fields],
        "violations": [violation_json(one) for one in problem.violations],
        "cause": _place_json(problem.cause) if problem.cause else None,
    }


def _place_json(place: Place) -> dict[str, Any]:
    return {"file": place.file, "line": place.line, "id": place.id}


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
TIME = Words("{lines} in {seconds} s", "{lines} za {seconds} s")


def summary_lines(say: Speech, tally: Tally, seconds: float, *, is_rehearsal: bool) -> Iterator[str]:
    """What became of the lines; zeros that say nothing are left out."""
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
    yield say(TIME, lines=say.count(tally.lines, LINES), seconds=f"{seconds:.1f}")
