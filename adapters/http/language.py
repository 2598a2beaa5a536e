"""The language of an answer: what the caller asks for, else that of the installation."""

from collections.abc import Mapping

from fastapi import Request

from adapters.http.liking import liked
from adapters.telling.speech import Speech
from adapters.telling.words import Language


def speech_of(request: Request) -> Speech:
    """Czech or English by Accept-Language; of both the one that is liked better, the first where they are alike."""
    best, weight = request.app.state.parts.settings.language, 0.0
    for written, how_much in liked(request, "accept-language"):
        language = _OURS.get(written.partition("-")[0])
        if language is not None and how_much > weight:
            best, weight = language, how_much
    return Speech(best)


_OURS: Mapping[str, Language] = {"cs": "cs", "en": "en"}
