"""A browser for the tests: found on this machine, or fetched."""

import contextlib
import os
import shutil
import tempfile
from pathlib import Path

from .steps import SetupError, run_quiet, step

NAMES = (
    *("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"),
    *("chrome", "microsoft-edge"),
)
FLAGS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update"),
    "--disable-sync",
)


def find():
    """A Chromium: on the PATH, Playwright's own, or Debian's package for root.

    :return: its path, str
    :raise SetupError: none is to be had
    """
    for name in NAMES:
        if path := shutil.which(name):
            return path
    if path := _of_playwright():
        return path
    mend = "install one, e.g. apt-get install chromium"
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise SetupError("no Chromium on this machine", mend)
    variables = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = ["install", "-y", "--no-install-recommends", NAMES[0]]
    with step("Chromium"):
        for command in (["update"], install):
            run_quiet(["apt-get", "-q", *command], env=variables, mend=mend)
    return shutil.which(NAMES[0])


def _of_playwright():
    """The newest browser that Playwright has downloaded before, or None."""
    default = Path.home() / ".cache" / "ms-playwright"
    folder = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or default)
    return max(map(str, folder.glob("chromium-*/chrome-linux*/chrome")), default=None)


@contextlib.contextmanager
def context(playwright, executable, **options):
    """A headless Chromium with a new profile of its own.

    :param playwright: what `playwright.sync_api.sync_playwright` yields
    :param executable: what `find` returned
    :param options: for Playwright's `launch_persistent_context`
    :return: playwright BrowserContext
    """
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        browser = playwright.chromium.launch_persistent_context(
            profile,
            executable_path=executable,
            headless=True,
            args=list(FLAGS),
            **options,
        )
        try:
            yield browser
        finally:
            browser.close()
