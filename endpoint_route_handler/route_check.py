"""Checks of a route at save: the router can read it, and it is not taken."""

import posixpath
import re
from collections.abc import Container
from contextlib import suppress
from urllib.parse import unquote, urlsplit

import werkzeug.routing
from werkzeug.exceptions import HTTPException, MethodNotAllowed, NotFound
from werkzeug.routing import RequestRedirect

from odoo.api import Environment
from odoo.tools import LazyTranslate

from .routing import grammar

_FORBIDDEN = re.compile(r"[\s?#\\<>]|[\x00-\x1f\x7f]")
# RFC 3986 §6.2.2.3: clients remove dot segments; werkzeug merges slashes.
_NOT_NORMALIZED = re.compile(r"//|/\.{1,2}(?:/|$)")
_PERCENT_ENCODED = re.compile(r"%[0-9A-Fa-f]{2}")
# Arguments in the syntax of other frameworks: {id}, {id:int}, {id?}, [id], :id, *rest
_FOREIGN_ARGUMENT = re.compile(
    r"\{(\w+)[^{}/]*\}|\[\.*(\w+)\]|(?<=/):(\w+)\??|(?<=/)(?P<rest>\*+\w*)"
)


_lt = LazyTranslate(__name__)
#: reason of a :class:`RouteError` -> message
_MESSAGES = {
    "slash": _lt("“%(name)s”: the route %(route)s must start with a slash."),
    "url": _lt(
        "“%(name)s”: the route %(route)s must be only the path, without the "
        "server address: %(suggestion)s"
    ),
    "foreign": _lt(
        "“%(name)s”: the route %(route)s uses another framework's syntax. "
        "Write arguments as <name> or <int:number>: %(suggestion)s"
    ),
    "encoded": _lt(
        "“%(name)s”: the route %(route)s is percent-encoded, which never "
        "matches. Write the characters themselves: %(suggestion)s"
    ),
    "segments": _lt(
        "“%(name)s”: the route %(route)s has empty or dot segments, which "
        "clients and servers remove: %(suggestion)s"
    ),
    "characters": _lt(
        "“%(name)s”: the route %(route)s must be only a path: no spaces, "
        "no “?”, no “#”. Query parameters are available in request.params."
    ),
    "converter": _lt(
        "“%(name)s”: the route %(route)s uses a converter that does not "
        "exist: %(error)s. Choose one of %(converters)s."
    ),
    "malformed": _lt(
        "“%(name)s”: the route %(route)s cannot be read: %(error)s. "
        "Write arguments as <int:number> or <name>."
    ),
    "paths": _lt(
        "“%(name)s”: the route %(route)s has more than one <path:…>. Matching "
        "them can take seconds for a long path. Keep one of them."
    ),
    "taken": _lt(
        "“%(name)s”: the route %(route)s is already served by %(owner)s. "
        "Choose another."
    ),
}


class RouteError(ValueError):
    """A route that cannot be saved, and the reason."""

    def __init__(self, reason, **values):
        super().__init__(reason, values)
        self.reason = reason
        self.values = values

    def render(self, env: Environment, name: str) -> str:
        """:return: the message for an admin, in the language of ``env``"""
        message = env._(_MESSAGES[self.reason])
        return message % {**self.values, "name": name}


def check_syntax(
    routing_map: werkzeug.routing.Map, route: str, models: Container[str]
) -> None:
    """Reject a route that the router cannot read, or would read differently.

    :param routing_map: provides the converters
    :param models: names of the models that ``<model("…"):record>`` may name
    :raise RouteError:
    """
    if urlsplit(route).scheme in ("http", "https"):
        raise RouteError("url", route=route, suggestion=urlsplit(route).path or "/")
    if not route.startswith("/"):
        raise RouteError("slash", route=route)
    if _NOT_NORMALIZED.search(route):
        suggestion = posixpath.normpath(route).replace("//", "/")
        raise RouteError("segments", route=route, suggestion=suggestion)
    try:
        parts = grammar.parse(route)
    except ValueError as exc:
        raise RouteError("malformed", route=route, error=exc) from exc
    for literal in parts:
        if isinstance(literal, str):
            _check_literal(route, literal)
    if grammar.has_several_paths(route):
        raise RouteError("paths", route=route)
    _check_converters(routing_map, route, models)


def _check_literal(route: str, literal: str) -> None:
    """:raise RouteError: the text contains characters that a route cannot contain"""
    if _FOREIGN_ARGUMENT.search(literal):
        suggestion = _FOREIGN_ARGUMENT.sub(_as_argument, route)
        raise RouteError("foreign", route=route, suggestion=suggestion)
    if _PERCENT_ENCODED.search(literal):
        suggestion = re.sub(r"\s", "-", unquote(route))
        raise RouteError("encoded", route=route, suggestion=suggestion)
    if _FORBIDDEN.search(literal):
        raise RouteError("characters", route=route)


def _as_argument(match: re.Match) -> str:
    if rest := match["rest"]:
        return f"<path:{rest.strip('*') or 'rest'}>"
    return f"<{match[1] or match[2] or match[3]}>"


def _check_converters(
    routing_map: werkzeug.routing.Map, route: str, models: Container[str]
) -> None:
    """:raise RouteError: a converter does not exist, or rejects its arguments"""
    rule = werkzeug.routing.Rule(route, endpoint="check")
    try:
        single = werkzeug.routing.Map([rule], converters=routing_map.converters)
        try_match(single, route)
    except LookupError as exc:
        names = ", ".join(sorted(routing_map.converters))
        raise RouteError(
            "converter", route=route, error=exc.args[0], converters=names
        ) from exc
    except Exception as exc:
        # Any module may add converters, which parse and validate their own arguments.
        raise RouteError("malformed", route=route, error=exc) from exc
    for converter in rule._converters.values():
        model = getattr(converter, "model", None)
        if model and model not in models:
            raise RouteError("malformed", route=route, error=f"model “{model}”")


def try_match(routing_map: werkzeug.routing.Map, route: str) -> None:
    """Let converters convert an example: some invalid arguments fail only then.

    :raise Exception: anything that a converter raises
    """
    # RuntimeError: a converter needs a request.
    with suppress(HTTPException, RuntimeError):
        routing_map.bind("").match(grammar.example(route))


def check_free(core_map, route):
    """Reject a route that a controller of Odoo or of a module serves, with any method.

    :param werkzeug.routing.Map core_map: Odoo's own routes
    :raise RouteError:
    """
    adapter = core_map.bind("")
    path = grammar.example(route)
    try:
        rule, _values = adapter.match(path, "GET", return_rule=True)
    except NotFound:
        return
    except MethodNotAllowed as exc:
        rule, _values = adapter.match(path, exc.valid_methods[0], return_rule=True)
    except (RequestRedirect, RuntimeError):
        # RuntimeError: a converter of the route that matched needs a request.
        raise RouteError("taken", route=route, owner="Odoo") from None
    function = rule.endpoint.func
    owner = f"{function.__module__}.{function.__qualname__}"
    raise RouteError("taken", route=route, owner=owner)
