"""`kronika projections`: how far the views have come, build them anew, compare them with the ledger."""

from collections.abc import Callable, Sequence

from adapters.cli.failures import Exit, Failure
from adapters.cli.progress import Meter, meter
from adapters.cli.session import Run, Session
from adapters.cli.tables import cell, table
from adapters.cli.views import named, up_to_date
from adapters.logging import logger
from adapters.telling.frames import frame, members
from adapters.telling.words import Counted, Words
from projections import builds
from projections import rebuild as building
from projections.builds import State, Status
from projections.projector import Progress
from projections.rebuild import Drift, Verification
from projections.view import View
from projections.views import VIEWS

COLUMNS = (
    Words("View", "Přehled"),
    Words("State", "Stav"),
    Words("Version", "Verze"),
    Words("Up to entry no.", "Po záznam č."),
    Words("Behind by", "Zbývá"),
    Words("For", "Už"),
    Words("Why it stands still", "Proč stojí"),
)
STATES = {
    State.LIVE: Words("live", "v provozu"),
    State.QUARANTINED: Words("stands still", "stojí"),
    State.OUT_OF_DATE: Words("out of date", "zastaralý"),
    State.NOT_BUILT: Words("not built", "nepostaven"),
}
MANY = Words("the views", "přehledy")
REBUILDING = Words("Building {view}", "Stavím {view}")
REBUILT = Words(
    "{view}: version {version}, up to entry no. {position}", "{view}: verze {version}, po záznam č. {position}"
)
CLEAN = Words("{view}: {rows} agree, up to entry no. {position}", "{view}: souhlasí {rows}, po záznam č. {position}")
DRIFTED = Words("{view}: {drifting} of {rows} differ from the ledger", "{view}: {drifting} z {rows} se liší od knihy")
UNREADABLE = Words(
    "{view}: entry no. {position} cannot be read: {reason}", "{view}: záznam č. {position} nelze přečíst: {reason}"
)
BUILD_ANEW = Words(
    "  → kronika projections rebuild {views} builds anew from the ledger what differs from it",
    "  → co se od knihy liší, z ní znovu postaví kronika projections rebuild {views}",
)
ROWS = Counted(("row", "rows"), ("řádek", "řádky", "řádků", "řádku"))
DRIFT = Words(
    "{table} {key}: expected {expected}, found {found}", "{table} {key}: očekáváno {expected}, nalezeno {found}"
)
NO_ROW = Words("no row", "žádný řádek")


def status(*, session: Run) -> int:
    """How far each view has come. Exit code 8 where one stands still."""
    found = statuses(session)
    if session.is_json:
        rows = [{**members(one), "lag": one.lag, "lag_seconds": _seconds_behind(session, one)} for one in found]
        session.answer(frame("projections-status", rows, times={"known_seq": session.parts.ledger.head()}))
    else:
        grid = table(session, COLUMNS, numeric=(2, 3, 4, 5), fixed=(0, 1, 2, 3, 4, 5))
        for one in found:
            grid.add_row(*_status_row(session, one))
        session.show(grid)
    return Exit.INTEGRITY if any(one.state is State.QUARANTINED for one in found) else Exit.OK


def statuses(session: Session) -> list[Status]:
    """How each view stands, beside the head of the ledger."""
    builds.prepare(session.database, VIEWS)
    return builds.status(session.database, VIEWS, head=session.parts.ledger.head())


def _status_row(session: Session, one: Status) -> list[str]:
    say = session.say
    why = f"{one.quarantine.position} ({one.quarantine.topic}): {one.quarantine.reason}" if one.quarantine else ""
    version = "" if one.version is None else str(one.version)
    behind = f"{say.number(seconds)} s" if (seconds := _seconds_behind(session, one)) else ""
    return [one.view, say(STATES[one.state]), version, say.number(one.position), say.number(one.lag), behind, why]


def _seconds_behind(session: Session, one: Status) -> int:
    """For how long the first entry that the view has not seen has been waiting."""
    unseen = session.parts.ledger.select_entries(after=one.position, limit=1) if one.lag else ()
    return max(0, round((session.parts.clock() - unseen[0].recorded_at).total_seconds())) if unseen else 0


