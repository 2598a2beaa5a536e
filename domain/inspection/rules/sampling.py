"""What must hold of samples."""

from collections.abc import Collection

from domain.kernel.correction import ALWAYS, HOUSE
from domain.kernel.law import Citation
from domain.kernel.money import Money
from domain.kernel.rule import rule

METHODS = Citation("416/2004")
"""The decree that names how financial control is done, sampling among it."""


@rule(
    "inspection.sample-size-within-frame",
    cites=METHODS,
    since=ALWAYS,
    cs="Vzorek není větší než seznam jednotek a ten není větší než soubor; úplný výběr bere všechny.",
    is_structural=True,
)
def size_within_frame(*, method: str, size: int, frame: int, population: int) -> bool:
    """A sample is no larger than its frame, a frame no larger than the population; a full one takes all."""
    return size <= frame <= population and (method != "FULL" or size == frame)


@rule(
    "inspection.sample-reproducible",
    cites=METHODS,
    since=ALWAYS,
    cs="Náhodný výběr má semínko; výběr úsudkem jmenuje, co bylo vybráno.",
    is_structural=True,
)
def sample_reproducible(*, method: str, seed: str | None, chosen: int, size: int) -> bool:
    """A random sample has a seed; one by judgement names what was chosen."""
    if method == "JUDGEMENT":
        return chosen == size
    return chosen == 0 and (method == "FULL" or seed is not None)


@rule(
    "inspection.chosen-of-frame",
    cites=HOUSE,
    since=ALWAYS,
    cs="Vybrané jednotky jsou v seznamu.",
    is_structural=True,
)
def chosen_of_frame(*, strangers: Collection[str]) -> bool:
    """The chosen units are in the frame."""
    return not strangers


@rule(
    "inspection.frame-gap-explained",
    cites=METHODS,
    since=ALWAYS,
    cs="Kde v seznamu chybí jednotky souboru, je řečeno proč.",
)
def frame_gap_explained(*, frame: int, population: int, is_explained: bool) -> bool:
    """Where the frame misses units of the population, it is said why."""
    return frame == population or is_explained


@rule(
    "inspection.unit-in-sample",
    cites=HOUSE,
    since=ALWAYS,
    cs="Jednotka je ve vzorku a nebyla nahrazena.",
    is_structural=True,
)
def unit_in_sample(*, unit: str, sample: Collection[str]) -> bool:
    """The unit is in the sample and was not replaced."""
    return unit in sample


@rule(
    "inspection.unit-not-reviewed",
    cites=METHODS,
    since=ALWAYS,
    cs="Jednotka, která už byla posouzena, se nenahrazuje.",
)
def unit_not_reviewed(*, unit: str, is_reviewed: bool) -> bool:
    """A unit that was examined is not replaced."""
    return not is_reviewed


@rule(
    "inspection.error-within-value",
    cites=HOUSE,
    since=ALWAYS,
    cs="Chyba není záporná, nepřesahuje hodnotu jednotky a je v téže měně; kde je chyba, je nedostatek.",
    is_structural=True,
)
def error_within_value(*, result: str, value: Money | None, error: Money | None) -> bool:
    """An error is not negative, not above the value of its unit, in its currency, and always a defect."""
    if error is None:
        return True
    fits = value is None or (value.currency == error.currency and error <= value)
    return not error.is_negative and fits and (error.is_zero or result == "DEFECT")


@rule(
    "inspection.sample-value-not-negative",
    cites=HOUSE,
    since=ALWAYS,
    cs="Hodnota jednotky ani celého seznamu není záporná.",
    is_structural=True,
)
def sample_value_not_negative(*, value: Money | None) -> bool:
    """The value of a unit or of the whole frame is not negative."""
    return value is None or not value.is_negative


@rule(
    "inspection.sample-in-one-currency",
    cites=HOUSE,
    since=ALWAYS,
    cs="Vzorek se vede v jedné měně.",
    is_structural=True,
)
def sample_in_one_currency(*, currencies: Collection[str]) -> bool:
    """A sample is kept in one currency."""
    return len(currencies) <= 1


@rule(
    "inspection.sample-random",
    cites=METHODS,
    since=ALWAYS,
    cs="Na celek se usuzuje jen z náhodného nebo úplného výběru.",
)
def sample_random(*, method: str) -> bool:
    """Conclusions for the whole are drawn from random or full samples only."""
    return method != "JUDGEMENT"


@rule(
    "inspection.sample-reviewed",
    cites=METHODS,
    since=ALWAYS,
    cs="Před závěrem pro celek jsou posouzeny všechny jednotky vzorku.",
)
def sample_reviewed(*, unreviewed: Collection[str], units: int) -> bool:
    """Every unit of the sample is examined before something is concluded for the whole."""
    return not unreviewed and units > 0


@rule(
    "inspection.extrapolation-founded",
    cites=METHODS,
    since=ALWAYS,
    cs="Usuzovat podílem chyby lze, jen kde je známa hodnota všech jednotek vzorku i celého seznamu.",
    is_structural=True,
)
def extrapolation_founded(*, by: str, sample_value: Money | None, frame_value: Money | None) -> bool:
    """To conclude by the share of error, the value of every sampled unit and of the frame is known."""
    return by == "MEAN" or (sample_value is not None and frame_value is not None and sample_value.minor > 0)
