"""The rules of one database in one process. They outlive Odoo's routing map: after
a change only the rows that changed are read again.
"""

from contextlib import closing

from odoo.tools import SQL

from .. import tables
from ..registry import EndpointRegistry
from .index import RuleIndex


class RuleStore:
    """Rows as last read and the index made of them. One a registry."""

    def __init__(self):
        # One tuple, replaced as a whole: threads may refresh at the same time, and
        # each computes its difference against a pair that belongs together.
        self._state = ({}, RuleIndex())

    @classmethod
    def of(cls, registry):
        """:return: the store of an ``odoo.modules.registry.Registry``"""
        # Lives and goes with the registry, which is not hashable.
        return vars(registry).setdefault("endpoint_rule_store", cls())

    def refresh(self, registry):
        """Bring the index to what is committed now.

        In a transaction of its own: that of the request may have begun before the
        change whose signal made us look.

        :return: :class:`RuleIndex`, which is never modified afterwards
        """
        # Closed without a commit: there is nothing to commit, and tests count them.
        with closing(registry.cursor(readonly=True)) as cr:
            versions = self._versions(cr)
            known, index = self._state
            if versions != known:
                index = self._patch(cr, index, known, versions)
                self._state = (versions, index)
        return index

    def _versions(self, cr):
        """:return: ``{key: version}`` of the rules that are shown.

        The version is the place and the writer of the row, so that the order in which
        transactions commit does not matter. Both: of the row versions that one
        transaction writes only the place differs, and a place is used again.
        """
        if not tables.exists(cr):
            return {}
        cr.execute(
            SQL(
                "SELECT key, xmin::text || ctid::text FROM endpoint_route "
                "WHERE active ORDER BY key"
            )
        )
        return dict(cr.fetchall())

    def _patch(self, cr, index, known, versions):
        changed = [
            key for key, version in versions.items() if known.get(key) != version
        ]
        gone = known.keys() - versions.keys()
        rules = ()
        if changed:
            rules = list(EndpointRegistry.registry_for(cr).get_rules(keys=changed))
        # A row that is no rule any more goes too.
        return index.patched(rules, {*gone, *changed})
