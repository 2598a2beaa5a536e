"""What every subject of an inspection may know about it, and what each decision asks first."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TypeVar
from uuid import UUID

from domain.inspection.events.planning import NUMBER_CLAIM
from domain.inspection.payloads import AgreedLimits, InspectionNumber, OnSite, Person, Regime, Role, Subject
from domain.inspection.regimes import REGIMES, LegalRegime
from domain.inspection.rules import acting, order
from domain.kernel.aggregate import Aggregate
from domain.kernel.calendar import TimeLimit
from domain.kernel.case import Case
from domain.kernel.correction import ALWAYS
from domain.kernel.dated import Dated
from domain.kernel.entry import Entry
from domain.kernel.law import Citation
from domain.kernel.period import Period

T = TypeVar("T")


class InspectionState(Aggregate):
    """The attributes of an inspection that several subjects look at; a mixin per subject decides and evolves them.

    What only one subject keeps it begins in its own `__init__`, after that of this class. Days are None where they are
    not known; whether a step was taken at all says the `is_…` beside it.

    - the law: `regime`, `legal_regime`, `uses_control_act`, `agreed` (the limits outside the Act), `law_day(case)`
    - the group: `role_on(person, day)`, `is_acting_on(person, day)`, `head_on(day)`, `controllers_on(day)`,
      `was_ever_in_team(person)`; `superior` is who issued the authorisation for the body
    - the days: `started_on`, `last_act_on`, `protocol_by`, `signed_on`, `ended_on`, `archived_on`
    - what a decision asks first: `ask_on_file`, `ask_standing`, `ask_started`, `ask_acting`, `ask_unsigned`
    """

    def __init__(self, identifier: UUID) -> None:
        super().__init__(identifier)
        self.number: InspectionNumber | None = None
        self.regime: Regime | None = None
        self.basis: tuple[Citation, ...] = ()
        self.agreed: AgreedLimits | None = None
        self.subject: Subject | None = None
        self.period: Period | None = None
        """The inspected period: what the inspection looks at, not when."""
        self.methodology: UUID | None = None
        self.follow_up_of: UUID | None = None
        self.status: Dated[str] = Dated()
        """PLANNED, AUTHORISED, STARTED, ON_SITE_DONE, then as the protocol and the objections go on; CANCELLED."""

        self.team: dict[Person, Dated[Role | None]] = {}
        """The role of everybody who is or was in the group, over time; None from the day on which somebody left."""
        self.acting: dict[Person, Dated[bool]] = {}
        """Whether somebody of the group may act: a substitute only while standing in."""
        self.bias: dict[Person, Dated[str]] = {}
        """DECLARED, OBJECTED, EXCLUDED or CLEARED, over time."""
        self.superior: Person | None = None
        self.is_authorised = False
        self.authorised_on: date | None = None
        self._begin_days()

    def _begin_days(self) -> None:
        """The steps that other subjects look at: none was taken."""
        self.is_cancelled = False
        self.cancelled_on: date | None = None
        self.is_notice_delivered = False
        self.notice_delivered_on: date | None = None
        self.is_started = False
        self.started_on: date | None = None
        """The day of the first control act (§ 5): the law of this day governs the inspection."""
        self.is_last_act_done = False
        self.last_act_on: date | None = None
        """The day of the last control act before the protocol: the limit for this runs from it."""
        self.is_complex = False
        self.complex_on: date | None = None
        self.protocol_by: TimeLimit | None = None
        """Until when the protocol is drawn up; None where no limit is set or the last act is not known."""
        self.is_signed = False
        self.signed_on: date | None = None
        """When the protocol was signed: from then on the answers and measurements stay as they are (I9)."""
        self.is_ended = False
        self.ended_on: date | None = None
        self.is_archived = False
        self.archived_on: date | None = None
        self.acts: list[tuple[Person, date | None]] = []
        """Who did a control act on which day."""
        self.sent_by_device: dict[str, set[int]] = {}
        """The running numbers that came from each device."""

    @classmethod
    def keys(cls, written: str) -> Iterator[tuple[str, str]]:
        """By the office's file mark; runs of spaces are one."""
        yield NUMBER_CLAIM, " ".join(written.split())

    # The law ------------------------------------------------------------------------------------------------------

    @property
    def legal_regime(self) -> LegalRegime | None:
        return REGIMES[self.regime] if self.regime else None

    @property
    def uses_control_act(self) -> bool:
        """Whether the steps and limits of Act 255/2012 hold for this inspection."""
        return self.legal_regime is not None and self.legal_regime.uses_control_act(self.started_on)

    def law_day(self, case: Case) -> date | None:
        """The day whose law governs the inspection: that of its start, else that of the command."""
        return self.started_on or case.day

    def act_day(self, case: Case) -> date | None:
        """The day for a rule of the Control Act; None, and so not applicable, where the Act does not govern."""
        return self.law_day(case) if self.uses_control_act else None

    # The group ----------------------------------------------------------------------------------------------------

    def role_on(self, person: str, day: date | None) -> Role | None:
        """The role in the group on that day; None for who is not of it."""
        held = self.team.get(person)
        return held.on(day) if held else None

    def is_acting_on(self, person: str, day: date | None) -> bool:
        """Whether somebody is of the group on that day and may act: a substitute only after stepping in."""
        held = self.acting.get(person)
        return self.role_on(person, day) is not None and bool(held and held.on(day))

    def head_on(self, day: date | None) -> Person | None:
        """Who leads the group on that day; the only controller leads alone."""
        acting_now = [person for person in self.team if self.is_acting_on(person, day)]
        heads = [person for person in acting_now if self.role_on(person, day) == "HEAD"]
        return heads[0] if heads else acting_now[0] if len(acting_now) == 1 else None

    def controllers_on(self, day: date | None) -> tuple[Person, ...]:
        """Everybody of the group who may act on that day, the head too."""
        return tuple(person for person in self.team if self.is_acting_on(person, day))

    def was_ever_in_team(self, person: str) -> bool:
        """Whether somebody is or was of the group, be it as a substitute."""
        return any(role is not None for _, role in self.team.get(person, ()))

    def bias_on(self, person: str, day: date | None) -> str | None:
        """What stands about somebody's bias on that day; None where nothing was said."""
        held = self.bias.get(person)
        return held.on(day) if held else None

    # What every decision asks first ---------------------------------------------------------------------------------

    def ask_on_file(self, case: Case) -> None:
        """The inspection is on file and not in the archive, and an act has its day."""
        order.opened_first(case, ALWAYS, version=self.version)
        order.day_known(case, ALWAYS, on=case.day)
        order.not_archived(case, ALWAYS, archived_on=self.archived_on, is_archived=self.is_archived)

    def ask_standing(self, case: Case) -> None:
        """The same, and it was not dropped from the plan."""
        self.ask_on_file(case)
        order.not_cancelled(case, ALWAYS, cancelled_on=self.cancelled_on, is_cancelled=self.is_cancelled)

    def ask_started(self, case: Case) -> None:
        """The same, and it has started, not after the day of the act."""
        self.ask_standing(case)
        order.step_first(case, ALWAYS, step="start", is_done=self.is_started)
        acting.after_start(case, ALWAYS, on=case.day, started_on=self.started_on)

    def ask_unsigned(self, case: Case) -> None:
        """The protocol is not signed yet: what it stands on may still change (I9)."""
        acting.before_signature(case, ALWAYS, is_signed=self.is_signed, signed_on=self.signed_on)

    def ask_acting(self, case: Case, person: str) -> None:
        """Who acts is authorised on that day and not biased (I1, § 13.1)."""
        role = self.role_on(person, case.day)
        is_acting = self.is_acting_on(person, case.day)
        acting.authorised_on_the_day(case, ALWAYS, person=person, on=case.day, role=role, is_acting=is_acting)
        self.ask_unbiased(case, person)

    def ask_unbiased(self, case: Case, person: str) -> None:
        """Nobody was excluded for bias, or waits for a decision about it."""
        bias = self.bias_on(person, case.day)
        acting.not_excluded(case, ALWAYS, person=person, bias=bias)
        acting.bias_not_pending(case, ALWAYS, person=person, bias=bias)

    def ask_control_act(self, case: Case, act: OnSite) -> None:
        """What every control act asks: the inspection runs, the protocol is open, the controller may act."""
        self.ask_started(case)
        self.ask_unsigned(case)
        acting.before_last_act(case, ALWAYS, on=case.day, last_act_on=self.last_act_on)
        self.ask_acting(case, act.by)

    @staticmethod
    def ask_new(case: Case, known: Iterable[str], *, what: str, key: str) -> None:
        """The key names nothing yet."""
        order.recorded_once(case, ALWAYS, what=what, key=key, is_known=key in known)

    @staticmethod
    def ask_known(case: Case, known: Iterable[str], *, what: str, key: str) -> None:
        """The key names something on record."""
        order.on_record(case, ALWAYS, what=what, key=key, is_known=key in known)

    # After a correction ---------------------------------------------------------------------------------------------

    def review(self, case: Case) -> None:
        """What the corrected state breaks replaces what was noted before: here, who acted and when."""
        case.close_anomalies(*self.anomalies_of(*(rule.label for rule in acting.STANDING)))
        for person, on in dict.fromkeys(self.acts):
            role, is_acting = self.role_on(person, on), self.is_acting_on(person, on)
            acting.authorised_on_the_day(case, ALWAYS, person=person, on=on, role=role, is_acting=is_acting)
            acting.not_excluded(case, ALWAYS, person=person, bias=self.bias_on(person, on))
            acting.after_start(case, ALWAYS, on=on, started_on=self.started_on)
        super().review(case)

    # For evolving ---------------------------------------------------------------------------------------------------
    # What stands on an entry that was taken back says nothing: every handler looks before it assigns.

    def reach(self, status: str, entry: Entry) -> None:
        """From the entry's effective date on."""
        hold(self.status, status, entry)

    def acted(self, act: OnSite, entry: Entry) -> None:
        """Remember who did a control act on which day, and the device's own number of it."""
        self.acts.append((act.by, entry.effective_on))
        self.came_from(act)

    def came_from(self, act: OnSite) -> None:
        """Remember the device's own number of the entry."""
        if act.device is not None and act.sequence is not None:
            self.sent_by_device.setdefault(act.device, set()).add(act.sequence)

    def counted(self, entry: Entry) -> None:
        """Remember the device's own number of an entry that does not state it itself: the stamp does."""
        source = entry.stamp.source
        if source.kind == "device" and source.reference and (source.line or "").isdecimal():
            self.sent_by_device.setdefault(source.reference, set()).add(int(source.line or 0))

    def missing_from(self, device: str) -> tuple[int, ...]:
        """The numbers that a device gave and that have not come: less than its highest one."""
        came = self.sent_by_device.get(device, set())
        return tuple(number for number in range(1, max(came, default=0)) if number not in came)


def hold(held: Dated[T], value: T, entry: Entry) -> None:
    """From the entry's effective date on."""
    held.set(value, effective_on=entry.effective_on, position=entry.position)
