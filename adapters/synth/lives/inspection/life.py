"""The life of an inspection from its plan to the archive, with those that follow it up."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from adapters.synth.chance import Chance
from adapters.synth.lives.inspection import before, findings, objections, on_site, protocol, remedies
from adapters.synth.lives.inspection.course import Course
from adapters.synth.lives.inspection.diary import Diary
from adapters.synth.lives.inspection.visit import Visit
from adapters.synth.step import Step

GROUP = ("head", "controller")


def inspection_lives(visit: Visit, chance: Chance) -> Iterator[Sequence[Step]]:
    """Each file in the order in which it was written down."""
    diary = Diary(visit, chance)
    yield from (one.steps for one in COURSES[visit.course](diary))


def _begin(diary: Diary, *, is_announced: bool = True) -> None:
    """From the plan to the checklist."""
    before.plan(diary)
    before.authorise(diary)
    before.prepare(diary)
    if is_announced:
        before.announce(diary)
    on_site.start(diary, is_announced=is_announced)
    on_site.open_on_site(diary)


def _write_and_deliver(diary: Diary) -> None:
    is_late = diary.visit.has_mess and diary.chance.happens(0.15)
    protocol.write(diary, signers=GROUP, is_late=is_late)


# One course after the other ------------------------------------------------------------------------------------------


def _clean(diary: Diary) -> Iterator[Diary]:
    """Nothing is wrong, and that is a result."""
    _begin(diary)
    on_site.answer(diary)
    on_site.sample(diary, is_faulty=False)
    on_site.measure(diary, is_short=False)
    on_site.ask_people(diary)
    findings.all_in_order(diary)
    on_site.finish(diary)
    _write_and_deliver(diary)
    last_day = protocol.deliver(diary)
    objections.expire(diary, last_day)
    remedies.archive(diary)
    yield diary


def _remedied(diary: Diary) -> Iterator[Diary]:
    """A defect is put right on the spot; the provider gives up the right to object."""
    _begin(diary, is_announced=False)
    on_site.answer(diary, defects=("B2",))
    if diary.visit.has_mess:
        on_site.contradict(diary)
    on_site.recompute(diary)
    on_site.borrow(diary)
    findings.defect(diary)
    findings.remedy(diary)
    on_site.finish(diary)
    _write_and_deliver(diary)
    protocol.deliver(diary)
    objections.waive(diary)
    remedies.archive(diary)
    yield diary


def _contested(diary: Diary) -> int:
    """A finding with an amount and one without a defect, up to the protocol; gives the amount in crowns."""
    _begin(diary)
    on_site.answer(diary, defects=("H1",))
    crowns = findings.worth(diary)
    findings.defect(diary, is_worth=crowns)
    findings.all_in_order(diary, "F2")
    on_site.finish(diary)
    _write_and_deliver(diary)
    return crowns


def _upheld(diary: Diary) -> Iterator[Diary]:
    """The head gives way; the finding falls, and its suspicion with it."""
    _contested(diary)
    last_day = protocol.deliver(diary)
    objections.object_in_time(diary, last_day, "F1")
    objections.uphold(diary)
    objections.deliver_settlement(diary)
    remedies.archive(diary)
    yield diary


def _partly_upheld(diary: Diary) -> Iterator[Diary]:
    """A complex case with an addendum: the superior lowers one amount and leaves the other finding as it is."""
    _begin(diary)
    before.invite(diary)
    on_site.answer(diary, defects=("F1", "H3"))
    on_site.sample(diary, is_faulty=True)
    crowns = findings.worth(diary) * 2
    findings.defect(diary, is_worth=crowns)
    findings.defect(diary, "F2")
    findings.defect(diary, "F3")
    findings.reconsider(diary)
    on_site.finish(diary, is_complex=True)
    protocol.write(diary, signers=GROUP, is_complex=True)
    protocol.deliver(diary)
    protocol.correct(diary)
    last_day = protocol.complete(diary)
    objections.object_in_time(diary, last_day, "F1", "F2", addendum=1)
    objections.extend(diary)
    objections.decide(diary, objections.lowered(diary, "F1", to=crowns // 2), objections.rejected("F2"))
    objections.deliver_settlement(diary)
    due_on = remedies.extend(diary, remedies.impose(diary, "F1", "F2"))
    remedies.report(diary, due_on, is_partial=True)
    remedies.fulfil_in_part(diary)
    remedies.archive(diary)
    yield diary


def _rejected(diary: Diary) -> Iterator[Diary]:
    """The finding stands; the measure is fulfilled in time, and the tax office hears of it."""
    _contested(diary)
    last_day = protocol.deliver(diary)
    objections.object_in_time(diary, last_day, "F1")
    objections.decide(diary, objections.rejected("F1"))
    objections.deliver_settlement(diary)
    remedies.ask_for_a_report(diary, "F1")
    remedies.report(diary, remedies.impose(diary, "F1"))
    remedies.verify(diary)
    remedies.refer(diary, "TAX_OFFICE", "F1", has_findings=True)
    remedies.archive(diary)
    yield diary


def _late(diary: Diary) -> Iterator[Diary]:
    """Objections that come too late are rejected; they do not move the end."""
    _contested(diary)
    last_day = protocol.deliver(diary)
    objections.expire(diary, last_day)
    objections.object_late(diary, last_day, "F1")
    objections.decide(diary, objections.rejected("F1", "LATE"))
    objections.deliver_settlement(diary)
    remedies.report(diary, remedies.impose(diary, "F1"))
    remedies.verify(diary)
    remedies.archive(diary)
    yield diary


def _in_the_post(diary: Diary) -> Iterator[Diary]:
    """The end was noted too early: it is taken back by objections that were posted in time, and upheld."""
    _contested(diary)
    last_day = protocol.deliver(diary)
    objections.expire_too_early(diary, last_day)
    objections.object_from_the_post(diary, last_day, "F1")
    objections.uphold(diary)
    objections.deliver_settlement(diary)
    remedies.archive(diary)
    yield diary


def _obstructed(diary: Diary) -> Iterator[Diary]:
    """Unannounced after a complaint: bias, a substitute, obstruction; the objections go into a proceeding."""
    before.plan(diary)
    before.authorise(diary)
    before.waive_notice(diary)
    before.change_the_group(diary)
    diary.later(1, 4)
    on_site.start(diary, is_announced=False)
    on_site.open_on_site(diary)
    on_site.obstruct(diary)
    on_site.measure(diary, is_short=True)
    findings.defect(diary)
    on_site.finish(diary)
    before.stand_in(diary)
    protocol.write(diary, signers=("head",))
    last_day = protocol.deliver(diary)
    objections.object_in_time(diary, last_day, "F1")
    objections.hand_over(diary)
    remedies.refer(diary, "REGISTERING_AUTHORITY", "F1", has_findings=False)
    remedies.impose(diary, "F1")
    remedies.lift(diary, "M1")
    remedies.archive(diary)
    yield diary


def _agreed(diary: Diary) -> Iterator[Diary]:
    """By what the contract or the mandate says: no step of the Control Act, an end that somebody states."""
    _begin(diary, is_announced=False)
    on_site.answer(diary, defects=("G1",))
    on_site.recompute(diary)
    findings.defect(diary, is_worth=findings.worth(diary))
    on_site.finish(diary)
    protocol.write(diary, signers=GROUP)
    last_day = protocol.deliver(diary)
    objections.object_in_time(diary, last_day, "F1")
    objections.decide(diary, objections.rejected("F1"))
    objections.deliver_settlement(diary)
    objections.end_as_agreed(diary, last_day)
    remedies.report(diary, remedies.impose(diary, "F1"))
    remedies.verify(diary)
    remedies.archive(diary)
    yield diary


def _followed_up(diary: Diary) -> Iterator[Diary]:
    """The measure fails, that of the follow-up fails too; the follow-up of the follow-up finds it fulfilled."""
    first, second = diary, _failing(diary, "first")
    third = _failing(second, "second")
    _in_order(third)
    remedies.archive(third)
    for earlier in (second, first):
        remedies.close_after(earlier, third)
        remedies.archive(earlier)
    yield from (first, second, third)


def _failing(diary: Diary, name: str) -> Diary:
    """With a measure that is not fulfilled, and the diary of the inspection that follows it up."""
    _begin(diary)
    on_site.answer(diary, defects=("B2",))
    findings.defect(diary)
    on_site.finish(diary)
    protocol.write(diary, signers=GROUP)
    objections.expire(diary, protocol.deliver(diary))
    remedies.fail(diary, remedies.impose(diary, "F1"))
    follow_up = diary.visit.follow_up(diary.later(3, 9))
    remedies.order(diary, follow_up)
    return Diary(follow_up, diary.chance.apart(name))


def _in_order(diary: Diary) -> None:
    """A follow-up that finds what was asked for."""
    _begin(diary)
    on_site.answer(diary)
    findings.all_in_order(diary)
    on_site.finish(diary)
    protocol.write(diary, signers=GROUP)
    protocol.deliver(diary)
    objections.waive(diary)


def _cancelled(diary: Diary) -> Iterator[Diary]:
    """It never comes to it."""
    before.plan(diary)
    before.cancel(diary)
    yield diary


COURSES: Mapping[Course, Callable[[Diary], Iterator[Diary]]] = {
    Course.CLEAN: _clean,
    Course.REMEDIED: _remedied,
    Course.UPHELD: _upheld,
    Course.PARTLY_UPHELD: _partly_upheld,
    Course.REJECTED: _rejected,
    Course.LATE: _late,
    Course.IN_THE_POST: _in_the_post,
    Course.OBSTRUCTED: _obstructed,
    Course.UNDER_CONTRACT: _agreed,
    Course.OVERCOMPENSATED: _agreed,
    Course.FOLLOWED_UP: _followed_up,
    Course.CANCELLED: _cancelled,
}
