"""The commands by name: what each is for, in both languages, and where it lives. Only what is run is imported."""

from collections.abc import Callable, Sequence
from importlib import import_module
from importlib.util import find_spec

from cyclopts import App

from adapters.cli.help_pages import HelpPages
from adapters.cli.pages import CommandPage
from adapters.cli.pages import page as _page
from adapters.cli.pages_account import ACCOUNT_GROUPS, ACCOUNT_PAGES
from adapters.cli.pages_backup import BACKUP_GROUPS, BACKUP_PAGES
from adapters.cli.pages_findings import FINDING_GROUPS, FINDING_PAGES
from adapters.cli.pages_inspection import INSPECTION_GROUPS, INSPECTION_PAGES
from adapters.cli.pages_office import OFFICE_GROUPS, OFFICE_PAGES
from adapters.cli.pages_report import DIFF, FILES, REPORT, REPORT_GROUP, SEARCH
from adapters.cli.pages_seal import SEAL_GROUPS, SEAL_PAGES
from adapters.telling.speech import Speech
from adapters.telling.words import Words

COMMANDS = (
    _page(
        "init",
        "adapters.cli.init:init",
        Words(
            "Create the ledger and its views where there are none.", "Založí knihu a její přehledy, kde ještě nejsou."
        ),
        "init",
        "init --json",
    ),
    _page(
        "import",
        "adapters.cli.import_command:import_",
        Words(
            "Take files of commands (JSON Lines) into the ledger. The same file again records nothing new.",
            "Převezme soubory příkazů (JSON Lines) do knihy. Tentýž soubor podruhé nic nového nezapíše.",
        ),
        "import data/liberec",
        "import payments.jsonl --as clerk --strict",
        "import payments.jsonl --dry-run --json",
    ),
    _page(
        "do",
        "adapters.cli.do:do",
        Words("Send one command, and see what it recorded.", "Pošle jeden příkaz a ukáže, co zapsal."),
        "do contract.terminate --target OLP/1900/2017 --on 2018-06-30 --data @termination.json",
        "do entry.take-back --reason 'recorded twice' --data '{\"entry\": 42}'",
        "do contract.order-payment --target OLP/1900/2017 --data - --waive RULE --waive-reason … --second-person …",
    ),
    _page(
        "show",
        "adapters.cli.show:show",
        Words(
            "Show a project, service or contract as it was on a day, as known at a moment.",
            "Ukáže projekt, službu nebo smlouvu, jak platila k jednomu dni a jak byla známa k druhému.",
        ),
        "show contract OLP/1900/2017",
        "show contract OLP/1900/2017 --valid 2018-06-30",
        "show contract OLP/1900/2017 --valid '30. 6. 2018' --known 2018-07-01",
    ),
    _page(
        "log",
        "adapters.cli.log:log",
        Words("Every entry of one file: what, when, who, why.", "Všechny záznamy jednoho spisu: co, kdy, kdo a proč."),
        "log contract OLP/1900/2017",
        "log contract OLP/1900/2017 --retroactive --from 2018-01-01 --to 2018-12-31",
        "log contract OLP/1900/2017 --kind payment-made --json",
    ),
    DIFF,
    _page(
        "explain",
        "adapters.cli.explain:explain_field",
        Words(
            "Which entry made a field of a file read as it does, and how it read before.",
            "Který záznam způsobil, že pole spisu zní, jak zní, a jak znělo předtím.",
        ),
        "explain contract OLP/1900/2017 maximum",
        "explain contract OLP/1900/2017 paid --valid 2018-06-30 --known 2019-01-31",
    ),
    _page(
        "replay",
        "adapters.cli.replay:replay",
        Words(
            "What would have come of it, had an entry, a rule or a value been otherwise. Nothing is recorded.",
            "Co by z toho bylo, kdyby byl záznam, pravidlo nebo hodnota jiná. Nic se nezapisuje.",
        ),
        "replay contract OLP/1900/2017 --without 42",
        "replay contract OLP/1900/2017 --without-rule contract.payment-after-effect",
        "replay contract OLP/1900/2017 --with-value register-publication-days=60 --json",
    ),
    FILES,
    SEARCH,
    _page(
        "network",
        "adapters.cli.network:network",
        Words(
            "Who provides what, where, under which contract, for how much.",
            "Kdo poskytuje co, kde, podle které smlouvy a za kolik.",
        ),
        "network",
        "network --valid 2018-06-30 --known today",
        "network --json",
    ),
    _page(
        "anomalies",
        "adapters.cli.anomalies:anomalies",
        Words(
            "What was recorded although a rule speaks against it, or could not be read.",
            "Co bylo zapsáno, přestože tomu brání pravidlo, nebo co nešlo přečíst.",
        ),
        "anomalies",
        "anomalies --all --rule contract.drawn-within-maximum",
        "anomalies --rule IMPOSSIBLE_DATE --valid 2018-06-30",
    ),
    _page(
        "due",
        "adapters.cli.due:due",
        Words("What is due, whose turn it is, and until when.", "Co má kdo udělat a do kdy."),
        "due",
        "due --within 30d --turn region",
        "due --overdue --fail-on-overdue",
        "due --all --valid 2018-06-30 --known today",
    ),
    _page(
        "tenders",
        "adapters.cli.tenders:tenders",
        Words(
            "How far tenders have come: rounds, bids, objections, days, and for how much.",
            "Jak daleko jsou zakázky: kola, nabídky, námitky, dny a za kolik.",
        ),
        "tenders",
        "tenders --rounds --section 62",
    ),
    _page(
        "compensation",
        "adapters.cli.compensation:compensation",
        Words(
            "What each service may get, got and cost in a year, whether that was too much, and whose turn it is.",
            "Co služba v roce smí dostat, co dostala a stála, zda to bylo příliš, a kdo je na tahu.",
        ),
        "compensation",
        "compensation --year 2026 --service 9000001",
        "compensation --provider Example --valid 2026-12-31 --known today --json",
    ),
    _page(
        "indicators",
        "adapters.cli.indicators:indicators",
        Words(
            "What was promised and what was reached, by project and contract.",
            "Co bylo slíbeno a čeho bylo dosaženo, podle projektů a smluv.",
        ),
        "indicators",
        "indicators --project CZ.03.2.60/0.0/0.0/15_005/0003862 --valid 2018-06-30",
    ),
    REPORT_GROUP,
    _page(
        "rules",
        "adapters.cli.books:rules",
        Words(
            "The rule book: one line for each rule, or one rule in full.", "Kniha pravidel, nebo jedno pravidlo celé."
        ),
        "rules",
        "rules tender",
        "rules contract.drawn-within-maximum",
    ),
    _page(
        "events",
        "adapters.cli.books:events",
        Words("What the ledger may hold.", "Co může v knize stát."),
        "events",
        "events mandate",
        "events contract.payment-made",
    ),
    _page(
        "commands",
        "adapters.cli.books:commands",
        Words("What may be asked of the ledger.", "Co lze po knize chtít."),
        "commands",
        "commands inspection",
        "commands contract.order-payment",
    ),
    _page(
        "schema",
        "adapters.cli.books:schema",
        Words("The JSON Schema of the data of one command.", "JSON Schema dat jednoho příkazu."),
        "schema contract.order-payment",
    ),
    _page(
        "permissions",
        "adapters.cli.rights:permissions",
        Words("Which role may send which commands and read what.", "Která role smí co poslat a co číst."),
        "permissions",
        "permissions provider",
        "permissions --for contract.order-payment",
    ),
    _page(
        "readings",
        "adapters.cli.readings:readings",
        Words(
            "Who read an inspection over HTTP or took it away, and who looked whom up in the vault; the latest first.",
            "Kdo po HTTP četl nebo si odnesl kterou kontrolu a kdo se na koho díval do trezoru; poslední nahoře.",
        ),
        "readings",
        "readings --file K-1/2026 --since 2026-01-01",
        "readings --person p-0123456789abcdef --json",
    ),
    CommandPage(
        "projections",
        Words("The views that reports are read from.", "Přehledy, ze kterých se čtou sestavy."),
        ("kronika projections status", "kronika projections rebuild network", "kronika projections verify"),
    ),
    _page(
        "serve",
        "adapters.cli.serve:serve",
        Words(
            "Answer over HTTP: every command, every question, the feed of entries.",
            "Odpovídá po HTTP: všechny příkazy, všechny otázky, proud záznamů.",
        ),
        "serve",
        "serve --host 0.0.0.0 --port 8080 --no-projector",
    ),
    *ACCOUNT_PAGES,
    *BACKUP_PAGES,
    *SEAL_PAGES,
    _page(
        "projector",
        "adapters.cli.projector:projector",
        Words(
            "Keep every view at the head of the ledger until it is stopped. Several may run at once.",
            "Drží všechny přehledy na konci knihy, dokud ho někdo nezastaví. Smí jich běžet víc.",
        ),
        "projector",
    ),
    CommandPage(
        "decisions",
        Words(
            "Recorded decisions, made again under the law of their day.",
            "Zapsaná rozhodnutí, znovu rozhodnutá podle práva svého dne.",
        ),
        ("kronika decisions verify", "kronika decisions verify contract OLP/1900/2017"),
    ),
    CommandPage(
        "timers",
        Words(
            "What the law makes happen by itself, and the work that follows from what is recorded.",
            "Co nastává přímo podle práva a jaká práce plyne z toho, co je zapsáno.",
        ),
        ("kronika timers run", "kronika timers status", "kronika timers work"),
    ),
    CommandPage(
        "mandate",
        Words(
            "Mandates of services of general economic interest: overcompensation, and payments without a mandate.",
            "Pověření službami obecného hospodářského zájmu: nadměrné vyrovnání a platby bez pověření.",
        ),
        ("kronika mandate check SGEI/1/2026 --year 2026", "kronika mandate cover --contract OLP/1/2026"),
    ),
    *INSPECTION_PAGES,
    *FINDING_PAGES,
    *OFFICE_PAGES,
    _page(
        "doctor",
        "adapters.cli.doctor:doctor",
        Words(
            "Is everything in place: settings, database, views?", "Je vše na svém místě: nastavení, databáze, přehledy?"
        ),
        "doctor",
    ),
    _page(
        "synth",
        "adapters.cli.synth:synth",
        Words("Fill the ledger with a synthetic region.", "Naplní knihu umělým krajem."),
        "synth --contracts 1000 --seed 1",
    ),
)

