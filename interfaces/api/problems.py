"""What went wrong, as RFC 9457 says it: every refusal becomes a problem here, and nowhere else.

A problem says the rule in a sentence, with the facts of the refusal as members of its own. What the server
knows and the caller has no use for (addresses, statements, traces) stays in the server's log.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from dataclasses import asdict
from http import HTTPStatus
from typing import Final

import psycopg
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException

from application.access import login
from application.access.ports import MemberNeeded, TooManyTries, WrongPassword
from application.access.roles import NotAllowed, NotOwn
from application.errors import KeyReused
from application.imports import FileRefused
from application.once import Moved
from domain.allocation.allocation_run import NothingToAllocate
from domain.kernel.errors import BadInput, NotFound, Refusal

MEDIA_TYPE: Final = "application/problem+json"
SECURITY_HEADERS: Final = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-store",
}
# By name, because only the composition root knows the classes of what stands behind a group.
NOT_READY: Final = frozenset(
    {
        "database-unreachable",
        "database-unsuitable",
        "schema-missing",
        "schema-older",
        "schema-newer",
        "schema-altered",
        "view-outdated",
        "verification-too-long",
        "verification-under-way",
        "too-many-streams",
    }
)
_STATUSES: Final[Sequence[tuple[tuple[type[Refusal], ...], HTTPStatus]]] = (
    ((BadInput, FileRefused, KeyReused, MemberNeeded), HTTPStatus.UNPROCESSABLE_ENTITY),
    ((NotFound, NothingToAllocate), HTTPStatus.NOT_FOUND),
    ((NotAllowed, NotOwn), HTTPStatus.FORBIDDEN),
    ((WrongPassword,), HTTPStatus.UNAUTHORIZED),
    ((login.NoAccount, login.NoRole), HTTPStatus.FORBIDDEN),
    ((login.ProviderUnreachable, login.ServerRefused), HTTPStatus.SERVICE_UNAVAILABLE),
    ((login.NotLoggedIn,), HTTPStatus.BAD_REQUEST),
    ((TooManyTries,), HTTPStatus.TOO_MANY_REQUESTS),
    ((Moved,), HTTPStatus.PRECONDITION_FAILED),
)
# Refusals of the API's own, which stand in modules that themselves answer problems.
_OWN_STATUSES: Final = {
    "not-authenticated": HTTPStatus.UNAUTHORIZED,
    "not-from-our-page": HTTPStatus.FORBIDDEN,
    "no-demo": HTTPStatus.FORBIDDEN,
    "not-json": HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    "not-a-file": HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
}
MOST_FAULTS: Final = 500
UNREACHABLE: Final = "database-unreachable"
# Its sentence repeats the driver's words, which may name hosts and users.
_UNREACHABLE_SENTENCE: Final = "the database cannot be reached"

_DETAILS: Final = {
    HTTPStatus.REQUEST_TIMEOUT: "the body did not come in time",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "the body is larger than this takes",
}

_log = logging.getLogger("uvicorn.error")


class Problem(BaseModel):
    """What went wrong (RFC 9457); a refusal's own facts stand beside these members under their names."""

    model_config = ConfigDict(extra="allow")

    type: str = Field(description="Which refusal it is, for programs.", examples=["urn:tantieme:not-found"])
    title: str = Field(description="The same in words.", examples=["Not found"])
    status: int = Field(description="The HTTP status.", examples=[404])
    detail: str = Field(description="The rule, as a sentence.", examples=["there is no member Dune"])
    instance: str = Field(description="The path that was asked.")
    field: str | None = Field(default=None, description="For bad input: what cannot be read.")
    rule: str | None = Field(default=None, description="For bad input: the rule that it breaks.")


def problem(path: str, status: HTTPStatus, name: str, detail: str, /, **facts: object) -> JSONResponse:
    """A problem as a response; `name` tells programs which one it is."""
    content = {
        **{key: fact if isinstance(fact, int | list) else str(fact) for key, fact in facts.items()},
        "type": f"urn:tantieme:{name}",
        "title": name.replace("-", " ").capitalize(),
        "status": status.value,
        "detail": detail,
        "instance": path,
    }
    return JSONResponse(content, status.value, headers=SECURITY_HEADERS, media_type=MEDIA_TYPE)


