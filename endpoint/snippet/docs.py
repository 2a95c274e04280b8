"""The text of the *Code Help* tab, generated from the variables of a snippet."""

from typing import Any

from odoo.tools.safe_eval import wrap_module

#: variable -> (description, example). Variables missing here are listed as well.
_HELP = {
    "env": (
        "Odoo's environment, with the rights of the user that the endpoint runs as",
        'env["res.partner"].search([("email", "=", "a@b.example")], limit=1)',
    ),
    "user": ("the user that the code runs as", "user.company_id.name"),
    "caller": ("the user who sent the request", "caller.login"),
    "endpoint": ("the record of this endpoint", "endpoint.route"),
    "request": (
        "the request, read-only: params, httprequest, session, env",
        'request.httprequest.headers.get("X-Event")',
    ),
    "body": (
        "the validated body: a dict or list for JSON, an element for XML, else None",
        'body["lines"][0]["qty"] or, for XML, body.findtext("number")',
    ),
    "log": (
        "write a line to Settings / Technical / Logging",
        'log("Order 7 received", level="info")',
    ),
    "datetime": ("Python's datetime", "datetime.datetime.now()"),
    "dateutil": (
        "the library dateutil",
        "dateutil.relativedelta.relativedelta(months=1)",
    ),
    "time": ("Python's time", 'time.strftime("%Y-%m-%d")'),
    "timezone": ("a time zone of pytz", 'timezone("Europe/Paris")'),
    "json": ("Python's json", 'json.loads(request.params["filter"])'),
    "csv": ("Python's csv", "list(csv.DictReader(text.splitlines()))"),
    "io": ("files in memory", "output = io.StringIO()"),
    "re": (
        "regular expressions; a search ends after half a second",
        're.fullmatch(r"[A-Z]{2}\\d+", code)',
    ),
    "etree": (
        "build XML; a payload that is an element is sent as XML",
        'etree.SubElement(etree.Element("order", number="7"), "name", text="Moby")',
    ),
    "uuid": ("Python's uuid", "str(uuid.uuid4())"),
    "base64": ("Python's base64", "base64.urlsafe_b64decode(token)"),
    "b64encode": ("bytes to base64", "b64encode(data).decode()"),
    "b64decode": ("base64 to bytes", 'b64decode(body["file"])'),
    "hashlib": ("Python's hashlib", "hashlib.sha256(data).hexdigest()"),
    "hmac": (
        "Python's hmac, for signed webhooks",
        "hmac.compare_digest(b64encode(hmac.new(key, request.httprequest.get_data(), "
        "hashlib.sha256).digest()).decode(), signature)",
    ),
    "Command": ("commands for x2many fields", 'Command.create({"name": "A"})'),
    "float_compare": ("compare amounts", "float_compare(a, b, precision_digits=2)"),
    "float_is_zero": ("whether an amount is 0", "float_is_zero(a, precision_digits=2)"),
    "float_round": ("round an amount", "float_round(a, precision_digits=2)"),
    "reversed": ("Python's reversed", "list(reversed(lines))"),
    "frozenset": ("Python's frozenset", "frozenset(names)"),
    "Response": (
        "build the response yourself",
        'result = {"response": Response("a;b", content_type="text/csv")}',
    ),
    "error": (
        "your own error response",
        'raise error(409, "Already lent", code="lent", details={"book": 7})',
    ),
    "werkzeug": ("HTTP errors", 'raise werkzeug.exceptions.NotFound("No such order")'),
    "exceptions": ("Odoo's errors", 'raise exceptions.UserError("No stock")'),
    "UserError": ("refuse the request (400)", 'raise UserError("No stock")'),
    "ValidationError": ("likewise", 'raise ValidationError("Bad number")'),
    "AccessError": ("refuse the caller (403)", 'raise AccessError("Not yours")'),
    "MissingError": ("not found (404)", 'raise MissingError("No such order")'),
}
_HEAD = "Variables:\n"
_TAIL = """
Set “result” to a dict with any of:
* payload: the response body. A dict or list is sent as JSON, an element as XML; with a
  Content-Type header, a string or bytes is sent as is. Without a payload, the response
  has no body.
* headers: a dict or a list of pairs
* status_code: 200 by default
* json_default: a function that converts values that JSON cannot represent
* response: a Response, instead of all of the above

Example:
    partners = env["res.partner"].search([], limit=10)
    result = {"payload": [{"id": p.id, "name": p.name} for p in partners]}
"""


def describe(context: dict[str, Any]) -> list[dict[str, Any]]:
    """
    :param context: the variables of a snippet
    :return: ``name``, ``description``, ``example`` and ``members`` (list of names) of
        each; empty texts and lists where there is nothing to say
    """
    found = []
    for name, value in context.items():
        purpose, example = _HELP.get(name, ("", ""))
        if not purpose and _is_python_error(value):
            purpose = "Python's"
        item = {"name": name, "description": purpose, "example": example}
        found.append({**item, "members": _names(value)})
    return found


def render(context: dict[str, Any]) -> str:
    """:param context: the variables of a snippet"""
    errors = [name for name, value in context.items() if _is_python_error(value)]
    lines = [_line(item) for item in describe(context) if item["name"] not in errors]
    if errors:
        lines.append(f"* {', '.join(errors)}: Python's\n    Example: except KeyError:")
    return "\n".join([_HEAD, *lines, _TAIL])


def _is_python_error(value):
    is_error = isinstance(value, type) and issubclass(value, Exception)
    return is_error and value.__module__ == "builtins"


def _line(item):
    text = f"* {item['name']}"
    if item["description"]:
        text += f": {item['description']}"
    if item["members"]:
        text += f"\n    {', '.join(item['members'])}"
    if item["example"]:
        text += f"\n    Example: {item['example']}"
    return text


def _names(value):
    """:return: the names available in a namespace"""
    if isinstance(value, wrap_module):
        names = vars(value)
    elif hasattr(value, "exceptions"):
        return [f"exceptions.{name}" for name in vars(value.exceptions)]
    elif type(value).__name__ == "Namespace":
        names = vars(value)
    else:
        return []
    return [name for name in names if not name.startswith("_")]
