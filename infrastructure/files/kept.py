"""Files that people keep: keys that nobody else can read, checkpoints, leaves and packs."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from application.proof.keys import PublicKey, SigningKey, read_public_key, read_signing_key
from domain.kernel.errors import BadInput, Refusal
from domain.kernel.sentences import Sentence

_MOST_TEXT = 1_000_000


class FileExists(Refusal):
    """A key that was made once is never overwritten: what it signed could not be signed again."""

    sentence = "{file} exists already and is left as it is"


def write_key(path: Path, key: SigningKey) -> Path:
    """Write the secret for its owner alone, and beside it the public key, whose path is returned.

    Raises FileExists, BadInput.
    """
    public = path.with_name(f"{path.name}.pub")
    for file, text, mode in ((path, key.text(), 0o600), (public, key.public.text(), 0o644)):
        try:
            opened = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
        except FileExistsError:
            raise FileExists(file=file) from None
        except OSError as error:
            raise BadInput(
                str(file), Sentence("it cannot be written: {strerror}", strerror=error.strerror)
            ) from None
        with os.fdopen(opened, "w", encoding="utf-8") as handle:
            handle.write(f"{text}\n")
    return public


def signing_key(path: Path) -> SigningKey:
    """The secret key of a file that only its owner can read. Raises BadInput."""
    text = text_of(path)
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise BadInput(
            str(path),
            Sentence(
                "others can read or write this key: `chmod 600 {path}` and think of a new one", path=path
            ),
        )
    return read_signing_key(text, str(path))


def public_key(path: Path) -> PublicKey:
    """The public key of a file. Raises BadInput."""
    return read_public_key(text_of(path), str(path))


def text_of(path: Path) -> str:
    """What stands in a small text file. Raises BadInput."""
    try:
        if path.stat().st_size > _MOST_TEXT:
            raise BadInput(str(path), "it is too large to be what it should be")
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        raise BadInput(str(path), "it is not a text file") from None
    except OSError as error:
        raise BadInput(
            str(path), Sentence("it cannot be read: {strerror}", strerror=error.strerror)
        ) from None


def bytes_of(path: Path) -> bytes | None:
    """What stands in a file; None where there is none. Raises BadInput."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise BadInput(
            str(path), Sentence("it cannot be read: {strerror}", strerror=error.strerror)
        ) from None


def write(path: Path, content: bytes) -> None:
    """Put a file in its place at once: a half-written checkpoint would be worth nothing. Raises BadInput."""
    partial = path.with_name(f".{path.name}.partial")
    try:
        partial.write_bytes(content)
        partial.replace(path)
    except OSError as error:
        raise BadInput(
            str(path), Sentence("it cannot be written: {strerror}", strerror=error.strerror)
        ) from None
