"""The way into the network: a development intention, what municipalities say of it, and its score."""

from collections.abc import Collection
from dataclasses import replace

from domain.kernel.aggregate import decides, when
from domain.kernel.case import Case
from domain.kernel.correction import ALWAYS
from domain.kernel.dated import Dated
from domain.kernel.entry import Entry
from domain.kernel.event import Event
from domain.methodology.methodology import Methodology
from domain.network_entry import commands as asked
from domain.network_entry import events
from domain.network_entry.asking import (
    AskedEntry,
    ask_about_body,
    ask_about_capacities,
    ask_about_methodology,
    ask_about_number,
    law_day,
    look_up_service,
)
from domain.network_entry.payloads import Score
from domain.network_entry.records import Outcome, Statement, SubmittedIntention
from domain.network_entry.rules import filing
from domain.network_entry.rules import intention as rules
from domain.network_entry.state import hold


class Intentions(AskedEntry):
    """The part of a file in which a provider asks for a place in the network."""

    # Submitted ----------------------------------------------------------------------------------------------------

    @decides(asked.RecordDevelopmentIntention)
    def record_development_intention(self, command: asked.RecordDevelopmentIntention, case: Case) -> Event:
        named = command.service or self.service
        filing.identified(case, ALWAYS, service=named, planned=command.planned or self.planned, as_written=None)
        filing.same_service(case, ALWAYS, service=command.service, known=self.service)
        filing.one_ground(case, ALWAYS, project=None, known_project=self.project, is_new=self.version == 0)
        rules.intention_once(case, ALWAYS, intention=command.intention, known=tuple(self.intentions))
        ask_about_capacities(case, command.capacities)
        return events.DevelopmentIntentionSubmitted.of(command, **look_up_service(case, command.service))

    @when(events.DevelopmentIntentionSubmitted)
    def development_intention_submitted(self, event: events.DevelopmentIntentionSubmitted, entry: Entry) -> None:
        self.know_service(event, event.service)
        self.planned = event.planned or self.planned
        self.provider = event.applicant
        self.intentions[event.intention] = SubmittedIntention(
            intention=event.intention,
            applicant=event.applicant,
            submitted_on=entry.effective_on,
            capacities=event.capacities,
            orps=event.orps,
            financing=event.financing,
        )

    @decides(asked.LinkRegistration)
    def link_registration(self, command: asked.LinkRegistration, case: Case) -> Event:
        self.ask_about_file(case)
        filing.service_linked_once(case, ALWAYS, known=self.service)
        found = look_up_service(case, command.service)
        filing.number_known(case, ALWAYS, registration_number=found["registration_number"])
        return events.RegistrationLinked.of(command, **found)

    @when(events.RegistrationLinked)
    def registration_linked(self, event: events.RegistrationLinked, entry: Entry) -> None:
        self.know_service(event, event.service)

    # What municipalities say --------------------------------------------------------------------------------------

    @decides(asked.RecordMunicipalStatement)
    def record_municipal_statement(self, command: asked.RecordMunicipalStatement, case: Case) -> Event:
        filing.opened_first(case, ALWAYS, version=self.version)
        if command.intention is not None:
            self._ask_about_file_of(case, command.intention)
        return events.MunicipalStatementReceived.of(command)

    @when(events.MunicipalStatementReceived)
    def municipal_statement_received(self, event: events.MunicipalStatementReceived, entry: Entry) -> None:
        statement = Statement(
            municipality=event.municipality,
            orp=event.orp,
            subject=event.subject,
            is_supporting=event.is_supporting,
            stated_on=entry.effective_on,
            received_on=entry.stamp.received_on,
        )
        hold(self.statements.setdefault((event.municipality, event.subject), Dated()), statement, entry)

    # Scored -------------------------------------------------------------------------------------------------------

    @decides(asked.ScoreIntention)
    def score_intention(self, command: asked.ScoreIntention, case: Case) -> Event:
        self.ask_about_file(case)
        self.ask_about_open_intention(case, command.intention)
        rules.scored_once(
            case, ALWAYS, intention=command.intention, is_scored=self.intentions[command.intention].is_scored
        )
        rules.parameter_once(case, ALWAYS, parameters=[score.parameter for score in command.scores])
        ask_about_methodology(case, command.methodology)
        _ask_about_scores(case, command.scores, case.other(Methodology, command.methodology))
        return events.IntentionScored.of(command)

    @when(events.IntentionScored)
    def intention_scored(self, event: events.IntentionScored, entry: Entry) -> None:
        intention = self.intentions.get(event.intention)  # none where the submission was corrected to another key
        if intention is not None:
            self.intentions[event.intention] = replace(
                intention, methodology=event.methodology, scored_on=entry.effective_on, scores=event.scores
            )

    # Not followed -------------------------------------------------------------------------------------------------

    @decides(asked.RecordIntentionWithdrawn)
    def record_intention_withdrawn(self, command: asked.RecordIntentionWithdrawn, case: Case) -> Event:
        filing.opened_first(case, ALWAYS, version=self.version)
        self.ask_about_open_intention(case, command.intention)
        return events.IntentionWithdrawn.of(command)

    @when(events.IntentionWithdrawn)
    def intention_withdrawn(self, event: events.IntentionWithdrawn, entry: Entry) -> None:
        self.end_intention(event.intention, "withdrawn", entry)

    @decides(asked.RejectIntention)
    def reject_intention(self, command: asked.RejectIntention, case: Case) -> Event:
        self.ask_about_file(case)
        self.ask_about_open_intention(case, command.intention)
        ask_about_number(case, resolution=command.resolution, resolved_on=command.resolved_on)
        ask_about_body(case, command.resolution, on=law_day(case))
        return events.IntentionRejected.of(command)

    @when(events.IntentionRejected)
    def intention_rejected(self, event: events.IntentionRejected, entry: Entry) -> None:
        self.end_intention(event.intention, "rejected", entry)

    # Asked and held by the standing -------------------------------------------------------------------------------

    def ask_about_open_intention(self, case: Case, intention: str) -> None:
        """There must be such an intention, and nothing may be decided about it yet."""
        self._ask_about_file_of(case, intention)
        rules.intention_open(case, ALWAYS, intention=intention, outcome=self.intentions[intention].outcome)

    def ask_about_scored_intention(self, case: Case, intention: str | None) -> None:
        """The same, and it must have been scored; where none is named, none was."""
        if intention is not None:
            self.ask_about_open_intention(case, intention)
        is_scored = intention is not None and self.intentions[intention].is_scored
        rules.intention_scored(case, law_day(case), intention=intention, is_scored=is_scored)

    def _ask_about_file_of(self, case: Case, intention: str) -> None:
        rules.intention_on_file(case, ALWAYS, intention=intention, known=tuple(self.intentions))

    def end_intention(self, intention: str | None, outcome: Outcome, entry: Entry) -> None:
        """The intention is over; one that is not on file any more changes nothing."""
        found = self.intentions.get(intention) if intention is not None else None
        if found is not None:
            self.intentions[found.intention] = found.ended(outcome, entry.effective_on)


def _ask_about_scores(case: Case, scores: Collection[Score], methodology: Methodology) -> None:
    """Scored by the parameters of the methodology, within its maxima."""
    on = law_day(case)
    maxima = {one.parameter: one.maximum for one in methodology.scoring_parameters(case.day)}
    points = {score.parameter: score.points for score in scores}
    rules.every_parameter_scored(case, on, scored=sorted(points), parameters=sorted(maxima))
    rules.points_within_maximum(case, on, points=points, maxima=maxima)
