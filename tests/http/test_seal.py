"""The seal over HTTP: a stranger checks it with nothing of ours, and entries are told to those who may read them."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from hypothesis import given
from hypothesis import strategies as st

from adapters.http.sealing.look import look_at
from adapters.http.sealing.tile_paths import Tile, read_path
from domain.kernel.stamp import Actor
from projections.seal.tables import SealTables
from projections.seal.tiles import Place
from tests.http.conftest import Caller, House
from tests.http.monitor import Monitor, both, over, proof_in, root, up
from tests.http.staff import ICO, OTHER_ICO, caller, plan, staff
from tests.http.watched import Opened, opened

ROOT = "/api/v1"
OVER_ONE_TILE = 260
"""More than a tile holds."""


BEHIND_OUR_BACK = {
    "sqlite": (
        "DROP TRIGGER stored_events_update",
        "UPDATE stored_events SET recorded_at = recorded_at + 1 WHERE position = 2",
    ),
    "postgres": (
        "ALTER TABLE stored_events DISABLE TRIGGER append_only",
        "UPDATE stored_events SET recorded_at = recorded_at + interval '1 second' WHERE position = 2",
    ),
}
"""How somebody with the password of the database alters an entry."""


def record(by: Caller, count: int) -> None:
    """So many entries, each in a file of its own."""
    for begin in range(0, count, 100):
        size = min(100, count - begin)
        commands = [
            {"key": str(uuid4()), "command": "project.take-over", "data": {"code": str(uuid4())}} for _ in range(size)
        ]
        answer = by.client.post(
            f"{ROOT}/batch", json={"commands": commands}, headers={"Authorization": f"Bearer {by.secret}"}
        )
        assert answer.json()["data"]["recorded"] == size, answer.text


@pytest.fixture
def sealed(house: House, clerk: Caller) -> House:
    """Three entries, all of them sealed."""
    record(clerk, 3)
    house.parts.seal.advance()
    return house


# What a stranger can check --------------------------------------------------------------------------------------------


def test_a_stranger_rebuilds_the_root_that_was_signed(house: House, clerk: Caller) -> None:
    """From public hashes alone, over more than one tile, with a key and nothing else."""
    record(clerk, OVER_ONE_TILE)
    house.parts.seal.advance()
    monitor = Monitor(house.client)
    head = monitor.head()
    leaves = monitor.level(0, head.size)
    assert (head.size, len(leaves)) == (OVER_ONE_TILE, OVER_ONE_TILE)
    assert root(leaves) == head.root
    assert monitor.level(1, head.size) == [root(leaves[:256])]
    assert monitor.level(2, head.size) == []


def test_an_entry_is_proved_to_a_stranger_who_was_given_it(house: House, clerk: Caller) -> None:
    """The proof leads from the sealed bytes to the signed root, also over the edge of a tile."""
    record(clerk, OVER_ONE_TILE)
    house.parts.seal.advance()
    monitor = Monitor(house.client)
    for position in (1, 256, OVER_ONE_TILE):
        leaf = clerk.get(f"{ROOT}/entries/{position}/leaf").content
        above, path, note = proof_in(clerk.get(f"{ROOT}/entries/{position}/proof", Accept="text/plain").text)
        head = monitor.signed(note)
        hashed = sha256(b"\0" + leaf).digest()
        assert above == f"c2sp.org/tlog-proof@v1\nindex {position - 1}"
        assert leaf.startswith(f"kronika.entry/1\n{position}\n".encode())
        assert up(position - 1, head.size, hashed, path) == head.root
        assert up(position - 1, head.size, sha256(b"\0" + leaf + b" ").digest(), path) != head.root
        assert monitor.level(0, head.size)[position - 1] == hashed


def test_the_ledger_is_proved_to_have_only_grown(house: House, clerk: Caller) -> None:
    """Whoever kept an earlier checkpoint needs no tiles to see that the newest goes on from it."""
    record(clerk, 5)
    house.parts.seal.advance()
    monitor = Monitor(house.client)
    kept = monitor.head()
    for count in (1, 2, 256):
        record(clerk, count)
        house.parts.seal.advance()
        answer = house.client.get(f"{ROOT}/seal/consistency?old={kept.size}", headers={"Accept": "text/plain"})
        above, path, note = proof_in(answer.text)
        head = monitor.signed(note)
        is_whole = kept.size & (kept.size - 1) == 0
        assert above == f"old {kept.size}"
        assert both(kept.size, head.size, path, old_root=kept.root if is_whole else None) == (kept.root, head.root)
        kept = head
    assert kept.size == 264


def test_a_checkpoint_that_was_changed_is_not_believed(sealed: House) -> None:
    monitor, note = Monitor(sealed.client), sealed.client.get("/seal/checkpoint").text
    with pytest.raises(InvalidSignature):
        monitor.signed(note.replace("\n3\n", "\n2\n"))


def test_the_same_is_told_to_machines_as_json(sealed: House, clerk: Caller) -> None:
    proof = clerk.get(f"{ROOT}/entries/2/proof").json()
    data = proof["data"]
    note = sealed.client.get("/seal/checkpoint").text
    leaf = clerk.get(f"{ROOT}/entries/2/leaf").content
    head = Monitor(sealed.client).signed(data["checkpoint"])
    assert (proof["schema"], data["checkpoint"]) == ("kronika.entry-proof/1", note)
    assert (data["position"], data["index"], data["size"]) == (2, 1, 3)
    assert data["leaf_hash"] == sha256(b"\0" + leaf).hexdigest()
    path = [bytes.fromhex(one) for one in data["hashes"]]
    assert up(1, 3, bytes.fromhex(data["leaf_hash"]), path).hex() == data["root"] == head.root.hex()
    grown = sealed.client.get(f"{ROOT}/seal/consistency?old=2").json()
    assert (grown["schema"], grown["data"]["old"], grown["data"]["size"]) == ("kronika.seal-consistency/1", 2, 3)
    assert (len(grown["data"]["hashes"]), grown["data"]["root"]) == (1, data["root"])


def test_an_entry_that_was_altered_has_no_proof(sealed: House, clerk: Caller) -> None:
    """Whoever alters an entry in the database alters no hash that was signed; a stranger sees it without us."""
    monitor = Monitor(sealed.client)
    for statement in BEHIND_OUR_BACK[sealed.parts.database.dialect]:
        sealed.parts.database.execute(statement)
    answer = clerk.get(f"{ROOT}/entries/2/proof", **{"Accept-Language": "cs"})
    assert (answer.status_code, answer.json()["code"]) == (500, "no-proof")
    assert answer.json()["detail"].startswith("důkaz není: záznam č. 2 neodpovídá tomu, co bylo zapečetěno")
    leaf = clerk.get(f"{ROOT}/entries/2/leaf").content
    assert sha256(b"\0" + leaf).digest() not in monitor.level(0, 3)
    assert clerk.get(f"{ROOT}/entries/3/proof").status_code == 200


def test_whoever_looks_while_it_grows_sees_a_whole_tree(sealed: House, clerk: Caller) -> None:
    """Each worker of the server looks through a connection of its own."""
    monitor = Monitor(sealed.client)

    def looked(_: int) -> int:
        head = monitor.head()
        assert root(monitor.level(0, head.size)) == head.root
        answer = clerk.get(f"{ROOT}/entries/{head.size}/proof", Accept="text/plain")
        assert monitor.signed(proof_in(answer.text)[2]).size >= head.size
        return head.size

    with ThreadPoolExecutor(4) as threads:
        looks = threads.map(looked, range(40))
        for _ in range(10):
            record(clerk, 3)
            sealed.parts.seal.advance()
        sizes = list(looks)
    assert (min(sizes) >= 3, monitor.head().size) == (True, 33)


def test_the_examples_of_the_document_can_be_checked(house: House) -> None:
    """Whoever writes a program against it has something true to begin with."""
    paths = house.client.get(f"{ROOT}/openapi.json").json()["paths"]

    def example(path: str, media: str = "text/plain") -> Any:
        return paths[path]["get"]["responses"]["200"]["content"][media]["example"]

    monitor = Monitor(house.client, key=example("/seal/key"))
    proof, grown = f"{ROOT}/entries/{{position}}/proof", f"{ROOT}/seal/consistency"
    head = monitor.signed(example("/seal/checkpoint"))
    above, path, note = proof_in(example(proof))
    assert (above.split("\n")[-1], head.size, monitor.signed(note)) == ("index 1", 3, head)
    assert up(1, 3, sha256(b"\0leaf 1").digest(), path) == head.root
    assert example(proof, "application/json")["data"]["root"] == head.root.hex()
    _, steps, note = proof_in(example(grown))
    assert both(2, 3, steps, old_root=over(path[0], sha256(b"\0leaf 1").digest()))[1] == head.root
    assert example(grown, "application/json")["data"]["hashes"] == [one.hex() for one in steps]
    assert example(f"{ROOT}/seal", "application/json")["data"]["checkpoint"] == note


# Addresses and caches -------------------------------------------------------------------------------------------------


def test_a_checkpoint_is_kept_for_moments_and_asked_for_again_by_its_tag(sealed: House, clerk: Caller) -> None:
    client = sealed.client
    first = client.get("/seal/checkpoint")
    assert first.headers["content-type"] == "text/plain; charset=utf-8"
    assert first.headers["cache-control"] == "public, max-age=2"
    assert "vary" not in first.headers
    tag = {"If-None-Match": first.headers["etag"]}
    again = client.get("/seal/checkpoint", headers=tag)
    assert (again.status_code, again.content, again.headers["cache-control"]) == (304, b"", "public, max-age=2")
    record(clerk, 1)
    sealed.parts.seal.advance()
    assert client.get("/seal/checkpoint", headers=tag).status_code == 200
    headed = client.head("/seal/checkpoint")
    assert (headed.status_code, headed.content) == (200, b"")


def test_hashes_are_kept_for_ever(sealed: House) -> None:
    """A wider part begins as a narrower one does; neither ever changes."""
    whole, part = (sealed.client.get(f"/seal/tile/0/000.p/{width}") for width in (3, 2))
    assert (len(whole.content), whole.content[:64]) == (96, part.content)
    assert {one.headers["cache-control"] for one in (whole, part)} == {"public, max-age=31536000, immutable"}
    assert part.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "path",
    [
        *("0/000", "0/000.p/4", "0/001", "0/001.p/1", "1/000.p/1", "0/x001/000.p/1", "63/000.p/1"),
        *("entries/000", "entries/000.p/3", "0/000.p/0", "0/000.p/03", "0/000.p/256", "0/000.p/", "0/000.p", "0/"),
        *("00/000.p/3", "-0/000.p/3", "64/000.p/1", "x/000.p/3", "0/00.p/3", "0/0000.p/3", "0/x000/000.p/3"),
        *("0/000.p/3/", "0//000.p/3", "0/000.p/٣", "0/000.P/3", "0/x000.p/3", "0/%00", "0/000.p/3%20"),
        *("0/x999/x999/x999/x999/x999/x999/999", "9" * 300 + "/000", "0/" + "x001/" * 90 + "000"),
    ],
)
def test_anything_else_is_no_tile(sealed: House, path: str) -> None:
    answer = sealed.client.get(f"/seal/tile/{path}")
    assert answer.status_code == 404
    assert answer.json()["code"] in {"no-tile", "not-found"}
    assert answer.headers["cache-control"] == "no-store"


@given(st.from_regex(r"[0-9]{1,3}/((x[0-9]{0,4}/){0,3}[0-9]{0,4})(\.p/[0-9]{0,4})?", fullmatch=True) | st.text())
def test_a_tile_has_one_address(written: str) -> None:
    found = read_path(written)
    assert found is None or (found.path() == written and 0 < found.width <= 256 and found.place.level < 64)


@given(st.integers(0, 63), st.integers(0, 10**18 - 1), st.integers(1, 256))
def test_every_tile_has_an_address(level: int, number: int, width: int) -> None:
    tile = Tile(Place(level, number), width)
    assert read_path(tile.path()) == tile


@pytest.mark.parametrize(("size", "width"), [(70_000, 112), (256, 0), (255, 255)])
def test_a_tree_has_the_tiles_of_the_specification(size: int, width: int) -> None:
    """70 000 leaves: 273 full tiles and one of 112, one full tile and one of 17 above them, one of 1 at the top."""
    full = size // 256
    assert not full or Tile(Place(0, full - 1), 256).is_in_tree_of(size)
    assert not width or Tile(Place(0, full), width).is_in_tree_of(size)
    assert not Tile(Place(0, full), width + 1).is_in_tree_of(size)
    above = {70_000: [(1, 0, 256), (1, 1, 17), (2, 0, 1)], 256: [(1, 0, 1)], 255: []}[size]
    beyond = {70_000: [(1, 1, 18), (2, 0, 2)], 256: [(1, 0, 2), (2, 0, 1)], 255: [(1, 0, 1)]}[size]
    assert all(Tile(Place(level, number), one).is_in_tree_of(size) for level, number, one in above)
    assert not any(Tile(Place(level, number), one).is_in_tree_of(size) for level, number, one in beyond)


def test_hashes_that_nobody_signed_are_not_told(sealed: House) -> None:
    """Entries are taken into the tiles a moment before they are signed."""
    tables = SealTables(sealed.parts.side)
    tables.write({Place(0, 0): tables.tile(Place(0, 0)) + bytes(32)})
    assert tables.size() == 4
    assert sealed.client.get("/seal/tile/0/000.p/4").status_code == 404
    assert sealed.client.get("/seal/tile/0/000.p/3").status_code == 200


def test_what_was_decided_is_a_log_of_its_own(sealed: House) -> None:
    sealed.parts.decision_seal.advance()
    entries, decisions = Monitor(sealed.client), Monitor(sealed.client, "/seal/decisions")
    assert entries.head().size == decisions.head().size == 3
    assert root(decisions.level(0, 3)) == decisions.head().root != entries.head().root
    grown = sealed.client.get(f"{ROOT}/seal/consistency?old=2&tree=decisions", headers={"Accept": "text/plain"})
    assert decisions.signed(proof_in(grown.text)[2]) == decisions.head()


# Where there is nothing yet, or no more -------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/seal/checkpoint", "/seal/key", f"{ROOT}/seal/consistency?old=1"])
def test_nothing_is_sealed_yet(house: House, path: str) -> None:
    answer = house.client.get(path, headers={"Accept-Language": "cs"})
    assert (answer.status_code, answer.json()["code"]) == (404, "nothing-sealed")
    assert answer.json()["detail"] == "ještě není nic zapečetěno"
    assert house.caller().get(f"{ROOT}/seal").json()["data"]["state"] == "NONE"


@pytest.mark.usefixtures("sealed")
def test_an_entry_that_no_checkpoint_covers_has_no_proof_yet(clerk: Caller) -> None:
    record(clerk, 1)
    answer = clerk.get(f"{ROOT}/entries/4/proof")
    assert (answer.status_code, answer.json()["code"], answer.json()["sealed"]) == (404, "not-sealed-yet", 3)
    assert clerk.get(f"{ROOT}/entries/4/leaf").status_code == 200


def test_whoever_holds_a_checkpoint_of_more_entries_is_told_so(sealed: House) -> None:
    """It was given for another ledger, or entries were lost: the one thing that a monitor must not take for nothing."""
    answer = sealed.client.get(f"{ROOT}/seal/consistency?old=4")
    assert (answer.status_code, answer.json()["code"], answer.json()["sealed"]) == (400, "beyond-the-seal", 3)
    assert sealed.client.get(f"{ROOT}/seal/consistency?old=0").json()["code"] == "invalid"
    assert sealed.client.get(f"{ROOT}/seal/consistency").json()["code"] == "invalid"


def test_where_hashes_are_missing_nothing_is_made_up(sealed: House, clerk: Caller) -> None:
    """So it is after a restored backup, until the next seal makes them again from the entries."""
    SealTables(sealed.parts.side).drop_tiles()
    for path in ("/seal/tile/0/000.p/3", f"{ROOT}/seal/consistency?old=2", f"{ROOT}/entries/2/proof"):
        answer = clerk.get(path)
        assert (answer.status_code, answer.json()["code"]) == (503, "seal-unreadable"), path
        assert answer.headers["retry-after"] == "30"
    assert sealed.client.get("/seal/checkpoint").status_code == 200
    sealed.parts.seal.advance()
    assert clerk.get(f"{ROOT}/entries/2/proof").status_code == 200


def test_a_key_that_is_elsewhere_or_spoilt_is_told(sealed: House) -> None:
    key = sealed.parts.settings.keys_folder / "seal.pem"
    kept = key.read_bytes()
    key.write_bytes(b"no key")
    assert sealed.client.get("/seal/key").json()["code"] == "seal-unreadable"
    key.unlink()
    assert sealed.client.get("/seal/key").json()["code"] == "no-seal-key"
    assert sealed.client.get("/seal/checkpoint").status_code == 200
    key.write_bytes(kept)
    assert sealed.client.get("/seal/key").status_code == 200


# Who may read ---------------------------------------------------------------------------------------------------------


def test_how_the_seal_stands_is_told_to_those_who_work_here(sealed: House, clerk: Caller) -> None:
    record(clerk, 2)
    sealed.now += timedelta(minutes=1)
    data = clerk.get(f"{ROOT}/seal").json()["data"]
    assert {name: data[name] for name in ("state", "why", "entries", "sealed", "waiting")} == {
        "state": "LIVE",
        "why": None,
        "entries": 5,
        "sealed": 3,
        "waiting": 2,
    }
    assert data["signed_at"] == "2018-03-01T09:00:00+00:00"
    assert data["checkpoint"] == sealed.client.get("/seal/checkpoint").text
    assert f"{data['key']}\n" == sealed.client.get("/seal/key").text
    assert data["root"] == Monitor(sealed.client).head().root.hex()
    assert (data["decisions"]["state"], data["decisions"]["waiting"]) == ("NONE", 5)
    assert sealed.client.get(f"{ROOT}/seal").status_code == 401


@pytest.mark.parametrize("part", ["leaf", "proof"])
def test_an_entry_is_told_to_whoever_may_read_its_file(house: House, part: str) -> None:
    """Any other is answered as one that is not there."""
    house.caller().conclude()
    plan(house, "K1/2018")
    house.parts.seal.advance()
    kinds = [one.topic.partition(".")[0] for one in house.parts.ledger.select_entries(after=0, limit=10)]
    contract, inspection = (kinds.index(kind) + 1 for kind in ("contract", "inspection"))
    told = {
        role: [house.caller(role).get(f"{ROOT}/entries/{one}/{part}").status_code for one in (contract, inspection)]
        for role in ("methodologist", "chief-accountant", "administrator", "auditor")
    }
    assert told == {
        "methodologist": [200, 200],
        "chief-accountant": [200, 404],
        "administrator": [404, 404],
        "auditor": [200, 200],
    }
    hidden, nothing = (house.caller("reporter").get(f"{ROOT}/entries/{one}/{part}") for one in (inspection, 999))
    assert hidden.text.replace(str(inspection), "999") == nothing.text
    assert house.client.get(f"{ROOT}/entries/{contract}/{part}").status_code == 401


def test_a_provider_gets_what_was_sealed_of_its_own_files(house: House) -> None:
    staff(house)
    clerk, provider, head = caller(house, "clerk"), caller(house, "provider"), house.parts.ledger.head()
    for number, ico in (("OLP/9001/2018", ICO), ("OLP/9002/2018", OTHER_ICO)):
        assert clerk.conclude(number, provider_ico=ico).status_code == 201
    house.parts.seal.advance()
    for part in ("leaf", "proof"):
        statuses = [provider.get(f"{ROOT}/entries/{head + one}/{part}").status_code for one in (1, 2)]
        assert statuses == [200, 404]
    assert provider.get(f"{ROOT}/seal").status_code == 200


def test_a_token_for_less_gets_less(sealed: House) -> None:
    until = sealed.now + timedelta(days=1)
    actor = Actor(role="clerk", person="p-clerk")
    secrets = {
        only: sealed.tokens.issue(str(uuid4()), actor, now=sealed.now, expires_at=until, only=(only,))
        for only in ("read:seal", "read:file.project")
    }
    for only, statuses in (("read:seal", [200, 403]), ("read:file.project", [403, 403])):
        by = Caller(sealed.client, secrets[only])
        assert [by.get(f"{ROOT}/{path}").status_code for path in ("seal", "entries/1/leaf")] == statuses


def test_whoever_reads_what_was_sealed_of_an_inspection_is_written_down(house: House) -> None:
    """Also through a correction, which stands in the file that it corrects; a proof tells nothing of the file."""
    file = plan(house, "K1/2018")
    position, by = house.parts.ledger.head(), house.caller("methodologist")
    data = {"number": "K1/2018", "regime": "CONTRACTUAL", "subject": {"provider": ICO}, "reason": "PLAN"}
    corrected = by.post(
        f"{ROOT}/entries/{position}/correct",
        {"entry": position, "data": data | {"plan_reference": "plan 2018 A"}},
        reason="So it reads.",
    )
    assert corrected.status_code == 201, corrected.text
    house.parts.seal.advance()
    correction = house.parts.ledger.head()
    for path in (f"{position}/leaf", f"{correction}/leaf", f"{position}/proof"):
        assert by.get(f"{ROOT}/entries/{path}").status_code == 200
    rows = house.caller("auditor").get(f"{ROOT}/readings").json()["data"]["rows"]
    looked = [(row["question"], row["file"], row["known_seq"]) for row in rows]
    assert sorted(looked) == [("entry-leaf", file, position), ("entry-leaf", file, correction)]


# For whoever runs it --------------------------------------------------------------------------------------------------


def figures(house: Opened) -> dict[str, float]:
    """The figures of the seal over the entries."""
    lines = house.client.get("/metrics").text.splitlines()
    told = (line.rpartition(" ") for line in lines if line.startswith("kronika_seal_") and '"entries"' in line)
    return {name.partition("{")[0].removeprefix("kronika_seal_"): float(value) for name, _, value in told}


def test_how_far_the_seal_is_behind_is_measured(tmp_path: Path) -> None:
    with opened(tmp_path) as house:
        clerk = house.caller()
        record(clerk, 2)
        house.parts.seal.advance()
        record(clerk, 3)
        house.now += timedelta(seconds=90)
        assert figures(house) == {"whole": 1, "entries": 2, "lag_entries": 3, "lag_seconds": 90}
        told = house.client.get("/readyz").json()["seals"]
    assert told["entries"] == {"state": "LIVE", "lag": 3, "lag_seconds": 90.0}
    assert told["decisions"] == {"state": "NONE", "lag": 5, "lag_seconds": 90.0}


def test_a_seal_that_cannot_go_on_is_named_and_requests_are_answered(tmp_path: Path) -> None:
    """A root that was not signed: no question is answered better by a server that is taken away."""
    with opened(tmp_path) as house:
        clerk = house.caller()
        record(clerk, 2)
        house.parts.seal.advance()
        SealTables(house.parts.side).write({Place(0, 0): bytes(64)})
        ready = house.client.get("/readyz")
        assert (ready.status_code, ready.json()["status"]) == (200, "ok")
        assert ready.json()["seals"]["entries"] == {"state": "BROKEN", "why": "root", "lag": 0, "lag_seconds": 0.0}
        assert figures(house)["whole"] == 0
        assert clerk.get(f"{ROOT}/permissions").status_code == 200


def broken(house: House) -> str | None:
    """Why the seal cannot go on."""
    return look_at(house.parts, house.parts.seal).why


def test_every_way_to_be_broken_has_a_name(sealed: House) -> None:
    tables, keys = SealTables(sealed.parts.side), sealed.parts.settings.keys_folder
    tile = tables.tile(Place(0, 0))
    kept = {name: (keys / name).read_bytes() for name in ("seal.pem", "sealed.json")}
    assert broken(sealed) is None
    tables.drop_tiles()
    assert broken(sealed) is None  # the next seal makes them again
    tables.write({Place(0, 1): tile})
    assert broken(sealed) == "tiles"
    tables.drop_tiles()
    tables.write({Place(0, 0): bytes(96)})
    assert broken(sealed) == "root"
    tables.write({Place(0, 0): tile})
    for name, wrong, why in (
        ("seal.pem", None, "key"),
        ("seal.pem", b"no key", "unreadable"),
        ("seal.pem", another_key(), "signature"),
        ("sealed.json", b"{", "unreadable"),
        ("sealed.json", kept["sealed.json"].replace(rb"\n3\n", rb"\n9\n"), "signature"),
    ):
        (keys / name).unlink() if wrong is None else (keys / name).write_bytes(wrong)
        assert broken(sealed) == why, (name, why)
        (keys / name).write_bytes(kept[name])
    assert broken(sealed) is None


def another_key() -> bytes:
    key = Ed25519PrivateKey.from_private_bytes(bytes(32))
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
