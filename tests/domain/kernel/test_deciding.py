"""Rules, cases and aggregates, tried on a jar of coins."""

from datetime import date
from uuid import UUID, uuid4

import pytest
from pydantic import JsonValue

from adapters.czech_calendar import czech_calendar
from domain.kernel.case import Case, Facts
from domain.kernel.command import Command
from domain.kernel.configuration import Configuration
from domain.kernel.correction import CorrectEntry, TakeBackEntry
from domain.kernel.entry import Entry, EntryCorrected
from domain.kernel.event import Event
from domain.kernel.prose import Prose
from domain.kernel.question import question
from domain.kernel.rule import RULE_BOOK, Refused, rule, rule_book_digest
from domain.kernel.stamp import Actor, Source, Stamp, Waiver
from tests.domain.kernel.toy import (
    CITES,
    SINCE,
    CoinsFound,
    CoinsPromised,
    FindCoins,
    Jar,
    JarOpened,
    JarResized,
    OpenJar,
    PromiseCoins,
    opened_once,
)

JAR = UUID(int=1)
CLERK = Actor(role="clerk", person="p-1")


def stamp(on: date | None = date(2018, 1, 1), **more: object) -> Stamp:
    given = {"command_id": uuid4(), "actor": CLERK, "source": Source(kind="cli"), "effective_on": on}
    return Stamp.model_validate({**given, **more})


def facts(*history: Entry) -> Facts:
    return Facts(czech_calendar(), Configuration(()), history=history)


def history(*events: tuple[Event, date | None]) -> list[Entry]:
    return [
        Entry(
            event=event,
            stamp=stamp(day).recorded(UUID(int=100 + number)),
            originator_id=JAR,
            originator_version=number,
            position=number,
        )
        for number, (event, day) in enumerate(events, 1)
    ]


def jar(size: int = 10, *, found: int = 0) -> Jar:
    entries = history((JarOpened(label="a", size=size), date(2018, 1, 1)), (CoinsFound(count=found), date(2018, 1, 2)))
    return Jar.replay(JAR, entries)


def refusal(state: Jar, command: Command, given: Stamp) -> Refused:
    with pytest.raises(Refused) as caught:
        state.decide(command, given, facts())
    return caught.value


def test_an_act_within_the_rules_is_recorded() -> None:
    decision = jar().decide(PromiseCoins(target=JAR, count=10), stamp(), facts())
    assert [f.event for f in decision.findings] == [CoinsPromised(count=10)]
    assert [(a["rule"], a["outcome"]) for a in decision.applied] == [
        ("jar.coins-fit", "kept"),
        ("jar.not-thirteen", "kept"),
    ]


def test_every_broken_rule_of_an_act_is_named_in_order() -> None:
    refused = refusal(jar(), PromiseCoins(target=JAR, count=13), stamp())
    assert refused.codes == ("jar.coins-fit", "jar.not-thirteen")
    assert refused.facts == {"held": 0, "more": 13, "size": 10}


def test_the_version_in_force_on_the_day_of_the_law_decides() -> None:
    """Since 2020 one coin must be left to spare; an act dated before is judged by the older wording."""
    jar().decide(PromiseCoins(target=JAR, count=10), stamp(date(2019, 12, 31)), facts())
    assert refusal(jar(), PromiseCoins(target=JAR, count=10), stamp(date(2020, 1, 1))).code == "jar.coins-fit"


def test_before_the_first_version_a_rule_is_not_applicable() -> None:
    decision = jar().decide(PromiseCoins(target=JAR, count=13), stamp(date(1999, 12, 31)), facts())
    assert {a["outcome"] for a in decision.applied} == {"not applicable"}


def test_an_act_that_cannot_be_decided_is_refused_and_says_so() -> None:
    """The size on a day before the jar was opened is unknown."""
    refused = refusal(jar(), PromiseCoins(target=JAR, count=1), stamp(date(2017, 1, 1)))
    assert refused.violations[0].is_undecided


