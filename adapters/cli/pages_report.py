"""The help pages of reports, of comparing them, and of looking for a file."""

from collections.abc import Sequence

from adapters.cli.pages import CommandPage, page
from adapters.telling.words import Words

DIFF = page(
    "diff",
    "adapters.cli.diff:diff",
    Words(
        "Compare two moments of one file, or of a report. Exit code 0: they are the same, 1: they differ.",
        "Porovná dva okamžiky jednoho spisu nebo sestavy. Návratový kód 0: jsou stejné, 1: liší se.",
    ),
    "diff contract OLP/1900/2017 --a valid=2018-06-30 --b valid=today",
    "diff contract OLP/1900/2017 --a known=2018-06-30 --b known=today",
    "diff contract OLP/1900/2017 --a valid=2018-12-31,known=2019-01-31 --b valid=2018-12-31,known-seq=57",
    "diff network --a valid=2018-06-30 --b valid=2019-06-30",
    "diff report drawdown --a known=2019-01-31 --b known=today",
)

FILES = page(
    "files",
    "adapters.cli.file_list:files",
    Words(
        "What is on file: kind, number, name, and the identifier for what has no number.",
        "Co je ve spisech: druh, číslo, název a identifikátor toho, co číslo nemá.",
    ),
    "files",
    "files tender",
    "files mandate SGEI",
    "files --text fokus",
)

SEARCH = page(
    "search",
    "adapters.cli.file_list:search",
    Words(
        "Look for files by words of number, name, provider, IČO and place, old ones too, some here and some there; "
        "case and diacritics do not matter.",
        "Hledá spisy podle slov čísla, názvu, poskytovatele, IČO a místa, i starých, třeba jedno tu a druhé tam; "
        "na velikosti písmen a diakritice nezáleží.",
    ),
    "search fokus",
    "search liberec --kind contract",
    "search terapeuticke dilny",
    "search 1900/2017 --json",
)

REPORT_GROUP = CommandPage(
    "report",
    Words(
        "Reports as of two moments, as tables and files; and the entries behind each cell.",
        "Sestavy k oběma okamžikům, jako tabulky i soubory; a záznamy za každou buňkou.",
    ),
    (
        "kronika report list",
        "kronika report drawdown --valid 2018-12-31 --known 2019-06-30",
        "kronika report network --format xlsx --output network.xlsx",
        "kronika report explain drawdown OLP/1900/2017 gross",
        "kronika report issue network --valid 2018-06-30 --reason 'for the assembly' --as reporter",
    ),
)

REPORT = (
    page(
        "list",
        "adapters.cli.report:reports",
        Words("The names of all reports.", "Názvy všech sestav."),
        "report list",
    ),
    page(
        "show",
        "adapters.cli.report:show",
        Words("Make a report; `show` may be left out.", "Vytvoří sestavu; slovo `show` lze vynechat."),
        "report network --valid 2018-06-30",
        "report drawdown-by-service-year --format csv --output drawdown.csv",
        "report compensation --json",
    ),
    page(
        "explain",
        "adapters.cli.report_explain:explain",
        Words(
            "The entries that a cell comes from; of a sum every part.",
            "Záznamy, ze kterých buňka pochází; u součtu všechny části.",
        ),
        "report explain drawdown OLP/1900/2017 gross",
        "report explain drawdown-by-service-year 'OLP/1/2026|2026' unstated --known today",
    ),
    page(
        "issue",
        "adapters.cli.report_issue:issue",
        Words(
            "Hand a report out under a number: file and cells are kept, and it is recorded.",
            "Vydá sestavu pod číslem: soubor i buňky se uchovají a vydání se zapíše.",
        ),
        "report issue network --valid 2018-06-30 --known 2018-07-31 --reason 'for the assembly' --as reporter",
        "report issue sgei --valid 2019-12-31 --number 7/2020 --format csv --reason 'for the Commission' --as reporter",
    ),
    page(
        "check",
        "adapters.cli.report_issue:check",
        Words(
            "Compute an issued report again. Exit code 8: cells are not as they were issued.",
            "Spočte vydanou sestavu znovu. Návratový kód 8: buňky nesouhlasí s vydanými.",
        ),
        "report check 7/2020",
        "report check 5891b5b522d5df08",
    ),
)


def with_verb(words: Sequence[str]) -> list[str]:
    """A command line in which the name of a report may follow `report` at once: no report is called like a verb."""
    written = list(words)
    plain = [at for at, word in enumerate(written) if word[:1] != "-" and written[at - 1 : at] != ["--lang"]]
    if len(plain) < 2 or written[plain[0]] != "report" or written[plain[1]] in {one.name for one in REPORT}:
        return written
    return [*written[: plain[0] + 1], "show", *written[plain[0] + 1 :]]
