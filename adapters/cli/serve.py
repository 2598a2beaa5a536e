"""`kronika serve`: the ledger over HTTP, in one process that groups commits and keeps states at hand."""

import errno
from ipaddress import ip_address
from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlsplit

from cyclopts import Parameter

from adapters.cli.failures import Exit, Failure, usage
from adapters.cli.session import Run, Session
from adapters.identity.accounts import Accounts
from adapters.identity.tokens import Tokens
from adapters.logging import Form, configure
from adapters.telling.words import Words

if TYPE_CHECKING:
    from socket import socket

SERVING = Words("Kronika answers at {address}; Ctrl+C ends it.", "Kronika odpovídá na {address}; Ctrl+C ji ukončí.")
NOBODY = Words(
    "nobody can come in yet: kronika account first, or kronika token issue NAME --as ROLE",
    "nikdo zatím nemůže vstoupit: kronika account first, nebo kronika token issue JMÉNO --as ROLE",
)
ENDED = Words("Stopped.", "Zastaveno.")
IN_USE = Words("nothing can listen at {address}: {reason}", "na {address} nelze naslouchat: {reason}")
TAKEN = Words("another program listens there", "naslouchá tam jiný program")
FORBIDDEN = Words("the system allows ports from 1024 on only", "systém dovolí jen porty od 1024")
FOREIGN = Words("this is no address of this machine", "to není adresa tohoto počítače")
ANOTHER_PORT = Words("choose another one with --port", "zvolte jiný pomocí --port")
REASONS = {errno.EADDRINUSE: TAKEN, errno.EACCES: FORBIDDEN}
IN_THE_CLEAR = Words(
    "{host} is reached from other machines, and nothing would be encrypted on the way",
    "{host} je dostupná i z jiných počítačů a cestou by nic nebylo šifrováno",
)
BEHIND_A_PROXY = Words(
    "let a reverse proxy speak TLS, and set KRONIKA_PUBLIC_URL=https://… to the address under which people reach it",
    "ať TLS zajistí reverzní proxy, a nastavte KRONIKA_PUBLIC_URL=https://… na adresu, pod kterou ji lidé najdou",
)
Switch = Annotated[bool, Parameter(negative=())]
HIGHEST_PORT = 65_535
WRONG_PORT = Words("there is no port {port}", "port {port} není")


def serve(*, host: str = "127.0.0.1", port: int = 8000, no_projector: Switch = False, session: Run) -> int:
    """Answer requests until Ctrl+C; commands at hand are finished."""
    _check_address(session, host, port)
    from adapters.http.serving import serve as answer
    from adapters.waiting import TELL, log

    parts = session.parts
    TELL.set(log)  # those who ask a server are not at this terminal
    parts.check_published()
    configure(level=_level(session), stream=session.stderr, form=_form(session))
    if not Tokens(session.side).rows() and not Accounts(session.side).all():
        session.tell(NOBODY, style="yellow")
    with _listener(host, port) as listener:
        is_asked_to_stop = session.wish_to_stop  # uvicorn hands a signal on to whoever heard of it before
        session.tell(SERVING, address=_written(host, listener.getsockname()[1]))
        answer(parts, listener, with_projector=not no_projector)
    if is_asked_to_stop():
        session.tell(ENDED)
    return Exit.OK


def _listener(host: str, port: int) -> "socket":
    from adapters.http.serving import listen

    try:
        return listen(host, port)
    except OSError as error:
        reason = REASONS.get(error.errno or 0, FOREIGN)
        hint = None if reason is FOREIGN else ANOTHER_PORT
        facts = {"address": _written(host, port), "reason": reason}
        raise Failure(Exit.STORAGE, "no_address", IN_USE, hint, facts) from None


def _check_address(session: Session, host: str, port: int) -> None:
    """Tokens and passwords travel in the clear within this machine only."""
    if not 0 <= port <= HIGHEST_PORT:
        raise usage(WRONG_PORT, port=str(port))
    public = urlsplit(session.settings.public_url or "")
    if not _is_this_machine(host) and public.scheme != "https" and not _is_this_machine(public.hostname or ""):
        raise usage(IN_THE_CLEAR, BEHIND_A_PROXY, host=host)


def _is_this_machine(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _written(host: str, port: int) -> str:
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _level(session: Session) -> str:
    return session.settings.log_level or ("warning" if session.is_quiet else "info")


def _form(session: Session) -> Form:
    """For people at a terminal, else for programs."""
    return session.settings.log_format or ("text" if session.stderr.isatty() else "json")
