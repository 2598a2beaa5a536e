"""`kronika serve`: the ledger over HTTP."""

from typing import Annotated

from cyclopts import Parameter

from adapters.cli.failures import Exit, Failure
from adapters.cli.session import Run
from adapters.identity.tokens import Tokens
from adapters.telling.words import Words

SERVING = Words("Kronika answers at {address}; Ctrl+C ends it.", "Kronika odpovídá na {address}; Ctrl+C ji ukončí.")
NO_TOKEN = Words(
    "nobody has a token yet: kronika token issue NAME --as ROLE",
    "nikdo ještě nemá token: kronika token issue JMÉNO --as ROLE",
)
ENDED = Words("Stopped.", "Zastaveno.")
IN_USE = Words("nothing can listen at {address}: {reason}", "na {address} nelze naslouchat: {reason}")
Switch = Annotated[bool, Parameter(negative=())]


def serve(*, host: str = "127.0.0.1", port: int = 8000, no_projector: Switch = False, session: Run) -> int:
    """Answer requests until Ctrl+C; commands at hand are finished."""
    from adapters.http.serving import serve as answer

    parts = session.parts
    tokens = Tokens(session.database)
    tokens.prepare()
    if not tokens.rows():
        session.tell(NO_TOKEN, style="yellow")
    address = f"http://{host}:{port}"
    is_asked_to_stop = session.wish_to_stop  # uvicorn hands a signal on to whoever heard of it before
    session.tell(SERVING, address=address)
    try:
        answer(parts, host=host, port=port, with_projector=not no_projector)
    except SystemExit:
        facts = {"address": address, "reason": "the address is in use or not of this machine"}
        raise Failure(Exit.STORAGE, "no_address", IN_USE, facts=facts) from None
    if is_asked_to_stop():
        session.tell(ENDED)
    return Exit.OK
