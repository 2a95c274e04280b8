"""Exposes the counters of all processes and hosts to Prometheus."""

import hmac
from collections.abc import Iterator
from itertools import accumulate

from prometheus_client import CollectorRegistry
from prometheus_client.core import CounterMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.utils import floatToGoString
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import NotFound, Unauthorized

from odoo import http
from odoo.http import Response, request
from odoo.tools import groupby

from ..tables import BUCKETS

_LABELS = ("route", "method", "status")
_ENDS = [floatToGoString(end) for end in BUCKETS]


class MetricsController(http.Controller):
    @http.route(
        "/endpoint/metrics",
        type="http",
        auth="none",
        methods=["GET"],
        readonly=True,
        save_session=False,
    )
    def metrics(self, **_params) -> Response:
        """Send the metrics to clients that send the token."""
        parameters = request.env(su=True)["ir.config_parameter"]
        token = parameters.get_param("endpoint_log.metrics_token")
        if not token:
            raise NotFound()
        sent = request.httprequest.headers.get("Authorization", "")
        scheme, _, sent_token = sent.partition(" ")
        is_token = hmac.compare_digest(sent_token.encode(), token.encode())
        if scheme.lower() != "bearer" or not is_token:
            raise Unauthorized(www_authenticate=WWWAuthenticate("bearer"))
        registry = CollectorRegistry()
        registry.register(_Collector(request.env.cr))
        headers = [("Content-Type", CONTENT_TYPE_LATEST), ("Cache-Control", "no-store")]
        return request.make_response(generate_latest(registry), headers)


class _Collector:
    def __init__(self, cr) -> None:
        self._cr = cr

    def collect(self) -> Iterator[Metric]:
        counter = CounterMetricFamily("http_requests", "Endpoint calls", labels=_LABELS)
        histogram = HistogramMetricFamily(
            "http_request_duration_seconds", "Duration of calls", labels=_LABELS
        )
        for (*labels, status), rows in groupby(self._read(), lambda row: row[:3]):
            labels.append(str(status))
            by_end = {le: (calls, seconds) for *_, le, calls, seconds in rows}
            counts = [int(by_end.get(end, (0, 0))[0]) for end in BUCKETS]
            buckets = list(zip(_ENDS, accumulate(counts), strict=True))
            seconds = sum(seconds for _calls, seconds in by_end.values())
            counter.add_metric(labels, sum(counts))
            histogram.add_metric(labels, buckets, sum_value=seconds)
        return iter((counter, histogram))

    def _read(self) -> list[tuple]:
        self._cr.execute(
            """
            SELECT route, method, status, le, sum(calls), sum(seconds)
              FROM endpoint_log_metric
             GROUP BY route, method, status, le ORDER BY route, method, status
            """
        )
        return self._cr.fetchall()
