"""Request bodies: media types and codings."""

import gzip
import json

from odoo.tests import tagged

from .common import CrudCase


@tagged("post_install", "-at_install")
class TestBodies(CrudCase):
    def setUp(self):
        super().setUp()
        self.thing = self.make_things("a", note="n", count=3)
        self.path = f"/things/{self.thing.id}"

    def send(self, data, media_type="application/json", method="PATCH", **headers):
        headers = {"Content-Type": media_type, **headers}
        return self.ask(self.path, method, data=data, headers=headers)

    def test_merge_patch(self):
        response = self.send('{"note": null}', "application/merge-patch+json")
        self.assertAnswer(response, 200)
        self.assertEqual((response.json()["note"], response.json()["count"]), (None, 3))

    def test_another_media_type(self):
        expected = "application/json, application/merge-patch+json"
        for media_type in ("text/plain", "application/json-patch+json"):
            response = self.send("[]", media_type)
            self.assertErrorObject(response, 415)
            self.assertEqual(response.headers["Accept-Patch"], expected)
        response = self.send("{}", "text/plain", "PUT")
        self.assertErrorObject(response, 415)
        self.assertEqual(response.headers["Accept"], "application/json")
        self.assertNotIn("Accept-Patch", response.headers)

    def test_options(self):
        response = self.call(self.path, "OPTIONS")
        allowed = {"GET", "HEAD", "PATCH", "PUT", "DELETE", "OPTIONS"}
        self.assertEqual(set(response.headers["Allow"].split(", ")), allowed)
        self.assertIn("merge-patch+json", response.headers["Accept-Patch"])
        self.assertNotIn("Accept-Patch", self.call("/things", "OPTIONS").headers)

    def test_gzip(self):
        body = gzip.compress(json.dumps({"count": 4}).encode())
        response = self.send(body, **{"Content-Encoding": "gzip"})
        self.assertAnswer(response, 200)
        self.assertEqual(response.json()["count"], 4)

    def test_chunked(self):
        for method in ("PATCH", "PUT"):
            response = self.send(
                iter([b'{"name": "b",', b'"count": 5}']), method=method
            )
            self.assertAnswer(response, 200)
            self.assertEqual(response.json()["count"], 5)
