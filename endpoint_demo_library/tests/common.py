from odoo.addons.endpoint.tests.common import EndpointCase


class LibraryCase(EndpointCase):
    """A librarian with an API key, and one book."""

    def setUp(self):
        super().setUp()
        self.librarian = self.make_user("librarian")
        self.key = self.make_api_key(self.librarian)
        self.book = self.env["library.book"].create(
            {"name": "Walden", "author": "Henry David Thoreau", "pages": 352}
        )

    def ask(self, method, path, body=None, key=None, headers=None, **kwargs):
        """Send a request as the librarian.

        :param path: below ``/api``
        :param body: sent as JSON, if given
        """
        all_headers = {"Authorization": f"Bearer {key or self.key}", **(headers or {})}
        if body is not None:
            kwargs["json"] = body
        return self.call(f"/api{path}", method, headers=all_headers, **kwargs)
