"""A rule: what the router needs to know about one route of a record. Plain data."""

import hashlib
import json
import logging
import sys
from functools import lru_cache, partial
from typing import Any

from odoo.tools.misc import DotDict

from . import handlers

_logger = logging.getLogger("odoo.addons.endpoint_route_handler.routing")


def stable_hash(*values: Any) -> str:
    """:return: 32 hex digits that are the same in every process"""
    text = json.dumps(values, sort_keys=True, default=str)
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


@lru_cache(maxsize=1024)  # once per process
def _report_row(key, problem):
    _logger.warning("Row %s of endpoint_route is not a rule: %s", key, problem)


def parse_key(key: str) -> tuple[str, int | None]:
    """
    >>> parse_key("endpoint.endpoint:7#2")
    ('endpoint.endpoint', 7)
    >>> parse_key("my rule")
    ('my rule', None)

    :return: (model, id of the record that the rule belongs to), or (text, None)
    """
    model, _, number = key.partition("#")[0].partition(":")
    return model, int(number) if number.isascii() and number.isdigit() else None


def _loads(text):
    """Parse JSON and share equal strings: each process keeps all rules in memory."""
    return json.loads(text, object_pairs_hook=_shared)


def _shared(pairs):
    return {
        sys.intern(name): sys.intern(value) if isinstance(value, str) else value
        for name, value in pairs
    }


class EndpointRule:
    """What the router needs to know about one rule. Plain data, no ORM.

    :param str key: ``"<model>:<id>"``, with ``"#<n>"`` for further rules of a record
    :param str route: the route as displayed
    :param dict options: ``{"handler": {"klass_dotted_path", "method_name",
        "default_pargs", "default_kwargs"}}``
    :param dict routing: the arguments of ``odoo.http.route``: ``type``, ``auth``,
        ``methods``, ``routes``, ``cors``, ``csrf``, ``readonly``, …
    :param endpoint_hash: hash of route and routing, unique among all rules; a text
        of at most 32 characters, or a number
    :param str route_group: a name that groups rules
    """

    __slots__ = ("key", "route", "options", "routing", "endpoint_hash", "route_group")

    def __init__(self, key, route, options, routing, endpoint_hash, route_group=None):
        self.key = key
        self.route = route
        self.options = options
        self.routing = routing
        self.endpoint_hash = endpoint_hash
        self.route_group = route_group or None

    def __repr__(self):
        return f"<{type(self).__name__} {self.key} {self.route}>"

    @classmethod
    def from_row(cls, row: dict[str, Any]) -> "EndpointRule | None":
        """
        :param dict row: a row of ``endpoint_route``
        :return: the rule; None if a third party wrote a row that is not a rule
        """
        try:
            options, routing = _loads(row["opts"]), _loads(row["routing"])
            if not all(isinstance(route, str) for route in routing["routes"]):
                raise ValueError("a route is not a text")
        except (KeyError, TypeError, ValueError, RecursionError) as exc:
            _report_row(row["key"], repr(exc))
            return None
        return cls(
            row["key"],
            row["route"],
            options,
            routing,
            row["endpoint_hash"],
            row["route_group"],
        )

    def to_row(self) -> dict[str, Any]:
        """:return: the columns of ``endpoint_route``"""
        return {
            "key": self.key,
            "route": self.route,
            "opts": json.dumps(self.options, sort_keys=True),
            "routing": json.dumps(self.routing, sort_keys=True),
            "endpoint_hash": str(self.endpoint_hash),
            "route_group": self.route_group,
        }

    @property
    def handler_options(self) -> DotDict:
        """The handler's options, also readable as attributes."""
        return DotDict(self.options["handler"])

    @property
    def endpoint(self) -> partial:
        """A new handler: the callable that Odoo dispatches to, with ``.routing``.

        :raise EndpointHandlerNotFound: the handler cannot be imported
        """
        return handlers.make_handler(self)
