"""`kronika inspection`: samples drawn again, and what was paid or decided meanwhile."""

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from rich.table import Table

from adapters.cli.cards import file_number
from adapters.cli.failures import Exit, Failure
from adapters.cli.files import NAMES, File, find, state_of
from adapters.cli.moments import Asked, ask, header, strip
from adapters.cli.session import Run, Session
from adapters.cli.tables import table
from adapters.telling.entries import event_words
from adapters.telling.frames import frame
from adapters.telling.words import NOT_KNOWN, Words
from application.inspection_impact import Effect, Meantime, impact
from application.replay import Replay
from application.sample_check import Redrawn, redraw
from domain.inspection.inspection import Inspection
from domain.inspection.records import Sample
from domain.kernel.aggregate import Aggregate
from domain.kernel.entry import Entry
from domain.kernel.plain import plain

# Samples -------------------------------------------------------------------------------------------------------------

NO_SAMPLE = Words("{file} has no sample {sample}", "{file} nemá vzorek {sample}")
NO_SAMPLES = Words("none was drawn in it", "žádný v ní nebyl vybrán")
KNOWN_SAMPLES = Words("there is {known}", "je tu {known}")
METHODS = {
    "SIMPLE_RANDOM": Words("simple random", "prostý náhodný výběr"),
    "SYSTEMATIC": Words("systematic", "systematický výběr"),
    "FULL": Words("full", "úplný výběr"),
    "JUDGEMENT": Words("by judgement", "záměrný výběr"),
}
TERMS = Words(
    "{subject}: {size} of {frame} units in the frame, population {population}; {method}, seed {seed}",
    "{subject}: {size} z {frame} jednotek seznamu, soubor {population}; {method}, semínko {seed}",
)
NO_SEED = Words("none", "žádné")
SAME = Words("The same seed draws the same sample ({algorithm}).", "Stejné semínko vybere stejný vzorek ({algorithm}).")
DIFFERENT = Words(
    "THE SEED DRAWS ANOTHER SAMPLE than the one on record: {drawn}",
    "SEMÍNKO VYBERE JINÝ VZOREK, než jaký je zapsán: {drawn}",
)
CHOSEN = Words(
    "The units were chosen by judgement; nobody can draw them again.", "Vybráno úsudkem; zopakovat to nelze."
)
SAMPLE_COLUMNS = (
    Words("No.", "Č."),
    Words("Unit", "Jednotka"),
    Words("Replaced by", "Nahrazena"),
    Words("Found", "Zjištěno"),
)
USED_UP = Words("nothing left in the frame", "v seznamu už nic není")
RESULTS = {"OK": Words("in order", "v pořádku"), "DEFECT": Words("defect", "nedostatek")}
NOT_REVIEWED = Words("not examined yet", "zatím neposouzena")


def sample(
    id: str,  # noqa: A002  # as it is called on the help page
    sample: str,
    /,
    *,
    known: str | None = None,
    known_seq: int | None = None,
    session: Run,
) -> int:
    """Show a recorded sample and draw it again. Exit code 1 where its seed draws another."""
    asked = ask(session, valid=None, known=known, known_seq=known_seq)
    file, inspection = _inspection(session, id, asked)
    if sample not in inspection.samples:
        facts = {"file": file.name(session), "sample": sample, "known": ", ".join(inspection.samples)}
        hint = KNOWN_SAMPLES if inspection.samples else NO_SAMPLES
        raise Failure(Exit.NOT_FOUND, "no_sample", NO_SAMPLE, hint, facts=facts)
    found = inspection.samples[sample]
    again = redraw(found)
    if session.is_json:
        data = {"inspection": file.id, "sample": sample, **_sample_json(found, again)}
        session.answer(frame("inspection-sample", data, {"known_seq": asked.known}, ok=again.is_same is not False))
    else:
        strip(session, asked)
        session.line(header(session, asked))
        session.line()
        _print_sample(session, file, found, again)
    return Exit.NEGATIVE if again.is_same is False else Exit.OK


