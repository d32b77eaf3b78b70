"""Files of costs and readings as uploads: looked at first with `preview=true`, then recorded whole or not at all."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from starlette.datastructures import UploadFile

from application import imports
from application.group import Group
from application.imports import FileRefused, Imported
from application.once import Moved, Outcome, answered, keyed, must_stand, settled
from application.ports import Act
from domain.allocation.file_import import Completed
from domain.kernel.errors import Refusal
from interfaces.api.asked import accepts
from interfaces.api.bodies import LARGEST_FILE, IdempotencyKey, IfMatch, decided_on
from interfaces.api.command_shapes import ImportAnswer
from interfaces.api.commands import AsAdmitted, HomeServed, answer
from interfaces.api.standing import Admitted, admit
from interfaces.composition import cost_file, measurement_file

MOST_FAULTS = 500
LONGEST_NAME, LONGEST_NAME_BYTES = 120, 240
_CSV, _FORM = "text/csv", "multipart/form-data"
_NOT_IN_A_NAME = re.compile(r"[^\w .()\[\]+,;=@&'-]")
_BODY = {
    "requestBody": {
        "required": True,
        "content": {
            _FORM: {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {"file": {"type": "string", "format": "binary"}},
                }
            },
            _CSV: {"schema": {"type": "string"}},
        },
    }
}

routes = APIRouter(tags=["imports"], dependencies=[accepts("preview", "name")])
Preview = Annotated[bool, Query(description="Only say what is in the file and what is wrong with it.")]
Name = Annotated[
    str | None,
    Query(max_length=LONGEST_NAME, description="The file's name, where the body is the file itself."),
]


class NotAFile(Refusal):
    """What is uploaded says what it is."""

    sentence = "the body is text/csv, or multipart/form-data with one file named `file`"


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it was sent."""

    name: str
    content: bytes


async def upload(request: Request, _: Annotated[Admitted, Depends(admit)], name: Name = None) -> Upload:
    """The file that is sent, which is not looked at before who sent it is known. Raises NotAFile."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == _CSV:
        return Upload(safe_name(name or "upload.csv"), await request.body())
    if kind != _FORM:
        raise NotAFile()
    async with request.form(max_files=1, max_fields=4) as form:
        sent = form.get("file")
        if not isinstance(sent, UploadFile):
            raise NotAFile()
        return Upload(safe_name(sent.filename or "upload.csv"), await sent.read())


AsUpload = Annotated[Upload, Depends(upload)]


def _import(
    read: Callable[[Path], Any],
    record: Callable[[Group, Any, Act], Imported],
    look: Callable[[Group, Any], Completed],
) -> Callable[..., Any]:
    def endpoint(
        admitted: AsAdmitted,
        home: HomeServed,
        file: AsUpload,
        key: IdempotencyKey,
        preview: Preview = False,
        tag: IfMatch = None,
    ) -> Any:
        with tempfile.TemporaryDirectory(prefix="tantieme-") as folder:
            path = Path(folder) / file.name
            path.write_bytes(file.content)
            opened = read(path)
            if preview:
                return _previewed(admitted, lambda: look(admitted.group, opened))
            act = keyed(admitted.act(), key)
            act = replace(act, **decided_on(act, tag))
            undecided, digest = home.home.undecided(admitted.name), bytes.fromhex(opened.sha256)
            outcome = answered(admitted.group, undecided, act, digest)
            imported = _recorded(admitted.group, act, lambda: record(admitted.group, opened, act), outcome)
            outcome = outcome or settled(admitted.group, undecided, act, digest, imported.position)
            return _told(admitted, outcome, imported.completed)

    return endpoint


def _recorded(group: Group, act: Act, record: Callable[[], Imported], before: Outcome | None) -> Imported:
    if before is not None:
        # Asked again under its key, the file is in, whatever has moved since.
        return record()
    try:
        must_stand(group, act)
        return record()
    except Moved:
        raise
    except Refusal:
        must_stand(group, act)
        raise


def _previewed(admitted: Admitted, look: Callable[[], Completed]) -> Any:
    nothing = Outcome(None, admitted.group.position())
    try:
        return _told(admitted, nothing, look(), preview=True)
    except FileRefused as refused:
        faults = [asdict(fault) for fault in refused.faults[:MOST_FAULTS]]
        counted = {"fault_count": len(refused.faults), "faults": faults}
        return answer(admitted, nothing, preview=True, file=None, **counted)


def _told(admitted: Admitted, outcome: Outcome, completed: Completed, preview: bool = False) -> Any:
    return answer(admitted, outcome, preview=preview, file=asdict(completed), fault_count=0, faults=[])


def safe_name(name: str) -> str:
    """A name for a file that was sent, which any file system takes."""
    # A browser may send a path, and a name goes into the log: what no file system would take is left out.
    last = re.split(r"[/\\]", name)[-1].strip().lstrip(".")
    named = _NOT_IN_A_NAME.sub("_", last)[-LONGEST_NAME:]
    # They count bytes, of which one sign may have four: the end stays, for it says what kind of file it is.
    return named.encode()[-LONGEST_NAME_BYTES:].decode(errors="ignore") or "upload.csv"


for _name, _endpoint in {
    "import-costs": _import(
        cost_file,
        lambda group, file, act: group.import_costs(file, act),
        lambda g, f: imports.preview_costs(g.ledger, f),
    ),
    "import-measurements": _import(
        measurement_file,
        lambda group, file, act: group.import_measurements(file, act),
        lambda g, f: imports.preview_measurements(g.ledger, g.people, f),
    ),
}.items():
    routes.add_api_route(
        f"/imports/{_name.removeprefix('import-')}",
        _endpoint,
        methods=["POST"],
        name=_name,
        description="A CSV file, recorded whole or not at all; every fault is listed with its line and column.",
        response_model=ImportAnswer,
        max_body_size=LARGEST_FILE,
        openapi_extra=_BODY,
    )
