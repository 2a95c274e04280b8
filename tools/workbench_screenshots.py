"""Screenshots of endpoint_workbench, for `tools/screenshots.py`."""

import shutil
from collections.abc import Callable, Iterator

FOLDER = "endpoint_workbench/static/description"
ROUTE = "/demo/orders"
ADMIN = 2
CODE = """\
# Lines without a price are free.
total = sum(line["quantity"] * line.get("price", 0) for line in body["lines"])
log("Order %s: %.2f" % (body["reference"], total))
result = {
    "payload": {"reference": body["reference"], "total": round(total, 2)},
    "status_code": 201,
}
"""


def views(
    page, url: str, log_in: Callable, rpc: Callable
) -> Iterator[tuple[str, object]]:
    """Yield (file name, page or locator to capture) once the browser shows it.

    :param log_in: logs in and opens a path
    :param rpc: calls `<model>.<method>` with arguments, as the user of the page
    """
    page.goto(f"{url}/odoo/endpoints?debug=0")
    page.wait_for_selector(".o_data_row")
    page.locator(".o_loading_indicator").wait_for(state="hidden")
    yield f"{FOLDER}/list.png", page
    page.click("button[name=action_new_from_template]")
    page.wait_for_selector(".modal .o_kanban_record:has-text('REST over a model')")
    yield f"{FOLDER}/templates.png", page.locator(".modal-content")
    page.click(".modal .btn-close")
    [found] = rpc("endpoint.endpoint.search", [["route", "=", ROUTE]])
    values = {"version_approval": True, "code_snippet": CODE}
    rpc("endpoint.endpoint.write", [found], values)
    yield from _form(page, f"{url}/odoo/endpoints/{found}?debug=0")
    if shutil.which("rtlcss"):
        _install_arabic(rpc)
        rpc("res.users.write", [ADMIN], {"lang": "ar_001"})
        log_in(f"/odoo/endpoints/{found}?debug=0")  # a session has a language
        yield from _from_right_to_left(page)
        rpc("res.users.write", [ADMIN], {"lang": "en_US"})
    else:
        print("arabic.png needs Odoo's rtlcss: npm install -g rtlcss")
    rpc("endpoint.endpoint.action_discard_draft", [found])
    rpc("endpoint.endpoint.write", [found], {"version_approval": False})


def _form(page, url):
    """The form of a draft, its panel, and what the draft changes."""
    page.goto(url)
    page.wait_for_selector(".ace_content:has-text('are free')")
    yield f"{FOLDER}/form.png", page
    _dry_run(page)
    yield f"{FOLDER}/try_it.png", page
    page.click(".o_endpoint_try_it_button")
    page.click("button[name=action_compare_draft]")
    page.wait_for_selector(".modal .o_field_widget[name=diff] table")
    yield f"{FOLDER}/history.png", page.locator(".modal-content")
    page.click(".modal .btn-close")


def _dry_run(page):
    page.click(".o_endpoint_try_it_button")
    page.click(".o_endpoint_dry_run")
    page.wait_for_selector(".o_endpoint_status")
    code = page.locator(".o_form_view [name=code_snippet]").first
    code.evaluate("element => element.scrollIntoView({block: 'center'})")


def _install_arabic(rpc):
    domain = [["code", "=", "ar_001"], ["active", "in", [True, False]]]
    languages = rpc("res.lang.search", domain)
    wizard = rpc("base.language.install.create", {"lang_ids": [[6, 0, languages]]})
    rpc("base.language.install.lang_install", [wizard])


def _from_right_to_left(page):
    page.wait_for_selector(".o_rtl .ace_content:has-text('are free')")
    _dry_run(page)
    yield f"{FOLDER}/arabic.png", page
