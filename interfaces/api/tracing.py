"""Traces of requests (OpenTelemetry) by their route, without what stood in its places.

They go where OTEL_EXPORTER_OTLP_ENDPOINT, or its variable for traces, says; without either there are none.
"""

from __future__ import annotations

import os

from fastapi.telemetry import TelemetryConfig
from opentelemetry.context import Context
from opentelemetry.sdk.trace import Span, SpanProcessor, TracerProvider

ENDPOINTS = ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")
WITHHELD = "(withheld)"
_PRIVATE = (
    "url.path",
    "url.query",
    "url.full",
    "client.address",
    "user_agent.original",
    "http.target",
    "http.url",
)


class Withholding(SpanProcessor):
    """Takes out of each span what may name a member or a person; the route is set later, and stays."""

    def on_start(self, span: Span, parent_context: Context | None = None) -> None:
        """Overwrite what is private before anybody exports it."""
        for name in _PRIVATE:
            if name in (span.attributes or {}):
                span.set_attribute(name, WITHHELD)


def telemetry(provider: TracerProvider | None = None) -> TelemetryConfig:
    """How the framework traces: by a provider that is given, or by one of ours where an endpoint is set."""
    if provider is None and any(os.environ.get(name) for name in ENDPOINTS):
        provider = TracerProvider()
    if provider is None:
        return {"tracing": False, "metrics": False, "logs": False, "auto_configure": False}
    provider.add_span_processor(Withholding())
    # The framework's logs would hold the texts of exceptions.
    return {"tracer_provider": provider, "metrics": False, "logs": False, "auto_configure": True}
