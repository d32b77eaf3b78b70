"""The run of a contract's month: its shares beside last month and budget, and who prepares, approves and posts it."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter
from fastapi.responses import Response

from application.answers.budget import budget
from application.answers.lists import Answer
from application.answers.variance import variance
from domain.kernel.errors import NotFound, Refusal
from domain.kernel.periods import Month
from interfaces.api.problems import status_of
from interfaces.web.done import Done, happened
from interfaces.web.forms import LARGEST_FORM, Posted, beside, give, new_key, posted_by, then
from interfaces.web.rendering import page
from interfaces.web.twins import PageTable
from interfaces.web.visiting import Visit, visit_of

routes = APIRouter()
SHARE = ("member", "fraction", "exact_cents", "cents", "direct_cents")
COLUMNS = ("run", "kind", "stage", "posting_period", *SHARE, "borne_cents")
ACTS = {"prepare": "prepare-run", "approve": "approve-run", "post": "post-run", "reverse": "reverse-run"}


@routes.get("/runs/{contract:path}/{month}")
def run(
    contract: str,
    month: str,
    visit: Annotated[Visit, visit_of("costs", "variance", "budget")],
    done: Done = None,
) -> Response:
    """All runs of the month, the last one first."""
    return _told(visit, contract, month, done=happened(visit, done))


@routes.post("/runs/{contract:path}/{month}", max_body_size=LARGEST_FORM)
def act(contract: str, month: str, posted: Annotated[Posted, posted_by("costs")]) -> Response:
    """Prepare, approve, post or reverse, as the button says; the table of roles and the domain say whether."""
    visit = posted.visit
    command = ACTS.get(posted.fields.get("act", ""))
    if command is None:
        raise NotFound(kind="act", code=posted.fields.get("act", ""))
    visit.caller.must_be_allowed(command)
    code = visit.asked.contract(contract)
    terms = {"contract": code, "month": month}
    if command == "reverse-run":
        terms["reason"] = posted.fields.get("reason", "")
    try:
        position = give(posted, command, terms)
    except Refusal as refusal:
        return _told(visit, code, month, refused=refusal)
    return then(visit, "runs", code, month, done=position)


def _told(
    visit: Visit, contract: str, month: str, refused: Refusal | None = None, done: Any = ()
) -> Response:
    code, of = visit.asked.contract(contract), Month.of(month)
    rows, at, before = visit.rows, visit.at, str(of.plus(-1))
    runs = sorted(rows.rows("runs", at, contract=code, service_month=str(of)), key=lambda r: -r["ordinal"])
    last_month = _posted(rows.rows("runs", at, contract=code, service_month=before, stage="posted"), visit)
    stage = str(runs[0]["stage"]) if runs else None
    runs = [{**run, "shares": _shares(visit, run)} for run in runs]
    return page(
        visit,
        "run.html",
        200 if refused is None else status_of(refused),
        data=PageTable("shares", COLUMNS, _rows(runs), {"contract": code, "month": str(of)}),
        contract=code,
        month=str(of),
        before=before,
        after=str(of.plus(1)),
        runs=runs,
        last_month=last_month,
        stage=stage,
        acts=[a for a in _acts(stage) if visit.may_act(ACTS[a])],
        variance=_or_why(lambda: variance(rows, at, code, before, str(of))),
        budget=_or_why(lambda: budget(rows, at, code, of.year)),
        refused={} if refused is None else beside(refused),
        key=new_key(),
        done=done,
    )


def _rows(runs: list[Any]) -> list[dict[str, Any]]:
    return [
        {
            **run,
            **{name: share[name] for name in SHARE},
            "borne_cents": share["cents"] + share["direct_cents"],
        }
        for run in runs
        for share in run["shares"]
    ]


def _acts(stage: str | None) -> tuple[str, ...]:
    # What may come next; whether it may is the domain's to say.
    match stage:
        case "prepared":
            return ("approve", "prepare")
        case "approved":
            return ("post", "prepare")
        case "posted":
            return ("prepare", "reverse")
        case _:
            return ("prepare",)


def _shares(visit: Visit, run: Any) -> list[Any]:
    found = visit.rows.rows("shares", visit.at, stream=run["stream"], prepared_at=run["prepared_at"])
    return sorted(found, key=lambda share: share["place"])


def _posted(runs: Any, visit: Visit) -> dict[str, int]:
    cents: dict[str, int] = {}
    for run in runs:
        for share in _shares(visit, run):
            cents[share["member"]] = cents.get(share["member"], 0) + share["cents"] + share["direct_cents"]
    return cents


def _or_why(ask: Any) -> tuple[Answer | None, str]:
    """The answer, or the sentence that says why there is none."""
    try:
        return ask(), ""
    except Refusal as refusal:
        return None, str(refusal)
