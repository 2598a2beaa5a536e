"""`kronika seal`: what it seals, what it hands out, and what it says where it cannot."""

import io
import json
from base64 import b64decode
from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread

import pytest

import adapters.sealing.following
import projections.seal.follower
from adapters.bootstrap import Parts
from adapters.cli.failures import Exit
from adapters.logging import configure
from adapters.projecting import follow
from adapters.sealing.following import SealFollower
from adapters.settings import Settings
from projections.seal.leaf import read_leaf
from projections.seal.note import read_key, read_note
from projections.seal.proof import read_consistency, read_inclusion
from projections.seal.tables import SealTables, Tree
from projections.views import VIEWS
from tests.cli.runner import Cli
from tests.cli.sealed import altered, given, intrude, record, sealed, with_keys


@pytest.fixture
def recorded(any_cli: Cli) -> Cli:
    """Three entries that nobody sealed."""
    record(with_keys(any_cli), 3)
    return any_cli


# What is handed out ---------------------------------------------------------------------------------------------------


def test_what_is_new_is_sealed_and_told_in_a_sentence(recorded: Cli) -> None:
    assert recorded.ok("seal", "make").out == "Sealed: 3 entries, up to no. 3.\n"
    assert recorded.ok("seal", "make", "--lang", "cs").out == "Nic nového: zapečetěno po záznam č. 3.\n"
    record(recorded, 1, first=4)
    told = recorded.ok("seal", "make", "--json").json
    assert (told["schema"], told["data"]["added"], told["data"]["size"]) == ("kronika.seal-make/1", 1, 4)
    assert read_note(told["data"]["decisions"]["checkpoint"]).checkpoint().origin.endswith("/decisions")


def test_it_is_told_how_far_the_ledger_is_sealed(recorded: Cli) -> None:
    before = recorded.ok("seal", "status", "--json").json["data"]
    assert (before["entries"], before["sealed"], before["waiting"], before["signed_at"]) == (3, 0, 3, None)
    recorded.it_is("2026-06-01T10:00:00+02:00").ok("seal", "make")
    record(recorded, 1, first=4)
    after = recorded.ok("seal", "status", "--json").json["data"]
    assert (after["sealed"], after["decisions"], after["waiting"]) == (3, 3, 1)
    assert (after["signed_at"], after["trouble"]) == ("2026-06-01T08:00:00+00:00", None)
    assert after["key"].startswith(after["origin"] + "+")
    shown = recorded.ok("seal", "status", "--lang", "cs").out
    assert "1. 6. 2026 10:00:00" in shown
    assert "✓ pečeť: po záznam č. 3, zbývá 1" in recorded("doctor", "--lang", "cs").out


def test_what_outsiders_get_is_exact(recorded: Cli, tmp_path: Path) -> None:
    recorded.ok("seal", "make")
    note, key = read_note(recorded.ok("seal", "checkpoint").out), read_key(recorded.ok("seal", "key").out)
    assert (note.checkpoint().size, note.by(key) is not None, key.name) == (3, True, note.checkpoint().origin)
    proof, leaf = read_inclusion(recorded.ok("seal", "proof", "2").out), recorded.ok("seal", "leaf", "2").out.encode()
    assert (proof.index, proof.note, proof.holds(leaf), read_leaf(leaf).position) == (1, note, True, 2)
    told = recorded.ok("seal", "proof", "2", "--decisions", "--json").json["data"]
    decision = recorded.ok("seal", "leaf", "2", "--decisions").out
    assert read_inclusion(told["proof"]).holds(decision.encode())
    assert decision.startswith("kronika.decision/1\n2\n2 2\n")
    file = tmp_path / "checkpoint.txt"
    assert recorded.ok("seal", "checkpoint", "-o", str(file)).out == ""
    assert file.read_text() == note.whole()
    assert recorded("seal", "checkpoint", "-o", str(file)).code == Exit.CONFLICT
    assert recorded("seal", "checkpoint", "-o", str(tmp_path / "no" / "x.txt")).code == Exit.STORAGE