def test_an_observed_fact_is_recorded_with_an_anomaly() -> None:
    (finding,) = jar().decide(FindCoins(target=JAR, count=11), stamp(), facts()).findings
    assert [(a.code, a.rule, a.facts["more"]) for a in finding.anomalies] == [("OVERFULL", "jar.coins-fit", 11)]


def test_an_unknown_fact_is_left_out_of_an_anomaly() -> None:
    """It is stored with the event, and absent means unknown: there is no null."""
    case = Case(FindCoins(target=JAR, count=1), stamp(), facts())
    case.note("ODD", facts={"size": None, "held": 1, "lid": {"colour": None, "since": SINCE}})
    (finding,) = case.close(CoinsFound(count=1)).findings
    assert finding.anomalies[0].facts == {"held": 1, "lid": {"since": "2000-01-01"}}


def test_an_observation_that_cannot_be_decided_passes_without_a_guess() -> None:
    (finding,) = jar().decide(FindCoins(target=JAR, count=11), stamp(date(2017, 1, 1)), facts()).findings
    assert finding.anomalies == ()


def test_a_structural_rule_refuses_at_once() -> None:
    assert refusal(jar(), OpenJar(target=JAR, label="b", size=1), stamp()).codes == ("jar.opened-once",)


@pytest.mark.parametrize(
    ("second", "passes"), [("p-2", True), ("p-1", False), (" P-1 ", False), ("clerk@", False), ("approver@", True)]
)
def test_a_waiver_needs_somebody_else(second: str, passes: bool) -> None:
    waiver = Waiver(rule="jar.coins-fit", reason=Prose.of("a bigger jar is on its way"), second_person=second)
    command, given = PromiseCoins(target=JAR, count=11), stamp(waivers=(waiver,))
    if passes:
        assert jar().decide(command, given, facts()).findings
    else:
        assert refusal(jar(), command, given).code == "jar.coins-fit"


def test_open_anomalies_close_with_the_event_that_settles_them() -> None:
    entries = history((JarOpened(label="a", size=3), date(2018, 1, 1)))
    state = Jar.replay(JAR, entries)
    (finding,) = state.decide(FindCoins(target=JAR, count=4), stamp(), facts()).findings
    noted = stamp().recorded(UUID(int=7), anomalies=finding.anomalies)
    state.evolve(Entry(event=finding.event, stamp=noted, originator_id=JAR, originator_version=2, position=2))
    assert [ref.code for ref in state.open_anomalies] == ["OVERFULL"]
    (settled,) = state.decide(FindCoins(target=JAR, count=-2), stamp(), facts()).findings
    assert settled.closes == tuple(state.open_anomalies)


def test_what_another_file_is_asked_is_noted_there_and_refused_here() -> None:
    """Objections of both are raised together; what is noted stays with the guard, on the day that it has there."""
    case = Case(FindCoins(target=JAR, count=1), stamp(), facts())
    apart = case.aside(date(2017, 5, 1))
    apart.note("ODD")
    apart.guard(UUID(int=9), CoinsPromised(count=2))
    case.note("EVEN")
    case.guard(UUID(int=9), CoinsPromised(count=3))
    decision = case.close(CoinsFound(count=1))
    found = [(f.event, f.on, [a.code for a in f.anomalies]) for f in decision.findings]
    assert found == [(CoinsFound(count=1), date(2018, 1, 1), ["EVEN"])]
    guards = [(f.event, f.on, [a.code for a in f.anomalies]) for _, f in decision.guards]
    assert guards == [
        (CoinsPromised(count=2), date(2017, 5, 1), ["ODD"]),
        (CoinsPromised(count=3), date(2018, 1, 1), []),
    ]
    promise = Case(PromiseCoins(target=JAR, count=11), stamp(), facts())
    jar().decisions[PromiseCoins](jar(), promise.command, promise.aside(date(2018, 1, 1)))
    with pytest.raises(Refused) as refused:
        promise.close(CoinsPromised(count=11))
    assert refused.value.codes == ("jar.coins-fit",)


