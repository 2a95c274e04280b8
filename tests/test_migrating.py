"""Each pair of examples in docs/migrating.rst gives the same result."""

import ast
from pathlib import Path
from types import SimpleNamespace

import api_key
import pytest
import rst_blocks
from devenv import database, server, templates

_PAGE = (Path(__file__).parents[1] / "docs" / "migrating.rst").read_text()
_BLOCKS = rst_blocks.read(_PAGE)
_CONNECT = {b.label: b.code for b in _BLOCKS if b.section == "Authenticate"}
_CALLS = dict.fromkeys(b.section for b in _BLOCKS if b.label == "XML-RPC")
_CONTROLLERS = dict.fromkeys(b.section for b in _BLOCKS if b.label == "Called")
_LOAD = """
from odoo.tools.convert import convert_xml_import
with open({path!r}, "rb") as records:
    convert_xml_import(env, "endpoint_demo_library", records)
env.cr.commit()
"""
_WALDEN = {"name": "Walden", "author": "Henry David Thoreau"}
_FIELDS = ["name", "author", "pages", "available"]


def code(section, label):
    """:return: the only matching block, or None"""
    blocks = [b.code for b in _BLOCKS if (b.section, b.label) == (section, label)]
    assert len(blocks) <= 1
    return blocks[0] if blocks else None


class Place(SimpleNamespace):
    """A server to run examples on: `url`, `db`, `key`."""

    def connect(self, kind, **names):
        """:return: the variables that the examples of a kind start with"""
        variables = {"login": "demo", **vars(self), **names}
        exec(_CONNECT[kind], variables)
        if kind == "JSON-RPC":
            rpc = variables["rpc"]
            variables["models"] = SimpleNamespace(
                execute_kw=lambda *args: rpc("object", "execute_kw", *args)
            )
        return variables


def place(odoo):
    return Place(url=odoo.url, db=odoo.db, key=api_key.make(odoo.shell))


@pytest.fixture(scope="module")
def after(make_server, tmp_path_factory):
    """A server with the endpoints of the page."""
    odoo = make_server()
    records = "".join(b.code for b in _BLOCKS if b.language == "xml")
    path = tmp_path_factory.mktemp("data") / "shop.xml"
    path.write_text(f"<odoo>{records}</odoo>")
    odoo.shell(_LOAD.format(path=str(path)))
    return place(odoo)


@pytest.fixture(scope="module")
def before(odoo_env, make_database, tmp_path_factory):
    """A server with the controllers of the page."""
    addon = tmp_path_factory.mktemp("addons") / "shop_controllers"
    addon.mkdir()
    manifest = {"name": "Shop", "depends": ["endpoint_demo_library"]}
    manifest.update(author="Test", license="LGPL-3")
    (addon / "__manifest__.py").write_text(repr(manifest))
    classes = [b.code for b in _BLOCKS if b.label == "Controller"]
    (addon / "__init__.py").write_text("\n\n".join(classes))
    available = {**templates.all_addons(), addon.name: addon}
    db = make_database()
    database.update(odoo_env, db, install=[addon.name], addons=available)
    with server.OdooServer(odoo_env, db, addons=available) as odoo:
        yield place(odoo)


def run(where, section, kind):
    """Run an example with a new book.

    :return: (dict of the variables it set, the books it left). Names replace the ids of
        new books, which differ between runs
    """
    json2 = where.connect("JSON-2")["json2"]
    [book] = json2("library.book", "create", vals_list=[_WALDEN])
    partner = json2("res.partner", "search", domain=[], limit=1)[0]
    domain = [("id", ">=", book)]
    try:
        variables = where.connect(kind, book=book, partner=partner)
        exec(code(section, kind) or code(section, "XML-RPC"), variables)
        rows = json2("library.book", "search_read", domain=domain, fields=_FIELDS)
    finally:
        left = json2("library.book", "search", domain=domain)
        json2("library.book", "unlink", ids=left)
    names = {id_: f"book {n}" for n, id_ in enumerate(sorted({book, *left}))}
    # The variables of a comprehension exist only inside the comprehension.
    results = {n: variables[n] for n in set_by_all(section) if n in variables}
    return _named(results, names), _named(rows, names)


def _named(value, names):
    if isinstance(value, dict):
        return {key: _named(item, names) for key, item in value.items()}
    if isinstance(value, list):
        return [_named(item, names) for item in value]
    return names.get(value, value) if type(value) is int else value


def set_by_all(section):
    """:return: names of the variables that every example of a section sets"""
    return set.intersection(
        *(
            {
                node.id
                for node in ast.walk(ast.parse(block.code))
                if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
            }
            for block in _BLOCKS
            if block.section == section
        )
    )


def test_no_example_is_skipped():
    assert len(_BLOCKS) == _PAGE.count(".. code-block::")
    assert {block.section for block in _BLOCKS} == {*_CALLS, *_CONTROLLERS}


@pytest.mark.parametrize("kind", ["JSON-RPC", "JSON-2", "Endpoint"])
@pytest.mark.parametrize("section", _CALLS)
def test_call(after, section, kind):
    assert code(section, kind) or kind == "JSON-RPC"
    expected = run(after, section, "XML-RPC")
    assert run(after, section, kind) == expected


def test_calls_have_an_effect(after):
    """Otherwise the comparisons above would prove nothing."""
    seen = {section: run(after, section, "XML-RPC") for section in _CALLS}
    assert seen["search_read"][0]["books"]
    assert len(seen["All records, page by page"][0]["names"]) > 200
    assert seen["create"][0] == {"new": "book 1"}
    assert [row["pages"] for row in seen["write"][1]] == [353]
    assert seen["unlink"][1] == []
    assert [row["available"] for row in seen["A method of the model"][1]] == [False]
    assert "ISBN" in seen["An error"][0]["message"]


@pytest.mark.parametrize("section", _CONTROLLERS)
def test_controller(before, after, section):
    called = code(section, "Called")
    last = ast.parse(called).body[-1].targets[0].id
    seen = []
    for where in (before, after):
        variables = where.connect("Endpoint")
        exec(called, variables)
        seen.append(variables[last])
    assert seen[0] == seen[1]
    assert seen[0]


def test_how_values_are_represented(after):
    variables = after.connect("JSON-2")
    json2, session = variables["json2"], variables["session"]
    values = {**_WALDEN, "borrower_id": 1}
    [book] = json2("library.book", "create", vals_list=[values])
    [row] = json2("library.book", "read", ids=[book], fields=["borrower_id", "isbn"])
    url = f"{after.url}/api/v2/books/{book}"
    shown = session.get(url, timeout=60).json()
    assert (row["isbn"], shown["isbn"]) == (False, None)
    borrower = dict(zip(("id", "display_name"), row["borrower_id"], strict=True))
    assert shown["borrower_id"] == borrower
    unknown = {"colour": 1, "shelf": 2}
    answer = session.patch(url, json=unknown, timeout=60)
    assert answer.status_code == 400
    assert all(name in answer.json()["detail"][0]["msg"] for name in unknown)
    body = {"ids": [book], "vals": unknown}
    answer = session.post(
        f"{after.url}/json/2/library.book/write", json=body, timeout=60
    )
    assert answer.status_code == 500
