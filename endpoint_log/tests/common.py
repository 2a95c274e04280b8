"""Base class for tests of the log."""

from unittest.mock import patch

from odoo.addons.endpoint.tests.common import EndpointCase

from .. import tables
from ..writer import Writer, writer


class LogCase(EndpointCase):
    """The background thread would write in a transaction that the test cannot see:
    the test writes what is queued in its own.
    """

    def setUp(self):
        super().setUp()
        self.startPatcher(patch.object(Writer, "_start"))
        writer.take(self.env.cr.dbname)

    def logged(self, endpoint=None):
        """:return: the calls of an endpoint, the newest first"""
        # A client has the response before the server closes it.
        self._wait_remaining_requests()
        while batch := writer.take(self.env.cr.dbname):
            tables.insert(self.env.cr, batch)
        domain = [("res_id", "=", endpoint.id)] if endpoint else []
        return self.env["endpoint.log"].search(domain)

    def call_logged(self, endpoint, *args, **kwargs):
        """:return: the one call that this request is"""
        self.call(endpoint, *args, **kwargs)
        [call] = self.logged(endpoint)
        return call
