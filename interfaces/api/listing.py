"""Lists page by page, as JSON or as a table: a page begins after the item whose key is named."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal, TypeVar
from urllib.parse import quote, urlencode

from fastapi import Query, Request
from pydantic import BaseModel

from domain.kernel.errors import BadInput
from interfaces.api.amounts import with_amounts
from interfaces.api.asked import Asked
from interfaces.api.tables import CSV, MEDIA_TYPES, XLSX, table

LONGEST_PAGE, USUAL_PAGE, LONGEST_TABLE = 500, 100, 100_000
PARAMETERS = ("as_of", "after", "limit", "format")
TABLES: dict[int | str, dict[str, Any]] = {
    200: {
        "content": {
            CSV: {"schema": {"type": "string"}},
            XLSX: {"schema": {"type": "string", "format": "binary"}},
        }
    }
}
"""What a route that answers with a list declares beside its JSON."""

Form = Literal["json", "csv", "xlsx"]
After = Annotated[
    str | None,
    Query(max_length=400, description="The `next` of the page before; omitted: from the beginning."),
]
Limit = Annotated[
    int | None,
    Query(ge=1, le=LONGEST_PAGE, description=f"Items of a page; usually {USUAL_PAGE}, a table: all."),
]
Format = Annotated[
    Form | None, Query(description="For links, which cannot say what they accept.", examples=["csv"])
]

Item = TypeVar("Item", bound=Mapping[str, Any])


@dataclass(frozen=True, slots=True)
class Page:
    """Which page of a list is asked for, and in which form."""

    request: Request
    after: str | None
    limit: int | None
    form: Form

    @property
    def size(self) -> int:
        """How many items it holds at most."""
        return self.limit or (USUAL_PAGE if self.form == "json" else LONGEST_TABLE)

    def of(self, items: Sequence[Item], key: Callable[[Item], str]) -> tuple[Sequence[Item], str | None]:
        """The items of the page, and the `after` of the next one. Raises BadInput."""
        start = 0
        if self.after is not None:
            places = (place for place, item in enumerate(items) if key(item) == self.after)
            start = next(places, -1) + 1
            if start == 0:
                raise BadInput("after", "it is the `next` of another page of this list, as of this position")
        end = start + self.size
        return items[start:end], key(items[end - 1]) if end < len(items) else None


def page(request: Request, after: After = None, limit: Limit = None, format: Format = None) -> Page:
    """The page that is asked for; a table where the caller would rather have one than JSON."""
    return Page(request, after, limit, format or preferred(request.headers.get("accept", "")))


def listed(
    asked: Asked,
    page: Page,
    name: str,
    items: Sequence[Any],
    key: Callable[[Any], str],
    shape: type[BaseModel],
) -> Any:
    """The page of a list, as a reading or as a table."""
    found, following = page.of(items, key)
    link_next(asked, page, following)
    if page.form == "json":
        return asked.answer(**{name: found, "next": following})
    return tabled(asked, page.form, name, found, shape)


def tabled(asked: Asked, form: Form, name: str, items: Sequence[Any], shape: type[BaseModel]) -> Any:
    """The items as a table."""
    asked.headers["ETag"] = f'"{asked.at}.{form}"'
    asked.headers["Vary"] = "Accept"
    return table(form, name, with_amounts(list(items)), list(shape.model_fields), asked.facts)


def link_next(asked: Asked, page: Page, following: str | int | None) -> None:
    """Say where the next page is, in the header that programs look for."""
    if following is None:
        return
    query = dict(page.request.query_params)
    # The next page is of the same position, whatever is recorded meanwhile.
    query.update(after=str(following), as_of=str(asked.at))
    path = quote(page.request.url.path)
    asked.headers["Link"] = f'<{path}?{urlencode(query)}>; rel="next"'


def preferred(accept: str) -> Form:
    """The form that a header likes best; JSON where it names no other."""
    best: Form = "json"
    best_weight = -1.0
    forms: dict[str, Form] = {"csv": "csv", "xlsx": "xlsx"}
    kinds = {"application/json": "json", "*/*": "json", "application/*": "json"}
    kinds |= {media_type: form for form, media_type in MEDIA_TYPES.items()}
    for part in accept[:1000].split(","):
        kind, *terms = (term.strip().lower() for term in part.split(";"))
        weight = next((_weight(term[2:]) for term in terms if term.startswith("q=")), 1.0)
        if kind in kinds and weight > max(best_weight, 0.0):
            best, best_weight = forms.get(kinds[kind], "json"), weight
    return best


def _weight(text: str) -> float:
    try:
        return min(1.0, float(text))
    except ValueError:
        return 0.0