def rebuild(*views: str, session: Run) -> int:
    """Build views anew and put them in place of the old ones. May be interrupted; goes on where it stopped."""
    parts = session.parts
    built = []
    chosen = named(views)
    with meter(session, _what(REBUILDING, chosen), parts.ledger.head()) as gauge:
        made = building.rebuild_all(session.database, parts.source, chosen, on_progress=_moving(gauge))
    for new in made:
        position = builds.checkpoint(session.database, new)
        logger().info("projections.rebuilt", view=new.view.name, version=new.version, position=position)
        built.append({"view": new.view.name, "version": new.version, "position": position})
    if session.is_json:
        session.answer(frame("projections-rebuild", built, times={"known_seq": parts.ledger.head()}))
        return Exit.OK
    for one in built:
        session.line(session.say(REBUILT, **one))
    return Exit.OK


def _moving(gauge: Meter) -> Callable[[Progress], None]:
    return lambda progress: gauge.moved(progress.position, progress.position)


def _what(words: Words, views: Sequence[View]) -> Words:
    """What is done to the view, or to several."""
    names = MANY if len(views) > 1 else Words(views[0].name, views[0].name)
    return Words(words.en.format(view=names.en), words.cs.format(view=names.cs))


ROLLING_BACK = Words("Going back in {view}", "Vracím {view}")
ROLLED_BACK = Words(
    "{view}: version {version} is live again, up to entry no. {position}",
    "{view}: v provozu je znovu verze {version}, po záznam č. {position}",
)
NO_EARLIER = Words("{view} keeps no earlier version", "{view} nemá starší verzi")


def rollback(view: str, /, *, session: Run) -> int:
    """Make the version before the last rebuild live again, brought up to the head. Exit code 3 where there is none."""
    (one,) = named([view])
    parts = session.parts
    try:
        with meter(session, _what(ROLLING_BACK, [one]), parts.ledger.head()) as gauge:
            before = building.rollback(session.database, parts.source, one, on_progress=_moving(gauge))
    except building.NothingToGoBackTo:
        raise Failure(Exit.NOT_FOUND, "not_found", NO_EARLIER, facts={"view": view}) from None
    told = {"view": view, "version": before.version, "position": builds.checkpoint(session.database, before)}
    logger().info("projections.rolled_back", **told)
    if session.is_json:
        session.answer(frame("projections-rollback", told, times={"known_seq": parts.ledger.head()}))
    else:
        session.line(session.say(ROLLED_BACK, **told))
    return Exit.OK


VERIFYING = Words("Verifying {view}", "Ověřuji {view}")


def verify(*views: str, session: Run) -> int:
    """Build views aside and compare. Exit code 8 where they have drifted."""
    parts, chosen = session.parts, named(views)
    up_to_date(session, *chosen)
    with meter(session, _what(VERIFYING, chosen), parts.ledger.head()) as gauge:
        found = building.verify_all(session.database, parts.source, chosen, on_progress=_moving(gauge))
    for one in found:
        logger().info("projections.verified", view=one.view, rows=one.rows, drifting=one.drifting)
    is_clean = all(one.is_clean for one in found)
    if session.is_json:
        data = [{**members(one), "is_clean": one.is_clean} for one in found]
        session.answer(frame("projections-verify", data, ok=is_clean, times={"known_seq": parts.ledger.head()}))
    else:
        for one in found:
            _tell(session, one)
    if not is_clean:
        session.tell(BUILD_ANEW, views=" ".join(one.view for one in found if not one.is_clean))
    return Exit.OK if is_clean else Exit.INTEGRITY


def _tell(session: Session, found: Verification) -> None:
    say = session.say
    rows = say.count(found.rows, ROWS)
    facts = {"view": found.view, "rows": rows, "position": found.position, "drifting": found.drifting}
    session.line(say(CLEAN if not found.drifting else DRIFTED, **facts))
    for drift in found.drifts:
        session.line("  " + _drift_line(session, drift))
    if found.quarantine:
        session.line(
            say(UNREADABLE, view=found.view, position=found.quarantine.position, reason=found.quarantine.reason)
        )


def _drift_line(session: Session, drift: Drift) -> str:
    nothing = session.say(NO_ROW)
    expected = nothing if drift.expected is None else session.say.facts(drift.expected)
    found = nothing if drift.found is None else session.say.facts(drift.found)
    key = "/".join(str(part) for part in drift.key)
    return cell(session.say(DRIFT, table=drift.table, key=key, expected=expected, found=found))
