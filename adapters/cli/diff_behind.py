"""Which entries make two moments of a report differ: of those behind it the ones that stand at one of them only."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from uuid import UUID

from adapters.cli.differing import EITHER, ELSEWHERE, TIME
from adapters.cli.moments import Asked
from adapters.cli.session import Session
from adapters.cli.views import up_to_date
from adapters.telling.words import Words
from application.cards import card
from application.difference import corrections_between, difference, standing_at_one
from application.ledger import StoredEntry
from application.replay import Replay
from domain.kernel.card import Card
from domain.kernel.entry import CORRECTIONS, Entry
from projections.sheets import Asked as SheetAsked
from projections.sheets import SheetMaker
from projections.sheets.difference import CellChange, Fate, LineChange, SheetDifference

CORRECTING = frozenset(event.topic for event in CORRECTIONS)
COUNTS_DAYS = frozenset({"days_left", "days_late", "days_open"})
"""Columns that every day changes, whatever is recorded."""
HOLDS_BY = {"network": "in_force", "capacity": "included"}
"""Report → the field of a file's card by which it has a line there."""


class Files:
    """The entries of the ledger as far as they are asked for, and which of them stand at one of two moments only."""

    def __init__(self, session: Session, before: Asked, after: Asked) -> None:
        self._ledger, self._decode = session.parts.ledger, session.parts.decode
        self._replay = Replay(self._ledger, self._decode)
        self._moments = before.moment, after.moment
        self.known = sorted((before.known, after.known))
        self._days = sorted((before.valid, after.valid))
        self._entries: dict[int, Entry] = {}
        self._rows: dict[UUID, Sequence[StoredEntry]] = {}
        self._at_one: dict[UUID, frozenset[int]] = {}

    def entry(self, position: int) -> Entry:
        if position not in self._entries:
            (stored,) = self._ledger.select_entries(after=position - 1, limit=1, until=position)
            self._entries[position] = self._decode(stored)
        return self._entries[position]

    def of(self, positions: Iterable[int]) -> frozenset[UUID]:
        """The files of these entries."""
        return frozenset(self.entry(position).originator_id for position in positions)

    def makes(self, position: int) -> Sequence[int]:
        """The entry where it stands, or reads so, at one moment only, with what corrected it meanwhile; else none."""
        entry = self.entry(position)
        if position > self.known[0] or self._takes_effect_between(entry):
            return (position,)
        if not self._is_corrected(entry.originator_id) or position not in self.at_one(entry.originator_id):
            return ()
        entries = self._of_file(entry.originator_id)
        corrections = corrections_between(entries, entry.event_id, after=self.known[0], until=self.known[1])
        return position, *(one.position for one in corrections)

    def _takes_effect_between(self, entry: Entry) -> bool:
        return entry.effective_on is not None and self._days[0] < entry.effective_on <= self._days[1]

    def _is_corrected(self, file: UUID) -> bool:
        return any(row.topic in CORRECTING for row in self._rows_of(file))

    def at_one(self, file: UUID) -> frozenset[int]:
        """The entries of a file that stand, or read so, at one moment only, and the corrections between the two."""
        if file not in self._at_one:
            found = standing_at_one(self._of_file(file), *self._moments)
            self._at_one[file] = frozenset(entry.position for entry in found)
        return self._at_one[file]

    def moving(self, file: UUID, field: str) -> Sequence[int]:
        """The entries that make one field of a file read differently."""
        entries = self._of_file(file)
        before, after = self._moments
        cards: list[Card] = []
        for moment in self._moments:
            then = [entry for entry in entries if entry.position <= moment.known]
            cards.append(card(self._replay.folded(file, then), moment.valid) if then else {})
        found = difference(entries, before, after, cards=(cards[0], cards[1]))
        return [at for change in found.changes if change.field == field for at in change.positions]

    def _of_file(self, file: UUID) -> Sequence[Entry]:
        entries = [self._decode(row) for row in self._rows_of(file)]
        self._entries |= {entry.position: entry for entry in entries}
        return entries

    def _rows_of(self, file: UUID) -> Sequence[StoredEntry]:
        if file not in self._rows:
            self._rows[file] = self._ledger.select_aggregate(file, until=self.known[1])
        return self._rows[file]


