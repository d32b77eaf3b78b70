"""What is counted and logged of every request: which operation it was and how it ended, and nothing else.

A path names members and contracts, a query may hold anything, a body holds what it holds: none of it is told. The
operation is told by the name that the description gives it, and who asked not at all.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping, MutableMapping
from typing import Any, Final

import structlog
from opentelemetry import trace
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from starlette.types import ASGIApp, Message, Receive, Scope, Send

EXPOSITION: Final = "text/plain; version=0.0.4"
NO_OPERATION: Final = "(none)"
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_TOLD = frozenset({"event", "level", "timestamp", "method", "operation", "status", "milliseconds", "trace"})


class Meter:
    """The metrics of one server."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        labels = ("operation", "status")
        self.requests = Counter("tantieme_requests", "Requests answered.", labels, registry=self.registry)
        self.seconds = Histogram(
            "tantieme_request_seconds",
            "Seconds until the answer was sent.",
            ("operation",),
            buckets=_SECONDS,
            registry=self.registry,
        )
        self.lag = Gauge(
            "tantieme_views_lag_events", "Events that views are behind, at most.", registry=self.registry
        )

    def exposition(self, lag: int) -> bytes:
        """The metrics as Prometheus reads them."""
        self.lag.set(lag)
        return generate_latest(self.registry)

    def count(self, operation: str, status: int, seconds: float) -> None:
        """Count an answer."""
        self.requests.labels(operation, str(status)).inc()
        self.seconds.labels(operation).observe(seconds)


class Metering:
    """Counts and logs each request that passes."""

    def __init__(self, app: ASGIApp, meter: Meter) -> None:
        self.app = app
        self.meter = meter
        self._log = structlog.wrap_logger(
            logging.getLogger("tantieme.requests"),
            processors=[
                structlog.processors.add_log_level,
                structlog.processors.TimeStamper(fmt="iso", utc=True),
                only_what_is_told,
                _as_json,
            ],
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on a request, and tell how it ended."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began, status = time.monotonic(), 500

        async def send_noted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, send_noted)
        finally:
            seconds = time.monotonic() - began
            operation = str(getattr(scope.get("route"), "name", NO_OPERATION))
            self.meter.count(operation, status, seconds)
            self._log.info(
                "answered",
                method=_method(scope),
                operation=operation,
                status=status,
                milliseconds=int(seconds * 1000),
                trace=_trace(),
            )


def only_what_is_told(_logger: Any, _method: str, entry: MutableMapping[str, Any]) -> Mapping[str, Any]:
    """The entry without anything that is not known to be nobody's secret and nobody's name."""
    return {name: value for name, value in entry.items() if name in _TOLD}


def _method(scope: Scope) -> str:
    method = str(scope["method"])
    return method if method in ("GET", "POST", "DELETE", "PUT", "PATCH", "HEAD", "OPTIONS") else "other"


def _trace() -> str | None:
    context = trace.get_current_span().get_span_context()
    return f"{context.trace_id:032x}" if context.is_valid else None


def _as_json(logger: Any, method: str, entry: MutableMapping[str, Any]) -> str:
    return str(structlog.processors.JSONRenderer(sort_keys=True)(logger, method, entry))
