"""The route registry: rules as plain rows in ``endpoint_route``, without the ORM.

Everything is written in the caller's transaction. The signal that makes every
process look again is written in that same transaction (:mod:`.signaling`).
"""

import hashlib
import json
import logging
import sys

from odoo.tools import SQL
from odoo.tools.misc import DotDict

from . import claims, handlers, schema, signaling

_logger = logging.getLogger("odoo.addons.endpoint_route_handler.routing")
_COLUMNS = ("key", "route", "opts", "routing", "endpoint_hash", "route_group")


def stable_hash(*values):
    """:return: 32 hex digits that are the same in every process"""
    text = json.dumps(values, sort_keys=True, default=str)
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


def _loads(text):
    """Each process keeps all rules: what they have in common is kept once."""
    return json.loads(text, object_pairs_hook=_shared)


def _shared(pairs):
    return {
        sys.intern(name): sys.intern(value) if isinstance(value, str) else value
        for name, value in pairs
    }


class EndpointRule:
    """What the router needs to know of one rule. Plain data, no ORM.

    :param str key: ``"<model>:<id>"``, with ``"#<n>"`` for further rules of a record
    :param str route: the route as shown to people
    :param dict options: ``{"handler": {"klass_dotted_path", "method_name",
        "default_pargs", "default_kwargs"}}``
    :param dict routing: what ``odoo.http.route`` takes: ``type``, ``auth``,
        ``methods``, ``routes``, ``cors``, ``csrf``, ``readonly``, …
    :param endpoint_hash: identity of route and routing
    :param str route_group: a name under which rules are listed together
    """

    __slots__ = ("key", "route", "options", "routing", "endpoint_hash", "route_group")

    def __init__(self, key, route, options, routing, endpoint_hash, route_group=None):
        self.key = key
        self.route = route
        self.options = options
        self.routing = routing
        # A consumer may hand over hash("…"), which differs in each process.
        self.endpoint_hash = (
            endpoint_hash
            if isinstance(endpoint_hash, str)
            else stable_hash(key, route, routing)
        )
        self.route_group = route_group or None

    def __repr__(self):
        return f"<{type(self).__name__} {self.key} {self.route}>"

    @classmethod
    def from_row(cls, row):
        """
        :param dict row: a row of ``endpoint_route``
        :return: the rule; None for a row that is none: third parties write some
        """
        try:
            options, routing = _loads(row["opts"]), _loads(row["routing"])
            if not all(isinstance(route, str) for route in routing["routes"]):
                raise ValueError("a route is no text")
        except (KeyError, TypeError, ValueError) as exc:
            _logger.error("Row %s of endpoint_route is no rule: %r", row["key"], exc)
            return None
        return cls(
            row["key"],
            row["route"],
            options,
            routing,
            row["endpoint_hash"],
            row["route_group"],
        )

    def to_row(self):
        """:return: dict of the columns of ``endpoint_route``"""
        return {
            "key": self.key,
            "route": self.route,
            "opts": json.dumps(self.options, sort_keys=True),
            "routing": json.dumps(self.routing, sort_keys=True),
            "endpoint_hash": self.endpoint_hash,
            "route_group": self.route_group,
        }

    @property
    def handler_options(self):
        """:return: the handler's options, readable as attributes too"""
        return DotDict(self.options["handler"])

    @property
    def endpoint(self):
        """The callable that ``ir.http`` dispatches to, with ``.routing``.

        :raise EndpointHandlerNotFound: the handler cannot be imported
        """
        return handlers.make_endpoint(self)


