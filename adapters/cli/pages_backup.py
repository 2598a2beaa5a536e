"""The help pages of backup and restore."""

from collections.abc import Mapping

from adapters.cli.pages import CommandPage, page
from adapters.telling.words import Words

BACKUP_PAGES = (
    page(
        "backup",
        "adapters.cli.backup:make",
        Words(
            "Copy ledger, tokens, accounts, vault and evidence into a folder, while others go on writing.",
            "Zkopíruje knihu, tokeny, účty, trezor a důkazy do složky, zatímco ostatní píší dál.",
        ),
        "backup /srv/copies --keys-to /media/safe/keys",
        "backup verify /srv/copies",
    ),
    page(
        "restore",
        "adapters.cli.backup:restore",
        Words(
            "Bring a backup back into an empty place, verified first; the views are built anew.",
            "Obnoví zálohu na prázdné místo; nejprve ji ověří a přehledy postaví znovu.",
        ),
        "restore /srv/copies --keys-from /media/safe/keys",
        "restore /srv/copies --accept-loss 'the disk failed' --as administrator",
        "restore --accept-loss 'an older copy was brought back' --as administrator",
    ),
)

BACKUP = (
    page(
        "verify",
        "adapters.cli.backup:verify",
        Words(
            "Read a backup from beginning to end. Exit code 8: something in it is missing or was changed.",
            "Přečte zálohu od začátku do konce. Návratový kód 8: něco v ní chybí nebo bylo změněno.",
        ),
        "backup verify /srv/copies",
    ),
)

BACKUP_GROUPS: Mapping[str, tuple[CommandPage, ...]] = {"backup": BACKUP}
