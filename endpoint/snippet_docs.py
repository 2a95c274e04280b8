"""The text of the tab *Code Help*, made of the real variables of a snippet."""

from odoo.tools.safe_eval import wrap_module

# What a variable is for. One without a text here is listed all the same.
_PURPOSES = {
    "env": "Odoo's environment: models, the user's rights and language",
    "user": "the user that the code runs as",
    "caller": "the user who sent the request",
    "endpoint": "this endpoint's record",
    "request": "the request: request.params, request.httprequest",
    "body": "what the JSON of the request holds, checked; None for other types",
    "datetime": "Python's datetime",
    "dateutil": "the library dateutil",
    "time": "Python's time",
    "json": "Python's json",
    "Response": "odoo.http.Response, for an answer made by hand",
    "werkzeug": "HTTP errors to raise: raise werkzeug.exceptions.NotFound()",
    "exceptions": "errors to raise (400): raise exceptions.UserError(message)",
    "hashlib": "Python's hashlib",
    "hmac": "Python's hmac",
    "error": "an error of your own: raise error(409, message, code=…, details=…)",
    "log": "write to Settings / Technical / Logging: log(message, level='info')",
}
_HEAD = "Variables:\n"
_TAIL = """
Set “result” to a dict with any of:
* payload: what to answer. A dict or list is sent as JSON; with a header Content-Type
  a text or bytes is sent as it is.
* headers: a dict or a list of pairs
* status_code: 200 if not given
* json_default: a function for what JSON does not know
* response: a Response, instead of all others

Example:
    partners = env["res.partner"].search([], limit=10)
    result = {"payload": [{"id": p.id, "name": p.name} for p in partners]}
"""


def render(context):
    """
    :param dict context: the variables
    :return: text
    """
    lines = [_line(name, value) for name, value in context.items()]
    return "\n".join([_HEAD, *lines, _TAIL])


def _line(name, value):
    purpose = _PURPOSES.get(name)
    text = f"* {name}: {purpose}" if purpose else f"* {name}"
    names = _names(value)
    return f"{text}\n    {', '.join(names)}" if names else text


def _names(value):
    """:return: what a namespace offers"""
    if isinstance(value, wrap_module):
        names = vars(value)
    elif hasattr(value, "exceptions"):
        return [f"exceptions.{name}" for name in vars(value.exceptions)]
    elif type(value).__name__ == "_Namespace":
        names = vars(value)
    else:
        return []
    return [name for name in names if not name.startswith("_")]
