"""What went wrong, as a page: the sentence of the refusal, and the way on. Programs still get their problems."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any, Final
from urllib.parse import quote, urlencode

import psycopg
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse, Response
from starlette.exceptions import HTTPException

from domain.kernel.errors import Refusal
from interfaces.api.problems import unreadable
from interfaces.web.language import language_of
from interfaces.web.rendering import about, answered
from interfaces.web.visiting import visitor

_KINDS: Final[tuple[type[Exception], ...]] = (
    Refusal,
    RequestValidationError,
    HTTPException,
    psycopg.OperationalError,
    Exception,
)
_TITLES: Final = {
    400: "This cannot be read",
    401: "Log in first",
    403: "This is not for your role",
    404: "There is nothing under this address",
    409: "A rule refuses this",
    412: "This has changed meanwhile",
    422: "This cannot be read",
    503: "This is not ready yet",
}
Handler = Callable[[Request, Exception], Awaitable[Response]]


def add_fault_pages(app: FastAPI) -> None:
    """Answer with a page where a page was asked for, and as before everywhere else."""
    for kind in _KINDS:
        app.add_exception_handler(kind, _told_as_page(app.exception_handlers[kind]))


def is_page(path: str) -> bool:
    """Whether people at a browser ask under that path."""
    return path == "/" or path.startswith("/groups/")


def _told_as_page(told: Any) -> Any:
    async def handler(request: Request, fault: Exception) -> Response:
        answer: Response = await told(request, fault)
        if not is_page(request.url.path):
            return answer
        if isinstance(fault, RequestValidationError):
            fault = unreadable(fault)
        return _page(request, answer, str(fault) if isinstance(fault, Refusal) else None)

    return handler


def _page(request: Request, problem: Response, sentence: str | None) -> Response:
    group = str(request.path_params.get("group", ""))
    if problem.status_code == 401 and group and request.method == "GET":
        here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        return RedirectResponse(f"/groups/{quote(group, safe='')}/login?{urlencode({'next': here})}", 303)
    visit = visitor(request, group) if group and problem.status_code not in (401, 503) else None
    detail = json.loads(bytes(problem.body))["detail"]
    if sentence == detail:
        # The same words, with what they are made of.
        detail = sentence
    told: dict[str, Any] = {**about(visit)} if visit else {"visit": None, "group": group}
    status = problem.status_code
    title = _TITLES.get(status, "Something went wrong here")
    return answered(
        request, language_of(request), "fault.html", status, title=title, detail=detail, status=status, **told
    )
