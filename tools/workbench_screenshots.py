"""Screenshots of endpoint_workbench, for `tools/screenshots.py`."""

from collections.abc import Callable, Iterator

FOLDER = "endpoint_workbench/static/description"
ROUTE = "/demo/orders"
CODE = """\
# Lines without a price are free.
total = sum(line["quantity"] * line.get("price", 0) for line in body["lines"])
log("Order %s: %.2f" % (body["reference"], total))
result = {
    "payload": {"reference": body["reference"], "total": round(total, 2)},
    "status_code": 201,
}
"""


def views(page, url: str, rpc: Callable) -> Iterator[tuple[str, object]]:
    """Yield (file name, page or locator to capture) once the browser shows it.

    :param rpc: calls `<model>.<method>` with arguments, as the user of the page
    """
    page.goto(f"{url}/odoo/endpoints?debug=0")
    page.wait_for_selector(".o_data_row")
    yield f"{FOLDER}/list.png", page
    page.click("button[name=action_new_from_template]")
    page.wait_for_selector(".modal .o_kanban_record:has-text('REST over a model')")
    yield f"{FOLDER}/templates.png", page.locator(".modal-content")
    page.click(".modal .btn-close")
    yield from _form(page, rpc)
    yield from _arabic(page, url, rpc)


def _form(page, rpc):
    """The form, its panel, and the changes of a draft."""
    [found] = rpc("endpoint.endpoint.search", [["route", "=", ROUTE]])
    values = {"version_approval": True, "code_snippet": CODE}
    rpc("endpoint.endpoint.write", [found], values)
    page.click(f"td:text-is('{ROUTE}')")
    page.wait_for_selector(".ace_content:has-text('are free')")
    yield f"{FOLDER}/form.png", page
    page.click(".o_endpoint_try_it_button")
    page.click(".o_endpoint_dry_run")
    page.wait_for_selector(".o_endpoint_status")
    page.locator(".o_field_widget[name=code_snippet]").scroll_into_view_if_needed()
    yield f"{FOLDER}/try_it.png", page
    page.click(".o_endpoint_try_it_button")
    page.click("button[name=action_compare_draft]")
    page.wait_for_selector(".modal .o_field_widget[name=diff] table")
    yield f"{FOLDER}/history.png", page.locator(".modal-content")


def _arabic(page, url, rpc):
    """The panel from right to left."""
    [arabic] = rpc("res.lang.with_context_search", "ar_001")
    install = rpc("base.language.install.create", [{"lang_ids": [[6, 0, [arabic]]]}])
    rpc("base.language.install.lang_install", install)
