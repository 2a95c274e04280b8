from unittest import skipUnless
from unittest.mock import patch

from odoo.tests import tagged

from .. import tracing
from ..writer import writer
from .common import LogCase

if tracing.trace:
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import SimpleSpanProcessor
    from opentelemetry.sdk.trace.export.in_memory_span_exporter import (
        InMemorySpanExporter,
    )


@skipUnless(tracing.trace, "opentelemetry-api is not installed")
@tagged("post_install", "-at_install")
class TestTracing(LogCase):
    def test_a_span_with_the_parent_of_the_client(self):
        exporter, provider = InMemorySpanExporter(), TracerProvider()
        provider.add_span_processor(SimpleSpanProcessor(exporter))
        # The global provider can be set only once in a process.
        tracer = patch.object(tracing.trace, "get_tracer", provider.get_tracer)
        self.startPatcher(tracer)
        endpoint = self.make_endpoint(route="/test/span/<int:n>")
        trace_id, parent_id = "a" * 32, "b" * 16
        headers = {"traceparent": f"00-{trace_id}-{parent_id}-01"}
        self.call("/test/span/7", headers=headers)
        self._wait_remaining_requests()
        tracing.export("db", writer.take(self.env.cr.dbname))
        [span] = exporter.get_finished_spans()
        self.assertEqual(span.name, f"GET {endpoint.route}")
        self.assertEqual(f"{span.context.trace_id:x}", trace_id)
        self.assertEqual(f"{span.parent.span_id:x}", parent_id)
        self.assertEqual(span.attributes["http.response.status_code"], 200)
        self.assertGreater(span.end_time, span.start_time)
