from odoo.tests import HttpCase, tagged


def _ends_run(message):
    """Hoot itself reports failed tests; another error ends the run."""
    return "[HOOT]" not in message


@tagged("post_install", "-at_install")
class TestHoot(HttpCase):
    """The tests in ``static/tests``, in a browser."""

    def test_hoot(self):
        self.browser_js(
            "/web/tests?headless&loglevel=2&preset=desktop&timeout=15000"
            "&filter=@endpoint_workbench",
            "",
            login="admin",
            timeout=600,
            success_signal="[HOOT] Test suite succeeded",
            error_checker=_ends_run,
        )
