"""How an inspection is told: one entry after the other, with the day moving on between them."""

from datetime import date, timedelta
from typing import Any

from adapters.synth.chance import Chance
from adapters.synth.days import at, workday, workdays_later
from adapters.synth.lives.inspection.visit import Visit
from adapters.synth.numbers import digest
from adapters.synth.people import INSPECTORS, SUPERIOR
from adapters.synth.step import File, Step
from domain.kernel.command import Command
from domain.kernel.prose import Prose

Said = dict[str, Any]
"""The fields of a command."""


class Diary:
    """The file of one inspection while it is told. `day` is today; `steps` is what was written."""

    def __init__(self, visit: Visit, chance: Chance) -> None:
        self.visit = visit
        self.chance = chance
        self.file: File = visit.file
        self.day: date = visit.planned_on
        self.steps: list[Step] = []
        self._sequence = {"tablet-1": 0, "tablet-2": 0}
        self._who = chance.one_of(INSPECTORS)

    # Time ---------------------------------------------------------------------------------------------------------

    def later(self, low: int, high: int) -> date:
        """So many working days later."""
        self.day = workdays_later(self.day, self.chance.number(low, high))
        return self.day

    def until(self, day: date) -> date:
        """That day, or the next working day; never back."""
        self.day = max(self.day, workday(day))
        return self.day

    # Entries ------------------------------------------------------------------------------------------------------

    def note(
        self, command: type[Command], *, on: date | None = None, expects: tuple[str, ...] = (), **data: Any
    ) -> None:
        """An entry of the office, today; `on` is the day of its effect where that is another."""
        self._write(command, data, on, expects, is_superior=False)

    def resolve(self, command: type[Command], **data: Any) -> None:
        """An entry of the superior."""
        self._write(command, data, None, (), is_superior=True)

    def act(self, command: type[Command], *, expects: tuple[str, ...] = (), tablet: int = 1, **data: Any) -> None:
        """A control act, recorded on a device: by the head on the first, by the controller on the second."""
        device = f"tablet-{tablet}"
        self._sequence[device] += 1
        number = self._sequence[device]
        said = {
            "by": self.person("head" if tablet == 1 else "controller"),
            "device": device,
            "device_time": at(self.day, 9) + timedelta(minutes=3 * number + tablet),
            "sequence": number,
            **data,
        }
        self._write(command, said, None, expects, is_superior=False)

    def _write(
        self,
        command: type[Command],
        data: Said,
        on: date | None,
        expects: tuple[str, ...],
        *,
        is_superior: bool,
    ) -> None:
        who = SUPERIOR if is_superior else self._who
        step = self.file.write(command, on or self.day, data, who=who, written_on=self.day, expects=expects)
        self.steps.append(step)

    # What entries say ---------------------------------------------------------------------------------------------

    def person(self, role: str) -> str:
        return self.visit.person(role)

    def paper(self, *words: object) -> str:
        """The SHA-256 of a paper of this inspection."""
        return digest(self.visit.source, self.file.name, *words)

    def words(self, text: str) -> Prose:
        return self.file.prose(text)
