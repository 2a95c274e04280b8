import hashlib
import hmac

from odoo.exceptions import UserError
from odoo.tests import mute_logger
from odoo.tools.safe_eval import safe_eval

from ..snippet import sandbox
from .common import EndpointCase

REQUEST_LOGGER = "odoo.addons.endpoint_route_handler.request"
CREATES = "env['res.partner'].create({'name': 'snippet'})\n"


class TestSnippet(EndpointCase):
    def admin_endpoint(self, snippet, **values):
        admin = self.env.ref("base.user_admin")
        return self.make_endpoint(snippet, exec_as_user_id=admin.id, **values)

    def test_writes_are_committed(self):
        endpoint = self.admin_endpoint(CREATES + "result = {}")
        self.assertAnswer(self.call(endpoint), 200)
        self.assertTrue(self.env["res.partner"].search([("name", "=", "snippet")]))

    def test_an_error_rolls_back_the_writes(self):
        endpoint = self.admin_endpoint(
            CREATES + "raise exceptions.UserError('No more of these')"
        )
        self.assertErrorObject(
            self.call(endpoint),
            400,
            message="No more of these",
            name="odoo.exceptions.UserError",
        )
        self.assertFalse(self.env["res.partner"].search([("name", "=", "snippet")]))

    def test_status_of_each_exception(self):
        for raised, status in {
            "exceptions.UserError('x')": 400,
            "exceptions.ValidationError('x')": 400,
            "werkzeug.exceptions.BadRequest('x')": 400,
            "werkzeug.exceptions.Unauthorized('x')": 401,
            "werkzeug.exceptions.Forbidden('x')": 403,
            "werkzeug.exceptions.NotFound('x')": 404,
            "werkzeug.exceptions.Conflict('x')": 409,
            "werkzeug.exceptions.TooManyRequests('x')": 429,
            "error(418, 'x')": 418,
        }.items():
            with self.subTest(raised=raised):
                endpoint = self.make_endpoint(f"raise {raised}")
                response = self.call(endpoint)
                self.assertErrorObject(response, status, message="x")
                endpoint.unlink()

    @mute_logger("odoo.sql_db")
    def test_a_duplicate_is_the_callers_mistake(self):
        endpoint = self.admin_endpoint(
            "env['res.users'].create({'name': 'a', 'login': 'admin'})\nresult = {}"
        )
        response = self.call(endpoint)
        self.assertErrorObject(response, 400, name="odoo.exceptions.ValidationError")

    def test_missing_records_are_404(self):
        endpoint = self.admin_endpoint(
            "result = {'payload': env['res.partner'].browse(10 ** 8).name}"
        )
        self.assertErrorObject(self.call(endpoint), 404)

    def test_error_adds_code_and_details(self):
        endpoint = self.make_endpoint(
            "raise error(409, 'Lent', code='lent', details={'until': 3})"
        )
        self.assertErrorObject(
            self.call(endpoint),
            409,
            message="Lent",
            code="lent",
            details={"until": 3},
        )

    def test_a_failure_informs_the_admin_but_not_the_caller(self):
        endpoint = self.make_endpoint("secret = 'abc'\nresult = secret / 2")
        with self.assertLogs(REQUEST_LOGGER, "ERROR") as logs:
            response = self.call(endpoint)
        self.assertErrorObject(response, 500, message="Internal Server Error (")
        error_id = response.json()["message"].rpartition("(")[2].rstrip(")")
        self.assertIn(error_id, logs.output[0])
        self.assertIn(f"“{endpoint.name}”, line 2 of the code", logs.output[0])
        for private in ("secret", "abc", "TypeError", endpoint.name):
            self.assertNotIn(private, response.text)

    @mute_logger(REQUEST_LOGGER)
    def test_result_must_be_a_dict(self):
        for snippet in ("pass", "result = 3", "result = None"):
            with self.subTest(snippet=snippet):
                endpoint = self.make_endpoint(snippet)
                self.assertErrorObject(self.call(endpoint), 500)
                endpoint.unlink()

    def test_refusals_are_logged_as_information(self):
        endpoint = self.make_endpoint("raise error(409, 'Lent')")
        with self.assertLogs(REQUEST_LOGGER, "DEBUG") as logs:
            self.call(endpoint)
        [record] = logs.records
        self.assertEqual(record.levelname, "INFO")
        self.assertIn("refused with 409", record.getMessage())

    def test_a_signature_can_be_checked(self):
        endpoint = self.make_endpoint(
            "body = request.httprequest.get_data()\n"
            "made = hmac.new(b'key', body, hashlib.sha256).hexdigest()\n"
            "given = request.httprequest.headers.get('X-Signature', '')\n"
            "result = {'payload': hmac.compare_digest(made, given)}",
            request_method="POST",
        )
        signature = hmac.new(b"key", b"{}", hashlib.sha256).hexdigest()
        headers = {"Content-Type": "application/json"}
        response = self.call(
            endpoint, data="{}", headers={**headers, "X-Signature": signature}
        )
        self.assertAnswer(response, 200, True)
        self.assertAnswer(self.call(endpoint, data="{}", headers=headers), 200, False)

    def test_variables_of_server_actions_and_more(self):
        endpoint = self.make_endpoint(
            "try:\n    {}['a']\nexcept KeyError:\n    caught = True\n"
            "rows = list(csv.DictReader('a,b\\n1,2'.splitlines()))\n"
            "out = io.StringIO()\ncsv.writer(out).writerow(['x', 'y'])\n"
            "result = {'payload': [caught, rows, out.getvalue(),"
            " re.sub('[0-9]+', '#', 'a12', count=1), re.search('B', 'ab', flags="
            "re.IGNORECASE).start(), float_compare(0.1 + 0.2, 0.3, precision_digits=2),"
            " base64.urlsafe_b64encode(b'??>').decode(), Command.link(3)[1],"
            " str(uuid.UUID(int=1))[-1], str(timezone('UTC'))]}"
        )
        expected = [True, [{"a": "1", "b": "2"}], "x,y\r\n", "a#", 1, 0]
        expected += ["Pz8-", 3, "1", "UTC"]
        self.assertAnswer(self.call(endpoint), 200, expected)

    @mute_logger(REQUEST_LOGGER)
    def test_a_backtracking_pattern_times_out(self):
        endpoint = self.make_endpoint(
            "result = {'payload': bool(re.search('(a|a|b)*(a|a)*$', 'a' * 60 + 'c'))}"
        )
        self.assertIn(self.call(endpoint).status_code, (200, 500))

    def test_the_request_is_read_only(self):
        for snippet in (
            "request.update_env(user=1)",
            "request.session.logout()",
            "request.session.update({'uid': 2})",
            "Response(template='base.layout', uid=1)",
        ):
            with self.subTest(snippet=snippet), mute_logger(REQUEST_LOGGER):
                endpoint = self.make_endpoint(f"{snippet}\nresult = {{}}")
                self.assertErrorObject(self.call(endpoint), 500)
                endpoint.unlink()

    def test_log_writes_to_ir_logging(self):
        endpoint = self.make_endpoint("log('seen', level='warning')\nresult = {}")
        self.assertAnswer(self.call(endpoint), 200)
        line = self.env["ir.logging"].search([("message", "=", "seen")])
        self.assertEqual((line.level, line.func), ("warning", endpoint.name))

    def test_variables_do_not_leak_into_the_next_request(self):
        endpoint = self.make_endpoint(
            "try:\n    n = n + 1\nexcept Exception:\n    n = 0\nresult = {'payload': n}"
        )
        for _attempt in range(2):
            self.assertAnswer(self.call(endpoint), 200, 0)

    def test_the_help_names_every_variable(self):
        endpoint = self.make_endpoint()
        for name in endpoint._get_code_snippet_eval_context(None):
            self.assertRegex(endpoint.code_snippet_docs, rf"\* (\w+, )*{name}\b")


