"""The Merkle tree: the published vectors of RFC 6962's reference tests, and properties over every shape."""

from __future__ import annotations

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.kernel.merkle import (
    EMPTY_ROOT,
    Tree,
    consistency_proof,
    inclusion_proof,
    is_consistent,
    is_included,
    leaf_hash,
    node_hash,
    root,
    root_of_leaves,
)

# The inputs, roots and proofs of certificate-transparency's merkletree tests, which RFC 9162 keeps valid.
INPUTS = [
    bytes.fromhex(text)
    for text in (
        *("", "00", "10", "2021", "3031", "40414243"),
        *("5051525354555657", "606162636465666768696a6b6c6d6e6f"),
    )
]
ROOTS = (
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)
INCLUDED = {
    (0, 1): (),
    (0, 8): (
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ),
    (5, 8): (
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ),
    (2, 3): ("fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",),
    (1, 5): (
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ),
}
CONSISTENT = {
    (1, 1): (),
    (1, 8): (
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ),
    (6, 8): (
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ),
    (2, 5): (
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ),
}
LEAVES = [leaf_hash(content) for content in INPUTS]
NODES = Tree(LEAVES).node


def unhexed(proof: tuple[str, ...]) -> list[bytes]:
    return [bytes.fromhex(step) for step in proof]


def test_the_published_roots_come_out() -> None:
    assert root(0, NODES).hex() == EMPTY_ROOT.hex() == sha256(b"").hexdigest()
    assert tuple(root(size, NODES).hex() for size in range(1, 9)) == ROOTS


@pytest.mark.parametrize(("index", "size"), INCLUDED)
def test_the_published_inclusion_proofs_come_out_and_hold(index: int, size: int) -> None:
    proof = unhexed(INCLUDED[index, size])
    assert inclusion_proof(index, size, NODES) == proof
    assert is_included(index, size, LEAVES[index], proof, bytes.fromhex(ROOTS[size - 1]))


@pytest.mark.parametrize(("earlier", "size"), CONSISTENT)
def test_the_published_consistency_proofs_come_out_and_hold(earlier: int, size: int) -> None:
    proof = unhexed(CONSISTENT[earlier, size])
    assert consistency_proof(earlier, size, NODES) == proof
    before, after = bytes.fromhex(ROOTS[earlier - 1]), bytes.fromhex(ROOTS[size - 1])
    assert is_consistent(earlier, before, size, after, proof)


def by_definition(leaves: list[bytes]) -> bytes:
    """The root as RFC 9162 defines it, word by word."""
    if not leaves:
        return EMPTY_ROOT
    if len(leaves) == 1:
        return leaves[0]
    k = max(1 << n for n in range(len(leaves).bit_length()) if 1 << n < len(leaves))
    return node_hash(by_definition(leaves[:k]), by_definition(leaves[k:]))


def leaves_of(size: int) -> list[bytes]:
    return [leaf_hash(b"%d" % n) for n in range(size)]


@given(st.integers(0, 300))
def test_the_root_is_the_defined_one_however_it_is_computed(size: int) -> None:
    leaves = leaves_of(size)
    tree = Tree(leaves)
    assert tree.size == size
    assert tree.root() == root_of_leaves(b"".join(leaves)) == by_definition(leaves)


SIZES = st.integers(1, 300)


@given(SIZES, st.data())
def test_every_leaf_is_included_and_no_other(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    tree = Tree(leaves_of(size))
    leaf, proof = tree.node(0, index), inclusion_proof(index, size, tree.node)
    assert is_included(index, size, leaf, proof, tree.root())
    assert not is_included(index, size, leaf_hash(b"another"), proof, tree.root())
    elsewhere = data.draw(st.integers(-1, size + 1).filter(lambda other: other != index))
    assert not is_included(elsewhere, size, leaf, proof, tree.root())
    assert not is_included(index, size, leaf, [*proof, leaf], tree.root())
    if proof:
        assert not is_included(index, size, leaf, proof[:-1], tree.root())
        assert not is_included(index, size, leaf, mutated(proof, data), tree.root())


@given(SIZES, st.data())
def test_a_log_that_grew_is_consistent_and_a_rewritten_one_is_not(size: int, data: st.DataObject) -> None:
    earlier = data.draw(st.integers(0, size))
    leaves = leaves_of(size)
    tree = Tree(leaves)
    before = root(earlier, tree.node)
    proof = consistency_proof(earlier, size, tree.node)
    assert is_consistent(earlier, before, size, tree.root(), proof)
    assert not is_consistent(earlier, before, size, tree.root(), [*proof, leaves[0]])
    if proof:
        assert not is_consistent(earlier, before, size, tree.root(), mutated(proof, data))
    if earlier:
        altered = data.draw(st.integers(0, earlier - 1))
        other = Tree([*leaves[:altered], leaf_hash(b"another"), *leaves[altered + 1 :]])
        proof = consistency_proof(earlier, size, other.node)
        assert not is_consistent(earlier, before, size, other.root(), proof)


def mutated(proof: list[bytes], data: st.DataObject) -> list[bytes]:
    """The proof with one bit of it turned."""
    step = data.draw(st.integers(0, len(proof) - 1))
    bit = data.draw(st.integers(0, 255))
    turned = int.from_bytes(proof[step]) ^ 1 << bit
    return [*proof[:step], turned.to_bytes(32), *proof[step + 1 :]]
