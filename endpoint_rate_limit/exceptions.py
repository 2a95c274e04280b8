"""Error responses for callers whose requests are not served."""

from werkzeug.exceptions import ServiceUnavailable, TooManyRequests

from odoo.addons.endpoint_route_handler.exceptions import EndpointHTTPException


class RateLimited(EndpointHTTPException, TooManyRequests):
    """A limit is exceeded (429).

    :param retry_after: seconds
    """

    error_name = "werkzeug.exceptions.TooManyRequests"
    error_extra = {"code": "rate_limited"}

    def __init__(self, retry_after: int) -> None:
        super().__init__(
            f"Too many requests. Try again in {retry_after} seconds.",
            headers=[("Retry-After", str(retry_after))],
        )


class LimitsUnavailable(EndpointHTTPException, ServiceUnavailable):
    """Requests cannot be counted, and must not be served uncounted (503)."""

    error_name = "werkzeug.exceptions.ServiceUnavailable"
    description = "Requests cannot be counted at the moment."
    error_headers = [("Retry-After", "5")]
    error_extra = {"code": "rate_limit_unavailable"}


class StorageFailed(Exception):
    """The counter storage did not respond. Never shown to a caller."""
