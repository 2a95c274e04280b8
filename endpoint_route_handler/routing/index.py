"""Rules by their literal path, or by the literal start of it.

A werkzeug map of thousands of rules takes long to build and cannot forget a rule.
So there is a small map for each literal path or prefix, built when a request first
needs it and kept until a rule in it changes.
"""

import logging

import werkzeug.routing

from odoo.addons.base.models.ir_http import FasterRule

_logger = logging.getLogger("odoo.addons.endpoint_route_handler.routing")


def literal_prefix(route):
    """Split off what comes before the first argument, at a slash.

    >>> literal_prefix("/a/b/<int:x>"), literal_prefix("/a/b-<x>"), literal_prefix("/a")
    (('/a/b', True), ('/a', True), ('/a', False))
    :return: (path without a slash at its end, whether arguments follow)
    """
    literal, argument, _ = route.partition("<")
    if argument:
        literal = literal.rpartition("/")[0]
    return literal.rstrip("/"), bool(argument)


class Bucket:
    """The rules of one literal path or prefix, in the order of their keys.

    :param rules: tuple of :class:`EndpointRule`
    """

    __slots__ = ("_by_method", "_map", "rules")

    def __init__(self, rules):
        self.rules = rules
        self._map = None
        self._by_method = None

    def map(self, converters):
        """:return: a werkzeug map of the rules that can be built"""
        # Two threads may both build it; either result will do.
        if self._map is None:
            built = werkzeug.routing.Map(strict_slashes=False, converters=converters)
            for rule in self.rules:
                self._add(built, rule)
            built.update()
            self._map = built
        return self._map

    def by_method(self, holder):
        """For a bucket of a literal path, where nothing is left to match but the
        method: without a map of its own, which would be most of what it takes.

        :param Map holder: what werkzeug rules have to be bound to
        :return: dict of method -> werkzeug rule, the first of several
        """
        if self._by_method is None:
            made = {}
            for rule in self.rules:
                for werkzeug_rule in self._literal_rules(rule):
                    werkzeug_rule.bind(holder)
                    # Only the matcher of a map reads these, and there is none.
                    werkzeug_rule._parts = []
                    for method in werkzeug_rule.methods or ():
                        made.setdefault(method, werkzeug_rule)
            self._by_method = made
        return self._by_method

    def _literal_rules(self, rule):
        try:
            return [each for each in werkzeug_rules(rule) if "<" not in each.rule]
        except Exception:
            return ()  # the map of the long way says why

    def _add(self, built, rule):
        """One bad row takes nothing down: it is skipped, and said once."""
        try:
            add_rule(built, rule)
        except Exception as exc:
            # Whatever a row holds: third parties and old versions wrote some of them.
            _logger.error("Rule %s cannot be served: %r", rule, exc)


def add_rule(werkzeug_map, rule):
    """Put an :class:`EndpointRule` into a werkzeug map.

    :raise EndpointHandlerNotFound: the handler cannot be imported
    :raise LookupError: a route names an unknown converter
    :raise ValueError: a route is malformed
    """
    for werkzeug_rule in werkzeug_rules(rule):
        werkzeug_map.add(werkzeug_rule)


def werkzeug_rules(rule):
    """:return: list of werkzeug rules that are not bound yet, one a route
    :raise EndpointHandlerNotFound: the handler cannot be imported
    """
    endpoint = rule.endpoint
    routing = endpoint.routing
    methods = routing.get("methods")
    if methods is not None and routing.get("cors"):
        methods = {*methods, "OPTIONS"}  # the preflight
    made = [
        FasterRule(route, endpoint=endpoint, methods=methods)
        for route in routing["routes"]
    ]
    for werkzeug_rule in made:
        werkzeug_rule.merge_slashes = False  # as Odoo's own
    return made


def _places(rule):
    """:return: set of (path, whether a prefix): the buckets that a rule stands in"""
    return {literal_prefix(route) for route in rule.routing["routes"]}


class RuleIndex:
    """Buckets by path. Never modified once made: :meth:`patched` gives a new one."""

    __slots__ = ("_exact", "_prefix", "_rules")

    def __init__(self, exact=None, prefix=None, rules=None):
        self._exact = exact or {}
        self._prefix = prefix or {}
        self._rules = rules or {}  # by key

    def __len__(self):
        return len(self._rules)

    def patched(self, rules, gone):
        """:return: the index with ``rules`` put in or replaced and the keys in
        ``gone`` taken out; buckets without a change are shared
        """
        known = dict(self._rules)
        touched = {}
        for key in {*gone, *(rule.key for rule in rules)}:
            if old := known.pop(key, None):
                for place in _places(old):
                    self._rules_at(place, touched).pop(key, None)
        for rule in rules:
            known[rule.key] = rule
            for place in _places(rule):
                self._rules_at(place, touched)[rule.key] = rule
        return RuleIndex(
            self._replaced(self._exact, touched, False),
            self._replaced(self._prefix, touched, True),
            known,
        )

    def _rules_at(self, place, touched):
        if place not in touched:
            path, is_prefix = place
            bucket = (self._prefix if is_prefix else self._exact).get(path)
            touched[place] = {rule.key: rule for rule in bucket.rules} if bucket else {}
        return touched[place]

    @staticmethod
    def _replaced(buckets, touched, is_prefix):
        buckets = dict(buckets)
        for (path, prefix), rules in touched.items():
            if prefix != is_prefix:
                continue
            if rules:
                buckets[path] = Bucket(tuple(rules[key] for key in sorted(rules)))
            else:
                buckets.pop(path, None)
        return buckets

    def literal(self, path):
        """:return: the bucket of exactly this path, or None"""
        return self._exact.get(path)

    def candidates(self, path):
        """Yield the buckets that may match a path, the most literal first."""
        path = path.rstrip("/")
        if bucket := self._exact.get(path):
            yield bucket
        if not self._prefix:
            return
        while path:
            path = path.rpartition("/")[0]
            if bucket := self._prefix.get(path):
                yield bucket

    def buckets(self):
        """Yield every bucket."""
        yield from self._exact.values()
        yield from self._prefix.values()
