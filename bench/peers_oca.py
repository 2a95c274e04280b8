"""The requests of `peers` as records of OCA's endpoint."""

from . import cases, resources

_ROWS = """\
rows = [
    {
        "id": row["id"],
        "name": row["name"] or None,
        "author": row["author"] or None,
        "published_date": row["published_date"]
        and row["published_date"].isoformat()
        or None,
        "pages": row["pages"],
        "isbn": row["isbn"] or None,
        "available": row["available"],
        "borrower_id": row["borrower_id"]
        and {"id": row["borrower_id"][0], "display_name": row["borrower_id"][1]}
        or None,
        "written": row["written"] and row["written"].isoformat() + "Z" or None,
    }
    for row in found
]
"""
_LIST = f"""\
found = env["bench.book"].search_read(
    [], {resources.FIELDS!r}, limit=int(request.params["limit"]), order="id"
)
{_ROWS}
result = {{"payload": {{"data": rows}}}}
"""
_CREATE = f"""\
values = request.get_json_data()
if values.get("written"):
    values["written"] = values["written"].replace("T", " ").rstrip("Z")
found = env["bench.book"].create(values).read({resources.FIELDS!r})
{_ROWS}
result = {{"payload": rows[0], "status_code": 201}}
"""
_POST = """\
result = {"payload": {"sum": request.get_json_data()["quantity"] * 3}}
"""


def definitions():
    """:return: definitions for `in_shell.define`"""
    return [
        _definition("hello", 'result = {"payload": {"hello": "world"}}'),
        _definition("post", _POST, schema="post.yaml"),
        _definition("books", _LIST),
        _definition("create", _CREATE, schema="book.yaml"),
    ]


def _definition(name, snippet, schema=None):
    typed = schema and {
        "request_content_type": cases.TYPE,
        "request_content_schema": (cases.SCHEMAS / schema).read_text(),
    }
    return {
        "name": name,
        "route": f"/bench/oca/{name}",
        "request_method": "POST" if schema else "GET",
        "exec_as_user_id": "base.user_admin",
        "code_snippet": snippet,
        **(typed or {}),
    }
