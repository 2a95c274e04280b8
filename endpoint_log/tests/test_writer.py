"""The queue that builds up while a database cannot be written is bounded."""

from unittest.mock import patch

from odoo.tests import BaseCase

from .. import writer as writer_module
from ..entry import Facts
from ..writer import Writer

_DB = "endpoint_log_no_such_database"
_LOGGER = "odoo.addons.endpoint_log.writer"


class TestWriter(BaseCase):
    def setUp(self):
        super().setUp()
        self.startPatcher(patch.object(Writer, "_start"))
        self.startPatcher(patch.object(writer_module, "MAX_QUEUED", 3))
        self.writer = Writer()

    def put(self, count, **values):
        facts = Facts(**{**dict.fromkeys(Facts._fields), **values})
        for _number in range(count):
            self.writer.put(_DB, facts)

    def test_rows_wait_up_to_a_limit_and_then_are_counted(self):
        self.put(5)
        with self.assertLogs(_LOGGER, "WARNING") as first:
            self.writer._flush()
        self.assertIn("calls are waiting to be logged", first.output[0])
        self.assertIn("; 2 calls were not logged", first.output[0])
        self.put(1)
        with self.assertNoLogs(_LOGGER, "WARNING"):  # within a minute
            self.writer._flush()
        self.writer._warned -= 61
        self.writer._queues[_DB].clear()
        with self.assertLogs(_LOGGER, "WARNING") as second:
            self.writer._flush()
        self.assertIn(": 1 calls were not logged", second.output[0])

    def test_bodies_and_headers_wait_up_to_a_size(self):
        self.startPatcher(patch.object(writer_module, "_MAX_SIZE", 10))
        self.put(2, bodies=(b"1234", "", None, ""), headers=([("a", "b")], []))
        kept = [facts.bodies is not None for facts in self.writer.take(_DB)]
        self.assertEqual((kept, self.writer._size), ([True, False], 0))
