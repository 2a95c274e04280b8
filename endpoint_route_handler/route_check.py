"""Checks of a route at save: that the router can read it, and that it is free."""

import re

import werkzeug.routing
from werkzeug.exceptions import MethodNotAllowed, NotFound
from werkzeug.routing import RequestRedirect

_ARGUMENT = re.compile(r"<(?:(?P<converter>[a-zA-Z_]\w*)(?:\(.*?\))?:)?\w+>")
_FORBIDDEN = re.compile(r"[\s?#\\]|[\x00-\x1f\x7f]")
# What a path looks like where a converter stands.
_EXAMPLES = {"int": "1", "float": "1.0", "model": "1", "models": "1"}
_UUID = "00000000-0000-4000-8000-000000000000"


class RouteError(ValueError):
    """A route that cannot be saved: what is wrong, and with what."""

    def __init__(self, reason, **values):
        super().__init__(reason, values)
        self.reason = reason
        self.values = values

    def render(self, env, name):
        """:return: the words for an admin, in the language of ``env``"""
        values = dict(self.values, name=name)
        return {
            "slash": env._(
                "“%(name)s”: the route %(route)s must start with a slash.", **values
            ),
            "characters": env._(
                "“%(name)s”: the route %(route)s must be a path alone: no spaces, "
                "no “?”, no “#”. What a caller adds after “?” is read by the code as "
                "request.params.",
                **values,
            ),
            "converter": env._(
                "“%(name)s”: the route %(route)s uses a converter that does not "
                "exist: %(error)s. There are: %(converters)s.",
                **{"error": "", "converters": "", **values},
            ),
            "malformed": env._(
                "“%(name)s”: the route %(route)s cannot be read: %(error)s. "
                "Write arguments like <int:number> or <name>.",
                **{"error": "", **values},
            ),
            "taken": env._(
                "“%(name)s”: the route %(route)s is already served by %(owner)s. "
                "Choose another.",
                **{"owner": "", **values},
            ),
        }[self.reason]


def check_syntax(routing_map, route, models=None):
    """Refuse what the router cannot read.

    :param werkzeug.routing.Map routing_map: gives the converters
    :param models: names of the models that ``<model("…"):record>`` may name
    :raise RouteError:
    """
    if not route.startswith("/"):
        raise RouteError("slash", route=route)
    if _FORBIDDEN.search(_ARGUMENT.sub("", route)):
        raise RouteError("characters", route=route)
    scratch = werkzeug.routing.Map(converters=routing_map.converters)
    rule = werkzeug.routing.Rule(route, endpoint="check")
    try:
        scratch.add(rule)
    except LookupError as exc:
        names = ", ".join(sorted(routing_map.converters))
        raise RouteError(
            "converter", route=route, error=exc.args[0], converters=names
        ) from exc
    except Exception as exc:
        # Converters of any module read their own arguments, and fail in own ways.
        raise RouteError("malformed", route=route, error=exc) from exc
    if "<" in _ARGUMENT.sub("", route) or ">" in _ARGUMENT.sub("", route):
        raise RouteError("malformed", route=route, error="“<” or “>”")
    for converter in rule._converters.values():
        model = getattr(converter, "model", None)
        if model and models is not None and model not in models:
            raise RouteError("malformed", route=route, error=f"model “{model}”")


def check_free(core_map, route):
    """Refuse what a controller of Odoo or of a module serves, under any method.

    :param werkzeug.routing.Map core_map: Odoo's own routes
    :raise RouteError:
    """
    adapter = core_map.bind("")
    path = example_path(route)
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


def example_path(route):
    """:return: a path that the route matches

    >>> example_path("/orders/<int:number>/lines")
    '/orders/1/lines'
    """

    def example(match):
        converter = match["converter"]
        return _UUID if converter == "uuid" else _EXAMPLES.get(converter, "x")

    return _ARGUMENT.sub(example, route)