PROJECTIONS = (
    _page(
        "status",
        "adapters.cli.projections:status",
        Words("How far each view has come.", "Jak daleko je který přehled."),
        "projections status",
    ),
    _page(
        "rebuild",
        "adapters.cli.projections:rebuild",
        Words(
            "Build views anew and put them in place of the old ones.", "Postaví přehledy znovu a nahradí jimi staré."
        ),
        "projections rebuild",
        "projections rebuild network",
    ),
    _page(
        "rollback",
        "adapters.cli.projections:rollback",
        Words(
            "Go back to the version of a view that the last rebuild replaced.",
            "Vrátí se k verzi přehledu, kterou nahradila poslední přestavba.",
        ),
        "projections rollback network",
    ),
    _page(
        "verify",
        "adapters.cli.projections:verify",
        Words(
            "Build views aside and compare them row by row. Exit code 8: they have drifted.",
            "Postaví přehledy vedle a porovná řádek po řádku. Návratový kód 8: rozešly se.",
        ),
        "projections verify",
    ),
)

DECISIONS = (
    _page(
        "verify",
        "adapters.cli.decisions:verify",
        Words(
            "Decide again, from the recorded commands. Exit code 1: something comes out otherwise.",
            "Rozhodne znovu ze zapsaných příkazů. Návratový kód 1: něco vychází jinak.",
        ),
        "decisions verify",
        "decisions verify contract OLP/1900/2017 --json",
    ),
)

