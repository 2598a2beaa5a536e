"""Why a line of an import was not taken: in a sentence for people, in plain data for machines."""

from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any

from adapters.telling.business import ours
from adapters.telling.field_problems import field_json
from adapters.telling.json_problems import json_reason
from adapters.telling.kinds import kind_name
from adapters.telling.problems import violation_json
from adapters.telling.speech import Speech
from adapters.telling.words import Words
from application.importing.line import Place, Problem, ProblemKind
from domain.kernel.command import COMMANDS

REASONS = {
    ProblemKind.NOT_UTF8: Words(
        "not UTF-8 text (byte {byte}); a file in Windows-1250 or another encoding is saved as UTF-8 first",
        "není text v UTF-8 (bajt {byte}); soubor ve Windows-1250 nebo jiném kódování nejprve uložte jako UTF-8",
    ),
    ProblemKind.TOO_LONG: Words("longer than {limit} bytes", "delší než {limit} bajtů"),
    ProblemKind.NOT_JSON: Words("not a JSON object: {reason}", "není objekt JSON: {reason}"),
    ProblemKind.INVALID: Words("wrong fields", "chybná pole"),
    ProblemKind.INVALID_HEADER: Words(
        "the header is wrong, so nothing of this file was taken",
        "hlavička je chybná, proto se z tohoto souboru nic nepřevzalo",
    ),
    ProblemKind.UNKNOWN_COMMAND: Words("there is no command {command}", "příkaz {command} neexistuje"),
    ProblemKind.UNKNOWN_REFERENCE: Words("no {kind} is known as {reference}", "{kind}: pod {reference} není nic známo"),
    ProblemKind.REFUSED: Words("refused: {code}", "odmítnuto: {code}"),
    ProblemKind.NOT_ALLOWED: Words("the role {role} may not send {command}", "role {role} nesmí poslat {command}"),
    ProblemKind.REUSED: Words(
        "was recorded before with other content, as entry no. {position}; correct it by entry.correct with a reason",
        "byl už zapsán s jiným obsahem jako záznam č. {position}; opravuje se příkazem entry.correct s důvodem",
    ),
    ProblemKind.CONFLICT: Words("others kept writing the same file", "stejný spis neustále zapisoval někdo jiný"),
    ProblemKind.HELD_BACK: Words("held back because of {cause}", "zadrženo kvůli {cause}"),
}
RESEMBLES = {
    "table": Words(
        "; it looks like CSV: an import takes one JSON object a line, docs/import.md shows how a table becomes lines",
        "; vypadá to na CSV: import bere jeden objekt JSON na řádek, jak z tabulky vzniknou, ukazuje docs/import.md",
    ),
    "xml": Words(
        "; it looks like XML: an import takes one JSON object a line, see docs/import.md",
        "; vypadá to na XML: import bere jeden objekt JSON na řádek, viz docs/import.md",
    ),
    "array": Words(
        "; a list: write each object on a line of its own, without brackets and commas between them",
        "; je to seznam: každý objekt napište na vlastní řádek, bez závorek a čárek mezi nimi",
    ),
    "part-of-object": Words(
        "; one object over several lines: write it on one", "; objekt na více řádcích: napište jej na jeden"
    ),
    "cut-off": Words("; the line seems to be cut off", "; řádek je nejspíš uříznutý"),
}
"""What a line seems to be that is no JSON object, and what to do about it."""
A_TABLE = Words(
    "; a table is no file of commands: docs/import.md shows how it becomes one",
    "; tabulka není soubor příkazů: jak se jím stane, ukazuje docs/import.md",
)
TABLES = (".csv", ".xls", ".xlsx", ".ods")
"""What people call a table by the end of its name; inside it may be anything."""
MEANT = Words("; did you mean {nearest}?", "; nemysleli jste {nearest}?")
FIRST_LINE = Words(
    "; the first line may name the source, so nothing of this file was taken",
    "; první řádek může jmenovat zdroj, proto se z tohoto souboru nic nepřevzalo",
)
PLACE = Words("line {line}", "řádku {line}")
PLACE_ELSEWHERE = Words("line {line} of {file}", "řádku {line} souboru {file}")
EARLIER = Words("an earlier line", "dřívějšímu řádku")


def reason(say: Speech, problem: Problem) -> str:
    """One sentence on why the line was not taken."""
    text = say(REASONS[problem.kind], **_facts(say, problem))
    if problem.facts.get("column"):
        text += f" ({problem.place.line}:{problem.facts['column']})"
    text += "".join(_advice(say, problem))
    return text + say(FIRST_LINE) if problem.facts.get("is_first") else text


def _facts(say: Speech, problem: Problem) -> dict[str, Any]:
    facts = {"code": problem.code, "cause": _cause(say, problem), "reason": "", **problem.facts}
    if problem.kind is ProblemKind.NOT_JSON:
        facts["reason"] = say(json_reason(str(facts["reason"])))
    if problem.kind is ProblemKind.UNKNOWN_REFERENCE:
        facts["kind"] = kind_name(say, str(facts["kind"]))
    return facts


def _advice(say: Speech, problem: Problem) -> Iterator[str]:
    """What the line seems to be, and what to do about it."""
    resembles = RESEMBLES.get(str(problem.facts.get("resembles")))
    if resembles:
        yield say(resembles)
    elif problem.facts.get("is_first") and problem.place.file.casefold().endswith(TABLES):
        yield say(A_TABLE)
    if problem.kind is ProblemKind.UNKNOWN_COMMAND:
        nearest = get_close_matches(str(problem.facts.get("command")), ours(COMMANDS), n=1)
        yield say(MEANT, nearest=nearest[0]) if nearest else ""


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
        "fields": [field_json(say, one) for one in problem.fields],
        "violations": [violation_json(say, one) for one in problem.violations],
        "cause": _place_json(problem.cause) if problem.cause else None,
    }


def _place_json(place: Place) -> dict[str, Any]:
    return {"file": place.file, "line": place.line, "id": place.id}
