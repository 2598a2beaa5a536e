"""What each contract or reference has in a service-year: sums that every entry carries on, so that none is added up."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import NamedTuple
from uuid import UUID

from domain.mandate.events.funding import Commitment, CommitmentReduction, MoneyReturn

Named = Commitment | CommitmentReduction | MoneyReturn


@dataclass(slots=True)
class Account:
    """What one contract or reference has, in minor units: committed and not given up, paid and not returned."""

    committed: int = 0
    paid: int = 0
    by_reference: dict[str, int] = field(default_factory=dict)
    """What of the commitment of a contract is under which reference."""
    last_committed: dict[str, None] = field(default_factory=dict)
    """The references under which a contract was committed, the last one last."""

    def refer(self, reference: str, minor: int) -> None:
        self.by_reference[reference] = self.by_reference.get(reference, 0) + minor

    def copy(self) -> "Account":
        return Account(self.committed, self.paid, self.by_reference.copy(), self.last_committed.copy())


@dataclass(slots=True)
class Accounts:
    """The accounts of a service-year with their sums, in minor units."""

    by_key: dict[str, Account] = field(default_factory=dict)
    committed: int = 0
    paid: int = 0
    promised: int = 0
    """What of the accounts is promised, of none less than nothing."""
    beyond: int = 0
    """What was paid beyond every promise. What names no account lies beyond them all, and lowers this where it came
    back; so this may be less than nothing."""
    held: int = 0
    """What was paid and did not come back, of no named account less than nothing."""

    @property
    def taken(self) -> int:
        """What is promised and what was paid beyond it: no return lowers what is promised."""
        return self.promised + max(0, self.beyond)

    @property
    def kept(self) -> int:
        """What was paid and did not come back: what came back and was never paid lowers nothing else."""
        return max(0, self.held)

    @property
    def covers_returns(self) -> bool:
        """Whether no more came back than was paid: on each named account, and on all together."""
        return self.paid >= 0 and all(account.paid >= 0 for key, account in self.by_key.items() if key)

    def commit(self, named: Commitment, minor: int) -> None:
        """So much more is promised."""
        account = self._add(named, committed=minor)
        if named.contract is not None and named.reference is not None:
            account.refer(named.reference, minor)
            account.last_committed.pop(named.reference, None)
            account.last_committed[named.reference] = None

    def release(self, named: CommitmentReduction, minor: int) -> None:
        """So much of what was promised is given up."""
        account = self._add(named, committed=-minor)
        if named.contract is not None and named.reference is not None:
            account.refer(named.reference, -minor)

    def pay(self, named: Commitment | MoneyReturn, minor: int) -> None:
        """So much was paid; less than nothing where it came back."""
        self._add(named, paid=minor)

    def _add(self, named: Named, *, committed: int = 0, paid: int = 0) -> Account:
        key = commitment_key(named)
        account = self.by_key.get(key) or self.by_key.setdefault(key, Account())
        before = _room_of(key, account.committed, account.paid)
        account.committed, account.paid = account.committed + committed, account.paid + paid
        after = _room_of(key, account.committed, account.paid)
        self.committed, self.paid = self.committed + committed, self.paid + paid
        self.promised += after.promised - before.promised
        self.beyond += after.beyond - before.beyond
        self.held += after.held - before.held
        return account

    def committed_and_paid(self, key: str) -> tuple[int, int]:
        account = self.by_key.get(key, NO_ACCOUNT)
        return account.committed, account.paid

    def growth(self, key: str, *, committed: int, paid: int) -> int:
        """By how much more would be taken if so much more were committed and paid on an account."""
        now = self.committed_and_paid(key)
        before, after = _room_of(key, *now), _room_of(key, now[0] + committed, now[1] + paid)
        promised = self.promised + after.promised - before.promised
        return promised + max(0, self.beyond + after.beyond - before.beyond) - self.taken

    def under(self, contract: UUID, references: Collection[str]) -> tuple[int, str | None]:
        """What of the commitment of a contract is under these references, and which of them was committed last."""
        account = self.by_key.get(str(contract), NO_ACCOUNT)
        amounts = [minor for reference, minor in account.by_reference.items() if reference in references]
        return sum(amounts), next((one for one in reversed(account.last_committed) if one in references), None)

    def copy(self) -> "Accounts":
        accounts = {key: account.copy() for key, account in self.by_key.items()}
        return Accounts(accounts, self.committed, self.paid, self.promised, self.beyond, self.held)


NO_ACCOUNT = Account()


def commitment_key(named: Named) -> str:
    """What ties a payment to its commitment: the contract, or the reference; empty where neither is said."""
    return str(named.contract) if named.contract else named.reference or ""


class _Room(NamedTuple):
    """What an account brings to the sums."""

    promised: int
    beyond: int
    held: int


def _room_of(key: str, committed: int, paid: int) -> _Room:
    """On an account no more comes back than was paid on it; what names none counts against all of them together."""
    promised, held = max(0, committed), max(0, paid) if key else paid
    return _Room(promised, max(0, held - promised) if key else held, held)
