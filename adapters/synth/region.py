"""A synthetic region of any size: the methodologies of its years, then neighbourhood after neighbourhood."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from adapters.synth.chance import Chance
from adapters.synth.days import LAST_DAY
from adapters.synth.lives.contract.conclusion import contract_file
from adapters.synth.lives.methodology import YEARS, methodology_life
from adapters.synth.neighbourhood import CONTRACTS, Neighbourhood
from adapters.synth.numbers import MOST_CONTRACTS
from adapters.synth.step import IsThere, Step

HIGHEST_SEED = 2**63 - 1
USUAL_MESS = 0.1
"""In about every tenth contract of a real office something goes wrong."""


class NoSuchRegion(ValueError):
    """There is no region with this number of contracts, this seed or this share of mess."""

    def __init__(self, name: str, value: float, *, least: int, most: int) -> None:
        self.name, self.value, self.least, self.most = name, value, least, most
        super().__init__(f"{name} {value} lies outside {least} to {most}")


@dataclass(frozen=True)
class Region:
    """A region of so many contracts. The same seed and mess draw the same ones: the larger region contains the less.

    `mess` is the share of contracts in which something goes wrong. Raises NoSuchRegion.
    """

    contracts: int
    seed: int = 1
    mess: float = USUAL_MESS

    def __post_init__(self) -> None:
        for name, value, least, most in (
            ("contracts", self.contracts, 1, MOST_CONTRACTS),
            ("seed", self.seed, 0, HIGHEST_SEED),
            ("mess", self.mess, 0, 1),
        ):
            if not least <= value <= most:
                raise NoSuchRegion(name, value, least=least, most=most)

    @property
    def source(self) -> str:
        """What the stamp of every entry names as its source, so that nobody takes it for the records of an office."""
        return f"synthetic region, seed {self.seed}, mess {float(self.mess)}"

    @property
    def first_contract(self) -> tuple[str, UUID]:
        """The number of its first contract, and which file holds it: another region has the number and another file."""
        terms = self._neighbourhood(0).terms(0)
        file = contract_file(self.source, 0, is_prepared_here=terms.is_prepared_here)
        return terms.number, file.identifier

    def parts(self, is_there: IsThere = lambda _: False) -> Iterator[tuple[int, Iterator[Step]]]:
        """The steps in order, part by part, each with the number of contracts told when it is over.

        What a larger region would bring too late into the ledger that is asked is left out: see Neighbourhood.
        """
        yield 0, self._until_today(self._methodologies())
        for number in range(-(-self.contracts // CONTRACTS)):
            neighbourhood = self._neighbourhood(number, is_there)
            contracts = neighbourhood.contracts
            told = range(contracts.start, min(contracts.stop, self.contracts))
            yield told.stop, self._until_today(neighbourhood.lives(told))

    def steps(self) -> Iterator[Step]:
        """Every step of the region; only one neighbourhood is held in memory."""
        for _, steps in self.parts():
            yield from steps

    def _neighbourhood(self, number: int, is_there: IsThere = lambda _: False) -> Neighbourhood:
        return Neighbourhood(number, self.source, self.seed, self.mess, is_there)

    def _methodologies(self) -> Iterator[Step]:
        for year in YEARS:
            yield from methodology_life(self.source, year, Chance(self.seed, "methodology", year))

    @staticmethod
    def _until_today(steps: Iterator[Step]) -> Iterator[Step]:
        """What lies beyond the last day has not happened yet."""
        return (step for step in steps if step.written_on <= LAST_DAY)
