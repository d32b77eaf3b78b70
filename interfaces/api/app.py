"""The API as one application: routes, problems, guard, meter and description."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from anyio.to_thread import current_default_thread_limiter
from fastapi import APIRouter, Depends, FastAPI
from opentelemetry.sdk.trace import TracerProvider

from interfaces.api import (
    administration,
    calculations,
    commands,
    comparisons,
    days,
    electors,
    enactments,
    health,
    impacts,
    imports,
    lists,
    live,
    log,
    minutes,
    periods,
    reimbursements,
    replay,
    rulebook,
    sessions,
    settlements,
    shares,
    win_win,
)
from interfaces.api.description import described_with
from interfaces.api.guard import Guard
from interfaces.api.metering import Meter, Metering
from interfaces.api.problems import Problem, add_problems
from interfaces.api.reach import Reach
from interfaces.api.served import Served
from interfaces.api.standing import admit
from interfaces.api.tracing import telemetry
from interfaces.composition import Home
from interfaces.composition import rulebook as kept_rulebook

# While one reading brings the views up, with two connections, each other one may wait with one of its own:
# all of them together must fit into the pool's ten.
READERS = 6
_DESCRIPTION = (
    "A shared-services ledger: its readings, and every command that changes it. Money is integer cents with the "
    "amount in euros beside it; exact numbers are text, p or p/q. Every reading is made at a position of the "
    "log, and asked again as of that position it is the same. Opaque ids of persons are named under `persons`. "
    "A command carries an `Idempotency-Key`: asked again it has no second effect and the same answer; it may carry "
    "the tag of the reading that it was decided on in `If-Match`. Lists are read page by page, and as CSV or XLSX "
    "by `Accept` or `format`. Every refusal is a problem (RFC 9457); `x-problems` lists them all."
)
_PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {"model": Problem, "description": description}
    for status, description in {
        400: "What was sent is no request of this server's.",
        401: "Who asks has not shown who that is.",
        403: "It is not for the roles of who asks.",
        404: "Nothing is known under that code as of that position.",
        408: "The body did not come in time.",
        409: "A rule refuses it; its sentence says which.",
        412: "What it was decided on has moved.",
        413: "The body is too large.",
        414: "The address is too long.",
        415: "The body is of another type than is asked for.",
        422: "What was given cannot be read: field and rule.",
        429: "Too many tries.",
        503: "The database does not answer, or a group is not ready.",
    }.items()
}


class LedgerApi(FastAPI):
    """FastAPI, whose description also says what FastAPI does not know of."""

    def openapi(self) -> dict[str, Any]:
        """The description of the API (OpenAPI 3.1)."""
        if self.openapi_schema is None:
            self.openapi_schema = described_with(super().openapi(), commands.COMMANDS)
        return self.openapi_schema


def create_app(
    home: Home,
    only: str | None = None,
    reach: Reach | None = None,
    tracer_provider: TracerProvider | None = None,
) -> FastAPI:
    """The API over the groups of a home, or over only one of them, for those that can reach it."""
    reach = reach or Reach()
    app = LedgerApi(
        title="Tantième",
        version="1",
        description=_DESCRIPTION,
        # The pages that FastAPI offers load scripts from elsewhere.
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        lifespan=_few_at_a_time,
        responses=_PROBLEMS,
        generate_unique_id_function=lambda route: route.name,
        telemetry=telemetry(tracer_provider),
    )
    app.state.served = Served(home, only, reach)
    app.state.rulebook = kept_rulebook()
    app.state.meter = Meter()
    app.state.watch = live.Watch()
    of_a_group = APIRouter(prefix="/api/groups/{group}")
    of_a_group.include_router(sessions.doors)
    # Denied unless allowed: whatever stands below is asked by nobody whom the table of roles does not name.
    behind = APIRouter(dependencies=[Depends(admit)])
    for topic in (
        lists,
        electors,
        enactments,
        impacts,
        minutes,
        shares,
        comparisons,
        settlements,
        win_win,
        periods,
        reimbursements,
        log,
        replay,
        days,
        rulebook,
        live,
        commands,
        imports,
        sessions,
        administration,
    ):
        behind.include_router(topic.routes)
    of_a_group.include_router(behind)
    app.include_router(health.routes)
    app.include_router(calculations.routes)
    app.include_router(of_a_group)
    add_problems(app)
    app.add_middleware(Guard, reach=reach)
    app.add_middleware(Metering, meter=app.state.meter)
    return app


@asynccontextmanager
async def _few_at_a_time(_: FastAPI) -> AsyncIterator[None]:
    current_default_thread_limiter().total_tokens = READERS
    yield
