"""What comes through a door is read to the letter: nothing of another kind is taken for what a field asks."""

import copy
import re
from collections.abc import Callable, Iterator
from typing import Any

import orjson
import pytest
from pydantic import ValidationError

from application.business import is_business
from domain.kernel.as_sent import read_as_sent
from domain.kernel.command import COMMANDS
from domain.kernel.event import CATALOGUE, Payload
from domain.kernel.ids import derived_id
from domain.kernel.stamp import Stamp
from domain.kernel.wrong_fields import field_problems
from tests.examples import example
from tests.house.test_golden import GOLDEN, STAMP

Path = tuple[str | int, ...]
OUR_COMMANDS = sorted(topic for topic, command in COMMANDS.items() if is_business(command.__module__))
OUR_EVENTS = sorted(topic for topic, event in CATALOGUE.items() if is_business(event.__module__))

DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
MOMENT = re.compile(rf"{DAY.pattern}T.+Z")
NO_DAYS = (0, 20180101, 1.5e9, True, "1514764800", "0", "2018", "20180101", "2018-06-30T00:00:00", "2018-06-30 00:00")
NO_MOMENTS = (0, 1_514_764_800, 1.5e9, True, "1514764800", "1514764800.5", "0")


def said_by(model: type[Payload]) -> dict[str, Any]:
    """The example of a model as JSON."""
    said: dict[str, Any] = orjson.loads(orjson.dumps(example(model).model_dump(mode="json", exclude_none=True)))
    return said


def leaves(said: object, path: Path = ()) -> Iterator[tuple[Path, object]]:
    """Every value that holds no others, with its path; words kept as their source writes them aside."""
    if isinstance(said, dict | list):
        for key, value in said.items() if isinstance(said, dict) else enumerate(said):
            yield from leaves(value, (*path, key))
    elif path[-1] != "raw":
        yield path, said


def with_value(said: dict[str, Any], path: Path, value: object) -> dict[str, Any]:
    changed = copy.deepcopy(said)
    holder: Any = changed
    for key in path[:-1]:
        holder = holder[key]
    holder[path[-1]] = value
    return changed


def wrong_places(model: type[Payload], said: dict[str, Any]) -> list[str]:
    try:
        read_as_sent(model, said)
    except ValidationError as error:
        return [problem.path for problem in field_problems(error, model)]
    return []


def taken(model: type[Payload], is_meant: Callable[[object], bool], values: tuple[object, ...]) -> list[str]:
    """Where one of the values was taken for another, or another place was told wrong."""
    said = said_by(model)
    places = [path for path, value in leaves(said) if is_meant(value) and path[0] != "data"]
    tried = [(path, value) for path in places for value in values]
    return [
        f"{path}: {value!r}"
        for path, value in tried
        if not any(is_within(path, wrong) for wrong in wrong_places(model, with_value(said, path, value)))
    ]


def is_within(path: Path, wrong: str) -> bool:
    """Money is told wrong as a whole."""
    written = ".".join(map(str, path))
    return wrong == written or written.startswith(f"{wrong}.")


OTHER_KINDS: tuple[tuple[Callable[[object], bool], tuple[object, ...]], ...] = (
    (lambda value: isinstance(value, str) and DAY.fullmatch(value) is not None, NO_DAYS),
    (lambda value: isinstance(value, str) and MOMENT.fullmatch(value) is not None, NO_MOMENTS),
    (lambda value: type(value) is int, ("7", "", 7.0, 1e3, True, False)),
    (lambda value: type(value) is bool, (1, 0, 1.0, "true", "yes", "on", "")),
)
"""What a field asks, and values that mean something else."""


@pytest.mark.parametrize("topic", OUR_COMMANDS)
def test_nothing_is_taken_for_what_it_is_not(topic: str) -> None:
    """0 would be 1970-01-01, 20180101 a day in August of that year, "yes" true and 7.0 a whole number."""
    assert [one for is_meant, others in OTHER_KINDS for one in taken(COMMANDS[topic], is_meant, others)] == []


@pytest.mark.parametrize("topic", OUR_COMMANDS)
def test_every_command_as_it_is_kept_reads_the_same(topic: str) -> None:
    command = COMMANDS[topic]
    assert read_as_sent(command, said_by(command)) == example(command)


@pytest.mark.parametrize("topic", OUR_EVENTS)
def test_every_event_as_it_is_kept_can_be_the_wording_of_a_correction(topic: str) -> None:
    event = CATALOGUE[topic]
    data = orjson.loads((GOLDEN / f"{topic}.v{event.schema_version}.json").read_bytes())["data"]
    assert read_as_sent(event, data) == example(event)