def status_of(refusal: Refusal) -> HTTPStatus:
    """Bad input 422, not there 404, not for them 403, moved 412, not ready 503; what a rule forbids 409."""
    return status_of_kind(type(refusal), refusal.name)


def status_of_kind(kind: type[Refusal], name: str) -> HTTPStatus:
    """The status of refusals of that kind."""
    for kinds, status in _STATUSES:
        if issubclass(kind, kinds):
            return status
    if name in NOT_READY:
        return HTTPStatus.SERVICE_UNAVAILABLE
    return _OWN_STATUSES.get(name, HTTPStatus.CONFLICT)


def add_problems(app: FastAPI) -> None:
    """Answer every refusal and every fault of the app with a problem."""
    app.add_exception_handler(Refusal, _refused)
    app.add_exception_handler(RequestValidationError, _unreadable)
    app.add_exception_handler(HTTPException, _not_served)
    app.add_exception_handler(psycopg.OperationalError, _unreachable)
    app.add_exception_handler(Exception, _fault)


async def _refused(request: Request, refusal: Exception) -> JSONResponse:
    if not isinstance(refusal, Refusal):
        raise refusal
    if refusal.name == UNREACHABLE:
        return await _unreachable(request, refusal)
    facts = dict(refusal.facts)
    if isinstance(refusal, FileRefused):
        facts["faults"] = [asdict(fault) for fault in refusal.faults[:MOST_FAULTS]]
    answered = problem(request.url.path, status_of(refusal), refusal.name, str(refusal), **facts)
    if answered.status_code == HTTPStatus.UNAUTHORIZED:
        answered.headers["WWW-Authenticate"] = 'Bearer realm="tantieme"'
    return answered


async def _unreadable(request: Request, fault: Exception) -> JSONResponse:
    if not isinstance(fault, RequestValidationError):
        raise fault
    errors: Sequence[dict[str, object]] = fault.errors()
    place, rule = errors[0]["loc"], str(errors[0]["msg"])
    field = str(place[-1]) if isinstance(place, tuple) else "request"
    return await _refused(request, BadInput(field, f"{rule[:1].lower()}{rule[1:]}"))


async def _not_served(request: Request, fault: Exception) -> JSONResponse:
    status = HTTPStatus(fault.status_code if isinstance(fault, HTTPException) else 500)
    if status is HTTPStatus.NOT_FOUND:
        return problem(request.url.path, status, "no-such-path", "nothing is served under this path")
    name = status.phrase.lower().replace(" ", "-")
    answered = problem(request.url.path, status, name, _DETAILS.get(status, status.description))
    if status is HTTPStatus.METHOD_NOT_ALLOWED:
        answered.headers["Allow"] = ", ".join(_methods(request))
    return answered


def _methods(request: Request) -> list[str]:
    # The framework names those of the first route that has the path; there may be another.
    description = request.app.openapi()["paths"]
    path = request.scope["path"]
    allowed = {
        method.upper()
        for declared, operations in description.items()
        if re.fullmatch(re.sub(r"\\\{[^}]*\\\}", ".+", re.escape(declared)), path)
        for method in operations
    }
    return sorted(allowed)


async def _unreachable(request: Request, fault: Exception) -> JSONResponse:
    _log.error("%s: %s", _UNREACHABLE_SENTENCE, type(fault).__name__)
    unavailable = HTTPStatus.SERVICE_UNAVAILABLE
    return problem(request.url.path, unavailable, UNREACHABLE, _UNREACHABLE_SENTENCE)


async def _fault(request: Request, _: Exception) -> JSONResponse:
    # The server logs the exception itself, with its trace.
    status = HTTPStatus.INTERNAL_SERVER_ERROR
    return problem(request.url.path, status, "fault", "something went wrong here; the server's log says what")
