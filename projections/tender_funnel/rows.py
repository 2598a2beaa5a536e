"""The funnel as of two moments: one row for each tender, with its lots and their rounds."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from domain.kernel.money import Money, total
from domain.tender.payloads import OneOf, StatedOutcome
from projections.database import Database
from projections.report import Report, Window, one_of
from projections.tender_funnel.outcome import LotOutcome, Outcome, lot_outcome, outcome_of, round_outcome
from projections.tender_funnel.picture import LotPicture, TenderPicture
from projections.tender_funnel.rounds import AwardPicture, Reached, RoundPicture, Stage
from projections.tender_funnel.view import ABOUT, TAKEN, TENDER_FUNNEL, About, Taken


@dataclass(frozen=True)
class StageDay:
    """A stage that was reached: on which day, how many days after the one before, by which entry; None is not known.

    That the time for bids is over no entry says.
    """

    stage: Stage
    on: date | None
    days: int | None
    position: int | None


class ContractOfRound(NamedTuple):
    """A contract on the award of a round, with the entry that tells of it."""

    contract: UUID
    amount: Money
    position: int


@dataclass(frozen=True)
class RoundRow:
    """One round of one lot. `participants` bid in time and did not withdraw, excluded or not."""

    lot: str
    round: int
    stages: tuple[StageDay, ...]
    bids: int
    late_bids: int
    withdrawn: int
    participants: int
    exclusions: int
    objections: int
    petitions: int
    outcome: LotOutcome
    provider: str | None = None
    provider_ico: str | None = None
    price: Money | None = None
    contracted: Money | None = None
    awarded_at: int | None = None
    """The entry that states the price."""
    contracts: tuple[ContractOfRound, ...] = ()


@dataclass(frozen=True)
class LotRow:
    """A lot with its rounds, or with what a source says of its end; one that goes on elsewhere names that tender."""

    lot: str
    title: str | None
    outcome: LotOutcome
    rounds: tuple[RoundRow, ...]
    continued_in: UUID | None = None
    stated: StatedOutcome | None = None


@dataclass(frozen=True)
class FunnelRow:
    """A tender. None is not known, never zero; counts of bids, objections and petitions are of what is on file.

    `stages` are those of the whole tender by day; where lots differ, the last of them so far. `awarded` and
    `contracted` are None where only old records speak.
    """

    tender: UUID
    number: str | None
    title: str | None
    project: UUID | None
    section: str | None
    service_as_written: str | None
    region_as_written: str | None
    regime: str | None
    estimated_value: Money | None
    price_percent: int | None
    is_taken_over: bool
    outcome: Outcome
    stages: tuple[StageDay, ...]
    lots: tuple[LotRow, ...]
    interests: int
    objections: int
    late_objections: int
    petitions: int
    awarded: Money | None
    contracted: Money | None
    stated: StatedOutcome | None
    one_of: OneOf | None
    inferred: dict[str, str]
    position: int
    """Of the entry that put it on file."""

    @property
    def rounds(self) -> int:
        """All rounds of all lots."""
        return sum(len(lot.rounds) for lot in self.lots)

    @property
    def bids(self) -> int:
        return sum(round_.bids for round_ in self._rounds())

    @property
    def late_bids(self) -> int:
        return sum(round_.late_bids for round_ in self._rounds())

    @property
    def exclusions(self) -> int:
        return sum(round_.exclusions for round_ in self._rounds())

    @property
    def days(self) -> int | None:
        """From the first known stage to the last."""
        known = [stage.on for stage in self.stages if stage.on is not None]
        return (max(known) - min(known)).days if len(known) > 1 else None

    def _rounds(self) -> Iterator[RoundRow]:
        return (round_ for lot in self.lots for round_ in lot.rounds)


@dataclass(frozen=True)
class TenderFilter:
    """Which tenders are asked for; what is left out does not matter."""

    project: UUID | None = None
    section: str | None = None
    text: str | None = None
    """Part of the number or the title in any case."""
    outcome: Outcome | None = None

    def takes(self, row: FunnelRow) -> bool:
        return (
            (self.project is None or row.project == self.project)
            and (self.section is None or row.section == self.section)
            and (self.outcome is None or row.outcome is self.outcome)
            and (self.text or "").casefold() in f"{row.number or ''}\n{row.title or ''}".casefold()
        )


EVERY_TENDER = TenderFilter()


def tender_rows(
    database: Database, *, valid: date | None = None, known: int | None = None, filters: TenderFilter = EVERY_TENDER
) -> Report[FunnelRow]:
    """Tenders as of (valid, known), those without a number last. Raises ViewUnavailable.

    What was effective later is left out, and so are bids that came later.
    """
    window = Window.open(database, TENDER_FUNNEL, valid=valid, known=known)
    rows = [_row(tender) for tender in tender_pictures(window)]
    found = [row for row in rows if filters.takes(row)]
    found.sort(key=_order)
    return window.report(found)


def _order(row: FunnelRow) -> tuple[bool, str, str, str, int]:
    """By number; tenders that nobody numbered by title, by service, and in the order in which they were filed."""
    return (row.number is None, row.number or "", row.title or "", row.service_as_written or "", row.position)


def tender_pictures(window: Window, tenders: Collection[UUID] | None = None) -> tuple[TenderPicture, ...]:
    """Every tender that was on file, or these, as its rows tell it; the window is one on TENDER_FUNNEL."""
    where, named = one_of("tender", tenders)
    found: dict[UUID, TenderPicture] = {}
    for about in window.history(ABOUT, About, where=where, parameters=named):
        if _counts(about.effective_on, window):
            found[about.record.tender] = TenderPicture(about.record.tender)
            found[about.record.tender].take_about(about)
    for taken in window.history(TAKEN, Taken, where=where, parameters=named):
        if taken.record.tender in found and _counts(taken.effective_on, window):
            found[taken.record.tender].take(taken)
    return tuple(found.values())


def _counts(effective_on: date | None, window: Window) -> bool:
    return window.valid is None or effective_on is None or effective_on <= window.valid


# One tender ------------------------------------------------------------------------------------------------------


def _row(tender: TenderPicture) -> FunnelRow:
    about = tender.about
    assert about is not None
    lots = tuple(_lot(tender, lot) for lot in tender.lots.values())
    estimated = about.estimated_value
    return FunnelRow(
        tender=tender.tender,
        number=about.number,
        title=about.title,
        project=about.project,
        section=about.section,
        service_as_written=about.service_as_written,
        region_as_written=about.region_as_written,
        regime=about.regime,
        estimated_value=None if estimated is None else Money(estimated, about.currency or "CZK"),
        price_percent=about.price_percent,
        is_taken_over=bool(about.is_taken_over),
        outcome=outcome_of(tender),
        stages=_stages(sorted(_reached(tender), key=_day)),
        lots=lots,
        interests=len(tender.interests),
        objections=len(tender.objections),
        late_objections=sum(one.is_late for one in tender.objections.values()),
        petitions=len(tender.petitions),
        awarded=_sum(tender, (r.price for lot in lots for r in lot.rounds)),
        contracted=_sum(tender, (r.contracted for lot in lots for r in lot.rounds)),
        stated=_stated(about.outcome),
        one_of=None if about.one_of is None else OneOf.model_validate(about.one_of),
        inferred={name: str(why) for name, why in (about.inferred or {}).items()},
        position=tender.position,
    )


def _stated(said: object) -> StatedOutcome | None:
    return None if said is None else StatedOutcome.model_validate(said)


def _sum(tender: TenderPicture, amounts: Iterable[Money | None]) -> Money | None:
    """None where only old records speak, and where nobody says in which currency nothing is counted."""
    known = [amount for amount in amounts if amount is not None]
    about = tender.about
    if not known and about is not None and about.is_taken_over:
        return None
    return total(known, known[0].currency if known else (about.currency if about else None) or "CZK")


def _lot(tender: TenderPicture, lot: LotPicture) -> LotRow:
    rounds = tuple(_round(tender, one) for one in lot.rounds.values())
    return LotRow(
        lot=lot.lot,
        title=lot.title,
        outcome=lot_outcome(lot),
        rounds=rounds,
        continued_in=lot.continued_in,
        stated=_stated(lot.stated),
    )


def _round(tender: TenderPicture, one: RoundPicture) -> RoundRow:
    awarded = one.awarded
    return RoundRow(
        lot=one.lot,
        round=one.number,
        stages=_stages(_of_round(one)),
        bids=len(one.bids),
        late_bids=sum(map(one.is_late, one.bids.values())),
        withdrawn=sum(map(one.is_withdrawn, one.bids.values())),
        participants=len(one.participants),
        exclusions=sum(bid.is_excluded for bid in one.bids.values()),
        objections=sum(one.key in found.rounds for found in tender.objections.values()),
        petitions=sum(one.key in found.rounds for found in tender.petitions.values()),
        outcome=round_outcome(one),
        provider=awarded.provider if awarded else None,
        provider_ico=awarded.provider_ico if awarded else None,
        price=awarded.price if awarded else None,
        contracted=awarded.contracted if awarded else None,
        awarded_at=awarded.position if awarded else None,
        contracts=_contracts(awarded) if awarded else (),
    )


def _contracts(awarded: AwardPicture) -> tuple[ContractOfRound, ...]:
    return tuple(ContractOfRound(one, said.amount, said.position) for one, said in awarded.contracts.items())


# Days ------------------------------------------------------------------------------------------------------------

Stages = Iterable[tuple[Stage, Reached]]


def _of_round(one: RoundPicture) -> Stages:
    """The stages that a round reached, in the order of the law."""
    found = dict(one.reached)
    if Stage.OPENED in found:
        found[Stage.BIDS_CLOSED] = Reached(one.last_day_for_bids, None)
    return ((stage, found[stage]) for stage in Stage if stage in found)


def _reached(tender: TenderPicture) -> Iterator[tuple[Stage, Reached]]:
    """The stages of the whole tender, each with the last day on which one of its lots reached it."""
    found = {stage: [reached] for stage, reached in tender.reached.items()}
    for lot in tender.lots.values():
        for one in lot.rounds.values():
            for stage, reached in _of_round(one):
                found.setdefault(stage, []).append(reached)
    yield from ((stage, max(found[stage], key=_last)) for stage in Stage if stage in found)


def _last(reached: Reached) -> date:
    return reached.on or date.min


def _day(of: tuple[Stage, Reached]) -> date:
    return _last(of[1])


def _stages(reached: Stages) -> tuple[StageDay, ...]:
    """Each stage with the days since the one before; where a day is not known, neither is the distance from it."""
    found: list[StageDay] = []
    for stage, (on, position) in reached:
        before = found[-1].on if found else None
        days = None if on is None or before is None else (on - before).days
        found.append(StageDay(stage, on, days, position))
    return tuple(found)
