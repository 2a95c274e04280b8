"""Base class for tests of the log."""

from unittest.mock import patch

from odoo.addons.endpoint.tests.common import EndpointCase

from .. import tables
from ..writer import Writer, writer


class LogCase(EndpointCase):
    """The background thread would write in a transaction that the test cannot see.
    Instead, the test writes the queued rows in its own transaction.
    """

    def setUp(self):
        super().setUp()
        # Another test may have started the thread.
        for name in ("_start", "_flush"):
            self.startPatcher(patch.object(Writer, name))
        self.addCleanup(self._wait_remaining_requests)
        writer.take(self.env.cr.dbname)
        self.last_id = self.env["endpoint.log"].search([], limit=1).id or 0

    def logged(self, endpoint=None):
        """:return: the calls of an endpoint, newest first"""
        # A client receives the response before the server closes it.
        self._wait_remaining_requests()
        while batch := writer.take(self.env.cr.dbname):
            tables.insert(self.env.cr, batch)
        domain = [("id", ">", self.last_id)]
        if endpoint:
            domain.append(("res_id", "=", endpoint.id))
        return self.env["endpoint.log"].search(domain)

    def call_logged(self, endpoint, *args, **kwargs):
        """:return: the single call that this request logged"""
        self.call(endpoint, *args, **kwargs)
        [call] = self.logged(endpoint)
        return call
