"""The help pages of people, erasing and evidence."""

from collections.abc import Mapping

from adapters.cli.pages import CommandPage, page
from adapters.telling.words import Words

OFFICE_PAGES = (
    CommandPage(
        "person",
        Words(
            "Names and contacts in the vault; the ledger knows the keys only.",
            "Jména a kontakty v trezoru; kniha zná jen klíče.",
        ),
        (
            "kronika person add --name '…' --reason 'new colleague' --as administrator",
            "kronika person show p-0123456789abcdef --reason 'to be invited'",
        ),
    ),
    CommandPage(
        "erase",
        Words(
            "Names, or the words and evidence of a file, when their time is over. Nothing brings them back.",
            "Jména, nebo texty a důkazy spisu, když uplynula jejich doba. Zpět je nic nevrátí.",
        ),
        (
            "kronika erase person p-0123456789abcdef --reason 'kept long enough' --as administrator",
            "kronika erase file inspection K-1/2015 --procedure SKART-2026/1 --reason 'kept long enough'",
        ),
    ),
    CommandPage(
        "evidence",
        Words("Files by their SHA-256; none is ever overwritten.", "Soubory podle SHA-256; žádný se nikdy nepřepíše."),
        ("kronika evidence add photo.jpg protocol.pdf", "kronika evidence verify"),
    ),
)

PERSON = (
    page(
        "add",
        "adapters.cli.person:add",
        Words(
            "Give somebody a key: registered in the ledger, name and contacts in the vault.",
            "Přidělí osobě klíč: zapíše ji do knihy, jméno a kontakty do trezoru.",
        ),
        "person add --name '…' --reason 'new colleague' --as administrator",
    ),
    page(
        "change",
        "adapters.cli.person:change",
        Words("Put other data in place of those in the vault.", "Nahradí údaje v trezoru jinými."),
        "person change p-0123456789abcdef --name '…' --reason 'another name'",
    ),
    page(
        "show",
        "adapters.cli.person:show",
        Words(
            "Who somebody is and which roles they hold; the look is written down.",
            "Kdo to je a jaké má role; nahlédnutí se zapíše.",
        ),
        "person show p-0123456789abcdef --reason 'to be invited'",
        "person show p-0123456789abcdef --reason 'who looked' --readings",
    ),
    page(
        "list",
        "adapters.cli.person:list_",
        Words(
            "Everybody whom the vault knows; the look is written down.",
            "Všichni, které trezor zná; nahlédnutí se zapíše.",
        ),
        "person list --reason 'yearly check'",
    ),
    page(
        "erase",
        "adapters.cli.erase:person",
        Words("Erase name and contacts of somebody for good.", "Navždy vymaže jméno a kontakty osoby."),
        "person erase p-0123456789abcdef --reason 'kept long enough' --as administrator",
    ),
)

ERASE = (
    page(
        "person",
        "adapters.cli.erase:person",
        Words(
            "Erase name and contacts of somebody. Exit code 4: the law or a hold keeps them.",
            "Vymaže jméno a kontakty osoby. Návratový kód 4: drží je zákon nebo zadržení.",
        ),
        "erase person p-0123456789abcdef --reason 'kept long enough' --as administrator",
    ),
    page(
        "file",
        "adapters.cli.erase:file",
        Words(
            "Dispose of a mandate or an inspection: its words and evidence go, its entries and numbers stay.",
            "Skartuje pověření nebo kontrolu: texty a důkazy zmizí, záznamy a čísla zůstanou.",
        ),
        "erase file inspection K-1/2015 --procedure SKART-2026/1 --reason 'kept long enough'",
    ),
)

EVIDENCE = (
    page(
        "add",
        "adapters.cli.evidence:add",
        Words(
            "Take files in; the digest of each is the answer. The same file again changes nothing.",
            "Přijme soubory a odpoví jejich otisky. Tentýž soubor podruhé nic nemění.",
        ),
        "evidence add photo.jpg protocol.pdf",
    ),
    page(
        "get",
        "adapters.cli.evidence:get",
        Words(
            "Write a file out, to --output or to standard output.",
            "Vydá soubor, do --output nebo na standardní výstup.",
        ),
        "evidence get 5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03 --output photo.jpg",
    ),
    page(
        "list",
        "adapters.cli.evidence:list_",
        Words("Every file in the store.", "Všechny soubory v úložišti."),
        "evidence list",
    ),
    page(
        "verify",
        "adapters.cli.evidence:verify",
        Words(
            "Read every file and compare it with its digest. Exit code 8: some are damaged.",
            "Přečte každý soubor a porovná s otiskem. Návratový kód 8: některé jsou poškozené.",
        ),
        "evidence verify",
    ),
)

OFFICE_GROUPS: Mapping[str, tuple[CommandPage, ...]] = {"person": PERSON, "erase": ERASE, "evidence": EVIDENCE}
