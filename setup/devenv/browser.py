"""A Chromium for the tests."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from . import programs

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]


def find() -> str:
    """The path of a Chromium: on the PATH, Playwright's, or Debian's package for root.

    :raise SetupError: not found
    """
    default = Path.home() / ".cache" / "ms-playwright"
    playwright = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or default)
    return programs.find(
        NAMES, "chromium", playwright.glob("chromium-*/chrome-linux*/chrome")
    )


@contextlib.contextmanager
def context(playwright: Any, executable: str, **options: Any) -> Iterator[Any]:
    """A headless Chromium with a new profile: a Playwright BrowserContext.

    :param playwright: what `playwright.sync_api.sync_playwright` yields
    :param options: for Playwright's `new_context`
    """
    launch = playwright.chromium.launch
    with launch(executable_path=executable, args=FLAGS) as browser:
        yield browser.new_context(**options)


def log_in(page: Any, url: str, path: str, login: str = "admin") -> None:
    """Log in to the Odoo at `url` and open the path: a page of the web client.

    :param login: of a user whose password is the login
    """
    page.goto(f"{url}/web/login?redirect={path}")
    page.fill("input[name=login]", login)
    page.fill("input[name=password]", login)
    page.click("button[type=submit]")
    page.wait_for_selector(".o_main_navbar .o_user_menu", timeout=60_000)
