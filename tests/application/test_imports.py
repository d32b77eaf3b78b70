"""A file is validated whole, then recorded in one transaction, or nothing of it is; and never twice."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from application.answers.costs import cost_lines
from application.errors import InputsMoved, KeyReused
from application.group import Group
from application.import_rows import Fault
from application.imports import FileRefused, Imported
from application.runs import PrepareRun
from interfaces.composition import cost_file, measurement_file
from tests.application.conftest import open_platform
from tests.application.test_idempotency import at_once
from tests.examples import PREPARER, carry_out, cost_csv, document, post, reading_csv

LINE = {"line_number": "1", "contract": "platform", "month": "2026-01", "amount": "100,00"}
MOST_MEGABYTES, MOST_SECONDS = 300, 60


def written(folder: Path, text: str, name: str = "costs.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def costs(folder: Path, *rows: Mapping[str, str], name: str = "costs.csv") -> Path:
    return written(folder, cost_csv({**LINE, "number": f"C-{n}", **row} for n, row in enumerate(rows)), name)


def import_costs(group: Group, path: Path) -> Imported:
    return group.import_costs(cost_file(path), PREPARER)


def head(group: Group) -> int:
    return group.ledger.event_log.head().position


def rows(group: Group, table: str, **where: object) -> Sequence[Any]:
    return group.readings.rows(table, group.position(), **where)


def faults_of(group: Group, path: Path) -> list[Fault]:
    """Why the file is refused; nothing of it is recorded."""
    before = head(group)
    with pytest.raises(FileRefused) as refused:
        import_costs(group, path)
    assert head(group) == before
    assert refused.value.facts["count"] == len(refused.value.faults)
    return list(refused.value.faults)


def test_every_line_of_a_good_file_is_recorded_with_its_evidence(confluence: Group, tmp_path: Path) -> None:
    evidence = {"evidence_reference": "F-1.pdf", "evidence_sha256": "ab" * 32}
    two_lines = (
        {"number": "C-9"},
        {"number": "C-9", "line_number": "2", "amount": "-5,50", "nature": "discount"},
    )
    path = costs(tmp_path, {}, evidence, *two_lines)
    imported = import_costs(confluence, path)
    assert not imported.again
    done = imported.completed
    assert (done.lines, done.recorded, done.known, done.late, done.without_evidence) == (4, 3, 0, 0, 3)
    lines = rows(confluence, "document_lines")
    assert [line["amount_cents"] for line in lines if line["number"] == "C-9"] == [10_000, -550]
    [with_evidence] = rows(confluence, "document_lines", evidence_sha256="ab" * 32)
    assert with_evidence["evidence_reference"] == "F-1.pdf"
    [document_] = rows(confluence, "documents", number="C-0")
    assert document_["file_sha256"] == done.sha256 == cost_file(path).sha256


def test_an_import_is_one_transaction_that_ends_with_its_own_event(confluence: Group, tmp_path: Path) -> None:
    before = head(confluence)
    imported = import_costs(confluence, costs(tmp_path, {}, {"month": "2026-02"}))
    records = confluence.ledger.event_log.read(before, 1_000)
    assert len({record.recorded_at for record in records}) == 1
    assert records[-1].topic == "allocation.file-import.completed"
    assert imported.position == records[-1].position
    assert {record.correlation for record in records} == {imported.completed.sha256[:32]}


def test_every_faulty_line_is_listed_and_nothing_is_recorded(confluence: Group, tmp_path: Path) -> None:
    path = costs(
        tmp_path,
        {},
        {"amount": "a lot"},
        {"document_date": "31/02/2026", "kind": "gift"},
        {},
        {"nature": "direct"},
        {"amount": "0,00"},
    )
    faults = [(fault.line, fault.column) for fault in faults_of(confluence, path)]
    assert faults == [(3, "amount"), (4, "document_date"), (4, "kind"), (6, "direct_to"), (7, "amount")]


def test_what_the_ledger_does_not_know_is_a_fault_of_its_line(confluence: Group, tmp_path: Path) -> None:
    path = costs(
        tmp_path,
        {},
        {"contract": "nowhere"},
        {"month": "2025-12"},
        {"nature": "direct", "direct_to": "Dune"},
        {"kind": "credit-note", "original": "C-none", "amount": "-1,00"},
    )
    faults = [(fault.line, fault.column) for fault in faults_of(confluence, path)]
    assert faults == [(3, "contract"), (4, "service_month"), (5, "direct_to"), (6, "original")]


def test_a_file_already_imported_changes_nothing_and_says_so(confluence: Group, tmp_path: Path) -> None:
    first = import_costs(confluence, costs(tmp_path, {}, {}))
    before = head(confluence)
    again = import_costs(confluence, costs(tmp_path, {}, {}, name="the same.csv"))
    assert (again.again, again.completed, head(confluence)) == (True, first.completed, before)


def test_a_file_imported_by_eight_at_once_is_imported_once(confluence: Group, tmp_path: Path) -> None:
    path = costs(tmp_path, {}, {})
    before = head(confluence)
    imported = at_once(8, lambda _: import_costs(confluence, path))
    assert [i.again for i in imported].count(False) == 1
    assert head(confluence) == before + 6


def test_an_idempotency_key_stands_for_one_file_only(confluence: Group, tmp_path: Path) -> None:
    act = replace(PREPARER, idempotency_key="costs of January")
    file = cost_file(costs(tmp_path, {}, {}))
    imported = at_once(4, lambda _: confluence.import_costs(file, act))
    assert [i.again for i in imported].count(False) == 1
    other = cost_file(costs(tmp_path, {"number": "new"}, name="other.csv"))
    with pytest.raises(KeyReused):
        confluence.import_costs(other, act)
    assert confluence.import_costs(other, PREPARER).completed.recorded == 1


def test_a_document_that_is_in_already_is_passed_over(confluence: Group, tmp_path: Path) -> None:
    import_costs(confluence, costs(tmp_path, {}, {}))
    imported = import_costs(confluence, costs(tmp_path, {}, {}, {}, name="more.csv"))
    assert (imported.completed.recorded, imported.completed.known) == (1, 2)
    assert len(rows(confluence, "document_lines")) == 3


def test_the_same_document_with_other_content_is_a_fault(confluence: Group, tmp_path: Path) -> None:
    import_costs(confluence, costs(tmp_path, {}, {}))
    [fault] = faults_of(confluence, costs(tmp_path, {}, {"amount": "100,01"}, {}, name="more.csv"))
    assert (fault.line, fault.column, fault.value) == (3, "number", "C-1")


def test_a_credit_note_names_an_original_that_is_recorded_or_in_the_file(
    confluence: Group, tmp_path: Path
) -> None:
    back = {"kind": "credit-note", "amount": "-40,00"}
    import_costs(confluence, costs(tmp_path, {}, {**back, "original": "C-0"}))
    import_costs(confluence, costs(tmp_path, {**back, "number": "A-1", "original": "C-0"}, name="more.csv"))
    assert sum(line["amount_cents"] for line in rows(confluence, "document_lines")) == 2_000


def test_a_line_for_a_month_already_posted_awaits_a_corrective_run(confluence: Group, tmp_path: Path) -> None:
    carry_out(confluence, document("platform", "2026-01", 10_000))
    post(confluence, "platform", "2026-01")
    imported = import_costs(confluence, costs(tmp_path, {}, {"month": "2026-02"}))
    assert imported.completed.late == 1
    [late] = cost_lines(confluence.readings, confluence.position(), late=True)
    assert (late["number"], late["service_month"]) == ("C-0", "2026-01")
    post(confluence, "platform", "2026-01")
    assert cost_lines(confluence.readings, confluence.position(), late=True) == []


def test_a_file_that_comes_while_a_run_is_prepared_moves_its_inputs_or_is_in_it(
    confluence: Group, tmp_path: Path
) -> None:
    carry_out(confluence, document("platform", "2026-01", 10_000))
    path = costs(tmp_path, {}, {})
    run = PrepareRun(contract="platform", month="2026-01")

    def race(number: int) -> object:
        return import_costs(confluence, path) if number else confluence.carry_out(run, PREPARER)

    with suppress(InputsMoved):
        at_once(2, race)
    assert len(rows(confluence, "document_lines")) == 3


def test_readings_are_imported_whole_or_not_at_all(confluence: Group, tmp_path: Path) -> None:
    given = [
        {"measure": "calls", "member": "Aval", "month": "2026-02", "value": "1 200,5"},
        {"measure": "homes", "member": "Aval", "reference_date": "31/12/2025", "value": "100"},
    ]
    good = written(tmp_path, reading_csv(given), "readings.csv")
    bad = [
        {"measure": "visits", "member": "Aval", "month": "2026-02", "value": "1"},
        {"measure": "calls", "member": "Etang", "month": "2026-02", "value": "1"},
        {"measure": "homes", "member": "Brume", "month": "2026-02", "value": "1"},
        {"measure": "calls", "member": "Aval", "month": "2026-01", "value": "4"},
    ]
    path = written(tmp_path, reading_csv([*given, *bad]), "faulty.csv")
    before = head(confluence)
    with pytest.raises(FileRefused) as refused:
        confluence.import_measurements(measurement_file(path), PREPARER)
    assert head(confluence) == before
    assert [(f.line, f.column) for f in refused.value.faults] == [
        (4, "measure"),
        (5, "member"),
        (6, "value"),
        (7, "value"),
    ]
    imported = confluence.import_measurements(measurement_file(good), PREPARER)
    assert imported.completed.recorded == 2
    assert confluence.import_measurements(measurement_file(good), PREPARER).again
    [homes] = rows(confluence, "readings", file_sha256=imported.completed.sha256, value="100")
    assert homes["member"] == "Aval"


IMPORT = """
import json, resource, sys, time
from contextlib import suppress
from pathlib import Path
from application.ports import Act
from infrastructure.postgres.pool import open_pool
from interfaces.composition import Home, cost_file

