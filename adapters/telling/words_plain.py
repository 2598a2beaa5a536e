"""The words of the program that are plain English already, in Czech: by the field that they stand in."""

from collections.abc import Mapping

_SOURCES = {
    "state": "stát",
    "region": "kraj",
    "esf": "ESF",
    "eu": "EU",
    "municipalities": "obce",
    "own": "vlastní zdroje",
    "municipality": "obec",
    "union": "Unie",
}
_ROLES = {
    "operation orderer": "příkazce operace",
    "budget administrator": "správce rozpočtu",
    "chief accountant": "hlavní účetní",
}
_OUTCOMES = {
    "approved": "schváleno",
    "rejected": "zamítnuto",
    "confirmed": "potvrzeno",
    "changed": "změněno",
    "cancelled": "zrušeno",
    "returned": "vráceno",
    "approved in part": "schváleno zčásti",
    "ours corrected": "opraveno u nás",
    "theirs corrected": "opraveno v registru",
    "no difference": "žádný rozdíl",
}
_GROUNDS = {
    "222(4)": "§ 222 odst. 4",
    "222(2)": "§ 222 odst. 2",
    "100": "§ 100",
    "reserved": "vyhrazená změna",
    "succession": "právní nástupnictví",
    "consent": "souhlas",
    "unauthorised use": "neoprávněné použití",
    "retention": "zadržení",
    "unused": "nepoužité prostředky",
    "ineligible": "nezpůsobilý výdaj",
    "reversal": "storno bankou",
    "unjust enrichment": "bezdůvodné obohacení",
    "own request": "vlastní žádost",
    "conditions not met": "nesplněné podmínky",
    "breach of duties": "porušení povinností",
    "provider ceased": "zánik poskytovatele",
    "not stated": "neuvedeno",
    "new name": "nový název",
}

PLAIN_WORDS: Mapping[str, Mapping[str, str]] = {
    "regime": {
        "tender": "smlouva z veřejné zakázky",
        "grant": "veřejnoprávní smlouva o dotaci",
    },
    "role": _ROLES,
    "financing": _SOURCES,
    "source": _SOURCES,
    "funder_kind": _SOURCES,
    "outcome": _OUTCOMES,
    "ground": _GROUNDS,
    "amount_kind": {"maximum": "nejvyšší částka", "awarded": "poskytnutá částka"},
    "basis": {"regional": "krajská", "national": "celostátní"},
    "capacity": {"staff": "zaměstnanec úřadu", "contact": "kontakt jiného subjektu", "external": "kdokoli jiný"},
    "claim_kind": {"advance": "zálohová", "interim": "průběžná", "final": "závěrečná"},
    "demand": {"remedy": "náprava", "return": "vrácení"},
    "part": {"chapter": "kapitola", "annex": "příloha"},
    "party": {"region": "kraj", "provider": "poskytovatel služby"},
    "by": {"region": "kraj", "provider": "poskytovatel služby", "both": "obě strany"},
    "precondition": {
        "registration": "registrace",
        "network entry": "místo v síti",
        "mandate": "pověření SOHZ",
        "entrusting contract": "pověřující smlouva",
    },
    "qualifier": {"exactly": "přesně", "at least": "nejméně", "about": "přibližně"},
    "rank": {"primary": "hlavní", "further": "další"},
    "scope": {
        "project": "projekt",
        "whole support": "celá podpora",
        "contracts": "smlouvy",
        "key activity": "klíčová aktivita",
    },
    "subject": {"need": "potřebnost", "inclusion": "zařazení do sítě"},
    "way": {"refund": "vratka", "levy": "odvod", "deduction": "srážka"},
    "average": {
        "the checked year": "kontrolovaný rok",
        "years up to the checked one": "roky do kontrolovaného včetně",
        "all years of the mandate": "všechny roky pověření",
        "last three years": "poslední tři roky",
    },
    "found_in": {"reference values": "referenční hodnoty", "compensation inputs": "vstupy vyrovnávací platby"},
}
"""Field → word → Czech. A house test says what is missing; elsewhere such a word stands as somebody wrote it."""