class TestSandbox(EndpointCase):
    REFUSED = (
        "import os",
        "from os import path",
        "().__class__",
        "x = [].__class__.__base__.__subclasses__()",
        "env.cr.__dict__",
        "(i for i in ()).gi_frame",
        "(lambda: 0).func_code",
        "a.b = 1",
        "del a.b",
        "global x\nx = 1",
        "def f():\n    global x\n    x = 1",
        "class A: pass",
        "with a as b: pass",
        "'{0.__class__}'.__len__()",
        "int.mro()",
        "async def f(): pass\nf().cr_frame",
        "try:\n    1/0\nexcept Exception as e:\n    e.__traceback__.tb_frame",
    )

    def test_code_that_safe_eval_refuses_is_refused_at_save(self):
        for snippet in self.REFUSED:
            with self.subTest(snippet=snippet):
                with self.assertRaises(Exception) as theirs:
                    safe_eval(snippet, {"a": None, "env": None}, mode="exec")
                with self.assertRaises(type(theirs.exception)):
                    sandbox.compile_snippet(snippet)
                with self.assertRaises(UserError):
                    self.make_endpoint(snippet)

    def test_a_refusal_names_the_line_and_the_solution(self):
        for snippet, words in {
            "x = 1\nimport os": "line 2: imports are not available; see Code Help",
            "\n \nx = 1\nimport os": "line 4: imports",
            "\n\nx = (": "line 3",
            "from os import path": "line 1: imports",
            "class A:\n    pass": "line 1: “class” is not available",
            "def __f():\n    pass": "line 1: the name “__f” is not available",
            "x = 1\nx.y = 2": "line 2: attributes of objects cannot be set",
            "().__class__": "line 1: the name “__class__”",
            "with a:\n    pass": "line 1: “with” is not available",
        }.items():
            with (
                self.subTest(snippet=snippet),
                self.assertRaisesRegex(UserError, words),
            ):
                self.make_endpoint(snippet)

    def test_a_syntax_error_names_its_line(self):
        with self.assertRaisesRegex(UserError, "line 2 of the code"):
            self.make_endpoint("result = {}\nresult = = 3")

    def test_code_with_only_comments_is_refused(self):
        with self.assertRaisesRegex(UserError, "enter the code"):
            self.make_endpoint("# later\n\n   # more")

    def test_code_nested_too_deeply_is_refused_with_a_message(self):
        for code in ("x = " + "-" * 100_000 + "1", "x = a" + ".a" * 100_000):
            with (
                self.subTest(code=code[:10]),
                self.assertRaisesRegex(UserError, "nested too deeply"),
            ):
                self.make_endpoint(code)

    def test_blank_lines_at_the_start_count(self):
        with self.assertRaisesRegex(UserError, "line 3: imports"):
            self.make_endpoint("\n\nimport os")
