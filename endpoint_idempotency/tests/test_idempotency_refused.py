"""Requests with an ``Idempotency-Key`` that get no stored response."""

from odoo.tests import tagged

from ..idempotency import read_key
from .common import KEY, MAKE, REPLAYED, IdempotencyCase

REQUEST_LOGGER = "odoo.addons.endpoint_route_handler.request"


@tagged("post_install", "-at_install")
class TestIdempotencyRefused(IdempotencyCase):
    def test_another_request_with_the_same_key(self):
        endpoint = self.make_post(further_routes="/test/other")
        self.assertAnswer(self.post(endpoint, data="[]"), 201)
        for path, data in (
            (endpoint.route, "[1]"),
            (endpoint.route + "?a=1", "[]"),
            ("/test/other", "[]"),
        ):
            with self.subTest(path=path, data=data):
                response = self.post(path, data=data)
                self.assertErrorObject(
                    response,
                    422,
                    name="werkzeug.exceptions.UnprocessableEntity",
                    code="idempotency_key_reused",
                )
        self.assertEqual(self.made(), 1)

    def test_a_key_belongs_to_one_endpoint(self):
        first = self.post(self.make_post())
        other = self.post(self.make_post(route="/test/other"))
        self.assertAnswer(other, 201, headers={REPLAYED: None})
        self.assertNotEqual(other.json(), first.json())

    def test_a_key_belongs_to_one_caller(self):
        """Even if both requests run as the same user."""
        endpoint = self.make_post(
            auth_type="bearer", exec_as_user_id=self.env.ref("base.user_admin").id
        )
        answers = []
        for login in ("one", "other"):
            key = self.make_api_key(self.make_user(login))
            headers = {"Authorization": f"Bearer {key}"}
            answers.append(self.post(endpoint, headers=headers))
        self.assertAnswer(answers[1], 201, headers={REPLAYED: None})
        self.assertNotEqual(answers[0].json(), answers[1].json())

    def test_unauthorized_callers_get_no_stored_response(self):
        endpoint = self.make_post(auth_type="bearer")
        key = self.make_api_key(self.make_user())
        self.assertAnswer(
            self.post(endpoint, headers={"Authorization": f"Bearer {key}"}), 201
        )
        self.assertErrorObject(self.post(endpoint), 401)

    # ------------------------------------------------------------
    # Keys
    # ------------------------------------------------------------

    def test_keys(self):
        endpoint = self.make_post()
        cases = {
            "8e03978e-40d5-43dd-bc93-6894a57f9324": 201,
            '"8e03978e-40d5-43dd-bc93-6894a57f9324"': 201,
            '"with space, comma and \\" quote"': 201,
            "x" * 16: 201,
            "x" * 15: 400,
            "x" * 255: 201,
            "x" * 256: 400,
            "": 400,
            '""': 400,
            '"open': 400,
            '"a" "b"': 400,
            "a, b": 400,
            "a b": 400,
            "clé".encode(): 400,
            b"a\tb": 400,
            b"\x7f": 400,
        }
        for key, status in cases.items():
            with self.subTest(key=key):
                response = self.post(endpoint, key)
                self.assertEqual(response.status_code, status, response.text)
                if status == 400:
                    self.assertErrorObject(response, 400, types=["idempotency_key"])
        # The second key is the first one, with quotes.
        self.assertEqual(self.made(), 4)

    def test_a_user_s_key_may_be_short(self):
        endpoint = self.make_post(
            auth_type="bearer", exec_as_user_id=self.env.ref("base.user_admin").id
        )
        headers = {"Authorization": f"Bearer {self.make_api_key(self.make_user())}"}
        self.assertAnswer(self.post(endpoint, "1", headers=headers), 201)

    def test_whitespace_around_a_key_is_ignored(self):
        self.assertEqual(read_key(' "a" \t'), "a")
        self.assertEqual(read_key(" a "), "a")

    def test_two_keys(self):
        endpoint = self.make_post()
        response = self.post(endpoint, "a,b")
        self.assertErrorObject(response, 400, types=["idempotency_key"])
        detail = response.json()["detail"][0]
        self.assertEqual(detail["loc"], ["header", "Idempotency-Key"])

    def test_a_key_is_not_logged(self):
        endpoint = self.make_post()
        with self.assertLogs(REQUEST_LOGGER, "DEBUG") as log:
            self.post(endpoint, f"s3cret-{KEY}")
            self.post(endpoint, f"s3cret-{KEY}", "[]")
            self.post(endpoint, "s3cret two")
        self.assertEqual(len(log.output), 2)
        self.assertNotIn("s3cret", "".join(log.output))

    # ------------------------------------------------------------
    # Failures
    # ------------------------------------------------------------

    def test_a_refused_request_may_be_retried(self):
        endpoint = self.make_post(
            MAKE + 'if env["ir.config_parameter"].sudo().get_param("test.refuse"):\n'
            '    raise error(409, "Not now", code="later")'
        )
        self.env["ir.config_parameter"].set_param("test.refuse", "1")
        self.assertErrorObject(self.post(endpoint), 409, code="later")
        self.assertEqual(self.made(), 0)
        self.env["ir.config_parameter"].set_param("test.refuse", False)
        self.assertAnswer(self.post(endpoint), 201, headers={REPLAYED: None})
        self.assertEqual(self.made(), 1)

    def test_a_failed_request_may_be_retried(self):
        endpoint = self.make_post(MAKE + "result = 1 / 0")
        with self.assertLogs(REQUEST_LOGGER, "ERROR"):
            self.assertErrorObject(self.post(endpoint), 500)
            self.assertErrorObject(self.post(endpoint), 500)
        self.assertEqual(self.made(), 0)

    def test_an_effect_without_a_stored_response_is_not_repeated(self):
        endpoint = self.make_post(MAKE + "env.cr.commit()\nraise error(409, 'Late')")
        self.assertErrorObject(self.post(endpoint), 409, "Late")
        response = self.post(endpoint)
        self.assertErrorObject(response, 409, code="idempotency_answer_not_kept")
        self.assertEqual(self.made(), 1)

    def test_responses_that_are_not_stored(self):
        for name, body in {
            "streamed": '(part for part in [b"a", b"b"])',
            "huge": 'b"a" * (4 * 2**20 + 1)',
        }.items():
            endpoint = self.make_post(
                MAKE + f'result = {{"response": Response({body})}}', route=f"/{name}"
            )
            with self.subTest(name):
                self.assertAnswer(self.post(endpoint), 200)
                response = self.post(endpoint)
                self.assertErrorObject(
                    response, 409, code="idempotency_answer_not_kept"
                )
        self.assertEqual(self.made(), 2)

    def test_the_largest_response_that_is_stored(self):
        endpoint = self.make_post('result = {"response": Response(b"a" * (4 * 2**20))}')
        first = self.post(endpoint)
        self.assertReplayed(self.post(endpoint), first)
