"""How a mandate learns what a contract paid: new lines are entered, others corrected, in the same commit."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from domain.contract.told import Amounts, Cover, Lines, ServiceYear, Told, added_up
from domain.kernel.case import Case
from domain.kernel.entry import EntryCorrected, EntryTakenBack
from domain.kernel.event import Event
from domain.kernel.money import Money
from domain.kernel.question import question
from domain.mandate.book import Entered, Line
from domain.mandate.events.funding import PublicMoneyReturned
from domain.mandate.mandate import Mandate
from domain.mandate.rules import funding as rules

Known = Entered[Line]


@dataclass(frozen=True, slots=True)
class Change:
    """A line of the statement: what the mandate says of a service-year now, and what it should say."""

    key: ServiceYear
    known: Known | None
    told: Told | None

    @property
    def is_new(self) -> bool:
        return self.known is None

    @property
    def difference(self) -> Money:
        """How much more is paid by it."""
        before = Told(self.known.event, self.known.on).signed if self.known else Money(0)
        return (self.told.signed if self.told else Money(0)) - before


def tell(before: Lines, after: Lines, cover: Cover, case: Case) -> Amounts:
    """Write into the files of the mandates what became different; gives how much more was paid by it.

    What a mandate already says is left as it is, also where somebody else entered it there.
    """
    places = [place for place in {**before, **after} if before.get(place) != after.get(place)]
    changes = [change for key, line in places if (change := _change(cover, key, line, after.get((key, line))))]
    for identifier in dict.fromkeys(change.key.mandate for change in changes):
        own = [change for change in changes if change.key.mandate == identifier]
        _write(cover.mandates[identifier], own, cover, case)
    return added_up((change.key, change.difference) for change in changes)


def _change(cover: Cover, key: ServiceYear, line: str, told: Told | None) -> Change | None:
    known = cover.mandates[key.mandate].line_told(key.registration, key.year, line)
    is_said = told is None if known is None else told == (known.event, known.on)
    return None if is_said else Change(key, known, told)


def _write(mandate: Mandate, changes: Sequence[Change], cover: Cover, case: Case) -> None:
    """Corrections first, so that what is new is held against the room that they leave."""
    corrected = [change for change in changes if change.known is not None]
    new = [change for change in changes if change.known is None]
    file = mandate
    if corrected:
        file = _correct(mandate, corrected, case)
    elif len(new) > 1:
        file = mandate.on_trial()
    for change in new:
        assert change.told is not None
        apart = case.aside(change.told.on)
        _ask(file, change.key, change.told, cover, apart)
        apart.guard(mandate.id, change.told.line)
        if file is not mandate:
            file.evolve(apart.hypothetical(change.told.line, file))


def _ask(mandate: Mandate, key: ServiceYear, told: Told, cover: Cover, case: Case) -> None:
    if isinstance(told.line, PublicMoneyReturned):
        mandate.ask_about_return(case, told.line)
        return
    ask_about_naming(mandate, key, cover, case)
    mandate.ask_about_payment(case, told.line)


def ask_about_naming(mandate: Mandate, key: ServiceYear, cover: Cover, case: Case) -> None:
    """Whether the contract names the mandate for this service."""
    named = cover.named_services(mandate.id)
    if named is not None and key.service not in named:
        on = mandate.law_day_of_year(key.year)
        question(rules.covers_service, on, service=key.service, services=named).put(case)


# What is entered already ---------------------------------------------------------------------------------------------


def _correct(mandate: Mandate, changes: Sequence[Change], case: Case) -> Mandate:
    """The mandate as it then reads; what this notes and closes stands beside the first correction."""
    after = mandate.rewritten({change.known.event_id: _entered(change) for change in changes if change.known})
    first, *rest = changes
    beside = case.aside(first.told.on if first.told else case.day)
    after.review(beside)
    beside.guard(mandate.id, _correction(first))
    for change in rest:
        case.aside(change.told.on if change.told else case.day).guard(mandate.id, _correction(change))
    return after


def _entered(change: Change) -> Known | None:
    if change.told is None or change.known is None:
        return None
    return replace(change.known, event=change.told.line, on=change.told.on)


def _correction(change: Change) -> Event:
    assert change.known is not None
    if change.told is None:
        return EntryTakenBack(target=change.known.event_id)
    line = change.told.line
    return EntryCorrected(
        target=change.known.event_id,
        target_topic=line.topic,
        target_version=line.schema_version,
        data=line.model_dump(mode="json", exclude_none=True),
    )