class Behind:
    """What makes each cell of a difference, and each line that is at one moment only."""

    def __init__(self, session: Session, maker: SheetMaker, found: SheetDifference, sides: tuple[Asked, Asked]) -> None:
        self._session, self._maker, self._found = session, maker, found
        self._sides = dict(zip((Fate.ADDED, Fate.GONE), sides, strict=True))
        self._files = Files(session, *sides)
        self._ended: dict[Fate, Mapping[Hashable, int]] = {}
        self._made: dict[int, Sequence[int]] = {}
        self._makers: dict[tuple[int, ...], Sequence[int]] = {}
        self._of_lines: dict[int, Sequence[int]] = {}
        """By identity: the lines are kept as long as this is, and to compare two of them takes long."""

    def entries(self) -> Sequence[Entry]:
        """Every entry that makes a difference, in order."""
        positions = {at for line in self._found.lines for at in self.of_line(line)}
        return [self._files.entry(position) for position in sorted(positions)]

    def others(self, entries: Sequence[Entry]) -> int:
        """How many more stand behind what reads differently; ask last."""
        return len(self._made.keys() - {entry.position for entry in entries})

    def of_line(self, line: LineChange) -> Sequence[int]:
        """The positions of the entries that make the line read differently; none where only days, or other files, did.

        Where none of those behind its cells let it in, or took it out, what else did.
        """
        if id(line) not in self._of_lines:
            found = {at for change in line.cells for at in self.of(line, change)}
            if not found and line.fate is not Fate.CHANGED:
                found = set(self._ending(line))
            self._of_lines[id(line)] = sorted(found)
        return self._of_lines[id(line)]

    def otherwise(self, line: LineChange) -> Words:
        """What made a line read differently of which no entry is found: another file may have taken its place."""
        first, second = self._sides.values()
        if first.valid == second.valid:
            return ELSEWHERE
        return TIME if first.known == second.known or line.fate is Fate.CHANGED else EITHER

    def of(self, line: LineChange, change: CellChange) -> Sequence[int]:
        """The same for one cell: of the entries behind one reading only, else of those behind both."""
        if change.entries or change.common:
            return self._making(change.entries) or self._making(change.common)
        if line.fate is not Fate.CHANGED or change.column in COUNTS_DAYS:
            return ()
        return self._in_files(line)

    def _making(self, behind: tuple[int, ...]) -> Sequence[int]:
        """Many cells of a line have the same entries behind them."""
        if behind not in self._makers:
            for position in behind:
                if position not in self._made:
                    self._made[position] = self._files.makes(position)
            self._makers[behind] = sorted({at for position in behind for at in self._made[position]})
        return self._makers[behind]

    def _ending(self, line: LineChange) -> Sequence[int]:
        """What ended a line that is gone, or no longer ends one that is there again."""
        field = HOLDS_BY.get(self._maker.name)
        if field is not None:
            is_the_day = self._files.known[0] == self._files.known[1]  # entries that say so stand behind its cells
            files = () if is_the_day else self._files.of(line.behind())
            return [at for file in files for at in self._files.moving(file, field)]
        if self._maker.ends is None:
            return self._in_files(line)
        at = self._ends(line.fate).get(line.about)
        return () if at is None else self._making((at,))

    def _ends(self, fate: Fate) -> Mapping[Hashable, int]:
        """What ended lines, as of the moment at which they are not there."""
        if fate not in self._ended:
            assert self._maker.ends is not None
            asked = self._sides[fate]
            files = self._files.of(at for line in self._found.lines if line.fate is fate for at in line.behind())
            moments = SheetAsked(asked.valid, asked.known, lambda: self._session.parts.calendar)
            self._ended[fate] = self._maker.ends(up_to_date(self._session, *self._maker.views), moments, files)
        return self._ended[fate]

    def _in_files(self, line: LineChange) -> Sequence[int]:
        """Where no entry stands behind it by itself: whatever makes a difference in the files of the line."""
        return sorted({at for file in self._files.of(line.behind()) for at in self._files.at_one(file)})
