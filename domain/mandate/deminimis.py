"""Small aid beside a mandate: the limit before the grant, the register after it."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from fractions import Fraction

from domain.kernel.aggregate import decides, when
from domain.kernel.calendar import TimeLimit, lateness, working_days_after
from domain.kernel.case import Case
from domain.kernel.correction import ALWAYS
from domain.kernel.entry import Entry
from domain.kernel.event import Event
from domain.kernel.money import Money, Rounding, total
from domain.kernel.period import months_later
from domain.kernel.question import Question, question
from domain.kernel.rule import Rule
from domain.kernel.stamp import AnomalyRef
from domain.mandate.asking import AskedMandate
from domain.mandate.commands.deminimis import GrantDeMinimis, RecordDeMinimisEntry
from domain.mandate.events.deminimis import DeMinimisGrant, DeMinimisGranted, DeMinimisRecorded
from domain.mandate.payloads import Rate
from domain.mandate.records import Grant
from domain.mandate.rules import deminimis as rules
from domain.mandate.rules import order

NO_EUROS = Money(0, "EUR")
OF_GRANTS: tuple[Rule[...], ...] = (
    rules.de_minimis_within_limit,
    rules.register_consulted,
    rules.rate_of_the_day,
    rules.de_minimis_recorded_in_time,
)
"""What is asked of each grant by itself."""


class DeMinimis(AskedMandate):
    """Grants of small aid. The limit is that of the undertaking: what others gave, the central register shows."""

    @decides(GrantDeMinimis)
    def grant(self, command: GrantDeMinimis, case: Case) -> Event:
        self.ask_about_file(case)
        order.grant_number_unused(case, ALWAYS, grant=command.grant, is_used=command.grant in self.grants)
        _ask_about_sums(command, case)
        assert case.day is not None
        service = self.ask_about_entrusted(case, command.service, case.day.year)
        self._cumulation(service, case.day).put(case)
        for one in _of_its_day(command, case.day, case):
            one.put(case)
        amount = in_euros(command.amount, command.rate)
        limits = [self._limit(case, case.day, amount, command.register_total), *self._later_limits(case, amount)]
        next((one for one in limits if one.is_broken), limits[0]).put(case)
        return DeMinimisGranted.of(command, amount_eur=amount, register_by=_register_by(case.day, case))

    def _cumulation(self, service: str, day: date | None) -> Question:
        books = (book for (named, _), book in self.books.items() if named == service)
        has_compensation = any(book.committed or book.paid for book in books)
        return question(
            rules.not_cumulated, day, service=service, has_de_minimis=True, has_compensation=has_compensation
        )

    # The limit ----------------------------------------------------------------------------------------------------

    def _limit(self, case: Case, day: date | None, asked: Money, shown: Money | None) -> Question:
        """What the register shows counts; where the grants of this mandate alone are more, these do."""
        before = (one for one in self.grants.values() if one.granted_on is None or (day and one.granted_on <= day))
        return _within_limit(case, day, before, asked=asked, shown=shown)

    def _later_limits(self, case: Case, asked: Money) -> Iterator[Question]:
        """News of an old grant counts in the years that end with each later one; the register may show it already."""
        for later in sorted(self.grants.values(), key=lambda one: one.turn):
            first = _first_that_counts(case, later.granted_on)
            if later.granted_on and case.day and first and first <= case.day < later.granted_on:
                yield self._limit(case, later.granted_on, asked, NO_EUROS)

    @decides(RecordDeMinimisEntry)
    def record_entry(self, command: RecordDeMinimisEntry, case: Case) -> Event:
        self.ask_about_file(case)
        known = self.grants.get(command.grant)
        is_registered = known is not None and known.is_recorded
        order.grant_waits(case, ALWAYS, grant=command.grant, is_known=known is not None, is_registered=is_registered)
        _in_time(command.grant, case.day, known.register_by if known else None).put(case)
        return DeMinimisRecorded.of(command)

    # After a correction -------------------------------------------------------------------------------------------

    def completed(self, event: Event, case: Case) -> Event:
        """The euros of a corrected grant, and its last day in the register, follow from what it says; nobody does."""
        if not isinstance(event, DeMinimisGranted):
            return super().completed(event, case)
        said = {"amount_eur": in_euros(event.amount, event.rate), "register_by": _register_by(case.day, case)}
        return event.model_copy(update=said)

    def review(self, case: Case) -> None:
        """Each grant is held against those before it, whatever became of them; the limit first."""
        for grant in self.granted_twice:
            order.grant_number_unused(case, ALWAYS, grant=grant, is_used=True)
        grants = sorted(self.grants.values(), key=lambda one: one.turn)
        for one in grants:
            _ask_about_sums(one.said, case)
        broken: dict[Rule[...], dict[str, Question]] = {rule: {} for rule in OF_GRANTS}
        for number, one in enumerate(grants):
            for asked in _standing_questions(one, grants[:number], case):
                if asked.is_broken:
                    broken[asked.rule][one.said.grant] = asked
        for rule, of_rule in broken.items():
            self._settle_grants(rule, of_rule, case)
        self._review_cumulation(grants, case)
        super().review(case)

    def _settle_grants(self, rule: Rule[...], broken: Mapping[str, Question], case: Case) -> None:
        """Beside one entry several grants may be noted: they close together, and those still broken are noted anew."""
        noted = {ref: self._named_by(ref) for ref in self.anomalies_of(rule.label)}
        mended = [ref for ref, named in noted.items() if not named or named - broken.keys()]
        case.close_anomalies(*mended)
        standing = {grant for ref, named in noted.items() if ref not in mended for grant in named}
        for grant, one in broken.items():
            if grant not in standing:
                case.note(rule.label, rule=rule.code, facts={**one.facts, "grant": grant})

    def _named_by(self, noted: AnomalyRef) -> set[str]:
        """Of which grants an anomaly speaks: as its facts say, or the entry that it stands beside."""
        beside = self.corrects.get(noted.event_id, noted.event_id)
        found = {name for name, one in self.grants.items() if beside in {one.event_id, one.recorded_by}}
        return self.noted_of_grants.get(noted, found)

    def _review_cumulation(self, grants: Iterable[Grant], case: Case) -> None:
        """It may be noted beside the money; of all grants together it is so, or not."""
        noted = self.anomalies_of(rules.not_cumulated.label)
        asked = [self._cumulation(one.service, one.granted_on) for one in grants]
        broken = next((one for one in asked if one.is_broken), None)
        if broken is None:
            case.close_anomalies(*noted)
        elif not noted:
            broken.put(case)

    # Evolve -------------------------------------------------------------------------------------------------------

    @when(DeMinimisGranted)
    def granted(self, event: DeMinimisGranted, entry: Entry) -> None:
        if event.grant in self.grants:
            self.granted_twice.add(event.grant)
        service = self.service_key(event.service)
        self.grants[event.grant] = Grant(
            service=service,
            amount_eur=event.amount_eur,
            granted_on=entry.effective_on,
            register_by=event.register_by,
            event_id=entry.event_id,
            position=entry.position,
            said=event,
        )

    @when(DeMinimisRecorded)
    def entry_recorded(self, event: DeMinimisRecorded, entry: Entry) -> None:
        grant = self.grants.get(event.grant)
        if grant is not None:
            grant.recorded_on, grant.register_id = entry.effective_on, event.register_id
            grant.recorded_by = entry.event_id


def in_euros(amount: Money, rate: Rate | None) -> Money:
    """The amount in euros by the rate, rounded once to whole cents."""
    if rate is None:
        return amount
    exact = Fraction(amount.minor) / Fraction(rate.czk_per_eur)
    return Money(Rounding.HALF_UP.divide(exact.numerator, exact.denominator), "EUR")


def first_day_that_counts(day: date, *, years: int, period: str) -> date:
    """Of fiscal years, taken to be calendar years, the first of the last `years`; of rolling ones the day after."""
    if period == "fiscal years":
        return date(day.year - years + 1, 1, 1)
    return months_later(day, -12 * years) + timedelta(days=1)


# Asked of a grant -----------------------------------------------------------------------------------------------------


def _ask_about_sums(said: DeMinimisGrant, case: Case) -> None:
    order.amount_positive(case, ALWAYS, amount=said.amount)
    order.register_total_in_euros(case, ALWAYS, total=said.register_total)
    order.rate_stated(case, ALWAYS, amount=said.amount, has_rate=said.rate is not None)


def _of_its_day(said: DeMinimisGrant, day: date | None, case: Case) -> Iterator[Question]:
    """Whether the register was looked at, and whose rate was taken."""
    yield question(rules.register_consulted, day, granted_on=day, seen_on=said.register_seen_on)
    if said.rate is not None and day is not None:
        expected = case.calendar.working_day_until(day)
        yield question(rules.rate_of_the_day, day, rate_day=said.rate.day, valid_rate_day=expected)


def _within_limit(
    case: Case, day: date | None, before: Iterable[Grant], *, asked: Money, shown: Money | None
) -> Question:
    """Whether the grants before it that count on the day, or what the register showed, leave room for it."""
    limit, first = case.value("mandate.de-minimis-limit", day), _first_that_counts(case, day)
    counted = (one for one in before if first is not None and (one.granted_on is None or first <= one.granted_on))
    own, at_most = total((one.amount_eur for one in counted), "EUR"), Money(**limit["limit"]) if limit else None
    is_enough_by_itself = at_most is not None and own + asked > at_most
    granted = max(shown or own, own) if shown is not None or is_enough_by_itself else None
    return question(rules.de_minimis_within_limit, day, granted=granted, asked=asked, limit=at_most)


def _first_that_counts(case: Case, day: date | None) -> date | None:
    limit = case.value("mandate.de-minimis-limit", day)
    return first_day_that_counts(day, years=limit["years"], period=limit["period"]) if day and limit else None


def _standing_questions(grant: Grant, before: Iterable[Grant], case: Case) -> Iterator[Question]:
    """What holds of a grant whenever it is asked."""
    day, said = grant.granted_on, grant.said
    yield _within_limit(case, day, before, asked=grant.amount_eur, shown=said.register_total)
    yield from _of_its_day(said, day, case)
    if grant.is_recorded:
        yield _in_time(said.grant, grant.recorded_on, grant.register_by)


def _in_time(grant: str, on: date | None, due: TimeLimit | None) -> Question:
    return question(rules.de_minimis_recorded_in_time, on, grant=grant, recorded_on=on, **lateness(on, due))


def _register_by(day: date | None, case: Case) -> TimeLimit | None:
    days = case.value("mandate.de-minimis-register-working-days", day)
    return working_days_after(day, days, case.calendar) if day and days else None
