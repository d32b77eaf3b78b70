"""What an auditor reads of a year: tables as of one position, each row as it stands in the views.

A year is that of the posting periods. Exact numbers are texts, money is integer cents, persons are opaque ids.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from application.answers.costs import LINE
from application.answers.lists import agreements, contracts, resolutions
from application.answers.reimbursement import exact_reimbursement
from application.ports import Row, ViewRows
from domain.kernel.errors import Refusal
from domain.kernel.money import euros
from domain.kernel.periods import Month

RUN = (
    *(
        "run",
        "contract",
        "service_month",
        "kind",
        "stage",
        "posting_period",
        "accounting_date",
        "reversed_in",
    ),
    *("reversed_because", "provider", "key_version", "prepared_by", "approved_by"),
)
BASIS = ("engine_version", "digest")
SHARE = (
    "member",
    "fraction",
    "exact_cents",
    "cents",
    "rounding_cents",
    "carried_after_cents",
    "direct_cents",
)
ENTRY = (
    *("entity", "contract", "year", "number", "line", "run", "service_month", "posting_period"),
    *("accounting_date", "label", "role", "counterparty", "used_by", "debit_cents", "credit_cents"),
)
FLOW = (
    *("code", "agreement", "service_month", "provider", "user_contract"),
    *("exact_cents", "moved_cents", "carried_after_cents"),
)
READING = ("measure", "period", "member", "value", "certified_by", "evidence_reference", "evidence_sha256")
RECONCILED = (
    *("run", "pool_cents", "shared_cents", "pool_less_shared_cents", "direct_cents", "own_cents"),
    *("recharged_cents", "booked_cents", "recharged_less_booked_cents"),
)
CLAIMS = "claims on members"


class NothingPosted(Refusal):
    """A pack is of a year in which something was posted."""

    sentence = "nothing was posted in {year}"


@dataclass(frozen=True, slots=True)
class Table:
    """A name, what it answers in a sentence, its columns and its rows."""

    name: str
    about: str
    columns: tuple[str, ...]
    rows: Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Year:
    """The runs that a year is about, with the contracts and months whose shares are claimed."""

    year: int
    runs: Sequence[Row]
    shares: Sequence[tuple[str, str, str]]


def year_of(rows: ViewRows, at: int, year: int) -> Year:
    """What was posted or reversed in a year, as of a position. Raises NothingPosted."""
    periods = [f"{year}-{month:02d}" for month in range(1, 13)]
    posted = rows.rows("runs", at, posting_period=periods, stage=["posted", "reversed"])
    negated = rows.rows("runs", at, reversed_in=periods, stage="reversed")
    runs = sorted({run["run"]: run for run in [*posted, *negated]}.values(), key=_place)
    if not runs:
        raise NothingPosted(year=year)
    shares = {
        (str(share["member"]), str(run["contract"]), str(run["service_month"]))
        for run in runs
        if run["stage"] == "posted"
        for share in _shares_of(rows, at, run)
    }
    return Year(year, runs, sorted(shares, key=lambda share: (share[1], share[2], share[0])))


def tables_of(rows: ViewRows, at: int, year: Year) -> list[Table]:
    """All tables of the year."""
    codes = {str(run["contract"]) for run in year.runs}
    of_runs = [contract for contract in contracts(rows, at) if contract["code"] in codes]
    parties = {contract["agreement"] for contract in of_runs}
    agreed = [each for each in agreements(rows, at) if each["code"] in parties]
    decided = [each for each in resolutions(rows, at) if each["stage"] == "adopted"]
    return [
        _as_data("agreements", "agreements with signatures and délibérations, amendments, charters", agreed),
        _as_data("contracts", "contracts, their keys, why each reflects use, on whose authority", of_runs),
        _as_data("resolutions", "adopted resolutions with their voters, ballots and arithmetic", decided),
        Table(
            "readings",
            "what was counted, on which evidence, certified by whom",
            READING,
            _readings(rows, at, year),
        ),
        Table(
            "flows",
            "what services bear of each other's cost, exactly and in the cents that were moved",
            FLOW,
            _flows(rows, at, year),
        ),
        Table("documents", "the cost lines, with the hash of their documents", LINE, _lines(rows, at, year)),
        Table("runs", "who prepared, who approved, by which key, posted where", (*RUN, *BASIS), _runs(year)),
        Table("shares", "what each member bears of each run", ("run", *SHARE), _shares(rows, at, year)),
        Table("entries", "what is booked in whose books", ENTRY, _entries(rows, at, year)),
        _reconciled(rows, at, year),
        Table(
            "corrections", "corrective runs and reversals", RUN, [run for run in year.runs if _corrects(run)]
        ),
        *_reimbursement(rows, at, year.year),
    ]


def index_of(tables: Iterable[Table], year: int, events: int) -> str:
    """The index of the pack in plain words."""
    listed = "\n".join(f"{table.name:<16}{len(table.rows):>6} rows   {table.about}" for table in tables)
    return f"""The year {year}, by posting period

Each table is there twice, for reading (NAME.csv, in UTF-8) and for programs (NAME.jsonl, one object a line).
Money is in cents. Exact numbers are fractions. Persons are opaque ids: who they are stands outside the log.

{listed}

