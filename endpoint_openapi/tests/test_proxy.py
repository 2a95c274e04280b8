from unittest.mock import patch

from odoo.tools import config

from .common import OpenapiCase


class TestProxy(OpenapiCase):
    """The path prefix of a reverse proxy, in the document."""

    def servers(self, prefix, host="example.com", proxy_mode=True):
        """:return: URLs of the servers in the document"""
        headers = {"X-Forwarded-Prefix": prefix, "X-Forwarded-Host": host}
        with patch.dict(config._runtime_options, {"proxy_mode": proxy_mode}):
            document = self.document(headers=headers)
        return [server["url"] for server in document["servers"]]

    def test_a_path_becomes_the_server_url(self):
        for prefix in ("/erp", "/a/b", "/v1.0", "/a%20b", "/~x"):
            with self.subTest(prefix=prefix):
                self.assertEqual(self.servers(prefix), [prefix])

    def test_a_trailing_slash_is_removed(self):
        self.assertEqual(self.servers("/erp/"), ["/erp"])

    def test_the_last_proxy_counts(self):
        self.assertEqual(self.servers("/evil, /erp"), ["/erp"])

    def test_any_other_value_is_ignored(self):
        for prefix in (
            *("", "/", "erp", "//evil.example", "/a//b", "/a/../b", "/..", "/./a"),
            *("/a?b", "/a#b", "/a b", "/a\tb", "/a>", '/a"', "/a;b", "/a\\b", "/%zz"),
            *("https://evil.example", "/\xe9", "/" + "a" * 300),
        ):
            with self.subTest(prefix=prefix):
                self.assertEqual(self.servers(prefix), ["/"])

    def test_it_is_trusted_like_other_forwarded_headers(self):
        self.assertEqual(self.servers("/erp", proxy_mode=False), ["/"])
        self.assertEqual(self.servers("/erp", host=""), ["/"])
