"""`kronika permissions` and `kronika readings`: who may do what, and who read what."""

from tests.cli.runner import Cli


def test_the_role_table_shows_what_each_role_sends_and_reads(cli: Cli) -> None:
    out = cli.ok("permissions").out
    assert "hlavní účetní" in cli.ok("permissions", "--lang", "cs").out
    assert [name in out for name in ("May send", "May read", "report.*")] == [True] * 3


def test_one_role_is_shown_in_full(cli: Cli) -> None:
    provider = cli.ok("permissions", "provider")
    assert "Only files of the service provider that the role was given for." in provider.out
    assert "contract.record-settlement" in provider.out
    (told,) = cli.ok("permissions", "provider", "--json").json["data"]
    assert (told["is_of_provider"], "file.contract" in told["readings"]) == (True, True)
    assert "May send:\nnothing" in cli.ok("permissions", "auditor").out
    assert "did you mean provider?" in cli("permissions", "providr").err


def test_who_may_do_one_thing_is_told(cli: Cli) -> None:
    told = cli.ok("permissions", "--for", "contract.approve-payment", "--json").json
    roles = ["approver", "budget-administrator", "chief-accountant"]
    assert (told["schema"], told["data"]["roles"]) == ("kronika.permissions-for/1", roles)
    out = cli.ok("permissions", "--for", "readings").out
    assert out.startswith("who read what\n")
    assert [name in out for name in ("auditor", "administrator", "clerk")] == [True, True, False]
    assert "did you mean contract.order-payment?" in cli("permissions", "--for", "contract.order-paymnt").err


def test_an_empty_log_says_so_and_wrong_questions_are_named(cli: Cli) -> None:
    assert cli.ok("readings").out == "Nothing was read.\n"
    assert cli.ok("readings", "--json").json["data"] == {"rows": [], "next_start": None}
    assert "--since: 'x' is no day" in cli("readings", "--since", "x").err
    assert "never by a name" in cli("readings", "--person", "Somebody").err
    assert cli("readings", "--file", "K 1/2018").code == 3


def test_looks_into_the_vault_are_in_the_log(cli: Cli) -> None:
    added = cli.ok("person", "add", "--name", "Some Body", "--reason", "new", "--as", "administrator", "--json")
    key = added.json["data"]["person"]
    cli.ok("person", "show", key, "--reason", "to be invited", "--by", "p-00000000000000bb")
    (row,) = cli.ok("readings", "--file", key, "--json").json["data"]["rows"]
    assert (row["question"], row["person"]) == ("vault", "p-00000000000000bb")
    assert "p-00000000000000bb" in cli.ok("readings", "--person", "p-00000000000000bb", "--lang", "cs").out
