"""Random lawful and unlawful commands: replay equals the live state, and a naive reading of the events agrees."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from domain.inspection.drawing import draw as drawn_by_hand
from domain.inspection.events.authorisation import AuthorisationAmended, AuthorisationIssued, SubstituteSteppedIn
from domain.inspection.events.checklists import ChecklistItemAnswered
from domain.inspection.events.closing import EndTakenBack, InspectionEnded
from domain.inspection.events.conduct import InspectionDeclaredComplex, LastControlActDone
from domain.inspection.events.opening import InspectionStarted, PresenceRecorded
from domain.inspection.events.protocol import ProtocolDrafted, ProtocolSigned
from domain.inspection.events.sampling import SampleDrawn
from domain.inspection.inspection import Inspection
from domain.inspection.payloads import OnSite
from domain.kernel.calendar import days_after
from domain.kernel.command import Command
from domain.kernel.correction import TakeBackEntry
from domain.kernel.entry import CORRECTIONS, Entry, settle
from tests.domain.inspection import outcomes
from tests.domain.inspection.stories import (
    CONTROLLER,
    HEAD,
    ON_SITE,
    STRANGER,
    SUBSTITUTE,
    amend,
    answer,
    authorise,
    authorised,
    declare_complex,
    draw,
    finish,
    inspection,
    member,
    on_site_done,
    open_checklist,
    opened,
    start,
    taken,
)
from tests.domain.inspection.test_authorisation import decide, declare, delivered, objected, request, step_in
from tests.domain.inspection.test_conduct import consent, interview, measure, obstructed, take, withdrawal
from tests.domain.inspection.test_opening import presence, present
from tests.domain.inspection.test_sampling import extrapolate, replace_unit, review
from tests.domain.tender.test_machine import plain
from tests.examples_calendar import CZECH_HOLIDAYS
from tests.spec import THIS, Story

PEOPLE = st.sampled_from([CONTROLLER, CONTROLLER, CONTROLLER, HEAD, HEAD, SUBSTITUTE, STRANGER])
SELDOM = st.sampled_from([False, False, False, True])
ITEMS = st.sampled_from(["A1", "A2"])
VALUES = st.sampled_from(["OK", "DEFECT", "NOT_APPLICABLE", "NOT_CHECKED"])


def on_site() -> Story[Inspection]:
    """Started, with a checklist that is open and a sample that is drawn."""
    story = taken(opened().when(open_checklist(), on=ON_SITE))
    return taken(story.when(draw(), on=ON_SITE))


STAGES = [inspection, authorised, on_site, on_site, on_site, on_site, on_site_done, outcomes.signed, outcomes.objected]


class InspectionMachine(RuleBasedStateMachine):
    """An inspection driven by whatever may come, mostly in a sensible order."""

    @initialize(stage=st.sampled_from(STAGES))
    def begin(self, stage: Callable[[], Story[Inspection]]) -> None:
        self.story = stage()
        self.live = Inspection.replay(THIS, self.story.entries)
        self.today = self.story.entries[-1].effective_on or date.min
        self.count = 0
        self.taken_back = False

    def do(self, command: Command, *, days_ago: int = 0, **more: Any) -> None:
        """The command is decided; what it records goes into the live state too."""
        before = len(self.story.entries)
        self.story = self.story.when(command, on=self.today - timedelta(days=days_ago), **more)
        new = self.story.entries[before:]
        if any(isinstance(entry.event, CORRECTIONS) for entry in new):
            self.live = Inspection.replay(THIS, self.story.entries)
            return
        for entry in new:
            self.live.evolve(entry)

    def new(self, letter: str) -> str:
        self.count += 1
        return f"{letter}{self.count}"

    # What may happen ----------------------------------------------------------------------------------------------

    @rule(days=st.sampled_from([0, 0, 1, 1, 1, 5, 16, 31]))
    def time_passes(self, days: int) -> None:
        self.today += timedelta(days=days)

    @rule(is_meant=SELDOM)
    def next_step_is_taken(self, is_meant: bool) -> None:
        """So that long lives are not left to chance."""
        if self.live.checklists and not is_meant:
            return
        if not self.live.is_authorised:
            self.do(authorise())
        elif not self.live.is_started:
            self.do(start())
        elif not self.live.checklists:
            self.do(open_checklist())
        elif not self.live.is_last_act_done:
            self.do(finish())
        elif not self.live.is_signed:
            self.do(outcomes.draft())
            self.do(outcomes.sign(HEAD))
            self.do(outcomes.sign(CONTROLLER))
        else:
            self.do(outcomes.send())
            self.do(outcomes.deliver())

    @rule(
        person=PEOPLE, role=st.sampled_from(["HEAD", "CONTROLLER", "SUBSTITUTE"]), joins=st.booleans(), is_meant=SELDOM
    )
    def group_changes(self, person: str, role: str, joins: bool, is_meant: bool) -> None:
        if not is_meant:
            return
        fields = {"joins": [member(person, role)]} if joins else {"leaves": [person]}
        self.do(amend(self.new("A"), **fields))

    @rule(replaced=PEOPLE, days=st.sampled_from([None, 0, 3, 40]))
    def substitute_steps_in(self, replaced: str, days: int | None) -> None:
        until = None if days is None else self.today + timedelta(days=days)
        self.do(step_in(stands_in_for=replaced, until=until))

    @rule(person=PEOPLE, how=st.sampled_from(["tie", "objection", "EXCLUDED", "CLEARED", "CLEARED"]))
    def bias_is_raised_or_decided(self, person: str, how: str) -> None:
        if how == "tie":
            self.do(declare(person, has_conflict=True))
        elif how == "objection":
            self.do(objected(person).model_copy(update={"objection": self.new("B")}))
        else:
            self.do(decide(how, person=person))

    @rule(person=PEOPLE, item=ITEMS, value=VALUES, corrects=st.integers(0, 3), late=st.sampled_from([0, 0, 1]))
    def answer_comes(self, person: str, item: str, value: str, corrects: int, late: int) -> None:
        held = self.live.checklists.get("C")
        known = [one.answer for one in held.of_item(item)] if held else []
        named = [*known[-corrects:], "lost"][: corrects if corrects < 3 else 4]
        key = self.new("Q")
        device = {"device": f"tablet-{self.count % 2}", "sequence": self.count}
        self.do(answer(key, item, value, by=person, note="why", corrects=named, **device), days_ago=late)

    @rule(person=PEOPLE, size=st.integers(1, 11), method=st.sampled_from(["SIMPLE_RANDOM", "SYSTEMATIC", "FULL"]))
    def sample_is_drawn(self, person: str, size: int, method: str) -> None:
        self.do(draw(by=person, size=size, method=method, sample=self.new("S"), seed=f"seed {self.count}"))

    @rule(which=st.integers(0, 9), replaces=st.booleans())
    def unit_is_looked_at(self, which: int, replaces: bool) -> None:
        for name, sample in list(self.live.samples.items())[-1:]:
            unit = sample.used[which % len(sample.used)]
            command = replace_unit(unit) if replaces else review(unit)
            self.do(command.model_copy(update={"sample": name}))
            self.do(extrapolate().model_copy(update={"sample": name}))

    @rule(
        person=PEOPLE, what=st.sampled_from(["capacity", "consent", "interview", "back", "take", "obstruct", "there"])
    )
    def something_is_done_on_site(self, person: str, what: str) -> None:
        commands: dict[str, Command] = {
            "capacity": measure(by=person, measurement=self.new("M")),
            "consent": consent(by=person),
            "interview": interview(by=person, interview=self.new("I")),
            "back": withdrawal(),
            "take": take(receipt=self.new("R")),
            "obstruct": obstructed(by=person, obstruction=self.new("O")),
            "there": presence(present(authority="GUARDIAN"), key=self.new("P"), by=person),
        }
        self.do(commands[what])

    @rule(is_complex=st.booleans(), person=PEOPLE, is_meant=SELDOM)
    def last_act_is_done(self, is_complex: bool, person: str, is_meant: bool) -> None:
        if is_meant:
            self.do(declare_complex() if is_complex else finish(by=person))

    @rule(late=st.integers(0, 9))
    def documents_are_asked_for_and_come(self, late: int) -> None:
        self.do(request(due_on=self.today + timedelta(days=2)))
        self.do(delivered(sent_on=self.today - timedelta(days=late)))

    @rule(what=st.sampled_from(["finding", "object", "decide", "settled", "end"]))
    def something_follows(self, what: str) -> None:
        commands: dict[str, Command] = {
            "finding": outcomes.finding(self.new("F")),
            "object": outcomes.object_to("F1", key=self.new("N"), sent_on=self.today),
            "decide": outcomes.decide(outcomes.point("F1")),
            "settled": outcomes.deliver_settlement(),
            "end": outcomes.end(),
        }
        self.do(commands[what])

    @rule(which=st.integers(1, 200), is_meant=SELDOM)
    def entry_is_taken_back(self, which: int, is_meant: bool) -> None:
        if is_meant and which < len(self.story.entries):
            command = TakeBackEntry(target=THIS, entry=self.story.entries[which].event_id)
            self.do(command, reason="It was another file.")
            self.taken_back = True

    # What holds whatever happened ----------------------------------------------------------------------------------

    @property
    def settled(self) -> list[Entry]:
        return [entry for entry in settle(self.story.entries) if not isinstance(entry.event, CORRECTIONS)]

    @invariant()
    def replay_equals_the_live_state(self) -> None:
        assert plain(vars(self.live)) == plain(vars(self.story.state))

    @invariant()
    def answers_stand_as_a_naive_reading_says(self) -> None:
        told = [entry.event for entry in self.settled if isinstance(entry.event, ChecklistItemAnswered)]
        for name, held in self.live.checklists.items():
            for item in ("A1", "A2"):
                here = [one for one in told if (one.checklist, one.item) == (name, item)]
                replaced = {key for one in here for key in one.corrects}
                assert {one.answer for one in held.standing(item)} == {one.answer for one in here} - replaced

    @invariant()
    def a_conflict_is_noted_once_for_each_point(self) -> None:
        noted = [ref for ref in self.live.open_anomalies if ref.code == "CONFLICTING_ANSWERS"]
        points = sum(len(held.conflicts) for held in self.live.checklists.values())
        assert len({ref.event_id for ref in noted}) == (points if not self.taken_back else min(points, len(noted)))

    @invariant()
    def samples_can_be_drawn_again(self) -> None:
        for entry in self.settled:
            if isinstance(one := entry.event, SampleDrawn):
                drawn = drawn_by_hand(one.frame, method=one.method, size=one.size, seed=one.seed or "")
                assert drawn == one.drawn

    @invariant()
    def nobody_acted_without_being_authorised(self) -> None:
        """I1 by the order of recording: acts of ours only, before anything was taken back."""
        if self.taken_back:
            return
        for index, entry in enumerate(self.story.entries):
            event = entry.event
            is_observed = isinstance(event, PresenceRecorded) or "NOT_AUTHORISED" in {a.code for a in entry.noted}
            if isinstance(event, OnSite) and not is_observed:
                assert _may_act(self.story.entries[:index], event.by, entry.effective_on), event

    @invariant()
    def the_order_of_things_is_kept(self) -> None:
        """Started once after the authorisation; nothing answered after the signature; ended at most once."""
        kinds = [type(entry.event) for entry in self.settled]
        assert kinds.count(InspectionStarted) <= 1
        assert kinds.count(InspectionEnded) - kinds.count(EndTakenBack) <= 1 or self.taken_back
        if self.taken_back or ProtocolSigned not in kinds:
            return
        assert AuthorisationIssued in kinds[: kinds.index(InspectionStarted)]
        last_draft = max(index for index, kind in enumerate(kinds) if kind is ProtocolDrafted)
        signatures = [index for index, kind in enumerate(kinds) if kind is ProtocolSigned and index > last_draft]
        if signatures:
            assert ChecklistItemAnswered not in kinds[signatures[-1] :] or not self.live.is_signed

    @invariant()
    def the_protocol_is_due_by_a_naive_count(self) -> None:
        last = [entry for entry in self.settled if isinstance(entry.event, LastControlActDone)]
        if not last or self.taken_back:
            return
        is_complex = any(isinstance(entry.event, InspectionDeclaredComplex) for entry in self.settled)
        assert last[-1].effective_on is not None
        assert self.live.protocol_by == days_after(last[-1].effective_on, 60 if is_complex else 30, CZECH_HOLIDAYS)


def _may_act(before: tuple[Entry, ...], person: str, on: date | None) -> bool:
    """Whether somebody may act on a day, by reading every entry about the group anew."""
    may: list[tuple[date, int, bool]] = []
    ends: list[date] = []
    for entry in before:
        event, day = entry.event, entry.effective_on or date.min
        for who, is_acting in _changed(event):
            if who == person:
                may += [(one, entry.position, is_acting) for one in (day, *(end for end in ends if day < end))]
        if isinstance(event, SubstituteSteppedIn) and person in (event.substitute, event.stands_in_for):
            acts = person == event.substitute
            may.append((day, entry.position, acts))
            if event.until is not None:
                ends.append(event.until + timedelta(days=1))
                may.append((ends[-1], entry.position, not acts))
    said = [is_acting for day, _, is_acting in sorted(may) if on is not None and day <= on]
    return bool(said) and said[-1]


def _changed(event: object) -> list[tuple[str, bool]]:
    """Who may act and who may not after this."""
    if isinstance(event, AuthorisationIssued):
        return [(one.person, one.role != "SUBSTITUTE") for one in event.team]
    if isinstance(event, AuthorisationAmended):
        joined = [(one.person, one.role != "SUBSTITUTE") for one in event.joins]
        return [*((one, False) for one in event.leaves), *joined]
    return []


TestInspectionMachine = InspectionMachine.TestCase
