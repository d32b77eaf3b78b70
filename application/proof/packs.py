"""A pack: the events of a claim with their places in the tree of a signed checkpoint, and a signed manifest.

Every file of it, the verifier included, is named in the manifest by its sha256. Canonical JSON (RFC 8785) and one
order make the same pack of the same claim, byte for byte.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import rfc8785

from application.proof.checkpoints import Checkpoint, SignedCheckpoint
from application.proof.evidence import Claim
from application.proof.keys import SigningKey
from application.proof.log import ProvableLog
from domain.kernel.errors import Refusal
from domain.kernel.merkle import inclusion_proof, is_included, leaf_hash

FORMAT = "tantieme-pack/1"
VERIFIER = "verify_pack.py"


class SignedByAnother(Refusal):
    """Whoever signs a pack is who signed the checkpoint that it rests on."""

    sentence = "the checkpoint was not signed by {name}, with whose key the pack is to be signed"


class NotInTheTree(Refusal):
    """What is proven stands in the log that was signed."""

    sentence = "event {position} is not in the tree of the checkpoint: the log was altered since, run `tantieme verify`"


@dataclass(frozen=True, slots=True)
class Pack:
    """What a pack says, before it is signed: a title, the claims, the events by position and other files."""

    group: str
    title: str
    shares: Sequence[Claim]
    forms: Mapping[int, bytes]
    more: Mapping[str, bytes]


def pack_files(
    pack: Pack, signed: SignedCheckpoint, log: ProvableLog, verifier: bytes, key: SigningKey
) -> dict[str, bytes]:
    """The files of the pack, the signed manifest among them. Raises SignedByAnother, NotInTheTree."""
    if not signed.is_the_logs(key.public):
        raise SignedByAnother(name=key.name)
    claims: dict[str, Any] = {"group": pack.group, "shares": list(pack.shares), "title": pack.title}
    files = {
        **pack.more,
        "README.txt": _read_me(pack, signed.checkpoint).encode(),
        "checkpoint.txt": signed.text().encode(),
        "claims.json": rfc8785.dumps(claims),
        "events.jsonl": _lines(pack.forms, signed.checkpoint, log),
        VERIFIER: verifier,
    }
    listed = {name: {"bytes": len(each), "sha256": sha256(each).hexdigest()} for name, each in files.items()}
    named: dict[str, Any] = {"files": listed, "format": FORMAT, "signer": key.public.text()}
    manifest = rfc8785.dumps(named)
    signature = base64.b64encode(key.sign(FORMAT.encode() + b"\n" + manifest)) + b"\n"
    return {**files, "manifest.json": manifest, "manifest.sig": signature}


def _lines(forms: Mapping[int, bytes], checkpoint: Checkpoint, log: ProvableLog) -> bytes:
    lines = []
    for position, form in forms.items():
        proof = inclusion_proof(position - 1, checkpoint.size, log.node)
        if not is_included(position - 1, checkpoint.size, leaf_hash(form), proof, checkpoint.root):
            raise NotInTheTree(position=position)
        row = {
            "event": base64.b64encode(form).decode(),
            "proof": [base64.b64encode(step).decode() for step in proof],
        }
        lines.append(rfc8785.dumps(row) + b"\n")
    return b"".join(lines)


def _read_me(pack: Pack, checkpoint: Checkpoint) -> str:
    return f"""{pack.title}

This pack proves itself, without Tantieme and without a database:

    python3 {VERIFIER} THIS-PACK.zip --checkpoint YOUR-CHECKPOINT --key YOUR-KEY.pub

The verifier stands in the pack. It is short enough to be read; who does not trust the one in here takes it from
elsewhere: its sha256 is in manifest.json. Without a checkpoint of your own it can only say that the pack agrees
with itself.

checkpoint.txt   what the log of {checkpoint.origin} held at {checkpoint.size} events, signed
claims.json      what is claimed: who bears how much of which contract and month, by which runs
events.jsonl     the {len(pack.forms)} events that this follows from, each with its way to the root
manifest.json    every file of the pack with its sha256; manifest.sig is its signature

The cents are recomputed from the events alone. Whether an invoice or a reading is true, no pack can prove: their
sha256 are in the events, so that whoever holds the papers can compare. Persons are opaque ids here.
"""
