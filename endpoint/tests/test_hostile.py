"""Values that no database can store: 400, and nothing is written."""

from odoo.tests import mute_logger

from .common import EndpointCase

_JSON = {"Content-Type": "application/json"}
_WRITES = """
env["res.partner"].create({"name": "hostile"})
value = request.params.get("a") or request.httprequest.get_data(as_text=True)
"""


class TestHostile(EndpointCase):
    def assertRefused(self, response, message):
        self.assertErrorObject(response, 400, message=message)
        self.assertFalse(self.env["res.partner"].search([("name", "=", "hostile")]))

    def admin_endpoint(self, snippet, **values):
        admin = self.env.ref("base.user_admin")
        code = f"{_WRITES}{snippet}\nresult = {{}}"
        return self.make_endpoint(code, exec_as_user_id=admin.id, **values)

    @mute_logger("odoo.sql_db")
    def test_number_out_of_range(self):
        endpoint = self.admin_endpoint("user.partner_id.write({'color': int(value)})")
        for number in (2**31, -(2**40), 10**30):
            with self.subTest(number=number):
                response = self.call(endpoint, params={"a": number})
                self.assertRefused(response, "too large")

    def test_number_with_more_digits_than_python_accepts(self):
        self.make_endpoint(route="/test/digits/<int:number>")
        for method in ("GET", "PUT"):
            response = self.call("/test/digits/" + "9" * 5000, method)
            self.assertEqual(response.status_code, 404)

    def test_number_that_the_converter_refuses_with_another_method(self):
        self.make_endpoint(route="/test/small/<int(max=5):number>")
        self.assertEqual(self.call("/test/small/9", "PUT").status_code, 404)
        self.assertErrorObject(self.call("/test/small/3", "PUT"), 405)

    def test_nul_in_a_parameter(self):
        endpoint = self.admin_endpoint("")
        for query in ("a=%00", "a=x%00y", "%00=1"):
            with self.subTest(query=query):
                response = self.call(f"{endpoint.route}?{query}")
                self.assertRefused(response, "NUL")

    def test_nul_in_a_form(self):
        endpoint = self.admin_endpoint(
            "",
            request_method="POST",
            request_content_type="application/x-www-form-urlencoded",
        )
        self.assertRefused(self.call(endpoint, data={"a": "x\0"}), "NUL")

    @mute_logger("odoo.sql_db")
    def test_nul_in_written_text(self):
        endpoint = self.admin_endpoint(
            "user.partner_id.write({'comment': value, 'street': value})",
            request_method="POST",
            request_content_type="text/plain",
        )
        headers = {"Content-Type": "text/plain"}
        response = self.call(endpoint, data="x\0", headers=headers)
        self.assertRefused(response, "NUL")

    def test_lone_surrogate_in_json(self):
        endpoint = self.admin_endpoint("", request_method="POST")
        response = self.call(endpoint, data=r'"\ud800"', headers=_JSON)
        self.assertRefused(response, "surrogate")

    def test_envelope_that_odoo_cannot_read(self):
        endpoint = self.admin_endpoint("", request_method="POST", route_type="jsonrpc")
        for body in (b"", b"\xef\xbb\xbf{}"):
            with self.subTest(body=body):
                response = self.call(endpoint, data=body, headers=_JSON)
                self.assertAnswer(response, 200)
                error = response.json()["error"]
                self.assertEqual(error["code"], 400)
                self.assertEqual(error["data"]["debug"], "")

    def test_blank_schema_counts_as_none(self):
        endpoint = self.make_endpoint(
            request_method="POST", request_content_schema=" \n"
        )
        self.assertAnswer(self.call(endpoint, data="{}", headers=_JSON), 200, {})
