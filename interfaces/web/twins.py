"""The same as a page shows, as data: its main table as JSON, CSV or XLSX, under the page's own address.

Where the API has the reading that a page shows, the page links that. What a page puts together itself it answers
itself, with `format` in its address or by `Accept`, to the same visitors and as of the same position.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from fastapi import Request
from fastapi.responses import JSONResponse, Response

from domain.kernel.errors import BadInput
from domain.kernel.sentences import Sentence, Series
from interfaces.api.amounts import with_amounts
from interfaces.api.listing import Form, preferred
from interfaces.api.tables import table
from interfaces.web.visiting import Visit

FORMS = ("json", "csv", "xlsx")
FORMAT = "format"


@dataclass(frozen=True, slots=True)
class PageTable:
    """The main table of a page: its rows under a name, and in JSON what else the page says."""

    name: str
    columns: tuple[str, ...]
    rows: Sequence[Mapping[str, Any]]
    about: Mapping[str, Any] = field(default_factory=dict)


def form_asked(request: Request) -> Form | None:
    """The form in which a page is asked for as data; none where it is asked for as a page. Raises BadInput."""
    given = request.query_params.get(FORMAT)
    if given in FORMS:
        return cast(Form, given)
    if given is not None:
        raise BadInput(FORMAT, Sentence("it is {forms}", forms=Series(FORMS, last=" or ")))
    # A browser accepts everything: who can do with a page is given the page.
    accept = request.headers.get("accept", "")
    accepted = preferred(accept)
    return accepted if accepted != "json" and "text/html" not in accept else None


def as_data(visit: Visit, data: PageTable, form: Form) -> Response:
    """The page as data, with the group and position that it was made at."""
    visit.asked.headers["Vary"] = "Accept, Cookie"
    rows = [{column: row[column] for column in data.columns} for row in data.rows]
    if form == "json":
        return JSONResponse(visit.asked.answer(**data.about, **{data.name: rows}))
    visit.asked.headers["ETag"] = f'"{visit.at}.{form}"'
    return table(form, data.name, with_amounts(rows), data.columns, visit.asked.facts)
