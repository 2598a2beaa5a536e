"""What is plainly over, told from the stored steps alone: of ten years of deadlines hardly any is open.

Whoever asks for open deadlines alone need not read or follow the steps of these. Where it is not plain, they are
followed: a test compares the two.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from projections.database import Value, Values
from projections.deadlines.course import CLOSING
from projections.deadlines.kinds import Course
from projections.deadlines.steps import ALL, Mark, Step
from projections.deadlines.view import KINDS
from projections.told import PLACE

EFFECTIVE = 1
"""Where the effective day stands among the columns before those of a step."""
FILE, KIND, MARK, SUBJECT, DAY, AMOUNT, CURRENCY = (
    PLACE + Step._fields.index(name) for name in ("file", "kind", "mark", "subject", "day", "amount", "currency")
)
AGREED = frozenset({Mark.AGREED, Mark.AGREED_IF_PUBLISHED, Mark.RETURNED})
"""What a year that is to be settled, or settled again, comes from."""
Steps = Sequence[Values]
"""Of one kind in one file, in the order of the ledger."""


def not_over(stored: Steps) -> list[Values]:
    """The steps of every kind and file of which something may be open."""
    found: defaultdict[tuple[Value, Value], list[Values]] = defaultdict(list)
    for one in stored:
        found[one[FILE], one[KIND]].append(one)
    return [one for (_, code), steps in found.items() if not _OVER[_COURSES[code]](steps) for one in steps]


def _is_met(steps: Steps) -> bool:
    """Set once: never, or every subject was closed, whenever that was."""
    if not _is_set(steps, Mark.OPENED):
        return True
    closed = {step[SUBJECT] for step in steps if step[MARK] in CLOSING}
    return ALL in closed or (bool(closed) and closed >= _named(steps))


def _is_met_again(steps: Steps) -> bool:
    """Set again and again: no subject was set after it was last closed."""
    last = _last_marks(steps, among=OPENING)
    return Mark.OPENED not in last.values()


def _is_judged(steps: Steps) -> bool:
    """Never set, or nothing was said of any subject after it was last closed."""
    return not _is_set(steps, Mark.OPENED, Mark.MOVED) or CLOSING.issuperset(_last_marks(steps).values())


def _is_whole(steps: Steps) -> bool:
    """Never asked for, or no longer."""
    return not _is_set(steps, Mark.OPENED) or {Mark.ENDED}.issuperset(_last_marks(steps).values())


def _is_paid(steps: Steps) -> bool:
    """Never asked for; or asked for once, never changed, and given up or paid."""
    if not _is_set(steps, Mark.OPENED):
        return True
    if _is_set(steps, Mark.CHANGED) or ALL in _named(steps) or len({step[CURRENCY] for step in steps}) > 1:
        return False
    return all(map(_is_claim_paid, _by_subject(steps)))


def _is_claim_paid(steps: Steps) -> bool:
    """What is said of one claim."""
    if _is_set(steps, Mark.ENDED):
        return True
    asked = [_amount(step) for step in steps if step[MARK] == Mark.OPENED]
    came = sum(_amount(step) for step in steps if step[MARK] in {Mark.DONE, Mark.LOWERED})
    return not asked or (len(asked) == 1 and came >= asked[0])


def _is_settled(steps: Steps) -> bool:
    """No year was ever agreed on, and nothing was returned."""
    return not _is_set(steps, *AGREED)


OPENING = CLOSING | {Mark.OPENED}
_OVER: Mapping[Course, Callable[[Steps], bool]] = {
    Course.ONCE: _is_met,
    Course.AGAIN: _is_met_again,
    Course.JUDGED: _is_judged,
    Course.PARTS: _is_whole,
    Course.MONEY: _is_paid,
    Course.SETTLEMENT: _is_settled,
}
_COURSES: Mapping[Value, Course] = {kind.code: kind.course for kind in KINDS.values()}


def _is_set(steps: Steps, *marks: Mark) -> bool:
    return not {step[MARK] for step in steps}.isdisjoint(marks)


def _named(steps: Steps) -> set[Value]:
    """The subjects; where none is named, the file as a whole."""
    return {step[SUBJECT] for step in steps} - {ALL} or {""}


def _by_subject(steps: Steps) -> Iterable[Steps]:
    found: defaultdict[Value, list[Values]] = defaultdict(list)
    for step in steps:
        found[step[SUBJECT]].append(step)
    return found.values()


def _last_marks(steps: Steps, *, among: frozenset[Mark] = frozenset(Mark)) -> Mapping[Value, Value]:
    """What was said last of each subject, by day; a step about every subject is about each that is named anywhere."""
    named = _named(steps)
    last: dict[Value, Value] = dict.fromkeys(named)
    for step in sorted(steps, key=_day) if len(steps) > 1 else steps:
        mark, subject = step[MARK], step[SUBJECT]
        if mark in among:
            last.update(dict.fromkeys(named, mark) if subject == ALL else {subject: mark})
    return last


def _day(step: Values) -> str:
    """As text, which has the same order; an unknown one comes before every other."""
    return str(step[DAY] or step[EFFECTIVE] or "")


def _amount(step: Values) -> int:
    return int(step[AMOUNT] or 0)
