"""What was recorded as cost, line by line: of a contract or month, without a supporting document, or late."""

from __future__ import annotations

from application.answers.lists import Answer, known_contract
from application.ports import Row, ViewRows
from domain.kernel.periods import Month

LINE = (
    "supplier",
    "number",
    "kind",
    "document_date",
    "line_number",
    "contract",
    "service_month",
    "nature",
    "amount_cents",
    "direct_to",
    "label",
    "evidence_reference",
    "evidence_sha256",
)


def cost_lines(
    rows: ViewRows,
    at: int,
    contract: str | None = None,
    month: str | None = None,
    *,
    without_document: bool = False,
    late: bool = False,
) -> list[Answer]:
    """The lines in the order of recording; `late` keeps those that await a corrective run."""
    where: dict[str, object] = {}
    if contract is not None:
        where["contract"] = known_contract(rows, at, contract)
    if month is not None:
        where["service_month"] = str(Month.of(month))
    if without_document:
        where["evidence_reference"] = None
    found = rows.rows("document_lines", at, **where)
    if late:
        awaiting = _awaiting(rows, at)
        found = [line for line in found if _identity(line) in awaiting]
    ordered = sorted(found, key=lambda line: (line["from_position"], line["line_number"]))
    return [
        {**{name: line[name] for name in LINE}, "since_position": line["from_position"]} for line in ordered
    ]


def _awaiting(rows: ViewRows, at: int) -> set[tuple[object, ...]]:
    # A late line waits as long as the last run that stands for its pool was posted before the line came.
    posted: dict[tuple[object, ...], int] = {}
    for run in rows.rows("runs", at, stage="posted"):
        place = run["contract"], run["service_month"]
        posted[place] = max(posted.get(place, 0), run["from_position"])
    places = {pool["stream"]: (pool["contract"], pool["service_month"]) for pool in rows.rows("pools", at)}
    late = rows.rows("late_lines", at)
    return {_identity(line) for line in late if posted.get(places[line["stream"]], 0) < line["from_position"]}


def _identity(line: Row) -> tuple[object, ...]:
    return line["supplier"], line["number"], line["line_number"]