def megabytes():
    # Where Linux starts a program without a copy of its parent, ru_maxrss holds the parent's peak; VmHWM never does.
    with suppress(FileNotFoundError):
        status = Path("/proc/self/status").read_text().splitlines()
        return next(int(line.split()[1]) for line in status if line.startswith("VmHWM")) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 * 1024 if sys.platform == "darwin" else 1024)

seen = []
started = time.monotonic()
with open_pool(sys.argv[1]) as pool:
    file = cost_file(Path(sys.argv[3]))
    imported = Home(pool).open(sys.argv[2]).import_costs(file, Act(actor="importer"), lambda *far: seen.append(far))
print(json.dumps({
    "seconds": time.monotonic() - started,
    "megabytes": megabytes(),
    "seen": seen,
    "recorded": imported.completed.recorded,
    "again": imported.again,
}))
"""


def imported_apart(postgres: str, schema: str, path: Path) -> dict[str, Any]:
    """What importing a file in a process of its own took."""
    command = [sys.executable, "-c", IMPORT, postgres, schema, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def test_fifty_thousand_lines_show_progress_and_stay_within_300_megabytes(
    postgres: str, group: Group, group_schema: str, tmp_path: Path
) -> None:
    open_platform(group)
    lines = (
        {"number": f"B-{n // 2}", "line_number": str(n % 2 + 1), "month": f"2026-{n // 2 % 12 + 1:02d}"}
        for n in range(50_000)
    )
    done = imported_apart(postgres, group_schema, costs(tmp_path, *lines))
    assert done["recorded"] == 25_000
    assert done["megabytes"] < MOST_MEGABYTES
    assert done["seconds"] < MOST_SECONDS
    assert len(done["seen"]) >= 50
    assert done["seen"] == sorted(done["seen"])
    assert done["seen"][-1] == [50_001, 50_001]
    assert len(rows(group, "document_lines")) == 50_000
