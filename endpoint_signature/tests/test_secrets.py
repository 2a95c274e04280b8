"""Secrets can be set, replaced and deleted, and nobody reads them."""

from datetime import timedelta
from unittest.mock import patch

from cryptography.fernet import Fernet

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools import config

from ..secret_table import encrypt_all
from .common import SECRET, SignatureCase, github

_NEW = "the new secret"
_NAMES = ["signature_secret", "signature_secret_previous"]


@tagged("post_install", "-at_install")
class TestSecrets(SignatureCase):
    def stored(self):
        self.env.cr.execute("SELECT value FROM endpoint_signature_secret ORDER BY slot")
        return [value for [value] in self.env.cr.fetchall()]

    def with_key(self, key):
        options = {"endpoint_secret_key": key}
        self.startPatcher(patch.dict(config.options, options))

    def test_nobody_reads_it(self):
        endpoint = self.signed()
        for each in (endpoint, endpoint.sudo(), endpoint.with_user(2)):
            [values] = each.read()
            self.assertEqual([values[name] for name in _NAMES], [False, False])
            self.assertNotIn(SECRET, repr(values))
        self.assertNotIn(SECRET, repr(endpoint.copy_data()))
        self.assertNotIn(SECRET, repr(endpoint.export_data(_NAMES)))

    def test_it_is_not_offered_for_export(self):
        described = self.env["endpoint.endpoint"].fields_get(_NAMES)
        self.assertFalse(any(described[name]["exportable"] for name in _NAMES))

    def test_the_form_does_not_show_it(self):
        endpoint = self.signed()
        form = Form(endpoint, "endpoint.endpoint_endpoint_form_view")
        self.assertFalse(form.signature_secret)
        self.assertIn("Set on", form.signature_secret_status)
        form.name = "Renamed"
        form.save()
        self.assertAnswer(self.post(endpoint, github()), 200)

    def test_a_snippet_cannot_read_it(self):
        code = 'result = {"payload": {"secret": endpoint.signature_secret}}'
        response = self.post(self.signed(code=code), github())
        self.assertAnswer(response, 200, {"secret": False})

    def test_a_copy_has_none(self):
        copied = self.signed().copy()
        self.assertEqual(copied.signature_secret_status, "Not set")

    def test_only_administrators_set_it(self):
        endpoint = self.signed()
        with self.assertRaises(AccessError):
            endpoint.with_user(self.integration).write({"signature_secret": _NEW})
        self.assertEqual(self.stored(), [f"plain:{SECRET}"])

    def test_of_several_endpoints(self):
        endpoints = self.signed(route="/test/a") | self.signed(route="/test/b")
        endpoints.write({"signature_secret": _NEW})
        self.assertEqual(self.stored(), [f"plain:{_NEW}"] * 2)
        endpoints.unlink()
        self.assertEqual(self.stored(), [])

    def test_a_malformed_key_is_told_to_nobody_else(self):
        endpoint = self.signed()
        self.env.cr.execute("UPDATE endpoint_signature_secret SET value = 'fernet:x'")
        self.with_key("secret")
        endpoint._forget_snapshots()
        with self.assertLogs("odoo.addons.endpoint_signature", "ERROR"):
            self.assertErrorObject(self.post(endpoint, github()), 401)

    def test_it_goes_with_its_endpoint(self):
        self.signed().unlink()
        self.assertEqual(self.stored(), [])

    def test_it_can_be_deleted(self):
        endpoint = self.signed()
        endpoint.signature_secret = False
        endpoint.write({"signature_secret": False})
        self.assertErrorObject(self.post(endpoint, github()), 401)

    def test_two_secrets_while_one_is_replaced(self):
        endpoint = self.signed()
        until = fields.Datetime.now() + timedelta(hours=1)
        endpoint.write(
            {"signature_secret": _NEW, "signature_secret_previous_until": until}
        )
        for secret in (SECRET, _NEW):
            response = self.post(endpoint, github(secret=secret))
            self.assertAnswer(response, 200)
        endpoint.signature_secret_previous_until -= timedelta(hours=2)
        self.assertErrorObject(self.post(endpoint, github()), 401)
        self.assertAnswer(self.post(endpoint, github(secret=_NEW)), 200)

    def test_without_a_time_the_old_secret_ends(self):
        endpoint = self.signed()
        endpoint.write({"signature_secret": _NEW})
        self.assertErrorObject(self.post(endpoint, github()), 401)
        self.assertAnswer(self.post(endpoint, github(secret=_NEW)), 200)

    def test_both_secrets_can_be_given(self):
        until = fields.Datetime.now() + timedelta(hours=1)
        endpoint = self.signed(
            signature_secret=_NEW,
            signature_secret_previous=SECRET,
            signature_secret_previous_until=until,
        )
        for secret in (SECRET, _NEW):
            self.assertAnswer(self.post(endpoint, github(secret=secret)), 200)

    def test_a_previous_secret_needs_a_time(self):
        with self.assertRaisesRegex(UserError, "until when"):
            self.signed(signature_secret_previous=SECRET)

    def test_expired_secrets_are_deleted(self):
        past = fields.Datetime.now() - timedelta(hours=1)
        self.signed(
            signature_secret_previous="old", signature_secret_previous_until=past
        )
        self.assertEqual(len(self.stored()), 2)
        self.env["endpoint.signature.delivery"]._gc_secrets()
        self.assertEqual(len(self.stored()), 1)

    def test_it_is_encrypted_if_there_is_a_key(self):
        self.with_key(Fernet.generate_key().decode())
        endpoint = self.signed()
        [value] = self.stored()
        self.assertNotIn(SECRET, value)
        self.assertAnswer(self.post(endpoint, github()), 200)

    def test_a_new_key_encrypts_what_is_there(self):
        endpoint = self.signed()
        self.assertIn(SECRET, self.stored()[0])
        self.with_key(Fernet.generate_key().decode())
        self.assertEqual(encrypt_all(self.env.cr), 1)
        self.assertNotIn(SECRET, self.stored()[0])
        self.assertAnswer(self.post(endpoint, github()), 200)

    def test_a_lost_key(self):
        self.with_key(Fernet.generate_key().decode())
        endpoint = self.signed()
        self.with_key(Fernet.generate_key().decode())
        endpoint._forget_snapshots()
        endpoint.invalidate_recordset()
        self.assertIn("Unreadable", endpoint.signature_secret_status)
        with self.assertLogs("odoo.addons.endpoint_signature", "ERROR") as logs:
            self.assertErrorObject(self.post(endpoint, github()), 401)
        self.assertNotIn(SECRET, str(logs.output))
        endpoint.write({"signature_secret": _NEW})
        self.assertAnswer(self.post(endpoint, github(secret=_NEW)), 200)

    def test_a_replaced_key_decrypts(self):
        old, new = (Fernet.generate_key().decode() for _each in range(2))
        self.with_key(old)
        endpoint = self.signed()
        self.with_key(f"{new}, {old}")
        endpoint._forget_snapshots()
        self.assertAnswer(self.post(endpoint, github()), 200)

    def test_a_malformed_key_is_told_at_save(self):
        self.with_key("secret")
        with self.assertRaisesRegex(UserError, "Generate a key"):
            self.signed()
