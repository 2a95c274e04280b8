"""Upgrade from OCA's addon of the same name (19.0.1.2)."""

import logging

from odoo import SUPERUSER_ID
from odoo.tools import SQL

_logger = logging.getLogger(__name__)


def migrate(cr, version):
    for table in _endpoint_tables(cr):
        _clear_unreachable_companies(cr, table)
        _leave_bodies_unlimited(cr, table)


def _endpoint_tables(cr):
    """:return: names of the tables of models that inherit endpoint.mixin"""
    cr.execute(
        """
        SELECT table_name
          FROM information_schema.columns
          JOIN information_schema.tables USING (table_schema, table_name)
         WHERE table_schema = current_schema
           AND table_type = 'BASE TABLE'
           AND column_name IN
               ('exec_mode', 'exec_as_user_id', 'company_id', 'registry_sync')
         GROUP BY table_name
        HAVING count(*) = 4
        """
    )
    return [table for (table,) in cr.fetchall()]


def _clear_unreachable_companies(cr, table):
    """Requests now run in the endpoint's company; they used to run in the user's. Clear
    the company of endpoints whose user has no access to it.
    """
    cr.execute(
        SQL(
            """
            UPDATE %s endpoint
               SET company_id = NULL
              FROM res_company company
             WHERE company.id = endpoint.company_id
               AND endpoint.exec_as_user_id != %s
               AND NOT EXISTS (
                   SELECT FROM res_company_users_rel
                    WHERE cid = endpoint.company_id
                      AND user_id = endpoint.exec_as_user_id)
         RETURNING endpoint.id, endpoint.name, company.name
            """,
            SQL.identifier(table),
            SUPERUSER_ID,
        )
    )
    for record_id, name, company in cr.fetchall():
        _logger.info(
            "%s %s (%s): its user has no access to %s; its company was cleared",
            table,
            record_id,
            name,
            company,
        )


def _leave_bodies_unlimited(cr, table):
    """New endpoints have a limit; existing ones keep accepting any size. Odoo does not
    fill an existing column with the field's default.
    """
    cr.execute(
        SQL(
            "ALTER TABLE %s ADD COLUMN IF NOT EXISTS request_max_size double precision",
            SQL.identifier(table),
        )
    )
