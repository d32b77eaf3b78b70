"""The commands that prove: verify recomputes the chain, rebuild replays every view."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from domain.kernel.errors import Refusal
from interfaces.cli.desk import Desk, facts_of
from interfaces.cli.waiting import progress, reporting
from interfaces.composition import Rebuilt


class Altered(Refusal):
    """A chain that does not hold is the worst news a ledger can give."""

    sentence = "the chain does not hold from position {position} on: {reason}"


class RebuiltUnequal(Refusal):
    """A rebuilt view equals the live one."""

    sentence = (
        "rebuilt otherwise than they stand: {views}; both are kept, `rebuild --replace` takes the new ones"
    )


def register(app: typer.Typer) -> None:
    """Add the commands that prove."""
    app.command("verify")(verify)
    app.command("rebuild")(rebuild)


def verify(context: typer.Context) -> None:
    """Recompute the chain of hashes over every event, from the first to the head."""
    desk: Desk = context.obj
    with desk.opened() as (opened, name, group):
        with progress(desk) as bar:
            found = group.ledger.event_log.verify(reporting(bar, "verifying"))
        if found.first_bad is not None:
            raise Altered(position=found.first_bad, reason=found.reason)
        told = {"group": name, "events": found.events, "head_hash": found.head_hash.hex()}
        sentence = f"{found.events} events hold, head {found.head_hash.hex()}"
        desk.tell(sentence, told, facts_of(opened, name))


def rebuild(
    context: typer.Context,
    replace: Annotated[bool, typer.Option(help="Take the rebuilt views even where they differ.")] = False,
) -> None:
    """Rebuild every view beside the live one, compare the digests and switch."""
    desk: Desk = context.obj
    # Its views are not brought up first: one may be such that this version must not ask it until it is rebuilt.
    with desk.opened() as (opened, name, _):
        with progress(desk) as bar:
            rebuilt = list(opened.rebuild(name, reporting(bar, "rebuilding"), replace=replace))
        desk.tell(
            "\n".join(map(_rebuilt_words, rebuilt)),
            {"views": list(map(asdict, rebuilt))},
            facts_of(opened, name),
        )
    unequal = [view.view for view in rebuilt if view.before != view.after]
    if unequal and not replace:
        raise RebuiltUnequal(views=", ".join(unequal))


def _rebuilt_words(view: Rebuilt) -> str:
    equal = "equal" if view.before == view.after else "UNEQUAL"
    digests = f"before {view.before[:32]} after {view.after[:32]}"
    return f"{view.view:<18} position {view.position}: {digests} {equal}"
