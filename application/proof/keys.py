"""Ed25519 keys in the text form of signed notes, as transparency logs exchange them (c2sp.org/signed-note).

    PRIVATE+KEY+name+id+base64(kind ‖ seed)        name+id+base64(kind ‖ public key)

The id is the first four bytes of sha256(name ‖ 0a ‖ kind ‖ public key), in hexadecimal. Kind 01 signs notes, kind
04 cosigns checkpoints. One key of ours may do both; its text always says 01.
"""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from domain.kernel.errors import BadInput

SIGNS, COSIGNS = b"\x01", b"\x04"
KEY_BYTES, SIGNATURE_BYTES = 32, 64
_NAME = re.compile(r"[^\s+]{1,120}")
_SECRET_BEGINS = "PRIVATE+KEY+"  # noqa: S105 - how the text of a secret key begins


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A name and the key that verifies what was signed under it."""

    name: str
    raw: bytes

    def id(self, kind: bytes = SIGNS) -> bytes:
        """By what signature lines name the key: four bytes, others for each kind of signature."""
        return sha256(self.name.encode() + b"\n" + kind + self.raw).digest()[:4]

    def text(self) -> str:
        """The key as one line, for whoever verifies."""
        return f"{self.name}+{self.id().hex()}+{base64.b64encode(SIGNS + self.raw).decode()}"

    def verifies(self, signature: bytes, message: bytes) -> bool:
        """Whether this key signed that message."""
        try:
            Ed25519PublicKey.from_public_bytes(self.raw).verify(signature, message)
        except (InvalidSignature, ValueError):
            return False
        return True


@dataclass(frozen=True, slots=True, repr=False)
class SigningKey:
    """A name and the secret that signs under it; never printed."""

    name: str
    seed: bytes

    @property
    def public(self) -> PublicKey:
        """What verifies its signatures."""
        raw = Ed25519PrivateKey.from_private_bytes(self.seed).public_key().public_bytes_raw()
        return PublicKey(self.name, raw)

    def text(self) -> str:
        """The secret as one line, for a file that nobody else can read."""
        secret = base64.b64encode(SIGNS + self.seed).decode()
        return f"{_SECRET_BEGINS}{self.name}+{self.public.id().hex()}+{secret}"

    def sign(self, message: bytes) -> bytes:
        """The signature of a message, 64 bytes, always the same for the same message."""
        return Ed25519PrivateKey.from_private_bytes(self.seed).sign(message)


def new_key(name: str) -> SigningKey:
    """A fresh key of that name. Raises BadInput."""
    return SigningKey(checked_name(name), Ed25519PrivateKey.generate().private_bytes_raw())


def checked_name(name: str) -> str:
    """The name, if a key may have it. Raises BadInput."""
    if not _NAME.fullmatch(name) or not name.isprintable():
        raise BadInput("name", 'a key\'s name has 1 to 120 characters, without spaces and without "+"')
    return name


def read_signing_key(text: str, field: str = "key") -> SigningKey:
    """Read the text of a secret key; what is wrong is said without quoting it. Raises BadInput."""
    if not text.startswith(_SECRET_BEGINS):
        raise BadInput(field, "this is not a signing key; `tantieme key new` makes one")
    name, known_as, raw = _parts(text.removeprefix(_SECRET_BEGINS), field)
    key = SigningKey(name, raw)
    if key.public.id().hex() != known_as:
        raise BadInput(field, "the key does not fit its own id")
    return key


def read_public_key(text: str, field: str = "key") -> PublicKey:
    """Read the text of a public key. Raises BadInput."""
    if text.startswith(_SECRET_BEGINS):
        raise BadInput(field, "this is a secret; give the public key that stands beside it, in the .pub file")
    name, known_as, raw = _parts(text, field)
    key = PublicKey(name, raw)
    if known_as not in (key.id().hex(), key.id(COSIGNS).hex()):
        raise BadInput(field, "the key does not fit its own id")
    return key


def _parts(text: str, field: str) -> tuple[str, str, bytes]:
    name, _, rest = text.strip("\n").partition("+")
    known_as, _, encoded = rest.partition("+")
    try:
        raw = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        raw = b""
    if len(raw) != 1 + KEY_BYTES or raw[:1] not in (SIGNS, COSIGNS) or not _NAME.fullmatch(name):
        raise BadInput(field, "a key is one line: name+id+base64")
    return name, known_as, raw[1:]
