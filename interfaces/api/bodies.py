"""Bodies as they must be: of the type that is asked for, within bounds, JSON without any ambiguity."""

from __future__ import annotations

import re
from typing import Annotated, Any, Final, TypeVar
from uuid import UUID

from fastapi import Depends, Header, Request
from pydantic import BaseModel, ValidationError

from application.calculator.strict_json import read_json
from application.ports import Act
from domain.kernel.errors import BadInput, Refusal
from interfaces.api.standing import Admitted, admit

JSON: Final = "application/json"
LARGEST_COMMAND = 1024 * 1024
LARGEST_CALCULATION = 8 * 1024 * 1024
LARGEST_FILE = 64 * 1024 * 1024
_TAG = re.compile(r'"(?:([0-9]{1,18})(?:\.(?:csv|xlsx))?|([0-9a-f]{32})-([0-9]{1,18}))"')

Given = TypeVar("Given", bound=BaseModel)
IdempotencyKey = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        pattern="^[!-~]{1,150}$",
        description="Names this command: asked again under the same key it has no second effect and gets the same "
        "answer; with other terms it is refused.",
        examples=["8e03978e-40d5-43dd-bc93-6894a57f9324"],
    ),
]
IfMatch = Annotated[
    str | None,
    Header(
        alias="If-Match",
        max_length=100,
        description="The tag (ETag) of the reading that this was decided on: refused with 412 if that has moved.",
        examples=['"4209"'],
    ),
]


class NotJson(Refusal):
    """What is sent says what it is."""

    sentence = "the body is JSON, and says so: Content-Type: application/json"


async def json_body(request: Request) -> bytes:
    """The body of a request that says it is JSON. Raises NotJson."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != JSON:
        raise NotJson()
    return await request.body()


async def admitted_json(request: Request, _: Annotated[Admitted, Depends(admit)]) -> bytes:
    """The body, which is not looked at before who sent it is known. Raises NotJson."""
    return await json_body(request)


def terms_of(body: bytes) -> dict[str, Any]:
    """The JSON object of a body: integers, but no other number. Raises BadInput."""
    read = read_json(body, integers=True)
    if not isinstance(read, dict):
        raise BadInput("request", "it is a JSON object")
    return read


def read_body(shape: type[Given], body: bytes) -> Given:
    """What a body spells out in that shape. Raises BadInput, which repeats nothing that was given."""
    try:
        return shape.model_validate(terms_of(body))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        raise BadInput(".".join(map(str, first["loc"])) or "request", str(first["msg"])) from None


def described(shape: type[BaseModel], example: object) -> dict[str, Any]:
    """How a route whose body is read here describes it."""
    schema = {"$ref": f"#/components/schemas/{shape.__name__}"}
    return {"requestBody": {"required": True, "content": {JSON: {"schema": schema, "example": example}}}}


def decided_on(act: Act, tag: str | None) -> dict[str, Any]:
    """What an act names as read, from the tag of a reading: a stream's version, or the log's position.

    Raises BadInput.
    """
    if tag is None:
        return {}
    parts = _TAG.fullmatch(tag.strip())
    if parts is None:
        raise BadInput("If-Match", "it is the one tag that a reading gave, in quotes")
    if parts[1] is not None:
        return {"at_head": int(parts[1])}
    return {"expected": (*act.expected, (UUID(hex=parts[2]), int(parts[3])))}
