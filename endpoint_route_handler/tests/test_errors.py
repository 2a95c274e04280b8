from psycopg2.errors import SerializationFailure

from odoo.exceptions import AccessError, ConcurrencyError, ValidationError
from odoo.tests import BaseCase

from .. import errors
from ..exceptions import MediaTypeNotSupported


class TestErrors(BaseCase):
    def test_the_whole_object(self):
        answer = errors.describe(ValidationError("must be positive"))
        self.assertEqual(
            (answer.status, answer.body, answer.is_failure),
            (
                400,
                {
                    "name": "odoo.exceptions.ValidationError",
                    "message": "must be positive",
                    "arguments": ["must be positive"],
                    "context": {},
                    "debug": "",
                },
                False,
            ),
        )

    def test_an_error_carries_its_name_and_headers(self):
        answer = errors.describe(MediaTypeNotSupported("Send text.", "text/plain"))
        name = "werkzeug.exceptions.UnsupportedMediaType"
        self.assertEqual((answer.status, answer.body["name"]), (415, name))
        self.assertEqual(answer.headers, [("Accept", "text/plain")])

    def test_an_explained_error_keeps_its_response(self):
        error = AccessError("not yours")
        answer = errors.describe(errors.explain(error, detail=["why"]))
        expected = {**errors.describe(error).body, "detail": ["why"]}
        self.assertEqual((answer.status, answer.body), (403, expected))

    def test_a_lost_race_may_be_tried_again(self):
        for exc in (SerializationFailure("x"), ConcurrencyError("x")):
            answer = errors.describe(exc)
            self.assertEqual((answer.status, answer.is_failure), (503, False))
            self.assertEqual(answer.headers, [("Retry-After", "1")])

    def test_a_failure_reveals_only_the_id(self):
        answer = errors.describe(KeyError("secret"), "the id")
        self.assertTrue(answer.is_failure)
        self.assertEqual(answer.body["message"], "Internal Server Error (the id)")
        self.assertNotIn("secret", str(answer.body))