def sent_stamp(**said: object) -> Stamp:
    kept = {"command_id": str(derived_id("c")), "actor": {"role": "clerk"}, "source": {"kind": "api"}}
    return read_as_sent(Stamp, {**kept, **said})


@pytest.mark.parametrize("field", ["effective_on", "received_on"])
@pytest.mark.parametrize("value", NO_DAYS)
def test_a_stamp_takes_no_number_for_a_day(field: str, value: object) -> None:
    with pytest.raises(ValidationError, match=field):
        sent_stamp(**{field: value})


@pytest.mark.parametrize("value", NO_MOMENTS)
def test_a_stamp_takes_no_number_for_the_time_of_its_source(value: object) -> None:
    with pytest.raises(ValidationError, match="recorded_as"):
        sent_stamp(source={"kind": "import", "recorded_as": value})


def test_a_stamp_as_it_is_kept_reads_the_same() -> None:
    kept = STAMP.model_dump(mode="json", exclude_defaults=True)
    assert read_as_sent(type(STAMP), kept) == STAMP
    assert read_as_sent(type(STAMP), dict(STAMP)) == STAMP


# Names ----------------------------------------------------------------------------------------------------------------

ORDER = {
    "target": str(derived_id("contract")),
    "breach": "B-1",
    "demand": "remedy",
    "due_on": "2018-06-30",
}
CALL = COMMANDS["contract.call-to-remedy"]


@pytest.mark.parametrize("written", ["B-1 ", " B-1", "\u00a0B-1", "B-1\u2003", "\tB-1\n"])
def test_white_space_around_a_name_is_dropped(written: str) -> None:
    assert read_as_sent(CALL, {**ORDER, "breach": written}) == read_as_sent(CALL, ORDER)


@pytest.mark.parametrize("written", ["", " ", "\u00a0\u2003"])
def test_a_name_says_something(written: str) -> None:
    with pytest.raises(ValidationError, match="breach"):
        read_as_sent(CALL, {**ORDER, "breach": written})


@pytest.mark.parametrize("sign", ["\u200b", "\ufeff", "\u00ad", "\u202e", "\u2028", "\0", "\n", "\x7f"])
@pytest.mark.parametrize("written", ["B-{}1", "B-1{}1"])
def test_a_name_holds_no_sign_that_nobody_sees(written: str, sign: str) -> None:
    """Two breaches that look alike would be two for the ledger."""
    with pytest.raises(ValidationError) as caught:
        read_as_sent(CALL, {**ORDER, "breach": written.format(sign)})
    (problem,) = field_problems(caught.value, CALL)
    assert (problem.path, problem.type, problem.context) == (
        "breach",
        "invisible_sign",
        {"sign": f"U+{ord(sign):04X}"},
    )


def test_spaces_and_signs_of_any_script_stay_within_a_name() -> None:
    written = "Záloha č.\u00a01 – „Domov“ 💶 Ω"
    assert read_as_sent(CALL, {**ORDER, "breach": written}).fields()["breach"] == written


def test_what_a_source_writes_is_kept_as_it_came() -> None:
    """Prose, and a period in the words of its source: evidence, however it is spaced."""
    conclude = COMMANDS["contract.take-over"]
    said = {"target": str(derived_id("contract")), "number": "OLP/1/2017", "period_as_written": " od 1.\u200b1.2017 "}
    assert read_as_sent(conclude, said).fields()["period_as_written"].raw == " od 1.\u200b1.2017 "
    assert sent_stamp(reason=" dvě\u00adslova\n").reason is not None


@pytest.mark.parametrize("value", ["1e3", " 4.5", "4.5 ", "+4", "4_5", "٤", ".5", "5.", "NaN", "Infinity", 4.5, True])
def test_a_quantity_is_written_plainly(value: object) -> None:
    said = said_by(COMMANDS["contract.record-indicator-achievement"])
    with pytest.raises(ValidationError, match="value"):
        read_as_sent(COMMANDS["contract.record-indicator-achievement"], {**said, "value": value})


def test_an_error_shows_nothing_of_what_was_sent() -> None:
    """What is logged may name nobody."""
    with pytest.raises(ValidationError) as caught:
        read_as_sent(CALL, {**ORDER, "due_on": "Jana Nováková"})
    assert "Nov" not in str(caught.value)
