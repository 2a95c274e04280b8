"""The tables of the log, written with SQL only and designed for 100 million rows.

``endpoint_log`` has no foreign keys: they would cost a query per row and reject the
call of a user who was just deleted. ``endpoint_log_metric`` counts calls by hour, so
that totals never require a scan of all rows. The index on the time is not BRIN: to
count the rows of a list up to a limit, PostgreSQL would rather scan the table from
its start.
"""

import csv
import io
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timezone
from functools import lru_cache
from typing import TYPE_CHECKING

from odoo.sql_db import BaseCursor
from odoo.tools import SQL

from odoo.addons.endpoint.pure.redact import Redactor
from odoo.addons.endpoint_route_handler.rule import parse_key

if TYPE_CHECKING:
    from .entry import Facts

#: upper bounds of the duration buckets, in seconds
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, float("inf"))
_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
MAX_BODY = 16_384
_MAX_HEADERS = 8_192

#: ``company_id`` of a call that was refused before its endpoint was read, and of rows
#: that an earlier version wrote: it is looked up when the row is read
UNKNOWN_COMPANY = 0

_CREATE = f"""
CREATE TABLE IF NOT EXISTS endpoint_log (
    id bigserial PRIMARY KEY,
    time timestamp NOT NULL,
    res_model varchar NOT NULL, res_id int NOT NULL,
    name varchar, route varchar, route_group varchar,
    method varchar, path varchar, query varchar,
    status int NOT NULL, duration real NOT NULL,
    query_count int, query_time real,
    user_id int, key_name varchar, address varchar,
    request_size bigint, response_size bigint,
    request_id varchar, traceparent varchar,
    error_name varchar, error_message varchar,
    request_headers text, response_headers text,
    request_body text, response_body text,
    company_id int DEFAULT {UNKNOWN_COMPANY}
);
CREATE INDEX IF NOT EXISTS endpoint_log__time ON endpoint_log (time);
CREATE INDEX IF NOT EXISTS endpoint_log__record ON endpoint_log (res_id, id);
CREATE INDEX IF NOT EXISTS endpoint_log__request ON endpoint_log (request_id);
CREATE TABLE IF NOT EXISTS endpoint_log_metric (
    hour timestamp NOT NULL,
    res_model varchar NOT NULL, res_id int NOT NULL,
    route varchar NOT NULL, method varchar NOT NULL, status int NOT NULL,
    le double precision NOT NULL,
    calls bigint NOT NULL, seconds double precision NOT NULL,
    PRIMARY KEY (hour, res_model, res_id, route, method, status, le)
);
"""
_COLUMNS = (
    "time, res_model, res_id, name, route, route_group, method, path, query, status,"
    " duration, query_count, query_time, user_id, key_name, address, request_size,"
    " response_size, request_id, traceparent, error_name, error_message,"
    " request_headers, response_headers, request_body, response_body, company_id"
)
_COPY = f"COPY endpoint_log ({_COLUMNS}) FROM STDIN WITH (FORMAT csv)"
_COUNT = """
INSERT INTO endpoint_log_metric AS metric
     VALUES %s
ON CONFLICT (hour, res_model, res_id, route, method, status, le)
  DO UPDATE SET calls = metric.calls + excluded.calls,
                seconds = metric.seconds + excluded.seconds
"""


def create(cr: BaseCursor) -> None:
    cr.execute(_CREATE)


def drop(cr: BaseCursor) -> None:
    cr.execute("DROP TABLE IF EXISTS endpoint_log, endpoint_log_metric")


def write(cr: BaseCursor, batch: "Sequence[Facts]") -> None:
    """Write rows and counters in a transaction that never waits for long.

    :raise psycopg2.Error: nothing was written
    """
    # Odoo's REPEATABLE READ would fail if two processes update the same counters.
    cr.execute("SET TRANSACTION ISOLATION LEVEL READ COMMITTED")
    cr.execute("SET LOCAL lock_timeout = '1s'")
    cr.execute("SET LOCAL statement_timeout = '10s'")
    cr.execute("SET LOCAL synchronous_commit = off")
    insert(cr, batch)


