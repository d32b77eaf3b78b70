"""Files of costs and of readings: looked at first, every fault by line and column, then recorded whole."""

from __future__ import annotations

import base64
import tempfile
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter
from fastapi.responses import Response

from application import imports
from application.group import Group
from application.import_rules import COST_COLUMNS, MEASUREMENT_COLUMNS
from application.imports import FileRefused, Imported
from application.once import answered, keyed, settled
from application.ports import Act
from domain.allocation.file_import import Completed
from domain.kernel.errors import BadInput, Refusal
from domain.kernel.sentences import Sentence
from interfaces.api.imports import safe_name
from interfaces.api.problems import status_of
from interfaces.composition import cost_file, measurement_file
from interfaces.web.forms import Posted, beside, new_key, posted_by, then
from interfaces.web.rendering import page
from interfaces.web.twins import PageTable
from interfaces.web.visiting import Visit, visit_of

LARGEST_FILE = 4 * 1024 * 1024
LARGEST = 3 * LARGEST_FILE
MOST_FAULTS = 200

routes = APIRouter()


@dataclass(frozen=True, slots=True)
class Kind:
    """What a file may hold: how it is read, looked at and recorded."""

    name: str
    read: Callable[[Path], Any]
    look: Callable[[Group, Any], Completed]
    record: Callable[[Group, Any, Act], Imported]


COSTS = Kind(
    "costs",
    cost_file,
    lambda g, f: imports.preview_costs(g.ledger, f),
    lambda g, f, act: g.import_costs(f, act),
)
MEASUREMENTS = Kind(
    "measurements",
    measurement_file,
    lambda g, f: imports.preview_measurements(g.ledger, g.people, f),
    lambda g, f, act: g.import_measurements(f, act),
)


def _show(visit: Visit, kind: Kind, status: int = 200, **told: Any) -> Response:
    columns = COST_COLUMNS if kind is COSTS else MEASUREMENT_COLUMNS
    said: dict[str, Any] = {
        "columns": columns,
        "seen": None,
        "refused": {},
        "faults": [],
        "fault_count": 0,
        "content": "",
        "name": "",
    }
    rows = [{"column": c.name, "in_french": ", ".join(c.aliases)} for c in columns]
    data = PageTable("columns", ("column", "in_french"), rows)
    return page(visit, "import.html", status, data=data, kind=kind.name, key=new_key(), **{**said, **told})


def _looked(posted: Posted, kind: Kind) -> Response:
    """What is in the file that was sent, and what is wrong with it; or the same recorded, when that is confirmed."""
    visit = posted.visit
    try:
        name, content = _file(posted)
        with tempfile.TemporaryDirectory(prefix="tantieme-") as folder:
            path = Path(folder) / safe_name(name)
            path.write_bytes(content)
            opened = kind.read(path)
            if posted.fields.get("confirmed"):
                return then(visit, kind.name, done=_recorded(posted, kind, opened))
            seen = kind.look(visit.group, opened)
    except FileRefused as refused:
        faults = [asdict(fault) for fault in refused.faults[:MOST_FAULTS]]
        return _show(
            visit, kind, 422, faults=faults, fault_count=len(refused.faults), name=refused.facts["name"]
        )
    except Refusal as refused:
        return _show(visit, kind, status_of(refused), refused={"file": next(iter(beside(refused).values()))})
    return _show(visit, kind, seen=seen, content=base64.b64encode(content).decode(), name=seen.name)


def _recorded(posted: Posted, kind: Kind, opened: Any) -> int:
    visit = posted.visit
    act = keyed(visit.act, posted.key)
    undecided, digest = visit.served.home.undecided(visit.name), bytes.fromhex(opened.sha256)
    before = answered(visit.group, undecided, act, digest)
    imported = kind.record(visit.group, opened, act)
    return (before or settled(visit.group, undecided, act, digest, imported.position)).last


def _file(posted: Posted) -> tuple[str, bytes]:
    if posted.file is not None and posted.file[0]:
        name, content = posted.file
    else:
        # The page carried what was looked at, so that exactly that is recorded.
        name = posted.fields.get("name", "")
        try:
            content = base64.b64decode(posted.text("content"), validate=True)
        except (BadInput, ValueError):
            raise BadInput("file", "choose a CSV file") from None
    if len(content) > LARGEST_FILE:
        raise BadInput(
            "file",
            Sentence(
                "a file has at most {largest_file} MiB here; the API takes larger ones",
                largest_file=LARGEST_FILE // 1024 // 1024,
            ),
        )
    return name, content


@routes.get("/costs/import")
def costs(visit: Annotated[Visit, visit_of("import-costs")]) -> Response:
    """The form for a file of costs."""
    return _show(visit, COSTS)


@routes.post("/costs/import", max_body_size=LARGEST)
def look_at_costs(posted: Annotated[Posted, posted_by("import-costs")]) -> Response:
    """Look at a file of costs, or record it."""
    return _looked(posted, COSTS)


@routes.get("/measurements/import")
def measurements(visit: Annotated[Visit, visit_of("import-measurements")]) -> Response:
    """The form for a file of readings."""
    return _show(visit, MEASUREMENTS)


@routes.post("/measurements/import", max_body_size=LARGEST)
def look_at_measurements(posted: Annotated[Posted, posted_by("import-measurements")]) -> Response:
    """Look at a file of readings, or record it."""
    return _looked(posted, MEASUREMENTS)
