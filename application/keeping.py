"""Which files must still be kept, and which have gone: what a file says of its own retention."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from domain.inspection.closing import Closing as InspectionEnd
from domain.kernel.aggregate import Aggregate
from domain.kernel.answer import Answer
from domain.mandate.ending import Ending as MandateEnd


@dataclass(frozen=True, slots=True)
class Keeping:
    """How a kind of file is disposed of, and what one of them says of itself.

    `command` records the disposal, `procedure` is its field for the reference of the procedure.
    """

    command: str
    procedure: str
    disposed_on: Callable[[Aggregate], date | None]
    may_go: Callable[[Aggregate, date], bool]
    holds: Callable[[Aggregate], tuple[str, ...]]


def _mandate(file: Aggregate) -> MandateEnd:
    assert isinstance(file, MandateEnd)
    return file


def _inspection(file: Aggregate) -> InspectionEnd:
    assert isinstance(file, InspectionEnd)
    return file


KEEPING = {
    "mandate": Keeping(
        command="mandate.release-records",
        procedure="disposal",
        disposed_on=lambda file: _mandate(file).released_on,
        may_go=lambda file, _: _mandate(file).is_released,
        holds=lambda file: tuple(_mandate(file).holds),
    ),
    "inspection": Keeping(
        command="inspection.dispose",
        procedure="procedure",
        disposed_on=lambda file: _inspection(file).disposed_on,
        may_go=lambda file, on: _inspection(file).is_disposed or _inspection(file).may_be_disposed(on) is Answer.YES,
        holds=lambda file: tuple(_inspection(file).holds),
    ),
}
"""By kind. Of other kinds the ledger does not follow how long they are kept: nothing of them is erased."""


def is_kept(file: Aggregate, on: date) -> bool:
    """Whether the file is known to be kept on that day still. Of kinds that say nothing this is not known, so not."""
    keeping = KEEPING.get(file.kind)
    return keeping is not None and not keeping.may_go(file, on)


def is_held(file: Aggregate) -> bool:
    """Whether a hold of its own stands on the file."""
    keeping = KEEPING.get(file.kind)
    return keeping is not None and bool(keeping.holds(file))
