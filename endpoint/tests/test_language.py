from .common import EndpointCase


class TestLanguage(EndpointCase):
    def setUp(self):
        super().setUp()
        for code in ("fr_FR", "fr_BE", "de_DE"):
            self.env["res.lang"]._activate_lang(code)
        self.endpoint = self.make_endpoint("result = {'payload': env.context['lang']}")

    def test_the_preferred_language(self):
        for accepted, expected in {
            "fr-BE": "fr_BE",
            "FR-be": "fr_BE",
            "fr": "fr_BE",
            "fr_FR": "fr_FR",
            "en;q=0.1, fr-FR;q=0.9": "fr_FR",
            "fr-CH, de;q=0.9": "fr_BE",
            "xx, de": "de_DE",
            "fr;q=0.3, fr-FR;q=0.8, de;q=0.5": "fr_FR",
            "de-Latn-DE": "de_DE",
            "fr;q=0, de;q=0.1": "de_DE",
        }.items():
            with self.subTest(accepted=accepted):
                headers = {"Accept-Language": accepted}
                response = self.call(self.endpoint, headers=headers)
                self.assertAnswer(response, 200, expected)

    def test_the_user_language_is_the_default(self):
        for accepted in ("*", "xx", "de;q=0", ""):
            with self.subTest(accepted=accepted):
                headers = {"Accept-Language": accepted}
                response = self.call(self.endpoint, headers=headers)
                self.assertAnswer(response, 200, "en_US")
