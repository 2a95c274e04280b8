"""Failures in Settings / Technical / Logging, where an admin can look up the id that
the caller received.
"""

import logging
import threading
import time
import traceback
from typing import Any

import psycopg2

from odoo.modules.registry import Registry
from odoo.sql_db import PoolError

from .rule import parse_key

_logger = logging.getLogger("odoo.addons.endpoint_route_handler.request")
# Seconds between two lines per endpoint and process, so that repeated failures do not
# fill the table.
_INTERVAL = 1
_MAX_TEXT = 20_000
_lock = threading.Lock()
#: (database, key of the rule) -> [time of the last line, failures since then]
_last_lines: dict[tuple[str, str], list] = {}


def write(dbname: str, call: Any, exc: BaseException) -> None:
    """Write a line to ``ir.logging``, in a new transaction. Never raises: the caller
    must still get a response.

    :param call: the :class:`~.call.Call` that failed
    """
    left_out = _left_out(dbname, call.rule_key)
    if left_out is None:
        return
    message = f"{type(exc).__name__}: {exc} ({call.request_id})"
    if left_out:
        message += f"\n{left_out} more failures since the last line"
    details = "".join(traceback.format_exception(exc))
    text = f"{message}\n\n{details}"
    if len(text) > _MAX_TEXT:
        text = f"{text[: _MAX_TEXT // 2]}\n…\n{text[-_MAX_TEXT // 2 :]}"
    try:
        record, routes = parse_key(call.rule_key), ", ".join(call.routing["routes"])
        insert(dbname, record, "ERROR", text.replace("\0", ""), routes)
    except (psycopg2.Error, PoolError) as error:
        _logger.warning("Cannot write to ir.logging for %s: %r", call.request_id, error)


def _left_out(dbname: str, key: str) -> int | None:
    """:return: failures since the last line, None if it is too early for a new line"""
    with _lock:
        now = time.monotonic()
        last = _last_lines.setdefault((dbname, key), [-_INTERVAL, 0])
        if now - last[0] < _INTERVAL:
            last[1] += 1
            return None
        left_out = last[1]
        last[:] = now, 0
        return left_out


def insert(
    dbname: str,
    record: tuple[str, int | None],
    level: str,
    message: str,
    func: str,
    uid: int | None = None,
) -> None:
    """Write a line to ``ir.logging``, in a new transaction: it survives a rollback.

    :param record: (model, id) of the endpoint
    :param uid: id of the user whose request it is, if known
    """
    model, record_id = record
    with Registry(dbname).cursor() as cr:
        cr.execute(
            """
            INSERT INTO ir_logging (create_date, create_uid, type, dbname, name,
                                    level, message, path, line, func)
            VALUES (now() AT TIME ZONE 'UTC', %s, 'server', %s, %s,
                    %s, %s, 'endpoint', %s, %s)
            """,
            (uid, dbname, model, level, message, str(record_id), func),
        )
