"""The help pages of accounts, sessions and tokens."""

from collections.abc import Mapping

from adapters.cli.pages import CommandPage, page
from adapters.telling.words import Words

ACCOUNT_PAGES = (
    CommandPage(
        "account",
        Words(
            "Who may log in, with a password or through the office's OpenID provider.",
            "Kdo se smí přihlásit, heslem nebo přes poskytovatele OpenID úřadu.",
        ),
        (
            "kronika account add desk-1 --person p-0123456789abcdef",
            "kronika account list",
            "kronika account reset desk-1",
        ),
    ),
    CommandPage(
        "session",
        Words("Who is logged in over HTTP, and an end to it.", "Kdo je přihlášen po HTTP a jak to ukončit."),
        ("kronika session list", "kronika session revoke --login desk-1"),
    ),
    CommandPage(
        "token",
        Words("Who may come over HTTP, in which role, until when.", "Kdo smí přijít po HTTP, v jaké roli a do kdy."),
        (
            "kronika token issue tablet-1 --as methodologist --only 'inspection.*' --only read:file.inspection",
            "kronika token list",
            "kronika token revoke tablet-1",
        ),
    ),
)

ACCOUNT = (
    page(
        "add",
        "adapters.cli.account:add",
        Words(
            "Make an account; its first password is shown once and changed at the first login.",
            "Založí účet; první heslo ukáže jen jednou a při prvním přihlášení se změní.",
        ),
        "account add desk-1 --person p-0123456789abcdef",
        "account add trial --as clerk --as approver",
    ),
    page(
        "first",
        "adapters.cli.account:first",
        Words(
            "Make the account admin where there is no account at all; a second time it does nothing.",
            "Založí účet admin, není-li ještě žádný účet; podruhé nedělá nic.",
        ),
        "account first --json",
    ),
    page("list", "adapters.cli.account:list_", Words("Every account.", "Všechny účty."), "account list"),
    page(
        "assign",
        "adapters.cli.account:assign",
        Words("Say whose account it is, in place of what was said before.", "Nově určí, čí účet je."),
        "account assign admin --person p-0123456789abcdef",
    ),
    page(
        "disable",
        "adapters.cli.account:disable",
        Words("Let an account open nothing, and log it out.", "Účet už nic neotevře a bude odhlášen."),
        "account disable desk-1",
    ),
    page(
        "enable",
        "adapters.cli.account:enable",
        Words("Let an account be used again.", "Účet lze znovu používat."),
        "account enable desk-1",
    ),
    page(
        "reset",
        "adapters.cli.account:reset",
        Words("Give a new first password, and log the account out.", "Vydá nové první heslo a účet odhlásí."),
        "account reset desk-1",
    ),
    page(
        "unlock",
        "adapters.cli.account:unlock",
        Words("Forget the wrong tries of an account.", "Zapomene chybné pokusy účtu."),
        "account unlock desk-1",
    ),
    page(
        "bind",
        "adapters.cli.account:bind",
        Words(
            "Let whom the OpenID provider knows as this subject log in to the account.",
            "Koho poskytovatel OpenID zná jako tento subjekt, smí se přihlásit k účtu.",
        ),
        "account bind desk-1 --issuer https://login.example.org --subject 248289761001",
    ),
    page(
        "unbind",
        "adapters.cli.account:unbind",
        Words("Let no provider vouch for the account any more.", "Za účet už žádný poskytovatel neručí."),
        "account unbind desk-1",
    ),
)

SESSION = (
    page(
        "list",
        "adapters.cli.logged_in:list_",
        Words("Everybody who is logged in.", "Všichni, kdo jsou přihlášeni."),
        "session list",
        "session list --login desk-1 --json",
    ),
    page(
        "revoke",
        "adapters.cli.logged_in:revoke",
        Words("End one session, all of an account, or all.", "Ukončí jedno přihlášení, všechna účtu, nebo všechna."),
        "session revoke s-0123456789ab",
        "session revoke --all",
    ),
)

TOKEN = (
    page(
        "issue",
        "adapters.cli.token:issue",
        Words("Make a token; its secret is shown once.", "Vydá token; jeho tajemství ukáže jen jednou."),
        "token issue tablet-1 --as methodologist --by p-17 --days 30",
        "token issue web --as reporter --only read:network --only 'read:report.*'",
    ),
    page(
        "revoke",
        "adapters.cli.token:revoke",
        Words("Let a token open nothing from now on.", "Od této chvíle token nic neotevře."),
        "token revoke tablet-1",
    ),
    page(
        "list",
        "adapters.cli.token:tokens",
        Words("Every token that was ever issued.", "Všechny tokeny, které kdy byly vydány."),
        "token list",
    ),
)

ACCOUNT_GROUPS: Mapping[str, tuple[CommandPage, ...]] = {"account": ACCOUNT, "session": SESSION, "token": TOKEN}
