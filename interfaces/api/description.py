"""What the API's description says beside what FastAPI finds out: terms of commands, problems, who may do what."""

from __future__ import annotations

import importlib
import json
import pkgutil
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

import application
import domain
from application.access.roles import roles_for
from domain.kernel.errors import Refusal
from interfaces.api.administration import AddAccount, IssueKey
from interfaces.api.calculations import Calculation
from interfaces.api.commands import PERSONS
from interfaces.api.problems import MEDIA_TYPE, status_of_kind
from interfaces.api.sessions import DemoLogIn, LogIn

PROBLEMS = "x-problems"
ROLES = "x-roles"
_PERSON = {
    "type": "string",
    "minLength": 1,
    "maxLength": 200,
    "description": "A person's name, or its opaque id. Only the id is recorded.",
}
_SHAPES: tuple[type[BaseModel], ...] = (AddAccount, IssueKey, Calculation, LogIn, DemoLogIn)
_OURS = ("domain.", "application.", "infrastructure.", "interfaces.api.")
_BEFORE_ANY_REQUEST = "interfaces.api.serving"
_SECURITY = {
    "bearer": {
        "type": "http",
        "scheme": "bearer",
        "description": "A key of an account, or a token (JWT) of the organisation's identity provider.",
    },
    "session": {
        "type": "apiKey",
        "in": "cookie",
        "name": "tantieme-GROUP",
        "description": "A session; what changes anything also carries its X-CSRF-Token.",
    },
}


def described_with(description: dict[str, Any], commands: Mapping[str, type[BaseModel]]) -> dict[str, Any]:
    """The description, completed."""
    schemas = description.setdefault("components", {}).setdefault("schemas", {})
    schemas.update(_terms((*commands.values(), *_SHAPES)))
    description["components"]["securitySchemes"] = _SECURITY
    description[PROBLEMS] = list(problems())
    for path, operations in description["paths"].items():
        for method, operation in operations.items():
            for status, response in operation["responses"].items():
                if int(status) >= 400:
                    response["content"] = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
            roles = sorted(roles_for(operation["operationId"]))
            if roles:
                operation[ROLES] = roles
                operation["security"] = [{"bearer": []}, {"session": []}]
                # At this machine some of it is read without an account.
                if method == "get":
                    operation["security"].append({})
            if path.startswith("/api/groups/{group}/commands/"):
                operation["responses"]["200"]["description"] = "Recorded, now or before under this key."
    return description


def problems() -> Iterator[dict[str, object]]:
    """Every refusal there is: its type, its status and its sentence."""
    # Infrastructure is there by now: the composition root has all of it that is used.
    for package in (domain, application):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            importlib.import_module(module.name)
    for kind in sorted(_kinds(Refusal), key=lambda kind: (kind.__name__, kind.__module__)):
        ours = kind.__module__.startswith(_OURS) and kind.__module__ != _BEFORE_ANY_REQUEST
        if ours and hasattr(kind, "sentence"):
            name = kind.name_of()
            yield {
                "type": f"urn:tantieme:{name}",
                "status": status_of_kind(kind, name).value,
                "sentence": kind.sentence,
            }


def _kinds(kind: type[Refusal]) -> set[type[Refusal]]:
    return {each for below in kind.__subclasses__() for each in (below, *_kinds(below))}


def _terms(shapes: tuple[type[BaseModel], ...]) -> dict[str, Any]:
    """Schemas of what is sent. Parts have the names of shapes that are answered: theirs begin with Given."""
    _, found = models_json_schema(
        [(shape, "validation") for shape in shapes], ref_template="#/components/schemas/{model}"
    )
    parts = set(found["$defs"]) - {shape.__name__ for shape in shapes}
    text = json.dumps(found["$defs"])
    for name in sorted(parts):
        text = text.replace(f'"#/components/schemas/{name}"', f'"#/components/schemas/Given{name}"')
    schemas = {
        (f"Given{name}" if name in parts else name): schema for name, schema in json.loads(text).items()
    }
    for schema in schemas.values():
        for field in schema.get("properties", {}).keys() & set(PERSONS):
            # What is kept is an opaque id; a name is turned into one.
            schema["properties"][field] = {**_PERSON, **_optional(schema, field)}
    return schemas


def _optional(schema: dict[str, Any], field: str) -> dict[str, Any]:
    return {} if field in schema.get("required", ()) else {"type": ["string", "null"], "default": None}
