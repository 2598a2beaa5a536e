"""What the OpenAPI document says of the seal: examples that can be checked, of a tree with three leaves."""

import json
from collections.abc import Mapping
from typing import Any

from adapters.http.document.commands import UNSUCCESSFUL
from adapters.http.document.problem_examples import SCHEMA
from adapters.http.problems import MEDIA_TYPE, Problem, document
from adapters.http.sealing.problems import (
    beyond_the_seal,
    no_key,
    no_proof,
    no_tile,
    not_sealed_yet,
    nothing_sealed,
    unreadable,
)
from adapters.telling.frames import encoded, frame
from adapters.telling.speech import Speech

Json = dict[str, Any]
Answers = dict[int | str, Json]

JSON = "application/json"
TEXT = "text/plain"
BYTES = "application/octet-stream"
KEY_EXAMPLE = "kronika/50d858e0985ecc7f60418aaf0cc5ab58+af5774ea+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4\n"
CHECKPOINT_EXAMPLE = """\
kronika/50d858e0985ecc7f60418aaf0cc5ab58
3
1Pksj7uJcg6ztVZ3x9fvrd/rENEaGoSguo8aIzN/qpU=

— kronika/50d858e0985ecc7f60418aaf0cc5ab58 r1d06mcNuTwb3j98UaUeWJk75Ebzk5zB0Q+DkrsiH1Ajt\
CC0fDADelAe5Cz6a+f1k+TlKGYhIE952jeJUVl8l3t3UAs=
"""
LEAF_EXAMPLE = b"leaf 1"
INCLUSION_EXAMPLE = f"""\
c2sp.org/tlog-proof@v1
index 1
G7l9zCFjXUfiZj79/QoXRobZjdcBNS3SzQbotD/T0wU=
qze6NNHf4pAV3nF6bVdkqPsCnDp6D1tkuTtUNRiFv3w=

{CHECKPOINT_EXAMPLE}"""
CONSISTENCY_EXAMPLE = f"""\
old 2
qze6NNHf4pAV3nF6bVdkqPsCnDp6D1tkuTtUNRiFv3w=

{CHECKPOINT_EXAMPLE}"""
ANY_BYTES: Json = {BYTES: {"schema": {"type": "string", "format": "binary"}}}


def framed(schema: str, data: object) -> Json:
    """A frame of JSON, as it reads."""
    return {JSON: {"example": json.loads(encoded(frame(schema, data)))}}


def text(example: str) -> Json:
    """A text of its own form, as it reads."""
    return {TEXT: {"schema": {"type": "string"}, "example": example}}


NOT_MODIFIED: Json = {"description": "The caller has this answer already."}
PROBLEMS: Mapping[int, tuple[str, tuple[Problem, ...]]] = {
    400: ("The request cannot be read, or asks for more than was sealed.", (beyond_the_seal(3),)),
    404: (
        "Nothing is sealed there.",
        (nothing_sealed(), no_tile(), no_key(), not_sealed_yet(4, 3)),
    ),
    500: ("The entry is not what was sealed, or the kept hashes are wrong.", (no_proof(2),)),
    503: ("What is kept of the seal is not there or cannot be read.", (unreadable(),)),
}
"""What an answer that is no success means here, and how it reads."""


def problems(*statuses: int) -> Answers:
    """These answers, with an example of each kind."""
    return {status: _problem(*PROBLEMS[status]) for status in statuses}


def _problem(reason: str, found: tuple[Problem, ...]) -> Json:
    examples = {one.code: {"value": document(one, Speech("en"))} for one in found}
    return {"description": reason, "content": {MEDIA_TYPE: {"schema": SCHEMA, "examples": examples}}}


def of_everybody(content: Json, *statuses: int) -> Answers:
    """What an address answers at which nobody needs to be known."""
    return {200: {"content": content}, 304: NOT_MODIFIED, **problems(*statuses)}


def of_readers(content: Json, *statuses: int) -> Answers:
    """What an address answers to those who may read."""
    return {200: {"content": content}, 304: NOT_MODIFIED, **UNSUCCESSFUL, **problems(*statuses)}
