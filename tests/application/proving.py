"""Packs of the tests: a group's share proven, and the verifier asked as a reader asks it."""

from __future__ import annotations

import io
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

from psycopg_pool import ConnectionPool

from application.group import Group
from application.proof.checkpoints import SignedCheckpoint, sign
from application.proof.evidence import Evidence
from application.proof.keys import SigningKey, new_key
from application.proof.packs import Pack, pack_files
from application.proof.signing import checkpoint_of, read_through
from infrastructure.exports import verify_pack
from infrastructure.exports.packing import verifier, zipped
from infrastructure.postgres.tree import PostgresTree

KEY = new_key("confluence")


@dataclass(frozen=True)
class Proven:
    """A pack, and what a reader of it holds."""

    files: dict[str, bytes]
    signed: SignedCheckpoint
    key: SigningKey

    @property
    def zip(self) -> bytes:
        return zipped(self.files)


def proven(
    pool: ConnectionPool,
    schema: str,
    group: Group,
    shares: Sequence[tuple[str, str, str]],
    key: SigningKey = KEY,
) -> Proven:
    """The pack of these shares, each a member, contract and month, over the log as it stands."""
    tree = PostgresTree(pool, schema)
    read = read_through(group.ledger.event_log, tree, schema)
    signed = sign(checkpoint_of(group.ledger.event_log, tree, read), key)
    evidence = Evidence(tree, signed.checkpoint.size)
    claims = [evidence.add_share(*share) for share in shares]
    pack = Pack(schema, "a share", claims, evidence.forms, {})
    return Proven(pack_files(pack, signed, tree, verifier(), key), signed, key)


@dataclass(frozen=True)
class Verdict:
    """What the verifier said."""

    status: int
    said: str


class Reader:
    """Someone with a folder, a pack, and perhaps a checkpoint and a key of their own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def verifies(
        self, pack: bytes, held: SignedCheckpoint | None = None, key: SigningKey | None = None
    ) -> Verdict:
        file = self._folder / "pack.zip"
        file.write_bytes(pack)
        words = [str(file)]
        if held is not None and key is not None:
            (self._folder / "held").write_text(held.text(), "utf-8")
            (self._folder / "key").write_text(f"{key.public.text()}\n", "utf-8")
            words += ["--checkpoint", str(self._folder / "held"), "--key", str(self._folder / "key")]
        out = io.StringIO()
        with redirect_stdout(out), redirect_stderr(out):
            status = verify_pack.main(words)
        return Verdict(status, out.getvalue())
