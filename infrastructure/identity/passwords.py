"""Passwords are kept as Argon2id hashes, by the parameters of RFC 9106 for memory-constrained machines."""

from __future__ import annotations

import secrets
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.profiles import RFC_9106_LOW_MEMORY

from domain.kernel.errors import BadInput
from domain.kernel.sentences import Sentence

SHORTEST, LONGEST = 12, 200
_HASHER = PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY)


def hashed(password: str) -> str:
    """The hash of a password. Raises BadInput."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise BadInput(
            "password",
            Sentence("a password has {shortest} to {longest} characters", shortest=SHORTEST, longest=LONGEST),
        )
    return _HASHER.hash(_text(password))


def fits(password: str, kept: str | None) -> bool:
    """Whether the password is the one that was hashed. Without a hash it takes as long, and is not."""
    try:
        _HASHER.verify(kept or _nobodys(), _text(password[: LONGEST + 1]))
    except (VerificationError, InvalidHashError):
        return False
    return kept is not None


def _text(password: str) -> bytes:
    return password.encode("utf-8", "replace")


@cache
def _nobodys() -> str:
    return _HASHER.hash(secrets.token_bytes(32))
