"""The help pages of trails, findings, measures and dossiers."""

from collections.abc import Mapping

from adapters.cli.pages import CommandPage, page
from adapters.telling.words import Words

FINDING_PAGES = (
    page(
        "trail",
        "adapters.cli.trail:trail",
        Words(
            "Every entry of an inspection in one sentence: who, when, by what, and what it changed.",
            "Každý záznam kontroly jednou větou: kdo, kdy, podle čeho a co tím změnil.",
        ),
        "trail K-1/2026",
        "trail K-1/2026 --valid 2026-03-31 --known 2026-04-15 --provision '§ 14'",
        "trail --provider 12345679 --role inspection-superior",
        "trail --contract OLP/1900/2017 --json",
    ),
    page(
        "findings",
        "adapters.cli.findings:findings",
        Words(
            "What inspections found: how it stands, what it is worth, what objections did.",
            "Co kontroly zjistily: jak to stojí, o jakou částku jde a co změnily námitky.",
        ),
        "findings",
        "findings K-1/2026 --all",
        "findings --provider 12345679 --valid 2026-03-31 --known today",
    ),
    page(
        "measures",
        "adapters.cli.findings:measures",
        Words(
            "What inspections asked for, until when, and whether somebody verified it.",
            "Co kontroly uložily, do kdy, a zda to někdo ověřil.",
        ),
        "measures",
        "measures --overdue",
        "measures --provider 12345679 --all --json",
    ),
    CommandPage(
        "export",
        Words("What is handed over, with the digest of every file.", "Co se předává ven, s otiskem každého souboru."),
        (
            "kronika export dossier K-1/2026 --output dossier",
            "kronika export evidence contract OLP/1900/2017 --output contract.zip",
        ),
    ),
)

EXPORT = (
    page(
        "dossier",
        "adapters.cli.dossier:dossier",
        Words(
            "The dossier of an inspection as a folder: trail, card, protocol versions, evidence, manifest.",
            "Spis kontroly jako složka: stopa, karta, verze protokolu, důkazy, soupis s otisky.",
        ),
        "export dossier K-1/2026 --output dossier",
        "export dossier K-1/2026 --valid 2026-03-31 --known 2026-04-15 --output then",
    ),
    page(
        "evidence",
        "adapters.cli.export_evidence:evidence",
        Words(
            "The history of a file as a package that anybody can check without Kronika: entries, proofs, verifier.",
            "Historie spisu jako balík, který kdokoli ověří i bez Kroniky: záznamy, důkazy, ověřovací program.",
        ),
        "export evidence contract OLP/1900/2017 --output contract.zip",
        "export evidence inspection K-1/2026 --with-files --without-texts --output inspection.zip",
    ),
)

FINDING_GROUPS: Mapping[str, tuple[CommandPage, ...]] = {"export": EXPORT}