def insert(cr: BaseCursor, batch: "Sequence[Facts]") -> None:
    names = _key_names(cr, batch)
    text = io.StringIO()
    csv.writer(text).writerows(_row(facts, names) for facts in batch)
    # PostgreSQL cannot store NUL or lone surrogates.
    data = text.getvalue().replace("\0", "\ufffd").encode("utf-8", "replace")
    cr.copy_expert(_COPY, io.BytesIO(data))
    cr.execute_values(_COUNT, _counters(batch))


def _key_names(cr: BaseCursor, batch: "Sequence[Facts]") -> dict[int, str]:
    """:return: names of the API keys by id"""
    ids = list({facts.key_id for facts in batch if facts.key_id})
    if not ids:
        return {}
    cr.execute(SQL("SELECT id, name FROM res_users_apikeys WHERE id = ANY(%s)", ids))
    return dict(cr.fetchall())


def listed_names(text: str | None) -> list[str]:
    """:param text: ``log_redact`` of an endpoint"""
    return (text or "").replace(",", "\n").splitlines()


@lru_cache(256)
def _redactor(listed: str | None) -> Redactor:
    return Redactor(listed_names(listed))


def _record_of(facts: "Facts") -> tuple[str, int]:
    """:return: model and id; 0 if the rule does not belong to a record"""
    model, record_id = parse_key(facts.rule_key)
    return model, record_id or 0


def _row(facts: "Facts", key_names: dict[int, str]) -> tuple:
    redactor = _redactor(facts.redact)
    moment = datetime.fromtimestamp(facts.time, timezone.utc).replace(tzinfo=None)
    return (
        moment.isoformat(" "),
        *_record_of(facts),
        facts.name,
        facts.routes[0],
        facts.route_group,
        facts.method[:20],
        redactor.path(facts.path, facts.routes),
        redactor.query(facts.query.decode("utf-8", "replace")),
        facts.status,
        round(facts.duration * 1000, 3),
        facts.query_count,
        round(facts.query_time * 1000, 3),
        facts.user_id,
        key_names.get(facts.key_id),
        facts.address,
        facts.request_size,
        facts.response_size,
        facts.request_id,
        facts.traceparent,
        *facts.error,
        *_headers(redactor, facts),
        *_bodies(redactor, facts),
        facts.company_id,
    )


def _headers(redactor: Redactor, facts: "Facts") -> list[str | None]:
    if not facts.headers:
        return [None, None]
    return [redactor.headers(headers)[:_MAX_HEADERS] for headers in facts.headers]


def _bodies(redactor: Redactor, facts: "Facts") -> list[str | None]:
    if not facts.bodies:
        return [None, None]
    sent, sent_type, answer, answer_type = facts.bodies
    return [
        redactor.body(body, mimetype, MAX_BODY) if body else None
        for body, mimetype in ((sent, sent_type), (answer, answer_type))
    ]


def _counters(batch: "Sequence[Facts]") -> list[tuple]:
    """:return: rows of ``endpoint_log_metric``, sorted so that processes lock them in
    the same order
    """
    counters = defaultdict(lambda: [0, 0.0])
    for facts in batch:
        hour = datetime.fromtimestamp(facts.time // 3600 * 3600, timezone.utc)
        method = facts.method if facts.method in _METHODS else "other"
        bucket = BUCKETS[bisect_left(BUCKETS, facts.duration)]
        rule = (hour.replace(tzinfo=None), *_record_of(facts), facts.routes[0])
        counter = counters[(*rule, method, facts.status, bucket)]
        counter[0] += 1
        counter[1] += facts.duration
    return [(*key, *counter) for key, counter in sorted(counters.items())]