TIMERS = (
    _page(
        "run",
        "adapters.cli.timers:run",
        Words(
            "Note what has run out: contracts, standstills, mandates, the time for publication. Twice changes nothing.",
            "Zapíše, co uplynulo: smlouvy, zákaz uzavřít smlouvu, pověření, doba pro zveřejnění. Podruhé nic nemění.",
        ),
        "timers run",
        "timers run --until 2019-01-10 --dry-run",
    ),
    _page(
        "status",
        "adapters.cli.timers:status",
        Words(
            "How far the timers have run. Exit code 1: something is due.",
            "Jak daleko časovače doběhly. Návratový kód 1: něco je na řadě.",
        ),
        "timers status",
    ),
    _page(
        "work",
        "adapters.cli.timers:work",
        Words(
            "What follows from awards, inclusions and mandates and waits for somebody.",
            "Co plyne ze zadání, zařazení do sítě a pověření a na někoho čeká.",
        ),
        "timers work",
        "timers work --json",
    ),
)

MANDATE = (
    _page(
        "check",
        "adapters.cli.mandate:check",
        Words(
            "Was a service paid too much in a year? The verdict, and the calculation with its entries.",
            "Dostala služba v roce příliš? Závěr a výpočet s čísly záznamů.",
        ),
        "mandate check SGEI/1/2026 --year 2026",
        "mandate check SGEI/1/2026 --year 2026 --service 9000001 --known today",
    ),
    _page(
        "cover",
        "adapters.cli.mandate:mandate_cover",
        Words(
            "Do the payments of a contract lie inside a mandate? Exit code 1: some do not.",
            "Leží platby smlouvy v rámci pověření? Návratový kód 1: některá ne.",
        ),
        "mandate cover --contract OLP/1/2026",
    ),
)

