"""The API as one application: routes, problems, guard and description."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from anyio.to_thread import current_default_thread_limiter
from fastapi import APIRouter, FastAPI

from interfaces.api import (
    comparisons,
    days,
    electors,
    enactments,
    health,
    lists,
    log,
    periods,
    reimbursements,
    replay,
    settlements,
    shares,
    win_win,
)
from interfaces.api.asked import Served
from interfaces.api.guard import Guard
from interfaces.api.problems import MEDIA_TYPE, Problem, add_problems
from interfaces.composition import Home

# While one reading brings the views up, with two connections, each other one may wait with one of its own:
# all of them together must fit into the pool's ten.
READERS = 6
_DESCRIPTION = (
    "Readings of a shared-services ledger: reading only, on this machine only. Money is integer cents with the "
    "amount in euros beside it; exact numbers are text, p or p/q. Every reading is made at a position of the "
    "log, and asked again as of that position it is the same. Opaque ids of persons are named under `persons`."
)
_PROBLEMS: dict[int | str, dict[str, Any]] = {
    404: {"model": Problem, "description": "Nothing is known under that code as of that position."},
    409: {"model": Problem, "description": "A rule refuses it; its sentence says which."},
    422: {"model": Problem, "description": "What was given cannot be read: field and rule."},
    503: {"model": Problem, "description": "The database does not answer, or a group is not ready."},
}


class ReadingApi(FastAPI):
    """FastAPI, whose description also says that a problem is not just any JSON."""

    def openapi(self) -> dict[str, Any]:
        """The description of the API (OpenAPI 3.1)."""
        if self.openapi_schema is None:
            for operation in _operations(super().openapi()):
                for status, response in operation["responses"].items():
                    if int(status) >= 400:
                        response["content"] = {MEDIA_TYPE: response["content"]["application/json"]}
        return super().openapi()


def create_app(home: Home, only: str | None = None) -> FastAPI:
    """The API over the groups of a home, or over only one of them."""
    app = ReadingApi(
        title="Tantième",
        version="1",
        description=_DESCRIPTION,
        # The pages that FastAPI offers load scripts from elsewhere.
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        lifespan=_few_at_a_time,
        responses=_PROBLEMS,
    )
    app.state.served = Served(home, only)
    of_a_group = APIRouter(prefix="/api/groups/{group}")
    for readings in (
        lists,
        electors,
        enactments,
        shares,
        comparisons,
        settlements,
        win_win,
        periods,
        reimbursements,
        log,
        replay,
        days,
    ):
        of_a_group.include_router(readings.routes)
    app.include_router(health.routes)
    app.include_router(of_a_group)
    add_problems(app)
    app.add_middleware(Guard)
    return app


@asynccontextmanager
async def _few_at_a_time(_: FastAPI) -> AsyncIterator[None]:
    current_default_thread_limiter().total_tokens = READERS
    yield


def _operations(description: dict[str, Any]) -> list[dict[str, Any]]:
    return [operation for path in description["paths"].values() for operation in path.values()]
