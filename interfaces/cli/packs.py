"""The commands that hand proofs out: one share, or a year, as a file that anybody can verify."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from application.answers import lists
from application.proof import signing
from application.proof.checkpoints import SignedCheckpoint, sign
from application.proof.evidence import Evidence
from application.proof.keys import SigningKey
from application.proof.packs import Pack, pack_files
from application.proof.year_tables import index_of, tables_of, year_of
from domain.kernel.errors import BadInput
from domain.kernel.money import euros
from domain.kernel.periods import Month
from interfaces.cli.checkpoints import SigningKeyFile
from interfaces.cli.desk import Desk, facts_of
from interfaces.cli.holding import checkpoint_in
from interfaces.cli.waiting import progress, reporting
from interfaces.composition import Home, kept, packing, signing_key_file

Against = Annotated[
    Path | None,
    typer.Option(
        "--checkpoint", help="The checkpoint to rest on, as the reader holds it; omitted: a new one."
    ),
]


def register(app: typer.Typer) -> None:
    """Add the commands that prove one share or a year, and the one that gives the verifier."""
    app.command("prove")(prove)
    app.command("pack")(pack_of_a_year)
    app.command("verifier")(verifier)


def prove(
    context: typer.Context,
    member: str,
    contract: str,
    month: str,
    out: Annotated[Path | None, typer.Option(help="The file to write.")] = None,
    checkpoint: Against = None,
    key: SigningKeyFile = None,
) -> None:
    """Prove what MEMBER bears of CONTRACT (or the service) for MONTH, in one file that verifies anywhere."""
    desk: Desk = context.obj
    secret = kept.signing_key(key or signing_key_file(desk.data_dir))
    with desk.opened() as (opened, name, group):
        at = group.position()
        service_month = str(Month.of(month))
        code = lists.known_contract(
            group.readings, at, lists.contract_of(group.readings, at, contract, month)
        )
        who = lists.member_of(group.readings, at, member)
        signed = resting_on(desk, opened, name, checkpoint, secret)
        tree = opened.tree(name)
        evidence = Evidence(tree, signed.checkpoint.size)
        claim = evidence.add_share(who, code, service_month)
        title = f"What {who} bears of {code} for {service_month}: {euros(claim['posted_cents'])}"
        pack = Pack(name, title, [claim], evidence.forms, {})
        content = packing.zipped(pack_files(pack, signed, tree, packing.verifier(), secret))
        facts = facts_of(opened, name)
    file = out or Path(f"proof-{code}-{service_month}.zip".replace(" ", "-").replace("/", "-"))
    kept.write(file, content)
    count, size = len(pack.forms), signed.checkpoint.size
    sentence = f"{title}\n{file}: {len(content):,} bytes, {count} events in the tree of {size}, signed by {secret.name}"
    told = {**claim, "file": str(file), "bytes": len(content), "events": count, "checkpoint_size": size}
    desk.tell(sentence, told, facts)


def pack_of_a_year(
    context: typer.Context,
    year: int,
    out: Annotated[Path, typer.Option(help="The file to write.")],
    checkpoint: Against = None,
    key: SigningKeyFile = None,
) -> None:
    """Hand YEAR over to an auditor: tables to read, every share proven, the verifier; all in one file."""
    desk: Desk = context.obj
    secret = kept.signing_key(key or signing_key_file(desk.data_dir))
    with desk.opened() as (opened, name, group):
        group.follow()
        signed = resting_on(desk, opened, name, checkpoint, secret)
        at, tree = signed.checkpoint.size, opened.tree(name)
        of_year = year_of(group.readings, at, year)
        evidence = Evidence(tree, at)
        with progress(desk) as bar:
            claims = evidence.add_shares(of_year.shares, reporting(bar, "gathering"))
        tables = tables_of(group.readings, at, of_year)
        index = index_of(tables, year, len(evidence.forms)).encode()
        title = f"The year {year} of {name}: {len(of_year.runs)} runs, {len(claims)} shares"
        pack = Pack(name, title, claims, evidence.forms, {**packing.files_of(tables), "INDEX.txt": index})
        content = packing.zipped(pack_files(pack, signed, tree, packing.verifier(), secret))
        facts = facts_of(opened, name)
    kept.write(out, content)
    sentence = f"{title}\n{out}: {len(content):,} bytes, {len(pack.forms)} events in the tree of {at}"
    counts = {table.name: len(table.rows) for table in tables}
    told = {"year": year, "file": str(out), "bytes": len(content), "shares": len(claims), "tables": counts}
    desk.tell(sentence, told, facts)


def verifier(context: typer.Context, out: Path) -> None:
    """Write the program that verifies packs, one file of standard-library Python, to OUT."""
    desk: Desk = context.obj
    kept.write(out, packing.verifier())
    desk.tell(f"{out}: python3 {out} PACK.zip [--checkpoint FILE --key FILE]", {"file": str(out)}, {})


def resting_on(
    desk: Desk, opened: Home, name: str, checkpoint: Path | None, secret: SigningKey
) -> SignedCheckpoint:
    """The checkpoint that a pack rests on: the one that is held, or a new one over the whole verified log."""
    if checkpoint is not None:
        held = checkpoint_in(checkpoint)
        if held.checkpoint.origin != signing.origin_of(name):
            raise BadInput(
                "--checkpoint", f"it is of {held.checkpoint.origin}, not of {signing.origin_of(name)}"
            )
        return held
    log, tree = opened.open(name).ledger.event_log, opened.tree(name)
    with progress(desk) as bar:
        read = signing.read_through(log, tree, name, progress=reporting(bar, "verifying"))
    return sign(signing.checkpoint_of(log, tree, read), secret)
