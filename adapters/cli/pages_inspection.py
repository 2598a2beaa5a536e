"""The help pages of inspections."""

from collections.abc import Mapping

from adapters.cli.pages import CommandPage, page
from adapters.telling.words import Words

INSPECTION_PAGES = (
    CommandPage(
        "inspection",
        Words(
            "Inspections: what devices recorded on site, samples drawn again, what findings did to contracts.",
            "Kontroly: co se zapsalo v terénu, opakovatelné vzorky, co zjištění způsobila u smluv.",
        ),
        (
            "kronika inspection import tablet-1.jsonl",
            "kronika inspection sample K-1/2026 S1",
            "kronika inspection impact K-1/2026",
        ),
    ),
)

INSPECTION = (
    page(
        "import",
        "adapters.cli.field_import:import_",
        Words(
            "Take files that devices recorded on site; the receipt names what was taken by id and SHA-256.",
            "Převezme soubory ze zařízení z terénu; potvrzení jmenuje, co bylo převzato, podle id a SHA-256.",
        ),
        "inspection import tablet-1.jsonl",
        "inspection import tablet-1.jsonl tablet-2.jsonl --as methodologist --receipt receipt.json",
        "inspection import tablet-1.jsonl --dry-run --json",
    ),
    page(
        "sample",
        "adapters.cli.inspection:sample",
        Words(
            "Show a sample and draw it again from its seed. Exit code 1: it comes out otherwise.",
            "Ukáže vzorek a znovu jej vybere podle semínka. Návratový kód 1: vychází jinak.",
        ),
        "inspection sample K-1/2026 S1",
        "inspection sample K-1/2026 S1 --json",
    ),
    page(
        "impact",
        "adapters.cli.inspection:inspection_impact",
        Words(
            "What findings did to contracts and mandates, and what was paid or decided there since.",
            "Co zjištění způsobila u smluv a pověření a co tam bylo od té doby vyplaceno nebo rozhodnuto.",
        ),
        "inspection impact K-1/2026",
        "inspection impact K-1/2026 --valid 2026-06-30 --known today --json",
    ),
)

INSPECTION_GROUPS: Mapping[str, tuple[CommandPage, ...]] = {"inspection": INSPECTION}
"""The commands within a command."""
