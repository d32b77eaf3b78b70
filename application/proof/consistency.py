"""That a later checkpoint only adds to an earlier one: made by who holds the log, checked without it.

tantieme consistency proof
from 4000
to 4209
q83vEj…=                       one hash a line
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Sequence
from dataclasses import dataclass

from application.proof.checkpoints import Checkpoint
from domain.kernel.errors import BadInput, Refusal
from domain.kernel.merkle import HASH_BYTES, Nodes, consistency_proof, is_consistent

_BEGINS = "tantieme consistency proof\n"
_TEXT = re.compile(
    _BEGINS + r"from (0|[1-9][0-9]{0,18})\nto (0|[1-9][0-9]{0,18})\n((?:[A-Za-z0-9+/]{43}=\n)*)"
)


class NotAContinuation(Refusal):
    """What was signed once is never rewritten, only added to."""

    sentence = "the checkpoint of {later} events does not continue the one of {earlier}: {reason}"


@dataclass(frozen=True, slots=True)
class ConsistencyProof:
    """The hashes that lead from an earlier root to a later one."""

    earlier: int
    later: int
    hashes: tuple[bytes, ...]

    def text(self) -> str:
        """The file."""
        lines = "".join(f"{base64.b64encode(each).decode()}\n" for each in self.hashes)
        return f"{_BEGINS}from {self.earlier}\nto {self.later}\n{lines}"


def prove_continued(earlier: Checkpoint, later: Checkpoint, nodes: Nodes) -> ConsistencyProof:
    """The proof, from the log. Raises NotAContinuation when the log was rewritten since."""
    _must_be_in_order(earlier, later)
    proof = ConsistencyProof(
        earlier.size, later.size, tuple(consistency_proof(earlier.size, later.size, nodes))
    )
    must_continue(earlier, later, proof)
    return proof


def must_continue(earlier: Checkpoint, later: Checkpoint, proof: ConsistencyProof) -> None:
    """Refuse a later checkpoint that does not only add to the earlier one. Raises NotAContinuation."""
    _must_be_in_order(earlier, later)
    sizes = (proof.earlier, proof.later) == (earlier.size, later.size)
    if not sizes or not is_consistent(earlier.size, earlier.root, later.size, later.root, proof.hashes):
        reason = f"events 1 to {earlier.size} are not those that were signed before"
        raise NotAContinuation(earlier=earlier.size, later=later.size, reason=reason)


def read_consistency_proof(text: str, field: str = "proof") -> ConsistencyProof:
    """Read a proof's file. Raises BadInput."""
    found = _TEXT.fullmatch(text)
    if not found:
        raise BadInput(
            field, "this is not a consistency proof as `tantieme checkpoint sign --since` writes it"
        )
    return ConsistencyProof(int(found[1]), int(found[2]), tuple(_hashes(found[3].split("\n")[:-1], field)))


def _hashes(lines: Sequence[str], field: str) -> list[bytes]:
    try:
        hashes = [base64.b64decode(line, validate=True) for line in lines]
    except binascii.Error:
        hashes = [b""]
    if any(len(each) != HASH_BYTES for each in hashes):
        raise BadInput(field, "a hash has 32 bytes")
    return hashes


def _must_be_in_order(earlier: Checkpoint, later: Checkpoint) -> None:
    if earlier.origin != later.origin:
        reason = f"one is of {earlier.origin}, the other of {later.origin}"
    elif earlier.size > later.size:
        reason = "it holds fewer events: the log was cut off"
    elif earlier.size == later.size and earlier != later:
        reason = "both hold as many events and are not the same"
    else:
        return
    raise NotAContinuation(earlier=earlier.size, later=later.size, reason=reason)
