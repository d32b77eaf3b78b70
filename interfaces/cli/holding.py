"""What was kept outside the database, as the command line takes it: checkpoint, key and leaves."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from application.proof.checkpoints import SignedCheckpoint, read_checkpoint
from application.proof.holding import Held
from domain.kernel.errors import BadInput
from interfaces.composition import kept

CheckpointFile = Annotated[
    Path | None, typer.Option("--checkpoint", help="A checkpoint that was kept outside.")
]
PublicKeyFile = Annotated[Path | None, typer.Option("--key", help="The public key it was signed with.")]
LeavesFile = Annotated[
    Path | None,
    typer.Option("--leaves", help="The leaves kept with it; omitted: the file beside it, if any."),
]


def held_from(checkpoint: Path | None, key: Path | None, leaves: Path | None) -> Held | None:
    """What the holder kept, its signature verified. Raises BadInput, NotSigned."""
    if checkpoint is None:
        if key or leaves:
            raise BadInput("--checkpoint", "a key and leaves belong to a checkpoint: name its file")
        return None
    if key is None:
        raise BadInput("--key", "a checkpoint is held against the public key that signed it: name its file")
    signed = checkpoint_in(checkpoint)
    signed.must_be_signed_by(kept.public_key(key))
    found = kept.bytes_of(leaves or leaves_beside(checkpoint))
    if leaves is not None and found is None:
        raise BadInput("--leaves", f"there is no file {leaves}")
    return Held(signed.checkpoint, found)


def checkpoint_in(file: Path) -> SignedCheckpoint:
    """The checkpoint of a file. Raises BadInput."""
    return read_checkpoint(kept.text_of(file), str(file))


def leaves_beside(checkpoint: Path) -> Path:
    """Where the leaves of a checkpoint are kept, if they are."""
    return checkpoint.with_name(f"{checkpoint.name}.leaves")
