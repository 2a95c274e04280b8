"""Upgrade from OCA's addon of the same name (19.0.1.2), whose tables are reused.

Addons built on it have their own tables, which are identified by their columns.
"""

from odoo.tools import SQL

from odoo.addons.endpoint_route_handler import tables

_COLUMNS = [
    *("route", "route_type", "auth_type", "registry_sync"),
    *("request_method", "request_content_type"),
]


def migrate(cr, version):
    tables.drop_foreign_triggers(cr)
    _drop_unique_routes(cr)
    for table in _endpoint_tables(cr):
        _replace_values(cr, table)
    # OCA's addon stored JSON's false as text for an empty group.
    cr.execute(
        "UPDATE endpoint_route SET route_group = NULL WHERE route_group = 'false'"
    )


def _drop_unique_routes(cr):
    """A route is now unique for each method, see ``claims.py``."""
    cr.execute(
        r"""
        SELECT relname, conname
          FROM pg_constraint JOIN pg_class ON pg_class.oid = conrelid
         WHERE contype = 'u' AND conname LIKE '%\_endpoint\_route\_unique'
           AND relnamespace = current_schema::regnamespace
        """
    )
    for table, constraint in cr.fetchall():
        cr.execute(
            SQL(
                "ALTER TABLE %s DROP CONSTRAINT %s",
                SQL.identifier(table),
                SQL.identifier(constraint),
            )
        )


def _endpoint_tables(cr):
    """:return: names of the tables of models that inherit endpoint.route.handler"""
    cr.execute(
        SQL(
            """
            SELECT table_name
              FROM information_schema.columns
              JOIN information_schema.tables USING (table_schema, table_name)
             WHERE table_schema = current_schema
               AND table_type = 'BASE TABLE'
               AND column_name = ANY(%s)
             GROUP BY table_name
            HAVING count(*) = %s
            """,
            _COLUMNS,
            len(_COLUMNS),
        )
    )
    return [table for (table,) in cr.fetchall()]


def _replace_values(cr, table):
    """Rename the values, and fill the columns that are now required."""
    cr.execute(
        SQL(
            """
            UPDATE %s
               SET route_type = CASE route_type
                       WHEN 'json' THEN 'jsonrpc' ELSE coalesce(route_type, 'http') END,
                   auth_type = coalesce(auth_type, 'user_endpoint'),
                   request_content_type = CASE request_content_type
                       WHEN 'application/json; charset=utf-8' THEN 'application/json'
                       ELSE request_content_type END
             WHERE route_type IS NULL OR route_type = 'json' OR auth_type IS NULL
                OR request_content_type = 'application/json; charset=utf-8'
            """,
            SQL.identifier(table),
        )
    )
