"""What there is, for whoever comes for the first time: every command by its folder, every question, every report."""

from collections import defaultdict
from typing import Any

from fastapi import APIRouter, Request, Response

from adapters.exports.words import TITLES
from adapters.http.language import speech_of
from adapters.http.paths import ROOT, collection, place_of
from adapters.http.questions.answers import answer
from adapters.http.questions.table import QUESTIONS, SEARCH, Question
from adapters.telling.business import KINDS, ours
from adapters.telling.entries import sentence
from adapters.telling.speech import Speech
from adapters.telling.vocabulary import COMMANDS_CS
from domain.kernel.command import COMMANDS, Command
from projections.sheets import SHEETS

Json = dict[str, Any]

ELSEWHERE = {
    "document": f"{ROOT}/openapi.json",
    "batch": f"{ROOT}/batch",
    "events": f"{ROOT}/events",
    "seal": f"{ROOT}/seal",
    "checkpoint": "/seal/checkpoint",
    "health": "/healthz",
    "readiness": "/readyz",
}


def directory_routes() -> APIRouter:
    """One address. It tells nothing of any ledger, so nobody needs to be known."""
    router = APIRouter(tags=["operations"])

    @router.get(
        f"{ROOT}/",
        operation_id="directory",
        summary="What there is: commands, questions, reports",
        responses={304: {"description": "The caller has this answer already."}},
    )
    def directory(request: Request) -> Response:
        return answer(request, "directory", contents(speech_of(request)), {})

    return router


def contents(say: Speech) -> Json:
    """Everything with its address, in the language of the reader."""
    return {
        "files": {folder: f"{ROOT}/{folder}/{{identifier}}" for folder in map(collection, KINDS)},
        "commands": _commands(say),
        "questions": [_question(say, one) for one in (*QUESTIONS, SEARCH)],
        "reports": [{"name": name, "path": f"{ROOT}/reports/{name}", "about": say(TITLES[name])} for name in SHEETS],
        "elsewhere": ELSEWHERE,
    }


def _commands(say: Speech) -> dict[str, list[Json]]:
    found: defaultdict[str, list[Json]] = defaultdict(list)
    for topic, command in ours(COMMANDS).items():
        place = place_of(command)
        named = f"{ROOT}/{place.folder}/{{identifier}}/{place.verb}"
        path = f"{ROOT}/{place.folder}/{place.verb}" if command.opens else named
        found[place.folder].append({"command": topic, "path": path, "about": _about(say, command)})
    return dict(found)


def _about(say: Speech, command: type[Command]) -> str:
    return COMMANDS_CS[command.topic] if say.language == "cs" else sentence(command)


def _question(say: Speech, question: Question) -> Json:
    return {
        "name": question.name,
        "path": f"{ROOT}/{question.name}",
        "about": say(question.about),
        "conditions": list(dict.fromkeys((*question.columns.further, *question.columns.own))),
    }
