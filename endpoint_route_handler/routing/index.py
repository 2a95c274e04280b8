"""Rules by their literal path or literal prefix.

A werkzeug map of thousands of rules is slow to build and cannot drop a rule. Instead,
there is a bucket of rules for each literal path or prefix, built when a request first
needs it and kept until one of its rules changes.
"""

import logging
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from werkzeug.exceptions import MethodNotAllowed, NotFound
from werkzeug.routing import Map, MapAdapter, Rule

from odoo import http

from odoo.addons.base.models.ir_http import FasterRule

from ..rule import EndpointRule
from . import grammar
from .grammar import literal_prefix

_logger = logging.getLogger("odoo.addons.endpoint_route_handler.routing")


# (path without a trailing slash, whether arguments follow)
Place = tuple[str, bool]
# (rule, path parameters)
Match = tuple[Rule, dict[str, Any]]


class Bucket:
    """The rules of one place, ordered by key.

    Subclasses define ``iter_rules(converters)``, which yields the werkzeug rules, and
    ``match(path, method, converters)``, which behaves like werkzeug's adapters. If two
    threads build the same matcher at once, either result can be used.
    """

    __slots__ = ("_built", "place", "rules")

    def __init__(self, place: Place, rules: tuple[EndpointRule, ...]) -> None:
        self.place = place
        self.rules = rules
        self._built: Any = None

    def _add_rules(self, add: Callable[[Rule], None]) -> None:
        """Skip bad rows and log each once: other addons and old versions wrote some
        rows.
        """
        for rule in self.rules:
            try:
                for werkzeug_rule in werkzeug_rules(rule, self.place):
                    add(werkzeug_rule)
            except Exception as exc:
                _logger.error("Rule %s cannot be served: %r", rule, exc)


class LiteralBucket(Bucket):
    """The rules of a path without arguments: only the method is left to match.

    This needs no werkzeug map: an endpoint costs 1 KB of memory instead of 8 KB, and
    matching is faster.
    """

    __slots__ = ()

    def iter_rules(self, converters: dict) -> Iterable[Rule]:
        if self._built is None:
            rules: list[Rule] = []
            self._add_rules(rules.append)
            self._built = rules
        return self._built

    def match(self, path: str, method: str, converters: dict) -> Match:
        if path.removesuffix("/") != self.place[0]:
            raise NotFound()
        allowed: set[str] = set()
        for rule in self.iter_rules(converters):
            if rule.methods is None or method in rule.methods:
                return rule, {}
            allowed.update(rule.methods)
        raise MethodNotAllowed(sorted(allowed)) if allowed else NotFound()


class PatternBucket(Bucket):
    """The rules whose arguments follow the same literal prefix."""

    __slots__ = ()

    def iter_rules(self, converters: dict) -> Iterable[Rule]:
        return self._adapter(converters).map.iter_rules()

    def match(self, path: str, method: str, converters: dict) -> Match:
        adapter = self._adapter(converters)
        return adapter.match(path, method, return_rule=True, websocket=False)

    def _adapter(self, converters: dict) -> MapAdapter:
        if self._built is None:
            small_map = Map(strict_slashes=False, converters=converters)
            self._add_rules(small_map.add)
            small_map.update()  # sorts in place, which must not race with a match
            self._built = small_map.bind("")
        return self._built


def werkzeug_rules(rule: EndpointRule, place: Place | None = None) -> list[Rule]:
    """
    :param place: only the routes of this place
    :return: one unbound rule per route
    :raise EndpointHandlerNotFound: the handler cannot be imported
    :raise ValueError: a route is malformed
    """
    handler = rule.endpoint
    routing = handler.routing
    if routing["type"] not in http._dispatchers:
        raise ValueError(f"unknown route type {routing['type']!r}")
    methods = routing.get("methods")
    if methods is not None and routing.get("cors"):
        methods = {*methods, "OPTIONS"}  # the preflight
    rules = [
        FasterRule(route, endpoint=handler, methods=methods)
        for route in routing["routes"]
        if place is None or literal_prefix(route) == place
    ]
    for route in routing["routes"]:
        if grammar.has_several_paths(route):
            # These backtrack: a path of 48 KB takes 7 s.
            raise ValueError(f"{route} has more than one <path:…>")
    for werkzeug_rule in rules:
        werkzeug_rule.merge_slashes = False  # like Odoo's own rules
    return rules


def _places(rule: EndpointRule) -> set[Place]:
    """:return: the places of all buckets that contain a rule"""
    return {literal_prefix(route) for route in rule.routing["routes"]}


class RuleIndex:
    """Buckets by path. Immutable: :meth:`patched` returns a new index.

    :param buckets: dict of place -> :class:`Bucket`
    :param rules: dict of key -> :class:`EndpointRule`
    """

    __slots__ = ("_buckets", "_depth", "_rules")

    def __init__(
        self,
        buckets: dict[Place, Bucket] | None = None,
        rules: dict[str, EndpointRule] | None = None,
    ) -> None:
        self._buckets = buckets or {}
        self._rules = rules or {}
        prefixes = (path for path, is_prefix in self._buckets if is_prefix)
        # Number of slashes in the longest prefix; -1 without any prefix.
        self._depth = max((path.count("/") for path in prefixes), default=-1)

    def patched(
        self, rules: Iterable[EndpointRule], gone: Iterable[str]
    ) -> "RuleIndex":
        """:return: the index with ``rules`` added or replaced, and the keys in ``gone``
        removed; unchanged buckets are shared
        """
        rules = list(rules)
        rules_by_key = dict(self._rules)
        changed: dict[Place, dict[str, EndpointRule]] = {}
        for key in {*gone, *(rule.key for rule in rules)}:
            if old := rules_by_key.pop(key, None):
                for place in _places(old):
                    self._rules_at(place, changed).pop(key, None)
        for rule in rules:
            rules_by_key[rule.key] = rule
            for place in _places(rule):
                self._rules_at(place, changed)[rule.key] = rule
        buckets = dict(self._buckets)
        for place, by_key in changed.items():
            if by_key:
                kind = PatternBucket if place[1] else LiteralBucket
                buckets[place] = kind(place, tuple(by_key[k] for k in sorted(by_key)))
            else:
                buckets.pop(place, None)
        return RuleIndex(buckets, rules_by_key)

    def _rules_at(
        self, place: Place, changed: dict[Place, dict[str, EndpointRule]]
    ) -> dict[str, EndpointRule]:
        if place not in changed:
            bucket = self._buckets.get(place)
            changed[place] = {rule.key: rule for rule in bucket.rules} if bucket else {}
        return changed[place]

    def has_literal(self, path: str) -> bool:
        """:return: whether a rule without arguments has exactly this path"""
        return (path, False) in self._buckets

    def candidates(self, path: str) -> Iterator[Bucket]:
        """Yield the buckets that may match a path, the most specific first."""
        path = path.rstrip("/")
        if bucket := self._buckets.get((path, False)):
            yield bucket
        # No deeper than the longest prefix: trying every slash of a path would take
        # quadratic time, 280 ms for a path of 64 KB.
        parts = path.split("/", self._depth + 1)
        for count in range(min(len(parts) - 1, self._depth + 1), 0, -1):
            if bucket := self._buckets.get(("/".join(parts[:count]), True)):
                yield bucket

    def buckets(self) -> Iterable[Bucket]:
        """:return: every bucket"""
        return self._buckets.values()
