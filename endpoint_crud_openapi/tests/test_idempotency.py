from .common import ResourceCase


class TestIdempotency(ResourceCase):
    def assertDocumentsKey(self, operation, expected):
        """The operation documents the key, or does not mention it."""
        names = [each["name"] for each in operation.get("parameters", ())]
        self.assertIs("Idempotency-Key" in names, expected)
        self.assertIs({"409", "422"} <= set(operation["responses"]), expected)

    def test_of_a_resource(self):
        self.make_tags()
        paths = self.paths()
        self.assertDocumentsKey(paths["/tags"]["post"], True)
        self.assertDocumentsKey(paths["/tags/{id}"]["patch"], True)
        self.assertDocumentsKey(paths["/tags/{id}"]["put"], False)
        self.assertDocumentsKey(paths["/tags"]["get"], False)

    def test_of_code(self):
        endpoint = self.make_endpoint(
            request_method="POST", idempotency=True, doc_errors="409 Sent already"
        )
        self.assertDocumentsKey(self.operation(endpoint), True)
        words = self.operation(endpoint)["responses"]["409"]["description"]
        self.assertIn("Sent already", words)
        self.assertIn("is still running", words)

    def test_switched_off(self):
        self.make_tags(idempotency=False)
        self.assertDocumentsKey(self.paths()["/tags"]["post"], False)
