"""A page as HTML: the templates, what they can say of numbers and days, and the headers that keep a page safe."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from fastapi import Request
from fastapi.responses import HTMLResponse, Response, StreamingResponse

from application.access.role import Role
from interfaces.web.environment import environment
from interfaces.web.kept import keep
from interfaces.web.language import COOKIE, LANGUAGES
from interfaces.web.twins import PageTable, as_data, form_asked
from interfaces.web.visiting import Visit, path_of

# A page of ours loads its own style and script, sends forms to itself, and nothing else.
HEADERS: Final = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    # Forms of our pages say where they come from, and nobody else learns it.
    "Referrer-Policy": "same-origin",
    "Vary": "Accept, Accept-Language, Cookie",
}
YEAR_SECONDS: Final = 365 * 24 * 3600


def page(
    visit: Visit, template: str, status: int = 200, /, *, data: PageTable | None = None, **said: Any
) -> Response:
    """A page of a group, or its main table as data where that is asked for. Raises BadInput."""
    if data is not None and status < 300 and (form := form_asked(visit.request)):
        return as_data(visit, data, form)
    made = answered(visit.request, visit.language, template, status, **about(visit), data=data, **said)
    if status < 300:
        keep(visit, bytes(made.body), dict(HEADERS))
    return made


def about(visit: Visit) -> Mapping[str, Any]:
    """What every page of a group is told, beside what is its own."""
    names = visit.group.people.names()
    return {
        "visit": visit,
        "group": visit.name,
        "url": visit.url,
        "persons": names,
        "who": names.get(visit.caller.person or ""),
        "roles": sorted(visit.caller.roles),
        "demo": visit.asked.admitted.is_demo,
        "facts": visit.asked.facts,
        "demo_roles": list(Role),
    }


def answered(
    request: Request, language: str, template: str, status: int = 200, /, **known: Any
) -> HTMLResponse:
    """A page, in the language that was asked for; the switch is remembered."""
    said = {"visit": None, "group": "", "demo": False, "facts": None, "done": [], "data": None, **known}
    text = environment(language).get_template(template).render(here=_here(request), path_of=path_of, **said)
    response = HTMLResponse(text, status, headers=dict(HEADERS))
    if request.query_params.get("lang") in LANGUAGES:
        response.set_cookie(COOKIE, language, YEAR_SECONDS, path="/", secure=True, samesite="lax")
    return response


def _here(request: Request) -> Any:
    def address(**other: object) -> str:
        """This page with something of its query replaced."""
        query = {**dict(request.query_params), **{k: v for k, v in other.items() if v is not None}}
        kept = {k: v for k, v in query.items() if other.get(k, "") is not None and k != "done"}
        return str(request.url.replace(scheme="", netloc="").replace_query_params(**kept))

    return address


FIRST_PART: Final = "<!-- what takes longer follows -->"


def page_in_parts(visit: Visit, template: str, /, *, data: PageTable, **known: Any) -> Response:
    """A page whose first part is sent at once; what stands behind the mark is asked for while that is read."""
    if form := form_asked(visit.request):
        return as_data(visit, data, form)
    said = {
        "done": [],
        "data": data,
        "here": _here(visit.request),
        "path_of": path_of,
        **about(visit),
        **known,
    }
    parts = environment(visit.language).get_template(template).generate(**said)
    return StreamingResponse(_two_parts(visit, parts), media_type="text/html", headers=dict(HEADERS))


def _two_parts(visit: Visit, parts: Iterator[str]) -> Iterator[str]:
    first, begun = "", list[str]()
    for part in parts:
        begun.append(part)
        if FIRST_PART in part:
            first = "".join(begun)
            yield first
            begun.clear()
    yield "".join(begun)
    keep(visit, (first + "".join(begun)).encode(), dict(HEADERS))
