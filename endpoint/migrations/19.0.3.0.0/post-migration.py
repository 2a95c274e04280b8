"""YAML is now read as version 1.2: ``yes`` and ``on`` are strings, not booleans."""

import logging
import re

from odoo.tools import SQL

from odoo.addons.endpoint.validation import json_schema, query

_logger = logging.getLogger(__name__)

#: column -> (its parser, SQL condition of the rows whose text is YAML)
_COLUMNS = {
    "request_content_schema": (
        json_schema.load,
        "request_content_type = 'application/json'",
    ),
    "query_parameters": (query.load, "TRUE"),
}
# After a keyword that takes, or may take, a boolean.
_BOOLEAN = re.compile(
    r"(\b(?:required|multiple|separated|deprecated|uniqueItems|readOnly|writeOnly"
    r"|additionalProperties|unevaluatedProperties|unevaluatedItems|items|default)"
    r"[\"']?:[ \t]+)(yes|on|no|off)\b(?=[ \t]*(?:[,}\]#\r\n]|$))",
    re.IGNORECASE,
)


def migrate(cr, version):
    for column, (load, condition) in _COLUMNS.items():
        for table in _tables(cr, column):
            _rewrite_booleans(cr, table, column, load, condition)


def _tables(cr, column):
    """:return: names of the tables of models that inherit endpoint.mixin and have this
    column: tables of addons that are loaded later may lack a new column
    """
    cr.execute(
        """
        SELECT table_name
          FROM information_schema.columns
          JOIN information_schema.tables USING (table_schema, table_name)
         WHERE table_schema = current_schema
           AND table_type = 'BASE TABLE'
           AND column_name IN ('exec_mode', 'exec_as_user_id', 'registry_sync', %s)
         GROUP BY table_name
        HAVING count(*) = 4
        """,
        [column],
    )
    return [table for (table,) in cr.fetchall()]


def _rewrite_booleans(cr, table, column, load, condition):
    """Write ``true`` and ``false`` in texts that would be invalid under YAML 1.2. Log
    texts that remain invalid.
    """
    cr.execute(
        SQL(
            """
            SELECT id, name, %(column)s FROM %(table)s
             WHERE %(column)s ~ '\\S' AND %(condition)s
            """,
            table=SQL.identifier(table),
            column=SQL.identifier(column),
            condition=SQL(condition),
        )
    )
    for record_id, name, text in cr.fetchall():
        if _error(load, text) is None:
            continue
        text = _BOOLEAN.sub(
            lambda match: (
                match[1] + ("true" if match[2].lower() in ("yes", "on") else "false")
            ),
            text,
        )
        if error := _error(load, text):
            _logger.warning(
                "%s %s (%s): %s can no longer be used: %s",
                *(table, record_id, name, column, error),
            )
            continue
        cr.execute(
            SQL(
                "UPDATE %s SET %s = %s WHERE id = %s",
                *(SQL.identifier(table), SQL.identifier(column), text, record_id),
            )
        )


def _error(load, text):
    try:
        load(text)
    except ValueError as exc:
        return exc
    return None
