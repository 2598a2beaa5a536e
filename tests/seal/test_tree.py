"""The tree of RFC 6962 beside its definition, and beside the roots that implementations of it agree on."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projections.seal.tiles import Growth, MissingTile, Place, TiledNodes, TilesInMemory
from projections.seal.tree import (
    EMPTY_ROOT,
    consistency_proof,
    inclusion_proof,
    is_consistent,
    leaf_hash,
    root,
    root_from_leaf,
)
from tests.seal.plain import mth, path, subproof

LEAVES = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
"""The vectors with which Certificate Transparency is tested: the tree of the first n leaves has the root n."""
MANY = [number.to_bytes(3) for number in range(3_000)]


def grown(leaves: Sequence[bytes], *steps: int) -> TilesInMemory:
    """The tiles of a tree that grew in these steps, and then by the rest."""
    tiles, growth, begin = TilesInMemory(), Growth(), 0
    for step in (*steps, len(leaves)):
        tiles.update(growth.append([leaf_hash(leaf) for leaf in leaves[begin : begin + step]]))
        begin += step
    return tiles


@pytest.mark.parametrize("size", range(9))
def test_roots_are_those_of_certificate_transparency(size: int) -> None:
    leaves = [bytes.fromhex(leaf) for leaf in LEAVES]
    assert root(TiledNodes(grown(leaves)), size).hex() == ROOTS[size]
    assert EMPTY_ROOT.hex() == ROOTS[0]


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8, 33])
def test_proofs_are_those_of_the_definition(size: int) -> None:
    leaves = MANY[:size]
    nodes = TiledNodes(grown(leaves))
    for index in range(size):
        proof = inclusion_proof(nodes, index, size)
        assert proof == path(index, leaves)
        assert root_from_leaf(index, size, leaf_hash(leaves[index]), proof) == mth(leaves)
    for earlier in range(1, size + 1):
        proof = consistency_proof(nodes, earlier, size)
        assert proof == subproof(earlier, leaves, b=True)
        assert is_consistent(earlier, size, mth(leaves[:earlier]), mth(leaves), proof)


@given(st.lists(st.integers(0, 700), max_size=6), st.integers(1, 3_000))
def test_however_it_grew_it_is_the_same_tree(steps: list[int], size: int) -> None:
    tiles = grown(MANY, *steps)
    assert root(TiledNodes(tiles), size) == mth(MANY[:size])
    assert tiles == grown(MANY)


@given(st.integers(0, 3_000), st.data())
def test_a_kept_tree_goes_on_growing(size: int, data: st.DataObject) -> None:
    tiles = grown(MANY[:size])
    more = data.draw(st.integers(0, 3_000 - size))
    hashes = [leaf_hash(leaf) for leaf in MANY[size : size + more]]
    tiles.update(Growth(size, tiles).append(hashes))
    assert tiles == grown(MANY[: size + more])


@given(st.integers(2, 200), st.data())
def test_no_other_proof_leads_to_the_root(size: int, data: st.DataObject) -> None:
    """One hash more, one less, another one, another leaf, another place, another size: none of them is believed."""
    leaves, nodes = MANY[:size], TiledNodes(grown(MANY[:size]))
    index = data.draw(st.integers(0, size - 1))
    proof, top, leaf = inclusion_proof(nodes, index, size), mth(leaves), leaf_hash(leaves[index])
    changed = data.draw(st.integers(0, len(proof) - 1))
    others = [
        (index, size, leaf, [*proof, proof[-1]]),
        (index, size, leaf, proof[:-1]),
        (index, size, leaf, [*proof[:changed], bytes(32), *proof[changed + 1 :]]),
        (index, size, leaf_hash(b"another"), proof),
        ((index + 1) % size, size, leaf, proof),
        (size, size, leaf, proof),
        (-1, size, leaf, proof),
    ]
    assert [root_from_leaf(*other) == top for other in others] == [False] * len(others)


@given(st.integers(2, 200), st.data())
def test_no_other_beginning_is_believed(size: int, data: st.DataObject) -> None:
    leaves, nodes = MANY[:size], TiledNodes(grown(MANY[:size]))
    earlier = data.draw(st.integers(1, size - 1))
    proof, before, after = consistency_proof(nodes, earlier, size), mth(leaves[:earlier]), mth(leaves)
    changed = data.draw(st.integers(0, len(proof) - 1))
    others = [
        (earlier, size, before, after, [*proof, proof[-1]]),
        (earlier, size, before, after, proof[:-1]),
        (earlier, size, before, after, [*proof[:changed], bytes(32), *proof[changed + 1 :]]),
        (earlier, size, mth([b"another", *leaves[1:earlier]]), after, proof),
        (earlier, size, before, mth([b"another", *leaves[1:]]), proof),
        (size, earlier, before, after, proof),
        (0, size, EMPTY_ROOT, after, proof),
        (size, size, before, after, []),
    ]
    assert [is_consistent(*other) for other in others] == [False] * len(others)


def test_what_is_not_kept_is_missed() -> None:
    """A tile that is not there, one that is too short, and questions about what never was in the tree."""
    tiles = grown(MANY)
    nodes = TiledNodes(tiles)
    for index, size in ((5, 5), (-1, 5)):
        with pytest.raises(IndexError):
            inclusion_proof(nodes, index, size)
    for earlier in (0, 6):
        with pytest.raises(IndexError):
            consistency_proof(nodes, earlier, 5)
    tiles[Place(0, 3)] = tiles[Place(0, 3)][:-32]
    with pytest.raises(MissingTile, match="0/3"):
        inclusion_proof(nodes, 800, 3_000)
    del tiles[Place(0, 11)]
    with pytest.raises(MissingTile, match="0/11"):
        Growth(3_000, tiles)
