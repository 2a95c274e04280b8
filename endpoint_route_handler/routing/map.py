"""Odoo's routing map with the endpoints' rules behind it."""

from werkzeug.exceptions import HTTPException, MethodNotAllowed, NotFound
from werkzeug.routing import BuildError, Map, MapAdapter

from odoo.tools.lru import LRU

_PREFLIGHT_METHOD = "HTTP_ACCESS_CONTROL_REQUEST_METHOD"


# As many as Odoo keeps of other things per record: the least recently used goes.
_SNAPSHOTS = 8192


class EndpointMethodNotAllowed(MethodNotAllowed):
    """The path is one of our rules', the method of none.

    :param list valid_methods: those of all rules of the path
    :param endpoint: the endpoint of one of them
    """

    error_name = "werkzeug.exceptions.MethodNotAllowed"

    def __init__(self, valid_methods, endpoint):
        super().__init__(valid_methods)
        self.endpoint = endpoint


class EndpointMap(Map):
    """A werkzeug map that answers for Odoo's routes first, then for the rules of an
    index. It shares the state of Odoo's map, which it stands for everywhere.

    ``snapshots`` is for what else is to be forgotten when a record changes: a value
    loaded before a change lands in a map that nobody asks any more.

    :param Map core: what ``ir.http.routing_map()`` gives without us
    :param RuleIndex index:
    """

    def __init__(self, core, index):
        # Two threads may each make one of us of the same map. Whoever sorts it later
        # empties its lists meanwhile, under the eyes of those who match.
        core.update()
        self.__dict__.update(core.__dict__)
        self.core = core
        self.index = index
        self.snapshots = LRU(_SNAPSHOTS)
        self._holder = Map(strict_slashes=False, converters=core.converters)
        #: literal paths of ours that no route of Odoo's matches
        self.free_paths = set()

    def bind(self, *args, **kwargs):
        return EndpointMapAdapter(self, self.core.bind(*args, **kwargs))

    def bind_to_environ(self, environ, *args, **kwargs):
        adapter = self.core.bind_to_environ(environ, *args, **kwargs)
        adapter = EndpointMapAdapter(self, adapter)
        adapter.preflight_method = environ.get(_PREFLIGHT_METHOD)
        return adapter

    def iter_rules(self, endpoint=None):
        """Yield Odoo's rules and ours; builds all of ours, so not for each request."""
        for part in self._parts():
            if endpoint is None:
                yield from part.iter_rules()
            else:
                yield from part._rules_by_endpoint.get(endpoint, ())

    @property
    def _rules(self):
        return list(self.iter_rules())

    def _parts(self):
        yield self.core
        for bucket in self.index.buckets():
            yield bucket.map(self.converters)


class EndpointMapAdapter(MapAdapter):
    def __init__(self, endpoint_map, core_adapter):
        self.__dict__.update(core_adapter.__dict__)
        self.map = endpoint_map
        self.preflight_method = None

    def match(
        self,
        path_info=None,
        method=None,
        return_rule=False,
        query_args=None,
        websocket=None,
    ):
        path = self.path_info if path_info is None else path_info
        path = "/" + path.lstrip("/")
        method = (method or self.default_method).upper()
        found = None if self.websocket else self._match_literal(path, method)
        if not found:
            try:
                return super().match(path, method, return_rule, query_args, websocket)
            except NotFound:
                found = self._match_endpoint(path, method)
                if not found:
                    raise
        rule, values = found
        return (rule if return_rule else rule.endpoint), values

    def _match_literal(self, path, method):
        """The short way of most requests: a path without arguments, which no route of
        Odoo's matches under any method, as was found out before.

        :return: (werkzeug rule, {}), or None where the long way has to tell
        """
        bucket = self.map.index.literal(path)
        if not bucket or method == "OPTIONS":
            return None
        if path not in self.map.free_paths:
            try:
                # pylint: disable=super-method-mismatch
                super().match(path, method)
                return None
            except NotFound:
                self.map.free_paths.add(path)
            except HTTPException:
                return None
        rule = bucket.by_method(self.map._holder).get(method)
        return rule and (rule, {})

    def _match_endpoint(self, path, method):
        """:return: (werkzeug rule, dict of path parameters), or None
        :raise EndpointMethodNotAllowed: the path is ours, the method is not
        """
        if method == "OPTIONS" and self.preflight_method:
            # The preflight is about the endpoint that the browser asks for.
            found, _allowed = self._match_in_buckets(path, self.preflight_method)
            if found and "OPTIONS" in found[0].methods:
                return found
        found, allowed = self._match_in_buckets(path, method)
        if not found and allowed:
            other, _allowed = self._match_in_buckets(path, min(allowed))
            # A converter that refuses the value is asked only where the method fits.
            if other:
                raise EndpointMethodNotAllowed(sorted(allowed), other[0].endpoint)
        return found

    def _match_in_buckets(self, path, method):
        """:return: ((werkzeug rule, path parameters) or None, other methods)"""
        allowed = set()
        for bucket in self.map.index.candidates(path):
            adapter = MapAdapter.__new__(MapAdapter)
            adapter.__dict__.update(self.__dict__, map=bucket.map(self.map.converters))
            try:
                found = adapter.match(path, method, return_rule=True, websocket=False)
                return found, allowed
            except MethodNotAllowed as exc:
                allowed.update(exc.valid_methods)
            except (NotFound, ValueError):
                continue  # ValueError: <int:…> of more digits than Python reads
        return None, allowed

    def build(self, endpoint, *args, **kwargs):
        try:
            return super().build(endpoint, *args, **kwargs)
        except BuildError:
            rule = next(self.map.iter_rules(endpoint), None)
            if rule is None:
                raise
            # The adapter of the small map that the rule lives in.
            adapter = MapAdapter.__new__(MapAdapter)
            adapter.__dict__.update(self.__dict__, map=rule.map)
            return adapter.build(endpoint, *args, **kwargs)