What is proven and what is not: the verifier recomputes every share in claims.json from {events} events that are in
the tree of the checkpoint, and checks what these follow from: lines, flows, readings, keys, ballots, carries. The
tables are copies for reading: the group signed them with the rest, and the verifier does not recompute them.
"""


def _as_data(name: str, about: str, rows: Sequence[Mapping[str, Any]]) -> Table:
    columns = tuple(rows[0]) if rows else ()
    return Table(name, about, columns, rows)


def _reconciled(rows: ViewRows, at: int, year: Year) -> Table:
    """Pool = Σ shares, and what the provider recharges = what is booked, run by run; differences are zero."""
    entries: dict[str, int] = {}
    for entry in rows.rows("entries", at, run=[run["run"] for run in year.runs]):
        # What another service owes for its use is no member's share.
        if entry["role"] == CLAIMS and entry["used_by"] is None:
            entries[entry["run"]] = (
                entries.get(entry["run"], 0) + entry["debit_cents"] - entry["credit_cents"]
            )
    found = []
    for run in year.runs:
        shares, basis = _shares_of(rows, at, run), run["basis"]
        pool = basis["base_cents"] - basis["posted_base_cents"]
        shared, direct = sum(s["cents"] for s in shares), sum(s["direct_cents"] for s in shares)
        own = sum(s["cents"] + s["direct_cents"] for s in shares if s["member"] == run["provider"])
        booked = entries.get(run["run"], 0)
        # A reversal books the same the other way round: together they come to nothing.
        to_book = shared + direct - own if run["stage"] == "posted" else 0
        cells = (
            run["run"],
            pool,
            shared,
            pool - shared,
            direct,
            own,
            shared + direct - own,
            booked,
            to_book - booked,
        )
        row = dict(zip(RECONCILED, cells, strict=True))
        found.append(row)
    about = (
        "pool = shares; provider's own share + recharged = shares + direct; recharged = booked: run by run"
    )
    return Table("reconciliation", about, RECONCILED, found)


def _reimbursement(rows: ViewRows, at: int, year: int) -> list[Table]:
    found = exact_reimbursement(rows, at, year)
    lines = [
        {**asdict(line), "exact_cents": str(line.exact_cents), "rounding_cents": str(line.rounding_cents)}
        for line in found.lines
    ]
    margin = sum(found.margins_cents.values())
    about = f"exact part of the joint expenses beside what was charged; margin over all: {euros(margin)}"
    apart = "what the exact reimbursement does not rest on, with the reason; arithmetic, not law"
    columns = (
        *("agreement", "service", "contract", "member", "joint_cents", "exact_cents", "charged_cents"),
        "rounding_cents",
    )
    return [
        Table("reimbursement", about, columns, lines),
        Table(
            "not-reimbursed", apart, ("contract", "what", "cents", "reason"), [asdict(a) for a in found.apart]
        ),
    ]


def _runs(year: Year) -> list[Row]:
    return [{**run, **{name: run["basis"][name] for name in BASIS}} for run in year.runs]


def _shares(rows: ViewRows, at: int, year: Year) -> list[Row]:
    return [{**share, "run": run["run"]} for run in year.runs for share in _shares_of(rows, at, run)]


def _corrects(run: Row) -> bool:
    return bool(run["kind"] == "corrective" or run["stage"] == "reversed")


def _shares_of(rows: ViewRows, at: int, run: Row) -> list[Row]:
    found = rows.rows("shares", at, stream=run["stream"], prepared_at=run["prepared_at"])
    return sorted(found, key=lambda share: int(share["place"]))


def _places(year: Year) -> set[tuple[str, str]]:
    places = set()
    for run in year.runs:
        first, last = Month.of(run["basis"]["service_from"]), Month.of(run["basis"]["service_to"])
        places |= {(str(run["contract"]), str(month)) for month in first.through(last)}
    return places


def _lines(rows: ViewRows, at: int, year: Year) -> list[Row]:
    places = _places(year)
    contracts_, months = [sorted({place[i] for place in places}) for i in (0, 1)]
    found = rows.rows("document_lines", at, contract=contracts_, service_month=months)
    kept = [line for line in found if (line["contract"], line["service_month"]) in places]
    return sorted(
        kept,
        key=lambda line: (
            line["contract"],
            line["service_month"],
            line["from_position"],
            line["line_number"],
        ),
    )


def _flows(rows: ViewRows, at: int, year: Year) -> list[Row]:
    places = _places(year)
    found = rows.rows("service_flows", at, service_month=sorted({month for _, month in places}))
    kept = [
        flow
        for flow in found
        if {(flow["provider"], flow["service_month"]), (flow["user_contract"], flow["service_month"])}
        & places
    ]
    return sorted(kept, key=lambda flow: tuple(flow[name] for name in FLOW[1:3] + FLOW[:1] + FLOW[3:5]))


def _readings(rows: ViewRows, at: int, year: Year) -> list[Row]:
    streams = {each["stream"] for run in year.runs for each in run["basis"]["inputs"]}
    about = {m["stream"]: m for m in rows.rows("measurements", at) if str(m["stream"]) in streams}
    found = rows.rows("readings", at, stream=list(about)) if about else []
    named = [{**row, **{k: about[row["stream"]][k] for k in ("measure", "period")}} for row in found]
    return sorted(named, key=lambda row: (row["measure"], row["period"], row["member"]))


def _entries(rows: ViewRows, at: int, year: Year) -> list[Row]:
    found = rows.rows("entries", at, run=[run["run"] for run in year.runs])
    return sorted(
        found,
        key=lambda entry: tuple(entry[name] for name in ("entity", "contract", "year", "number", "line")),
    )


def _place(run: Row) -> tuple[str, str, int]:
    return str(run["contract"]), str(run["service_month"]), int(run["ordinal"])
