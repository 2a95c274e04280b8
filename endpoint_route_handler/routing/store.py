"""The rules of one database in one process, as last read. ``registry.py`` writes them.

They outlive Odoo's routing map: after a change, only the changed rows are read again.
"""

import logging
from contextlib import closing

from werkzeug.exceptions import HTTPException

from odoo.modules.registry import Registry
from odoo.sql_db import BaseCursor
from odoo.tools import SQL

from .. import tables
from ..registry import EndpointRegistry
from .index import RuleIndex

_logger = logging.getLogger("odoo.addons.endpoint_route_handler.routing")


class RuleStore:
    """The rows as last read and their index; one per registry."""

    def __init__(self) -> None:
        # One tuple, replaced as a whole: threads may refresh at the same time, and each
        # must compare with a consistent pair.
        self._state = ({}, RuleIndex())
        self._is_readable = True

    @property
    def index(self) -> RuleIndex:
        """The last index that could be read."""
        return self._state[1]

    @classmethod
    def of(cls, registry: Registry) -> "RuleStore":
        # An attribute of the registry, which is not hashable, to live as long as it.
        return vars(registry).setdefault("endpoint_rule_store", cls())

    def refresh(self, registry: Registry) -> RuleIndex | None:
        """Read what is committed now.

        In a new transaction: the request's own may have begun before the change whose
        signal made us look.

        :return: an index that is never modified afterwards; None where the tables
            cannot be read, which is logged once
        """
        try:
            # Closed without a commit: there is nothing to commit, and tests count them.
            with closing(registry.cursor(readonly=True)) as cr:
                tables.lock_for_reading(cr)
                versions = self._versions(cr)
                old_versions, index = self._state
                if versions != old_versions:
                    index = self._patch(cr, index, old_versions, versions)
                    self._state = (versions, index)
        except HTTPException:
            raise  # Odoo refuses cursors to foreign requests during its tests
        except Exception as exc:
            # Whatever the tables hold or lack: Odoo's own routes must be served.
            if self._is_readable:
                _logger.warning(
                    "The routes cannot be read; those read last stay in service: %s",
                    exc,
                )
            self._is_readable = False
            return None
        self._is_readable = True
        return index

    def index_of_transaction(self, cr: BaseCursor) -> RuleIndex:
        """:return: the index with the rules as a transaction sees them, for it alone"""
        versions, (old_versions, index) = self._versions(cr), self._state
        return self._patch(cr, index, old_versions, versions)

    def _versions(self, cr):
        """:return: ``{key: version}`` of the active rules

        The version is the writer and the place of the row, so that the order in which
        transactions commit does not matter. It takes both: row versions that one
        transaction writes differ by place alone, and PostgreSQL reuses places.
        """
        cr.execute(
            SQL(
                "SELECT key, xmin::text || ctid::text FROM endpoint_route "
                "WHERE active ORDER BY key"
            ),
            log_exceptions=False,
        )
        return dict(cr.fetchall())

    def _patch(self, cr, index, old_versions, versions):
        changed = [
            key for key, version in versions.items() if old_versions.get(key) != version
        ]
        gone = old_versions.keys() - versions.keys()
        rules = ()
        if changed:
            rules = list(EndpointRegistry.registry_for(cr).get_rules(keys=changed))
        # Also drop changed rows that no longer parse.
        return index.patched(rules, {*gone, *changed})
