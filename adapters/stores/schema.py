"""What is said of a database that does not hold our tables in this version."""

from eventsourcing.persistence import ProgrammingError

from adapters.timeline import SCHEMA_VERSION


class NotInitialised(ProgrammingError):
    """There is no ledger in this database yet."""

    def __init__(self, where: str) -> None:
        super().__init__(f"there is no ledger in {where}; create one with `kronika init`")


class UnknownSchema(ProgrammingError):
    """The ledger was made by another version of Kronika."""

    def __init__(self, where: str, version: int) -> None:
        super().__init__(f"the ledger in {where} has schema version {version}; this Kronika knows {SCHEMA_VERSION}")