def _inspection(session: Session, written: str, asked: Asked) -> tuple[File, Inspection]:
    """The inspection as known then. Raises NotFound."""
    file = find(session, "inspection", written, asked)
    entries = _replay(session).entries(file.id, asked.known)
    state = state_of(session, file, entries, asked)
    assert isinstance(state, Inspection)
    return file, state


def _replay(session: Session) -> Replay:
    return Replay(session.parts.ledger, session.parts.decode)


def _sample_json(found: Sample, again: Redrawn) -> dict[str, Any]:
    terms = found.terms
    return {
        "subject": terms.subject,
        "method": terms.method,
        "algorithm": terms.algorithm,
        "seed": terms.seed,
        "population": terms.population,
        "size": terms.size,
        "frame": terms.frame,
        "drawn": terms.drawn,
        "replaced": found.replaced,
        "reviewed": {unit: one.result for unit, one in found.reviews.items()},
        "drawn_again": again.drawn,
        "replaced_again": again.replaced,
        "is_same": again.is_same,
    }


def _print_sample(session: Session, file: File, found: Sample, again: Redrawn) -> None:
    terms, say = found.terms, session.say
    session.line(f"{file.name(session)} · {terms.sample}")
    counts = {"size": terms.size, "frame": len(terms.frame), "population": terms.population}
    method, seed = METHODS[terms.method], terms.seed or NO_SEED
    session.line(say(TERMS, subject=terms.subject, **counts, method=method, seed=seed))
    session.line()
    session.show(_units(session, found))
    session.line()
    if again.drawn is None:
        session.line(say(CHOSEN))
    elif again.is_same:
        session.line(say(SAME, algorithm=terms.algorithm), style="bold")
    else:
        session.line(say(DIFFERENT, drawn=", ".join(again.drawn)), style="bold red")


def _units(session: Session, found: Sample) -> Table:
    """Every unit that was ever drawn, in the order of the draw."""
    say = session.say
    grid = table(session, SAMPLE_COLUMNS, numeric=(0,), fixed=(0,))
    for number, unit in enumerate(found.used, start=1):
        is_replaced, review = unit in found.replaced, found.reviews.get(unit)
        instead = (found.replaced[unit] or say(USED_UP)) if is_replaced else ""
        result = say(RESULTS[review.result]) if review else "" if is_replaced else say(NOT_REVIEWED)
        grid.add_row(str(number), unit, instead, result)
    return grid


# Impact --------------------------------------------------------------------------------------------------------------

NO_IMPACT = Words(
    "No finding of {file} names an amount on a contract or mandate.",
    "Žádné zjištění ({file}) neuvádí částku u smlouvy nebo pověření.",
)
EFFECT = Words("Finding {finding} ({state}): {kind} {number}", "Zjištění {finding} ({state}): {kind} {number}")
YEAR = Words(", year {year}", ", rok {year}")
AMOUNTS = Words(
    "found {found} · stands there {held} as {reference}{stage}",
    "zjištěno {found} · tam stojí {held} jako {reference}{stage}",
)
NOT_THERE = Words(
    "found {found} · nothing stands there as {reference}{stage}",
    "zjištěno {found} · jako {reference} tam nestojí nic{stage}",
)
WAITS = Words(
    "the two do not agree yet: kronika timers run, kronika timers work",
    "obojí zatím nesouhlasí: kronika timers run, kronika timers work",
)
NOTHING_THERE = Words("nothing", "nic")
NO_MEANTIME = Words("nothing was paid or decided since {since}", "od {since} nebylo nic vyplaceno ani rozhodnuto")
MEANTIME_COLUMNS = (
    Words("Entry no.", "Záznam č."),
    Words("Day", "Den"),
    Words("What", "Co"),
    Words("Amount", "Částka"),
    Words("Because of it", "Kvůli tomu"),
)
FINDING_STATES = {
    None: Words("taken back", "vzato zpět"),
    "PROPOSED": Words("proposed", "navržené"),
    "CHANGED": Words("changed", "změněné"),
    "MAINTAINED": Words("maintained", "potvrzené"),
    "WITHDRAWN": Words("withdrawn", "zrušené"),
}
BUILDS_ON = Words("yes", "ano")


