"""A Chromium for the tests."""

import contextlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from . import apt, paths

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]


def find() -> str:
    """The path of a Chromium: on the PATH, Playwright's, or Debian's package for root.

    :raise SetupError: not found
    """
    with paths.locked(paths.cache_dir() / "browser.lock"):
        default = Path.home() / ".cache" / "ms-playwright"
        playwright = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or default)
        candidates = [path for name in NAMES if (path := shutil.which(name))]
        candidates += map(str, playwright.glob("chromium-*/chrome-linux*/chrome"))
        if candidates:
            return candidates[0]
        apt.install(NAMES[0])
        return shutil.which(NAMES[0])


@contextlib.contextmanager
def context(playwright: Any, executable: str, **options: Any) -> Iterator[Any]:
    """A headless Chromium with a new profile: a Playwright BrowserContext.

    :param playwright: what `playwright.sync_api.sync_playwright` yields
    :param options: for Playwright's `new_context`
    """
    launch = playwright.chromium.launch
    with launch(executable_path=executable, args=FLAGS) as browser:
        yield browser.new_context(**options)
