"""What must hold of bids, their opening and the exclusion of participants."""

import re
from collections.abc import Collection
from datetime import date, datetime

from domain.kernel.correction import ALWAYS
from domain.kernel.law import Citation
from domain.kernel.rule import rule
from domain.tender.rules.preparation import NEW_ACT, OLD_ACT

PART_FOUR = frozenset({"§ 48", "§ 122", "§ 123", "§ 124", "§ 127"})
"""Provisions of Act 134/2016 that hold in the simplified regime only where the tender documents adopt them."""


def section(cites: Citation) -> str:
    """The provision without its paragraphs: § 48 of § 48(2)(a)."""
    found = re.match(r"§\s*([0-9]+[a-z]?)", cites.provision)
    return f"§ {found[1]}" if found else cites.provision


# Bids ----------------------------------------------------------------------------------------------------------------


@rule(
    "tender.bid-after-publication",
    label="BID_BEFORE_PUBLICATION",
    cites=Citation("134/2016", "§ 6"),
    since=ALWAYS,
    cs="Nabídky se podávají až po vyhlášení.",
)
def bid_after_publication(*, received_on: date, called_on: date | None) -> bool | None:
    """Bids are made after the call for them was published."""
    return None if called_on is None else called_on <= received_on


@rule(
    "tender.bid-in-time",
    label="LATE_BID",
    cites=Citation("137/2006", "§ 71(8)"),
    since=OLD_ACT,
    until=NEW_ACT,
    cs="Nabídka podaná po uplynutí lhůty se neotevírá.",
)
def bid_in_time_by_old_act(*, received_at: datetime, bids_until: datetime | None) -> bool | None:
    """A bid made after the limit is not opened."""
    return None if bids_until is None else received_at <= bids_until


@bid_in_time_by_old_act.version(
    cites=Citation("134/2016", "§ 28(2)"),
    since=NEW_ACT,
    cs="K nabídce doručené po lhůtě se nepřihlíží.",
)
def bid_in_time_by_new_act(*, received_at: datetime, bids_until: datetime | None) -> bool | None:
    """A bid that comes after the limit is disregarded."""
    return None if bids_until is None else received_at <= bids_until


bid_in_time = bid_in_time_by_old_act


@rule(
    "tender.bid-withdrawn-in-time",
    label="WITHDRAWN_LATE",
    cites=Citation("134/2016", "§ 40(1)"),
    since=ALWAYS,
    cs="Nabídku lze vzít zpět jen do konce lhůty pro nabídky; potom je jí účastník vázán.",
)
def bid_withdrawn_in_time(*, withdrawn_at: datetime, bids_until: datetime | None) -> bool | None:
    """A bid can be withdrawn until the limit for bids; after it the participant is bound."""
    return None if bids_until is None else withdrawn_at <= bids_until


@rule(
    "tender.opening-after-deadline",
    cites=Citation("134/2016", "§ 109(1)"),
    since=ALWAYS,
    cs="Nabídky se otevírají až po konci lhůty; do té doby je znám jen jejich počet.",
)
def opening_after_deadline(*, opened_at: datetime, bids_until: datetime | None) -> bool | None:
    """Bids are opened after the limit; until then only their number is known."""
    return None if bids_until is None else bids_until < opened_at


# Exclusion -----------------------------------------------------------------------------------------------------------


@rule(
    "tender.ground-applies",
    cites=Citation("134/2016", "§ 129"),
    since=ALWAYS,
    cs="Důvod stojí v zadávací dokumentaci, nebo v ustanovení zákona, které se na zakázku použije; "
    "ve zjednodušeném režimu se §§ 48, 122–124 a 127 použijí, jen pokud je dokumentace přebírá.",
)
def ground_applies(*, cites: Citation, regime: str | None, adopts: Collection[str]) -> bool | None:
    """A ground stands in the tender documents, or in a provision that applies to this tender or that they adopt."""
    if cites.act == "tender documents":
        return True
    if regime is None:
        return None
    if regime == "OLD_137_2006":
        return cites.act == "137/2006"
    is_left_out = regime == "SMALL_SCALE" or section(cites) in PART_FOUR
    return cites.act == "134/2016" and (not is_left_out or section(cites) in adopts)


@rule(
    "tender.excluded-before-contract",
    cites=Citation("134/2016", "§ 48(1)"),
    since=ALWAYS,
    cs="Účastníka lze vyloučit do uzavření smlouvy.",
)
def excluded_before_contract(*, bid: str, is_contracted: bool) -> bool:
    """A participant can be excluded until the contract is concluded."""
    return not is_contracted
