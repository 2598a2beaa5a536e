"""A region that was recorded over the years, ready to be asked: some of it corrected, taken back, or told late."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from pathlib import Path
from random import Random
from typing import Any

from adapters.clock import end_of
from adapters.synth.region import Region
from adapters.synth.step import Step
from application.block import BlockWriter
from domain.kernel.rule import Refused
from projections import builds
from projections.projector import Projector
from projections.sheets import SHEETS, Asked, Sheet
from projections.views import VIEWS
from tests.scenarios.mandate_lives import live
from tests.scenarios.office import Office
from tests.scenarios.raw_ledger import CORRECTED, TAKEN_BACK, Raw, reads, stored

FIRST, LAST = date(2015, 1, 1), date(2026, 12, 31)
SPRING_CLEANING = 60
"""Entries of which somebody tries to say something else; not every one lets itself be corrected."""


@dataclass
class Told:
    """A ledger with its read models, and its entries as bare JSON."""

    office: Office
    events: Sequence[Raw]
    days: Sequence[date]

    def sheet(self, name: str, *, valid: date, known: date) -> Sheet:
        asked = Asked(valid, self.position(known), lambda: self.office.parts.facts.calendar)
        return SHEETS[name].make(self.office.parts.database, asked)

    def said(self, *, known: date) -> list[Raw]:
        """What the entries up to the end of a day say."""
        return reads(self.events, known=self.position(known))

    def corrections(self, *, known: date) -> list[Raw]:
        """The corrections up to the end of a day that nobody has taken back: they are entries themselves."""
        found: list[Raw] = []
        for one in reversed(self.events[: self.position(known)]):
            if one.topic in {CORRECTED, TAKEN_BACK} and one.event not in {later.data["target"] for later in found}:
                found.append(one)
        return found

    def position(self, known: date) -> int:
        return self.office.parts.ledger.position_before(end_of(known))

    def pairs(self, count: int, seed: str) -> Iterator[tuple[date, date]]:
        """(valid, known), drawn from the days on which something changed and those beside them; often known today."""
        chance = Random(seed)
        for _ in range(count):
            valid, known = (chance.choice(self.days) + timedelta(chance.randint(-1, 1)) for _ in range(2))
            yield valid, LAST if chance.random() < 0.5 else known


@contextmanager
def told_region(contracts: int, mandates: int, folder: Path) -> Iterator[Told]:
    """Each step was recorded on the day on which the office got to it; then there was a spring cleaning."""
    office = Office(f"sqlite:///{folder / 'kronika.db'}", today="2007-01-01")
    writer = BlockWriter(office.parts.engine)
    steps: list[Step] = sorted(Region(contracts, seed=1, mess=0.5).steps(), key=lambda step: step.written_on)
    for day, written in groupby(steps, key=lambda step: step.written_on):
        office.it_is(day.isoformat())
        writer.write([step.item() for step in written])
    office.it_is("2026-01-05")
    assert len(list(live(office, mandates, seed=contracts))) == mandates
    _clean_up(office, Random(contracts))
    parts = office.parts
    builds.prepare(parts.database, VIEWS)
    Projector(parts.database, parts.source, VIEWS).catch_up()
    events = list(stored(parts.ledger))
    said = {date.fromisoformat(one.on) for one in events if one.on}
    recorded = {date.fromisoformat(one.recorded[:10]) for one in events}
    yield Told(office, events, sorted(day for day in said | recorded | {FIRST, LAST} if FIRST <= day <= LAST))
    office.close()


def _clean_up(office: Office, chance: Random) -> None:
    """Entries get another day, or other words that were said elsewhere of the same; some are taken back."""
    events = [one for one in stored(office.parts.ledger) if not one.topic.startswith(("entry.", "office."))]
    for number, one in enumerate(chance.sample(events, min(SPRING_CLEANING, len(events)))):
        office.it_is((date(2026, 2, 1) + timedelta(number)).isoformat())
        with suppress(Refused):
            if number % 3 == 0:
                _say(office, "entry.take-back", one)
            else:
                day = date.fromisoformat(one.on or "2019-01-01") + timedelta(chance.randint(-40, 40))
                data = _other_amount(one.data, chance) if number % 3 == 1 else one.data
                _say(office, "entry.correct", one, on=day.isoformat(), data=data)


def _say(office: Office, topic: str, one: Raw, *, on: str | None = None, **more: Any) -> None:
    office.do(topic, one.file, on=on, acting_as="approver", reason="a slip", entry=one.event, **more)


def _other_amount(data: dict[str, object], chance: Random) -> dict[str, object]:
    amount = data.get("amount")
    if not isinstance(amount, dict):
        return data
    return data | {"amount": amount | {"minor": amount["minor"] + chance.randint(1, 100)}}
