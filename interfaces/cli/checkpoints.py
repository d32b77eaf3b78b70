"""The commands of keys and checkpoints: sign what the log holds, keep it, cosign it, compare two of them."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from application.proof import signing
from application.proof.checkpoints import SignedCheckpoint, sign
from application.proof.consistency import (
    ConsistencyProof,
    must_continue,
    prove_continued,
    read_consistency_proof,
)
from application.proof.keys import new_key
from domain.kernel.errors import BadInput
from interfaces.cli.desk import Desk, facts_of
from interfaces.cli.holding import checkpoint_in, leaves_beside
from interfaces.cli.keys import keys
from interfaces.cli.waiting import progress, reporting
from interfaces.composition import kept, signing_key_file

SigningKeyFile = Annotated[
    Path | None,
    typer.Option("--key", help="The signing key; omitted: TANTIEME_SIGNING_KEY, or the data folder's."),
]
Since = Annotated[Path | None, typer.Option("--since", help="An earlier checkpoint of the same log.")]
ProofFile = Annotated[Path | None, typer.Option("--proof", help="The proof that this one continues it.")]
checkpoints = typer.Typer(no_args_is_help=True, help="What the log holds, signed, for members to keep.")


def register(app: typer.Typer) -> None:
    """Add the commands of keys and checkpoints."""
    app.add_typer(checkpoints, name="checkpoint")


@keys.command("new")
def new(
    context: typer.Context,
    file: Path,
    name: Annotated[str | None, typer.Option(help="Whose key it is; omitted: the file's name.")] = None,
) -> None:
    """Make a signing key in FILE, for its owner alone, and the public key in FILE.pub."""
    desk: Desk = context.obj
    key = new_key(name or file.stem)
    public = kept.write_key(file, key)
    sentence = f"{file} signs as {key.name}; give {public} to whoever is to verify:\n{key.public.text()}"
    desk.tell(sentence, {"name": key.name, "public_key": key.public.text()}, {})


@checkpoints.command("sign")
def sign_checkpoint(
    context: typer.Context,
    key: SigningKeyFile = None,
    out: Annotated[Path | None, typer.Option(help="The file to write; omitted: standard output.")] = None,
    with_leaves: Annotated[
        bool, typer.Option(help="Keep the leaves beside it: they let `verify` name a position.")
    ] = False,
    since: Since = None,
) -> None:
    """Verify the whole log and sign what it holds; --since proves that it continues an earlier checkpoint."""
    desk: Desk = context.obj
    if (with_leaves or since) and out is None:
        raise BadInput("--out", "leaves and proofs stand beside the checkpoint: name its file")
    secret = kept.signing_key(key or signing_key_file(desk.data_dir))
    with desk.opened() as (opened, name, group):
        log, tree = group.ledger.event_log, opened.tree(name)
        with progress(desk) as bar:
            read = signing.read_through(log, tree, name, progress=reporting(bar, "verifying"))
        signed = sign(signing.checkpoint_of(log, tree, read), secret)
        proof = None
        if since is not None:
            proof = prove_continued(checkpoint_in(since).checkpoint, signed.checkpoint, tree.node)
        facts = facts_of(opened, name)
    if out is None:
        sys.stdout.write(signed.text())
        return
    if with_leaves:
        kept.write(leaves_beside(out), bytes(read.leaves))
    if proof is not None:
        kept.write(_proof_beside(out), proof.text().encode())
    kept.write(out, signed.text().encode())
    at = signed.checkpoint
    sentence = f"{out}: {at.size} events, root {at.root.hex()}, signed by {secret.name}"
    if proof is not None:
        sentence += f"; it continues the checkpoint of {proof.earlier} events, as {_proof_beside(out)} proves"
    desk.tell(sentence, _told(signed), facts)


@checkpoints.command("show")
def show(context: typer.Context, file: Path) -> None:
    """What a checkpoint says and who signed it; the signatures are verified with `checkpoint check`."""
    desk: Desk = context.obj
    signed = checkpoint_in(file)
    at = signed.checkpoint
    lines = [f"{at.origin}: {at.size} events, recorded until {at.recorded_at.isoformat()}"]
    lines += [f"root  {at.root.hex()}", f"chain {at.chain.hex()}"]
    for each in signed.signatures:
        when = each.cosigned_at
        lines.append(
            f"signed by {each.name}" if when is None else f"cosigned by {each.name} on {when:%Y-%m-%d}"
        )
    desk.tell("\n".join(lines), _told(signed), {})


@checkpoints.command("check")
def check(
    context: typer.Context,
    file: Path,
    key: Annotated[list[Path], typer.Option(help="A public key that must have signed it; may be repeated.")],
    since: Since = None,
    proof: ProofFile = None,
) -> None:
    """Verify who signed a checkpoint, and that it continues an earlier one; without any database."""
    desk: Desk = context.obj
    signed = checkpoint_in(file)
    names = []
    for each in key:
        public = kept.public_key(each)
        signed.must_be_signed_by(public)
        names.append(public.name)
    _check_continues(signed, since, proof)
    sentence = f"{file} is signed by {', '.join(names)}"
    if since is not None:
        sentence += f" and continues {since}"
    desk.tell(sentence, {**_told(signed), "verified": names}, {})


@checkpoints.command("cosign")
def cosign(
    context: typer.Context,
    file: Path,
    key: Annotated[Path, typer.Option(help="The member's own signing key.")],
    log_key: Annotated[Path, typer.Option(help="The public key of the log, which must have signed it.")],
    since: Since = None,
    proof: ProofFile = None,
) -> None:
    """Add a member's signature to FILE: it saw this log, now, and that it continues what it saw before."""
    desk: Desk = context.obj
    signed = checkpoint_in(file)
    signed.must_be_signed_by(kept.public_key(log_key))
    _check_continues(signed, since, proof)
    secret = kept.signing_key(key)
    cosigned = signed.cosigned(secret, datetime.now(UTC))
    kept.write(file, cosigned.text().encode())
    desk.tell(f"{file} is cosigned by {secret.name}", _told(cosigned), {})


def _check_continues(signed: SignedCheckpoint, since: Path | None, proof: Path | None) -> None:
    if (since is None) != (proof is None):
        raise BadInput(
            "--proof", "an earlier checkpoint and the proof that this one continues it go together"
        )
    if since is not None and proof is not None:
        steps: ConsistencyProof = read_consistency_proof(kept.text_of(proof), str(proof))
        must_continue(checkpoint_in(since).checkpoint, signed.checkpoint, steps)


def _proof_beside(checkpoint: Path) -> Path:
    return checkpoint.with_name(f"{checkpoint.name}.consistency")


def _told(signed: SignedCheckpoint) -> dict[str, Any]:
    at = signed.checkpoint
    return {
        "origin": at.origin,
        "size": at.size,
        "root": at.root.hex(),
        "chain": at.chain.hex(),
        "recorded_at": at.recorded_at.isoformat(),
        "signatures": [
            {"name": s.name, "cosigned_at": s.cosigned_at and s.cosigned_at.isoformat()}
            for s in signed.signatures
        ],
    }
