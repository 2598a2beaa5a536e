"""The help pages of the seal and of verification."""

from collections.abc import Mapping

from adapters.cli.pages import CommandPage, page
from adapters.telling.words import Words

SEAL_PAGES = (
    CommandPage(
        "seal",
        Words(
            "The seal on the ledger: by it outsiders can tell that nothing was altered, left out or put in.",
            "Pečeť knihy: podle ní kdokoli zvenčí pozná, že nic nebylo změněno, vynecháno ani vloženo.",
        ),
        ("kronika seal make", "kronika seal status", "kronika seal checkpoint --output checkpoint.txt"),
    ),
    page(
        "verify",
        "adapters.cli.verify:verify",
        Words(
            "Is the ledger what was sealed? Or a proof that somebody gave you? Exit code 8: no; 1: it cannot be shown.",
            "Je kniha taková, jak byla zapečetěna? Nebo důkaz, který máte? Návratový kód 8: ne; 1: nelze doložit.",
        ),
        "verify",
        "verify --against checkpoint.txt",
        "verify proof.txt --leaf entry.txt --key key.txt",
        "verify contract.zip --key key.txt",
    ),
)

SEAL = (
    page(
        "make",
        "adapters.cli.seal:make",
        Words(
            "Seal what is new. A server and a projector do so by themselves, once a second at the most.",
            "Zapečetí, co je nové. Server a projektor to dělají samy, nejvýš jednou za sekundu.",
        ),
        "seal make",
        "seal make --anew",
    ),
    page(
        "status",
        "adapters.cli.seal:status",
        Words(
            "How far the ledger is sealed, since when, by which key. Exit code 7 or 8: it cannot go on.",
            "Kam až je kniha zapečetěna, kdy a kterým klíčem. Návratový kód 7 nebo 8: nelze pokračovat.",
        ),
        "seal status",
    ),
    page(
        "checkpoint",
        "adapters.cli.seal:checkpoint",
        Words(
            "The newest signed statement, to be given to outsiders: so many entries have this root.",
            "Nejnovější podepsané potvrzení stavu pro osoby zvenčí: tolik záznamů má tento kořen.",
        ),
        "seal checkpoint",
    ),
    page(
        "key",
        "adapters.cli.seal:key",
        Words("The public key, which may be given to anybody.", "Veřejný klíč, který smí mít kdokoli."),
        "seal key",
    ),
    page(
        "proof",
        "adapters.cli.seal:proof",
        Words(
            "The proof that an entry is in the ledger, to be checked by anybody without it.",
            "Důkaz o zařazení: že záznam v knize je. Ověří jej kdokoli i bez ní.",
        ),
        "seal proof 17",
        "seal proof 17 --output proof.txt",
    ),
    page(
        "leaf",
        "adapters.cli.seal:leaf",
        Words("The exact bytes of an entry that are sealed.", "Přesné bajty záznamu, které jsou zapečetěny."),
        "seal leaf 17",
        "seal leaf 17 --output entry.txt",
    ),
    page(
        "consistency",
        "adapters.cli.seal:consistency",
        Words(
            "The proof that the ledger of an older checkpoint is the beginning of the newest one.",
            "Důkaz, že kniha staršího potvrzení stavu je začátkem té nejnovější.",
        ),
        "seal consistency 50",
        "seal consistency checkpoint.txt --output consistency.txt",
    ),
)

SEAL_GROUPS: Mapping[str, tuple[CommandPage, ...]] = {"seal": SEAL}