def test_a_process_writes_the_bytes_to_its_output(recorded: Cli) -> None:
    recorded.ok("seal", "make")
    apart = recorded.apart("seal", "leaf", "2")
    assert (apart.code, apart.out) == (Exit.OK, recorded.ok("seal", "leaf", "2").out)


def test_a_beginning_is_proved_by_number_or_by_checkpoint(any_cli: Cli) -> None:
    sealed(any_cli)
    for written in ("3", str(given(any_cli, 3))):
        proof = read_consistency(any_cli.ok("seal", "consistency", written).out)
        assert (proof.earlier, proof.note.checkpoint().size) == (3, 6)
        assert proof.holds(read_note(given(any_cli, 3).read_text()).checkpoint().root)
    told = any_cli.ok("seal", "consistency", "5", "--json").json["data"]
    assert len(b64decode(told["root"])) == 32
    (any_cli.folder / "keys" / "sealed.json").unlink()
    intrude(any_cli, altered(3), "DELETE FROM seal_tile", "DELETE FROM seal_checkpoint")
    any_cli.ok("seal", "make")
    told = any_cli("seal", "consistency", str(given(any_cli, 3)), "--json")
    assert (told.code, told.json["error"]["code"]) == (Exit.INTEGRITY, "not_the_beginning")


def test_what_is_handed_out_counts_as_published(recorded: Cli) -> None:
    """An older copy of the ledger is not gone on with."""
    recorded.ok("seal", "make")
    intrude(recorded, "DELETE FROM stored_events WHERE position = 3", "UPDATE ledger SET head = 2")
    refused = recorded.do("contract.take-over", None, number="OLP/9/2017")
    assert (refused.code, "up to no. 3" in refused.err) == (Exit.INTEGRITY, True)


def test_where_it_cannot_go_on_it_says_so(any_cli: Cli) -> None:
    sealed(any_cli)
    intrude(any_cli, altered(4), "DELETE FROM seal_tile")
    for words in (("seal", "make"), ("seal", "status"), ("doctor",)):
        told = any_cli(*words)
        said = told.out + told.err
        assert (told.code, "the checkpoint of 6 entries does not fit" in said) == (Exit.INTEGRITY, True), words
    status = any_cli("seal", "status", "--json")
    assert (status.code, status.json["data"]["trouble"]["code"]) == (Exit.INTEGRITY, "seal_broken")
    proof = any_cli("seal", "proof", "4", "--json")
    assert (proof.code, proof.json["error"]["code"]) == (Exit.INTEGRITY, "proof_not_made")


def test_what_is_asked_wrongly_is_told(recorded: Cli) -> None:
    for words in (("checkpoint",), ("key",), ("proof", "1"), ("consistency", "1")):
        assert recorded("seal", *words).code == Exit.NOT_FOUND, words
    recorded.ok("seal", "make")
    for words in (
        ("proof", "0"),
        ("proof", "4"),
        ("leaf", "0"),
        ("leaf", "4"),
        ("consistency", "0"),
        ("consistency", "4"),
    ):
        assert recorded("seal", *words).code == Exit.NOT_FOUND, words
    assert recorded("seal", "proof", "x").code == Exit.USAGE
    assert recorded("seal", "consistency", "nowhere.txt").code == Exit.INVALID
    intrude(recorded, "UPDATE seal_tile SET hashes = '' WHERE tree = 'entries'")
    assert recorded("seal", "proof", "1").code == Exit.INTEGRITY


# Following ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def parts(recorded: Cli) -> Iterator[Parts]:
    with Parts(Settings.read(recorded.environment)) as made:
        yield made


def follower(parts: Parts) -> SealFollower:
    return SealFollower(parts.ledger, parts.settings, parts.clock)


def sizes(parts: Parts) -> list[int]:
    """How many entries the newest checkpoint of each tree covers."""
    newest = [SealTables(parts.side, tree).newest() for tree in Tree]
    return [one.checkpoint().size if one else 0 for one in newest]