def test_deciding_changes_nothing() -> None:
    state = jar(found=2)
    before = (state.version, state.held, state.label, dict(state.open_anomalies))
    state.decide(FindCoins(target=JAR, count=5), stamp(), facts())
    assert (state.version, state.held, state.label, dict(state.open_anomalies)) == before


def test_a_corrected_entry_reads_as_corrected_at_its_own_place() -> None:
    entries = history(
        (JarOpened(label="a", size=10), date(2018, 1, 1)),
        (JarResized(size=20), date(2018, 3, 1)),
        (JarResized(size=30), date(2018, 6, 1)),
    )
    state = Jar.replay(JAR, entries)
    command = CorrectEntry(target=JAR, entry=entries[1].event_id, data={"size": 25})
    (finding,) = state.decide(command, stamp(date(2018, 4, 1), reason="misread"), facts(*entries)).findings
    correction = history(*[(CoinsFound(count=0), None)] * 3, (finding.event, date(2018, 4, 1)))[3]
    after = Jar.replay(JAR, [*entries, correction])
    assert [after.size.on(date(2018, month, 1)) for month in (3, 4, 6)] == [10, 25, 30]
    assert after.version == 4


def corrected(entries: list[Entry], command: Command, given: Stamp) -> None:
    """Decide a correction on these entries and put it behind them."""
    (finding,) = Jar.replay(JAR, entries).decide(command, given, facts(*entries)).findings
    number = len(entries) + 1
    recorded = given.recorded(UUID(int=100 + number), anomalies=finding.anomalies, closes=finding.closes)
    entries.append(
        Entry(event=finding.event, stamp=recorded, originator_id=JAR, originator_version=number, position=number)
    )


def test_a_correction_of_a_correction_says_how_the_entry_reads() -> None:
    """Whoever names a correction, or its taking back, means the entry behind it."""
    entries = history((JarOpened(label="a", size=10), None), (CoinsFound(count=3), None))
    read = []
    for count in (4, 5):
        corrected(
            entries, CorrectEntry(target=JAR, entry=entries[-1].event_id, data={"count": count}), stamp(reason="r")
        )
        read.append(Jar.replay(JAR, entries).held)
    corrected(entries, TakeBackEntry(target=JAR, entry=entries[-1].event_id), stamp(None, reason="r"))
    read.append(Jar.replay(JAR, entries).held)
    corrected(entries, CorrectEntry(target=JAR, entry=entries[-1].event_id, data={"count": 6}), stamp(reason="r"))
    assert [*read, Jar.replay(JAR, entries).held] == [4, 5, 4, 6]
    targets = {entry.event.target for entry in entries if isinstance(entry.event, EntryCorrected)}
    assert targets == {entries[1].event_id}


def test_a_further_correction_without_a_day_leaves_the_corrected_day() -> None:
    entries = history((JarOpened(label="a", size=10), date(2018, 1, 1)), (JarResized(size=20), date(2018, 3, 1)))
    resized = entries[1].event_id
    corrected(entries, CorrectEntry(target=JAR, entry=resized, data={"size": 20}), stamp(date(2018, 2, 1), reason="r"))
    corrected(entries, CorrectEntry(target=JAR, entry=resized, data={"size": 21}), stamp(None, reason="r"))
    assert list(Jar.replay(JAR, entries).size) == [(date(2018, 1, 1), 10), (date(2018, 2, 1), 21)]
    corrected(entries, TakeBackEntry(target=JAR, entry=entries[2].event_id), stamp(date(2019, 1, 1), reason="r"))
    assert list(Jar.replay(JAR, entries).size)[1] == (date(2018, 3, 1), 21)


def test_taking_a_corrected_number_back_takes_the_old_one_again() -> None:
    entries = history((JarOpened(label="a", size=10), None))
    corrected(
        entries, CorrectEntry(target=JAR, entry=entries[0].event_id, data={"label": "b", "size": 10}), stamp(reason="r")
    )
    corrected(entries, TakeBackEntry(target=JAR, entry=entries[1].event_id), stamp(reason="r"))
    corrected(entries, TakeBackEntry(target=JAR, entry=entries[2].event_id), stamp(reason="r"))
    changes = [[(c.action, c.key) for c in entry.event.claims()] for entry in entries]
    there, back = [("release", "a"), ("take", "b")], [("release", "b"), ("take", "a")]
    assert changes == [[("take", "a")], there, back, there]


