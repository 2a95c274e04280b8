#!/usr/bin/env python3
"""Retake the screenshots in the addons' static/description folders.

Runs `./setup/run` on a separate database and prints the files it writes.
"""

import contextlib
import functools
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "setup"))

import workbench_screenshots  # noqa: E402
from devenv import browser, database, environment, postgres, server  # noqa: E402
from devenv.steps import main  # noqa: E402

DB = "screenshots"
WINDOW = {"width": 1280, "height": 900}
AUDIENCE = "endpoint_openapi.audience"
#: route -> its rate limits
LIMITS = {
    "/demo/hello": "50/hour; 1000/day",
    "/demo/partners": "25/hour",
    "/demo/echo": "100/minute",
}
PATHS = ("/demo/hello?name=Ada", "/demo/health", "/demo/countries/1", "/demo/me")
PATHS += ("/demo/hello", "/demo/error", "/demo/partners", "/demo/countries/0")
# Tall enough that the sticky toolbars do not cover any part of a tab.
TALL = {"width": 1280, "height": 1800}


@contextlib.contextmanager
def serve() -> Iterator[str]:
    """Run Odoo with demo data until the block ends; yields its URL."""
    port = str(server.free_port())
    command = [ROOT / "setup/run", "--db", DB, "--port", port]
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
    log_in(page, url, "/odoo/endpoints?debug=1")
    page.click("td:text-is('/demo/orders')", timeout=60_000)
    page.wait_for_selector(".ace_content:has-text('result')")
    yield "endpoint/static/description/form.png", page
    page.set_viewport_size(TALL)
    page.goto(f"{url}/odoo/endpoints?debug=0")
    page.click("td:text-is('/api/v2/loans')")
    page.wait_for_selector("[name=crud_read_field_ids] .o_tag")
    tab = page.locator(".o_notebook").first
    yield "endpoint_crud/static/description/form.png", tab
    page.set_viewport_size(WINDOW)
    show_documentation(page, url)
    yield "endpoint_openapi/static/description/docs.png", page


def log_in(page, url: str, path: str) -> None:
    """Log in as admin and open the path."""
    page.context.clear_cookies()
    browser.log_in(page, url, path)


def rpc(page, url: str, name: str, *args):
    """Call `<model>.<method>` as the user of the page. :return: its result"""
    model, _, method = name.rpartition(".")
    params = {"model": model, "method": method, "args": args, "kwargs": {}}
    post = page.request.post
    return post(f"{url}/web/dataset/call_kw", data={"params": params}).json()["result"]


def show_documentation(page, url: str) -> None:
    """Open the documentation page and try the first endpoint."""
    rpc(page, url, "ir.config_parameter.set_param", AUDIENCE, "internal")
    page.goto(f"{url}/endpoint/docs?group=demo#/demo/get-demo-as-demo-user")
    block = page.locator("#operations-demo-get-demo-as-demo-user.is-open")
    block.locator("button.try-out__btn").click()
    block.locator("button.execute").click()
    block.locator(".live-responses-table tr.response").first.wait_for()
    page.locator(".opblock-tag").first.evaluate("tag => tag.scrollIntoView()")


