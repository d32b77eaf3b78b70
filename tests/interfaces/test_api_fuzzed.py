"""Schemathesis over the whole API: whatever is asked, no fault, and every answer as it is described."""

from __future__ import annotations

import json
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

import pytest
import schemathesis
from httpx2 import InvalidURL
from hypothesis import HealthCheck, Phase, given, reject, settings
from hypothesis.errors import Unsatisfiable
from psycopg_pool import ConnectionPool
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from application.access.role import Role
from interfaces.api.describe import PLACE
from tests.examples import BRUME
from tests.interfaces.api_world import HERE, World, world

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    negative_data_rejection,
]
# A stream lasts as long as it is asked to; it has a test of its own.
STREAMS = "/positions$"
EXAMPLES = 3
GROUP = "confluence"


@pytest.fixture(scope="module")
def served(pool: ConnectionPool) -> Iterator[World]:
    with world(pool, GROUP) as opened:
        yield opened


@pytest.fixture(scope="module")
def shown(served: World) -> dict[str, str]:
    """Somebody who may do everything, so that nothing is refused for want of a role."""
    accounts = served.home.accounts(served.group)
    everybody = [accounts.add("Everybody", role, BRUME) for role in Role]
    key = served.home.credentials(served.group).issue_key(everybody[-1].person, "tests")
    return {"Authorization": f"Bearer {key}"}


def of_one_group(description: Any) -> Any:
    """The description as somebody sees it who is in a group: neither that nor who it is varies."""
    paths = {}
    for path, described in description["paths"].items():
        for operation in described.values():
            operation.pop("security", None)
            given = operation.get("parameters", [])
            operation["parameters"] = [each for each in given if each["name"] != "group"]
        paths[path.replace("{group}", GROUP)] = described
    return {**description, "paths": paths}


def operations() -> list[Any]:
    """What the committed description holds, but for what streams."""
    loaded = schemathesis.openapi.from_dict(of_one_group(json.loads(PLACE.read_text(encoding="utf-8"))))
    found = [result.ok() for result in loaded.exclude(path_regex=STREAMS).get_all_operations()]
    assert len(found) > 60
    return found


def uploadable(files: Any) -> Any:
    """The files of a form as a client can send them: a number that stands for a file is its digits."""
    if isinstance(files, dict):
        return {name: uploadable(content) for name, content in files.items()}
    if isinstance(files, list | tuple):
        return type(files)(uploadable(content) for content in files)
    return files if files is None or isinstance(files, str | bytes) else str(files).encode()


@pytest.mark.parametrize(
    "mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=lambda mode: mode.value
)
@pytest.mark.parametrize("operation", operations(), ids=lambda operation: operation.label)
def test_whatever_is_asked_is_answered_as_described(
    operation: Any, mode: GenerationMode, served: World, shown: dict[str, str]
) -> None:
    @given(case=operation.as_strategy(generation_mode=mode))
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def ask(case: Any) -> None:
        sent = case.as_transport_kwargs(base_url=HERE)
        sent.pop("cookies", None)
        headers = {**dict(sent.pop("headers", None) or {}), **shown}
        if isinstance(sent.get("data"), bytes | str):
            sent["content"] = sent.pop("data")
        if sent.get("files"):
            sent["files"] = uploadable(sent["files"])
        try:
            request = served.client.build_request(headers=headers, **sent)
        except InvalidURL:
            # No client sends an address that long.
            reject()
        # What was sent is looked at again when the answer is judged.
        request.read()
        response = served.client.send(request)
        # What is too long is refused by a status that the check of refusals does not know, and any bytes are a
        # file: its faults are the answer to a preview.
        unknown = response.status_code == HTTPStatus.REQUEST_URI_TOO_LONG or "/imports/" in operation.path
        checks = [check for check in CHECKS if not (unknown and check is negative_data_rejection)]
        case.validate_response(response, checks=checks)

    try:
        ask()
    except Unsatisfiable:
        # Where nothing can be said, nothing can be said wrongly.
        assert mode is GenerationMode.NEGATIVE
        assert not list(operation.iter_parameters())
        assert not operation.body
