"""The text of the tab *Code Help*, generated from the variables of a snippet."""

from typing import Any

from odoo.tools.safe_eval import wrap_module

# A variable without a text here is listed, too.
_PURPOSES = {
    "env": "Odoo's environment: models, the user's rights and language",
    "user": "the user that the code runs as",
    "caller": "the user who sent the request",
    "endpoint": "this endpoint's record",
    "request": "the request: request.params, request.httprequest",
    "body": "the JSON body of the request, validated; None for other types",
    "datetime": "Python's datetime",
    "dateutil": "the library dateutil",
    "time": "Python's time",
    "json": "Python's json",
    "Response": "odoo.http.Response, to build the response yourself",
    "werkzeug": "HTTP errors to raise: raise werkzeug.exceptions.NotFound()",
    "exceptions": "errors to raise (400): raise exceptions.UserError(message)",
    "hashlib": "Python's hashlib",
    "hmac": "Python's hmac",
    "error": "your own error response: raise error(409, message, code=…, details=…)",
    "log": "write to Settings / Technical / Logging: log(message, level='info')",
}
_HEAD = "Variables:\n"
_TAIL = """
Set “result” to a dict with any of:
* payload: the response body. A dict or list is sent as JSON; with a Content-Type
  header, a text or bytes is sent as it is.
* headers: a dict or a list of pairs
* status_code: 200 by default
* json_default: a function that converts values that JSON cannot represent
* response: a Response, instead of all of the above

Example:
    partners = env["res.partner"].search([], limit=10)
    result = {"payload": [{"id": p.id, "name": p.name} for p in partners]}
"""


def render(context: dict[str, Any]) -> str:
    """:param context: the variables of a snippet"""
    lines = [_line(name, value) for name, value in context.items()]
    return "\n".join([_HEAD, *lines, _TAIL])


def _line(name, value):
    purpose = _PURPOSES.get(name)
    text = f"* {name}: {purpose}" if purpose else f"* {name}"
    names = _names(value)
    return f"{text}\n    {', '.join(names)}" if names else text


def _names(value):
    """:return: the names that a namespace offers"""
    if isinstance(value, wrap_module):
        names = vars(value)
    elif hasattr(value, "exceptions"):
        return [f"exceptions.{name}" for name in vars(value.exceptions)]
    elif type(value).__name__ == "_Namespace":
        names = vars(value)
    else:
        return []
    return [name for name in names if not name.startswith("_")]
