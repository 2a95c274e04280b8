"""OCA's addons that build on ``endpoint`` pass their own tests with this one."""

import pytest
from devenv import database, odoo_log, server

ADDONS = ("fastapi", "endpoint_auth_api_key", "edi_endpoint_oca")


@pytest.mark.parametrize("addon", ADDONS)
def test_own_tests_of_consumer_pass(compat_env, our_addons, empty_database, addon):
    name = empty_database()
    options = [
        *("-i", addon, "--test-tags", f"/{addon}", "--with-demo", "--stop-after-init"),
        *("--http-interface", "127.0.0.1", "--http-port", str(server.free_port())),
        *("--max-cron-threads", "0"),
    ]
    code, log = database.run_odoo(compat_env, name, options, our_addons)
    tests, failed = odoo_log.test_result(log.read_text())
    assert (code, failed) == (0, 0), log
    assert tests > 0, log
