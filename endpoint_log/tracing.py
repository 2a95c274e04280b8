"""A span for each call, if ``opentelemetry-api`` is installed and configured."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

try:
    from opentelemetry import trace
    from opentelemetry.trace.propagation.tracecontext import (
        TraceContextTextMapPropagator,
    )
except ImportError:
    trace = None

if TYPE_CHECKING:
    from .entry import Facts


def export(dbname: str, batch: "Sequence[Facts]") -> None:
    """Create the spans afterwards, in the background, so that no request waits. Their
    parent is the client's ``traceparent``.

    Attributes: https://opentelemetry.io/docs/specs/semconv/http/http-spans/
    """
    if trace is None:
        return
    tracer = trace.get_tracer(__name__)
    propagator = TraceContextTextMapPropagator()
    for facts in batch:
        attributes = {
            "http.request.method": facts.method,
            "http.route": facts.routes[0],
            "http.response.status_code": facts.status,
            "client.address": facts.address,
            "db.namespace": dbname,
            "odoo.request_id": facts.request_id,
        }
        if facts.error[0]:
            attributes["error.type"] = facts.error[0]
        span = tracer.start_span(
            f"{facts.method} {facts.routes[0]}",
            context=propagator.extract({"traceparent": facts.traceparent or ""}),
            kind=trace.SpanKind.SERVER,
            attributes=attributes,
            start_time=int(facts.time * 1e9),
        )
        if facts.status >= 500:
            span.set_status(trace.StatusCode.ERROR)
        span.end(int((facts.time + facts.duration) * 1e9))
