"""The site: the API with its pages in front."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path as File
from typing import Annotated, Literal

from fastapi import APIRouter, FastAPI, Path, Request
from fastapi.responses import RedirectResponse, Response
from opentelemetry.sdk.trace import TracerProvider

from application.rulebook.reading import Rulebook
from interfaces.api.app import create_app
from interfaces.api.reach import Reach
from interfaces.api.standing import open_to
from interfaces.composition import Home, signing_key_file
from interfaces.web.faults import add_fault_pages
from interfaces.web.kept import PageKept, Shelf, answer_kept
from interfaces.web.language import language_of, speaker
from interfaces.web.numbers import number
from interfaces.web.pages import (
    accounting,
    convening,
    costs,
    drafting,
    explanations,
    flows,
    importing,
    login,
    measurements,
    meetings,
    overview,
    provider,
    proxies,
    replay,
    resolutions,
    rulebook,
    runs,
    signing,
    statements,
    toolbox,
    voting,
    what_if,
    work,
)
from interfaces.web.rendering import answered
from interfaces.web.visiting import HomeServed, path_of

_SMALL = 'font: 8pt "Liberation Sans", Arial, sans-serif; color: #5d564b'
STATIC = {
    "tantieme.css": "text/css",
    "replay.js": "text/javascript",
    "live.js": "text/javascript",
    "icon.svg": "image/svg+xml",
}
PAGES = (
    login,
    provider,
    overview,
    statements,
    explanations,
    toolbox,
    signing,
    drafting,
    resolutions,
    voting,
    convening,
    meetings,
    proxies,
    replay,
    what_if,
    work,
    importing,
    costs,
    measurements,
    runs,
    accounting,
    flows,
    rulebook,
)

doors = APIRouter(include_in_schema=False)


def create_site(
    home: Home,
    only: str | None = None,
    reach: Reach | None = None,
    tracer_provider: TracerProvider | None = None,
    signing_key: File | None = None,
    kept: Rulebook | None = None,
) -> FastAPI:
    """The API and the pages over the groups of a home, or over only one of them.

    Proofs are signed with that key; `kept` is the rulebook, unless it is the one of the usual data folder.
    """
    app = create_app(home, only, reach, tracer_provider)
    app.state.signing_key = signing_key or signing_key_file()
    app.state.rulebook = kept or app.state.rulebook
    app.include_router(doors)
    for each in PAGES:
        app.include_router(each.routes, prefix="/groups/{group}", include_in_schema=False)
    add_fault_pages(app)
    app.state.pages_kept = Shelf()
    app.add_exception_handler(PageKept, answer_kept)
    return app


@doors.get("/")
def groups(request: Request, home: HomeServed) -> Response:
    """The groups that the visitor may read; where there is one, that one."""
    names = home.groups()
    if len(names) == 1:
        return RedirectResponse(path_of(names[0]), 303)
    readable = [name for name in names if open_to(request, home, name)]
    return answered(request, language_of(request), "groups.html", visit=None, group="", names=readable)


@doors.get("/static/paper/{language}/{group}/{at}.css")
def paper(
    language: Literal["en", "fr"],
    group: Annotated[str, Path(pattern="^[a-z_][a-z0-9_]{0,39}$")],
    at: Annotated[int, Path(ge=0, lt=10**15)],
) -> Response:
    """What stands at the foot of each sheet: a page may have no style of its own, and paper no other place."""
    position = speaker(language)("as of position %(at)s") % {"at": number(at, language)}
    style = f'@page {{ @bottom-left {{ content: "Tantième · {group} · {position}"; {_SMALL} }} }}\n'
    return Response(style, media_type="text/css", headers={"Cache-Control": "max-age=31536000"})


@doors.get("/static/{file}")
def static(file: str) -> Response:
    """The style sheet, the scripts that add to a page what it works without, and the mark."""
    if file not in STATIC:
        return Response(status_code=404)
    content = files("interfaces.web").joinpath("static", file).read_bytes()
    return Response(content, media_type=STATIC[file], headers={"Cache-Control": "max-age=3600"})
