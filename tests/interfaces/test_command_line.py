"""The command line translates: refusals end with status 1, bad input with 2, and nothing is half done."""

from __future__ import annotations

import json
from pathlib import Path
from uuid import uuid4

import pytest

from tests.architecture.repository import ROOT
from tests.interfaces.command_line import CommandLine, url_of, written

COSTS = (
    "supplier,number,kind,document_date,original,line_number,contract,service_from,service_to,service_month,"
    "nature,amount,direct_to,label,evidence_reference,evidence_sha256\n"
)
SIGNED = {"capacity": "director", "signed_on": "2025-12-15", "deliberation": "board of December"}


@pytest.fixture(scope="module")
def tantieme(postgres: str) -> CommandLine:
    """A group made from nothing by the command line alone, up to an open contract."""
    command_line = CommandLine(url_of(postgres), f"cli_{uuid4().hex[:8]}")
    assert command_line("migrate").status == 0
    for member in ("Aval", "Brume"):
        _do(
            command_line,
            "register-member",
            code=member,
            name=member,
            kind="OPH",
            effective_on="2026-01-01",
            source="register",
        )
    _do(
        command_line,
        "draft-agreement",
        code="Confluence",
        name="Confluence",
        legal_form="convention without legal person",
        axes=["tenants"],
        parties=["Aval", "Brume"],
        entry_convention="months started",
        exit_notice_months=6,
        vat_regime="exempt",
        effective_on="2026-01-01",
    )
    for member in ("Aval", "Brume"):
        _do(
            command_line,
            "sign-agreement",
            agreement="Confluence",
            member=member,
            signatory=f"Director of {member}",
            **SIGNED,
        )
    _do(command_line, "add-service", code="CALLS", name="Call centre", axis="tenants", unit_of_work="call")
    _do(command_line, "define-measure", code="calls", name="Calls", unit="calls", nature="flow")
    _do(
        command_line,
        "open-contract",
        code="C-CALLS",
        service="CALLS",
        agreement="Confluence",
        provider="Aval",
        beneficiaries=["Aval", "Brume"],
        starts_on="2026-01-01",
        exact_cost={"required": True, "source": "article 3"},
        key={"proportional": "calls"},
        reason="used call by call",
        decided_on="2026-01-01",
        authority={"kind": "agreement", "agreement": "Confluence"},
    )
    _do(command_line, "open-accounting-year", year=2026)
    return command_line


def _do(command_line: CommandLine, command: str, **terms: object) -> None:
    said = command_line("do", command, "-", "--as", "Claire", stdin=json.dumps(terms))
    assert said.status == 0, said.err


def _costs(folder: Path, *lines: str) -> Path:
    return written(folder, "costs.csv", COSTS + "".join(f"{line}\n" for line in lines))


def _line(number: str, month: str, amount: str, contract: str = "C-CALLS") -> str:
    return f"Phones,{number},invoice,{month}-15,,1,{contract},{month}-01,{month}-28,{month},cost,{amount},,Lines,GED/1,"


def test_a_month_goes_from_files_to_a_statement(tantieme: CommandLine, tmp_path: Path) -> None:
    assert (
        tantieme(
            "--as", "Claire", "import", "costs", _costs(tmp_path, _line("F1", "2026-01", "100.00"))
        ).status
        == 0
    )
    readings = "measure,member,reference_date,month,value,certified_by,evidence_reference,evidence_sha256\n"
    rows = "calls,Aval,,2026-01,3,,,\ncalls,Brume,,2026-01,4,,,\n"
    assert (
        tantieme(
            "--as", "Claire", "import", "measurements", written(tmp_path, "calls.csv", readings + rows)
        ).status
        == 0
    )
    assert tantieme("run", "call centre", "2026-01", "prepare", "--as", "Claire").status == 0
    refused = tantieme("run", "C-CALLS", "2026-01", "approve", "--as", "Claire")
    assert (refused.status, refused.out) == (1, "")
    assert "someone other than the person who prepared it" in refused.err
    assert tantieme("run", "C-CALLS", "2026-01", "approve", "--as", "Denis").status == 0
    assert tantieme("run", "C-CALLS", "2026-01", "post", "--as", "Claire").status == 0
    told = tantieme("statement", "Brume", 2026, "--json").data
    assert (told["borne"], told["due_cents"]) == ("57.14", {"Aval": 5714})
    assert "Director of Aval" not in tantieme("history").out


def test_a_command_shows_which_terms_it_has(tantieme: CommandLine) -> None:
    said = tantieme("do", "open-contract")
    assert said.status == 0
    assert "exact_cost: an object of {required: true or false, source: text}" in said.out
    assert "allocation_period: one of 'month', 'quarter', 'year', 'month' when left out" in said.out


def test_a_question_makes_no_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    said = CommandLine("").anywhere("--data-dir", tmp_path / "nothing", "members")
    assert (said.status, said.out) == (1, "")
    assert "there is no data in" in said.err
    assert not (tmp_path / "nothing").exists()


def test_the_same_key_happens_once(tantieme: CommandLine) -> None:
    terms = json.dumps(
        {"code": "M-ONCE", "name": "Once", "kind": "OPH", "effective_on": "2026-01-01", "source": "x"}
    )
    first = tantieme("do", "register-member", "-", "--as", "Claire", "--key", "once", "--json", stdin=terms)
    again = tantieme("do", "register-member", "-", "--as", "Claire", "--key", "once", "--json", stdin=terms)
    assert first.data == again.data
    twice = terms.replace("Once", "Twice")
    other = tantieme("do", "register-member", "-", "--as", "Claire", "--key", "once", stdin=twice)
    assert other.status == 1
    assert "idempotency key once" in other.err