GROUPS = {
    **INSPECTION_GROUPS,
    **FINDING_GROUPS,
    **OFFICE_GROUPS,
    **ACCOUNT_GROUPS,
    **BACKUP_GROUPS,
    **SEAL_GROUPS,
    "report": REPORT,
    "projections": PROJECTIONS,
    "decisions": DECISIONS,
    "timers": TIMERS,
    "mandate": MANDATE,
}
"""The commands within a command."""

ABOUT = Words(
    "Kronika keeps the life of publicly paid social services: every entry stays, every day can be asked about.",
    "Kronika vede život veřejně placených sociálních služeb: každý záznam zůstává, na každý den se lze zeptat.",
)
EXAMPLES = ("kronika init", "kronika import data/liberec", "kronika show contract OLP/1900/2017 --valid 2018-06-30")


def build_app(say: Speech, arguments: Sequence[str] = ()) -> App:
    """The application with its help pages in one language.

    Where the arguments begin with the name of a command it alone is registered: the library looks through all of them
    again and again.
    """
    names = [page.name for page in COMMANDS]
    named = [name for name in arguments[:1] if name in names] or names
    formatter = HelpPages(say)
    app = App(
        name="kronika",
        help=say(ABOUT),
        help_prologue=formatter.examples(EXAMPLES),
        help_format="plaintext",
        help_formatter=formatter,
        help_epilogue=formatter.exit_codes(),
        version=_version,
        suppress_keyboard_interrupt=False,
    )
    for page in COMMANDS:
        if page.name in named and page.runs and page.name not in GROUPS and find_spec(page.runs.partition(":")[0]):
            _register(app, page, formatter)
    for name, pages in GROUPS.items():
        if name not in named:
            continue
        group = App(name=name, help=say(_group(name).about), help_epilogue="")
        group.help_prologue = formatter.examples(_group(name).examples)
        if _group(name).runs:
            group.default(_function(_group(name).runs))
        for page in pages:
            _register(group, page, formatter)
        app.command(group)
    return app


def _function(runs: str) -> Callable[..., int]:
    """What a command with commands within it runs by itself; its module is light."""
    module, _, name = runs.partition(":")
    found: Callable[..., int] = getattr(import_module(module), name)
    return found


def _register(app: App, page: CommandPage, formatter: HelpPages) -> None:
    app.command(
        page.runs,
        name=page.name,
        help=formatter.say(page.about),
        help_prologue=formatter.examples(page.examples),
        help_epilogue="",
        help_format="plaintext",
    )


def _group(name: str) -> CommandPage:
    return next(page for page in COMMANDS if page.name == name)


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("kronika")
    except PackageNotFoundError:
        return "unknown"
