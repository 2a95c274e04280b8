"""A Chromium for the tests."""

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from .steps import SetupError, run_quiet, step

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update"),
    "--disable-sync",
)


def find() -> str:
    """The path of a Chromium: on the PATH, Playwright's, or Debian's package for root.

    :raise SetupError: there is none
    """
    default = Path.home() / ".cache" / "ms-playwright"
    playwright = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or default)
    candidates = [shutil.which(name) for name in NAMES]
    candidates += sorted(playwright.glob("chromium-*/chrome-linux*/chrome"))[-1:]
    for path in filter(None, candidates):
        return str(path)
    mend = "install one, e.g. apt-get install chromium"
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise SetupError("no Chromium on this machine", mend)
    variables = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = ["install", "-y", "--no-install-recommends", NAMES[0]]
    with step("Chromium"):
        for command in (["update"], install):
            run_quiet(["apt-get", "-q", *command], env=variables, mend=mend)
    return shutil.which(NAMES[0])


@contextlib.contextmanager
def context(playwright: Any, executable: str, **options: Any) -> Iterator[Any]:
    """A headless Chromium with a new profile: a Playwright BrowserContext.

    :param playwright: what `playwright.sync_api.sync_playwright` yields
    :param options: for Playwright's `launch_persistent_context`
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
