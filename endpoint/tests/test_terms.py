from odoo.exceptions import UserError
from odoo.tests import TransactionCase, tagged

LANGUAGES = ("ar_001", "de_DE", "es_ES", "fr_FR", "it_IT", "nl_NL", "pt_BR")


@tagged("post_install", "-at_install")
class TestTerms(TransactionCase):
    """Odoo reads the translations of the addons."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for code in LANGUAGES:
            cls.env["res.lang"]._activate_lang(code)
        domain = [("name", "=like", "endpoint%"), ("state", "=", "installed")]
        cls.modules = cls.env["ir.module.module"].search(domain)

    def form(self, lang):
        Endpoint = self.env["endpoint.endpoint"].with_context(lang=lang)
        return Endpoint.get_view(view_type="form")["arch"]

    def test_views(self):
        with self.assertNoLogs(level="WARNING"):
            self.modules._update_translations(LANGUAGES)
        self.assertIn('string="Sync registry"', self.form("en_US"))
        self.assertIn('string="Synchroniser le registre"', self.form("fr_FR"))
        self.assertIn('string="مزامنة السجل"', self.form("ar_001"))

    def test_views_are_valid_in_each_language(self):
        self.modules._update_translations(LANGUAGES)
        views = self.env["ir.ui.view"].search([("model", "=like", "endpoint.%")])
        for code in LANGUAGES:
            with self.subTest(lang=code):
                views.with_context(lang=code)._check_xml()

    def test_messages(self):
        Endpoint = self.env["endpoint.endpoint"].with_context(lang="de_DE")
        values = {"name": "x", "route": "/x", "auth_type": "user_endpoint"}
        with self.assertRaisesRegex(UserError, "^„x“: Geben Sie den Code ein"):
            Endpoint.create({**values, "exec_mode": "code", "request_method": "GET"})

    def test_messages_of_a_table(self):
        Endpoint = self.env["endpoint.endpoint"].with_context(lang="de_DE")
        values = {"name": "x", "route": "/x", "code_snippet": "result = {}"}
        for changes, words in (
            ({"route": "/{id}"}, "die Syntax eines anderen Frameworks"),
            ({"code_snippet": "import os"}, "Zeile 1: Importe"),
        ):
            with self.subTest(changes), self.assertRaisesRegex(UserError, words):
                Endpoint.create({**values, **changes})