def test_a_projector_seals_what_it_has_seen_and_at_its_end(recorded: Cli, parts: Parts) -> None:
    is_stopping, seal = Event(), follower(parts)
    following = Thread(
        target=follow,
        args=(parts.ledger, parts.database, parts.source, VIEWS),
        kwargs={"should_stop": is_stopping.is_set, "told": lambda _: None, "beside": seal},
    )
    following.start()
    record(recorded, 1, first=4)
    is_stopping.set()
    following.join()
    assert (sizes(parts), seal.trouble) == ([4, 4], None)
    assert recorded("verify").code == Exit.OK


def test_a_long_seal_gives_way_to_the_views(recorded: Cli, parts: Parts, monkeypatch: pytest.MonkeyPatch) -> None:
    """As of a ledger of a million entries that was never sealed: here an entry is a page, and a page is enough."""
    monkeypatch.setattr(adapters.sealing.following, "SLICE_SECONDS", 0.0)
    monkeypatch.setattr(projections.seal.follower, "PAGE", 1)
    record(recorded, 3, first=4)
    seal, looked = follower(parts), 0

    def is_over() -> bool:
        nonlocal looked
        looked += 1
        return sizes(parts) == [6, 6]

    follow(parts.ledger, parts.database, parts.source, VIEWS, should_stop=is_over, told=lambda _: None, beside=seal)
    assert (looked >= 10, seal.trouble) == (True, None)
    assert recorded("verify").code == Exit.OK


def test_two_followers_seal_each_entry_once(recorded: Cli, parts: Parts) -> None:
    seals = [follower(parts), follower(parts)]
    for step in range(4, 7):
        record(recorded, 1, first=step)
        for one in seals:
            one.end()
    for one in seals:
        one.close()
    assert [len(list(SealTables(parts.side, tree).checkpoints())) for tree in Tree] == [3, 3]
    assert recorded("verify").code == Exit.OK


def test_it_is_not_its_turn_more_than_once_a_second(recorded: Cli, parts: Parts) -> None:
    seal = follower(parts)
    seal.step()
    record(recorded, 1, first=4)
    seal.step()
    assert sizes(parts) == [3, 3]
    seal.end()
    seal.close()
    assert sizes(parts) == [4, 4]


def test_a_seal_that_cannot_go_on_is_told_once_and_tried_again(recorded: Cli, parts: Parts) -> None:
    """The key is away for a while; whoever follows the views hears nothing of it but in the log."""
    seal, key = follower(parts), parts.settings.keys_folder / "seal.pem"
    seal.end()
    key.rename(key.with_suffix(".away"))
    record(recorded, 1, first=4)
    configure(level="info", stream=(said := io.StringIO()), form="json")
    seal.end()
    seal.end()
    failed = seal.trouble
    key.with_suffix(".away").rename(key)
    seal.end()
    seal.close()
    lines = [json.loads(line) for line in said.getvalue().splitlines()]
    assert [(one["event"], one.get("error")) for one in lines] == [
        ("seal.failed", "KeyMissing"),
        ("seal.goes_on", None),
    ]
    assert (failed, seal.trouble) == ("KeyMissing", None)
    assert sizes(parts) == [4, 4]


def test_a_ledger_that_was_altered_is_not_signed_by_a_follower(recorded: Cli, parts: Parts) -> None:
    seal = follower(parts)
    seal.end()
    intrude(recorded, altered(3), "DELETE FROM seal_tile")
    record(recorded, 1, first=4)
    seal.end()
    seal.close()
    assert (seal.trouble, sizes(parts)) == ("SealBroken", [3, 3])


def test_an_empty_ledger_is_waited_for(any_cli: Cli) -> None:
    with Parts(Settings.read(with_keys(any_cli).environment)) as parts:
        seal = follower(parts)
        seal.step()
        seal.end()
        seal.close()
        assert (seal.trouble, sizes(parts)) == (None, [0, 0])
