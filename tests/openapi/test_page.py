"""The documentation page in a real browser."""

import pytest
from devenv import browser
from web_form import search


@pytest.fixture
def page(server, key, browser_page):
    """The documentation page of the demo endpoints."""
    browser_page.goto(f"{server.url}/endpoint/docs?group=demo")
    browser_page.wait_for_selector("#swagger-ui[data-ready]", timeout=60_000)
    return browser_page


def open_operation(page, operation_id):
    """:return: locator of the operation, opened"""
    block = page.locator(f"#operations-demo-{operation_id}")
    block.locator(".opblock-summary-control").click()
    return block


def try_it(block):
    """Send the request with the prefilled values.

    :return: the text of the response
    """
    block.locator("button.try-out__btn").click()
    block.locator("button.execute").click()
    answer = block.locator(".live-responses-table tr.response pre.microlight").first
    return answer.inner_text()


def set_key(page, key):
    page.click("button.authorize")
    field = page.locator(".auth-container", has_text="bearer").locator("input").first
    field.fill(key)
    page.locator("button.modal-btn.auth.authorize").first.click()
    page.click("button.btn-done")


def test_an_endpoint_is_tried_out_with_a_key(page, key):
    set_key(page, key)
    answer = try_it(open_operation(page, "get-demo-me"))
    assert '"login": "demo"' in answer


def test_with_a_key_no_cookie_is_sent(server, page, key):
    """Odoo refuses a key of a user other than the session's."""
    browser.log_in(page, server.url, "/odoo")
    page.goto(f"{server.url}/endpoint/docs?group=demo")
    set_key(page, key)
    with page.expect_request("**/demo/me") as sent:
        answer = try_it(open_operation(page, "get-demo-me"))
    assert '"login": "demo"' in answer
    assert "cookie" not in sent.value.all_headers()


def test_an_endpoint_is_tried_out_with_the_session(server, page):
    browser.log_in(page, server.url, "/odoo", "demo")
    page.goto(f"{server.url}/endpoint/docs#/demo/get-demo-partners")
    block = page.locator("#operations-demo-get-demo-partners.is-open")
    answer = try_it(block)
    assert '"partners": [' in answer


def test_the_buttons_of_list_and_form(server, key, browser_page):
    browser.log_in(browser_page, server.url, "/odoo/endpoints?debug=1")
    browser_page.wait_for_selector(".o_data_row")
    with browser_page.expect_popup() as popup:
        browser_page.click("button[name=action_open_documentation]")
    popup.value.wait_for_selector("#operations-demo-post-demo-orders")
    popup.value.close()
    browser_page.bring_to_front()  # a page in the background is not rendered
    browser_page.mouse.move(0, 0)  # the tooltip of the button would cover the list
    search(browser_page, "/demo/orders")
    browser_page.click("td:has-text('/demo/orders')")
    browser_page.click("a:has-text('Documentation')")
    browser_page.wait_for_selector(".o_field_widget[name=doc_description]")
    with browser_page.expect_popup() as popup:
        browser_page.click("button[name=action_open_documentation]")
    opened = popup.value
    opened.wait_for_selector("#operations-demo-post-demo-orders.is-open")
    opened.wait_for_function(
        """() => {
            const block = document.getElementById("operations-demo-post-demo-orders");
            const { top } = block.getBoundingClientRect();
            return window.scrollY > 0 && top > -5 && top < window.innerHeight / 2;
        }"""
    )
