"""An administrator writes code and schemas in the form of an endpoint."""

import re

import pytest
from devenv import browser
from playwright.sync_api import expect


@pytest.fixture
def form(server, browser_page):
    """The form of a new endpoint, opened as admin."""
    browser.log_in(browser_page, server.url, "/odoo/endpoints/new?debug=1")
    browser_page.wait_for_selector(".o_form_view .ace_content", timeout=60_000)
    return browser_page


def editor(page, field="code_snippet"):
    return page.locator(f".o_field_widget[name={field}]:visible")


def write(page, text, field="code_snippet", replace=True):
    """Type into an editor, key by key."""
    editor(page, field).locator(".ace_content").click()
    if replace:
        page.keyboard.press("Control+A")
        page.keyboard.press("Delete")
    page.keyboard.type(text)


def value(page, field="code_snippet"):
    """The text of an editor."""
    return (
        editor(page, field)
        .locator(".ace_editor")
        .evaluate("element => ace.edit(element).getValue()")
    )


def options(page):
    return page.locator(".o_endpoint_completion [role=option]")


def findings(page, field="code_snippet"):
    return editor(page, field).locator(".o_endpoint_findings li")


def open_schema(page):
    """A JSON endpoint, on the page of its schema."""
    page.click(".o_field_widget[name=request_method] input")
    page.click(".o_select_menu_item:has-text('POST')")
    content_type = page.locator(".o_field_widget[name=request_content_type] input")
    expect(content_type).to_have_value("JSON")  # from the server
    page.click("a[role=tab]:has-text('Body schema')")
    editor(page, "request_content_schema").locator(".ace_content").wait_for()


def test_names_are_suggested_and_inserted(form):
    write(form, "x = Val")
    expect(options(form).first).to_have_text(re.compile("ValidationError"))
    form.keyboard.press("Tab")
    assert value(form) == "x = ValidationError"
    expect(options(form)).to_have_count(0)


def test_models_and_their_fields_are_suggested(form):
    write(form, 'p = env["res.partn')
    expect(options(form).first).to_contain_text("res.partner")
    form.keyboard.press("Enter")
    form.keyboard.press("End")
    form.keyboard.type(".search([])\np.commercial_p")
    expect(options(form).first).to_contain_text("commercial_partner_id")
    form.keyboard.press("Enter")
    form.keyboard.type(".vat")
    expect(options(form).first).to_contain_text("Tax ID")
    assert value(form).endswith("\np.commercial_partner_id.vat")


def test_enter_after_a_complete_word_starts_a_line(form):
    write(form, "user.name")
    expect(options(form).first).to_have_text(re.compile("^name"))
    expect(options(form)).not_to_have_count(1)
    form.keyboard.press("Enter")
    assert value(form) == "user.name\n"


def test_a_suggestion_is_chosen_with_the_arrows_and_refused_with_escape(form):
    write(form, "request.")
    expect(options(form).first).to_be_visible()
    second = options(form).nth(1).locator("span").inner_text()
    form.keyboard.press("ArrowDown")
    expect(options(form).nth(1)).to_have_attribute("aria-selected", "true")
    described = form.locator(".ace_text-input:focus").get_attribute(
        "aria-activedescendant"
    )
    assert options(form).nth(1).get_attribute("id") == described
    form.keyboard.press("Escape")
    expect(options(form)).to_have_count(0)
    form.keyboard.press("Control+Space")
    form.keyboard.press("ArrowDown")
    form.keyboard.press("Enter")
    assert value(form) == f"request.{second}"


def test_a_mistake_is_marked_on_its_line_until_it_is_corrected(form):
    write(form, "x = 1\nresult = {'payload': bdoy}")
    expect(findings(form)).to_have_text([re.compile("line 2: “bdoy” is not defined")])
    expect(editor(form).locator(".ace_gutter-cell.ace_warning")).to_have_text("2")
    expect(editor(form).locator(".o_endpoint_mark.o_warning")).to_have_count(1)
    form.keyboard.press("End")
    for _key in range(5):
        form.keyboard.press("Backspace")
    form.keyboard.type("body}")
    expect(findings(form)).to_have_count(0)
    expect(editor(form).locator(".o_endpoint_mark")).to_have_count(0)


def test_a_syntax_error_is_marked(form):
    write(form, "x = 1\nresult = = 2")
    expect(editor(form).locator(".ace_gutter-cell.ace_error")).to_have_text("2")
    findings(form).locator("button").click()
    position = (
        editor(form)
        .locator(".ace_editor")
        .evaluate("element => ace.edit(element).getCursorPosition().row")
    )
    assert position == 1


def test_a_mistake_in_a_schema_is_marked_on_its_line(form):
    open_schema(form)
    schema = editor(form, "request_content_schema")
    write(form, "type: obj", "request_content_schema")
    expect(options(form).first).to_have_text(re.compile("object"))
    form.keyboard.press("Enter")
    form.keyboard.type("\nproperties:\n  age: {type: integr}")
    expect(schema.locator(".ace_gutter-cell.ace_error")).to_have_text("3")
    expect(findings(form, "request_content_schema")).to_contain_text("integer")


def test_json_is_formatted_and_yaml_is_left_alone(form):
    open_schema(form)
    field = "request_content_schema"
    button = editor(form, field).get_by_text("Format JSON")
    write(form, "type: object # a comment", field)
    button.click()
    form.wait_for_selector(".o_notification:has-text('would lose its comments')")
    assert value(form, field) == "type: object # a comment"
    editor(form, field).locator(".ace_content").click()
    form.keyboard.press("Control+A")
    form.keyboard.insert_text('{"type":"object","maxProperties":1.0}')
    button.click()
    text = '{\n  "type": "object",\n  "maxProperties": 1.0\n}'
    assert value(form, field) == text


def test_full_screen_and_back(form):
    write(form, "x = 1")
    form.keyboard.press("Control+Shift+Enter")
    box = form.locator(".o_full_screen").bounding_box()
    size = form.viewport_size
    assert (box["width"], box["height"]) == (size["width"], size["height"])
    form.keyboard.press("Escape")
    expect(form.locator(".o_full_screen")).to_have_count(0)
    assert value(form) == "x = 1"


def test_tab_leaves_the_editor_after_escape(form):
    write(form, "x = 1")
    expect(findings(form)).to_have_count(1)
    form.keyboard.press("Escape")
    expect(editor(form).locator(".ace_scroller")).to_be_focused()
    form.keyboard.press("Tab")
    expect(findings(form).locator("button")).to_be_focused()
    assert value(form) == "x = 1"


def test_the_editor_is_dark_with_a_dark_color_scheme(server, form):
    form.context.add_cookies(
        [{"name": "color_scheme", "value": "dark", "url": server.url}]
    )
    form.reload()
    expect(editor(form).locator(".ace_editor")).to_have_class(re.compile("ace_dark"))


def test_a_long_text_does_not_freeze_the_form(form):
    editor(form).locator(".ace_content").click()
    form.keyboard.press("Control+A")
    form.context.grant_permissions(["clipboard-read", "clipboard-write"])
    text = "x = 'long'\n" * 100_000
    form.evaluate("text => navigator.clipboard.writeText(text)", text)
    form.keyboard.press("Control+V")
    expect(findings(form)).to_contain_text("too long", timeout=20_000)
    form.keyboard.type("y = 2")
    assert value(form).endswith("y = 2")
