"""A parameter that an address does not know is refused: with a misspelt `valid` it would be answered for today."""

from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import get_close_matches

from fastapi import Request
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from adapters.http.problems import invalid
from domain.kernel.wrong_fields import FieldProblem

MOST_TOLD = 10
"""So many wrong names one answer holds."""


async def only_known(request: Request) -> None:
    """Every parameter is one of the route's own, and said once. Raises Problem naming the nearest."""
    if request.scope["query_string"]:
        route = request.scope["route"]
        assert isinstance(route, APIRoute)
        check_parameters(request, known=list(_names(route.dependant)))


def check_parameters(request: Request, *, known: Sequence[str]) -> None:
    """The query holds these names only, each once. Raises Problem."""
    if not request.scope["query_string"]:
        return
    written = [name for name, _ in request.query_params.multi_items()]
    wrong = [_unknown(name, known) for name in dict.fromkeys(written) if name not in known] + twice(written)
    if wrong:
        raise invalid(wrong[:MOST_TOLD])


def twice(written: Sequence[str]) -> list[FieldProblem]:
    """What may be said once, and was said more often: nobody knows which one is meant."""
    return [
        FieldProblem(name[:100], "value_error", "is said twice")
        for name, times in Counter(written).items()
        if times > 1
    ]


def _unknown(name: str, known: Sequence[str]) -> FieldProblem:
    """A name that is none, with the nearest one."""
    nearest = get_close_matches(name[:100], known, n=1, cutoff=0.5)
    return FieldProblem(name[:100], "extra_forbidden", "unknown parameter", nearest=nearest[0] if nearest else None)


def _names(dependant: Dependant) -> Iterator[str]:
    """What the route and everything that it depends on read of the query."""
    yield from (field.alias for field in dependant.query_params)
    for inner in dependant.dependencies:
        yield from _names(inner)
