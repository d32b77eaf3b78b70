"""The commands that prove: verify recomputes the chain, rebuild replays every view."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from application.proof.signing import Altered, read_through
from domain.kernel.errors import Refusal
from interfaces.cli.desk import Desk, facts_of
from interfaces.cli.holding import CheckpointFile, LeavesFile, PublicKeyFile, held_from
from interfaces.cli.waiting import progress, reporting
from interfaces.composition import Rebuilt


class RebuiltUnequal(Refusal):
    """A rebuilt view equals the live one."""

    sentence = (
        "rebuilt otherwise than they stand: {views}; both are kept, `rebuild --replace` takes the new ones"
    )


__all__ = ["Altered", "RebuiltUnequal", "register"]


def register(app: typer.Typer) -> None:
    """Add the commands that prove."""
    app.command("verify")(verify)
    app.command("rebuild")(rebuild)


def verify(
    context: typer.Context,
    checkpoint: CheckpointFile = None,
    key: PublicKeyFile = None,
    leaves: LeavesFile = None,
) -> None:
    """Recompute the chain over every event, and hold the log against a checkpoint that was kept outside."""
    desk: Desk = context.obj
    held = held_from(checkpoint, key, leaves)
    with desk.opened() as (opened, name, group):
        with progress(desk) as bar:
            tree, report = opened.tree(name), reporting(bar, "verifying")
            found = read_through(group.ledger.event_log, tree, name, held, report).found
        told = {"group": name, "events": found.events, "head_hash": found.head_hash.hex()}
        sentence = f"{found.events} events hold, head {found.head_hash.hex()}"
        if held is None:
            told["checkpoint"] = None
            sentence += (
                "\nA rewrite of all of it by the owner of the database would not be seen: hold the log against a "
                "checkpoint that was kept elsewhere, with --checkpoint and --key."
            )
        else:
            kept = held.checkpoint
            told["checkpoint"] = {
                "size": kept.size,
                "root": kept.root.hex(),
                "leaves": held.leaves is not None,
            }
            sentence += (
                f"\nEvents 1 to {kept.size} are those of the checkpoint, root {kept.root.hex()}; "
                f"{found.events - kept.size} were added since."
            )
        desk.tell(sentence, told, facts_of(opened, name))


def rebuild(
    context: typer.Context,
    replace: Annotated[bool, typer.Option(help="Take the rebuilt views even where they differ.")] = False,
) -> None:
    """Rebuild every view beside the live one, compare the digests and switch."""
    desk: Desk = context.obj
    # Its views are not brought up first: one may be such that this version must not ask it until it is rebuilt.
    with desk.opened() as (opened, name, group):
        with progress(desk) as bar:
            rebuilt = list(opened.rebuild(name, reporting(bar, "rebuilding"), replace=replace))
        group.follow()
        desk.tell(
            "\n".join(map(_rebuilt_words, rebuilt)),
            {"views": list(map(asdict, rebuilt))},
            facts_of(opened, name),
        )
    unequal = [view.view for view in rebuilt if view.before != view.after and not view.switched]
    if unequal:
        raise RebuiltUnequal(views=", ".join(unequal))


def _rebuilt_words(view: Rebuilt) -> str:
    differs = "written anew" if view.switched else "UNEQUAL"
    equal = "equal" if view.before == view.after else differs
    digests = f"before {view.before[:32]} after {view.after[:32]}"
    return f"{view.view:<18} position {view.position}: {digests} {equal}"
