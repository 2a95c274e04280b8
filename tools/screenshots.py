#!/usr/bin/env python3
"""Retake the screenshots in the addons' static/description folders.

Runs `./setup/run` on a separate database and prints the files it writes.
"""

import contextlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "setup"))

from devenv import browser, environment, server  # noqa: E402
from devenv.steps import main  # noqa: E402

WINDOW = {"width": 1280, "height": 900}
# Tall enough that the sticky toolbars do not cover any part of a tab.
TALL = {"width": 1280, "height": 1800}


@contextlib.contextmanager
def serve() -> Iterator[str]:
    """Run Odoo with demo data until the block ends; yields its URL."""
    port = str(server.free_port())
    command = [ROOT / "setup/run", "--db", "screenshots", "--port", port]
    run = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    url = f"http://127.0.0.1:{port}"
    try:
        if not any(url in line for line in run.stdout):
            raise SystemExit("setup/run ended before Odoo responded")
        yield url
    finally:
        run.terminate()
        run.wait(60)


def views(page, url: str) -> Iterator[tuple[str, object]]:
    """Yield (file name, page or locator to capture) once the browser shows it."""
    page.goto(f"{url}/web/login?redirect=/odoo/endpoints?debug=1")
    page.fill("input[name=login]", "admin")
    page.fill("input[name=password]", "admin")
    page.click("button[type=submit]")
    page.click("td:text-is('/demo/orders')", timeout=60_000)
    page.wait_for_selector(".ace_content:has-text('result')")
    yield "endpoint/static/description/form.png", page
    page.set_viewport_size(TALL)
    page.goto(f"{url}/odoo/endpoints?debug=0")
    page.click("td:text-is('/api/v2/books')")
    page.wait_for_selector("[name=crud_read_field_ids] .o_tag")
    tab = page.locator(".o_notebook").first
    yield "endpoint_crud/static/description/form.png", tab
    page.set_viewport_size(WINDOW)
    show_documentation(page, url)
    yield "endpoint_openapi/static/description/docs.png", page


def show_documentation(page, url: str) -> None:
    """Open the documentation page and try the first endpoint."""
    params = {"model": "ir.config_parameter", "method": "set_param", "kwargs": {}}
    params["args"] = ["endpoint_openapi.audience", "internal"]
    page.request.post(f"{url}/web/dataset/call_kw", data={"params": params})
    page.goto(f"{url}/endpoint/docs?group=demo#/demo/get-demo-as-demo-user")
    block = page.locator("#operations-demo-get-demo-as-demo-user.is-open")
    block.locator("button.try-out__btn").click()
    block.locator("button.execute").click()
    block.locator(".live-responses-table tr.response").first.wait_for()
    page.locator(".opblock-tag").first.evaluate("tag => tag.scrollIntoView()")


def write() -> None:
    environment.enter(__file__, sys.argv[1:])
    from playwright.sync_api import sync_playwright  # only available in the venv

    with serve() as url, sync_playwright() as playwright:
        with browser.context(playwright, browser.find(), viewport=WINDOW) as context:
            for name, view in views(context.new_page(), url):
                image = view.screenshot(path=ROOT / name, animations="disabled")
                print(f"{name}: {len(image) // 1024} KB")


if __name__ == "__main__":
    main(write)
