"""The routes below that of a resource, and which of them a request called."""

from typing import Any

from werkzeug.exceptions import NotFound

from .resource import OPERATIONS

#: operation -> its methods
METHODS = {
    **OPERATIONS,
    **dict.fromkeys(("file", "download", "aggregate"), ("GET",)),
    "upload": ("PUT",),
    "clear": ("DELETE",),
    **dict.fromkeys(("action", "bulk"), ("POST",)),
}
#: path of a record by its key
BY_KEY = "/by/<field>/<crud_key:value>"
#: suffix of the rule's key -> (path below the route, operations, whether read-only)
RULES = {
    "": ("", ("list",), True),
    "#1": ("", ("create",), False),
    "#2": ("/<id>", ("read",), True),
    "#3": ("/<id>", ("update", "delete"), False),
    "#4": ("/<id>/<file>", ("file",), True),
    "#5": (BY_KEY, ("read",), True),
    "#6": (BY_KEY, ("update", "delete"), False),
    "#7": ("/<id>/<action>", ("action",), False),
    "#8": ("/bulk", ("bulk",), False),
    "#9": ("/aggregate", ("aggregate",), True),
    "#10": ("/<id>/files/<file>", ("download", "upload", "clear"), False),
    "#11": (f"{BY_KEY}/<action>", ("action",), False),
}


def _rule_of(request: Any) -> tuple[str, tuple[str, ...], bool]:
    _key, sign, number = request.endpoint_call.rule_key.partition("#")
    return RULES.get(sign + number, ("", (), True))


def operation_of(request: Any) -> str:
    """
    :return: operation that the request calls: a key of :data:`METHODS`
    :raise NotFound: the rule is from another exec mode or another version
    """
    _path, operations, _only_reads = _rule_of(request)
    method = request.httprequest.method.replace("HEAD", "GET")
    for operation in operations:
        if method in METHODS[operation]:
            return operation
    raise NotFound()


def is_by_key(request: Any) -> bool:
    """:return: whether the path names the record by the key of the resource"""
    return _rule_of(request)[0].startswith(BY_KEY)


def depth_of(request: Any) -> int:
    """:return: number of slashes in the path after the route"""
    in_value = request.params["value"].count("/") if is_by_key(request) else 0
    return _rule_of(request)[0].count("/") + in_value
