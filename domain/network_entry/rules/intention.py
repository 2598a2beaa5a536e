"""What must hold of a development intention until it is followed or not."""

from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal

from domain.kernel.answer import Answer
from domain.kernel.correction import ALWAYS, HOUSE
from domain.kernel.law import Citation
from domain.kernel.rule import rule

NETWORK = date(2007, 1, 1)
"""Act 108/2006 began, and with it the planning of services by the regions."""

ENTRY = Citation("methodology", "entry into the basic network")


@rule(
    "network-entry.intention-once",
    cites=HOUSE,
    since=ALWAYS,
    cs="Záměr s tímto označením už ve spisu je.",
    is_structural=True,
)
def intention_once(*, intention: str, known: Collection[str]) -> bool:
    """An intention is submitted once under its reference."""
    return intention not in known


@rule(
    "network-entry.intention-on-file",
    cites=HOUSE,
    since=ALWAYS,
    cs="Záměr s tímto označením ve spisu není.",
    is_structural=True,
)
def intention_on_file(*, intention: str, known: Collection[str]) -> bool:
    """There is an intention under this reference."""
    return intention in known


@rule(
    "network-entry.intention-open",
    cites=HOUSE,
    since=ALWAYS,
    cs="O záměru už je rozhodnuto, nebo byl vzat zpět.",
    is_structural=True,
)
def intention_open(*, intention: str, outcome: str | None) -> bool:
    """An intention that was followed, rejected or withdrawn is over."""
    return outcome is None


@rule(
    "network-entry.scored-once",
    cites=HOUSE,
    since=ALWAYS,
    cs="Záměr se boduje jednou; chyba se opravuje opravou zápisu.",
    is_structural=True,
)
def scored_once(*, intention: str, is_scored: bool) -> bool:
    """An intention is scored once; a mistake is corrected in its own entry."""
    return not is_scored


@rule(
    "network-entry.parameter-once",
    cites=HOUSE,
    since=ALWAYS,
    cs="Každý parametr se boduje jednou.",
    is_structural=True,
)
def parameter_once(*, parameters: Collection[str]) -> bool:
    """Each parameter is scored once."""
    return len(set(parameters)) == len(parameters)


@rule(
    "network-entry.methodology-in-force",
    label="METHODOLOGY_NOT_IN_FORCE",
    cites=ENTRY,
    since=NETWORK,
    cs="Posuzuje se podle metodiky, která platí v den usnesení nebo v den účinku.",
)
def methodology_in_force(*, days: Collection[date | None], in_force: Collection[Answer]) -> bool | None:
    """What is judged, is judged by the methodology of the day of the resolution or of the day of effect."""
    return True if Answer.YES in in_force else None if Answer.CANNOT_BE_DECIDED in in_force else False


@rule(
    "network-entry.every-parameter-scored",
    label="OTHER_PARAMETERS_SCORED",
    cites=ENTRY,
    since=NETWORK,
    cs="Boduje se podle všech parametrů metodiky a žádných jiných.",
    is_waivable=True,
)
def every_parameter_scored(*, scored: Collection[str], parameters: Collection[str]) -> bool | None:
    """An intention is scored by every parameter of the methodology and by no other."""
    return set(scored) == set(parameters) if parameters else None


@rule(
    "network-entry.points-within-maximum",
    label="POINTS_ABOVE_MAXIMUM",
    cites=ENTRY,
    since=NETWORK,
    cs="Za parametr lze dát nejméně nula a nejvýše tolik bodů, kolik stanoví metodika.",
)
def points_within_maximum(*, points: Mapping[str, Decimal], maxima: Mapping[str, Decimal]) -> bool:
    """A parameter brings no less than zero and no more points than the methodology says."""
    return all(0 <= given <= maxima.get(parameter, given) for parameter, given in points.items())


@rule(
    "network-entry.intention-scored",
    label="INTENTION_NOT_SCORED",
    cites=ENTRY,
    since=NETWORK,
    cs="Do sítě se zařazuje a kapacita se podle záměru mění, až když je záměr obodován.",
)
def intention_scored(*, intention: str | None, is_scored: bool) -> bool:
    """A service enters the network, and an intention is followed, only after the intention was scored."""
    return is_scored
