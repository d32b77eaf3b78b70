"""Keys, checkpoints, proofs and roles by the command line, as a group and its members use them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from psycopg_pool import ConnectionPool

from application.group import Group
from infrastructure.postgres.migrations import in_schema
from infrastructure.postgres.roles import remove
from interfaces.composition import Home
from tests import examples
from tests.application.conftest import open_platform
from tests.interfaces.command_line import CommandLine, url_of


@pytest.fixture
def group(pool: ConnectionPool, group_schema: str) -> Group:
    opened = Home(pool).open(group_schema)
    open_platform(opened)
    examples.carry_out(opened, examples.document("platform", "2026-01", 10000))
    examples.post(opened, "platform", "2026-01")
    return opened


@pytest.fixture
def tantieme(postgres: str, group_schema: str, group: Group) -> CommandLine:
    return CommandLine(url_of(postgres), group_schema)


@pytest.fixture
def kept(tantieme: CommandLine, tmp_path: Path) -> Path:
    """A folder with the keys of the group and of Aval, and a checkpoint with its leaves."""
    for name in ("group", "aval"):
        assert tantieme("key", "new", tmp_path / f"{name}.key").status == 0
    said = tantieme(
        "checkpoint", "sign", "--key", tmp_path / "group.key", "--out", tmp_path / "first", "--with-leaves"
    )
    assert said.status == 0, said.err
    return tmp_path


def rewrite(pool: ConnectionPool, schema: str, position: int) -> None:
    with pool.connection() as connection:
        statement = "update {}.events set payload = payload || ' ' where position = %s"
        connection.execute(in_schema(schema, statement), (position,))


def test_a_key_is_for_its_owner_and_never_overwritten(tantieme: CommandLine, kept: Path) -> None:
    assert (kept / "group.key").stat().st_mode & 0o777 == 0o600
    secret = (kept / "group.key").read_text()
    again = tantieme("key", "new", kept / "group.key")
    assert again.status == 1
    assert (kept / "group.key").read_text() == secret
    assert secret.strip() not in again.out + again.err
    (kept / "group.key").chmod(0o644)
    refused = tantieme("checkpoint", "sign", "--key", kept / "group.key")
    assert refused.status == 2
    assert "chmod 600" in refused.err


def test_verify_says_what_it_cannot_see_without_a_checkpoint(tantieme: CommandLine) -> None:
    said = tantieme("verify")
    assert said.status == 0
    assert "would not be seen" in said.out


def test_the_log_is_held_against_what_a_member_kept(
    tantieme: CommandLine, kept: Path, pool: ConnectionPool, group_schema: str
) -> None:
    against = ("--checkpoint", kept / "first", "--key", kept / "group.key.pub")
    held = tantieme("verify", *against, "--json")
    assert held.data["checkpoint"]["leaves"] is True
    rewrite(pool, group_schema, 5)
    found = tantieme("verify", *against, "--json")
    assert found.status == 1
    assert '"position": "5"' in found.err
    assert tantieme("checkpoint", "sign", "--key", kept / "group.key").status == 1


def test_a_member_cosigns_what_continues_what_it_saw(tantieme: CommandLine, kept: Path, group: Group) -> None:
    log_key = ("--log-key", kept / "group.key.pub")
    assert tantieme("checkpoint", "cosign", kept / "first", "--key", kept / "aval.key", *log_key).status == 0
    examples.carry_out(group, examples.document("platform", "2026-02", 5000))
    signed = ("checkpoint", "sign", "--key", kept / "group.key", "--out", kept / "second")
    assert tantieme(*signed, "--since", kept / "first").status == 0
    continues = ("--since", kept / "first", "--proof", kept / "second.consistency")
    cosigned = tantieme(
        "checkpoint", "cosign", kept / "second", "--key", kept / "aval.key", *log_key, *continues
    )
    assert cosigned.status == 0, cosigned.err
    keys = ("--key", kept / "group.key.pub", "--key", kept / "aval.key.pub")
    assert tantieme("checkpoint", "check", kept / "second", *keys, *continues).status == 0
    backwards = ("--since", kept / "second", "--proof", kept / "second.consistency")
    assert tantieme("checkpoint", "check", kept / "first", *keys, *backwards).status == 1
    shown = tantieme("checkpoint", "show", kept / "second", "--json").data
    assert [each["name"] for each in shown["signatures"]] == ["group", "aval"]


def test_a_rewritten_log_is_not_signed_as_a_continuation(
    tantieme: CommandLine, kept: Path, pool: ConnectionPool, group_schema: str
) -> None:
    other = tantieme.url, f"other_{group_schema}"
    another = CommandLine(*other)
    assert another("migrate").status == 0
    said = another(
        "checkpoint", "sign", "--key", kept / "group.key", "--out", kept / "x", "--since", kept / "first"
    )
    assert said.status == 1
    Home(pool).drop(other[1])


def test_one_share_is_proven_in_an_empty_folder(tantieme: CommandLine, kept: Path) -> None:
    pack = kept / "alone" / "PACK.zip"
    pack.parent.mkdir()
    rests = ("--checkpoint", kept / "first", "--key", kept / "group.key")
    said = tantieme("prove", "brume", "platform", "2026-01", "--out", pack, *rests, "--json")
    assert said.status == 0, said.err
    assert said.data["posted_cents"] == 2857
    assert tantieme("verifier", pack.parent / "verify_pack.py").status == 0
    held = ["--checkpoint", str(kept / "first"), "--key", str(kept / "group.key.pub")]
    for more, verdict in (([], "CONSISTENT"), (held, "AUTHENTIC")):
        done = subprocess.run(
            [sys.executable, "-I", "verify_pack.py", "PACK.zip", *more],
            cwd=pack.parent,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert (done.returncode, verdict in done.stdout) == (0, True), done.stdout + done.stderr


def test_without_a_checkpoint_a_new_one_is_signed(tantieme: CommandLine, kept: Path) -> None:
    said = tantieme(
        "prove", "Brume", "platform", "2026-01", "--out", kept / "p.zip", "--key", kept / "group.key"
    )
    assert said.status == 0, said.err


@pytest.mark.parametrize(
    ("share", "status"),
    [
        (("Brume", "platform", "2026-02"), 1),
        (("Dune", "platform", "2026-01"), 1),
        (("Nobody", "platform", "2026-01"), 1),
        (("Brume", "nothing", "2026-01"), 1),
        (("Brume", "platform", "January"), 2),
    ],
    ids=["not posted", "bears nothing", "no member", "no contract", "no month"],
)
def test_what_cannot_be_proven_is_refused(
    tantieme: CommandLine, kept: Path, share: tuple[str, str, str], status: int
) -> None:
    said = tantieme("prove", *share, "--out", kept / "no.zip", "--key", kept / "group.key")
    assert (said.status, (kept / "no.zip").exists()) == (status, False)


def test_a_pack_is_signed_by_who_signed_its_checkpoint(tantieme: CommandLine, kept: Path) -> None:
    rests = ("--checkpoint", kept / "first", "--key", kept / "aval.key")
    assert tantieme("prove", "Brume", "platform", "2026-01", "--out", kept / "no.zip", *rests).status == 1


def test_roles_are_set_up_and_shown(tantieme: CommandLine, pool: ConnectionPool, group_schema: str) -> None:
    assert "set-up" in tantieme("roles", "show").out
    try:
        told = tantieme("roles", "set-up", "--json").data["roles"]
        assert told == tantieme("roles", "show", "--json").data["roles"]
        assert told[f"tantieme_{group_schema}_writer"]["events"] == ["select"]
    finally:
        remove(pool, group_schema)


def test_a_year_is_handed_over_in_one_file(tantieme: CommandLine, kept: Path) -> None:
    rests = ("--checkpoint", kept / "first", "--key", kept / "group.key")
    said = tantieme("pack", 2026, "--out", kept / "2026.zip", *rests, "--json")
    assert said.status == 0, said.err
    assert (said.data["shares"], said.data["tables"]["runs"], said.data["tables"]["entries"]) == (3, 1, 8)
    assert tantieme("pack", 2025, "--out", kept / "2025.zip", *rests).status == 1
    assert not (kept / "2025.zip").exists()


def test_a_year_is_read_as_exact_reimbursement(tantieme: CommandLine) -> None:
    told = tantieme("reimbursement", 2026, "--json").data
    assert told["margins_cents"] == {"platform": 0}
    assert [line["charged"] for line in told["lines"]] == ["42.86", "28.57", "28.57"]
    said = tantieme("reimbursement", 2026)
    assert "charged less joint expenses 0.00 EUR" in said.out


def test_a_person_is_erased_when_retention_has_ended(tantieme: CommandLine, group: Group) -> None:
    group.people.identify("Bruno Roitelet")
    assert tantieme("persons", "reach", "Bruno Roitelet", "email", "bruno@example.org").status == 0
    assert "never named" in tantieme("persons", "list").out
    assert tantieme("persons", "erase", "Bruno Roitelet").status == 0
    assert tantieme("persons", "list", "--json").data == {"persons": []}
    assert tantieme("persons", "erase", "Bruno Roitelet").status == 1
