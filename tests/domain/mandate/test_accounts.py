"""The sums that a year's book carries on are those of its entries, added up anew."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from domain.kernel.dated import Dated
from domain.kernel.ids import derived_id
from domain.kernel.money import Money
from domain.mandate.accounts import commitment_key
from domain.mandate.book import Entered, Line, YearBook
from domain.mandate.events.funding import (
    CommitmentReleased,
    CompensationCommitted,
    CompensationPaid,
    PublicMoneyReturned,
)

CONTRACTS = (derived_id("spec", "one contract"), derived_id("spec", "another contract"))
ORDERS = ("o-1", "o-2")
Kind = type[CompensationCommitted | CommitmentReleased | CompensationPaid | PublicMoneyReturned]
KINDS: tuple[Kind, ...] = (CompensationCommitted, CommitmentReleased, CompensationPaid, PublicMoneyReturned)
PAID: tuple[Kind, Kind] = (CompensationPaid, PublicMoneyReturned)
COMMITTED: tuple[Kind, Kind] = (CompensationCommitted, CommitmentReleased)
CEILING: Dated[Money] = Dated()

ENTRIES = st.lists(
    st.tuples(
        st.sampled_from(KINDS),
        st.sampled_from([None, *CONTRACTS]),
        st.sampled_from([None, "o-1", "o-2", "by hand"]),
        st.integers(1, 9),
    ).map(lambda said: made(said[0], contract=said[1], reference=said[2], minor=said[3])),
    max_size=15,
)


def made(kind: Kind, *, contract: UUID | None, reference: str | None, minor: int) -> Entered[Any]:
    """An entry; a payment or a return with a line of the statement of its own."""
    fields: dict[str, Any] = {"year": 2018, "amount": Money(minor), "contract": contract, "reference": reference}
    if kind in PAID:
        fields["movement"] = f"m-{uuid4()}"
    if kind is PublicMoneyReturned:
        fields["ground"] = "unused"
    return Entered(kind.model_validate(fields), None, 1, uuid4())


def take(book: YearBook, entries: Iterable[Entered[Any]]) -> YearBook:
    for one in entries:
        match one.event:
            case CompensationCommitted():
                book.commit(one)
            case CommitmentReleased():
                book.release(one)
            case CompensationPaid():
                book.pay(one)
            case PublicMoneyReturned():
                book.give_back(one)
    return book


def signed(entries: Iterable[Entered[Any]], kinds: tuple[Kind, Kind]) -> int:
    """What the first kind adds and the second takes away."""
    amounts = [(one.event.amount.minor, isinstance(one.event, kinds[0])) for one in entries if type(one.event) in kinds]
    return sum(minor if adds else -minor for minor, adds in amounts)


def taken(entries: Sequence[Entered[Any]]) -> int:
    """What is promised, and what was paid beyond it: of nothing less than nothing."""
    promised = beyond = 0
    for key in {commitment_key(one.event) for one in entries}:
        own = [one for one in entries if commitment_key(one.event) == key]
        of_key, paid = max(0, signed(own, COMMITTED)), signed(own, PAID)
        promised += of_key
        beyond += max(of_key, paid) - of_key if key else paid
    return promised + max(0, beyond)


def kept(entries: Sequence[Entered[Any]]) -> int:
    """What was paid and did not come back: of no name less than nothing."""
    by_key = {commitment_key(one.event): 0 for one in entries}
    for key in by_key:
        by_key[key] = signed([one for one in entries if commitment_key(one.event) == key], PAID)
    return max(0, sum(max(0, paid) if key else paid for key, paid in by_key.items()))


@given(ENTRIES)
def test_every_sum_is_that_of_the_entries(entries: list[Entered[Any]]) -> None:
    book = take(YearBook(CEILING), entries)
    assert book.committed_in_all().minor == signed(entries, COMMITTED)
    assert book.paid_in_all().minor == signed(entries, PAID)
    assert book.taken().minor == taken(entries)
    assert book.kept().minor == kept(entries)
    for contract in CONTRACTS:
        own = [one for one in entries if one.event.contract == contract]
        assert book.committed_and_paid(str(contract))[0].minor == signed(own, COMMITTED)
        of_orders = [one for one in own if one.event.reference in ORDERS]
        minor = signed(of_orders, COMMITTED)
        last = [one.event.reference for one in of_orders if isinstance(one.event, CompensationCommitted)]
        assert book.committed_under(contract, ORDERS) == (Money(minor), last[-1] if last else None)


@given(ENTRIES, st.sampled_from([None, *CONTRACTS]), st.sampled_from([None, "by hand"]), st.integers(1, 9))
def test_room_never_grows_beyond_what_is_promised(
    entries: list[Entered[Any]], contract: UUID | None, reference: str | None, minor: int
) -> None:
    """Whatever came back and was given up: what is taken is at least what is promised, and told beforehand."""
    book = take(YearBook(CEILING), entries)
    promised = [max(0, account.committed) for account in book.accounts.by_key.values()]
    assert book.taken().minor >= sum(promised)
    assert book.taken().minor >= book.paid_in_all().minor
    for kind, amount in ((CompensationCommitted, minor), (CompensationPaid, minor), (PublicMoneyReturned, -minor)):
        more = made(kind, contract=contract, reference=reference, minor=minor)
        grown = {"committed" if kind is CompensationCommitted else "paid": Money(amount)}
        expected = take(book.copy(), [more]).taken() - book.taken()
        assert book.growth(commitment_key(more.event), **grown) == expected


@given(ENTRIES, ENTRIES)
def test_a_copy_is_carried_on_by_itself(entries: list[Entered[Any]], later: list[Entered[Any]]) -> None:
    book = take(YearBook(CEILING), entries)
    assert take(book.copy(), later) == take(YearBook(CEILING), [*entries, *later])
    assert book == take(YearBook(CEILING), entries)


@given(ENTRIES)
def test_a_book_is_rewritten_as_if_it_had_read_so_from_the_start(entries: list[Entered[Any]]) -> None:
    """The first line is dropped, the others are a heller more."""
    lines = [one for one in entries if isinstance(one.event, CompensationPaid | PublicMoneyReturned)]
    after: dict[UUID, Entered[Line] | None] = {one.event_id: more(one) for one in lines[1:]}
    after |= {one.event_id: None for one in lines[:1]}
    told = [after.get(one.event_id, one) for one in entries]
    expected = take(YearBook(CEILING), [one for one in told if one is not None])
    assert take(YearBook(CEILING), entries).rewritten(after) == expected


def more(one: Entered[Any]) -> Entered[Line]:
    assert isinstance(one.event, CompensationPaid | PublicMoneyReturned)
    event = one.event.model_copy(update={"amount": one.event.amount + Money(1)})
    return Entered(event, one.on, one.position, one.event_id)
