"""What rules cite that is no act of Parliament, in Czech: contracts, the methodology, the programme, Kronika itself."""

from collections.abc import Mapping

CITED_CS: Mapping[str, str] = {
    "kronika ledger": "Kronika: jak se vede kniha",
    # contracts
    "contract amendments": "smlouva: dodatky",
    "contract bank account": "smlouva: bankovní účet",
    "contract checks": "smlouva: kontroly",
    "contract closing": "smlouva: ukončení a závěrečné vypořádání",
    "contract commitment": "smlouva: závazek k vyrovnávací platbě",
    "contract effect": "smlouva: účinnost",
    "contract maximum price": "smlouva: nejvyšší cena",
    "contract payment plan": "smlouva: splátkový kalendář",
    "contract refund": "smlouva: vratka",
    "contract service period": "smlouva: doba poskytování služby",
    "contract settlement": "smlouva: vyúčtování",
    "contract suspension of payments": "smlouva: pozastavení plateb",
    "contract termination": "smlouva: ukončení smlouvy",
    "contract time limits": "smlouva: lhůty",
    # what projects and tenders stand on
    "grant decision budget and period": "rozhodnutí o poskytnutí dotace: rozpočet a doba",
    "grant decision supported kinds of service": "rozhodnutí o poskytnutí dotace: podporované druhy služeb",
    "programme rules final report and claim": "pravidla programu: závěrečná zpráva a žádost o platbu",
    "programme rules implementation reports": "pravidla programu: zprávy o realizaci",
    "programme rules indicators": "pravidla programu: indikátory",
    "programme rules payment claims": "pravidla programu: žádosti o platbu",
    "programme rules project number": "pravidla programu: číslo projektu",
    "programme rules recipient": "pravidla programu: příjemce",
    "tender documents evaluation": "zadávací dokumentace: hodnocení",
    "tender documents highest price of the lot": "zadávací dokumentace: nejvyšší cena části",
    "tender documents inclusion for the duration of the project": (
        "zadávací dokumentace: zařazení do sítě po dobu projektu"
    ),
    "tender documents price as a share of the compensation payment": (
        "zadávací dokumentace: cena jako podíl vyrovnávací platby"
    ),
    "tender documents price set from the compensation payment": (
        "zadávací dokumentace: cena určená z vyrovnávací platby"
    ),
    "tender documents rounds": "zadávací dokumentace: kola",
    # the methodology of the region
    "methodology archiving": "metodika kraje: archivace",
    "methodology basic network": "metodika kraje: Základní síť",
    "methodology changes": "metodika kraje: změny",
    "methodology compensation payment": "metodika kraje: vyrovnávací platba",
    "methodology conditions of access to OPZ+ support": "metodika kraje: podmínky přístupu k podpoře z OPZ+",
    "methodology duration of mandates": "metodika kraje: doba pověření",
    "methodology end of an inspection": "metodika kraje: ukončení kontroly",
    "methodology entry into the basic network": "metodika kraje: vstup do Základní sítě",
    "methodology findings": "metodika kraje: kontrolní zjištění",
    "methodology follow-up": "metodika kraje: následná kontrola",
    "methodology indicators of the European Social Fund": "metodika kraje: indikátory Evropského sociálního fondu",
    "methodology inspections": "metodika kraje: kontroly",
    "methodology interviews": "metodika kraje: rozhovory",
    "methodology irregularities": "metodika kraje: nesrovnalosti",
    "methodology measures": "metodika kraje: opatření",
    "methodology protocol of an inspection": "metodika kraje: protokol o kontrole",
    "methodology records of contracts": "metodika kraje: evidence smluv",
    "methodology reference values": "metodika kraje: referenční hodnoty",
    "methodology settlement": "metodika kraje: vyúčtování",
    "methodology time unit": "metodika kraje: časová jednotka",
    "methodology units of capacity": "metodika kraje: jednotky kapacity",
    "methodology urgent situations": "metodika kraje: neodkladné situace",
    "methodology validity": "metodika kraje: platnost",
}
"""By the stable form of the citation. A test says which are missing; what people cite stays as they write it."""
