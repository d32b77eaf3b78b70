"""What came after the first packs is proven as well: flows, restatements, averages, runs prepared ahead, new terms."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest
from psycopg_pool import ConnectionPool

from application.contract_changes import ChangeContract
from application.group import Group
from application.runs import ApproveRun, PostRun, PrepareRun
from application.service_flows import ShareServiceFlows
from domain.governance.resolution_events import Enactment
from infrastructure.exports.packing import zipped
from tests import examples
from tests.application.proving import KEY, Proven, Reader, proven
from tests.application.test_forged_packs import signed_again
from tests.examples import APPROVER, PREPARER, carry_out
from tests.seasons import HEATING


def holds(pack: Proven, folder: Path, *sentences: str) -> str:
    verdict = Reader(folder).verifies(pack.zip, pack.signed, KEY)
    assert verdict.status == 0, verdict.said
    for sentence in sentences:
        assert sentence in verdict.said
    return verdict.said


def without(pack: Proven, name: str) -> Iterable[bytes]:
    """The pack without one event of that name, each in turn, signed again by who holds the key."""
    lines = pack.files["events.jsonl"].splitlines(keepends=True)
    for dropped, line in enumerate(lines):
        if name.encode() in base64.b64decode(json.loads(line)["event"]):
            left = b"".join(lines[:dropped] + lines[dropped + 1 :])
            yield zipped(signed_again({**pack.files, "events.jsonl": left}, KEY))


@pytest.mark.parametrize("method", ["step-down", "reciprocal"])
def test_flows_between_services_are_recomputed(
    pool: ConnectionPool, group_schema: str, group: Group, tmp_path: Path, method: str
) -> None:
    """The desk serves the platform 1 of 4 hours; the platform serves the desk 1 of 5 calls.

    Step by step 100.00 EUR of the desk make 25.00 for the platform. As a system, desk = 100 + platform / 5 and
    platform = 200 + desk / 4, so that desk = 140/0.95 and platform = 225/0.95: 36.84 and 47.37 EUR move.
    """
    carry_out(group, *examples.members_in_agreement())
    carry_out(group, *examples.toolbox("desk", ("hours",)), *examples.toolbox("platform", ("calls",)))
    carry_out(group, *(examples.contract(name, examples.EQUAL) for name in ("desk", "platform")))
    carry_out(group, *(examples.reading("hours", m, "2026-01", "1") for m in (*examples.MEMBERS, "platform")))
    carry_out(group, *(examples.reading("calls", m, "2026-01", "1") for m in (*examples.MEMBERS,)))
    carry_out(group, examples.reading("calls", "desk", "2026-01", "3/4"))
    rule = examples.mutual_use(
        ("desk", "platform"), {"desk": "hours", "platform": "calls"}, "2026-01", method=method
    )
    costs = examples.document("desk", "2026-01", 10000), examples.document("platform", "2026-01", 20000)
    carry_out(group, rule, *costs, ShareServiceFlows(agreement=examples.CONFLUENCE, month="2026-01"))
    examples.post(group, "desk", "2026-01")
    examples.post(group, "platform", "2026-01")
    pack = proven(pool, group_schema, group, [("Brume", "platform", "2026-01"), ("Cime", "desk", "2026-01")])
    borne = {"step-down": ("75.00", "25.00"), "reciprocal": ("63.16", "36.84")}[method]
    told = holds(pack, tmp_path, f"flows between services recomputed ({method}, by amendment annex")
    assert f"Brume bears {borne[0]} EUR of platform" in told
    assert f"Cime bears {borne[1]} EUR of desk" in told
    reader = Reader(tmp_path)
    for name in ("service-flows.shared", "mutual-use.adopted", "flow-moved"):
        forged = list(without(pack, name))
        assert forged
        assert [reader.verifies(each).status for each in forged] == [1] * len(forged)


def test_a_restated_month_is_shared_by_the_key_that_restates_it(
    pool: ConnectionPool, group_schema: str, confluence: Group, tmp_path: Path
) -> None:
    """January: 100.00 EUR by calls, then equally and in February by calls again, as the restatement ends."""
    carry_out(confluence, examples.document("platform", "2026-01", 10000))
    carry_out(confluence, *(examples.reading("calls", m, "2026-02", "1") for m in ("Aval", "Brume")))
    carry_out(confluence, examples.reading("calls", "Cime", "2026-02", "2"))
    examples.post(confluence, "platform", "2026-01")
    terms = examples.key_terms("platform", examples.EQUAL, "2026-01", through="2026-01")
    carry_out(confluence, examples.charter(examples.rule()))
    restated = [Enactment("authorise a restatement", terms)]
    carry_out(confluence, *examples.adopted("1", restated, day=date(2026, 2, 5)))
    carry_out(confluence, examples.document("platform", "2026-02", 10000))
    examples.post(confluence, "platform", "2026-01")
    examples.post(confluence, "platform", "2026-02")
    shares = [("Brume", "platform", "2026-01"), ("Cime", "platform", "2026-02")]
    pack = proven(pool, group_schema, confluence, shares)
    holds(
        pack,
        tmp_path,
        "key 2 by resolution 1 of Confluence (3 for, 0 against)",
        "platform 2026-02 #1: recomputed to the cent for 3 members; 1 lines of documents, less 0 runs before; key 1",
        "Brume bears 33.33 EUR of platform for 2026-01",
    )


def test_a_quarter_of_seasons_and_averages_is_checked_reading_by_reading(
    pool: ConnectionPool, group_schema: str, group: Group, tmp_path: Path
) -> None:
    """In the mean, weighed by 170, 150 and 130: Aval 100 homes, Brume 4630/45, Cime 100."""
    by_homes, of_quarter = examples.proportional("homes"), {"allocation_period": "quarter"}
    laid_down = {"month_weights": HEATING, "averaged_measures": ["homes"]}
    carry_out(group, *examples.members_in_agreement(), *examples.toolbox("heating", ("homes",)))
    carry_out(group, examples.contract("heating", by_homes, **of_quarter, **laid_down))
    carry_out(group, *(examples.reading("homes", m, "2025-12", "100") for m in examples.MEMBERS))
    carry_out(group, examples.reading("homes", "Brume", "2026-03", "110"))
    carry_out(
        group, examples.document("heating", "2026-01", 3000), examples.document("heating", "2026-03", 133_300)
    )
    examples.post(group, "heating", "2026-01")
    examples.post(group, "heating", "2026-03")
    pack = proven(pool, group_schema, group, [("Brume", "heating", "2026-03")])
    # 1,363.00 EUR so far by 100 : 926/9 : 100 are 463.00 for Brume, less the 10.00 of January.
    holds(pack, tmp_path, "Brume bears 453.00 EUR of heating for 2026-03", "less 1 runs before")
    reader = Reader(tmp_path)
    forged = list(without(pack, "reading-recorded"))
    assert len(forged) == 4
    assert [reader.verifies(each).status for each in forged] == [1] * 4


def test_runs_prepared_ahead_carry_what_those_before_them_left(
    pool: ConnectionPool, group_schema: str, confluence: Group, tmp_path: Path
) -> None:
    months = ("2026-01", "2026-02", "2026-03")
    for month in months[1:]:
        carry_out(confluence, *(examples.reading("calls", m, month, "1") for m in examples.MEMBERS))
    carry_out(confluence, *(examples.document("platform", month, 10000) for month in months))
    for month in months:
        carry_out(confluence, PrepareRun(contract="platform", month=month, following=True), act=PREPARER)
    for month in months:
        carry_out(confluence, ApproveRun(contract="platform", month=month), act=APPROVER)
        carry_out(confluence, PostRun(contract="platform", month=month), act=PREPARER)
    pack = proven(pool, group_schema, confluence, [("Brume", "platform", month) for month in months])
    holds(pack, tmp_path, "platform 2026-03 #1: recomputed to the cent for 3 members")
    reader = Reader(tmp_path)
    forged = list(without(pack, "carry.moved"))
    assert len(forged) == 3
    assert [reader.verifies(each).status for each in forged] == [1] * 3


def test_the_provider_is_the_one_in_force_for_the_month(
    pool: ConnectionPool, group_schema: str, confluence: Group, tmp_path: Path
) -> None:
    changed = ChangeContract(
        contract="platform",
        effective_from="2026-02",
        provider="Brume",
        decided_on=date(2026, 1, 20),
        authority=examples.BY_AMENDMENT,
    )
    carry_out(confluence, changed, *(examples.reading("calls", m, "2026-02", "1") for m in examples.MEMBERS))
    for month in ("2026-01", "2026-02"):
        carry_out(confluence, examples.document("platform", month, 9000))
        examples.post(confluence, "platform", month)
    shares = [("Cime", "platform", month) for month in ("2026-01", "2026-02")]
    pack = proven(pool, group_schema, confluence, shares)
    told = holds(pack, tmp_path, "Cime bears 30.00 EUR of platform for 2026-02").splitlines()
    assert [line.rpartition("; ")[2] for line in told if "recomputed" in line] == [
        "contract by agreement Confluence",
        "contract by amendment annex of Confluence",
    ]
    reader = Reader(tmp_path)
    assert {reader.verifies(each).status for each in without(pack, "terms-changed")} == {1}
