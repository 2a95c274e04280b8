"""Names of operations: unique, and the same for as long as the route is."""

import re

_ARGUMENT = re.compile(r"<[^<>]*?(\w+)>")


def operation_ids(endpoints):
    """Name all operations, not just those that one document shows: a name is then the
    same in each document.

    Where two routes come to one name, the endpoint that is older keeps it.

    :param endpoints: iterable of :class:`~.source.Endpoint`
    :return: dict of (key, route) to str
    """
    names, taken = {}, set()
    for endpoint in sorted(endpoints, key=lambda each: each.order):
        number = endpoint.key.partition(":")[2].replace("#", "-")
        for position, route in enumerate(endpoint.routes):
            name = slug(endpoint.method, route)
            if name in taken:
                name = f"{name}-{number}"
            if name in taken:
                name = f"{name}-{position}"
            while name in taken:
                name += "-"
            taken.add(name)
            names[endpoint.key, route] = name
    return names


def slug(method, route):
    """
    >>> slug("GET", "/demo/countries/<model('res.country'):country>")
    'get-demo-countries-country'
    """
    text = _ARGUMENT.sub(r"\1", route)
    words = re.findall(r"[a-z0-9]+", f"{method} {text}".lower())
    # Not joined by “_”: Swagger UI takes that for a space in the links it opens.
    return "-".join(words)


def pascal(text):
    """
    >>> pascal("get-demo-order")
    'GetDemoOrder'
    """
    words = re.findall(r"[A-Za-z0-9]+", text)
    return "".join(word[0].upper() + word[1:] for word in words)