class _Known:
    """The files as they were known at a position."""

    def __init__(self, replay: Replay, known: int) -> None:
        self._replay, self._known = replay, known

    def entries(self, identifier: UUID) -> Sequence[Entry]:
        return self._replay.entries(identifier, self._known)

    def state(self, identifier: UUID) -> Aggregate:
        return self._replay.state(identifier, self._known)


def inspection_impact(
    id: str,  # noqa: A002  # as it is called on the help page
    /,
    *,
    valid: str | None = None,
    known: str | None = None,
    known_seq: int | None = None,
    session: Run,
) -> int:
    """What findings did to contracts and mandates, and what was paid or decided there since."""
    asked = ask(session, valid=valid, known=known, known_seq=known_seq)
    file, _ = _inspection(session, id, asked)
    effects = impact(file.id, _Known(_replay(session), asked.known), asked.valid)
    if session.is_json:
        data = {"inspection": file.id, "effects": [_effect_json(one) for one in effects]}
        session.answer(frame("inspection-impact", data, asked.times))
        return Exit.OK
    strip(session, asked)
    session.line(header(session, asked))
    if not effects:
        session.line(f"\n{session.say(NO_IMPACT, file=file.name(session))}")
    for effect in effects:
        session.line()
        for line in _effect_lines(session, effect):
            session.line(line)
        if effect.meantime:
            session.show(_meantime_table(session, effect.meantime))
    return Exit.OK


def _effect_json(one: Effect) -> dict[str, Any]:
    return {
        "finding": one.finding,
        "state": one.state,
        "kind": one.kind,
        "file": one.file,
        "reference": one.reference,
        "service": one.service,
        "year": one.year,
        "since": one.since,
        "found": plain(one.found),
        "held": plain(one.held),
        "stage": one.stage,
        "waits": one.waits,
        "meantime": [_meantime_json(entry) for entry in one.meantime],
    }


def _meantime_json(one: Meantime) -> dict[str, Any]:
    return {
        "position": one.entry.position,
        "topic": one.entry.event.topic,
        "effective_on": one.entry.effective_on,
        "made_of": one.made_of,
        "amount": plain(one.amount),
        "builds_on": one.builds_on,
    }


def _effect_lines(session: Session, one: Effect) -> Iterator[str]:
    say = session.say
    number = file_number(session, one.file)
    named = say(EFFECT, finding=one.finding, state=FINDING_STATES[one.state], kind=NAMES[one.kind], number=number)
    yield named + (say(YEAR, year=str(one.year)) if one.year is not None else "")
    stage = f" ({one.stage})" if one.stage else ""
    facts = {"found": one.found or NOTHING_THERE, "reference": one.reference, "stage": stage}
    yield "  " + (say(AMOUNTS, held=one.held, **facts) if one.held else say(NOT_THERE, **facts))
    if one.waits:
        yield "  " + say(WAITS)
    if not one.meantime:
        yield "  " + say(NO_MEANTIME, since=one.since or NOT_KNOWN)


def _meantime_table(session: Session, meantime: Sequence[Meantime]) -> Table:
    say = session.say
    grid = table(session, MEANTIME_COLUMNS, numeric=(0, 3), fixed=(0, 1, 3))
    for one in meantime:
        entry = one.entry
        day, amount = say.value(entry.effective_on), say.value(one.amount) if one.amount else ""
        built = say(BUILDS_ON) if one.builds_on else ""
        grid.add_row(str(entry.position), day, event_words(say, entry.event), amount, built)
    return grid
