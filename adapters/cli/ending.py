"""From whatever ends a run to what is said about it: the one table of errors and exit codes."""

import os
import sqlite3
import sys
import traceback
from inspect import signature
from itertools import takewhile
from typing import Any, Literal, TypeGuard, get_args, get_origin

from cyclopts import CycloptsError
from cyclopts.exceptions import (
    CoercionError,
    MissingArgumentError,
    RepeatArgumentError,
    UnknownCommandError,
    UnknownOptionError,
    UnusedCliTokensError,
)
from eventsourcing.persistence import PersistenceError

from adapters.cli.failures import Exit, Failure, unknown, usage
from adapters.cli.session import Session
from adapters.cli.storage_failures import storage_failure
from adapters.published import OlderThanPublished
from adapters.stores.schema import NotInitialised, UnknownSchema
from adapters.telling.problems import violation_json, violation_lines
from adapters.telling.vocabulary import kind_name
from adapters.telling.words import Words
from adapters.upcasters import NoUpcaster
from adapters.wire import UnknownTopic
from application.errors import CommandReused, Conflict, NotAllowed, NotFound
from domain.kernel.as_written import UnreadableDate
from domain.kernel.rule import Refused
from domain.kernel.unreadable import UnreadableEvent
from projections.builds import State
from projections.projector import HoleInLedger
from projections.rebuild import RebuildFailed
from projections.report import ViewUnavailable

SAID_IN_ENGLISH = Words("{message}", "{message}")
SEE_HELP = Words("kronika --help lists the commands", "příkazy vypíše kronika --help")
RUN_INIT = Words("run kronika init first", "nejprve spusťte kronika init")
REBUILD = Words("kronika projections rebuild builds it anew", "znovu jej postaví kronika projections rebuild")
TRY_AGAIN = Words("nothing was recorded; try once more", "nic nebylo zapsáno; zkuste to znovu")
OTHER_CONTENT = Words(
    "what is recorded is corrected by a further entry with a reason (entry.correct), never by sending it again",
    "co je zapsáno, opravuje další záznam s důvodem (entry.correct), nikdy opakované odeslání",
)
A_COMMAND = Words("a command", "příkaz")
SEE_LOG = Words(
    "kronika log KIND ID lists the entries of a file with their numbers",
    "záznamy spisu i s čísly vypíše kronika log DRUH ID",
)
SEE_FILES = Words(
    "kronika search finds a file by words of its number or name, kronika files {kind} lists them",
    "spis podle slov čísla či názvu najde kronika search, všechny vypíše kronika files {kind}",
)
UNREADABLE = Words("the ledger cannot be read: {message}", "knihu nelze přečíst: {message}")
DAMAGED = Words(
    "entry no. {position} ({topic}) cannot be read: {reason}", "záznam č. {position} ({topic}) nelze přečíst: {reason}"
)
NOT_BUILT = Words(
    "the view {view} was not built anew: entry no. {position} ({topic}) cannot be read: {reason}",
    "přehled {view} nebyl znovu postaven: záznam č. {position} ({topic}) nelze přečíst: {reason}",
)
VIEW_STATES = {
    State.LIVE: Words("it is being read", "právě se čte"),
    State.QUARANTINED: Words("it stands still", "stojí"),
    State.NOT_BUILT: Words("nobody built it yet", "ještě jej nikdo nepostavil"),
    State.OUT_OF_DATE: Words("another version of Kronika built it", "postavila jej jiná verze Kroniky"),
}
STANDS_STILL = Words(
    "it stands still at entry no. {position} ({topic}): {reason}", "stojí u záznamu č. {position} ({topic}): {reason}"
)
STAYS = Words(
    "the version that there was stays; where the entry is damaged, a backup helps: kronika backup verify",
    "zůstává dosavadní verze; je-li záznam poškozen, pomůže záloha: kronika backup verify",
)
NEWER_PROGRAM = Words(
    "run the version of Kronika that wrote it; nothing was changed",
    "spusťte verzi Kroniky, která jej zapsala; nic se nezměnilo",
)
BACKUP = Words(
    "keep the database as it is, compare it with a backup (kronika backup verify), bring that back (kronika restore)",
    "databázi nechte, jak je, porovnejte ji se zálohou (kronika backup verify) a tu obnovte (kronika restore)",
)
NOTHING_RECORDED = Words("interrupted; nothing was recorded", "přerušeno; nic nebylo zapsáno")
RECORDED = Words("interrupted; recorded up to entry no. {position}", "přerušeno; zapsáno po č. {position}")


