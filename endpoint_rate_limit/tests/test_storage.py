"""Counters in PostgreSQL, and the behaviour if they are unavailable."""

import time
from unittest.mock import patch

from limits import parse
from limits.strategies import STRATEGIES

from odoo import sql_db
from odoo.exceptions import ConcurrencyError
from odoo.tests import tagged

from .. import postgres_storage
from .common import RateLimitCase

_LOGGER = "odoo.addons.endpoint_rate_limit.limiter"


@tagged("post_install", "-at_install")
class TestStorage(RateLimitCase):
    def strategy(self, name):
        return STRATEGIES[name](postgres_storage.PostgresStorage(self.env.cr.dbname))

    def test_the_library_s_strategies(self):
        limit = parse("2/hour")
        for name in ("fixed-window", "sliding-window-counter"):
            with self.subTest(name):
                counter = self.strategy(name)
                self.assertTrue(counter.test(limit, name))
                found = [self.strategy(name).hit(limit, name) for _ in range(3)]
                self.assertEqual(found, [True, True, False])
                self.assertFalse(self.strategy(name).test(limit, name))
                self.assertEqual(
                    self.strategy(name).get_window_stats(limit, name)[1], 0
                )
                self.strategy(name).clear(limit, name)
                self.assertTrue(self.strategy(name).test(limit, name))
        self.assertTrue(counter.storage.check())
        self.assertEqual(counter.storage.reset(), 0)

    def test_one_statement_per_limit(self):
        limit, dbname = parse("2/hour"), self.env.cr.dbname
        for name in ("fixed-window", "sliding-window-counter"):
            with patch.object(
                postgres_storage, "execute", wraps=postgres_storage.execute
            ) as execute:
                counter = self.strategy(name)
                counter.hit(limit, name)
                self.assertEqual(counter.get_window_stats(limit, name).remaining, 1)
            self.assertEqual([call.args[0] for call in execute.mock_calls], [dbname])

    def test_counters_survive_a_rollback(self):
        endpoint = self.limited("9/hour", "raise error(409, 'No')")
        self.call(endpoint)
        self.assertEqual(self.left(self.call(endpoint))["9/hour"][0], 7)

    def test_a_retry_of_odoo_is_not_counted(self):
        endpoint = self.limited("9/hour")
        tries = []
        Endpoint = self.env.registry["endpoint.endpoint"]
        handle = Endpoint._handle_request

        def fail_first(record, request):
            tries.append(1)
            if len(tries) == 1:
                raise ConcurrencyError()
            return handle(record, request)

        with patch.object(Endpoint, "_handle_request", fail_first):
            response = self.call(endpoint)
        self.assertEqual(len(tries), 2)
        self.assertEqual(self.left(response)["9/hour"][0], 8)

    def test_a_readonly_endpoint(self):
        endpoint = self.limited("1/hour", readonly=True)
        self.assertEqual(self.statuses(endpoint, 2), [200, 429])

    def test_the_table_is_unlogged(self):
        self.env.cr.execute(
            "SELECT relpersistence FROM pg_class "
            "WHERE relname = 'endpoint_rate_limit_counter'"
        )
        self.assertEqual(self.env.cr.fetchone(), ("u",))


@tagged("post_install", "-at_install")
class TestFailure(RateLimitCase):
    def lock(self):
        """Lock the table in another transaction.

        :return: its cursor, which is closed at the end of the test
        """
        cr = sql_db.db_connect(self.env.cr.dbname).cursor()
        self.addCleanup(cr.close)
        cr.execute("LOCK TABLE endpoint_rate_limit_counter IN EXCLUSIVE MODE")
        return cr

    def test_a_request_is_served_after_100_ms(self):
        endpoint = self.limited("1/hour")
        self.call(endpoint)
        self.lock()
        with self.assertLogs(_LOGGER, "WARNING") as log:
            for _ in range(2):
                begin = time.monotonic()
                response = self.call(endpoint)
                self.assertLess(time.monotonic() - begin, 1)
                self.assertAnswer(response, 200, headers={"RateLimit": None})
        self.assertEqual(len(log.output), 1)
        self.assertIn("RateLimit-Policy", response.headers)

    def test_a_request_waits_once_for_both_counters(self):
        self.set_param("address_limit", "9/hour")
        endpoint = self.limited("9/hour")
        self.call(endpoint)
        self.lock()
        with self.assertLogs(_LOGGER, "WARNING"):
            begin = time.monotonic()
            self.assertAnswer(self.call(endpoint), 200)
            self.assertLess(time.monotonic() - begin, 0.2)

    def test_a_request_is_refused_if_the_settings_say_so(self):
        self.set_param("on_failure", "refuse")
        endpoint = self.limited("1/hour")
        self.lock()
        with self.assertLogs(_LOGGER, "WARNING"):
            response = self.call(endpoint)
        self.assertErrorObject(response, 503, code="rate_limit_unavailable")

    def test_counting_resumes_afterwards(self):
        endpoint = self.limited("1/hour")
        lock = self.lock()
        with self.assertLogs(_LOGGER, "WARNING"):
            self.assertEqual(self.statuses(endpoint, 2), [200, 200])
        lock.close()
        self.assertEqual(self.statuses(endpoint, 2), [200, 429])

    def test_an_unreachable_redis(self):
        self.set_param("storage", "redis://:s3cret@127.0.0.1:1/0")
        endpoint = self.limited("1/hour")
        with self.assertLogs(_LOGGER, "WARNING") as log:
            self.assertEqual(self.statuses(endpoint), [200, 200, 200])
        self.assertEqual(len(log.output), 1)
        self.assertNotIn("s3cret", log.output[0])
