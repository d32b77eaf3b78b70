"""What is counted, logged and traced: that something was asked, and nothing of what it was about."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator

import pytest
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from psycopg_pool import ConnectionPool
from starlette.testclient import TestClient

from application.access.role import Role
from interfaces.api.app import create_app
from tests.interfaces.api_world import HERE, World, world

PRIVATE = ("Jeanne", "secret-query", "secret-body", "a dozen letters", "Brume", "tantieme_")


@pytest.fixture(scope="module")
def served(pool: ConnectionPool) -> Iterator[World]:
    with world(pool, "confluence") as opened:
        yield opened


def ask_of_everything(client: TestClient, headers: dict[str, str]) -> None:
    """Requests that hold names, keys and secrets in every place where one can stand."""
    at = "/api/groups/confluence"
    client.get(f"{at}/members/Brume/statements/2026?as_of=secret-query", headers=headers)
    client.get(f"{at}/members/Brume/statements/2026", headers=headers)
    client.post(f"{at}/sessions", json={"name": "Jeanne", "password": "a dozen letters or more"})
    client.post(
        f"{at}/commands/add-service", content="secret-body", headers={**headers, "Idempotency-Key": "k"}
    )
    client.get("/Jeanne", headers=headers)


def test_a_request_is_logged_by_its_operation_and_nothing_else(
    served: World, caplog: pytest.LogCaptureFixture
) -> None:
    logger = logging.getLogger("tantieme.requests")
    logger.propagate = True
    with caplog.at_level(logging.INFO, "tantieme.requests"):
        ask_of_everything(served.client, served.as_role(Role.CONTROLLER))
    entries = [json.loads(record.message) for record in caplog.records if record.name == "tantieme.requests"]
    # Another server in this process may have been told to log too: the same line then comes twice.
    assert list(dict.fromkeys((entry["operation"], entry["status"]) for entry in entries)) == [
        ("statement", 422),
        ("statement", 200),
        ("log-in", 401),
        ("add-service", 415),
        ("(none)", 404),
    ]
    assert entries[0].keys() >= {"method", "milliseconds", "timestamp", "event", "level"}
    assert not any(word in caplog.text for word in (*PRIVATE, "confluence"))


def test_metrics_count_by_operation_and_name_nobody(served: World) -> None:
    ask_of_everything(served.client, served.as_role(Role.CONTROLLER))
    # The lag is that of the slowest group, and other tests leave groups that nobody has read yet.
    for group in served.home.groups():
        served.home.open(group).position()
    told = served.client.get("/metrics")
    assert told.headers["content-type"].startswith("text/plain")
    assert 'tantieme_requests_total{operation="statement",status="200"}' in told.text
    assert 'tantieme_request_seconds_bucket{le="0.25",operation="statement"}' in told.text
    assert "tantieme_views_lag_events 0.0" in told.text
    # The names of the metrics begin like a key.
    text = re.sub("tantieme_(requests|request_seconds|views)", "", told.text)
    assert not any(word in text for word in (*PRIVATE, "confluence"))


def test_a_trace_has_the_route_and_no_name_no_key_and_no_body(served: World) -> None:
    spans = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(spans))
    app = create_app(served.home, tracer_provider=provider)
    with TestClient(app, base_url=HERE) as client:
        ask_of_everything(client, served.as_role(Role.CONTROLLER))
    finished = spans.get_finished_spans()
    routes = {(span.attributes or {}).get("http.route") for span in finished}
    assert "/api/groups/{group}/members/{member}/statements/{year}" in routes
    told = " ".join(span.to_json() for span in finished)
    assert not any(word in told for word in PRIVATE), told
