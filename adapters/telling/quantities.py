"""How much of something, with its unit in the form that goes with the number: 5 úvazků, 4,5 úvazku."""

from decimal import Decimal

from adapters.telling.speech import Speech
from adapters.telling.words import Counted

UNITS = {
    "PERSON": Counted(("person", "persons"), ("osoba", "osoby", "osob", "osoby")),
    "FTE": Counted(("FTE", "FTE"), ("úvazek", "úvazky", "úvazků", "úvazku")),
    "TIME_UNIT": Counted(
        ("time unit", "time units"),
        ("časová jednotka", "časové jednotky", "časových jednotek", "časové jednotky"),
    ),
    "CARD": Counted(("card", "cards"), ("karta", "karty", "karet", "karty")),
    "EVENT": Counted(("event", "events"), ("akce", "akce", "akcí", "akce")),
    "EDITION": Counted(("copy", "copies"), ("výtisk", "výtisky", "výtisků", "výtisku")),
    "PLAN": Counted(("plan", "plans"), ("plán", "plány", "plánů", "plánu")),
    "DOCUMENT": Counted(("document", "documents"), ("dokument", "dokumenty", "dokumentů", "dokumentu")),
    "PLACE": Counted(("place", "places"), ("místo", "místa", "míst", "místa")),
    "BED": Counted(("bed", "beds"), ("lůžko", "lůžka", "lůžek", "lůžka")),
}
"""The units that the program knows; another one stands as its source writes it."""


def quantity(say: Speech, amount: int | Decimal, unit: str | None) -> str:
    """The number with its unit."""
    known = UNITS.get(unit or "")
    if known is not None:
        return say.count(amount, known)
    return f"{say.number(amount)} {unit}" if unit else say.number(amount)
