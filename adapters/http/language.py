"""The language of an answer: what the caller asks for, else that of the installation."""

from fastapi import Request

from adapters.telling.speech import Speech


def speech_of(request: Request) -> Speech:
    """Czech or English by Accept-Language; the first of the two that is named."""
    asked = request.headers.get("accept-language", "")
    for part in asked.split(","):
        primary = part.split(";")[0].strip().lower().split("-")[0]
        if primary == "cs":
            return Speech("cs")
        if primary == "en":
            return Speech("en")
    return Speech(request.app.state.parts.settings.language)
