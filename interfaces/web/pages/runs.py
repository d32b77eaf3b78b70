"""The run of a contract's month: its shares beside last month and budget, and who prepares, approves and posts it."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Any

from fastapi import APIRouter
from fastapi.responses import Response

from application.answers.budget import budget
from application.answers.in_force import terms_in_force
from application.answers.lists import Answer
from application.answers.unallocated import unallocated
from application.answers.variance import variance
from domain.kernel.errors import NotFound, Refusal
from domain.kernel.periods import Month
from domain.services.contract import AllocationPeriod
from interfaces.api.problems import status_of
from interfaces.web.done import Done, happened
from interfaces.web.field_reading import read
from interfaces.web.fields import Field, Form, asked
from interfaces.web.forms import LARGEST_FORM, Posted, beside, give, new_key, posted_by, then
from interfaces.web.rendering import page
from interfaces.web.twins import PageTable
from interfaces.web.visiting import Visit, visit_of

routes = APIRouter()
SHARE = ("member", "fraction", "exact_cents", "cents", "direct_cents")
COLUMNS = ("run", "kind", "stage", "posting_period", *SHARE, "borne_cents")
ACTS = {"prepare": "prepare-run", "approve": "approve-run", "post": "post-run", "reverse": "reverse-run"}

_ACCOUNTING_DATE = Field(
    "accounting_date",
    "Accounting date",
    "day",
    "Empty: the last day of the first open period.",
    required=False,
)
REVERSING = Form(
    "reverse",
    "Reverse the run",
    "Reverse the run",
    (Field("reason", "Reason"), _ACCOUNTING_DATE),
    "Its cents and carries are negated in the first open period.",
)
ASKED = {"post-run": (_ACCOUNTING_DATE,), "reverse-run": REVERSING.fields}


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
    terms: dict[str, object] = {"contract": code, "month": month}
    try:
        if command in ASKED:
            terms |= read(posted, ASKED[command])
        position = give(posted, command, terms)
    except Refusal as refusal:
        return _told(visit, code, month, refusal, posted)
    return then(visit, "runs", code, month, done=position)


def _told(
    visit: Visit,
    contract: str,
    month: str,
    refused: Refusal | None = None,
    posted: Posted | None = None,
    done: Any = (),
) -> Response:
    code, of = visit.asked.contract(contract), Month.of(month)
    rows, at, before = visit.rows, visit.at, str(of.plus(-1))
    runs = sorted(rows.rows("runs", at, contract=code, service_month=str(of)), key=lambda r: -r["ordinal"])
    earlier, first, second = _periods(visit, code, of)
    last = _posted(rows.rows("runs", at, contract=code, service_month=str(earlier), stage="posted"), visit)
    stage = str(runs[0]["stage"]) if runs else None
    acts = [a for a in _acts(stage) if visit.may_act(ACTS[a])]
    reversing = posted is not None and posted.fields.get("act") == "reverse"
    told_budget = _or_why(lambda: budget(rows, at, code, of.year))
    late = [w for w in unallocated(rows, at, str(of)) if w["contract"] == code and w["waiting_cents"]]
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
        last=last,
        earlier=str(earlier),
        periods=(first, second),
        stage=stage,
        acts=acts,
        correcting=stage == "posted" and bool(acts),
        late=next(iter(late), None),
        asked=asked([REVERSING] if "reverse" in acts else [], refused if reversing else None, posted),
        given={} if posted is None else posted.fields,
        n_of_12=of.month,
        so_far=_so_far(told_budget[0], of),
        variance=_or_why(lambda: variance(rows, at, code, first, second)),
        budget=told_budget,
        refused={} if refused is None or reversing else beside(refused),
        key=new_key(),
        done=done,
    )


def _periods(visit: Visit, contract: str, of: Month) -> tuple[Month, str, str]:
    """The same month of the last allocation period, and the names of both: a contract is compared over these."""
    [held] = visit.rows.rows("contracts", visit.at, code=contract)
    period = terms_in_force(visit.rows, visit.at, held["stream"], of).allocation_period
    earlier = of.plus(-period.months)
    return earlier, _named(period, earlier), _named(period, of)


def _named(period: AllocationPeriod, of: Month) -> str:
    match period:
        case AllocationPeriod.MONTH:
            return str(of)
        case AllocationPeriod.QUARTER:
            return f"{of.year}-Q{(of.month + 2) // 3}"
        case AllocationPeriod.YEAR:
            return str(of.year)


def _so_far(told: Answer | None, of: Month) -> Answer | None:
    """The part of the budget for the months up to this one, to the nearest cent, beside what is posted."""
    if told is None:
        return None
    part = Fraction(told["budget_cents"] * of.month, 12)
    cents = (2 * part.numerator + part.denominator) // (2 * part.denominator)
    posted = sum(m["posted_cents"] for m in told["months"] if m["month"] <= str(of))
    exact = part.denominator == 1
    return {
        "budget_cents": cents,
        "is_exact": exact,
        "posted_cents": posted,
        "difference_cents": posted - cents,
    }


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
