"""What a reader takes away from a page: the proof of a share, and the same as data."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
import zipfile
from pathlib import Path

import httpx2


def test_the_proof_of_a_share_verifies_without_the_server(site: str, tmp_path: Path) -> None:
    answered = httpx2.get(f"{site}/proofs/Aval/platform/2026-01")
    assert answered.headers["Content-Type"] == "application/zip"
    file = tmp_path / "proof.zip"
    file.write_bytes(answered.content)
    with zipfile.ZipFile(file) as pack:
        [verifier] = [name for name in pack.namelist() if name.endswith(".py")]
        pack.extract(verifier, tmp_path)
    done = subprocess.run(
        [sys.executable, str(tmp_path / verifier), str(file)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    # Aval's calls are 3 of 7.
    assert "3,000.00 EUR" in done.stdout


def test_the_flows_as_a_table_sum_to_what_was_recorded(site: str) -> None:
    rows = list(
        csv.DictReader(io.StringIO(httpx2.get(f"{site}/flows/2026?format=csv").text.removeprefix("\ufeff")))
    )
    costs = sum(int(row["amount"].replace(".", "")) for row in rows if row["what"] == "costs")
    shares = sum(int(row["amount"].replace(".", "")) for row in rows if row["what"] == "shares")
    # All that was recorded but the desk's 123.45 EUR, which wait, and what a journey imports and posts.
    assert costs - shares >= 12_345
    assert shares >= 2 * 700_000