def call(page, url: str, env) -> None:
    """Call endpoints: some calls fail, some exceed a limit. Spread them over a day."""
    for route, limits in LIMITS.items():
        found = rpc(page, url, "endpoint.endpoint.search", [["route", "=", route]])
        log = {"log_headers": True, "log_bodies": True}
        values = {"rate_limit": limits, **log}
        rpc(page, url, "endpoint.endpoint.write", found, values)
    for number in range(240):
        path = PATHS[(5 * number + number // 7) % len(PATHS)]
        page.request.get(f"{url}{path}")
    page.request.post(f"{url}/demo/echo", data={"name": "Ada", "token": "secret"})
    page.wait_for_timeout(2000)  # rows are written each second
    spread = """UPDATE endpoint_log
           SET time = time - interval '23 hours' * (last - id) / (last - first)
          FROM (SELECT min(id) AS first, max(id) AS last FROM endpoint_log) AS ids"""
    database.query(env, spread, db=DB)


def operation(page, url: str) -> Iterator[tuple[str, object]]:
    """Like `views`: endpoint_log and endpoint_rate_limit."""
    page.goto(f"{url}/odoo/endpoint-limits")
    page.wait_for_selector(".o_data_row")
    yield "endpoint_rate_limit/static/description/list.png", page
    page.goto(f"{url}/odoo/endpoints?debug=0")
    page.click("td:text-is('/demo/hello')")
    group = page.locator(".o_inner_group:has([name=rate_limit])")
    group.locator("[name=rate_limit_scope]").wait_for()
    yield "endpoint_rate_limit/static/description/form.png", group
    folder = "endpoint_log/static/description"
    page.goto(f"{url}/odoo/endpoint-calls")
    page.wait_for_selector(".o_data_row")
    yield f"{folder}/list.png", page
    page.set_viewport_size(TALL)
    page.click(".o_data_row:has-text('/demo/echo') td[name=path]")
    page.wait_for_selector("button:has-text('Copy as curl')")
    yield f"{folder}/call.png", page.locator(".o_form_sheet")
    page.set_viewport_size(WINDOW)
    page.goto(f"{url}/odoo/endpoint-dashboard")
    page.wait_for_selector(".o_graph_renderer canvas")
    page.wait_for_timeout(1500)  # the bars grow
    yield f"{folder}/dashboard.png", page
    page.click(".o_switch_view.o_pivot")
    page.wait_for_selector(".o_pivot table")
    yield f"{folder}/pivot.png", page


def callers(page, url: str) -> Iterator[tuple[str, object]]:
    """Like `views`: endpoint_signature and endpoint_auth_jwt."""
    provider = "https://login.shop.example/realms/shop"
    issuer = {"name": "Keycloak", "issuer": provider, "audience": "odoo"}
    issuer |= {"jwks_url": f"{provider}/certs", "required_scopes": "orders:read"}
    issuer |= {"user_source": "email", "user_claim": "email"}
    webhook = {"name": "GitHub", "route": "/hooks/github", "request_method": "POST"}
    webhook |= {"request_content_type": "application/json", "auth_type": "signature"}
    webhook |= {"code_snippet": "result = {}", "registry_sync": True}
    webhook |= {"exec_as_user_id": 2, "signature_scheme": "github"}
    webhook |= {"signature_id_header": "X-GitHub-Delivery", "signature_secret": "s"}
    for model, path, values, field, addon in (
        ("endpoint.endpoint", "endpoints", webhook, "signature_secret", "signature"),
        ("endpoint.jwt.issuer", "token-issuers", issuer, "jwks_url", "auth_jwt"),
    ):
        found = rpc(page, url, f"{model}.search", [["name", "=", values["name"]]])
        [record_id] = found or rpc(page, url, f"{model}.create", [values])
        page.goto(f"{url}/odoo/{path}/{record_id}?debug=0")
        page.wait_for_selector(f"[name={field}]")
        yield f"endpoint_{addon}/static/description/form.png", page


def save(shown: Iterator[tuple[str, object]]) -> None:
    for name, view in shown:
        image = view.screenshot(path=ROOT / name, animations="disabled")
        print(f"{name}: {len(image) // 1024} KB")


def write() -> None:
    env = environment.enter(__file__, sys.argv[1:])
    from playwright.sync_api import sync_playwright  # only available in the venv

    with (
        postgres.Cluster("run") as cluster,
        serve() as url,
        sync_playwright() as playwright,
        browser.context(playwright, browser.find(), viewport=WINDOW) as context,
    ):
        page = context.new_page()
        save(views(page, url))
        call(page, url, env.using(cluster))
        save(operation(page, url))
        save(callers(page, url))
        tools = [functools.partial(tool, page, url) for tool in (log_in, rpc)]
        save(workbench_screenshots.views(page, url, *tools))


if __name__ == "__main__":
    main(write)
