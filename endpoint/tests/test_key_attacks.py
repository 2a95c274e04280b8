"""Forged requests: each is refused with one response, and nothing is written."""

import socket
from base64 import b64encode
from datetime import timedelta
from urllib.parse import urlsplit

from odoo import fields

from .common import EndpointCase

WRITE = "env['res.partner'].create({'name': 'forged'})\nresult = {'payload': {}}"
NOT_VALID = "The API key is not valid."


def basic(text):
    return "Basic " + b64encode(text.encode()).decode()


class TestKeyAttacks(EndpointCase):
    def setUp(self):
        super().setUp()
        self.user = self.make_user(groups="base.group_partner_manager,base.group_user")
        values = {"auth_type": "bearer", "request_method": "POST"}
        self.endpoint = self.make_endpoint(
            WRITE,
            allow_rpc_keys=False,
            allow_key_header=True,
            allow_key_basic=True,
            **values,
        )
        self.other = self.make_endpoint(WRITE, route="/test/attacked", **values)
        self.plain = self.make_endpoint(
            WRITE, route="/test/plain", allow_rpc_keys=False, **values
        )
        self.key = self.make_endpoint_key(
            self.user, self.endpoint | self.plain, name="Good"
        )

    def written(self):
        return self.env["res.partner"].search_count([("name", "=", "forged")])

    def send(self, headers, endpoint=None):
        """Send bytes, because no client library sends such headers.

        :param headers: lines, without line breaks at their ends
        :return: (status, body)
        """
        url = urlsplit(self.base_url())
        path = (endpoint or self.endpoint).route
        lines = [f"POST {path} HTTP/1.1", f"Host: {url.netloc}", "Connection: close"]
        lines += ["Content-Type: application/json", "Content-Length: 2", *headers]
        self.env.flush_all()
        with self.allow_requests():
            cookies = [f"{each.name}={each.value}" for each in self.opener.cookies]
            lines.insert(2, f"Cookie: {'; '.join(cookies)}")
            raw = "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n{}"
            with socket.create_connection((url.hostname, url.port), 30) as connection:
                connection.sendall(raw)
                received = b"".join(iter(lambda: connection.recv(65536), b""))
        head, _, body = received.partition(b"\r\n\r\n")
        return int(head.split()[1]), body.decode()

    def _test_cookie(self):
        cookies = self.opener.cookies
        return "; ".join(f"{cookie.name}={cookie.value}" for cookie in cookies)

    def test_the_probe_sees_a_write(self):
        for header in (
            f"Authorization: Bearer {self.key}",
            f"authorization: BEARER   {self.key}",
            f"Authorization: {basic('x:' + self.key)}",
            f"X-API-Key: {self.key}",
        ):
            before = self.written()
            self.assertEqual(self.send([header])[0], 200, header)
            self.assertEqual(self.written(), before + 1)

    def dead_keys(self):
        """:return: name -> a key that was valid once"""
        soon = fields.Datetime.now() + timedelta(hours=1)
        expired = self.make_endpoint_key(
            self.user, self.endpoint, name="Expired", expiration_date=soon
        )
        self.env.cr.execute(
            "UPDATE res_users_apikeys SET expiration_date = now() - interval '1 day'"
            " WHERE name = 'Expired'"
        )
        revoked = self.make_endpoint_key(self.user, self.endpoint, name="Revoked")
        record = self.env["endpoint.key"].search([("name", "=", "Revoked")])
        record.apikey_id._remove()
        leaver = self.make_user("leaver")
        archived = self.make_endpoint_key(leaver, self.endpoint, name="Archived")
        leaver.active = False
        keys = self.env["res.users.apikeys"].with_user(self.user).sudo()
        foreign = keys._generate("odoo.plugin.outlook", "Scope", None)
        upper = keys._generate("ENDPOINT", "Scope in upper case", None)
        return {
            "expired": expired,
            "revoked": revoked,
            "archived": archived,
            "scope of another addon": foreign,
            "scope in upper case": upper,
        }

    def forged_keys(self):
        key = self.key
        return {
            "empty": "",
            "upper case": key.upper(),
            "one digit changed": key[:-1] + ("0" if key[-1] != "0" else "1"),
            "first digit changed": ("0" if key[0] != "0" else "1") + key[1:],
            "truncated": key[:-1],
            "index only": key[:8],
            "shorter than the index": key[:7],
            "extended": key + "0",
            "twice": key + key,
            "reversed": key[::-1],
            "quoted": f'"{key}"',
            "in brackets": f"<{key}>",
            "with its name": f"key={key}",
            "space inside": f"{key[:20]} {key[20:]}",
            "tab inside": f"{key[:20]}\t{key[20:]}",
            "comma": f"{key},{key}",
            "semicolon": f"{key};",
            "percent-encoded": "".join(f"%{ord(letter):02x}" for letter in key),
            "base64": b64encode(key.encode()).decode(),
            "soft hyphen": key + "\xad",
            "superscript digit": key[:-1] + "\xb2",
            "no-break space": key + "\xa0",
            "UTF-8 of full-width digits": "\xef\xbc\x91" * 40,
            "NUL at the end": key + "\0",
            "NUL alone": "\0" * 40,
            "escape character": "\x1b" + key,
            "SQL in the index": "' OR 1=1",
            "SQL after the index": key[:8] + "' OR '1'='1",
            "wildcards": "%" * 40,
            "underscores": "_" * 40,
            "format string": "%(index)s%s{0}",
            "backslashes": "\\" * 40,
            "array literal": "{" + key + "}",
            "the hash's scheme": "$pbkdf2-sha512$6000$",
            "none of JavaScript": "undefined",
            "null of JSON": "null" * 2,
            "4,097 characters": "a" * 4097,
            "30,000 characters": key * 750,
            "true key after 4,096 others": "a" * 4096 + key,
        }

    def test_keys_that_are_not_valid(self):
        answers = {}
        for name, key in {**self.dead_keys(), **self.forged_keys()}.items():
            for way, header in {
                "bearer": f"Authorization: Bearer {key}",
                "x-api-key": f"X-API-Key: {key}",
                "basic": "Authorization: Basic "
                + b64encode(b"x:" + key.encode("latin-1")).decode(),
            }.items():
                status, body = self.send([header])
                with self.subTest(name=name, way=way):
                    self.assertEqual(status, 401, body)
                    answers.setdefault(body, (name, way))
        without_key = [text for text in answers if NOT_VALID not in text]
        self.assertLessEqual(len(without_key), 1, answers)  # an empty bearer token
        self.assertLessEqual(len(answers), 2, answers)
        self.assertEqual(self.written(), 0)

    def test_what_a_process_remembers_of_a_key_opens_nothing_later(self):
        key = self.make_endpoint_key(self.user, self.endpoint, name="Known")
        header, table = [f"X-API-Key: {key}"], "UPDATE res_users_apikeys SET "
        for change, undo in (
            ("expiration_date = now() - interval '1 day'", "expiration_date = NULL"),
            ("scope = 'other'", "scope = 'endpoint'"),
            ("key = replace(key, '$6000$', '$6001$')", None),
        ):
            self.assertEqual([self.send(header)[0] for _ in "ab"], [200, 200])
            self.env.cr.execute(f"{table} {change} WHERE name = 'Known'")
            self.assertEqual(self.send(header)[0], 401, change)
            if undo:
                self.env.cr.execute(f"{table} {undo} WHERE name = 'Known'")
        self.assertEqual(self.send([f"X-API-Key: {key[:-1]}g"])[0], 401)

    def test_headers_that_are_not_valid(self):
        key, good = self.key, f"Authorization: Bearer {self.key}"
        colon = basic("x:" + key).removeprefix("Basic ")
        for name, headers in {
            "no header": [],
            "no scheme": [f"Authorization: {key}"],
            "scheme alone": ["Authorization: Bearer"],
            "another scheme": [f"Authorization: Token {key}"],
            "digest": [f'Authorization: Digest username="x", response="{key}"'],
            "scheme of OAuth": [f"Authorization: OAuth {key}"],
            "no space": [f"Authorization: Bearer{key}"],
            "equals sign": [f"Authorization: Bearer={key}"],
            "two schemes": [f"Authorization: Bearer Bearer {key}"],
            "unicode space": [f"Authorization: Bearer\xa0{key}"],
            "doubled": [good, good],
            "doubled, wrong first": ["Authorization: Bearer " + "0" * 40, good],
            "doubled, wrong last": [good, "Authorization: Bearer " + "0" * 40],
            "two ways": [good, f"X-API-Key: {key}"],
            "two ways, one wrong": [good, "X-API-Key: " + "0" * 40],
            "two ways, one empty": [good, "X-API-Key:"],
            "X-API-Key doubled": [f"X-API-Key: {key}"] * 2,
            "folded in the key": [f"Authorization: Bearer {key[:20]}", f" {key[20:]}"],
            "underscore in the name": [f"X_API_Key: {key}"],
            "name with a suffix": [f"X-API-Key-2: {key}"],
            "proxy header": [f"Proxy-Authorization: Bearer {key}"],
            "forwarded header": [f"X-Forwarded-Authorization: Bearer {key}"],
            "bearer in X-API-Key": [f"X-API-Key: Bearer {key}"],
            "basic: key as the login": [f"Authorization: {basic(key + ':')}"],
            "basic: no colon": [f"Authorization: {basic(key)}"],
            "basic: not base64": [f"Authorization: Basic x:{key}"],
            "basic: odd length": [f"Authorization: Basic {colon[:-1]}"],
            "basic: two values": [f"Authorization: Basic {colon} {colon}"],
            "basic: URL alphabet": ["Authorization: Basic " + "-_" * 20],
            "basic: not UTF-8": ["Authorization: Basic /////w=="],
            "basic: empty": ["Authorization: Basic "],
            "basic: colon in front": [f"Authorization: {basic('x::' + key)}"],
        }.items():
            status, body = self.send(headers)
            with self.subTest(name=name):
                self.assertEqual(status, 401, body)
        self.assertEqual(self.written(), 0)

    def test_valid_keys_in_the_wrong_place(self):
        rpc_key = self.make_api_key(self.user)
        unbound = self.make_endpoint_key(self.user, name="Unbound")
        grouped = self.make_endpoint_key(
            self.user, name="Grouped", route_groups=["shop%", "*", "''", "{shop}"]
        )
        self.endpoint.route_group = "shop"
        for name, key, endpoint in (
            ("key of another endpoint", self.key, self.other),
            ("key bound to nothing", unbound, self.endpoint),
            ("groups are compared whole", grouped, self.endpoint),
            ("key without scope", rpc_key, self.endpoint),
        ):
            for header in (f"Authorization: Bearer {key}", f"X-API-Key: {key}"):
                if endpoint == self.other and header.startswith("X"):
                    continue  # not a way of that endpoint
                status, body = self.send([header], endpoint)
                with self.subTest(name=name, header=header[:13]):
                    self.assertEqual(status, 403, body)
        self.assertEqual(self.written(), 0)

    def test_ways_that_the_endpoint_does_not_allow(self):
        for header in (
            f"X-API-Key: {self.key}",
            f"Authorization: {basic('x:' + self.key)}",
        ):
            status, body = self.send([header], self.plain)
            self.assertEqual(status, 401, body)
        self.assertEqual(self.written(), 0)

    def test_the_scope_rpc_like_no_scope(self):
        keys = self.env["res.users.apikeys"].with_user(self.user).sudo()
        key = keys._generate("rpc", "RPC", None)
        header = [f"Authorization: Bearer {key}"]
        self.assertEqual(self.send(header)[0], 403)
        self.assertEqual(self.send(header, self.other)[0], 200)

    def test_the_key_of_another_user_than_the_session(self):
        self.make_user("one")
        self.authenticate("one", "one")
        status, body = self.send([f"X-API-Key: {self.key}"])
        self.assertEqual((status, self.written()), (401, 0))
        self.assertIn("Send the key without the cookie", body)
