"""A small aggregate to try the kernel on: a jar with a lid, a size and coins in it."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from domain.kernel.aggregate import Aggregate, decides, when
from domain.kernel.case import Case
from domain.kernel.command import Act, Observation
from domain.kernel.dated import Dated
from domain.kernel.entry import Entry
from domain.kernel.event import Event, Payload
from domain.kernel.ids import ClaimChange, take
from domain.kernel.law import Citation
from domain.kernel.prose import Prose
from domain.kernel.rule import rule

SINCE = date(2000, 1, 1)
CITES = Citation("jar", "§ 1")


class Opening(Payload):
    label: str
    size: int
    note: Prose | None = None


class JarOpened(Opening, Event):
    topic = "jar.opened"

    def claims(self) -> Iterator[ClaimChange]:
        yield take("jar-label", self.label)


class OpenJar(Opening, Act):
    topic = "jar.open"
    opens = True


class Coins(Payload):
    count: int


class CoinsPromised(Coins, Event):
    topic = "jar.coins-promised"


class PromiseCoins(Coins, Act):
    topic = "jar.promise-coins"


class CoinsFound(Coins, Event):
    topic = "jar.coins-found"


class FindCoins(Coins, Observation):
    topic = "jar.find-coins"


class Resizing(Payload):
    size: int


class JarResized(Resizing, Event):
    topic = "jar.resized"


class ResizeJar(Resizing, Act):
    topic = "jar.resize"


@rule("jar.opened-once", cites=CITES, since=SINCE, cs="Sklenice se otevírá jednou.", is_structural=True)
def opened_once(*, version: int) -> bool:
    """A jar is opened once."""
    return version == 0


@rule("jar.coins-fit", label="OVERFULL", cites=CITES, since=SINCE, cs="Mince se musí vejít.", is_waivable=True)
def coins_fit(*, held: int, more: int, size: int | None) -> bool | None:
    """The coins must fit."""
    return None if size is None else held + more <= size


@coins_fit.version(cites=CITES, since=date(2020, 1, 1), cs="Mince se musí vejít s jednou navíc.")
def coins_fit_with_one_to_spare(*, held: int, more: int, size: int | None) -> bool | None:
    """The coins must fit, with room for one more."""
    return None if size is None else held + more < size


@rule("jar.not-thirteen", cites=CITES, since=SINCE, cs="Třináct nosí smůlu.")
def not_thirteen(*, more: int) -> bool:
    """Thirteen brings bad luck."""
    return more != 13


class Jar(Aggregate):
    kind = "jar"

    def __init__(self, identifier: UUID) -> None:
        super().__init__(identifier)
        self.label = ""
        self.size: Dated[int] = Dated()
        self.held = 0

    @classmethod
    def keys(cls, written: str) -> Iterator[tuple[str, str]]:
        yield "jar-label", written

    @decides(OpenJar)
    def open(self, command: OpenJar, case: Case) -> Event:
        opened_once(case, SINCE, version=self.version)
        return JarOpened.of(command)

    @decides(ResizeJar)
    def resize(self, command: ResizeJar, case: Case) -> Event:
        return JarResized.of(command)

    @decides(PromiseCoins)
    def promise(self, command: PromiseCoins, case: Case) -> Event:
        coins_fit(case, case.day, held=self.held, more=command.count, size=self.size.on(case.day))
        not_thirteen(case, case.day, more=command.count)
        return CoinsPromised.of(command)

    @decides(FindCoins)
    def find(self, command: FindCoins, case: Case) -> Event:
        fits = coins_fit(case, case.day, held=self.held, more=command.count, size=self.size.on(case.day))
        if fits:
            case.close_anomalies(*self.anomalies_of("OVERFULL"))
        return CoinsFound.of(command)

    @when(JarOpened)
    def opened(self, event: JarOpened, entry: Entry) -> None:
        self.label = event.label
        self.size.set(event.size, effective_on=entry.effective_on, position=entry.position)

    @when(JarResized)
    def resized(self, event: JarResized, entry: Entry) -> None:
        self.size.set(event.size, effective_on=entry.effective_on, position=entry.position)

    @when(CoinsFound)
    def found(self, event: CoinsFound, entry: Entry) -> None:
        self.held += event.count

    def review(self, case: Case) -> None:
        coins_fit(case, case.day, held=self.held, more=0, size=self.size.on(case.day))
