"""What an argument or option means in one command, where that is more exact than what it means everywhere."""

from collections.abc import Mapping

from adapters.cli.help_texts import DATE, KINDS
from adapters.telling.words import Words

Meanings = Mapping[str, Words]
REPORT = Words("The name of a report; kronika report list.", "Název sestavy; vypíše je kronika report list.")
COMMAND = Words(
    "The name of a command, for example contract.order-payment; kronika commands lists them.",
    "Název příkazu, například contract.order-payment; vypíše je kronika commands.",
)
TOKEN = Words("What the token is called.", "Jak se token jmenuje.")
WHOSE = Words("Whose account it is, by the key.", "Čí je účet, podle klíče osoby.")
OWN_ROLES = Words(
    "A role of the account itself; may be repeated. Without: only those of the person.",
    "Vlastní role účtu; lze opakovat. Bez ní: jen role osoby.",
)
OF_TOKEN = Words("The role in which it acts; default: KRONIKA_ROLE.", "Role, ve které jedná; výchozí: KRONIKA_ROLE.")

OF_COMMANDS: Mapping[str, Meanings] = {
    "account add": {"--person": WHOSE, "--as": OWN_ROLES},
    "account assign": {"--person": WHOSE, "--as": OWN_ROLES},
    "account first": {"--as": Words("Its role; default: administrator.", "Jeho role; výchozí: administrator.")},
    "commands": {
        "TOPIC": Words(
            "The name of a command, for example contract.order-payment, or a part of names.",
            "Název příkazu, například contract.order-payment, nebo část názvů.",
        ),
    },
    "diff": {
        "--b": Words(
            "The second moment, such as valid=2019-06-30,known=today.",
            "Druhý okamžik, například valid=2019-06-30,known=dnes.",
        ),
        "KIND": Words(
            f"What kind of file: {KINDS.en}; or network, or report.",
            f"Druh spisu: {KINDS.cs}; nebo network (síť), nebo report (sestava).",
        ),
        "ID": Words(
            "The number that people write, or the UUID; the name of a report.",
            "Číslo, jak se píše, nebo UUID; u sestavy její název.",
        ),
    },
    "do": {"TOPIC": COMMAND},
    "due": {"--all": Words("What was met since, too.", "I to, co bylo mezitím splněno.")},
    "erase file": {"KIND": Words("mandate or inspection.", "mandate (pověření SOHZ) nebo inspection (kontrola).")},
    "events": {
        "TOPIC": Words(
            "The name of an event, for example contract.payment-made, or a part of names.",
            "Název události, například contract.payment-made, nebo část názvů.",
        ),
    },
    "inspection import": {"FILES": Words("Files of devices (.jsonl).", "Soubory ze zařízení (.jsonl).")},
    "log": {
        "--to": Words("Only entries with effect up to this day.", "Jen záznamy s účinkem do tohoto dne."),
    },
    "readings": {
        "--person": Words("Only what this person read, by the key.", "Jen co četla tato osoba, podle klíče."),
        "--until": Words(f"The last day; default: today. {DATE.en}.", f"Poslední den; výchozí: dnes. {DATE.cs}."),
    },
    "report explain": {"NAME": REPORT},
    "report issue": {"NAME": REPORT},
    "report show": {"NAME": REPORT},
    "schema": {"TOPIC": COMMAND},
    "search": {"--kind": Words(f"Only files of this kind: {KINDS.en}.", f"Jen spisy tohoto druhu: {KINDS.cs}.")},
    "session revoke": {
        "NAME": Words("Which one, as kronika session list names it.", "Které, jak je jmenuje kronika session list."),
        "--login": Words("Every session of this account.", "Všechna přihlášení tohoto účtu."),
        "--all": Words("Every session.", "Všechna přihlášení."),
    },
    "synth": {
        "--to": Words(
            "The import file to write instead of recording; it must not be there yet.",
            "Soubor k importu, který vznikne místo zápisu; nesmí ještě být.",
        ),
    },
    "timers run": {
        "--until": Words(
            f"The last day; default: today; a day to come only with --dry-run. {DATE.en}.",
            f"Poslední den; výchozí: dnes; den, který teprve nastane, jen s --dry-run. {DATE.cs}.",
        ),
    },
    "token issue": {"NAME": TOKEN, "--as": OF_TOKEN},
    "token revoke": {"NAME": TOKEN},
    "trail": {
        "--person": Words(
            "Only where this person recorded or is named, by the key.",
            "Jen kde tato osoba zapisovala nebo je uvedena, podle klíče.",
        ),
    },
}


def meaning_in(command: str, name: str) -> Words | None:
    """What a name means in a command; None where it means there what it means everywhere."""
    return OF_COMMANDS.get(command, {}).get(name)
