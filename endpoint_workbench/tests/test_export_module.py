import ast
import doctest
import io
import json
import os
import subprocess
import sys
import zipfile
from tempfile import TemporaryDirectory

from docutils.core import publish_doctree
from lxml import etree

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import file_open_temporary_directory
from odoo.tools.convert import convert_file

from odoo.addons.endpoint.pure.redact import REDACTED
from odoo.addons.endpoint.tests.common import EndpointCase

from ..ship import code_names, domains, names, redact
from ..ship.external_ids import ExternalIds

_ODD = "Ünï “q” 'a' \"b\" <b>&amp; ]]> -- \u2028 end"
_REASON = "has no external id outside demo data"
# As in the configuration of this project.
_RULES = "B,C4,C90,E,F,I,T10,UP,W"
_CONFIGURATION = (
    "lint.per-file-ignores={'__manifest__.py'=['B018'], '__init__.py'=['F401']}",
    "lint.isort.section-order=['standard-library', 'odoo', 'odoo-addons']",
    "lint.isort.sections={odoo=['odoo'], odoo-addons=['odoo.addons']}",
)


def write(folder, files):
    for path, text in files.items():
        target = os.path.join(folder, path)
        os.makedirs(os.path.dirname(target), exist_ok=True)
        with open(target, "w", newline="") as file:
            file.write(text)


class ExportCase(EndpointCase):
    def export(self, endpoints, *args):
        """:return: (name of the file, path -> text)"""
        file_name, content = endpoints._export_module(*args)
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
            return file_name, {n: archive.read(n).decode() for n in names}

    def data_of(self, endpoints):
        """:return: the root of ``data/endpoint.xml``"""
        _file_name, files = self.export(endpoints, "shipped")
        return etree.fromstring(files["shipped/data/endpoint.xml"].encode())

    def depends_of(self, endpoints):
        _file_name, files = self.export(endpoints, "shipped")
        return ast.literal_eval(files["shipped/__manifest__.py"])["depends"]

    def values_of(self, element):
        """:return: field -> text, or the attribute that Odoo evaluates"""
        return {
            field.get("name"): field.get("ref") or field.get("eval") or field.text
            for field in element.iter("field")
        }

    def install(self, files):
        """Load the data file as an installation does."""
        with file_open_temporary_directory(self.env) as folder:
            write(folder, files)
            convert_file(self.env, "shipped", "data/endpoint.xml", {}, "init")
            self.env["endpoint.example"]._load_examples("shipped")


