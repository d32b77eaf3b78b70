"""A Merkle tree over the leaves of a log, in the shapes of RFC 9162 (those of RFC 6962).

    node = sha256(01 ‖ left ‖ right)

and the root of no leaves is the sha256 of nothing. A tree of n leaves is a left part of 2^h leaves, the largest
power of two below n, and the rest. Every complete part is known by its level and its place in that level: (0, 5)
is the sixth leaf, (10, 2) the root of the leaves 2048 to 3071. What looks these up is a `Nodes`, so that a proof
needs only the hashes that it names, wherever they are kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256

HASH_BYTES = 32
EMPTY_ROOT = sha256(b"").digest()

Nodes = Callable[[int, int], bytes]
"""The root of the complete part of that level and place."""


def leaf_hash(content: bytes) -> bytes:
    """What stands for a content in the tree: sha256(00 ‖ content)."""
    return sha256(b"\x00" + content).digest()


def node_hash(left: bytes | memoryview, right: bytes | memoryview) -> bytes:
    """What stands for two parts of the tree."""
    return sha256(b"".join((b"\x01", left, right))).digest()


class Tree:
    """The complete parts of a tree that grows leaf by leaf, all of them kept: two hashes a leaf.

    >>> tree = Tree(map(leaf_hash, (b"", b"\\x00", b"\\x10")))
    >>> tree.root().hex()[:16]
    'aeb6bcfe274b70a1'
    """

    def __init__(self, leaves: Iterable[bytes] = ()) -> None:
        self._levels: list[list[bytes]] = [[]]
        for leaf in leaves:
            self.append(leaf)

    @property
    def size(self) -> int:
        """How many leaves it has."""
        return len(self._levels[0])

    def append(self, leaf: bytes) -> None:
        """Add a leaf, and each part that it completes."""
        level, hashed = 0, leaf
        while True:
            kept = self._levels[level]
            kept.append(hashed)
            if len(kept) % 2:
                return
            hashed = node_hash(kept[-2], kept[-1])
            level += 1
            if level == len(self._levels):
                self._levels.append([])

    def node(self, level: int, place: int) -> bytes:
        """The root of the complete part of that level and place."""
        return self._levels[level][place]

    def root(self) -> bytes:
        """The root of all leaves so far."""
        return root(self.size, self.node)


def root(size: int, nodes: Nodes) -> bytes:
    """The root of the first `size` leaves."""
    return _root_of(0, size, nodes) if size else EMPTY_ROOT


def inclusion_proof(index: int, size: int, nodes: Nodes) -> list[bytes]:
    """The hashes that lead from the leaf at `index`, which counts from 0, to the root of `size` leaves."""
    if not 0 <= index < size:
        raise AssertionError("a leaf that is proven stands in the tree")
    begin, end = 0, size
    proof = []
    while end - begin > 1:
        middle = begin + _left(end - begin)
        if index < middle:
            proof.append(_root_of(middle, end, nodes))
            end = middle
        else:
            proof.append(_root_of(begin, middle, nodes))
            begin = middle
    return proof[::-1]


def consistency_proof(earlier: int, size: int, nodes: Nodes) -> list[bytes]:
    """The hashes that show the first `earlier` leaves to be the beginning of the `size` leaves."""
    if not 0 <= earlier <= size:
        raise AssertionError("an earlier tree is not larger than a later one")
    if earlier in (0, size):
        return []
    begin, end, known = 0, size, True
    proof = []
    while end != earlier:
        middle = begin + _left(end - begin)
        if earlier <= middle:
            proof.append(_root_of(middle, end, nodes))
            end = middle
        else:
            proof.append(_root_of(begin, middle, nodes))
            begin, known = middle, False
    # What is left is a complete part of the earlier tree; when it is all of it, its root is known.
    return proof[::-1] if known else [_root_of(begin, end, nodes), *proof[::-1]]


def is_included(index: int, size: int, leaf: bytes, proof: Sequence[bytes], tree_root: bytes) -> bool:
    """Whether the proof leads from that leaf at `index` to the root of `size` leaves (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    place, last, hashed = index, size - 1, leaf
    for step in proof:
        if last == 0 or len(step) != HASH_BYTES:
            return False
        if place % 2 or place == last:
            hashed = node_hash(step, hashed)
            while place % 2 == 0 and place:
                place, last = place >> 1, last >> 1
        else:
            hashed = node_hash(hashed, step)
        place, last = place >> 1, last >> 1
    return last == 0 and hashed == tree_root


def is_consistent(
    earlier: int, earlier_root: bytes, size: int, tree_root: bytes, proof: Sequence[bytes]
) -> bool:
    """Whether the proof shows that the later tree only added to the earlier one (RFC 9162, 2.1.4.2)."""
    if not 0 <= earlier <= size or any(len(step) != HASH_BYTES for step in proof):
        return False
    if earlier == 0:
        return not proof and earlier_root == EMPTY_ROOT
    if earlier == size:
        return not proof and earlier_root == tree_root
    steps = list(proof)
    if earlier & (earlier - 1) == 0:
        steps.insert(0, earlier_root)
    if not steps:
        return False
    place, last = earlier - 1, size - 1
    while place % 2:
        place, last = place >> 1, last >> 1
    before = after = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if place % 2 or place == last:
            before, after = node_hash(step, before), node_hash(step, after)
            while place % 2 == 0 and place:
                place, last = place >> 1, last >> 1
        else:
            after = node_hash(after, step)
        place, last = place >> 1, last >> 1
    return last == 0 and before == earlier_root and after == tree_root


def root_of_leaves(leaves: bytes | bytearray | memoryview) -> bytes:
    """The root of leaves that stand one behind the other, 32 bytes each: the same as a tree's, in less room."""
    level = memoryview(leaves)
    if not level:
        return EMPTY_ROOT
    while len(level) > HASH_BYTES:
        paired = len(level) // (2 * HASH_BYTES) * 2 * HASH_BYTES
        above = b"".join(
            [
                sha256(b"\x01" + level[at : at + 2 * HASH_BYTES]).digest()
                for at in range(0, paired, 2 * HASH_BYTES)
            ]
        )
        # An odd one out moves up as it is: so the right part of the tree is the shorter one.
        level = memoryview(above + level[paired:])
    return bytes(level)


def _left(size: int) -> int:
    """The largest power of two below the size."""
    return 1 << (size - 1).bit_length() - 1


def _root_of(begin: int, end: int, nodes: Nodes) -> bytes:
    size = end - begin
    if size & (size - 1) == 0:
        level = size.bit_length() - 1
        return nodes(level, begin >> level)
    middle = begin + _left(size)
    return node_hash(_root_of(begin, middle, nodes), _root_of(middle, end, nodes))
