"""The verifier that goes out with a package: its signatures, proofs and notes, beside those of others and our own."""

import ast
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from adapters.sealing.keys import SealKey
from adapters.sealing.outside import verify
from adapters.sealing.outside.verify import L, P, is_signed, read_point, root_from_leaf
from projections.seal.leaf import FORMAT, SealedEntry
from projections.seal.note import Checkpoint, signed
from projections.seal.proof import INCLUSION
from projections.seal.tiles import Growth, TiledNodes, TilesInMemory
from projections.seal.tree import inclusion_proof, leaf_hash, root

SOURCE = Path(verify.__file__)
VECTORS = [
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        (
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24"
            "655141438e7a100b"
        ),
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        (
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aee"
            "b00d291612bb0c00"
        ),
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        (
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28d"
            "c027beceea1ec40a"
        ),
    ),
]
"""RFC 8032 § 7.1, tests 1 to 3."""
KEY = SealKey(Ed25519PrivateKey.from_private_bytes(bytes(32)), name="kronika/test")


# Signatures -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("key", "message", "signature"), VECTORS, ids=["1", "2", "3"])
def test_the_vectors_of_the_standard_are_signed(key: str, message: str, signature: str) -> None:
    whose, said, with_what = (bytes.fromhex(one) for one in (key, message, signature))
    assert is_signed(whose, said, with_what)
    assert not is_signed(whose, said + b"\0", with_what)


@given(seed=st.binary(min_size=32, max_size=32), message=st.binary(max_size=200), bit=st.integers(0, 511))
def test_it_agrees_with_the_library_and_finds_every_bit(seed: bytes, message: bytes, bit: int) -> None:
    private = Ed25519PrivateKey.from_private_bytes(seed)
    key, signature = private.public_key().public_bytes_raw(), private.sign(message)
    assert is_signed(key, message, signature)
    changed = (int.from_bytes(signature, "little") ^ 1 << bit).to_bytes(64, "little")
    assert not is_signed(key, message, changed)


def test_a_factor_of_the_order_or_more_is_refused() -> None:
    """Else whoever has a signature could make a second one of it."""
    key, message = KEY.public.key, b"a checkpoint"
    signature = KEY.sign(message)
    again = int.from_bytes(signature[32:], "little") + L
    assert is_signed(key, message, signature)
    assert not is_signed(key, message, signature[:32] + again.to_bytes(32, "little"))


@pytest.mark.parametrize("length", [0, 31, 63, 65])
def test_a_signature_or_key_of_another_length_is_none(length: int) -> None:
    signature = KEY.sign(b"x")
    assert not is_signed(KEY.public.key, b"x", (signature + b"\0")[:length])
    assert not is_signed((KEY.public.key + b"\0")[: min(length, 33)], b"x", signature)


NO_POINTS = {
    "beyond the field": (P + 1).to_bytes(32, "little"),
    "the field itself": P.to_bytes(32, "little"),
    "not on the curve": (2).to_bytes(32, "little"),
    "nothing with a sign": (1 | 1 << 255).to_bytes(32, "little"),
}


@pytest.mark.parametrize("encoded", NO_POINTS.values(), ids=NO_POINTS.keys())
def test_what_names_no_point_signs_nothing(encoded: bytes) -> None:
    with pytest.raises(ValueError, match="no point"):
        read_point(encoded)
    assert not is_signed(encoded, b"x", KEY.sign(b"x"))
    assert not is_signed(KEY.public.key, b"x", encoded + KEY.sign(b"x")[32:])


SMALL = (
    (1).to_bytes(32, "little"),
    (P - 1).to_bytes(32, "little"),
    bytes(32),
    bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"),
    bytes.fromhex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"),
)
"""Orders 1, 2, 4, 8 and 8."""