@tagged("post_install", "-at_install")
class TestExportModule(ExportCase):
    def test_doctests(self):
        for module in (code_names, names, redact):
            self.assertEqual(doctest.testmod(module).failed, 0)

    def test_the_files_of_a_small_export(self):
        endpoint = self.make_endpoint(route="/orders/<int:number>")
        file_name, files = self.export(endpoint, "shipped", "My orders")
        self.assertEqual(file_name, "shipped.zip")
        names = ["README.rst", "__init__.py", "__manifest__.py", "data/endpoint.xml"]
        self.assertEqual(list(files), [f"shipped/{name}" for name in names])
        manifest = ast.literal_eval(files["shipped/__manifest__.py"])
        self.assertEqual(manifest["name"], "My orders")
        self.assertEqual(manifest["depends"], ["endpoint"])
        [record] = etree.fromstring(files["shipped/data/endpoint.xml"].encode())
        self.assertEqual(record.get("id"), "endpoint_orders_int_number_get")

    def test_each_kind_of_value_comes_back(self):
        title = _ODD.replace('"', "'")
        schema = f'{{"type": "object",\n "title": "{title}"}}'
        values = {
            "name": _ODD,
            "code_snippet": f'# {_ODD}\nresult = {{"payload": "<a>\\t%s"}}\n\n',
            "request_method": "POST",
            "request_content_schema": schema,
            "query_parameters": "- name: size\n  type: integer",
            "further_routes": "/odd/a\n/odd/b",
            "deprecated": True,
            "deprecated_since": "2026-01-01",
            "request_max_size": 0.25,
            "cors": False,
            "readonly": True,
            "company_id": self.env.ref("base.main_company").id,
        }
        endpoint = self.make_endpoint(**values)
        names = [*values, "route", "exec_as_user_id", "allow_rpc_keys", "registry_sync"]
        before = endpoint.read(names)[0]
        _file_name, files = self.export(endpoint, "shipped", _ODD)
        endpoint.unlink()
        self.install(files)
        found = self.env["endpoint.endpoint"].search([("route", "=", before["route"])])
        after = found.read(names)[0]
        self.assertEqual({**after, "id": 0}, {**before, "id": 0})
        self.assertTrue(found.is_served)
        self.assertEqual(self.export(found, "shipped", _ODD)[1], files)

    def test_texts_that_xml_cannot_hold_come_back(self):
        for text in ("a\r\nb = 1", "# \x0b\x1b\nb = 1", "# ]]>\nb = '<&>'"):
            with self.subTest(text=text), self.env.cr.savepoint() as savepoint:
                code = f"{text}\nresult = {{}}"
                if text.startswith("a"):
                    code = f"a = 1\n{code}"
                endpoint = self.make_endpoint(code)
                _file_name, files = self.export(endpoint, "shipped")
                route = endpoint.route
                endpoint.unlink()
                self.install(files)
                found = self.env["endpoint.endpoint"].search([("route", "=", route)])
                self.assertEqual(found.code_snippet, code)
                savepoint.rollback()

    def test_the_export_does_not_depend_on_order_or_time(self):
        for route in ("/b", "/a-b", "/a_b"):
            self.make_endpoint(route=route)
        found = self.env["endpoint.endpoint"].search([("route", "in", ("/b", "/a-b"))])
        found += self.env["endpoint.endpoint"].search([("route", "=", "/a_b")])
        first = found._export_module("shipped")
        self.assertEqual(found[::-1]._export_module("shipped"), first)
        ids = [record.get("id") for record in self.data_of(found)]
        self.assertEqual(len(set(ids)), 3)

    def test_archived_endpoints_stay(self):
        kept = self.make_endpoint()
        archived = self.make_endpoint(route="/archived", active=False)
        self.assertEqual(len(self.data_of(kept + archived)), 1)
        with self.assertRaisesRegex(UserError, "not archived"):
            archived._export_module()

    def test_a_user_without_an_external_id_becomes_the_public_user(self):
        user = self.make_user("somebody")
        endpoint = self.make_endpoint(exec_as_user_id=user.id)
        _file_name, files = self.export(endpoint, "shipped")
        text = files["shipped/data/endpoint.xml"]
        self.assertIn('<field name="exec_as_user_id" ref="base.public_user" />', text)
        self.assertIn("<!-- Runs as the Public user.", text)
        self.assertNotIn("somebody", "".join(files.values()))
        [note] = endpoint._export_notes()
        self.assertRegex(note, r"Run as: somebody \(.*\) has no external id")

    def test_a_restricted_endpoint_is_exported_the_same_again(self):
        values = {"exec_as_user_id": self.make_user("somebody").id}
        own = self.env["res.groups"].create({"name": "No id"})
        values.update(auth_type="bearer", group_ids=own.ids)
        endpoint = self.make_endpoint(**values)
        route = endpoint.route
        endpoint.example_ids = [(0, 0, {"name": "Call", "path": route, "status": 200})]
        _file_name, files = self.export(endpoint, "shipped", "Title")
        self.assertNotIn("shipped/tests/test_examples.py", files)
        endpoint.unlink()
        self.install(files)
        found = self.env["endpoint.endpoint"].search([("route", "=", route)])
        self.assertEqual(self.export(found, "shipped", "Title")[1], files)

    def test_groups_by_external_id(self):
        own = self.env["res.groups"].create({"name": "No id"})
        groups = (
            own
            + self.env.ref("base.group_user")
            + self.env.ref("base.group_erp_manager")
        )
        endpoint = self.make_endpoint(auth_type="bearer", group_ids=groups.ids)
        [record] = self.data_of(endpoint)
        self.assertEqual(
            self.values_of(record)["group_ids"],
            "[Command.set([ref('base.group_erp_manager'), ref('base.group_user')])]",
        )

    def test_without_its_groups_an_endpoint_is_for_administrators(self):
        own = self.env["res.groups"].create({"name": "No id"})
        endpoint = self.make_endpoint(auth_type="bearer", group_ids=own.ids)
        [record] = self.data_of(endpoint)
        groups = self.values_of(record)["group_ids"]
        self.assertEqual(groups, "[Command.set([ref('base.group_system')])]")
        self.assertIn("No id", endpoint._export_notes()[0])

    def test_a_company_without_an_external_id_is_left_out(self):
        company = self.env["res.company"].create({"name": "Own company"})
        endpoint = self.make_endpoint(auth_type="bearer", company_id=company.id)
        [record] = self.data_of(endpoint)
        self.assertNotIn("company_id", self.values_of(record))
        comments = [node.text for node in record if node.tag is etree.Comment]
        self.assertEqual(comments, [f" Company: Own company {_REASON} "])

    def test_dependencies_of_code(self):
        table = {
            'env["res.partner"].search([])': ["endpoint"],
            'env["endpoint.example"].search([])': ["endpoint", "endpoint_workbench"],
            'env.ref("endpoint_workbench.endpoint_export_act_window")': [
                *("endpoint", "endpoint_workbench")
            ],
            'caller.mapped("no_such_name")': ["endpoint"],
            'env["endpoint.endpoint"].search([]).example_ids': [
                *("endpoint", "endpoint_workbench")
            ],
        }
        for number, (code, depends) in enumerate(table.items()):
            with self.subTest(code=code):
                code = f"x = {code}\nresult = {{}}"
                endpoint = self.make_endpoint(code, route=f"/depends/{number}")
                self.assertEqual(self.depends_of(endpoint), depends)

    def test_an_admins_own_model_is_reported(self):
        values = {"name": "Own", "model": "x_own"}
        self.env["ir.model"].create(values)
        [note] = self.make_endpoint('x = env["x_own"]\nresult = {}')._export_notes()
        self.assertIn("The code needs the model x_own, which no module has", note)

    def test_database_ids_in_code_are_reported(self):
        code = 'x = env["res.partner"].browse(7)\nresult = {}'
        [note] = self.make_endpoint(code)._export_notes()
        self.assertIn('Line 1 of the code has a database id: env["res.partner"]', note)

    def test_ids_in_domains_become_external_ids(self):
        own = self.env["res.partner"].create({"name": "No id"})
        belgium, user = self.env.ref("base.be"), self.env.ref("base.user_admin")
        table = {
            "[('name', '=', 'a%b'), ('color', '=', 3)]": ((), False),
            f"[('country_id', 'in', [{belgium.id}])]": (("base.be",), False),
            f"[('name', '=', 'é%'), ('user_id.id', '=', {user.id})]": (
                *(("base.user_admin",), False),
            ),
            f"['|', ('id', '=', {own.id}), ('user_id', '=', uid)]": ((), True),
            "[('user_id', '=', user.id)]": ((), False),
            "not a domain(": ((), False),
        }
        found = ExternalIds(self.env, set(), "shipped")
        for text, expected in table.items():
            with self.subTest(text):
                result = domains.portable(text, self.env["res.partner"], found.of)
                self.assertEqual(result[1:], expected)
                ids = [self.env.ref(xml_id).id for xml_id in result.external_ids]
                self.assertEqual(result.text % tuple(ids) if ids else text, text)

    def test_only_what_every_database_has_has_an_external_id(self):
        found = ExternalIds(self.env, set(), "shipped")
        partner = self.env["res.partner"].create({"name": "Exported"})
        partner.export_data(["id"])
        self.assertIsNone(found.of(partner))
        demo = self.env.ref("base.user_demo", raise_if_not_found=False)
        self.assertIsNone(demo and found.of(demo))
        for xml_id in ("base.user_admin", "base.main_company", "base.group_system"):
            self.assertEqual(found.of(self.env.ref(xml_id)), xml_id)

    def test_a_technical_name_is_checked(self):
        endpoint = self.make_endpoint()
        for name in ("With space", "ünicode", "endpoint", "../x", "9lives", "x", "def"):
            with self.subTest(name=name), self.assertRaises(UserError):
                endpoint._export_module(name)

    def test_a_title_is_plain_text_in_the_readme(self):
        endpoint = self.make_endpoint()
        for title in ("1. Orders", ".. raw:: html", "|c| *b* `_d_` \\", "- a", "====="):
            with self.subTest(title):
                _file_name, files = self.export(endpoint, "shipped", title)
                text, warnings = files["shipped/README.rst"], io.StringIO()
                settings = {"warning_stream": warnings}
                document = publish_doctree(text, settings_overrides=settings)
                self.assertEqual(document.get("title"), title)
                self.assertEqual(warnings.getvalue(), "")

    def test_default_names(self):
        table = {
            "Sales ü": "sales_u_endpoints.zip",
            "注文": "exported_endpoints.zip",
            "9": "x_9_endpoints.zip",
            False: "test_default_names_endpoints.zip",
        }
        for number, (group, file_name) in enumerate(table.items()):
            with self.subTest(group=group):
                values = {"route_group": group, "route": f"/names/{number}"}
                endpoint = self.make_endpoint(**values)
                self.assertEqual(endpoint._export_module()[0], file_name)

    def test_200_endpoints(self):
        Endpoint = self.env["endpoint.endpoint"]
        for number in range(200):
            Endpoint |= self.make_endpoint(route=f"/many/{number}", name=f"{number}")
        ids = [record.get("id") for record in self.data_of(Endpoint)]
        self.assertEqual(len(set(ids)), 200)

    def test_secrets_do_not_leave_with_examples(self):
        endpoint = self.make_endpoint()
        example = {
            "name": "Call",
            "path": endpoint.route,
            "query": "size=1&api_key=s3cret&x=%20",
            "headers": "X-Shop: Paris\nauthorization: Bearer s3cret\nCookie: s3cret",
            "body": '{"user": {"password": "s3cret"}}',
            "status": 200,
        }
        endpoint.example_ids = [(0, 0, example)]
        _file_name, files = self.export(endpoint, "shipped")
        self.assertNotIn("s3cret", "".join(files.values()))
        [found] = json.loads(files["shipped/data/endpoint_examples.json"]).values()
        self.assertEqual(found["headers"], [["X-Shop", "Paris"]])
        self.assertEqual(found["query"], "size=1&x=%20")
        [note] = endpoint._export_notes()
        self.assertIn("Example “Call”: credentials are left out", note)

    def test_secrets_in_other_bodies_do_not_leave(self):
        form = "application/x-www-form-urlencoded"
        for number, (body, media_type) in enumerate(
            (
                ("user=ada&pwd=s3cret", form),
                ('{"pin": [5678, "s3cret"], "jwt": "s3cret"}', "application/json"),
                ("<a><password>s3cret</password></a>", "application/xml"),
                ('{"half": 1, "secret": "s3cret', "text/plain"),
            )
        ):
            with self.subTest(body):
                endpoint = self.make_endpoint(
                    route=f"/secret/{number}", request_method="POST"
                )
                call = {"name": "A", "method": "POST", "path": endpoint.route}
                headers = f"Content-Type: {media_type}; charset=utf-8"
                endpoint.example_ids = [
                    (0, 0, {**call, "headers": headers, "body": body})
                ]
                _file_name, files = self.export(endpoint, "shipped")
                text = files["shipped/data/endpoint_examples.json"]
                self.assertIn(REDACTED, text)
                self.assertNotIn("s3cret", text)

    def test_a_secret_in_a_path_does_not_leave(self):
        endpoint = self.make_endpoint(route="/hook/<string:token>")
        endpoint.example_ids = [(0, 0, {"name": "Call", "path": "/hook/s3cret"})]
        _file_name, files = self.export(endpoint, "shipped")
        self.assertNotIn("s3cret", "".join(files.values()))
        [note] = endpoint._export_notes()
        self.assertIn("Example “Call”: its path has a credential", note)

    def test_database_ids_do_not_leave_with_examples(self):
        endpoint = self.make_endpoint(route='/partner/<model("res.partner"):partner>')
        endpoint.example_ids = [(0, 0, {"name": "Call", "path": "/partner/7"})]
        _file_name, files = self.export(endpoint, "shipped")
        self.assertNotIn("shipped/data/endpoint_examples.json", files)
        [note] = endpoint._export_notes()
        self.assertIn("Example “Call”: its path has a database id", note)

    def test_examples_come_back(self):
        endpoint = self.make_endpoint()
        values = {"path": endpoint.route, "headers": "A: b", "body": "é\n"}
        for name in ("Same", "Same", "Same 2", "注文"):
            endpoint.example_ids = [(0, 0, {"name": name, "status": 200, **values})]
        _file_name, files = self.export(endpoint, "shipped")
        self.assertEqual(files["shipped/tests/test_examples.py"].count("def test_"), 4)
        endpoint.unlink()
        self.install(files)
        found = self.env["endpoint.endpoint"].search([("route", "=", values["path"])])
        after = found.example_ids.mapped("name")
        self.assertEqual(after, ["Same", "Same", "Same 2", "注文"])
        self.assertEqual(self.export(found, "shipped")[1], files)

    def test_the_files_pass_ruff(self):
        endpoint = self.make_endpoint(name=_ODD, route_group='Odd\'s "group"')
        name = "An order's “line” with a name that is so long that it must be cut off"
        for each in (name, name, _ODD):
            example = {"name": each, "path": endpoint.route, "status": 200}
            endpoint.example_ids = [(0, 0, example)]
        _file_name, files = self.export(endpoint)
        with TemporaryDirectory() as folder:
            write(folder, files)
            for command in (["check", "--select", _RULES], ["format", "--check"]):
                run = [sys.executable, "-m", "ruff", *command, "--isolated", folder]
                for text in _CONFIGURATION:
                    run += ["--config", text]
                done = subprocess.run(run, capture_output=True, text=True)
                self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
