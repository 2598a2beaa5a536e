"""Leaves, checkpoints, keys and proofs as texts: read as written, and nothing else is read."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from adapters.sealing.keys import SealKey, is_signed
from projections.seal.leaf import NotALeaf, SealedEntry, read_leaf
from projections.seal.note import Checkpoint, NotANote, SignedNote, read_key, read_note, signed
from projections.seal.proof import Consistency, Inclusion, read_consistency, read_inclusion

KEY = SealKey(Ed25519PrivateKey.from_private_bytes(bytes(range(32))), name="kronika/test")
OTHER = SealKey(Ed25519PrivateKey.from_private_bytes(bytes(32)), name="kronika/test")
NOTE = signed(Checkpoint("kronika/test", 3, bytes(range(32))), KEY)
GO_SUMS = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8"
"""The key of a public log, which others made: its identifier must come out."""
ENTRY = SealedEntry(
    17, "2026-06-03T08:15:30.000125Z", "0b6f4b0e-5f0e-5c53-9d39-6d2b0a1c7f10", 7, "contract.payment-made", b'{"a":1}'
)


def test_a_leaf_is_the_text_that_was_fixed_for_ever() -> None:
    assert ENTRY.leaf() == (
        b"kronika.entry/1\n17\n2026-06-03T08:15:30.000125Z\n0b6f4b0e-5f0e-5c53-9d39-6d2b0a1c7f10 7\n"
        b'contract.payment-made\n\n{"a":1}'
    )
    assert read_leaf(ENTRY.leaf()) == ENTRY


@pytest.mark.parametrize(
    ("old", "new"),
    [(b"entry/1", b"entry/2"), (b"\n17\n", b"\n017\n"), (b"\n17\n", b"\nx\n"), (b"\n\n", b"\n"), (b" 7", b"  7")],
)
def test_anything_else_is_no_leaf(old: bytes, new: bytes) -> None:
    with pytest.raises(NotALeaf):
        read_leaf(ENTRY.leaf().replace(old, new, 1))


def test_a_checkpoint_is_the_text_of_the_public_specification() -> None:
    assert NOTE.text == "kronika/test\n3\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n"
    assert NOTE.whole().startswith(f"{NOTE.text}\n— kronika/test ")
    assert read_note(NOTE.whole()) == NOTE
    assert NOTE.checkpoint() == Checkpoint("kronika/test", 3, bytes(range(32)))


def test_keys_are_named_as_others_name_them() -> None:
    assert read_key(GO_SUMS).text() == GO_SUMS
    assert read_key(f" {KEY.public.text()}\n") == KEY.public


@pytest.mark.parametrize(
    "key",
    [
        "",
        "name",
        GO_SUMS.replace("033de0ae", "033de0af"),
        GO_SUMS.replace("+Ac4", "+Bc4"),
        GO_SUMS[:-4],
        GO_SUMS.replace("sum.", "sum "),
        GO_SUMS + "é",
    ],
)
def test_anything_else_is_no_key(key: str) -> None:
    with pytest.raises(NotANote):
        read_key(key)


def test_a_signature_is_believed_of_its_key_and_its_text_alone() -> None:
    assert is_signed(NOTE, KEY.public)
    assert not is_signed(NOTE, OTHER.public)
    assert not is_signed(NOTE, KEY.public._replace(name="kronika/other"))
    assert not is_signed(SignedNote(NOTE.text.replace("3", "4"), NOTE.signatures), KEY.public)
    (mine,) = NOTE.signatures
    assert not is_signed(SignedNote(NOTE.text, (mine._replace(signature=bytes(64)),)), KEY.public)
    witnessed = SignedNote(NOTE.text, (*signed(NOTE.checkpoint(), OTHER).signatures, mine))
    assert is_signed(read_note(witnessed.whole()), KEY.public)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("\n\n", "\n"),
        ("— ", "- "),
        ("— kronika/test", "— kronika/ test"),
        ("— kronika/test ", "— "),
        ("=\n\n", "=\r\n\n"),
        ("\n— kronika/test ", "\n— kronika/test !"),
    ],
)
def test_anything_else_is_no_note(old: str, new: str) -> None:
    with pytest.raises(NotANote):
        read_note(NOTE.whole().replace(old, new, 1))
    with pytest.raises(NotANote):
        read_note(NOTE.whole().rstrip("\n"))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a\n",
        "a\n3\n",
        "a\n03\nAAAA\n",
        "a\n-3\nAAAA\n",
        "a\n3\nAAAA\n",
        "a\n٣\nAAAA\n",
        "\n3\nAAAA\n",
        "a\n3\n???\n",
    ],
)
def test_a_note_that_states_nothing_is_no_checkpoint(text: str) -> None:
    with pytest.raises(NotANote):
        SignedNote(text, ()).checkpoint()


def test_proofs_are_read_as_written() -> None:
    inclusion = Inclusion(2, (bytes(32), bytes(range(32))), NOTE)
    assert inclusion.text().startswith("c2sp.org/tlog-proof@v1\nindex 2\nAAAA")
    assert read_inclusion(inclusion.text()) == inclusion
    assert read_inclusion(inclusion.text().replace("index", "extra AAAA\nindex", 1)) == inclusion
    alone = Inclusion(0, (), NOTE)
    assert read_inclusion(alone.text()) == alone
    consistency = Consistency(2, (bytes(32),), NOTE)
    assert read_consistency(consistency.text()) == consistency


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("@v1", "@v2"),
        ("index 2", "index 02"),
        ("index 2", "index -2"),
        ("index 2", "index"),
        ("index 2", "old 2"),
        ("AAAA", "AAA"),
        ("\nindex 2\n", "\nindex 2\nAAAA\n"),
        ("\nindex 2\n", "\nindex 2\n" + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n" * 65),
    ],
)
def test_anything_else_is_no_proof(old: str, new: str) -> None:
    text = Inclusion(2, (bytes(32), bytes(range(32))), NOTE).text()
    with pytest.raises(NotANote):
        read_inclusion(text.replace(old, new, 1))