@pytest.mark.parametrize("key", SMALL, ids=["1", "2", "4", "8", "8 too"])
def test_a_key_of_small_order_signs_nothing(key: bytes) -> None:
    """With the neutral one everybody could sign everything: the base point and the factor one fit any message."""
    base = (4 * pow(5, P - 2, P) % P).to_bytes(32, "little")
    assert read_point(key)
    assert not is_signed(key, b"anything", base + (1).to_bytes(32, "little"))


# Proofs, notes, entries -----------------------------------------------------------------------------------------------


def test_every_leaf_of_every_small_tree_leads_to_its_root_and_no_other_does() -> None:
    leaves = [str(number).encode() for number in range(20)]
    kept = TilesInMemory(Growth().append([leaf_hash(leaf) for leaf in leaves]))
    nodes = TiledNodes(kept)
    for size in range(1, 21):
        for index in range(size):
            proof = inclusion_proof(nodes, index, size)
            assert root_from_leaf(index, size, leaves[index], proof) == root(nodes, size)
            assert root_from_leaf(index, size, b"other", proof) != root(nodes, size)
            assert root_from_leaf(index, size, leaves[index], [*proof, bytes(32)]) is None
            assert size == 1 or root_from_leaf(index, size, leaves[index], proof[:-1]) is None
    assert root_from_leaf(3, 3, b"x", []) is root_from_leaf(0, 0, b"x", []) is None


def test_keys_notes_and_entries_read_as_they_were_written() -> None:
    entry = SealedEntry(17, "2026-06-03T08:15:30.000125Z", "a-file", 3, "contract.concluded", b'{"data":{}}')
    assert verify.read_entry(entry.leaf()) == entry[:-1]
    assert (verify.LEAF, verify.PROOF) == (FORMAT, INCLUSION)
    key = verify.read_key(KEY.public.text())
    assert key == (KEY.public.name, KEY.public.key_id, KEY.public.key)
    note = signed(Checkpoint(KEY.public.name, 3, bytes(32)), KEY)
    assert verify.is_signed_note(note.whole(), key)
    assert not verify.is_signed_note(note.whole().replace("\n3\n", "\n4\n"), key)
    other = SealKey(Ed25519PrivateKey.from_private_bytes(b"\1" * 32), name=KEY.public.name)
    assert not verify.is_signed_note(note.whole(), verify.read_key(other.public.text()))
    both = note._replace(signatures=(*signed(note.checkpoint(), other).signatures, *note.signatures))
    assert verify.is_signed_note(both.whole(), key), "signatures of others stand beside it"


@pytest.mark.parametrize("written", ["", "a+b", "a+00000000+AA==", KEY.public.text()[:-4], f"x{KEY.public.text()}"])
def test_what_is_no_key_is_not_taken_for_one(written: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        verify.read_key(written)


# The program ----------------------------------------------------------------------------------------------------------


def test_it_needs_nothing_but_the_standard_library_of_python_3_8() -> None:
    tree = ast.parse(SOURCE.read_bytes(), feature_version=(3, 8))
    imported = {one.name for node in ast.walk(tree) if isinstance(node, ast.Import) for one in node.names}
    imported |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.partition(".")[0] for name in imported} <= {*sys.stdlib_module_names}
    called = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    assert not called & {"removeprefix", "removesuffix", "file_digest", "bit_count", "is_relative_to", "readlink"}
    keywords = {one.arg for node in ast.walk(tree) if isinstance(node, ast.Call) for one in node.keywords}
    assert "strict" not in keywords


def test_both_languages_say_the_same_with_the_same_facts() -> None:
    english, czech = verify.in_language("en"), verify.in_language("cs")
    assert {name: len(texts) for name, texts in english.items()} == {name: len(texts) for name, texts in czech.items()}
    for name, texts in english.items():
        for one, other in zip(texts, czech[name], strict=True):
            assert {*_facts(one)} == {*_facts(other)}, name


def _facts(text: str) -> list[str]:
    return [part.partition("}")[0] for part in text.split("{")[1:]]
