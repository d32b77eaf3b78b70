"""Lists page by page and as tables, in which text stays text; files as uploads; positions as they are written."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
from psycopg_pool import ConnectionPool

from application.access.role import Role
from application.group import Group
from interfaces.api.imports import LONGEST_NAME, safe_name
from interfaces.api.live import MOST_OF_ONE
from interfaces.api.tables import CSV, LONGEST_CELL, XLSX, guarded
from tests.examples import MEMBERS, carry_out, contract, cost_csv, proportional, reading_csv
from tests.interfaces.api_world import World, world

FORMULAS = (
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1",
    " =1",
    "＝1",
    'a;=HYPERLINK("//evil")',
    "b; -1+1\n=1",
)
COSTS = cost_csv(
    [{"number": "F-1", "line_number": "1", "contract": "platform", "month": "2026-01", "amount": "100,00"}]
)
WRONG = COSTS.replace("platform", "NONE").replace("100,00", "many")
LISTS = ("members", "agreements", "services", "contracts", "resolutions", "costs", "history", "exactness")


@pytest.fixture(scope="module")
def served(pool: ConnectionPool) -> Iterator[World]:
    with world(pool, "confluence") as opened:
        group = opened.home.open("confluence")
        carry_out(group, contract("platform", proportional("calls")))
        for number, formula in enumerate(FORMULAS):
            terms = {
                "code": f"S{number}",
                "name": formula.strip() or "x",
                "axis": formula,
                "unit_of_work": "u",
            }
            done = opened.do("add-service", terms)
            assert done.status_code == 200, done.text
        yield opened


def group_of(served: World) -> Group:
    return served.home.open(served.group)


def test_a_list_is_read_page_by_page_without_a_gap_or_a_repeat(served: World) -> None:
    whole = [service["code"] for service in served.ask("GET", "services").json()["services"]]
    codes: list[str] = []
    path: str | None = "/api/groups/confluence/services?limit=3"
    while path is not None:
        answered = served.client.get(path, headers=served.as_role(Role.AUDITOR))
        codes += [service["code"] for service in answered.json()["services"]]
        link = re.fullmatch('<(.+)>; rel="next"', answered.headers.get("link", ""))
        assert (link is None) == (answered.json()["next"] is None)
        path = link[1] if link else None
    assert codes == whole
    assert len(codes) == len(FORMULAS) + 1


def test_a_page_begins_after_what_the_page_before_ended_with(served: World) -> None:
    refused = served.ask("GET", "services?after=nothing")
    assert (refused.status_code, refused.json()["field"]) == (422, "after")
    assert served.ask("GET", "services?limit=0").status_code == 422
    assert served.ask("GET", "services?limit=501").status_code == 422


@pytest.mark.parametrize("reading", LISTS)
@pytest.mark.parametrize(("form", "media_type"), [("csv", CSV), ("xlsx", XLSX)])
def test_each_list_has_its_table_by_link_and_by_what_is_accepted(
    served: World, reading: str, form: str, media_type: str
) -> None:
    by_link = served.ask("GET", f"{reading}?format={form}")
    by_accept = served.ask("GET", reading, headers={"Accept": f"text/html;q=0.2, {media_type}"})
    assert by_link.status_code == 200, by_link.text
    assert by_link.headers["content-type"].startswith(media_type)
    assert by_link.headers["content-disposition"] == f'attachment; filename="{reading}.{form}"'
    # The same reading is the same file, byte for byte.
    assert by_link.content == by_accept.content
    assert by_link.headers["etag"] == f'"{served.head()}.{form}"'


def test_a_statement_has_its_table(served: World) -> None:
    table = served.ask("GET", "members/Aval/statements/2026?format=csv").text
    assert table.startswith("\ufeffcontract,service,")


@pytest.mark.parametrize(
    "accept", ["", "*/*", "application/json", "text/html", "image/png", "text/csv;q=0", "q;;=,"]
)
def test_json_is_what_is_answered_otherwise(served: World, accept: str) -> None:
    answered = served.ask("GET", "members", headers={"Accept": accept})
    assert answered.headers["content-type"] == "application/json"


def test_in_csv_no_text_begins_a_formula(served: World) -> None:
    rows = list(
        csv.DictReader(io.StringIO(served.ask("GET", "services?format=csv").text.removeprefix("\ufeff")))
    )
    cells = [cell for row in rows for cell in row.values()]
    assert not [cell for cell in cells if cell.strip().startswith(("=", "+", "-", "@", "\t", "＝"))]
    assert {row["axis"] for row in rows} >= {guarded(formula) for formula in FORMULAS}


def test_in_csv_no_text_begins_a_formula_where_cells_are_cut_at_semicolons(served: World) -> None:
    lines = served.ask("GET", "services?format=csv").text.removeprefix("\ufeff").splitlines()
    cells = [cell for line in lines for cell in re.split("[;\t]", line)]
    assert any(cell.startswith("'=HYPERLINK") for cell in cells)
    assert not [cell for cell in cells if cell.strip(' "').startswith(("=", "+", "-", "@"))]


def test_in_xlsx_there_is_no_formula_and_no_link(served: World) -> None:
    with zipfile.ZipFile(io.BytesIO(served.ask("GET", "services?format=xlsx").content)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        texts = book.read("xl/sharedStrings.xml").decode()
    assert "<f" not in sheet.replace("<fo", "")
    assert "hyperlink" not in sheet
    assert "=cmd|" in texts


def test_amounts_and_positions_stay_numbers(served: World) -> None:
    assert [guarded(text) for text in ("-12.50", "-5", "12", "-1/2")] == ["-12.50", "-5", "12", "'-1/2"]
    with zipfile.ZipFile(io.BytesIO(served.ask("GET", "history?format=xlsx").content)) as book:
        assert "<v>1</v>" in book.read("xl/worksheets/sheet1.xml").decode()


def test_a_text_too_long_for_a_cell_says_so(served: World) -> None:
    from interfaces.api.tables import _shortened

    kept = _shortened("x" * (LONGEST_CELL + 1))
    assert len(kept) == LONGEST_CELL
    assert f"({LONGEST_CELL + 1} characters" in kept


def test_a_file_is_looked_at_before_it_is_recorded(served: World) -> None:
    before = served.head()
    found = send(served, "costs", COSTS, "?preview=true")
    assert found.status_code == 200, found.text
    assert (found.json()["preview"], found.json()["file"]["recorded"], found.json()["faults"]) == (
        True,
        1,
        [],
    )
    faulty = send(served, "costs", WRONG, "?preview=true").json()
    assert (faulty["file"], faulty["fault_count"]) == (None, len(faulty["faults"]))
    assert {fault["column"] for fault in faulty["faults"]} == {"amount"}
    assert {fault["line"] for fault in faulty["faults"]} == {2}
    assert served.head() == before


def test_a_preview_makes_nobody_known(served: World) -> None:
    people = dict(group_of(served).people.names())
    rows = [
        {"measure": "calls", "member": m, "month": "2026-02", "value": "1", "certified_by": "Zoe"}
        for m in MEMBERS
    ]
    found = send(served, "measurements", reading_csv(rows), "?preview=true")
    assert (found.status_code, found.json()["file"]["recorded"]) == (200, 3), found.text
    assert dict(group_of(served).people.names()) == people


def test_a_faulty_file_is_refused_with_every_fault_and_records_nothing(served: World) -> None:
    before = served.head()
    refused = send(served, "costs", WRONG)
    assert (refused.status_code, refused.json()["type"]) == (422, "urn:tantieme:file-refused")
    assert refused.json()["faults"][0]["rule"]
    assert served.head() == before


def test_a_file_is_recorded_once_and_answered_the_same_again(served: World) -> None:
    before = served.head()
    first = send(served, "costs", COSTS, key="file")
    again = send(served, "costs", COSTS, key="file")
    assert (first.status_code, first.json()["file"]["recorded"]) == (200, 1), first.text
    assert first.content == again.content
    after = served.head()
    assert after > before
    other = send(served, "costs", COSTS.replace("F-1", "F-2"), key="file")
    assert (other.status_code, other.json()["type"]) == (422, "urn:tantieme:key-reused")
    # Under another key the file is in already: nothing changes, and that is the answer from then on.
    known, known_again = send(served, "costs", COSTS, key="other"), send(served, "costs", COSTS, key="other")
    assert (known.json()["count"], known.content) == (0, known_again.content)
    assert served.head() == after
    assert served.ask("GET", "costs").json()["costs"][0]["amount"] == "100.00"


def test_a_file_may_be_decided_on_what_was_read(served: World) -> None:
    headers = {"Content-Type": "text/csv", "Idempotency-Key": "tagged", "If-Match": '"1"'}
    before = served.head()
    refused = served.ask(
        "POST", "imports/costs", content=COSTS.replace("F-1", "F-9").encode(), headers=headers
    )
    assert (refused.status_code, refused.json()["type"]) == (412, "urn:tantieme:moved")
    assert served.head() == before


def test_a_page_uploads_a_file_with_a_form(served: World) -> None:
    sent = {"file": ("../../étrange\x00name.csv", COSTS.encode(), "text/csv")}
    headers = {"Idempotency-Key": "form"}
    found = served.ask("POST", "imports/costs?preview=true", files=sent, headers=headers)
    assert found.status_code == 200, found.text
    for wrong in ({"other": sent["file"]}, {"file": sent["file"], "more": sent["file"]}):
        assert served.ask("POST", "imports/costs", files=wrong, headers=headers).status_code in (400, 415)
    assert served.ask("POST", "imports/costs", data={"file": "text"}, headers=headers).status_code == 415


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\files\\a.csv", "a.csv"),
        ("", "upload.csv"),
        ("..", "upload.csv"),
        ("a\r\nb<script>.csv", "a__b_script_.csv"),
        ("x" * 500, "x" * LONGEST_NAME),
        ("表" * 119 + ".csv", "表" * 78 + ".csv"),
    ],
)
def test_the_name_of_a_file_is_a_name(sent: str, kept: str) -> None:
    assert safe_name(sent) == kept


def test_positions_are_told_as_they_are_written(served: World) -> None:
    with served.client.stream(
        "GET", "/api/groups/confluence/positions?seconds=1", headers=served.as_role(Role.AUDITOR)
    ) as stream:
        told = "".join(stream.iter_text())
        assert stream.headers["content-type"].startswith("text/event-stream")
    assert f"id: {served.head()}" in told
    assert json.loads(re.search(r"data: (.+)", told)[1]) == {"position": served.head()}  # type: ignore[index]


def test_the_calculator_answers_as_on_the_command_line(served: World) -> None:
    from application.calculator import calculate

    request = json.dumps({"calculate": "settlement", "balances": {"A": "-1.00", "B": "1.00"}})
    headers = {"Content-Type": "application/json", **served.as_role(Role.AUDITOR)}
    answered = served.client.post("/api/calculations", content=request, headers=headers)
    assert answered.json() == json.loads(json.dumps(calculate(request)))
    for body in ('{"calculate": "settlement", "calculate": "shares"}', '{"calculate": 1.5}', "[]"):
        assert served.client.post("/api/calculations", content=body, headers=headers).status_code == 422
    wrong = {**headers, "Authorization": "Bearer tantieme_x"}
    assert served.client.post("/api/calculations", content=request, headers=wrong).status_code == 401


def send(served: World, kind: str, text: str, query: str = "", key: str = "k") -> Any:
    headers = {"Content-Type": "text/csv", "Idempotency-Key": key}
    return served.ask("POST", f"imports/{kind}{query}", content=text.encode(), headers=headers)


def test_one_account_leaves_room_for_who_else_listens(served: World) -> None:
    watch = served.client.app.state.watch  # type: ignore[attr-defined]
    person = served.ask("GET", "standing", Role.AUDITOR).json()["person"]
    watch.held["confluence", person] = MOST_OF_ONE
    refused = served.ask("GET", "positions?seconds=1", Role.AUDITOR)
    assert (refused.status_code, refused.json()["count"]) == (503, MOST_OF_ONE)
    assert served.ask("GET", "positions?seconds=1", Role.CONTROLLER).status_code == 200
    assert dict(watch.held) == {("confluence", person): MOST_OF_ONE}
    watch.held.clear()
