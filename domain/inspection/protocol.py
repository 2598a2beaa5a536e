"""The protocol: drafted from the record, signed, sent and delivered; corrected, and completed by addenda."""

from dataclasses import replace
from datetime import date, timedelta

from domain.inspection.commands.protocol import (
    CorrectProtocolError,
    DraftProtocol,
    IssueAddendum,
    RecordProtocolDelivery,
    SendProtocol,
    SignProtocol,
)
from domain.inspection.events.protocol import (
    Dispatch,
    Item,
    ProtocolAddendumIssued,
    ProtocolDelivered,
    ProtocolDrafted,
    ProtocolErrorCorrected,
    ProtocolSent,
    ProtocolSigned,
)
from domain.inspection.outcome import OutcomeState, kept
from domain.inspection.outcome_records import Paper
from domain.inspection.protocol_items import OnRecord, missing_from_draft, missing_items
from domain.inspection.rules import protocol as rules
from domain.kernel.aggregate import decides, when
from domain.kernel.calendar import TimeLimit, days_after
from domain.kernel.case import Case
from domain.kernel.correction import ALWAYS
from domain.kernel.entry import Entry
from domain.kernel.event import Event
from domain.kernel.question import question


class Protocol(OutcomeState):
    """Decides and remembers what was written down, and when it reached the inspected person."""

    # The draft ----------------------------------------------------------------------------------------------------

    @decides(DraftProtocol)
    def draft_protocol(self, command: DraftProtocol, case: Case) -> Event:
        self.ask_started(case)
        last = max(self.versions, default=0)
        rules.version_follows(case, ALWAYS, version=command.version, last=last)
        self._ask_signers(case, command.signers)
        current = self.protocol
        rules.drafted_before_delivery(
            case,
            ALWAYS,
            delivered_on=current.delivered_on if current else None,
            is_delivered=self.is_delivered,
        )
        record = replace(self.on_record(), objections_to=command.objections_to, drafted_on=case.day)
        missing = missing_from_draft(record, uses_control_act=self.uses_control_act)
        if self.uses_control_act:
            rules.protocol_complete(case, self.act_day(case), missing=missing)
        else:
            rules.agreed_protocol_complete(case, ALWAYS, missing=missing)
        least = case.value("inspection.objection-days", self.act_day(case))
        rules.objection_time_not_shortened(case, self.act_day(case), days=command.objection_days, least=least)
        standing = tuple(name for name, one in self.findings.items() if one.stands)
        return ProtocolDrafted.of(command, findings=standing, make_by=self.protocol_by)

    def _ask_signers(self, case: Case, signers: tuple[str, ...]) -> None:
        """Everybody who signs is or was of the group."""
        strangers = tuple(one for one in signers if not self.was_ever_in_team(one))
        rules.signers_of_the_group(case, ALWAYS, strangers=strangers, signers=signers)

    def on_record(self) -> OnRecord:
        """What the record says now that the protocol repeats."""
        subject, paper = self.subject, self.protocol
        laws = self.basis or (self.legal_regime.laws if self.legal_regime else ())
        files = (*subject.services, *subject.contracts, *subject.mandates, subject.project) if subject else ()
        return OnRecord(
            inspectors=tuple(one for one in self.team if self.was_ever_in_team(one)),
            legal_bases=tuple(str(one) for one in laws),
            provider=subject.provider if subject else None,
            subjects=tuple(str(one) for one in (*files, self.period) if one is not None),
            first_act_on=self.started_on,
            last_act_on=self.last_act_on,
            findings=tuple(one.wording for one in self.findings.values() if one.stands),
            invited={name: bool(one.reason) for name, one in self.invited.items()},
            objections_to=paper.objections_to if paper else None,
            drafted_on=paper.drafted_on if paper else None,
            unsigned=paper.unsigned if paper else None,
        )

    def protocol_missing(self) -> tuple[Item, ...]:
        """What the protocol lacks now, in the order of the Act: first for the draft, then the signatures."""
        return missing_items(self.on_record(), uses_control_act=self.uses_control_act)

    # Signatures ---------------------------------------------------------------------------------------------------

    @decides(SignProtocol)
    def sign_protocol(self, command: SignProtocol, case: Case) -> Event:
        self.ask_started(case)
        paper = self.ask_paper(case, command.addendum)
        rules.signed_file_is_the_draft(case, ALWAYS, drafted=paper.document, signed=command.document)
        self.ask_known(case, paper.signers, what="signer", key=command.signer)
        self.ask_new(case, paper.signed, what="signature", key=command.signer)
        rules.signed_as_an_authority(case, case.day, signing=command.signing)
        if command.addendum is None and paper.unsigned == (command.signer,):
            self._note_whether_made_in_time(case)
        return ProtocolSigned.of(command)

    def _note_whether_made_in_time(self, case: Case) -> None:
        """With the last signature the protocol is made; being late does not make it void (domain.md § 9.4, I13)."""
        facts = kept(case.day, self.protocol_by)
        if self.uses_control_act:
            asked = question(
                rules.protocol_made_in_time,
                self.act_day(case),
                made_on=facts["on"],
                last_day=facts["last_day"],
            )
        else:
            asked = question(rules.agreed_limit_kept, ALWAYS, step="protocol", **facts)
        asked.note(case)

    # Delivery -----------------------------------------------------------------------------------------------------

    @decides(SendProtocol)
    def send_protocol(self, command: SendProtocol, case: Case) -> Event:
        self.ask_started(case)
        paper = self.ask_paper(case, command.addendum)
        rules.sent_when_signed(case, ALWAYS, unsigned=paper.unsigned)
        return ProtocolSent.of(command, fiction_on=self.fiction_on(case, command))

    def fiction_on(self, case: Case, sent: Dispatch) -> date | None:
        """The day on which a data box that stays closed has the paper; None for other ways."""
        days, rolls = (case.value(f"inspection.fiction-{name}", case.day) for name in ("days", "rolls"))
        if sent.route != "DATA_BOX" or case.day is None or days is None:
            return None
        limit = days_after(case.day, days, case.calendar)
        return limit.legal_last_day if rolls else limit.raw_end

    @decides(RecordProtocolDelivery)
    def record_delivery(self, command: RecordProtocolDelivery, case: Case) -> Event:
        self.ask_started(case)
        paper = self.ask_paper(case, command.addendum)
        what = "delivery" if command.addendum is None else f"delivery of addendum {command.addendum}"
        self.ask_step_once(case, what, is_done=paper.is_delivered)
        delivery = command.delivery
        sent_on = delivery.sent_on or paper.sent_on
        rules.delivered_on_its_day(case, ALWAYS, on=case.day, delivered_on=delivery.delivered_on, sent_on=sent_on)
        rules.sent_when_signed(case, ALWAYS, unsigned=paper.unsigned)
        rules.fiction_on_its_day(case, case.day, way=delivery.way, on=case.day, fiction_on=paper.fiction_on)
        return ProtocolDelivered(
            addendum=command.addendum,
            delivery=delivery.model_copy(update={"sent_on": sent_on, "delivered_on": case.day}),
            objections_until=(until := self.objections_limit(case, paper)),
            wait_until=self.wait_limit(case, until),
        )

    def objections_limit(self, case: Case, paper: Paper) -> TimeLimit | None:
        """15 days, or as many as the protocol gives; outside the Act as agreed."""
        by_law = case.value("inspection.objection-days", self.act_day(case))
        agreed = self.agreed.objection_days if self.agreed and not self.uses_control_act else None
        given = [days for days in (by_law, agreed, self._days_given(paper)) if days is not None]
        return None if not given or case.day is None else days_after(case.day, max(given), case.calendar)

    def wait_limit(self, case: Case, until: TimeLimit | None) -> date | None:
        """The last day on which something posted in time may be expected."""
        days = case.value("inspection.wait-for-post-days", self.act_day(case))
        return None if until is None or days is None else until.legal_last_day + timedelta(days=days)

    def _days_given(self, paper: Paper) -> int | None:
        """What the paper itself gives; an addendum gives what the protocol did."""
        return paper.objection_days or (self.protocol.objection_days if self.protocol else None)

    # Corrections and addenda --------------------------------------------------------------------------------------

    @decides(CorrectProtocolError)
    def correct_error(self, command: CorrectProtocolError, case: Case) -> Event:
        self.ask_started(case)
        self.ask_paper(case, None)
        rules.corrected_after_delivery(case, ALWAYS, is_delivered=self.is_delivered)
        return ProtocolErrorCorrected.of(command)

    @decides(IssueAddendum)
    def issue_addendum(self, command: IssueAddendum, case: Case) -> Event:
        self.ask_started(case)
        self.ask_paper(case, None)
        rules.version_follows(case, ALWAYS, version=command.addendum, last=max(self.addenda, default=0))
        for finding in command.findings:
            self.ask_finding(case, finding)
        rules.corrected_after_delivery(case, ALWAYS, is_delivered=self.is_delivered)
        self._ask_signers(case, command.signers)
        rules.addendum_holds_findings(
            case,
            ALWAYS,
            findings=command.findings,
            new=tuple(name for name, one in self.findings.items() if one.is_new_since_protocol),
        )
        return ProtocolAddendumIssued.of(command)

    # Evolve -------------------------------------------------------------------------------------------------------

    @when(ProtocolDrafted)
    def protocol_drafted(self, event: ProtocolDrafted, entry: Entry) -> None:
        self.versions[event.version] = Paper(
            document=event.document,
            number=event.version,
            signers=event.signers,
            findings=event.findings,
            drafted_on=entry.effective_on,
            objections_to=event.objections_to,
            objection_days=event.objection_days,
        )
        self.is_signed, self.signed_on = False, None
        self.reach("PROTOCOL_DRAFTED", entry)

    @when(ProtocolSigned)
    def protocol_signed(self, event: ProtocolSigned, entry: Entry) -> None:
        paper = self.paper(event.addendum)
        if paper is None:
            return
        paper.signed[event.signer] = entry.effective_on
        if event.addendum is None:
            self.is_signed, self.signed_on = True, self.signed_on or entry.effective_on
            if not paper.unsigned:
                self.reach("PROTOCOL_SIGNED", entry)

    @when(ProtocolSent)
    def protocol_sent(self, event: ProtocolSent, entry: Entry) -> None:
        paper = self.paper(event.addendum)
        if paper is not None:
            paper.is_sent, paper.sent_on, paper.fiction_on = True, entry.effective_on, event.fiction_on

    @when(ProtocolDelivered)
    def protocol_delivered(self, event: ProtocolDelivered, entry: Entry) -> None:
        paper = self.paper(event.addendum)
        if paper is None:
            return
        paper.is_delivered, paper.delivered_on = True, entry.effective_on
        paper.delivery = event.delivery
        paper.objections_until, paper.wait_until = event.objections_until, event.wait_until
        self.reach("PROTOCOL_DELIVERED" if event.addendum is None else "ADDENDUM_DELIVERED", entry)

    @when(ProtocolErrorCorrected)
    def error_corrected(self, event: ProtocolErrorCorrected, entry: Entry) -> None:
        if self.protocol is not None:
            self.protocol.corrected += (event.document,)

    @when(ProtocolAddendumIssued)
    def addendum_issued(self, event: ProtocolAddendumIssued, entry: Entry) -> None:
        self.addenda[event.addendum] = Paper(
            document=event.document,
            number=event.addendum,
            signers=event.signers,
            findings=event.findings,
            drafted_on=entry.effective_on,
        )
        for finding in event.findings:
            if finding in self.findings:
                self.findings[finding].is_new_since_protocol = False
