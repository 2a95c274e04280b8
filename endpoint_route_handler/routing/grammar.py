"""Routes as werkzeug parses them, for saving, claiming, indexing and describing."""

from collections.abc import Iterable
from contextlib import suppress
from functools import lru_cache
from typing import Any, NamedTuple

from werkzeug.routing import BaseConverter, Map, Rule

#: converter -> an example of a path part that it matches
_EXAMPLES = {
    "int": "1",
    "float": "1.0",
    "model": "1",
    "models": "1",
    "uuid": "00000000-0000-4000-8000-000000000000",
}


class Argument(NamedTuple):
    """``<converter(args, options):name>`` of a route."""

    name: str
    converter: str = "default"
    args: tuple[Any, ...] = ()
    options: dict[str, Any] = {}

    def __str__(self) -> str:
        """:return: the argument without its name, in a normalized form"""
        words = [*map(repr, self.args)]
        words += [f"{name}={value!r}" for name, value in self.options.items()]
        converter = "string" if self.converter == "default" else self.converter
        arguments = f"({', '.join(words)})" if words else ""
        return f"<{converter}{arguments}>"


class _Reader(Rule):
    """Records its converters instead of instantiating them, so that the meaning of a
    route does not depend on the installed modules.
    """

    def __init__(self, route: str) -> None:
        super().__init__(route, endpoint="read", merge_slashes=False)
        self.by_name: dict[str, Argument] = {}

    def get_converter(self, variable_name, converter_name, args, kwargs):
        argument = Argument(variable_name, converter_name, args, kwargs)
        self.by_name[variable_name] = argument
        return BaseConverter(self.map)


@lru_cache(maxsize=4096)
def parse(route: str) -> tuple[str | Argument, ...]:
    """
    >>> parse("/orders/<int:number>")
    ('/orders/', Argument(name='number', converter='int', args=(), options={}))

    :return: literal texts and arguments, in the order of the route
    :raise ValueError: werkzeug cannot read the route
    """
    if "<" not in route:
        return (route,)
    rule = _Reader(route)
    try:
        Map([rule])
    except SyntaxError as exc:  # werkzeug compiles the route to a function
        raise ValueError(exc.msg) from exc
    parts: list[str | Argument] = [""]
    # werkzeug builds URLs from the trace. The part before the first “|” is the host.
    for is_argument, text in rule._trace[1:]:
        if is_argument:
            parts += [rule.by_name[text], ""]
        else:
            parts[-1] += text
    return tuple(filter(None, parts))


def arguments(route: str) -> list[Argument]:
    """
    :return: the arguments, in the order of the route
    :raise ValueError: werkzeug cannot read the route
    """
    return [part for part in parse(route) if isinstance(part, Argument)]


def has_several_paths(route: str) -> bool:
    """:return: whether the route contains more than one ``<path:…>``
    :raise ValueError: werkzeug cannot read the route
    """
    return sum(argument.converter == "path" for argument in arguments(route)) > 1


def argument_names(routes: Iterable[str]) -> set[str]:
    """:return: the names of the arguments of those routes that werkzeug can read"""
    names = set()
    for route in routes:
        with suppress(ValueError):
            names.update(argument.name for argument in arguments(route))
    return names


def shape(route: str) -> str:
    """Map equivalent routes to the same text.

    >>> shape("/a/<int:x>/"), shape("/a/<int:y>")
    ('/a/<int>', '/a/<int>')

    A route that werkzeug cannot read, such as in an old row, is returned unchanged.
    """
    try:
        parts = parse(route)
    except ValueError:
        parts = (route,)
    return "".join(map(str, parts)).rstrip("/") or "/"


def example(route: str) -> str:
    """
    >>> example("/orders/<int:number>/lines")
    '/orders/1/lines'

    :return: a path that the route matches
    """
    return "".join(
        _EXAMPLES.get(part.converter, "x") if isinstance(part, Argument) else part
        for part in parse(route)
    )


def literal_prefix(route: str) -> tuple[str, bool]:
    """Split off the part before the first argument, at a slash. Also works for routes
    that werkzeug cannot read, which rows of the route registry may contain.

    >>> literal_prefix("/a/b/<int:x>"), literal_prefix("/a/b-<x>"), literal_prefix("/a")
    (('/a/b', True), ('/a', True), ('/a', False))

    :return: (path without a trailing slash, whether arguments follow)
    """
    literal, argument, _ = route.partition("<")
    if argument:
        literal = literal.rpartition("/")[0]
    return literal.rstrip("/"), bool(argument)
