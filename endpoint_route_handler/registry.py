"""The route registry: rules as plain rows in ``endpoint_route``, without the ORM.

Everything is written in the caller's transaction, including the signal to the other
processes (:mod:`.signaling`).
"""

from collections.abc import Iterable, Iterator, Mapping

from odoo.sql_db import BaseCursor
from odoo.tools import SQL

from . import claims, signaling, tables
from .rule import EndpointRule

_COLUMNS = ("key", "route", "opts", "routing", "endpoint_hash", "route_group")
_UPDATE = """
ON CONFLICT (key) DO UPDATE
   SET route = excluded.route, opts = excluded.opts, routing = excluded.routing,
       route_group = excluded.route_group, endpoint_hash = excluded.endpoint_hash,
       active = true, updated_at = clock_timestamp() AT TIME ZONE 'UTC'
 WHERE (old.route, old.opts, old.routing, old.endpoint_hash, old.route_group,
        old.active)
       IS DISTINCT FROM
       (excluded.route, excluded.opts, excluded.routing, excluded.endpoint_hash,
        excluded.route_group, true)
"""


class EndpointRegistry:
    """Read and write the rules of one database, through one cursor."""

    __slots__ = ("cr",)

    def __init__(self, cr: BaseCursor) -> None:
        self.cr = cr

    @classmethod
    def registry_for(cls, cr: BaseCursor) -> "EndpointRegistry":
        return cls(cr)

    @classmethod
    def wipe_registry_for(cls, cr: BaseCursor) -> None:
        """Drop every rule and claim of the database."""
        cr.execute("DELETE FROM endpoint_route; DELETE FROM endpoint_route_claim")
        signaling.rules_changed(cr)

    def exists(self) -> bool:
        """:return: False if a clean-up tool or an uninstall dropped the table"""
        return tables.exists(self.cr)

    def get_rules(
        self, keys: Iterable[str] | None = None, where: str | SQL | None = None
    ) -> Iterator[EndpointRule]:
        """Yield the rules ordered by key.

        :param keys: only these
        :param where: a condition in SQL
        """
        conditions = [SQL("TRUE")]
        if keys is not None:
            conditions.append(SQL("key = ANY(%s)", list(keys)))
        if where:
            conditions.append(where if isinstance(where, SQL) else SQL(where))
        with tables.bounded_wait(self.cr):
            self.cr.execute(
                SQL(
                    "SELECT %s FROM endpoint_route WHERE %s ORDER BY key",
                    SQL(", ").join(map(SQL.identifier, _COLUMNS)),
                    SQL(" AND ").join(conditions),
                )
            )
            rows = self.cr.dictfetchall()
        yield from filter(None, map(EndpointRule.from_row, rows))

    def _get_rule(self, key: str) -> EndpointRule | None:
        return next(self.get_rules(keys=[key]), None)

    def get_rules_by_group(self, group: str) -> Iterator[EndpointRule]:
        """Yield the rules of a route group."""
        return self.get_rules(where=SQL("route_group = %s", group))

    def make_rule(self, key, route, options, routing, endpoint_hash, route_group=None):
        return EndpointRule(key, route, options, routing, endpoint_hash, route_group)

    def update_rules(self, rules: Iterable[EndpointRule], init: bool = False) -> bool:
        """Write the rules that differ from their rows.

        :param init: ignored; other addons pass it
        :return: True if something was written
        """
        rows_by_key = {rule.key: rule.to_row() for rule in rules}
        return self._insert(rows_by_key, _UPDATE)

    def _create(self, rows_by_key: Mapping[str, dict]) -> bool:
        """Insert rows.

        :raise IntegrityError: a row has the key or the hash of another
        """
        return self._insert(rows_by_key)

    def _insert(self, rows_by_key: Mapping[str, dict], on_conflict: str = "") -> bool:
        """Insert rows ordered by key, so that concurrent transactions do not deadlock.

        :return: True if something was written
        :raise UserError: a clean-up tool dropped the table
        """
        if not rows_by_key:
            return False
        tables.require(self.cr)
        values = [
            tuple(rows_by_key[key][column] for column in _COLUMNS)
            for key in sorted(rows_by_key)
        ]
        with tables.bounded_wait(self.cr):
            written = self.cr.execute_values(
                "INSERT INTO endpoint_route AS old "
                "(key, route, opts, routing, endpoint_hash, route_group) "
                f"VALUES %s {on_conflict} RETURNING key",
                values,
                page_size=1000,
                fetch=True,
            )
        return self._changed(bool(written))

    def drop_rules(self, keys: Iterable[str]) -> bool:
        """:return: True where a rule was removed"""
        return self._execute_on("DELETE FROM endpoint_route WHERE key = ANY(%s)", keys)

    def set_active(self, keys: Iterable[str], active: bool) -> bool:
        """Hide rules from the router, or show them again.

        :return: True if something was written
        """
        return self._execute_on(
            "UPDATE endpoint_route SET active = %s "
            "WHERE active IS DISTINCT FROM %s AND key = ANY(%s)",
            keys,
            active,
            active,
        )

    def close_methods(self, allowed: Mapping[str, Iterable[str]]) -> None:
        """Remove methods from rules before the next sync. Methods are never added: that
        requires a sync.

        :param allowed: key of a rule -> the methods that it may keep
        """
        for rule in list(self.get_rules(keys=allowed)):
            served = rule.routing.get("methods") or []
            kept = [method for method in served if method in allowed[rule.key]]
            if kept != served:
                rule.routing = {**rule.routing, "methods": kept}
                self._execute_on(
                    "UPDATE endpoint_route SET routing = %s WHERE key = ANY(%s)",
                    [rule.key],
                    rule.to_row()["routing"],
                )

    def drop_model(self, model: str) -> None:
        """Remove the rules and claims of all records of a model."""
        self.drop_rules(
            rule.key
            for rule in self.get_rules(where=SQL("split_part(key, ':', 1) = %s", model))
        )
        claims.drop_model(self.cr, model)

    def last_update(self) -> float:
        """:return: time of the latest write, in seconds since the epoch; 0 if none"""
        self.cr.execute(
            "SELECT extract(epoch FROM max(updated_at)) FROM endpoint_route"
        )
        return float(self.cr.fetchone()[0] or 0)

    def last_version(self) -> int:
        """:return: a number that grows with each change; 0 without the registry"""
        self.cr.execute("SELECT to_regclass('endpoint_route_version') IS NOT NULL")
        if not self.cr.fetchone()[0]:
            return 0
        self.cr.execute(
            "SELECT CASE WHEN is_called THEN last_value ELSE 0 END "
            "FROM endpoint_route_version"
        )
        return self.cr.fetchone()[0]

    def _execute_on(self, query, keys, *params):
        # An uninstall drops the table before it deletes the records.
        keys = sorted(set(keys))
        if not keys or not self.exists():
            return False
        with tables.bounded_wait(self.cr):
            self.cr.execute(query, [*params, keys])
            changed = self.cr.rowcount > 0
        return self._changed(changed)

    def _changed(self, changed):
        if changed:
            self.cr.execute("SELECT nextval('endpoint_route_version')")
            signaling.rules_changed(self.cr)
        return changed
