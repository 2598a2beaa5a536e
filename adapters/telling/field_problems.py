"""Wrong fields in the reader's language: what pydantic, the numbers that people write and the doors find wrong."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from adapters.telling.speech import Speech
from adapters.telling.words import Language, Words
from domain.kernel.wrong_fields import FieldProblem

NEAREST = Words("did you mean {nearest}?", "nemysleli jste {nearest}?")

_TEXT = Words("must be a text", "musí být text")
_WHOLE = Words(
    "must be a whole number such as 12, without quotes or a point",
    "musí být celé číslo, například 12, bez uvozovek a tečky",
)
_NUMBER = Words(
    "must be an exact number such as 48, or a text such as “4.5” with a point",
    "musí být přesné číslo, například 48, nebo text s desetinnou tečkou, například „4.5“",
)
_SHARE = Words(
    "must be an exact part of a whole such as “1/3”, “0.85” or “1”",
    "musí být přesný díl celku, například „1/3“, „0.85“ nebo „1“",
)
_TRUTH = Words("must be true or false, without quotes", "musí být true nebo false, bez uvozovek")
_OBJECT = Words("must be an object in braces", "musí být objekt ve složených závorkách")
_LIST = Words("must be a list in brackets", "musí být seznam v hranatých závorkách")
_ONE_OF = Words("must be one of {expected}", "musí být jedno z: {expected}")
_DAY = Words("must be a day such as 2018-06-30", "musí být den, například 2018-06-30")
_MOMENT = Words(
    "must be a moment with its offset from UTC, such as 2017-03-31T10:00:00+02:00",
    "musí být okamžik s posunem proti UTC, například 2017-03-31T10:00:00+02:00",
)
_DIGITS = Words("has too many digits", "má příliš mnoho číslic")
_UNREADABLE = Words("is not what is expected here", "není to, co se zde očekává")

BY_TYPE: Mapping[str, Words] = {
    "missing": Words("is missing", "chybí"),
    "extra_forbidden": Words("is not a field of this command", "není polem tohoto příkazu"),
    "unexpected_keyword_argument": Words("is no field here", "zde takové pole není"),
    "misplaced": Words("stands beside the data, not in it", "patří vedle dat, ne do nich"),
    "needs_day": Words(
        "is missing: only a takeover may leave the day of effect unknown",
        "chybí: jen převzetí smí nechat den účinku neznámý",
    ),
    "not_from_a_device": Words("devices do not send this command", "tento příkaz se ze zařízení neposílá"),
    "string_type": _TEXT,
    "invisible_sign": Words(
        "holds the invisible sign {sign}; type it anew", "obsahuje neviditelný znak {sign}; napište ho znovu"
    ),
    "string_too_short": Words("is too short, at least {min_length}", "je příliš krátké, nejméně {min_length}"),
    "string_too_long": Words("is too long, at most {max_length}", "je příliš dlouhé, nejvýše {max_length}"),
    "int_type": _WHOLE,
    "int_parsing": _WHOLE,
    "int_from_float": _WHOLE,
    "int_parsing_size": _DIGITS,
    "decimal_type": _NUMBER,
    "decimal_parsing": _NUMBER,
    "exact_number": _NUMBER,
    "finite_number": _NUMBER,
    "float_type": _NUMBER,
    "float_parsing": _NUMBER,
    "decimal_max_digits": _DIGITS,
    "decimal_max_places": Words("has too many decimal places", "má příliš mnoho desetinných míst"),
    "decimal_whole_digits": _DIGITS,
    "fraction_type": _SHARE,
    "fraction_parsing": _SHARE,
    "exact_share": _SHARE,
    "above_zero": Words("must be above zero", "musí být více než nula"),
    "bool_type": _TRUTH,
    "bool_parsing": _TRUTH,
    "dict_type": _OBJECT,
    "model_type": _OBJECT,
    "model_attributes_type": _OBJECT,
    "dataclass_type": _OBJECT,
    "mapping_type": _OBJECT,
    "tuple_type": _LIST,
    "list_type": _LIST,
    "too_short": Words("has too few items, at least {min_length}", "má málo položek, nejméně {min_length}"),
    "too_long": Words("has too many items, at most {max_length}", "má mnoho položek, nejvýše {max_length}"),
    "literal_error": _ONE_OF,
    "enum": _ONE_OF,
    "uuid_parsing": Words("is neither a UUID nor a known number", "není UUID ani známé číslo"),
    "uuid_type": Words("must be a UUID or a number as people write it", "musí být UUID nebo číslo, jak se píše"),
    "date_type": _DAY,
    "date_parsing": _DAY,
    "date_from_datetime_parsing": _DAY,
    "date_from_datetime_inexact": Words("must be a day without a time", "musí být den bez hodiny"),
    "datetime_type": _MOMENT,
    "datetime_parsing": _MOMENT,
    "datetime_from_date_parsing": _MOMENT,
    "timezone_aware": _MOMENT,
    "greater_than_equal": Words("must be at least {ge}", "musí být nejméně {ge}"),
    "less_than_equal": Words("must be at most {le}", "musí být nejvýše {le}"),
    "greater_than": Words("must be more than {gt}", "musí být více než {gt}"),
    "less_than": Words("must be less than {lt}", "musí být méně než {lt}"),
    "json_invalid": Words("cannot be read as JSON", "nelze přečíst jako JSON"),
    "money": Words(
        "is not money; expected 10560000.00 CZK, 10 560 000 Kč, or an object with currency and minor",
        "není částka; očekává se 10560000.00 CZK, 10 560 000 Kč nebo objekt s currency a minor",
    ),
}
"""What pydantic calls a problem, in the words of a reader."""

BY_PATTERN: Mapping[str, Words] = {
    "^p-[0-9a-f]{16}$": Words(
        "must be the key of a person such as p-0123456789abcdef; kronika person add makes one",
        "musí být klíč osoby, například p-0123456789abcdef; vytvoří ho kronika person add",
    ),
    "^[0-9a-f]{64}$": Words(
        "must be the SHA-256 of a file: 64 digits 0–9 and a–f; kronika evidence add tells it",
        "musí být SHA-256 souboru: 64 znaků 0–9 a a–f; řekne ho kronika evidence add",
    ),
}
_OTHER_PATTERN = Words("has another form; expected {pattern}", "má jiný tvar; očekává se {pattern}")

NAMES: Mapping[str, str] = {
    "an IČO": "IČO",
    "a registration number of a social service": "registrační číslo sociální služby",
    "a contract number": "číslo smlouvy",
    "a project number": "číslo projektu",
    "the number of a resolution": "číslo usnesení",
    "an ORP of the Liberec region": "ORP Libereckého kraje",
    "a section of Act 108/2006 with a kind of service": "paragraf zákona 108/2006 Sb. s druhem služby",
}
EXPECTED: Mapping[str, str] = {
    "8 digits with a right check digit": "8 číslic se správnou kontrolní číslicí",
    "7 digits": "7 číslic",
    "OLP, number and year parted by slashes": "OLP, číslo a rok oddělené lomítky",
    "the form of OPZ+, OPZ or OP LZZ": "tvar OPZ+, OPZ nebo OP LZZ",
    "number, two digits of the year and the body (ZK, RK or VSV with its number)": (
        "číslo, dvě číslice roku a orgán (ZK, RK nebo VSV s číslem)"
    ),
    "a code from 5101 (Česká Lípa) to 5110 (Železný Brod)": "kód od 5101 (Česká Lípa) do 5110 (Železný Brod)",
    "one of §§ 37 and 39–70": "jeden z §§ 37 a 39–70",
}
WHY: Mapping[str, str] = {
    "it has another form": "má jiný tvar",
    "its last digit would have to be {0} (modulo 11)": "poslední číslice by musela být {0} (modulo 11)",
    "number and year cannot be found in it": "nelze v něm najít číslo a rok",
    "no ORP has this official name": "žádné ORP se tak úředně nejmenuje",
    "the Act never had a kind of service there": "druh služby v něm v zákoně nikdy nebyl",
}
"""The parts of what a number that people write says of a wrong text; `{0}` is a figure. A test knows all of them."""

SENTENCES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.DOTALL), czech)
    for pattern, czech in (
        (r"(.+) is not a month; expected .*", "{0} není měsíc; očekává se rok a měsíc, například 2018-04"),
        (
            r"a period that starts on (\S+) cannot end on (\S+); .*",
            "období, které začíná {0}, nemůže skončit {1}; konec je před začátkem",
        ),
        (
            r"a moment needs its offset from UTC; expected a text such as (\S+)",
            "okamžik potřebuje posun proti UTC; očekává se text, například {0}",
        ),
        (r"(.+) is negative; expected the absolute sum", "{0} je záporné; očekává se částka bez znaménka"),
        (
            r"a citation names its act; expected .*",
            "odkaz na předpis jmenuje předpis; očekává se číslo, například 340/2015, nebo contract či methodology",
        ),
        (r"text may not hold the character NUL", "text nesmí obsahovat znak NUL"),
        (r"the commitment is not that of .*", "závazek nepatří k textu a jeho soli o 16 bajtech"),
        (r"the date (.+) needs either .*", "datum {0} potřebuje buď `parsed`, nebo `problem`, ne obojí"),
        (r"unknown field", "neznámé pole"),
        (r"unknown filter", "neznámá podmínka"),
        (r"unknown parameter", "neznámý parametr"),
        (r"is said twice", "je uvedeno dvakrát"),
        (r"unknown column (.+)", "neznámý sloupec {0}"),
        (r"(.+) holds several values and has no order", "{0} má více hodnot, a proto žádné pořadí"),
        (
            r"a range has a first or a last value, such as (.+)",
            "rozsah má první nebo poslední hodnotu, například {0}",
        ),
        (
            r"must be a day such as (\S+), or a range such as (.+)",
            "musí být den, například {0}, nebo rozsah, například {1}",
        ),
        (r"must be a number, or a range such as (.+)", "musí být číslo nebo rozsah, například {0}"),
        (
            r"is not money; expected 10000, 10 000 Kč, or a range such as (.+)",
            "není částka; očekává se 10000, 10 000 Kč nebo rozsah, například {0}",
        ),
        (r"the cursor says this already", "to už říká kurzor"),
        (r"give 1 to ([0-9]+) characters", "zadejte 1 až {0} znaků"),
        (r"give 1 to ([0-9]+) commands", "zadejte 1 až {0} příkazů"),
        (r"at most ([0-9]+) conditions", "nejvýše {0} podmínek"),
        (r"at most ([0-9]+) columns", "nejvýše {0} sloupců"),
        (r"say which file the command is about", "řekněte, kterého spisu se příkaz týká"),
        (r"the file is named beside the data", "spis se uvádí vedle dat"),
        (r"must be a list of commands", "musí být seznam příkazů"),
        (r"must be one of (.+)", "musí být jedno z: {0}"),
        (r"is none of the words of this column", "takové slovo v tomto sloupci nebývá"),
    )
)
"""Sentences of our own that have no type of theirs, with their Czech; groups fill `{0}` …"""


def field_reason(say: Speech, problem: FieldProblem) -> str:
    """What is wrong with a field, in one sentence without its path; in the language asked for, whatever it is."""
    own = next((one for one in _own(problem.message) if one), None)
    if own is not None:
        return own if say.language == "cs" else problem.message
    said = _said(say, problem)
    if said is None:
        return problem.message if say.language == "en" else say(_UNREADABLE)
    return f"“{problem.written}” {said}" if problem.written else said


def field_line(say: Speech, problem: FieldProblem) -> str:
    """A wrong field: its path and the reason."""
    nearest = f"; {say(NEAREST, nearest=problem.nearest)}" if problem.nearest else ""
    return f"  {problem.path}: {field_reason(say, problem)}{nearest}"


def field_json(say: Speech, problem: FieldProblem) -> dict[str, Any]:
    """A wrong field for machines; the message is for people."""
    message = field_reason(say, problem)
    return {"path": problem.path, "type": problem.type, "message": message, "nearest": problem.nearest}


def _said(say: Speech, problem: FieldProblem) -> str | None:
    """By its type; None where there are no words for it, or no facts for the words."""
    words = BY_TYPE.get(problem.type)
    if problem.type == "string_pattern_mismatch":
        words = BY_PATTERN.get(str(problem.context.get("pattern")), _OTHER_PATTERN)
    facts = {name: _fact(say.language, name, value) for name, value in problem.context.items()}
    try:
        return None if words is None else say(words, **facts)
    except KeyError:
        return None


def _fact(language: Language, name: str, value: object) -> str:
    """A choice ends in “or” in English."""
    return str(value).replace(" or ", " nebo ") if name == "expected" and language == "cs" else str(value)


def _own(message: str) -> Iterable[str | None]:
    """The Czech of a sentence of ours."""
    yield _of_identifier(message)
    for pattern, czech in SENTENCES:
        found = pattern.fullmatch(message)
        yield czech.format(*found.groups()) if found else None


_IDENTIFIER = re.compile(
    r"(?P<raw>.*) is not (?P<name>an? .+?|the .+?): (?P<why>.+); expected (?P<expected>.+)", re.DOTALL
)
_FIGURE = re.compile(r"(?<= )[0-9](?= )")


def _of_identifier(message: str) -> str | None:
    found = _IDENTIFIER.fullmatch(message)
    if found is None or found["name"] not in NAMES:
        return None
    expected, _, example = found["expected"].partition(", for example ")
    figures = _FIGURE.findall(found["why"])
    why = WHY.get(_FIGURE.sub("{0}", found["why"]), found["why"]).format(*figures)
    return (
        f"{found['raw']} není {NAMES[found['name']]}: {why}; "
        f"očekává se {EXPECTED.get(expected, expected)}, například {example}"
    )
