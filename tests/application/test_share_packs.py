"""A share is proven by a pack that verifies alone, and every key form is recomputed without our engine."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from psycopg_pool import ConnectionPool

from application.group import Group
from infrastructure.exports.packing import verifier
from tests import examples
from tests.application.proving import KEY, Proven, Reader, proven
from tests.examples import carry_out


@pytest.fixture
def january(pool: ConnectionPool, group_schema: str, confluence: Group) -> Proven:
    """What Brume bears of the platform in January: two sevenths of 100.00 EUR."""
    carry_out(confluence, examples.document("platform", "2026-01", 10000))
    examples.post(confluence, "platform", "2026-01")
    return proven(pool, group_schema, confluence, [("Brume", "platform", "2026-01")])


def test_a_share_is_proven_against_a_held_checkpoint(january: Proven, tmp_path: Path) -> None:
    verdict = Reader(tmp_path).verifies(january.zip, january.signed, KEY)
    assert verdict.status == 0, verdict.said
    assert "Brume bears 28.57 EUR of platform for 2026-01" in verdict.said
    assert "AUTHENTIC" in verdict.said


def test_alone_a_pack_claims_no_more_than_consistency(january: Proven, tmp_path: Path) -> None:
    verdict = Reader(tmp_path).verifies(january.zip)
    assert verdict.status == 0, verdict.said
    assert "CONSISTENT" in verdict.said
    assert "AUTHENTIC" not in verdict.said


def test_the_verifier_needs_nothing_but_python(january: Proven, tmp_path: Path) -> None:
    (tmp_path / "verify_pack.py").write_bytes(verifier())
    (tmp_path / "PACK.zip").write_bytes(january.zip)
    done = subprocess.run(
        [sys.executable, "-I", "-S", "verify_pack.py", "PACK.zip"],
        cwd=tmp_path,
        env={},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_verifier_fits_in_five_hundred_lines() -> None:
    assert verifier().count(b"\n") <= 500


def test_a_key_beyond_the_verifier_is_never_pretended_to_be_recomputed(
    pool: ConnectionPool, group_schema: str, confluence: Group, tmp_path: Path
) -> None:
    alone = {"Aval": "50.00", "Brume": "30.00", "Cime": "20.00", "Aval+Brume+Cime": "80.00"}
    key = {"fairness": {"method": "stand-alone", "costs": alone}}
    carry_out(
        confluence,
        *examples.toolbox("studies"),
        examples.contract("studies", key),
        examples.document("studies", "2026-01", 10000),
    )
    examples.post(confluence, "studies", "2026-01")
    pack = proven(pool, group_schema, confluence, [("Brume", "studies", "2026-01")])
    verdict = Reader(tmp_path).verifies(pack.zip, pack.signed, KEY)
    assert verdict.status == 0, verdict.said
    assert "studies 2026-01 #1: NOT RECOMPUTED, a key by fairness is beyond this verifier" in verdict.said
    assert "NOT ALL cents were recomputed" in verdict.said.splitlines()[-2]
    assert "the cents follow" not in verdict.said
