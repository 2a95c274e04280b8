"""The rules of one database, as last read by this process. ``registry.py`` writes them.

They outlive Odoo's routing map: after a change, only the changed rows are read again.
"""

import logging
from contextlib import closing

from werkzeug.exceptions import HTTPException

from odoo.modules.registry import Registry
from odoo.sql_db import BaseCursor
from odoo.tools import SQL

from .. import replica, tables
from ..registry import EndpointRegistry
from .index import RuleIndex

_logger = logging.getLogger("odoo.addons.endpoint_route_handler.routing")


class RuleStore:
    """The last read rows and their index; one store per registry."""

    def __init__(self) -> None:
        # One tuple, replaced as a whole: threads may refresh at the same time, and each
        # must compare with a consistent pair.
        self._state = ({}, RuleIndex())
        self._is_readable = True
        #: id of the last change seen on the primary, if there is a replica
        self.change = 0

    @property
    def index(self) -> RuleIndex:
        """The last index that could be read."""
        return self._state[1]

    @classmethod
    def of(cls, registry: Registry) -> "RuleStore":
        # Stored as an attribute of the registry, which is not hashable.
        return vars(registry).setdefault("endpoint_rule_store", cls())

    def refresh(self, registry: Registry) -> RuleIndex | None:
        """Read the committed rules.

        Uses a new transaction: the request's transaction may have begun before the
        signaled change.

        :return: an index that is never modified afterwards; None if the tables cannot
            be read, which is logged once
        """
        try:
            # Closed without a commit: nothing is written, and tests count commits.
            with closing(replica.primary_cursor(registry)) as cr:
                tables.lock_for_reading(cr)
                versions = self._versions(cr)
                old_versions, index = self._state
                if versions != old_versions:
                    index = self._patch(cr, index, old_versions, versions)
                    self._state = (versions, index)
        except HTTPException:
            raise  # during its tests, Odoo refuses cursors to unrelated requests
        except Exception as exc:
            # Whatever is wrong with the tables, Odoo's own routes must be served.
            if self._is_readable:
                _logger.warning(
                    "The routes cannot be read; the previous ones stay in service: %s",
                    exc,
                )
            self._is_readable = False
            return None
        self._is_readable = True
        return index

    def index_of_transaction(self, cr: BaseCursor) -> RuleIndex:
        """:return: the index with the rules that this transaction sees"""
        versions, (old_versions, index) = self._versions(cr), self._state
        return self._patch(cr, index, old_versions, versions)

    def _versions(self, cr):
        """:return: ``{key: version}`` of the active rules

        The version is the row's ``xmin`` and ``ctid``, so the order of commits does not
        matter. Both are needed: rows written by one transaction differ
        only in ``ctid``, and PostgreSQL reuses the ``ctid`` of deleted rows.
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
