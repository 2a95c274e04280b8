"""A transaction's own routing map contains its rules before the commit."""

import pytest
from routing_support.client import fetch

PATH = "/test/transaction"
REGISTER = f"""
tool = env["endpoint.route.handler.tool"].new({{
    "name": "Mine", "route": {PATH!r}, "request_method": "GET", "auth_type": "public",
}})
tool._register_single_controller(key="test:transaction")
"""
DROP = "env['ir.http']._endpoint_route_registry().drop_rules(['test:transaction'])"
IS_MATCHED = f"""
from werkzeug.exceptions import NotFound
def is_matched(env):
    try:
        env["ir.http"].routing_map().bind("localhost").match({PATH!r})
    except NotFound:
        return False
    return True
answer = is_matched(env)
"""
IS_MATCHED_ELSEWHERE = f"""{IS_MATCHED}
with env.registry.cursor() as other:
    answer = is_matched(env(cr=other))
"""


@pytest.fixture(autouse=True)
def dropped(own_shell):
    yield
    own_shell.run(f"{DROP}; env.cr.commit()")


def test_a_rule_is_matched_before_the_commit(own_shell):
    assert own_shell.run(IS_MATCHED) is False
    own_shell.run(REGISTER)
    assert own_shell.run(IS_MATCHED) is True
    own_shell.run("env.cr.flush()")
    assert own_shell.run(IS_MATCHED) is True


def test_others_match_it_after_the_commit(own_shell, pair):
    own_shell.run(REGISTER)
    assert own_shell.run(IS_MATCHED_ELSEWHERE) is False
    assert fetch(pair[0], PATH).status == 404
    own_shell.run("env.cr.commit()")
    assert own_shell.run(IS_MATCHED_ELSEWHERE) is True


def test_a_rule_that_is_rolled_back(own_shell):
    own_shell.run("point = env.cr.savepoint()")
    own_shell.run(REGISTER)
    own_shell.run("point.rollback()")
    assert own_shell.run(IS_MATCHED) is False
    own_shell.run(REGISTER)
    own_shell.run("env.cr.rollback()")
    assert own_shell.run(IS_MATCHED) is False


def test_a_rule_that_is_dropped(own_shell):
    own_shell.run(f"{REGISTER}env.cr.commit()")
    own_shell.run(
        "env['ir.http']._endpoint_route_registry().drop_rules(['test:transaction'])"
    )
    assert own_shell.run(IS_MATCHED) is False
    assert own_shell.run(IS_MATCHED_ELSEWHERE) is True
