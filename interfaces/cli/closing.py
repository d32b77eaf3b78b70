"""`tantieme close`, and what of a period is not allocated or moves between services."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Annotated, Any

import typer
from rich.table import Table

from application.answers.flows import service_flows
from application.answers.unallocated import unallocated as what_waits
from application.closing import NO_COST, Closing, Outcome, Step, close_period
from application.ports import ViewRows
from domain.kernel.errors import BadInput
from domain.kernel.money import euros
from domain.kernel.named_periods import Period
from interfaces.cli.desk import Desk, facts_of
from interfaces.cli.printing import row, short, table
from interfaces.cli.reading import AsOf, show_list
from interfaces.cli.waiting import progress, reporting

PeriodGiven = Annotated[str, typer.Argument(help="A month, quarter or year: 2021-03, 2021-Q1, 2021.")]


def register(app: typer.Typer) -> None:
    """Add the commands about a whole period."""
    app.command("close")(close)
    app.command("unallocated")(unallocated)
    app.command("flows")(flows)


def close(
    context: typer.Context,
    period: PeriodGiven,
    step: Annotated[str, typer.Argument(help="prepare, approve or post.")],
) -> None:
    """Bring every pool of PERIOD one step further, in dependency order; say what is not allocated and why."""
    desk: Desk = context.obj
    if step not in list(Step):
        raise BadInput("step", f"it is one of {', '.join(Step)}")
    desk.acting()
    with desk.opened() as (opened, name, group):
        with progress(desk) as bar:
            report = reporting(bar, f"closing {period}")
            closed = close_period(group, period, Step(step), desk.act(group), report)
        facts = facts_of(opened, name)
        if desk.as_json:
            outcomes = [asdict(outcome) for outcome in closed.outcomes]
            desk.answer(
                {"period": period, "step": step, "position": closed.position, "outcomes": outcomes}, facts
            )
        else:
            desk.out.print(_closing_table(closed))
            desk.out.print(_summary(closed))
            desk.say_facts(facts)
    if closed.refused:
        raise typer.Exit(1)


def unallocated(context: typer.Context, period: PeriodGiven, as_of: AsOf = None) -> None:
    """What of PERIOD's cost is not allocated, and why."""

    def ask(rows: ViewRows, at: int) -> list[dict[str, Any]]:
        return what_waits(rows, at, period)

    show_list(context.obj, "unallocated", ask, _waiting_table, as_of)


def flows(
    context: typer.Context,
    period: PeriodGiven,
    contract: Annotated[str | None, typer.Option(help="Only of that contract.")] = None,
    as_of: AsOf = None,
) -> None:
    """What services bear of each other's cost in PERIOD, exactly and in cents."""

    def ask(rows: ViewRows, at: int) -> list[dict[str, Any]]:
        return service_flows(rows, at, [str(month) for month in Period.of(period).months], contract)

    show_list(context.obj, "flows", ask, _flows_table, as_of)


def _closing_table(closed: Closing) -> Table:
    made = table(
        f"Closing {closed.period}: {closed.step}", "of", "month", "not allocated", "", right=["not allocated"]
    )
    for outcome in closed.outcomes:
        row(made, outcome.about, outcome.month, _waiting(outcome), outcome.said)
    return made


def _waiting(outcome: Outcome) -> str:
    return euros(outcome.waiting_cents) if outcome.waiting_cents else ""


def _summary(closed: Closing) -> str:
    waiting = sum(outcome.waiting_cents for outcome in closed.not_allocated)
    if not closed.not_allocated and not closed.refused:
        recorded = any(outcome.said != NO_COST for outcome in closed.outcomes)
        said = f"All cost of {closed.period} is allocated."
        return said if recorded else f"No cost of {closed.period} is recorded."
    done = sum(outcome.done for outcome in closed.outcomes)
    return f"{done} done, {len(closed.refused)} refused; {euros(waiting)} of {closed.period} is not allocated yet."


def _waiting_table(answers: Iterable[Mapping[str, Any]]) -> Table:
    made = table("Not allocated", "contract", "month", "waiting", "because", right=["waiting"])
    for found in answers:
        row(made, found["contract"], found["service_month"], euros(found["waiting_cents"]), found["reason"])
    return made


def _flows_table(answers: Iterable[Mapping[str, Any]]) -> Table:
    columns = ("month", "service", "used by", "exact cents", "moved", "method", "code")
    made = table("What services bear of each other", *columns, right=["exact cents", "moved"])
    for flow in answers:
        exact, moved = short(flow["exact_cents"]), euros(flow["moved_cents"])
        month, code = flow["service_month"], flow["code"]
        row(made, month, flow["provider"], flow["user_contract"], exact, moved, flow["method"], code)
    return made
