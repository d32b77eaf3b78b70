"""A checkpoint says of a log what it held: how many events, under which root. Signed, kept and cosigned.

The text is that of transparency logs (c2sp.org/tlog-checkpoint), so that their tools read it too:

    tantieme/coopairs                                    which log
    4209                                                 how many events
    2mPxV7…=                                             root of the Merkle tree over their leaves
    chain 9711621e…                                      hash of the last event in the chain
    recorded 2026-11-23T14:00:00.000000+00:00            when the last event was recorded

    — coopairs AbCdEf…                                   signatures of the text above the blank line

A member that keeps the file can show for ever what the log held; one that cosigns says that it saw this and no
other log, and since when. A cosignature (c2sp.org/tlog-cosignature) covers its time and the text.
"""

from __future__ import annotations

import base64
import binascii
import re
import struct
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from application.proof.keys import COSIGNS, SIGNATURE_BYTES, SIGNS, PublicKey, SigningKey
from domain.kernel.errors import BadInput, Refusal
from domain.kernel.sentences import Sentence

ORIGIN = "tantieme/"
_BODY = re.compile(
    r"(?P<origin>[^\n]{1,200})\n(?P<size>0|[1-9][0-9]{0,18})\n(?P<root>[A-Za-z0-9+/]{43}=)\n"
    r"chain (?P<chain>[0-9a-f]{64})\nrecorded (?P<recorded>[0-9T:.+-]{32})\n"
)
_LINE = re.compile(r"— (?P<name>[^\s+]+) (?P<signature>[A-Za-z0-9+/]+={0,2})\n")
_RULE = Sentence("this is not a checkpoint as `tantieme checkpoint sign` writes it")
_time = struct.Struct("!Q")
_LATEST = 253_402_300_799
"""The last second of the year 9999, since 1970."""


class NotSigned(Refusal):
    """A checkpoint is believed for its signature and nothing else."""

    sentence = "the checkpoint of {origin} at {size} events is not signed by {name}"


class Cosigned(Refusal):
    """A key stands under a checkpoint once."""

    sentence = "{name} has signed this checkpoint already"


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What a log held: `size` events, the root of their tree, the chain's last hash and when it was recorded."""

    origin: str
    size: int
    root: bytes
    chain: bytes
    recorded_at: datetime

    def text(self) -> str:
        """What is signed."""
        recorded = self.recorded_at.astimezone(UTC).isoformat(timespec="microseconds")
        return (
            f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"
            f"chain {self.chain.hex()}\nrecorded {recorded}\n"
        )


@dataclass(frozen=True, slots=True)
class Signature:
    """One line under a checkpoint: by whom, and the bytes of it, the key's id first."""

    name: str
    signed: bytes

    @property
    def cosigned_at(self) -> datetime | None:
        """When it was cosigned, as the cosigner says; None of the log's own signature."""
        if len(self.signed) != 4 + _time.size + SIGNATURE_BYTES:
            return None
        return datetime.fromtimestamp(_time.unpack(self.signed[4:12])[0], UTC)


@dataclass(frozen=True, slots=True)
class SignedCheckpoint:
    """A checkpoint with the signatures under it, the log's own first."""

    checkpoint: Checkpoint
    signatures: tuple[Signature, ...]

    def text(self) -> str:
        """The file."""
        lines = "".join(f"— {s.name} {base64.b64encode(s.signed).decode()}\n" for s in self.signatures)
        return f"{self.checkpoint.text()}\n{lines}"

    def must_be_signed_by(self, key: PublicKey) -> None:
        """Refuse a checkpoint that this key has neither signed nor cosigned. Raises NotSigned."""
        if not any(_holds(signature, key, self.checkpoint) for signature in self.signatures):
            at = self.checkpoint
            raise NotSigned(origin=at.origin, size=at.size, name=key.name)

    def is_the_logs(self, key: PublicKey) -> bool:
        """Whether the first signature, which is the log's own, is of that key."""
        first = self.signatures[0]
        return first.cosigned_at is None and _holds(first, key, self.checkpoint)

    def cosigned(self, key: SigningKey, at: datetime) -> SignedCheckpoint:
        """With a cosignature of a member's own key, which says when. Raises Cosigned."""
        if any(signature.name == key.name for signature in self.signatures):
            raise Cosigned(name=key.name)
        seconds = int(at.timestamp())
        signed = key.sign(_cosigned_message(self.checkpoint, seconds))
        line = Signature(key.name, key.public.id(COSIGNS) + _time.pack(seconds) + signed)
        return replace(self, signatures=(*self.signatures, line))


def sign(checkpoint: Checkpoint, key: SigningKey) -> SignedCheckpoint:
    """The checkpoint under the log's own signature."""
    signed = key.public.id() + key.sign(checkpoint.text().encode())
    return SignedCheckpoint(checkpoint, (Signature(key.name, signed),))


def read_checkpoint(text: str, field: str = "checkpoint") -> SignedCheckpoint:
    """Read a checkpoint's file; there is one way to write it. Raises BadInput."""
    body, blank, lines = text.partition("\n\n")
    found = _BODY.fullmatch(f"{body}\n")
    signatures = tuple(_signatures(lines, field))
    if not found or not blank or not signatures:
        raise BadInput(field, _RULE)
    try:
        recorded = datetime.fromisoformat(found["recorded"])
        checkpoint = Checkpoint(
            found["origin"],
            int(found["size"]),
            base64.b64decode(found["root"], validate=True),
            bytes.fromhex(found["chain"]),
            recorded,
        )
        read = SignedCheckpoint(checkpoint, signatures)
        same = read.text() == text
    except ValueError:
        same = False
    if not same:
        raise BadInput(field, _RULE)
    return read


def _signatures(lines: str, field: str) -> Iterable[Signature]:
    names = set()
    at = 0
    while at < len(lines):
        found = _LINE.match(lines, at)
        if not found or found["name"] in names:
            raise BadInput(field, _RULE)
        names.add(found["name"])
        try:
            signed = base64.b64decode(found["signature"], validate=True)
        except binascii.Error:
            raise BadInput(field, _RULE) from None
        cosigned = len(signed) == 4 + _time.size + SIGNATURE_BYTES
        if not cosigned and len(signed) != 4 + SIGNATURE_BYTES:
            raise BadInput(field, _RULE)
        if cosigned and _time.unpack(signed[4:12])[0] > _LATEST:
            raise BadInput(field, _RULE)
        yield Signature(found["name"], signed)
        at = found.end()


def _holds(signature: Signature, key: PublicKey, checkpoint: Checkpoint) -> bool:
    if signature.name != key.name:
        return False
    if signature.cosigned_at is None:
        by, signed, message = key.id(SIGNS), signature.signed[4:], checkpoint.text().encode()
    else:
        by, signed = key.id(COSIGNS), signature.signed[4 + _time.size :]
        message = _cosigned_message(checkpoint, _time.unpack(signature.signed[4:12])[0])
    return signature.signed[:4] == by and key.verifies(signed, message)


def _cosigned_message(checkpoint: Checkpoint, seconds: int) -> bytes:
    return f"cosignature/v1\ntime {seconds}\n{checkpoint.text()}".encode()
