"""The API's description: committed, complete, and with examples that mean what they say."""

from __future__ import annotations

import json
from typing import Any

import pytest

from application.calculator import calculate
from domain.kernel.errors import Refusal
from interfaces.api.commands import COMMANDS, PERSONS
from interfaces.api.describe import PLACE, description
from interfaces.api.description import PROBLEMS
from interfaces.api.examples import EXAMPLES
from interfaces.api.problems import status_of_kind


@pytest.fixture(scope="module")
def described() -> Any:
    return json.loads(PLACE.read_text(encoding="utf-8"))


def test_the_description_that_is_committed_is_that_of_the_api() -> None:
    assert PLACE.read_text(encoding="utf-8") == description(), "run python -m interfaces.api.describe"


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_each_command_has_an_example_that_can_be_read(name: str) -> None:
    terms = dict(EXAMPLES[name])
    terms.update({field: "person-" + "0" * 16 for field in PERSONS if field in terms})
    assert COMMANDS[name].read_strictly(terms)


def test_the_example_of_the_calculator_calculates(described: Any) -> None:
    body = described["paths"]["/api/calculations"]["post"]["requestBody"]["content"]["application/json"]
    assert calculate(json.dumps(body["example"]))["transfers"]


def test_each_operation_describes_its_answers_and_its_problems(described: Any) -> None:
    schemas = described["components"]["schemas"]
    for path, operations in described["paths"].items():
        for operation in operations.values():
            responses = operation["responses"]
            assert {"401", "403", "409", "422", "503"} <= responses.keys(), path
            for status, response in responses.items():
                if int(status) >= 400:
                    assert list(response["content"]) == ["application/problem+json"], path
    for reference in _references(described):
        assert reference.removeprefix("#/components/schemas/") in schemas, reference


def test_each_problem_is_listed_with_its_status_and_its_sentence(described: Any) -> None:
    listed = {problem["type"]: problem for problem in described[PROBLEMS]}
    assert listed["urn:tantieme:key-reused"]["status"] == 422
    assert listed["urn:tantieme:moved"]["status"] == 412
    assert listed["urn:tantieme:not-allowed"]["status"] == 403
    assert listed["urn:tantieme:already-voted"]["status"] == 409
    kinds = {kind for kind in _below(Refusal) if kind.__module__.startswith(("domain.", "application."))}
    for kind in kinds:
        if hasattr(kind, "sentence"):
            status = status_of_kind(kind, kind.name_of()).value
            assert listed[f"urn:tantieme:{kind.name_of()}"]["status"] == status


def test_each_command_needs_a_key_and_has_terms_that_admit_no_other(described: Any) -> None:
    for name, kind in COMMANDS.items():
        operation = described["paths"][f"/api/groups/{{group}}/commands/{name}"]["post"]
        headers = {p["name"]: p["required"] for p in operation["parameters"] if p["in"] == "header"}
        assert headers == {"Idempotency-Key": True, "If-Match": False}
        assert described["components"]["schemas"][kind.__name__]["additionalProperties"] is False


def _references(node: Any) -> set[str]:
    if isinstance(node, dict):
        own = {node["$ref"]} if isinstance(node.get("$ref"), str) else set()
        return own.union(*map(_references, node.values()))
    return set().union(*map(_references, node)) if isinstance(node, list) else set()


def _below(kind: type[Refusal]) -> set[type[Refusal]]:
    return {each for below in kind.__subclasses__() for each in (below, *_below(below))}
