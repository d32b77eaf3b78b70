"""The evidence of a year: tables that reconcile, every share proven, and the same bytes each time."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from random import Random

import pytest
from psycopg_pool import ConnectionPool

from application.answers.reimbursement import exact_reimbursement
from application.group import Group
from application.proof.checkpoints import sign
from application.proof.evidence import Evidence
from application.proof.packs import Pack, pack_files
from application.proof.signing import checkpoint_of, read_through
from application.proof.year_tables import NothingPosted, Table, index_of, tables_of, year_of
from application.runs import ReverseRun
from infrastructure.exports.packing import verifier, zipped
from infrastructure.exports.tables import files_of
from infrastructure.postgres.tree import PostgresTree
from tests import examples
from tests.application.proving import KEY, Proven, Reader
from tests.examples import carry_out


@pytest.fixture
def group(confluence: Group) -> Group:
    """January with a direct charge and a late line, February reversed and posted again."""
    calls = zip(examples.MEMBERS, ("5", "3", "3"), strict=True)
    carry_out(
        confluence,
        examples.document("platform", "2026-01", 10000, number="F-JAN"),
        examples.document("platform", "2026-01", 700, direct_to="Cime"),
        *(examples.reading("calls", m, "2026-02", value) for m, value in calls),
        examples.document("platform", "2026-02", 5000, number="F-FEB"),
    )
    examples.post(confluence, "platform", "2026-01")
    examples.post(confluence, "platform", "2026-02")
    carry_out(confluence, ReverseRun(contract="platform", month="2026-02", reason="a wrong reading"))
    examples.post(confluence, "platform", "2026-02")
    carry_out(confluence, examples.document("platform", "2026-01", 101, number="F-LATE"))
    examples.post(confluence, "platform", "2026-01")
    return confluence


def year_pack(pool: ConnectionPool, schema: str, group: Group) -> Proven:
    tree = PostgresTree(pool, schema)
    read = read_through(group.ledger.event_log, tree, schema)
    signed = sign(checkpoint_of(group.ledger.event_log, tree, read), KEY)
    at = signed.checkpoint.size
    year = year_of(group.readings, at, 2026)
    evidence = Evidence(tree, at)
    claims = evidence.add_shares(year.shares)
    tables = tables_of(group.readings, at, year)
    more = {**files_of(tables), "INDEX.txt": index_of(tables, 2026, len(evidence.forms)).encode()}
    pack = Pack(schema, "The year 2026", claims, evidence.forms, more)
    return Proven(pack_files(pack, signed, tree, verifier(), KEY), signed, KEY)


@pytest.fixture
def proven(pool: ConnectionPool, group_schema: str, group: Group) -> Proven:
    return year_pack(pool, group_schema, group)


def table(proven: Proven, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(proven.files[f"{name}.csv"].decode())))


def test_every_share_of_the_year_is_proven(proven: Proven, tmp_path: Path) -> None:
    verdict = Reader(tmp_path).verifies(proven.zip, proven.signed, KEY)
    assert verdict.status == 0, verdict.said
    # January: 3/7, 2/7, 2/7 of 100.00 EUR are 42.86, 28.57, 28.57; of the late 1.01 EUR, less the carries that
    # February left, 0.44, 0.29, 0.28; and 7.00 EUR direct to Cime.
    for borne in ("Aval bears 43.30", "Brume bears 28.86", "Cime bears 35.85"):
        assert f"{borne} EUR of platform for 2026-01" in verdict.said
    # February: 5/11, 3/11, 3/11 of 50.00 EUR less the carries of 2/7, -1/7 and -1/7 of a cent.
    for borne in ("Aval bears 22.72", "Brume bears 13.64", "Cime bears 13.64"):
        assert f"{borne} EUR of platform for 2026-02" in verdict.said


def test_pool_shares_and_entries_reconcile_run_by_run(proven: Proven) -> None:
    rows = table(proven, "reconciliation")
    assert [row["run"] for row in rows] == [
        *("platform 2026-01 #1", "platform 2026-01 #2", "platform 2026-02 #1", "platform 2026-02 #2")
    ]
    assert {row["pool_less_shared_cents"] for row in rows} == {"0"}
    assert {row["recharged_less_booked_cents"] for row in rows} == {"0"}


def test_corrections_and_reversals_stand_apart(proven: Proven) -> None:
    assert [row["run"] for row in table(proven, "corrections")] == [
        "platform 2026-01 #2",
        "platform 2026-02 #1",
    ]


def test_members_are_charged_exactly_their_part(proven: Proven, group: Group) -> None:
    found = exact_reimbursement(group.readings, group.position(), 2026)
    assert found.margins_cents == {"platform": 0}
    assert {line.member: line.charged_cents for line in found.lines} == {
        "Aval": 6602,
        "Brume": 4250,
        "Cime": 4249,
    }
    assert all(abs(line.rounding_cents) < 1 for line in found.lines)
    assert [(each.cents, each.reason) for each in found.apart if "alone" in each.reason] == [
        (700, "charged to Cime alone: no joint expense")
    ]
    without = [each.what for each in found.apart if "hash" in each.reason]
    assert [what.split()[1] for what in without] == ["F-JAN", "F-FEB", "F-LATE"]


def test_both_forms_of_a_table_say_the_same(proven: Proven) -> None:
    for name in ("shares", "entries", "documents", "runs"):
        lines = [json.loads(line) for line in proven.files[f"{name}.jsonl"].splitlines()]
        cells = [{k: "" if v is None else str(v) for k, v in line.items()} for line in lines]
        assert table(proven, name) == cells
        assert cells


def test_a_text_never_runs_as_a_formula() -> None:
    rows = [{"label": '=HYPERLINK("x")', "cents": -5, "exact": "-1/3", "note": "-2+3"}]
    [text] = [
        each.decode()
        for name, each in files_of([Table("t", "", tuple(rows[0]), rows)]).items()
        if "csv" in name
    ]
    assert text.splitlines()[1] == '"\'=HYPERLINK(""x"")",-5,-1/3,\'-2+3'


def test_the_same_year_makes_the_same_bytes(
    proven: Proven, pool: ConnectionPool, group_schema: str, group: Group
) -> None:
    assert year_pack(pool, group_schema, group).zip == proven.zip


def test_one_turned_bit_in_any_file_is_refused(proven: Proven, tmp_path: Path) -> None:
    random, reader = Random(4), Reader(tmp_path)
    accepted = []
    for name, whole in proven.files.items():
        # No resolution was adopted, so its table is empty: of that one a byte more is what can be turned.
        content = whole or b"\0"
        at = random.randrange(len(content))
        turned = content[:at] + bytes([content[at] ^ 1 << random.randrange(8)]) + content[at + 1 :]
        if reader.verifies(zipped({**proven.files, name: turned}), proven.signed, KEY).status != 1:
            accepted.append(name)
    assert accepted == []


def test_a_year_without_postings_has_no_pack(group: Group) -> None:
    with pytest.raises(NothingPosted):
        year_of(group.readings, group.position(), 2025)