def test_every_faulty_line_is_listed_and_nothing_recorded(tantieme: CommandLine, tmp_path: Path) -> None:
    before = tantieme("verify", "--json").data["events"]
    file = _costs(
        tmp_path,
        _line("G1", "2026-02", "10.00"),
        _line("G2", "2026-02", "ten"),
        _line("G3", "2026-13", "10.00"),
        _line("G4", "2026-02", "10.00", "C-NONE"),
    )
    said = tantieme("--as", "Claire", "import", "costs", file)
    assert said.status == 2
    assert "costs.csv, line 3, amount" in said.err
    assert "costs.csv, line 4, service_month" in said.err
    assert "costs.csv, line 5, contract" in said.err
    assert tantieme("verify", "--json").data["events"] == before


def test_the_same_file_changes_nothing_and_says_so(tantieme: CommandLine, tmp_path: Path) -> None:
    file = _costs(tmp_path, _line("H1", "2026-03", "10.00"))
    assert tantieme("--as", "Claire", "import", "costs", file).status == 0
    before = tantieme("verify", "--json").data["events"]
    again = tantieme("--as", "Claire", "import", "costs", file)
    assert (again.status, "imported before; nothing has changed" in again.out) == (0, True)
    assert tantieme("verify", "--json").data["events"] == before


def test_the_same_document_with_other_content_is_refused(tantieme: CommandLine, tmp_path: Path) -> None:
    assert (
        tantieme(
            "--as", "Claire", "import", "costs", _costs(tmp_path, _line("K1", "2026-03", "10.00"))
        ).status
        == 0
    )
    said = tantieme("--as", "Claire", "import", "costs", _costs(tmp_path, _line("K1", "2026-03", "10.01")))
    assert said.status == 2
    assert "already recorded with other content" in said.err


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (("statement", "Nobody", 2026), 1, "there is no member Nobody"),
        (("explain", "Aval", "C-CALLS", "2026-14"), 2, "month"),
        (("explain", "Aval", "C-NONE", "2026-01"), 1, "no contract C-NONE"),
        (("members", "--as-of", "999999"), 2, "as_of"),
        (("members", "--as-of", "yesterday"), 2, "as_of"),
        (("run", "C-CALLS", "2026-01", "prepare"), 2, "--as"),
        (("run", "C-CALLS", "2026-01", "bless", "--as", "Claire"), 2, "step"),
        (("run", "C-CALLS", "2019-01", "prepare", "--as", "Claire"), 1, "no cost is recorded"),
        (("do", "make-coffee", "-"), 2, "not known"),
        (("do", "mark-enactment-executed", "-"), 2, "not known"),
        (("do", "open-accounting-year", "-", "--as", " "), 2, "--as"),
        (("import", "costs", "no-such-file.csv"), 2, "--as"),
        (("costs", "--contract", "C-NONE"), 1, "no contract C-NONE"),
        (("costs", "--month", "2026-1"), 2, "month"),
        (("import", "costs", "no-such-file.csv", "--as", "Claire"), 2, "no-such-file.csv"),
        (("history", "--limit", "0"), 2, "limit"),
        (("dance",), 2, "dance"),
        (("--group", "nowhere", "members"), 1, "nowhere"),
    ],
)
def test_what_cannot_be_done_says_why(
    tantieme: CommandLine, arguments: tuple[object, ...], status: int, words: str
) -> None:
    said = tantieme(*arguments)
    assert (said.status, said.out) == (status, "")
    assert words in said.err
    assert "Traceback" not in said.err


@pytest.mark.parametrize(
    "terms", ["", "[]", "{", '{"year": 1, "year": 2}', '{"year": "x"}', '{"years": 2027}']
)
def test_bad_terms_are_named(tantieme: CommandLine, terms: str) -> None:
    said = tantieme("do", "open-accounting-year", "-", stdin=terms)
    assert said.status == 2
    assert "Traceback" not in said.err


def test_refusals_are_data_for_programs(tantieme: CommandLine) -> None:
    said = tantieme("statement", "Nobody", 2026, "--json")
    assert json.loads(said.err) == {
        "refused": "not-found",
        "sentence": "there is no member Nobody",
        "facts": {"kind": "member", "code": "Nobody"},
    }


def test_the_calculator_needs_no_ledger(tantieme: CommandLine) -> None:
    request = {
        "calculate": "shares",
        "amount": "100.00",
        "members": ["A", "B", "C"],
        "key": {"equal": {}},
    }
    said = tantieme("calculate", "-", stdin=json.dumps(request))
    assert [share["amount"] for share in said.data["shares"]] == ["33.34", "33.33", "33.33"]
    refused = tantieme("calculate", "-", stdin=json.dumps({**request, "amount": 100}))
    assert (refused.status, refused.out) == (2, "")
    assert "amount" in refused.err


def test_the_readme_makes_a_group_from_nothing(tantieme: CommandLine) -> None:
    duo = CommandLine(tantieme.url, f"duo_{uuid4().hex[:8]}")
    assert duo("migrate").status == 0
    for file in sorted((ROOT / "interfaces/cli/example/duo").glob("*.json")):
        said = duo("--as", "Claire", "do", file.stem.partition("-")[2], file)
        assert said.status == 0, f"{file.name}: {said.err}"
    for person, step in (("Claire", "prepare"), ("Denis", "approve"), ("Claire", "post")):
        assert duo("--as", person, "run", "C-CALLS", "2026-01", step).status == 0
    assert duo("statement", "Brume", 2026, "--json").data["due_cents"] == {"Aval": 5714}
    explained = duo("explain", "Brume", "C-CALLS", "2026-01", "--json").data
    assert explained["opened_by"]["arithmetic"][-1] == "unanimity: 2 for of 2 needed"
