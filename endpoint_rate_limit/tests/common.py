"""Base class for tests of rate limits."""

import re

from odoo.addons.endpoint.tests.common import EndpointCase

from .. import limiter, primary

PARAMETER = "endpoint_rate_limit."


class RateLimitCase(EndpointCase):
    """Counters are committed at once, so each test deletes them before and after."""

    def setUp(self):
        super().setUp()
        self.forget()
        self.addCleanup(self.forget)

    def forget(self):
        limiter.limiter_of.cache_clear()
        for table in ("endpoint_rate_limit_counter", "endpoint_rate_limit_refusal"):
            self.sql(f"DELETE FROM {table}")

    def sql(self, query):
        """:return: (number of rows, the first row), in a separate transaction"""
        return primary.execute(self.env.cr.dbname, query)

    def limited(self, rate_limit="2/hour", code_snippet=None, **values):
        return self.make_endpoint(code_snippet, rate_limit=rate_limit, **values)

    def set_param(self, name, value):
        self.env["ir.config_parameter"].set_param(f"{PARAMETER}{name}", value)

    def statuses(self, endpoint, count=3, **kwargs):
        return [self.call(endpoint, **kwargs).status_code for _ in range(count)]

    def left(self, response):
        """:return: {policy: (requests, seconds)} of the RateLimit header"""
        found = re.findall(r'"(.+?)";r=(\d+);t=(\d+)', response.headers["RateLimit"])
        return {name: (int(left), int(reset)) for name, left, reset in found}

    def bearer(self, user):
        return {"Authorization": f"Bearer {self.make_api_key(user)}"}