class EndpointRegistry:
    """Read and write the rules of one database, through one cursor."""

    __slots__ = ("cr",)

    def __init__(self, cr):
        self.cr = cr

    @classmethod
    def registry_for(cls, cr):
        return cls(cr)

    @classmethod
    def wipe_registry_for(cls, cr):
        """Drop every rule and claim of the database."""
        cr.execute("DELETE FROM endpoint_route; DELETE FROM endpoint_route_claim")
        signaling.rules_changed(cr)

    def exists(self):
        """:return: False where a clean-up tool or an uninstall dropped the table"""
        return schema.exists(self.cr)

    def get_rules(self, keys=None, where=None):
        """Yield :class:`EndpointRule`, in the order of their keys.

        :param keys: only these
        :param where: a condition in SQL, text or :class:`odoo.tools.SQL`
        """
        conditions = [SQL("TRUE")]
        if keys is not None:
            conditions.append(SQL("key = ANY(%s)", list(keys)))
        if where:
            conditions.append(where if isinstance(where, SQL) else SQL(where))
        self.cr.execute(
            SQL(
                "SELECT %s FROM endpoint_route WHERE %s ORDER BY key",
                SQL(", ").join(map(SQL.identifier, _COLUMNS)),
                SQL(" AND ").join(conditions),
            )
        )
        yield from filter(None, map(EndpointRule.from_row, self.cr.dictfetchall()))

    def _get_rule(self, key):
        """:return: the rule, or None"""
        return next(self.get_rules(keys=[key]), None)

    def get_rules_by_group(self, group):
        """Yield the rules of a route group."""
        return self.get_rules(where=SQL("route_group = %s", group))

    def make_rule(self, key, route, options, routing, endpoint_hash, route_group=None):
        return EndpointRule(key, route, options, routing, endpoint_hash, route_group)

    def update_rules(self, rules, init=False):
        """Write rules; those that are there already are left as they are.

        :param rules: iterable of :class:`EndpointRule`
        :param bool init: not needed here; other addons pass it
        :return: True where something was written
        """
        return self._create({rule.key: rule.to_row() for rule in rules})

    def _create(self, rows_by_key):
        """Insert or update rows, in the order of their keys so that two
        transactions do not wait for each other.

        :return: True where something was written
        :raise UserError: there is no table
        """
        if not rows_by_key:
            return False
        schema.require(self.cr)
        values = [
            tuple(rows_by_key[key][column] for column in _COLUMNS)
            for key in sorted(rows_by_key)
        ]
        written = self.cr.execute_values(
            """
            INSERT INTO endpoint_route AS old
                   (key, route, opts, routing, endpoint_hash, route_group)
            VALUES %s
            ON CONFLICT (key) DO UPDATE
               SET route = excluded.route, opts = excluded.opts,
                   routing = excluded.routing, route_group = excluded.route_group,
                   endpoint_hash = excluded.endpoint_hash, active = true,
                   updated_at = clock_timestamp() AT TIME ZONE 'UTC'
             WHERE (old.route, old.opts, old.routing, old.endpoint_hash,
                    old.route_group, old.active)
                   IS DISTINCT FROM
                   (excluded.route, excluded.opts, excluded.routing,
                    excluded.endpoint_hash, excluded.route_group, true)
            RETURNING key
            """,
            values,
            page_size=1000,
            fetch=True,
        )
        return self._changed(bool(written))

    def drop_rules(self, keys):
        """Remove rules.

        :return: True where something was removed
        """
        return self._execute_on("DELETE FROM endpoint_route WHERE key = ANY(%s)", keys)

    def set_active(self, keys, active):
        """Hide rules from the router, or show them again.

        :return: True where something was written
        """
        return self._execute_on(
            "UPDATE endpoint_route SET active = %s "
            "WHERE active IS DISTINCT FROM %s AND key = ANY(%s)",
            keys,
            active,
            active,
        )

    def drop_model(self, model):
        """Remove the rules and claims of a model's records: it is going away."""
        self.drop_rules(
            rule.key
            for rule in self.get_rules(where=SQL("split_part(key, ':', 1) = %s", model))
        )
        claims.drop_model(self.cr, model)

    def last_update(self):
        """:return: float, seconds since the epoch of the latest write; 0 if none"""
        self.cr.execute(
            "SELECT extract(epoch FROM max(updated_at)) FROM endpoint_route"
        )
        return float(self.cr.fetchone()[0] or 0)

    def last_version(self):
        """:return: int that grows with each change; 0 without the registry"""
        self.cr.execute("SELECT to_regclass('endpoint_route_version') IS NOT NULL")
        if not self.cr.fetchone()[0]:
            return 0
        self.cr.execute(
            "SELECT CASE WHEN is_called THEN last_value ELSE 0 END "
            "FROM endpoint_route_version"
        )
        return self.cr.fetchone()[0]

    def _execute_on(self, query, keys, *params):
        # While the addon is uninstalled its records go after its table.
        keys = sorted(set(keys))
        if not keys or not self.exists():
            return False
        self.cr.execute(query, [*params, keys])
        return self._changed(self.cr.rowcount > 0)

    def _changed(self, changed):
        if changed:
            self.cr.execute("SELECT nextval('endpoint_route_version')")
            signaling.rules_changed(self.cr)
        return changed
