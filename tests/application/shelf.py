"""A second small aggregate: a shelf on which jars stand, so that one file refers to another."""

from typing import Annotated
from uuid import UUID

from application.rights.permissions import Permissions, Role
from domain.kernel.aggregate import Aggregate, decides, when
from domain.kernel.case import Case
from domain.kernel.command import Act, Takeover
from domain.kernel.entry import Entry
from domain.kernel.event import Event, Payload
from domain.kernel.ids import Refers
from tests.domain.kernel.toy import Jar

JarId = Annotated[UUID, Refers("jar")]

PERMISSIONS = Permissions(
    [
        Role("clerk", "referent", "clerk", ("jar.*", "shelf.*", "entry.*")),
        Role("auditor", "auditor", "auditor", ()),
    ]
)


class Putting(Payload):
    jars: tuple[JarId, ...] = ()
    first: JarId | None = None


class JarsPut(Putting, Event):
    topic = "shelf.jars-put"


class PutJars(Putting, Act):
    topic = "shelf.put-jars"


class ShelfTakenOver(Putting, Event):
    topic = "shelf.taken-over"


class TakeOverShelf(Putting, Takeover):
    topic = "shelf.take-over"
    opens = True


class Shelf(Aggregate):
    kind = "shelf"

    def __init__(self, identifier: UUID) -> None:
        super().__init__(identifier)
        self.jars: tuple[UUID, ...] = ()

    @decides(TakeOverShelf)
    def take_over(self, command: TakeOverShelf, case: Case) -> Event:
        return ShelfTakenOver.of(command)

    @decides(PutJars)
    def put(self, command: PutJars, case: Case) -> Event:
        labels = [case.other(Jar, jar).label for jar in command.jars]
        assert all(labels)
        return JarsPut.of(command)

    @when(ShelfTakenOver)
    def taken_over(self, event: ShelfTakenOver, entry: Entry) -> None:
        self.jars = event.jars

    @when(JarsPut)
    def jars_put(self, event: JarsPut, entry: Entry) -> None:
        self.jars = (*self.jars, *event.jars)
