"""The endpoints to attack, created in ``odoo shell``."""

from typing import NamedTuple

from . import resources

_JSON_SCHEMA = """
type: object
required: [name, lines]
additionalProperties: false
properties:
  name: {type: string, minLength: 1, maxLength: 40, pattern: "^[A-Za-z ]+$"}
  day: {type: string, format: date}
  lines:
    type: array
    maxItems: 20
    items:
      type: object
      required: [qty]
      properties: {qty: {type: integer, minimum: 1, maximum: 1000}}
"""
_XSD = """
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
  <xs:element name="order"><xs:complexType><xs:sequence>
    <xs:element name="qty" type="xs:positiveInteger" maxOccurs="9"/>
  </xs:sequence></xs:complexType></xs:element>
</xs:schema>
"""
_ECHO = "result = {'payload': {k: str(v) for k, v in request.params.items()}}"
_BODY = "result = {'payload': request.httprequest.get_data(as_text=True)}"
_READ = """
try:
    number = int(request.params.get("id", request.params.get("number", "0")))
except Exception:
    raise error(400, "the id is not a number")
name = request.params.get("name") or request.params.get("text") or "Azure"
found = env["res.partner"].search([("name", "ilike", name)], limit=1)
one = env["res.partner"].browse(number).exists()
result = {"payload": [found.name, one.name]}
"""
# Writes first, so that there is something to roll back.
_WRITE = """
name = request.params.get("name") or "nameless"
env["res.partner"].create({"name": name, "comment": request.params.get("comment")})
if request.params.get("really") != "yes":
    raise error(409, "not really", details=name)
result = {"payload": "written", "status_code": 201}
"""
_WRITE_JSON = """
body = json.loads(request.httprequest.get_data())
name = body.get("name") if isinstance(body, dict) else body
if not isinstance(name, str):
    raise error(400, "name must be a text", details=name)
env["res.partner"].create({"name": name})
raise error(409, "never", details=body)
"""


class Endpoint(NamedTuple):
    """An endpoint, and a ``path`` that its route matches."""

    method: str
    route: str
    path: str
    content_type: str = ""
    auth: str = "public"
    code: str = _ECHO
    more: dict = {}


ENDPOINTS = (
    Endpoint("GET", "/fuzz/public", "/fuzz/public"),
    Endpoint("GET", "/fuzz/user", "/fuzz/user", auth="user_endpoint"),
    Endpoint("GET", "/fuzz/bearer", "/fuzz/bearer", auth="bearer"),
    Endpoint("GET", "/fuzz/read", "/fuzz/read", code=_READ, more={"readonly": True}),
    Endpoint("DELETE", "/fuzz/drop", "/fuzz/drop", code=_ECHO),
    Endpoint("GET", "/fuzz/int/<int:number>/<text>", "/fuzz/int/7/x", code=_READ),
    Endpoint("GET", "/fuzz/signed/<int(signed=True):number>", "/fuzz/signed/-7",
             code=_READ),
    Endpoint("GET", "/fuzz/record/<model('res.partner'):partner>", "/fuzz/record/1",
             code="result = {'payload': request.params['partner'].name}"),
    Endpoint("GET", "/fuzz/path/<path:text>", "/fuzz/path/a/b", code=_READ),
    Endpoint("POST", "/fuzz/form", "/fuzz/form",
             "application/x-www-form-urlencoded", code=_WRITE),
    Endpoint("POST", "/fuzz/json", "/fuzz/json", "application/json", code=_BODY,
             more={"request_content_schema": _JSON_SCHEMA}),
    Endpoint("PUT", "/fuzz/json", "/fuzz/json", "application/json", code=_WRITE_JSON),
    Endpoint("PATCH", "/fuzz/json", "/fuzz/json", "application/json", code=_BODY,
             more={"request_content_schema": " \n"}),
    Endpoint("POST", "/fuzz/key", "/fuzz/key", "application/json", "bearer", _BODY),
    Endpoint("POST", "/fuzz/xml", "/fuzz/xml", "application/xml", code=_BODY,
             more={"request_content_schema": _XSD}),
    Endpoint("PUT", "/fuzz/xml", "/fuzz/xml", "application/xml", code=_BODY),
    Endpoint("POST", "/fuzz/text", "/fuzz/text", "text/plain", code=_BODY),
    Endpoint("POST", "/fuzz/csv", "/fuzz/csv", "text/csv", code=_BODY),
    Endpoint("POST", "/fuzz/rpc", "/fuzz/rpc", "application/json", code=_READ,
             more={"route_type": "jsonrpc"}),
    Endpoint("POST", "/fuzz/json2", "/fuzz/json2", "application/json", code=_READ,
             more={"route_type": "json2"}),
)  # fmt: skip


def code_to_make_them():
    """:return: Python for ``odoo shell``; prints an API key"""
    return f"""
admin = env.ref("base.user_admin")
endpoints = {[*map(tuple, ENDPOINTS)]!r}
for method, route, _path, content_type, auth, code, more in endpoints:
    env["endpoint.endpoint"].create(dict(
        name=f"{{method}} {{route}}", route=route, request_method=method,
        request_content_type=content_type or False, auth_type=auth, exec_mode="code",
        code_snippet=code, registry_sync=True,
        exec_as_user_id=False if auth == "user_endpoint" else admin.id, **more))
{resources.code_to_make_them()}
key = env["res.users.apikeys"].with_user(admin).sudo()._generate(None, "fuzz", None)
env.cr.commit()
print("key:" + key)
"""
