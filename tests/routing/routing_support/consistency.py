"""Checks that records, route registry and served routes agree."""

from devenv import database

from .client import fetch

_STATE = """
    SELECT record.id, record.route, record.request_method, record.active,
           record.registry_sync, rule.route, rule.active
      FROM endpoint_endpoint AS record
      LEFT JOIN endpoint_route AS rule
             ON rule.key = 'endpoint.endpoint:' || record.id
"""
_ORPHANS = """
    SELECT key FROM endpoint_route
     WHERE key LIKE 'endpoint.endpoint:%%'
       AND substring(key from ':([0-9]+)')::int
           NOT IN (SELECT id FROM endpoint_endpoint)
"""
_DUPLICATES = """
    SELECT routing::jsonb -> 'methods', route, count(*) FROM endpoint_route
     WHERE active GROUP BY 1, 2 HAVING count(*) > 1
"""


def disagreements(env, db):
    """:return: list of str: contradictions in the database

    :param env: ``environment.Env`` with a database
    """
    found = [f"a row without a record: {row}" for row in ask(env, db, _ORPHANS)]
    found += [f"a duplicate: {row}" for row in ask(env, db, _DUPLICATES)]
    for row in ask(env, db, _STATE):
        _id, route, _method, active, synced, rule_route, rule_active = row
        if active and synced and (rule_route, rule_active) != (route, True):
            found.append(f"synced, but not in the registry: {row}")
        if not active and rule_active:
            found.append(f"archived, but shown: {row}")
    return found


def ask(env, db, sql):
    return database.query(env, sql, (), db)


def misserved(env, server):
    """Compare the server's responses for public GET endpoints with the registry.

    :return: (number of endpoints, list of str: differences)
    """
    rows = ask(
        env,
        server.db,
        "SELECT route, bool_or(active) FROM endpoint_route "
        "WHERE routing::jsonb -> 'methods' ? 'GET' AND route NOT LIKE '%%<%%' "
        "AND routing::jsonb ->> 'auth' = 'public' GROUP BY route",
    )
    wrong = []
    for route, active in rows:
        status = fetch(server, route).status
        if (status == 404) == active or status >= 500:
            wrong.append(f"{route} gave {status}, in the registry active={active}")
    return len(rows), wrong
