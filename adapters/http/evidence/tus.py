"""What every answer of the protocol tus carries, and the one status that no standard names."""

from collections.abc import Callable, Coroutine
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import Header, Request, Response
from fastapi.routing import APIRoute

from adapters.evidence.uploads import WrongChecksum
from adapters.http.evidence.answers import answers
from adapters.http.language import speech_of
from adapters.http.problems import AS_PROBLEM, MEDIA_TYPE, Problem, response
from adapters.telling.frames import encoded
from adapters.telling.words import Words

VERSION = "1.0.0"
RESUMABLE = "Tus-Resumable"
CHECKSUM_MISMATCH = 460
MISMATCH = answers(CHECKSUM_MISMATCH)
OTHER_VERSION = Words("send {header}: {version}", "pošlete {header}: {version}")
MISMATCHED = Words(
    "the piece has another checksum than was said; nothing of it was kept",
    "část má jiný kontrolní součet, než bylo řečeno; nic z ní se neponechalo",
)


def spoken(version: Annotated[str | None, Header(alias=RESUMABLE, description=VERSION)] = None) -> None:
    """Raises Problem where the sender speaks another version, or does not say."""
    if version != VERSION:
        problem = Problem(
            HTTPStatus.PRECONDITION_FAILED, "other-version", OTHER_VERSION, header=RESUMABLE, version=VERSION
        )
        problem.headers = {"Tus-Version": VERSION}
        raise problem


class TusRoute(APIRoute):
    """Every answer, also one that is no success, says which version of the protocol it speaks."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def handled(request: Request) -> Response:
            try:
                answer = await handle(request)
            except WrongChecksum:
                answer = _mismatch(request)
            except tuple(AS_PROBLEM) as error:
                as_problem = next(AS_PROBLEM[kind] for kind in type(error).__mro__ if kind in AS_PROBLEM)
                answer = response(as_problem(error), speech_of(request))
            answer.headers[RESUMABLE] = VERSION
            return answer

        return handled


def _mismatch(request: Request) -> Response:
    document = {
        "type": "urn:kronika:problem:checksum-mismatch",
        "title": "Checksum Mismatch",
        "status": CHECKSUM_MISMATCH,
        "detail": speech_of(request)(MISMATCHED),
        "code": "checksum-mismatch",
    }
    return Response(encoded(document), CHECKSUM_MISMATCH, media_type=MEDIA_TYPE)
