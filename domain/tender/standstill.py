"""How long a contract has to wait: the ladder of § 246 Act 134/2016, asked for any day."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from domain.kernel.answer import Answer
from domain.kernel.question import Question, question
from domain.tender.records import ObjectionRecord, PetitionRecord, Round, RoundKey
from domain.tender.rules import review as rules
from domain.tender.state import TenderState


@dataclass(frozen=True, slots=True)
class MayConclude:
    """Whether a contract may be concluded on a day; `against` holds the rules that say no or cannot be decided.

    With `needs_second_person` only a pending petition does, and its 60 days are over: a reason and a second person lead
    on.
    """

    answer: Answer
    against: tuple[str, ...] = ()
    needs_second_person: bool = False


class Waiting(TenderState):
    """Knows what keeps the contract on a round waiting."""

    def may_conclude(self, *, lot: str, number: int, on: date | None) -> MayConclude:
        """Whether nothing that the law makes one wait for forbids the contract; it does not ask for an award."""
        found = self.round(lot, number)
        if found is None or on is None:
            return MayConclude(Answer.CANNOT_BE_DECIDED)
        blocking = [(q.rule.code, q.answer()) for q in self.standstill_questions(found, on)]
        against = tuple(code for code, answer in blocking if not answer)
        if any(answer is False for _, answer in blocking):
            return MayConclude(Answer.NO, against)
        if against:
            return MayConclude(Answer.CANNOT_BE_DECIDED, against)
        pending = self.pending_question(found, on)
        return MayConclude(Answer.YES, () if pending.answer() else (pending.rule.code,), not pending.answer())

    def standstills_over(self, on: date) -> tuple[RoundKey, ...]:
        """The rounds whose standstill is over on that day by law and not yet noted as ended: what a timer looks for."""
        waiting = [
            one
            for lot in self.lots.values()
            for one in lot.rounds.values()
            if one.outcome is None and one.selected is not None and not one.selected.is_standstill_ended
        ]
        return tuple(_key(one) for one in waiting if all(q.answer() for q in self.standstill_questions(one, on)))

    def standstill_questions(self, round_: Round, on: date | None) -> Iterator[Question]:
        """What nobody can set aside, in the order of the law; a small-scale contract waits for a measure only."""
        law = self.law_day_on(on)
        measures = [m.measure for m in self.measures.values() if _key(round_) in m.rounds and m.is_in_force(on)]
        yield question(rules.no_interim_measure, law, measures=measures)
        if self.regime == "SMALL_SCALE":
            return
        yield self._objection_period(round_, law, on)
        yield from self._objections(round_, law, on)
        blocking = [p for p in self._petitions(round_, on) if p.blocked_until is None or not self._is_over(p, on)]
        yield question(
            rules.petition_block_passed,
            law,
            on=on,
            petitions=[p.petition for p in blocking],
            last_day=_latest(p.blocked_until.legal_last_day if p.blocked_until else None for p in blocking),
        )

    def pending_question(self, round_: Round, on: date | None) -> Question:
        """Whether a petition still runs although its 60 days are over: a reason and a second person set it aside."""
        over = [p.petition for p in self._petitions(round_, on) if self._is_over(p, on)]
        return question(rules.no_pending_petition, self.law_day_on(on), petitions=over)

    def last_day_of_standstill(self, round_: Round) -> date | None:
        """The last day on which anything that is known kept, or keeps, the contract waiting."""
        days = [notified.objections_until for _, notified in round_.notices() if notified is not None]
        known = [limit.legal_last_day for limit in days if limit is not None]
        known += [day for o in self._waiting(round_, None) if (day := o.last_petition_day) is not None]
        of_petitions = (p for p in self.petitions.values() if _key(round_) in p.rounds)
        known += [day for p in of_petitions if (day := _end_of_block(p)) is not None]
        return max(known, default=None)

    def _objection_period(self, round_: Round, law: date | None, on: date | None) -> Question:
        notices = dict(round_.notices())
        limits = [notified.objections_until if notified else None for notified in notices.values()]
        known = [limit.legal_last_day for limit in limits if limit is not None]
        return question(
            rules.objection_period_passed,
            law,
            on=on,
            not_notified=[bid for bid, limit in zip(notices, limits, strict=True) if limit is None],
            last_day=max(known, default=None),
        )

    def _objections(self, round_: Round, law: date | None, on: date | None) -> Iterator[Question]:
        waiting = tuple(self._waiting(round_, on))
        unanswered = [o for o in waiting if o.outcome is None]
        rejected = [o for o in waiting if o.outcome == "REJECTED"]
        yield question(
            rules.objections_answered,
            law,
            on=on,
            unanswered=[o.objection for o in unanswered],
            last_day=_latest(o.last_petition_day for o in unanswered),
        )
        yield question(
            rules.petition_period_passed,
            law,
            on=on,
            rejected=[o.objection for o in rejected],
            last_day=_latest(o.last_petition_day for o in rejected),
        )

    def _waiting(self, round_: Round, on: date | None) -> Iterator[ObjectionRecord]:
        """The objections in time after which a petition can still follow: not upheld, and not followed by one yet."""
        followed = {p.objection for p in self.petitions.values() if on is None or not _begins_after(p, on)}
        for one in self.objections.values():
            has_come = on is None or one.counts_on is None or one.counts_on <= on
            is_settled = one.outcome == "UPHELD" or one.objection in followed
            if _key(round_) in one.rounds and has_come and not one.is_late and not is_settled:
                yield one

    def _petitions(self, round_: Round, on: date | None) -> Iterable[PetitionRecord]:
        return [p for p in self.petitions.values() if _key(round_) in p.rounds and p.is_pending(on)]

    @staticmethod
    def _is_over(petition: PetitionRecord, on: date | None) -> bool:
        """Whether the 60 days of a petition have passed."""
        until = petition.blocked_until
        return on is not None and until is not None and until.legal_last_day < on


def _key(round_: Round) -> RoundKey:
    return round_.lot, round_.number


def _begins_after(petition: PetitionRecord, on: date) -> bool:
    return petition.started_on is not None and on < petition.started_on


def _latest(days: Iterable[date | None]) -> date | None:
    """The latest of the days; None where one of them is unknown, or there is none."""
    known = list(days)
    certain = [day for day in known if day is not None]
    return max(certain) if known and len(certain) == len(known) else None


def _end_of_block(petition: PetitionRecord) -> date | None:
    """The last blocked day: that of the 60 days, or the day before the proceedings were over for good."""
    until = petition.blocked_until.legal_last_day if petition.blocked_until else None
    if until is None or petition.final_on is None:
        return until
    return min(until, petition.final_on - timedelta(days=1))
