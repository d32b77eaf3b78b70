"""Forms of the pages: read with the token of the session, and given as the same commands that the API takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from fastapi import Depends, Request
from fastapi.responses import RedirectResponse
from python_multipart.multipart import parse_options_header
from starlette.datastructures import UploadFile

from application.once import carry_out_once, keyed
from domain.kernel.errors import BadInput, Refusal
from interfaces.api.commands import COMMANDS
from interfaces.api.standing import check_csrf
from interfaces.web.visiting import Visit, visit_of

LARGEST_FORM = 256 * 1024
MOST_FIELDS = 400


@dataclass(frozen=True, slots=True)
class Posted:
    """What a form sent, from a page of ours."""

    visit: Visit
    fields: Mapping[str, str]
    file: tuple[str, bytes] | None = None
    several: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Every value of a field that may be given more than once: boxes that are ticked."""

    def text(self, name: str) -> str:
        """What was written into a field. Raises BadInput for one that is empty."""
        given = self.fields.get(name, "").strip()
        if not given:
            raise BadInput(name, "it is filled in")
        return given

    @property
    def key(self) -> str:
        """The idempotency key of the form: sent twice, it has one effect. Raises BadInput."""
        key = self.text("key")
        if not key.isascii() or not key.isprintable() or " " in key or len(key) > 150:
            raise BadInput("key", "it is the key that stood in the form")
        return key


def posted_by(*operations: str) -> Any:
    """The dependency of what a form does: who sent it may, and it was sent from a page of ours."""

    admitted = visit_of(*operations)

    async def posted(request: Request, visit: Visit = admitted) -> Posted:
        _must_be_utf8(request)
        async with request.form(max_files=1, max_fields=MOST_FIELDS) as form:
            written = [(name, value) for name, value in form.multi_items() if isinstance(value, str)]
            fields, several = (
                dict(written),
                {name: tuple(v for n, v in written if n == name) for name, _ in written},
            )
            check_csrf(visit.session or "", fields.get("csrf", ""))
            sent = form.get("file")
            file = (sent.filename or "", await sent.read()) if isinstance(sent, UploadFile) else None
        return Posted(visit, fields, file, several)

    return Depends(posted)


def _must_be_utf8(request: Request) -> None:
    """Refuse a form in another encoding: no page of ours sends one, and some of them yield what is no text."""
    _, said = parse_options_header(request.headers.get("content-type", ""))
    if said.get(b"charset", b"utf-8").lower() not in (b"utf-8", b"utf8"):
        raise BadInput("charset", "a form is sent as UTF-8")


def new_key() -> str:
    """The key that a form carries."""
    return uuid4().hex


def give(posted: Posted, command: str, terms: Mapping[str, object]) -> int:
    """Carry out a command for who sent the form; returns the position of what it wrote. Raises Refusal."""
    visit = posted.visit
    undecided = visit.served.home.undecided(visit.name)
    read = COMMANDS[command].read_strictly(terms)
    return carry_out_once(visit.group, undecided, read, keyed(visit.act, posted.key)).last


def then(visit: Visit, *parts: object, **query: object) -> RedirectResponse:
    """Go on to a page, by its address."""
    return RedirectResponse(visit.now(*parts, **query), 303)


def beside(refusal: Refusal) -> dict[str, str]:
    """Beside which field a refusal is told; beside the button where it names none."""
    if isinstance(refusal, BadInput):
        return {str(refusal.facts["field"]): str(refusal.facts["rule"])}
    return {"": str(refusal)}