def test_a_structural_rule_holds_on_a_day_before_the_law_and_on_an_unknown_one() -> None:
    for day in (date(1900, 1, 1), None):
        command = CorrectEntry(target=JAR, entry=UUID(int=999), data={})
        assert refusal(jar(), command, stamp(day, reason="r")).code == "entry.belongs-to-aggregate"
    assert question(opened_once, None, version=1).is_broken


def test_taking_a_correction_back_restores_what_was_said() -> None:
    entries = history((JarOpened(label="a", size=10), None), (CoinsFound(count=3), None))
    for _ in range(3):
        state = Jar.replay(JAR, entries)
        command = TakeBackEntry(target=JAR, entry=entries[-1].event_id)
        (finding,) = state.decide(command, stamp(None, reason="mistake"), facts(*entries)).findings
        number = len(entries) + 1
        entries.append(history(*[(CoinsFound(count=0), None)] * (number - 1), (finding.event, None))[-1])
    assert [Jar.replay(JAR, entries[:n]).held for n in (2, 3, 4, 5)] == [3, 0, 3, 0]


def test_a_correction_is_reviewed_by_the_standing_rules() -> None:
    entries = history((JarOpened(label="a", size=10), date(2018, 1, 1)), (CoinsFound(count=3), date(2018, 1, 1)))
    command = CorrectEntry(target=JAR, entry=entries[1].event_id, data={"count": 30})
    (finding,) = Jar.replay(JAR, entries).decide(command, stamp(reason="miscounted"), facts(*entries)).findings
    assert [a.code for a in finding.anomalies] == ["OVERFULL"]


@pytest.mark.parametrize(
    ("entry", "data", "reason", "code"),
    [
        (999, {"count": 1}, "r", "entry.belongs-to-aggregate"),
        (102, {"count": 1}, None, "entry.reason-given"),
        (102, {"count": 1}, "", "entry.reason-given"),
        (102, {"count": 1}, " \n", "entry.reason-given"),
        (102, {"count": "many"}, "r", "entry.replacement-readable"),
        (102, {"count": 1, "colour": "red"}, "r", "entry.replacement-readable"),
    ],
)
def test_a_correction_must_name_an_entry_a_reason_and_a_readable_wording(
    entry: int, data: dict[str, JsonValue], reason: str | None, code: str
) -> None:
    entries = history((JarOpened(label="a", size=10), None), (CoinsFound(count=3), None))
    with pytest.raises(Refused) as caught:
        Jar.replay(JAR, entries).decide(
            CorrectEntry(target=JAR, entry=UUID(int=entry), data=data), stamp(reason=reason), facts(*entries)
        )
    assert caught.value.code == code


def test_the_opening_entry_is_corrected_but_never_taken_back() -> None:
    entries = history((JarOpened(label="a", size=10), None))
    with pytest.raises(Refused) as caught:
        Jar.replay(JAR, entries).decide(
            TakeBackEntry(target=JAR, entry=entries[0].event_id), stamp(reason="r"), facts(*entries)
        )
    assert caught.value.code == "entry.opening-stays"


def test_a_corrected_number_is_released_and_the_new_one_taken() -> None:
    entries = history((JarOpened(label="a", size=10), None))
    command = CorrectEntry(target=JAR, entry=entries[0].event_id, data={"label": "b", "size": 10})
    (finding,) = Jar.replay(JAR, entries).decide(command, stamp(reason="typo"), facts(*entries)).findings
    assert [(c.action, c.key) for c in finding.event.claims()] == [("release", "a"), ("take", "b")]


def test_a_rule_code_is_taken_once_and_the_book_has_a_digest() -> None:
    with pytest.raises(TypeError):
        rule("jar.coins-fit", cites=CITES, since=SINCE, cs="x")(lambda: True)
    assert len(rule_book_digest()) == 64
    assert all(entry.versions for entry in RULE_BOOK.values())