def failure_of(error: BaseException, session: Session) -> Failure | int:
    """What is said about an error; an exit code alone where there is nothing to say."""
    if session.is_debug and not isinstance(error, (SystemExit, KeyboardInterrupt)):
        session.note("".join(traceback.format_exception(error)).rstrip())
    if isinstance(error, Failure):
        return error
    if isinstance(error, SystemExit) and isinstance(error.__context__, BrokenPipeError):
        return _reader_gone()  # the library that lays things out was the first to notice
    if isinstance(error, SystemExit):
        return error.code if isinstance(error.code, int) else Exit.OK
    if isinstance(error, BrokenPipeError):
        return _reader_gone()
    if isinstance(error, KeyboardInterrupt):
        position = session.recorded_up_to
        words = RECORDED if position else NOTHING_RECORDED
        return Failure(Exit.INTERRUPTED, "interrupted", words, facts={"position": position})
    if isinstance(error, CycloptsError):
        return _misused(error)
    return _answered(error, session) or _stored(error) or _sealed(error) or _bug(error)


def _reader_gone() -> int:
    """Whoever read the answer (head, less) has seen enough; Python must not complain when it closes stdout."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return Exit.OK


# The command line ----------------------------------------------------------------------------------------------------


def _misused(error: CycloptsError) -> Failure:
    """A command line that cannot be understood, said in our words where we know better than the library."""
    page = " ".join(("kronika", *(error.command_chain or ()), "--help"))
    see = Words(f"see {page}", f"viz {page}")
    if isinstance(error, UnknownCommandError):
        return _unknown_command(error)
    if isinstance(error, UnknownOptionError):
        option = error.token.keyword or error.token.value
        names = [name for argument in error.argument_collection if argument.parse for name in argument.names]
        return unknown(Words("an option of this command", "volba tohoto příkazu"), option, names, see)
    if isinstance(error, MissingArgumentError) and error.argument is not None:
        name = error.argument.name.lstrip("-").upper() if error.argument.index is not None else error.argument.name
        hint = _kind_first(error) or _meaning(" ".join(error.command_chain or ()), name, see)
        return usage(Words("{name} is missing", "chybí {name}"), hint, name=name)
    if isinstance(error, UnusedCliTokensError):
        surplus = " ".join(error.unused_tokens or ())
        return usage(Words("there is something too much: {surplus}", "něco přebývá: {surplus}"), see, surplus=surplus)
    if isinstance(error, RepeatArgumentError):
        return usage(Words("{option} was given twice", "{option} je zadáno dvakrát"), see, option=error.token.keyword)
    if isinstance(error, CoercionError) and (said := _of_another_kind(error, see)):
        return said
    return usage(SAID_IN_ENGLISH, see, message=str(error).strip())


NO_NUMBER = {
    int: Words("{option}: {written} is no whole number", "{option}: {written} není celé číslo"),
    float: Words("{option}: {written} is no number", "{option}: {written} není číslo"),
}


def _of_another_kind(error: CoercionError, see: Words) -> Failure | None:
    """A value that is no number, or none of those that may be chosen."""
    if error.token is None or error.argument is None:
        return None
    option, written = error.token.keyword or error.argument.name.upper(), error.token.value
    if get_origin(error.target_type) is Literal:
        known = [str(one) for one in get_args(error.target_type)]
        return unknown(Words(f"a value of {option}", f"hodnota pro {option}"), written, known)
    words = NO_NUMBER.get(error.target_type) if isinstance(error.target_type, type) else None
    return usage(words, see, option=option, written=repr(written)) if words else None


def _meaning(command: str, name: str, see: Words) -> Words:
    """What is to be written there, and where more of it stands."""
    from adapters.cli.help_of_commands import meaning_in
    from adapters.cli.help_texts import NAMES

    meant = meaning_in(command, name) or NAMES.get(name)
    return (
        Words(*(f"{what.removesuffix('.')}; {where}" for what, where in zip(meant, see, strict=True))) if meant else see
    )


def _kind_first(error: MissingArgumentError) -> Words | None:
    """Where a number stands in the place of the kind that must come before it."""
    from adapters.cli.files import kind_called

    chain = error.command_chain or ()
    words = list(takewhile(lambda word: not word.startswith("-"), (error.root_input_tokens or ())[len(chain) :]))
    takes_kind = error.target is not None and "kind" in signature(error.target).parameters
    if not takes_kind or not words or kind_called(words[0]) is not None:
        return None
    typed = " ".join(("kronika", *chain, "contract", *words))
    return Words(f"first the kind, then the number: {typed}", f"nejprve druh, potom číslo: {typed}")


def _unknown_command(error: UnknownCommandError) -> Failure:
    """With the nearest name; where another command has one of that name within it, that one is meant."""
    from adapters.cli.app import GROUPS

    known = [name for name in (error.app or ()) if not name.startswith("-")]
    typed, within = (error.unused_tokens or [""])[0], " ".join(error.command_chain or ())
    inner = [f"{group} {page.name}" for group, pages in GROUPS.items() for page in pages if page.name == typed]
    if inner and not within:
        return unknown(A_COMMAND, typed, (), Words(f"kronika {inner[0]} is one", f"je jím kronika {inner[0]}"))
    if not within:
        return unknown(A_COMMAND, typed, known, SEE_HELP)
    see = Words(f"kronika {within} --help lists them", f"vypíše je kronika {within} --help")
    return unknown(Words(f"a command of kronika {within}", f"příkaz kronika {within}"), typed, known, see)


# What the application answers ----------------------------------------------------------------------------------------


def _answered(error: BaseException, session: Session) -> Failure | None:
    if isinstance(error, UnreadableDate):
        return usage(SAID_IN_ENGLISH, message=str(error))
    if isinstance(error, NotFound):
        details = {"kind": error.kind, "written": str(error.identifier)}
        named = kind_name(session.say, error.kind)
        words = Words("no {named} is known as {written}", "{named}: pod {written} není nic známo")
        facts = {**details, "named": named[0].upper() + named[1:] if session.say.language == "cs" else named}
        return Failure(
            Exit.NOT_FOUND,
            "not_found",
            words,
            SEE_LOG if error.kind == "entry" else SEE_FILES,
            facts=facts,
            details=details,
        )
    if isinstance(error, Refused):
        return refused(error, session)
    if isinstance(error, NotAllowed):
        return _not_allowed(error)
    if isinstance(error, CommandReused):
        words = Words(
            "this command was already recorded with other content, as entry no. {position}",
            "tento příkaz už byl zapsán s jiným obsahem jako záznam č. {position}",
        )
        position = {"position": error.first_position}
        return Failure(Exit.CONFLICT, "reused", words, OTHER_CONTENT, facts=position, details=position)
    if isinstance(error, Conflict):
        words = Words("others kept writing the same file", "stejný spis neustále zapisoval někdo jiný")
        return Failure(Exit.CONFLICT, "conflict", words, TRY_AGAIN)
    return None


NOT_ALLOWED = {
    "role": Words("the role {role} may not send {command}", "role {role} nesmí poslat {command}"),
    "person-unknown": Words(
        "roles were given in this office; say who you are with --by or KRONIKA_PERSON",
        "v tomto úřadu jsou role přiděleny; řekněte, kdo jste, pomocí --by nebo KRONIKA_PERSON",
    ),
    "role-not-held": Words("the person does not hold the role {role} today", "osoba dnes roli {role} nemá"),
    "outside-scope": Words(
        "the person holds the role {role} for other files only", "osoba má roli {role} jen pro jiné spisy"
    ),
    "own-day": Words(
        "a service provider files today what is filed: without another day, and without setting a rule aside",
        "poskytovatel služby podává dnešním dnem: bez jiného data a bez výjimky z pravidla",
    ),
}
"""Why somebody may not, by what NotAllowed says."""
WHO_MAY = Words(
    "may: {roles}; --as ROLE or KRONIKA_ROLE says in which role you act",
    "smí: {roles}; v jaké roli jednáte, říká --as ROLE nebo KRONIKA_ROLE",
)
NOBODY_MAY = Words("kronika permissions lists the roles", "role vypíše kronika permissions")


def _not_allowed(error: NotAllowed) -> Failure:
    facts = {"role": error.role, "command": error.topic, "roles": ", ".join(error.roles)}
    hint = NOBODY_MAY if not error.roles else WHO_MAY
    if error.why != "role":
        hint = Words(
            "kronika log office office says who holds what", "kdo má jakou roli, ukáže kronika log office office"
        )
    details = {"role": error.role, "command": error.topic, "roles": list(error.roles)}
    details |= {} if error.why == "role" else {"why": error.why}
    return Failure(Exit.REFUSED, "not_allowed", NOT_ALLOWED[error.why], hint, facts=facts, details=details)


def refused(error: Refused, session: Session) -> Failure:
    """The law said no: every broken rule in the order in which a lawyer would object."""
    words = Words("refused: {rule}", "odmítnuto: {rule}")
    return Failure(
        Exit.REFUSED,
        "refused",
        words,
        facts={"rule": error.code},
        details={"violations": [violation_json(session.say, one) for one in error.violations]},
        lines=list(violation_lines(session.say, error.violations)),
    )


# Where things are stored ---------------------------------------------------------------------------------------------


def _stored(error: BaseException) -> Failure | None:
    facts = {"message": str(error).strip()}
    if isinstance(error, NotInitialised):
        words = Words("there is no ledger here yet", "tady ještě žádná kniha není")
        return Failure(Exit.STORAGE, "not_initialised", words, RUN_INIT, details=facts)
    if isinstance(error, OlderThanPublished):
        words = Words(
            "others have seen entries up to no. {published}, this ledger ends at no. {head}: the copy is too old",
            "jiní viděli záznamy po č. {published}, ale tato kniha končí č. {head}: je to příliš stará kopie",
        )
        hint = Words(
            "restore a newer backup, or kronika restore --accept-loss 'why'",
            "obnovte novější zálohu, nebo kronika restore --accept-loss 'proč'",
        )
        positions = {"published": error.published, "head": error.head}
        return Failure(Exit.INTEGRITY, "older_than_published", words, hint, facts=positions, details=positions)
    if isinstance(error, UnknownSchema):
        words = Words("the ledger was made by another version of Kronika", "knihu založila jiná verze Kroniky")
        hint = Words("use that version; {message}", "použijte tu verzi; {message}")
        return Failure(Exit.STORAGE, "unknown_schema", words, hint, facts=facts, details=facts)
    if isinstance(error, ViewUnavailable):
        stands_still = error.state is State.QUARANTINED
        words = Words("the view {view} cannot be read: {why}", "přehled {view} nelze číst: {why}")
        exit_code = Exit.INTEGRITY if stands_still else Exit.STORAGE
        why: dict[str, Any] = {"view": error.view, "why": _why_unavailable(error)}
        return Failure(exit_code, "view_unavailable", words, REBUILD, facts=why, details={"state": error.state.value})
    if isinstance(error, (PersistenceError, sqlite3.Error, OSError)) or _is_of_postgresql(error):
        return storage_failure(error)
    return _unreadable(error)


def _why_unavailable(error: ViewUnavailable) -> Words:
    """Its state in words, and the entry at which it stands still."""
    found = error.quarantine
    if found is None:
        return VIEW_STATES[error.state]
    facts = {"position": found.position, "topic": found.topic, "reason": found.reason}
    return Words(*(text.format_map(facts) for text in STANDS_STILL))


def _is_of_postgresql(error: BaseException) -> TypeGuard[Exception]:
    """Told by its name: whoever has no such ledger need not wait for its driver, which takes longest of all to load."""
    return any(kind.__module__.partition(".")[0] == "psycopg" for kind in type(error).__mro__)


def _unreadable(error: BaseException) -> Failure | None:
    """What is stored is not what was written, or was written by a program that came later."""
    facts = {"message": str(error).strip()}
    if isinstance(error, (UnknownTopic, NoUpcaster)):
        return Failure(Exit.INTEGRITY, "integrity", UNREADABLE, NEWER_PROGRAM, facts=facts)
    if isinstance(error, UnreadableEvent):
        where = {"position": error.position, "topic": error.topic, "reason": error.reason}
        return Failure(Exit.INTEGRITY, "integrity", DAMAGED, BACKUP, facts=where, details=where)
    if isinstance(error, RebuildFailed):
        found = error.quarantine
        where = {"view": found.view, "position": found.position, "topic": found.topic, "reason": found.reason}
        return Failure(Exit.INTEGRITY, "integrity", NOT_BUILT, STAYS, facts=where, details=where)
    if isinstance(error, HoleInLedger):
        return Failure(Exit.INTEGRITY, "integrity", UNREADABLE, BACKUP, facts=facts)
    return None


def _sealed(error: BaseException) -> Failure | None:
    from adapters.cli.seal_failures import seal_failure

    return seal_failure(error)


def _bug(error: BaseException) -> Failure:
    """Nobody's fault but ours."""
    words = Words("this is an error in Kronika: {message}", "toto je chyba Kroniky: {message}")
    hint = Words("run it again with --debug and report what it says", "spusťte znovu s --debug a výpis nahlaste")
    return Failure(Exit.BUG, "bug", words, hint, facts={"message": f"{type(error).__name__}: {error}"})
