from odoo.tests import Form

from .common import EndpointCase


class TestForm(EndpointCase):
    def test_the_form_warns_of_code_that_will_fail(self):
        for code, words in {
            "result = {'paylod': 1}": "Did you mean “payload”",
            "result = {}\nresult['status'] = 3": "Did you mean “status_code”",
            "result = {'payload': reqest.params}": "Did you mean “request”",
            "result = {'payload': env['res.partner'].search([])}": "a recordset",
            "result = {'payload': env['res.partner']}": "a recordset",
            "result = {'payload': env.user}": "a recordset",
            "result = {'payload': re.findal('a', 'b')}": "Did you mean “findall”",
            "x = 1": "never sets “result”",
        }.items():
            with self.subTest(code=code), Form(self.env["endpoint.endpoint"]) as form:
                form.code_snippet = code
                self.assertIn(words, form.code_snippet_warning)
                form.name, form.route = "x", f"/x{len(code)}"

    def test_correct_code_has_no_warning(self):
        code = (
            "def double(n, *rest, key=None):\n    return n * 2\n"
            "values = [double(i) for i in range(3)]\n"
            "try:\n    others = values[1:]\nexcept KeyError as exc:\n"
            "    raise UserError(str(exc))\n"
            "result = {'payload': {k: v for k, v in zip(values, others)}}"
        )
        endpoint = self.make_endpoint(code)
        self.assertFalse(endpoint.code_snippet_warning)

    def test_none_is_offered_only_where_it_can_be_saved(self):
        with Form(self.env["endpoint.endpoint"]) as form:
            form.name, form.route = "x", "/x"
            form.code_snippet = "result = {}"
            self.assertIn("", form.request_content_type_choices)
            form.request_method = "POST"
            self.assertNotIn("", form.request_content_type_choices)
            self.assertEqual(form.request_content_type, "application/json")

    def test_a_data_record_gets_the_defaults_of_the_form(self):
        endpoint = self.env["endpoint.endpoint"].create(
            {"name": "x", "route": "/x", "code_snippet": "result = {}"}
        )
        self.assertEqual((endpoint.request_method, endpoint.exec_mode), ("GET", "code"))

    def test_an_endpoint_never_synced_is_not_served(self):
        endpoint = self.make_endpoint(registry_sync=False)
        self.assertFalse(endpoint.is_served)
        endpoint.action_sync_registry()
        self.assertTrue(endpoint.is_served)
